"""REDCap."""

from __future__ import annotations

from survey.platforms.redcap.answers import adapt_answers
from survey.platforms.redcap.draft import draft_redcap
from survey.platforms.redcap.system import is_response_file
from survey.platforms.registry import Platform

PLATFORM = Platform(
    title="REDCap",
    suffixes=(".csv", ".zip"),
    drafts=draft_redcap,
    recognises=is_response_file,
    adapts=adapt_answers,
)
