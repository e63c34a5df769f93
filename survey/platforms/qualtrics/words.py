"""The words that the export adds to a questionnaire, in every language it is written in."""

from __future__ import annotations

from collections.abc import Iterable

from survey.questionnaire.text import LocalText


def say(languages: Iterable[str], *, en: str, zh: str) -> LocalText:
    """Return a text in every language: Chinese for Chinese, else English.

    Examples
    --------
    >>> say(["zh-CN", "en", "fr"], en="Yes", zh="是")
    LocalText({'zh-CN': '是', 'en': 'Yes', 'fr': 'Yes'})
    """
    return LocalText({tongue: zh if tongue.lower().startswith("zh") else en for tongue in languages})


def say_agreed(languages: Iterable[str]) -> LocalText:
    """Return the answer that agrees to take part."""
    return say(languages, en="I agree", zh="我同意")


def say_refused(languages: Iterable[str]) -> LocalText:
    """Return the answer that does not."""
    return say(languages, en="I do not agree", zh="我不同意")


def say_date_form(languages: Iterable[str]) -> LocalText:
    """Return how a date is to be written."""
    return say(languages, en="Please write the date as 2026-11-22.", zh="请按 2026-11-22 的格式填写日期。")


def say_number(languages: Iterable[str]) -> LocalText:
    """Return what stands beside the field for a number where special answers stand below it."""
    return say(languages, en="Number", zh="数值")


def add_text(first: LocalText, second: LocalText, joint: str) -> LocalText:
    """Return two texts as one; an empty one leaves the other alone.

    Examples
    --------
    >>> add_text(LocalText({"en": "5"}), LocalText({"en": "Always"}), " – ")
    LocalText({'en': '5 – Always'})
    """
    tongues = dict.fromkeys((*first, *second))
    return LocalText({one: joint.join(text for text in (first.get(one), second.get(one)) if text) for one in tongues})


def bracket(text: LocalText) -> LocalText:
    """Return a text in brackets.

    Examples
    --------
    >>> bracket(LocalText({"en": "years"}))
    LocalText({'en': '(years)'})
    """
    return LocalText({tongue: f"({own})" for tongue, own in text.items()})
