"""SurveyMonkey."""

from __future__ import annotations

from survey.platforms.registry import Platform
from survey.platforms.surveymonkey.answers import adapt_responses
from survey.platforms.surveymonkey.headings import recognise_responses

PLATFORM = Platform(title="SurveyMonkey", recognises=recognise_responses, adapts=adapt_responses)
