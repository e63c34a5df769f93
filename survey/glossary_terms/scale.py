"""Columns of passes over large tables."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

SCALE_TERMS: Terms = ()
