"""Sentences that the form needs beside the questionnaire's own."""

from __future__ import annotations

from collections.abc import Mapping

_PHRASES: Mapping[str, tuple[str, str]] = {
    "agree": ("I agree to take part", "我同意参加"),
    "refuse": ("I do not agree", "我不同意"),
    "no_number": ("If you cannot give a number:", "如果无法填写数字："),
    "please_specify": ("{option} – please specify:", "{option}（请注明）："),
    "answer_rows": ("Please answer: {rows}", "请回答：{rows}"),
}


def say(phrase: str, language: str) -> str:
    """Return a sentence in Chinese for a Chinese language, else in English.

    Examples
    --------
    >>> say("refuse", "zh-CN"), say("refuse", "de")
    ('我不同意', 'I do not agree')
    """
    english, chinese = _PHRASES[phrase]
    return chinese if language.lower().startswith("zh") else english
