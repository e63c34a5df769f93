"""Exploratory factor analysis: whether to do it, how many factors, their loadings, and how to turn them."""
