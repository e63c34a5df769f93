"""What a form shows: texts as Markdown that shows them as they stand, and the labels of answers.

formr turns labels into HTML with Parsedown and runs R code in them. No sign is escaped by a backslash, for formr looks
for code before Markdown is read: each sign that could be markup is written as its HTML entity, which is shown as the
sign.
"""

from __future__ import annotations

import re

from survey.questionnaire.item import Choice, Item
from survey.questionnaire.text import LocalText

AGREED, REFUSED = 1, 0
_MARKUP = re.compile(r"[`*_{}\[\]<>&#\\|~]")
_LINE_START = re.compile(r"(?m)^[ \t]*(?P<number>\d*)(?P<sign>[-+=:.)])")
_INDENTED = re.compile(r"(?m)^[ \t]+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def is_chinese(language: str) -> bool:
    """Tell whether our own words are written in Chinese."""
    return language.lower().startswith("zh")


def quote_markdown(text: str) -> str:
    """Return a text as Markdown that is shown as the text.

    Examples
    --------
    >>> quote_markdown("3 < 4 & `r x`"), quote_markdown("1. one")
    ('3 &#60; 4 &#38; &#96;r x&#96;', '1&#46; one')
    """
    safe = _MARKUP.sub(_write_entity, _CONTROL.sub(" ", text).strip())
    safe = _INDENTED.sub("", safe)
    return _LINE_START.sub(lambda match: match["number"] + _entity(match["sign"]), safe)


def _write_entity(match: re.Match[str]) -> str:
    return _entity(match[0])


def _entity(sign: str) -> str:
    return f"&#{ord(sign)};"


def write_text(text: LocalText | None, language: str) -> str:
    """Return a text in a language as Markdown; "" where there is none."""
    return quote_markdown(text.in_language(language)) if text else ""


def write_label(label: str) -> str:
    """Return the label of a choice: in one line, and never empty or 0, for which formr would show the value.

    Examples
    --------
    >>> write_label("0")
    '&#48;'
    """
    line = re.sub(r"\s*\n\s*", " ", label)
    return _entity("0") if line == "0" else quote_markdown(line)


def word_question(item: Item, language: str) -> str:
    """Return the question of an item, with its unit in brackets."""
    text = item.text.in_language(language)
    return text + (_bracket(item.unit.in_language(language), language) if item.unit else "")


def word_text(choice: Choice, language: str) -> str:
    """Return the question for the text beside an option."""
    specify = "请说明" if is_chinese(language) else "please specify"
    return choice.label.in_language(language) + _bracket(specify, language)


def label_answers(item: Item, language: str) -> dict[int, str]:
    """Return what is shown for every answer; formr takes no label twice, so that the second has its code behind it.

    Points of a scale on which not all have a label are shown by their code, those that have one by both.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> list(label_answers(load_questionnaire("ecommerce-service").item("recommend"), "en").values())[:2]
    ['0 - Not at all likely', '1']
    """
    labels = {code: label.in_language(language).strip() for code, label in item.labels.items()}
    points = item.scale.codes if item.scale else ()
    if item.type == "stars" or not all(labels[code] for code in points):
        stars = "★" if item.type == "stars" else ""
        labels |= {code: _join(f"{stars * code} {code}".strip(), labels[code]) for code in points}
    shown: dict[int, str] = {}
    for code, label in labels.items():
        shown[code] = label if label not in shown.values() else f"{label} ({code})"
    return shown


def label_consent(language: str) -> dict[int, str]:
    """Return the answers to the question for consent."""
    if is_chinese(language):
        return {AGREED: "同意", REFUSED: "不同意"}
    return {AGREED: "I agree", REFUSED: "I do not agree"}


def _join(code: str, label: str) -> str:
    return f"{code} - {label}" if label else code


def _bracket(text: str, language: str) -> str:
    return f"（{text}）" if is_chinese(language) else f" ({text})"
