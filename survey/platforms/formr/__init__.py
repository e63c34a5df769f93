"""formr."""

from __future__ import annotations

from survey.platforms.formr.answers import adapt_answers, is_response_file
from survey.platforms.formr.draft import draft_formr
from survey.platforms.registry import Platform

PLATFORM = Platform(
    title="formr",
    suffixes=(".xlsx",),
    drafts=draft_formr,
    recognises=is_response_file,
    adapts=adapt_answers,
)
