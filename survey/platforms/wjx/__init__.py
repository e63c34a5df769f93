"""Wenjuanxing: forms as JSON lines or text, response files by text, by number or by score."""

from __future__ import annotations

from survey.platforms.registry import Platform
from survey.platforms.wjx.answers import adapt_answers, recognise_answers
from survey.platforms.wjx.form import LINES, TEXT, draft_form

PLATFORM = Platform(
    title="Wenjuanxing 问卷星",
    suffixes=(LINES, TEXT),
    drafts=draft_form,
    recognises=recognise_answers,
    adapts=adapt_answers,
)
