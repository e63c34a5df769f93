"""Columns of models of outcomes that are no plain score."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

OUTCOMES_TERMS: Terms = ()
