"""Response files of Tencent Survey as plain tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from survey.platforms.coding.wording import wording_key
from survey.platforms.files.column import Column
from survey.platforms.files.table import Table
from survey.platforms.manifest import Manifest
from survey.platforms.numbered.answers import Answers, Manner
from survey.platforms.numbered.choices import JOINTS, spell_code
from survey.platforms.numbered.headings import parse_heading
from survey.platforms.numbered.question import Question
from survey.platforms.rewrite import Rewrite
from survey.platforms.tencent.moment import write_moment
from survey.questionnaire.questionnaire import Questionnaire


def _name_keys(names: Mapping[str, str]) -> dict[str, str]:
    return {wording_key(heading): name for heading, name in names.items()}


_TIMES = _name_keys({"开始答题时间": "started", "结束答题时间": "submitted", "答题时长": "seconds"})
_PARADATA = _TIMES | _name_keys(
    {
        "语言": "language",
        "清洗数据结果": "cleaning",
        "智能清洗数据无效概率": "cleaning_probability",
        "用户类型": "user_type",
        "审核状态": "review",
        "中奖时间": "prize_time",
        "中奖金额": "prize_amount",
        "投放名称": "campaign",
        "配额分组名称": "quota_group",
    }
)
_PLACES = ("地理位置国家和地区", "地理位置省", "地理位置市")
_PERSONAL = {wording_key(heading) for heading in (*_PLACES, "用户标识", "昵称", "自定义字段", "IP", "UA", "Referrer")}
_ID = wording_key("编号")
_LANGUAGES = {"zh": ("简体中文", "繁体中文", "繁體中文", "中文"), "en": ("英语", "英文", "English")}
_MANNER = Manner(
    scores=True,
    sparse=True,
    joints=(*JOINTS, "\n", ";", "；", "|", "、", ",", "，"),
    doubt="download the texts of the options (选项文本) to be sure",
    date=write_moment,
)
# What ends the heading of a text beside an option, and of a field within a question.
_BESIDE = re.compile(r"\[选项填空\]$")
_WITHIN = re.compile(r"\s*_填空\s*\d*$")
# Behind the label of an option with a field, in headings.
_FIELD = re.compile(r"\s*_{2,}\s*(?:\{fillblank-[\w-]+\})?$")
_LINE_END = "<br />\n"
_NUMBERED = re.compile(r"\d+\..+", re.DOTALL)


def recognise_answers(table: Table) -> bool:
    """Tell whether a table is a download of Tencent Survey.

    It is one by the times that the site writes beside its numbers; by the heading of a text beside an option, should
    somebody have taken the columns about the interview away.
    """
    keys = {wording_key(heading) for heading in table.headings}
    headings = [_tidy(heading) for heading in table.headings]
    beside = [heading for heading in headings if _BESIDE.search(heading)]
    numbered = [heading for heading in headings if _NUMBERED.fullmatch(heading) and heading not in beside]
    return (_ID in keys and len(keys & set(_TIMES)) > 1) or bool(beside and numbered)


def adapt_answers(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    """Return a download as a plain table."""
    answers = Answers(_clean_cells(table), questionnaire, manifest, lettered=True)
    _tell_interview(table, answers.rewrite, questionnaire.languages)
    headings = {
        place: heading
        for place, heading in enumerate(map(_tidy, table.headings))
        if heading and not answers.rewrite.is_used(place)
    }
    beside = [place for place, heading in headings.items() if _BESIDE.search(heading)]
    answers.match({place: _strip_field(heading) for place, heading in headings.items() if place not in beside})
    answers.put(_MANNER)
    _put_beside(answers, headings, beside)
    return answers.rewrite.finish()


def _clean_cells(table: Table) -> Table:
    """Return a table without what the site adds to cells."""
    return replace(table, columns=tuple(_clean_column(column) for column in table.columns))


def _clean_column(column: Column) -> Column:
    return column.map(clean_cell) if any(clean_cell(text) != text for text in column.texts) else column


def clean_cell(text: str) -> str:
    r"""Return a cell without the tab before a long number, which keeps spreadsheets from rounding it, and without tags.

    Examples
    --------
    >>> clean_cell("\t13800138000"), clean_cell("one<br />\ntwo<br />\n")
    ('13800138000', 'one\ntwo')
    """
    without = text.removeprefix("\t")
    return without.replace(_LINE_END, "\n").removesuffix("\n") if _LINE_END in without else without


def _tidy(heading: str) -> str:
    return heading.replace("<br />", "").strip()


def _strip_field(heading: str) -> str:
    return _FIELD.sub("", _WITHIN.sub("", heading))


def _tell_interview(table: Table, rewrite: Rewrite, languages: Sequence[str]) -> None:
    """Give the columns about the interview their meaning."""
    for place, heading in enumerate(table.headings):
        key, column = wording_key(heading), table.columns[place]
        name = _PARADATA.get(key, "")
        if key == _ID:
            rewrite.identify(place)
        elif key in _PERSONAL:
            rewrite.protect(place)
        elif name in ("started", "submitted"):
            rewrite.tell(place, name, column=column.map(write_moment))
        elif name == "language":
            rewrite.tell(place, name, column=column.map(lambda text: _name_language(text, languages)))
        elif name:
            rewrite.tell(place, name)


def _name_language(text: str, languages: Sequence[str]) -> str:
    """Return the questionnaire's own name of a language, or the text where it has none."""
    kind = next((kind for kind, names in _LANGUAGES.items() if text.strip() in names), "")
    return next((tag for tag in languages if kind and tag.lower().startswith(kind)), text)


def _put_beside(answers: Answers, headings: Mapping[int, str], places: Sequence[int]) -> None:
    """Say which option each text stands beside; a column that fits none stays as found."""
    owners = {parse_heading(headings[place]).number: spot.question for place, spot in answers.spots.items()}
    for place in places:
        heading = parse_heading(_strip_field(_BESIDE.sub("", headings[place])))
        question = owners.get(heading.number)
        if question is None:
            continue
        column = answers.table.columns[place]
        for code, own in _split_beside(answers, question, column, _find_open(question, heading.key, answers.languages)):
            answers.rewrite.answer(place, f"{question.where}__{code}__text", column=own)


def _split_beside(
    answers: Answers, question: Question, column: Column, codes: Sequence[int]
) -> Iterator[tuple[int, Column]]:
    """Return the texts beside each option; where several share a column, by what was chosen, the last for the rest."""
    rest = np.ones(len(column), dtype=bool)
    for code in codes[:-1]:
        own = answers.chosen[question.where].mark(partial(_is_code, question, code))
        rest &= ~own
        yield code, column.replace(~own, "")
    if codes:
        yield codes[-1], column.replace(~rest, "")


def _is_code(question: Question, code: int, text: str) -> bool:
    return text == spell_code(question, code)


def _find_open(question: Question, key: str, languages: Sequence[str]) -> list[int]:
    """Return the options with a field that a heading may stand for: the one it names, or all of a single choice."""
    codes = [choice.code for item in question.items for choice in item.choices if choice.has_text]
    labels = [
        (wording_key(question.options(language)[question.codes.index(code)]), code)
        for code in codes
        for language in languages
    ]
    named = [(len(label), code) for label, code in labels if label and key.endswith(label)]
    if named and question.kind == "choices":
        return [max(named)[1]]
    return codes if question.kind == "choice" or len(codes) == 1 else []
