"""LimeSurvey."""

from __future__ import annotations

from survey.platforms.limesurvey.draft import TAB_SEPARATED, XML, draft_form
from survey.platforms.limesurvey.metadata import is_limesurvey
from survey.platforms.limesurvey.reader import adapt_responses
from survey.platforms.registry import Platform

PLATFORM = Platform(
    title="LimeSurvey",
    suffixes=(TAB_SEPARATED, XML),
    drafts=draft_form,
    recognises=is_limesurvey,
    adapts=adapt_responses,
)
