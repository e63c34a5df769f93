"""Drafting: a questionnaire file from a survey made elsewhere, or from a file of answers."""
