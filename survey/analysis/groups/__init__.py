"""Segments, waves and what a difference consists of."""
