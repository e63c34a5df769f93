"""Bytes to tables of text: every kind of file, and what is wrong with it."""
