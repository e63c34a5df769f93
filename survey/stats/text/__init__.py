"""Numbers about coded texts: agreement of coders, themes."""
