"""The columns that results may have, a file for each part of the work."""

from __future__ import annotations

from survey.glossary_terms.change import CHANGE_TERMS
from survey.glossary_terms.code_labels import CODE_LABELS
from survey.glossary_terms.comments import COMMENTS_TERMS
from survey.glossary_terms.drivers import DRIVERS_TERMS
from survey.glossary_terms.importance import IMPORTANCE_TERMS
from survey.glossary_terms.item_quality import ITEM_QUALITY_TERMS
from survey.glossary_terms.measurement import MEASUREMENT_TERMS
from survey.glossary_terms.missing import MISSING_TERMS
from survey.glossary_terms.outcomes import OUTCOMES_TERMS
from survey.glossary_terms.paths import PATHS_TERMS
from survey.glossary_terms.scale import SCALE_TERMS
from survey.glossary_terms.screening import SCREENING_TERMS
from survey.glossary_terms.segments import SEGMENTS_TERMS
from survey.glossary_terms.service import SERVICE_TERMS
from survey.glossary_terms.shape import SHAPE_TERMS
from survey.glossary_terms.study import STUDY_TERMS
from survey.glossary_terms.term import Kind, Terms
from survey.glossary_terms.weighting import WEIGHTING_TERMS

__all__ = ["ALL_TERMS", "CODE_LABELS", "Kind"]

ALL_TERMS: Terms = (
    *CHANGE_TERMS,
    *COMMENTS_TERMS,
    *DRIVERS_TERMS,
    *IMPORTANCE_TERMS,
    *ITEM_QUALITY_TERMS,
    *MEASUREMENT_TERMS,
    *MISSING_TERMS,
    *OUTCOMES_TERMS,
    *PATHS_TERMS,
    *SCALE_TERMS,
    *SCREENING_TERMS,
    *SEGMENTS_TERMS,
    *SERVICE_TERMS,
    *SHAPE_TERMS,
    *STUDY_TERMS,
    *WEIGHTING_TERMS,
)
