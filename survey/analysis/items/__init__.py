"""Items one by one, and how well they work."""
