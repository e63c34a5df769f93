"""Columns of segments, waves and decompositions."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

SEGMENTS_TERMS: Terms = ()
