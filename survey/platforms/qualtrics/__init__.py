"""Qualtrics."""

from __future__ import annotations

from survey.platforms.qualtrics.answers import adapt_answers
from survey.platforms.qualtrics.form import draft_form
from survey.platforms.qualtrics.header import is_response_file
from survey.platforms.registry import Platform

PLATFORM = Platform(
    title="Qualtrics",
    suffixes=(".qsf", ".txt"),
    drafts=draft_form,
    recognises=is_response_file,
    adapts=adapt_answers,
)
