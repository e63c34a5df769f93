"""Columns of non-linear relations, asymmetry, Kano and necessity."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

SHAPE_TERMS: Terms = ()
