"""XLSForm, for ODK and KoboToolbox."""

from __future__ import annotations

from survey.platforms.registry import Platform
from survey.platforms.xlsform.answers import adapt_answers
from survey.platforms.xlsform.form import draft_form
from survey.platforms.xlsform.system import is_response_file

PLATFORM = Platform(
    title="XLSForm (ODK, KoboToolbox)",
    suffixes=(".xlsx",),
    drafts=draft_form,
    recognises=is_response_file,
    adapts=adapt_answers,
)
