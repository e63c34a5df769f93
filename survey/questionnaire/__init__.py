"""WHAT IS ASKED: scales, items, constructs, routing, and the YAML file that holds them."""
