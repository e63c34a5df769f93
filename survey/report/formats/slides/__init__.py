"""The document as slides: what is on each, and how it is drawn."""
