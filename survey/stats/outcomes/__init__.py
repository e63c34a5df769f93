"""Outcomes that are no plain score: shares, ordered answers and counts."""
