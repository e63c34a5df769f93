"""Google Forms."""

from __future__ import annotations

from survey.platforms.google_forms.answers import adapt_responses, recognise_responses
from survey.platforms.google_forms.form import draft_form
from survey.platforms.registry import Platform

PLATFORM = Platform(
    title="Google Forms",
    suffixes=(".gs",),
    drafts=draft_form,
    recognises=recognise_responses,
    adapts=adapt_responses,
)
