"""SurveyMonkey: response files with two heading rows, one column an option or all options in one."""

from __future__ import annotations

import re

from survey.platforms.coding.target import Dictionary, Part, Target, build_dictionary
from survey.platforms.coding.wording import wording_key
from survey.platforms.files.table import Table
from survey.platforms.manifest import Manifest
from survey.platforms.registry import Platform
from survey.platforms.rewrite import Rewrite, split_rows
from survey.questionnaire.questionnaire import Questionnaire

_ID = wording_key("Respondent ID")
_SIGNS = frozenset(map(wording_key, ("Collector ID", "Start Date", "Date Created", "IP Address")))
_TIMES = {"startdate": "started", "datecreated": "started", "enddate": "submitted", "datemodified": "submitted"}
_PERSONAL = frozenset(map(wording_key, ("IP Address", "Email Address", "First Name", "Last Name")))
_WHOLE = frozenset(map(wording_key, ("", "Response", "Open-Ended Response", "回答", "开放式回答", "答复")))
_OTHER = re.compile(r"\bother\b|其他|其它", re.IGNORECASE)
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?))?", re.IGNORECASE)


def _recognise(table: Table) -> bool:
    keys = {wording_key(heading) for heading in table.headings}
    return _ID in keys and (bool(keys & _SIGNS) or (len(table) > 0 and _has_answer_row(table)))


def _has_answer_row(table: Table) -> bool:
    first = [wording_key(column[0]) for column in table.columns]
    return first.count(wording_key("Response")) > 1


def _adapt(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    second, rest = split_rows(table, 1)
    rewrite = Rewrite(rest)
    dictionary = build_dictionary(questionnaire)
    question = ""
    for place, heading in enumerate(table.headings):
        question = heading or question
        _sort(rewrite, place, question, second[0][place].strip(), dictionary, questionnaire)
    return rewrite.finish()


def _sort(
    rewrite: Rewrite, place: int, question: str, part: str, dictionary: Dictionary, questionnaire: Questionnaire
) -> None:
    """Give a column its meaning by the question over it and the option, row or ``Response`` under that."""
    key = wording_key(question)
    column = rewrite.table.columns[place]
    if key == _ID:
        rewrite.identify(place)
    elif key in _TIMES:
        rewrite.tell(place, _TIMES[key], column=column.map(_year_first))
    elif key in _PERSONAL:
        rewrite.protect(place)
    elif key == wording_key("Collector ID"):
        rewrite.tell(place, "collector")
    else:
        _answer(rewrite, place, question, part, dictionary, questionnaire)


def _answer(
    rewrite: Rewrite, place: int, question: str, part: str, dictionary: Dictionary, questionnaire: Questionnaire
) -> None:
    whole = wording_key(part) in _WHOLE
    found = dictionary.look_up(question if whole else f"{question} [{part}]")
    if not found and not whole:
        found = _find_other(dictionary.look_up(question), part, questionnaire) or dictionary.look_up(part)
    if len(found) != 1:
        return
    target = next(iter(found))
    column = rewrite.table.columns[place]
    if target.part == "option" and _has_text(questionnaire, target) and _OTHER.search(part):
        rewrite.answer(place, target.column, column=column.map(lambda text: "1" if text.strip() else ""))
        rewrite.answer(place, Target(target.item, "text", target.code).column)
    else:
        rewrite.answer(place, target.column)


def _find_other(found: frozenset[Target], part: str, questionnaire: Questionnaire) -> frozenset[Target]:
    """Return the option with a text field where a column is headed ``Other (please specify)``."""
    if len(found) != 1 or not _OTHER.search(part):
        return frozenset()
    item = questionnaire.item(next(iter(found)).item)
    codes = [choice.code for choice in item.choices if choice.has_text]
    kind: Part = "option" if item.type == "multiple_choice" else "text"
    return frozenset({Target(item.id, kind, codes[0])}) if len(codes) == 1 else frozenset()


def _has_text(questionnaire: Questionnaire, target: Target) -> bool:
    return any(choice.code == target.code and choice.has_text for choice in questionnaire.item(target.item).choices)


def _year_first(text: str) -> str:
    """Return a moment with the year first, from SurveyMonkey's month/day/year."""
    match = _AMERICAN.fullmatch(text.strip())
    if match is None or int(match[1]) > 12:
        return text
    return f"{match[3]}-{match[1]:0>2}-{match[2]:0>2} {match[4] or ''}".strip()


PLATFORM = Platform(title="SurveyMonkey", recognises=_recognise, adapts=_adapt)
