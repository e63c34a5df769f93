"""The texts of `Note`, in English and Chinese; placeholders are the same in both."""

from __future__ import annotations

from survey.note_texts.change import CHANGE_TEXTS
from survey.note_texts.comments import COMMENTS_TEXTS
from survey.note_texts.importance import IMPORTANCE_TEXTS
from survey.note_texts.item_quality import ITEM_QUALITY_TEXTS
from survey.note_texts.measurement import MEASUREMENT_TEXTS
from survey.note_texts.missing import MISSING_TEXTS
from survey.note_texts.outcomes import OUTCOMES_TEXTS
from survey.note_texts.paths import PATHS_TEXTS
from survey.note_texts.reliability import RELIABILITY_TEXTS
from survey.note_texts.scale import SCALE_TEXTS
from survey.note_texts.screening import SCREENING_TEXTS
from survey.note_texts.segments import SEGMENTS_TEXTS
from survey.note_texts.service import SERVICE_TEXTS
from survey.note_texts.shape import SHAPE_TEXTS
from survey.note_texts.study import STUDY_TEXTS
from survey.note_texts.weighting import WEIGHTING_TEXTS

NOTE_TEXTS: dict[str, dict[str, str]] = {
    **STUDY_TEXTS,
    **ITEM_QUALITY_TEXTS,
    **MEASUREMENT_TEXTS,
    **MISSING_TEXTS,
    **RELIABILITY_TEXTS,
    **SCREENING_TEXTS,
    **WEIGHTING_TEXTS,
    **CHANGE_TEXTS,
    **COMMENTS_TEXTS,
    **IMPORTANCE_TEXTS,
    **OUTCOMES_TEXTS,
    **PATHS_TEXTS,
    **SCALE_TEXTS,
    **SEGMENTS_TEXTS,
    **SERVICE_TEXTS,
    **SHAPE_TEXTS,
}
