"""SurveyMonkey's responses as a plain table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from survey.platforms.coding.code_cell import write_code
from survey.platforms.coding.day_order import put_year_first
from survey.platforms.coding.wording import plain, wording_key
from survey.platforms.files.column import Column
from survey.platforms.files.findings import Finding, name_one, name_rows
from survey.platforms.files.table import Table
from survey.platforms.manifest import Manifest
from survey.platforms.rewrite import Rewrite
from survey.platforms.surveymonkey import headings as names
from survey.platforms.surveymonkey.headings import Meaning, find_meanings, split_headings
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

_NUMBER = re.compile(r"[1-9]\d{0,3}")
_ORDERED = "numbers that are taken as the places of the options in the questionnaire's order, not as their codes"
_LOST_TEXT = "text beside an option that is not chosen; not read"


def adapt_responses(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    """Return responses as a plain table: each question in one column, or one column an option."""
    parts, rest = split_headings(table)
    by_item: defaultdict[str, dict[int, Meaning]] = defaultdict(dict)
    for place, meaning in find_meanings(table.headings, parts, questionnaire).items():
        by_item[meaning.item][place] = meaning
    answers = _Answers(rest, parts)
    for name, meanings in by_item.items():
        answers.take(questionnaire.items[name], meanings)
    return answers.finish()


class _Answers:
    """The answers in a table while its columns are put together.

    Attributes
    ----------
    answers
        The place of a column to the columns of the questionnaire that it answers, with their cells.
    dates
        The place of a date to its item.
    laid
        The places of columns whose cells are laid into another one.
    """

    def __init__(self, table: Table, parts: Sequence[str]) -> None:
        self.table = table
        self.parts = parts
        self.answers: defaultdict[int, dict[str, Column]] = defaultdict(dict)
        self.dates: dict[int, str] = {}
        self.laid: set[int] = set()
        self.findings: list[Finding] = []

    def take(self, item: Item, meanings: Mapping[int, Meaning]) -> None:
        """Take the columns of an item."""
        whole = [place for place, meaning in meanings.items() if meaning.part == "answer"]
        apart = {place: meaning for place, meaning in meanings.items() if meaning.part != "answer"}
        if item.type == "date":
            self.dates |= dict.fromkeys(whole, item.id)
            return
        if item.type == "multiple_choice":
            for code in dict.fromkeys(meaning.code for meaning in apart.values()):
                self._take_option(item, code, {at: meaning for at, meaning in apart.items() if meaning.code == code})
        elif apart:
            self._take_apart(item, whole[:1], apart)
            whole = whole[1:]
        for place in whole:
            self.answers[place][item.id] = self._read(item, place)

    def _read(self, item: Item, place: int) -> Column:
        """Return the cells of a question in one column; numbers become codes where they are places of options."""
        column = self.table.columns[place]
        numbers = {text.strip() for text in column.texts if text.strip()}
        codes = {str(at): str(code) for at, code in enumerate(item.labels, start=1)}
        if not _is_labelled(item) or not numbers <= set(codes):
            return column
        if any(codes[number] != number for number in numbers):
            self.findings.append(name_one(self.table.name_column(place), _ORDERED))
        return column.map(lambda text: codes.get(text.strip(), text))

    def _take_option(self, item: Item, code: int, apart: Mapping[int, Meaning]) -> None:
        """Take the column of one option; the text beside it stands there in place of the label, or in the next one."""
        spelled = _spell(item, code)
        name = f"{item.id}__{code}"
        if not any(choice.code == code and choice.has_text for choice in item.choices):
            for place in apart:
                self.answers[place][name] = self.table.columns[place].map(lambda text: _tick(text, spelled))
            return
        first, *others = apart
        source = next((place for place, meaning in apart.items() if meaning.part == "text"), first)
        blank = np.all([self.table.columns[place].blank for place in apart], axis=0)
        self.answers[first][name] = Column.repeat("1", len(self.table)).replace(blank, "")
        self.answers[first][f"{name}__text"] = self._drop_label(item, code, source)
        self.laid |= set(others)

    def _drop_label(self, item: Item, code: int, place: int) -> Column:
        """Return the texts beside an option, blank where its label stands as written: nothing was typed."""
        written = {names.OTHER, self.parts[place], *(label.strip() for label in item.labels[code].values())}
        return self.table.columns[place].map(lambda text: "" if text.strip() in written else text)

    def _take_apart(self, item: Item, whole: Sequence[int], apart: Mapping[int, Meaning]) -> None:
        """Take a single choice with a column for each answer, or with one for the text beside an answer."""
        labels = {place: meaning.code for place, meaning in apart.items() if meaning.part == "label"}
        texts = {place: meaning.code for place, meaning in apart.items() if meaning.part == "text"}
        other = next((write_code(item, code) for code in texts.values()), "")
        columns = [self._read(item, place) for place in whole]
        columns = [
            column.map(lambda text: other if other and text.strip() == names.OTHER else text) for column in columns
        ]
        columns += [self._read_label(item, place, code) for place, code in labels.items()]
        cells = ["; ".join(filter(None, map(str.strip, row))) for row in zip(*columns, strict=True)]
        answer = Column.from_cells(cells or [""] * len(self.table))
        first = [*whole, *apart][0]
        for place, code in texts.items():
            answer = self._put_text(item, code, place, answer)
        self.answers[first][item.id] = answer
        self.laid |= {*labels} - {first}

    def _read_label(self, item: Item, place: int, code: int) -> Column:
        """Return the cells of one answer's column, the code where it was chosen."""
        spelled, written = _spell(item, code), write_code(item, code)
        return self.table.columns[place].map(lambda text: written if _tick(text, spelled) == "1" else text)

    def _put_text(self, item: Item, code: int, place: int, answer: Column) -> Column:
        """Take the text beside an answer, and return the answers; a text without any answer chooses its own."""
        text = self.table.columns[place]
        answer = answer.replace(answer.blank & ~text.blank, write_code(item, code))
        spelled = _spell(item, code) | {plain(write_code(item, code))}
        lost = ~answer.mark(lambda cell: plain(cell) in spelled) & ~text.blank
        self.answers[place][f"{item.id}__{code}__text"] = self._drop_label(item, code, place).replace(lost, "")
        self.findings += name_rows(self.table.name_column(place), self.table.rows, text.cells, lost, _LOST_TEXT)
        return answer

    def finish(self) -> Table:
        """Return the plain table."""
        kept = [place for place in range(len(self.table.headings)) if place not in self.laid]
        rewrite = Rewrite(_choose_columns(self.table, kept))
        moments: dict[int, str] = {}
        for at, place in enumerate(kept):
            for name, column in self.answers[place].items():
                rewrite.answer(at, name, column=column)
            if place in self.dates or _tell(rewrite, at):
                moments[at] = self.dates.get(place) or names.TIMES[wording_key(self.table.headings[place])]
        columns = put_year_first([rewrite.table.columns[at] for at in moments], usual="month")
        for (at, name), column in zip(moments.items(), columns, strict=True):
            (rewrite.answer if kept[at] in self.dates else rewrite.tell)(at, name, column=column)
        rewrite.findings += self.findings
        return rewrite.finish()


