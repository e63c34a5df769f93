"""Correlations of the normal variables that ordinal answers are taken to stand for."""
