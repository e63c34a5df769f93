"""Missing answers and pooled analyses."""
