"""RESULTS: one file an analysis."""
