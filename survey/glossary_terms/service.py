"""Columns of results on service operations."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

SERVICE_TERMS: Terms = ()
