"""Texts in every language: none missing, none left over, none left untranslated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.questionnaire.lint.branch import Wording, wordings
from survey.questionnaire.lint.draft import Draft
from survey.questionnaire.lint.mistake import Mistake

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[A-Za-z]{2,}")
NAME_WORDS = 2  # "JD.com", "WeChat Pay": a name of so many words may stand untranslated
_ASIDE = re.compile(r"\([^)]*\)|（[^）]*）|\"[^\"]*\"|“[^”]*”|'[^']*'|‘[^’]*’|「[^」]*」|『[^』]*』")
HAN_LANGUAGES = ("zh", "ja", "yue", "wuu", "nan", "lzh", "ko")


def check_languages(draft: Draft) -> Iterator[Mistake]:
    """Check that every text has every declared language and no other."""
    for text in wordings(draft.tree) if draft.languages else ():
        missing = [tag for tag in draft.languages if tag not in text.lines]
        if missing:
            message = f"`{text.path}` lacks a text in {' and '.join(missing)}"
            yield draft.error("translation", text.line, message, "translate it", text.item)
        for tag in [tag for tag in text.lines if tag not in draft.languages]:
            message = f"`{text.path}` has a text in '{tag}', which is not among `languages`"
            advice = f"the languages are: {', '.join(draft.languages)}; mend the tag, or declare it"
            yield draft.error("translation", text.at(tag), message, advice, text.item)


def check_copies(draft: Draft) -> Iterator[Mistake]:
    """Warn of texts that are the same in two languages."""
    for text in wordings(draft.tree):
        tags = [tag for tag in draft.languages if tag in text]
        for index, tag in enumerate(tags):
            twin = next((one for one in tags[:index] if _copied(text, one, tag)), None)
            if twin:
                message = f"`{text.path}` is the same in {twin} and {tag}"
                yield draft.warning("untranslated", text.at(tag), message, "translate it", text.item)


def check_scripts(draft: Draft) -> Iterator[Mistake]:
    """Warn of Chinese without any Chinese character, and of Chinese characters in other languages."""
    for text in wordings(draft.tree):
        for tag in [tag for tag in draft.languages if tag in text]:
            if any(_copied(text, other, tag) for other in text if other != tag):
                continue
            if tag.split("-")[0] == "zh" and not HAN.search(text[tag]) and _is_prose(text[tag]):
                message = f"`{text.path}` has no Chinese character in its {tag} text"
                yield draft.warning("script", text.at(tag), message, "translate it", text.item)
            elif tag.split("-")[0] not in HAN_LANGUAGES and HAN.search(_ASIDE.sub("", text[tag])):
                message = f"`{text.path}` has Chinese characters in its {tag} text"
                advice = "translate them, or set a name in brackets behind its translation"
                yield draft.warning("script", text.at(tag), message, advice, text.item)


def _is_prose(text: str) -> bool:
    return len(WORD.findall(text)) > NAME_WORDS


def _copied(text: Wording, one: str, other: str) -> bool:
    if one.split("-")[0] == other.split("-")[0] or text.get(one) != text.get(other):
        return False
    return _is_prose(text[other]) or bool(HAN.search(text[other]) and len(LETTER.findall(text[other])) > NAME_WORDS)


RULES = (check_languages, check_copies, check_scripts)
