"""Tables of text to coded answers."""
