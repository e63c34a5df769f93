"""What a paper form shows, worked out once for Word and PDF."""
