"""Who answered, the main numbers, and weights."""
