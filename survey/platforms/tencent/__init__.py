"""Tencent Survey: forms as text, response files as CSV."""

from __future__ import annotations

from survey.platforms.registry import Platform
from survey.platforms.tencent.answers import adapt_answers, recognise_answers
from survey.platforms.tencent.form import draft_form

PLATFORM = Platform(
    title="Tencent Survey 腾讯问卷",
    suffixes=(".txt",),
    drafts=draft_form,
    recognises=recognise_answers,
    adapts=adapt_answers,
)
