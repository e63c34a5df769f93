"""SurveyJS."""

from __future__ import annotations

from survey.platforms.registry import Platform
from survey.platforms.surveyjs.answers import adapt_results, recognise_results
from survey.platforms.surveyjs.form import draft_form

PLATFORM = Platform(
    title="SurveyJS",
    suffixes=(".json",),
    drafts=draft_form,
    recognises=recognise_results,
    adapts=adapt_results,
)
