"""Columns of results on comments and their themes."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

COMMENTS_TERMS: Terms = ()
