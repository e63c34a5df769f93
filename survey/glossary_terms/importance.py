"""Columns of importance in detail: intervals, bands, noise, agreement."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

IMPORTANCE_TERMS: Terms = ()
