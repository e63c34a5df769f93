"""Columns of expected differences, sensitivity and planning."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

CHANGE_TERMS: Terms = ()
