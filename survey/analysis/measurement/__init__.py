"""Reliability, dimensionality, validity and invariance."""