def _tell(rewrite: Rewrite, place: int) -> bool:
    """Give a column about the interview its meaning; True for a time, which is told later."""
    key = wording_key(rewrite.table.headings[place])
    if key == names.ID:
        rewrite.identify(place)
    elif key in names.PERSONAL:
        rewrite.protect(place)
    elif key == names.COLLECTOR:
        rewrite.tell(place, "collector")
    elif names.is_fact(rewrite.table.headings[place]) and key not in names.TIMES:
        rewrite.set_aside(place)
    return key in names.TIMES


def _is_labelled(item: Item) -> bool:
    """Tell whether an item is answered by choosing one label, and no label is a number."""
    labels = [text for label in item.labels.values() for text in label.values()]
    every = item.type in ("scale", "single_choice") and all(any(label.values()) for label in item.labels.values())
    return every and not any(_NUMBER.fullmatch(text.strip()) for text in labels)


def _choose_columns(table: Table, places: Sequence[int]) -> Table:
    return replace(
        table,
        headings=tuple(table.headings[place] for place in places),
        names=tuple(table.name_column(place) for place in places),
        wordings=tuple(table.word_column(place) for place in places),
        columns=tuple(table.columns[place] for place in places),
    )


def _spell(item: Item, code: int) -> set[str]:
    return {plain(label) for label in item.labels[code].values() if label}


def _tick(text: str, spelled: Collection[str]) -> str:
    """Return 1 for what stands in the column of an answer that was chosen: its label, or its place as a number."""
    return "1" if plain(text) in spelled or _NUMBER.fullmatch(text.strip()) else text
