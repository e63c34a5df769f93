"""Elements of a codebook: text in every language, with nothing in it that XML cannot hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from survey.questionnaire.text import LocalText

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class Tongues:
    """The languages of a codebook, the first one first."""

    languages: tuple[str, ...]

    def put(self, parent: Element, tag: str, text: LocalText | None, **attributes: str) -> None:
        """Add an element for every language that a text has."""
        for language in self.languages:
            if text and (words := text.get(language)):
                child = put(parent, tag, words, **attributes)
                child.set(_LANGUAGE, tag_language(language))

    def say(self, parent: Element, tag: str, ours: LocalText, detail: str = "", **attributes: str) -> None:
        """Add an element for every language, with a text of ours: in Chinese for a Chinese one, else in English."""
        for language in self.languages:
            words = ours["zh-CN" if language.lower().startswith("zh") else "en"]
            child = put(parent, tag, words.format(detail=detail), **attributes)
            child.set(_LANGUAGE, tag_language(language))


def put(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element to another and return it; attributes without a value are left out."""
    child = SubElement(parent, tag, {name: clean(value) for name, value in attributes.items() if value})
    child.text = clean(text) or None
    return child


def tag_language(language: str) -> str:
    """Return a language as XML writes it.

    Examples
    --------
    >>> tag_language("zh_CN")
    'zh-CN'
    """
    return language.replace("_", "-")


def set_language(element: Element, language: str) -> None:
    """Say in which language an element is written."""
    element.set(_LANGUAGE, tag_language(language))


def clean(text: str) -> str:
    """Return a text without the control characters that XML cannot hold."""
    return _FORBIDDEN.sub(_REPLACEMENT, text)
