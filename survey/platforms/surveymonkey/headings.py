"""SurveyMonkey's two heading rows: questions, and under them options, rows of a matrix, or ``Response``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from survey.platforms.coding.label import label_item
from survey.platforms.coding.target import Target, build_dictionary
from survey.platforms.coding.wording import plain, wording_key
from survey.platforms.files.table import Table
from survey.platforms.rewrite import split_rows
from survey.questionnaire.questionnaire import Questionnaire

ID = wording_key("Respondent ID")
COLLECTOR = wording_key("Collector ID")
TIMES = {"startdate": "started", "datecreated": "started", "enddate": "submitted", "datemodified": "submitted"}
PERSONAL = frozenset(map(wording_key, ("IP Address", "Email Address", "First Name", "Last Name")))
OTHER = "Other (please specify)"
_CUSTOM = re.compile(r"customdata\d*")
_WHOLE = frozenset(map(wording_key, ("", "Response", "Open-Ended Response", "回答", "开放式回答", "答复")))
_OTHER_WORD = re.compile(r"\bother\b|其他|其它", re.IGNORECASE)
_DASH = re.compile(r"(?<=\s)[-–—](?=\s)")
_MOST = 0.5  # of the questions; a second heading row has a text under more


@dataclass(frozen=True)
class Meaning:
    """What a column of answers holds.

    Attributes
    ----------
    part
        ``answer``: the whole answer; ``label``: one answer of a single choice, in a column of its own; ``option``: one
        option of a multiple choice; ``text``: the text beside an option.
    """

    item: str
    part: Literal["answer", "label", "option", "text"]
    code: int = 0


def recognise_responses(table: Table) -> bool:
    """Tell whether a table holds SurveyMonkey's responses: its ids, and its other columns or a second heading row."""
    keys = [wording_key(heading) for heading in table.headings]
    signs = {COLLECTOR, *TIMES, "ipaddress"} & set(keys)
    return ID in keys and (len(signs) > 1 or _has_second_row(table))


def is_fact(heading: str) -> bool:
    """Tell whether a column is about the interview, not an answer."""
    key = wording_key(heading)
    return key in {ID, COLLECTOR, *TIMES, *PERSONAL} or _CUSTOM.fullmatch(key) is not None


def split_headings(table: Table) -> tuple[Sequence[str], Table]:
    """Return the second heading row, blank where the file has none, and the table without it."""
    if not _has_second_row(table):
        return [""] * len(table.headings), table
    rows, rest = split_rows(table, 1)
    return [text.strip() for text in rows[0]], rest


def _has_second_row(table: Table) -> bool:
    """Tell whether the first row has nothing under the ids and a text under most questions."""
    place = next((at for at, heading in enumerate(table.headings) if wording_key(heading) == ID), None)
    if place is None or not len(table) or table.columns[place][0].strip():
        return False
    questions = [column for at, column in enumerate(table.columns) if not is_fact(table.headings[at])]
    return sum(bool(column[0].strip()) for column in questions) > _MOST * len(questions)


def find_meanings(headings: Sequence[str], parts: Sequence[str], questionnaire: Questionnaire) -> dict[int, Meaning]:
    """Return the place of every column of answers and what it holds.

    Parameters
    ----------
    headings
        The questions; one that is blank belongs to the question before it.
    parts
        The second heading row.
    questionnaire
        What was asked.
    """
    finder = _Finder(questionnaire)
    found: dict[int, Meaning] = {}
    question = ""
    for place, (heading, part) in enumerate(zip(headings, parts, strict=True)):
        question = heading or question
        meaning = None if is_fact(heading) else finder.find(question, part)
        if meaning is not None:
            found[place] = meaning
    return found


class _Finder:
    """Finds what a question and a part of it stand for."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.items = questionnaire.items
        self.dictionary = build_dictionary(questionnaire)

    def find(self, question: str, part: str) -> Meaning | None:
        """Return the meaning of a column, or None."""
        own = self._look_up(question)
        if wording_key(part) in _WHOLE:
            return own
        found = self._look_up(f"{question} [{part}]")
        if found is None and own is not None and own.part == "answer":
            item = self.items[own.item]
            free = own if item.is_text or item.type in ("number", "date") else None  # under them stands what they ask
            found = free or self._find_label(own.item, part) or self._find_other(own.item, part)
        return found or self._find_cell(question, part) or self._look_up(part)

    def _look_up(self, heading: str) -> Meaning | None:
        found: frozenset[Target] = self.dictionary.look_up(heading)
        if len(found) != 1:
            return None
        target = next(iter(found))
        return Meaning(target.item, target.part, target.code)

    def _find_label(self, name: str, part: str) -> Meaning | None:
        item = self.items[name]
        if item.type == "multiple_choice" or not item.labels:
            return None
        codes = label_item(item).by_label.get(plain(part), frozenset())
        if not codes and part.isdecimal() and int(part) in item.labels:
            codes = frozenset({int(part)})
        return Meaning(name, "label", next(iter(codes))) if len(codes) == 1 else None

    def _find_other(self, name: str, part: str) -> Meaning | None:
        codes = [choice.code for choice in self.items[name].choices if choice.has_text]
        return Meaning(name, "text", codes[0]) if len(codes) == 1 and _OTHER_WORD.search(part) else None

    def _find_cell(self, question: str, part: str) -> Meaning | None:
        """Return the answer to a row of a matrix that a column ``row - answer`` is for."""
        for dash in _DASH.finditer(part):
            row = self._look_up(f"{question} [{part[: dash.start()]}]")
            found = self._find_label(row.item, part[dash.end() :]) if row and row.part == "answer" else None
            if found is not None:
                return found
        return None
