"""OUT AND BACK: reading answers of a platform's files."""
