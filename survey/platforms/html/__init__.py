"""A form in one HTML file, and the answers it saves or sends."""

from __future__ import annotations

from survey.platforms.html.answers import adapt_answers, recognise_answers
from survey.platforms.html.page import draft_form
from survey.platforms.registry import Platform

PLATFORM = Platform(
    title="HTML form",
    suffixes=(".html",),
    drafts=draft_form,
    recognises=recognise_answers,
    adapts=adapt_answers,
    sends=True,
)
