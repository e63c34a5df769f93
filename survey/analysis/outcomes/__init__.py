"""Outcomes that are shares, ordered answers or counts, and whom a model speaks for."""
