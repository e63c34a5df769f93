"""The checklist beside a template: what whoever fills it in has to heed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from survey.platforms.statistics_file.variables import CONSENT, Variable, say
from survey.questionnaire.item import Item, Matrix, Page
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LIST_START = re.compile(r"^(\d*)([-+=.)])")
_WORDS: Mapping[str, LocalText] = {
    "heading": LocalText({"en": "Filling in the template", "zh-CN": "填写模板"}),
    "how": LocalText(
        {
            "en": "One row a respondent. Enter codes, and answers as given: reverse-keyed statements are not turned "
            "round. Leave what was not asked blank.",
            "zh-CN": "每位受访者一行。填写编码，按原样录入：反向题不要反转。没有问到的题目留空。",
        }
    ),
    "intro": LocalText({"en": "Intro", "zh-CN": "开场白"}),
    "consent": LocalText({"en": "Consent", "zh-CN": "知情同意"}),
    "thanks": LocalText({"en": "Thanks", "zh-CN": "致谢"}),
    "required": LocalText({"en": "required", "zh-CN": "必答"}),
    "shown": LocalText({"en": "only if", "zh-CN": "仅当"}),
    "option": LocalText({"en": "option {code} only if", "zh-CN": "选项 {code} 仅当"}),
    "alone": LocalText({"en": "option {code} excludes the others", "zh-CN": "选项 {code} 与其他选项互斥"}),
    "least": LocalText({"en": "at least {number}", "zh-CN": "不小于 {number}"}),
    "most": LocalText({"en": "at most {number}", "zh-CN": "不大于 {number}"}),
    "whole": LocalText({"en": "a whole number", "zh-CN": "整数"}),
}


def write_checklist(questionnaire: Questionnaire, variables: Sequence[Variable], language: str) -> bytes:
    """Return the checklist as Markdown, in Chinese for a Chinese language, else in English.

    Parameters
    ----------
    questionnaire
        What is asked.
    variables
        Those of the template.
    language
        The language of the questionnaire's own texts.
    """
    names: dict[str, list[str]] = {}
    for variable in variables:
        key = variable.item.id if variable.item else CONSENT
        names.setdefault(key, []).append(f"`{variable.name}`")
    title = _escape(questionnaire.title.in_language(language))
    lines = [f"# {_word('heading', language)}: {title}", "", _word("how", language), ""]
    lines += _tell("intro", questionnaire.intro, language)
    lines += _tell("consent", questionnaire.consent, language, ", ".join(names.get(CONSENT, [])))
    for page in questionnaire.pages:
        lines += [*_list_page(questionnaire, page, names, language), ""]
    lines += _tell("thanks", questionnaire.thanks, language)
    return ("\n".join(lines).rstrip() + "\n").encode()


def _escape(text: str) -> str:
    """Return a text as one line in which Markdown sees nothing but text."""
    return _LIST_START.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", " ".join(text.split())))


def _word(key: str, language: str) -> str:
    return say(_WORDS[key], language)


def _tell(key: str, text: LocalText | None, language: str, name: str = "") -> list[str]:
    if not text:
        return []
    named = f" ({name})" if name else ""
    return [f"**{_word(key, language)}**{named}: {_escape(text.in_language(language))}", ""]


def _list_page(
    questionnaire: Questionnaire, page: Page, names: Mapping[str, list[str]], language: str
) -> Iterator[str]:
    yield f"## {_escape(page.title.in_language(language) if page.title else page.id)}"
    yield ""
    if page.intro:
        yield from (_escape(page.intro.in_language(language)), "")
    for block in page.blocks:
        if not isinstance(block, Matrix):
            yield _list_item(questionnaire.items[block], names, language)
            continue
        yield f"- {_escape(block.text.in_language(language))}" + _help(block.help, language)
        yield from ("  " + _list_item(questionnaire.items[row], names, language) for row in block.rows)


def _list_item(item: Item, names: Mapping[str, list[str]], language: str) -> str:
    text = _escape(item.text.in_language(language))
    rules = "; ".join(_rules(item, language))
    return f"- {', '.join(names[item.id])}: {text}" + (f" — *{rules}*" if rules else "") + _help(item.help, language)


def _help(text: LocalText | None, language: str) -> str:
    return f" ({_escape(text.in_language(language))})" if text else ""


def _rules(item: Item, language: str) -> Iterator[str]:
    if item.required:
        yield _word("required", language)
    if item.shown_if:
        yield f"{_word('shown', language)} {_escape(item.shown_if.text)}"
    for choice in item.choices:
        if choice.shown_if:
            yield f"{_word('option', language).format(code=choice.code)} {_escape(choice.shown_if.text)}"
        if choice.exclusive:
            yield _word("alone", language).format(code=choice.code)
    if item.minimum is not None:
        yield _word("least", language).format(number=f"{item.minimum:g}")
    if item.maximum is not None:
        yield _word("most", language).format(number=f"{item.maximum:g}")
    if item.integer:
        yield _word("whole", language)
