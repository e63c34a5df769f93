"""Texts for SurveyJS: every language in one string, and nothing in braces read as a variable."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.questionnaire.text import LocalText

Said = str | dict[str, str]

# The languages whose buttons and messages come with survey-core 2.5.38 (its survey.i18n.js).
_LISTED = (
    "ar bg ca cs cy da de el en es et eu fa fi fil fr he hi hr hu id is it ja ka kk ko lt lv mk mm ms nl nl-BE no pl "
    "pt pt-br ro ru sk sl sr sv sw tel tg th tr uk vi zh-cn zh-tw"
)
LOCALES = frozenset(_LISTED.split())
_TRADITIONAL = re.compile(r"zh-(hant|tw|hk|mo)\b")
# SurveyJS replaces {name} by an answer. It has no sign to escape a brace; behind an invisible one there is no name.
_ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True)
class Tongues:
    """The languages of a form.

    Attributes
    ----------
    keys
        Language tag to its name in SurveyJS, the language shown first in front.
    base
        The tag whose texts stand under ``default``: English, which SurveyJS looks for nowhere else, or the first.
    """

    keys: Mapping[str, str]
    base: str

    @property
    def locale(self) -> str:
        """The language shown first, as SurveyJS names it."""
        return next(iter(self.keys.values()))

    def say(self, text: LocalText) -> Said:
        """Return a text for a title or label: one string, or one for each language where they differ."""
        return self._gather({tag: shield(text.in_language(tag)) for tag in self.keys})

    def say_html(self, text: LocalText) -> Said:
        """Return a text for a place that takes HTML."""
        return self._gather({tag: write_html(text.in_language(tag)) for tag in self.keys})

    def say_plain(self, *, en: str, zh: str) -> Said:
        """Return a sentence of our own: in Chinese for Chinese languages, else in English."""
        return self._gather({tag: zh if tag.lower().startswith("zh") else en for tag in self.keys})

    def _gather(self, texts: Mapping[str, str]) -> Said:
        base = texts[self.base]
        others = {self.keys[tag]: text for tag, text in texts.items() if tag != self.base and text != base}
        return {"default": base, **others} if others else base


def map_tongues(languages: Sequence[str], first: str) -> Tongues:
    """Return what SurveyJS calls the languages of a questionnaire.

    Examples
    --------
    >>> map_tongues(["en", "zh-CN"], "zh-CN")
    Tongues(keys={'zh-CN': 'zh-cn', 'en': 'en'}, base='en')
    """
    keys: dict[str, str] = {}
    for tag in (first, *(tag for tag in languages if tag != first)):
        name = name_locale(tag)
        keys[tag] = tag.lower() if name in keys.values() else name
    return Tongues(keys, next((tag for tag, key in keys.items() if key == "en"), first))


def name_locale(tag: str) -> str:
    """Return what SurveyJS calls a language, or the tag in lower case where it does not know it.

    Examples
    --------
    >>> name_locale("zh-Hant-HK"), name_locale("zh"), name_locale("pt-BR"), name_locale("en-GB"), name_locale("xx-YY")
    ('zh-tw', 'zh-cn', 'pt-br', 'en', 'xx-yy')
    """
    lower = tag.lower()
    if lower.partition("-")[0] == "zh":
        return "zh-tw" if _TRADITIONAL.match(lower) else "zh-cn"
    known = {name.lower(): name for name in LOCALES}
    return known.get(lower) or known.get(lower.partition("-")[0]) or lower


def shield(text: str) -> str:
    """Return a text in which SurveyJS finds no variable.

    Examples
    --------
    >>> shield("Dear {name}") == "Dear {\\u200bname}"
    True
    """
    return text.replace("{", "{" + _ZERO_WIDTH_SPACE)


def write_html(text: str) -> str:
    """Return a text as HTML that shows it as written.

    Examples
    --------
    >>> write_html("5 < {x}")
    '5 &lt; &#123;x&#125;'
    """
    escaped = html.escape(text).replace("{", "&#123;").replace("}", "&#125;")
    return escaped.replace("\n", "<br>")
