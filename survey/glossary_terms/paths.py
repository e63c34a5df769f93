"""Columns of path models and mediation."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

PATHS_TERMS: Terms = ()
