"""What open answers say, and how sure the coding is."""
