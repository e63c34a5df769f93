"""The consent: a first question that asks whether somebody takes part, in the form this package exports."""

from __future__ import annotations

from survey.drafting.sketch import Question
from survey.platforms.coding.wording import plain

CONSENT = "consent"
_LABELS = frozenset(
    {"i agree", "i do not agree", "i agree to take part", "同意", "不同意", "我同意", "我不同意", "我同意参加"}
)


def is_consent(question: Question) -> bool:
    """Tell whether a question is the consent.

    One worded in another way stays a question: its answers could not be read otherwise.
    """
    codes = {answer.code for answer in question.answers}
    labels = {plain(text) for answer in question.answers for text in answer.label.values()}
    return question.id.lower() == CONSENT and codes == {0, 1} and bool(labels) and labels <= _LABELS
