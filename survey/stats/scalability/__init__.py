"""Mokken's nonparametric scale analysis: scalability, selection of items, monotonicity."""
