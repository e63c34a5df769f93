"""The answers of one table: every column of the questionnaire, and every cell that is no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from survey.errors import ReadError
from survey.platforms.coding.cells import Coded, code_cells, code_texts, code_ticks
from survey.platforms.coding.columns import Layout
from survey.platforms.coding.target import Part, Target
from survey.platforms.files.column import Column
from survey.platforms.files.findings import Finding, name_cells, name_one, name_rows
from survey.platforms.files.room import Room
from survey.platforms.files.table import Table
from survey.platforms.files.workers import work_on_all
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import answer_kind


class _Version(NamedTuple):
    """One column, or the columns of one multiple choice, that give an item's answers."""

    name: str
    columns: dict[str, pd.Series]
    place: int | None = None

    def say(self) -> str:
        """Return the name with its place, for two columns may have one name."""
        return self.name if self.place is None else f"'{self.name}' (column {self.place + 1})"


@dataclass
class _Reader:
    """The table while one item of it is read, and what was found on the way."""

    table: Table
    layout: Layout
    language: str | None
    room: Room
    findings: list[Finding] = field(default_factory=list)

    def take(self, place: int, coded: Coded) -> Coded:
        """Keep the findings of a coded column."""
        column = self.table.columns[place]
        self.findings += name_cells(self.table.name_column(place), self.table.rows, column, coded.reasons)
        return coded

    def places(self, item: Item, part: Part, code: int = 0) -> tuple[int, ...]:
        """Return the places of the columns for a part of an item."""
        return self.layout.answers.get(Target(item.id, part, code), ())


def code_answers(
    table: Table, layout: Layout, questionnaire: Questionnaire, *, language: str | None = None
) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the coded answers of a table and what in it is no answer.

    Parameters
    ----------
    table, layout
        The table and what its columns are.
    questionnaire
        What was asked.
    language
        Where a label stands for two codes in different languages, the language that counts.

    Returns
    -------
    answers : pandas.DataFrame
        Every column of the questionnaire in its order, shape (n_rows, n_columns), missing ones NaN.
    findings : list of Finding

    Raises
    ------
    ReadError
        Two columns give different answers to the same item.
    """
    columns: dict[str, pd.Series] = {}
    findings: list[Finding] = []
    work = partial(_code_item, table, layout, language, Room(len(table), len(table.columns)))
    for coded, found in work_on_all(work, questionnaire.items.values(), len(table)):
        columns |= coded
        findings += found
    kinds = {column: answer_kind(item, column) for item in questionnaire.items.values() for column in item.columns}
    lacking = {column: kind for column, kind in kinds.items() if column not in columns}
    empty = {kind: _leave_blank(len(table), kind) for kind in {*lacking.values()}}
    columns |= {column: empty[kind] for column, kind in lacking.items()}
    ordered = {column: columns[column] for column in questionnaire.columns}
    return pd.DataFrame(ordered, copy=False), findings


def _leave_blank(size: int, kind: str) -> pd.Series:
    if np.dtype(kind).kind == "f":
        return pd.Series(np.full(size, np.nan, dtype=kind), copy=False)
    return pd.Series(None, index=pd.RangeIndex(size), dtype=kind)


def _code_item(
    table: Table, layout: Layout, language: str | None, room: Room, item: Item
) -> tuple[dict[str, pd.Series], list[Finding]]:
    """Return the columns of an item and what was found in them."""
    reader = _Reader(table, layout, language, room)
    versions: list[_Version] = []
    beside: dict[str, Column] = {}
    if item.type == "multiple_choice":
        versions += _code_option_columns(reader, item)
    for place in reader.places(item, "answer"):
        coded = reader.take(place, code_cells(item, reader.table.columns[place], room, language=language))
        versions.append(_Version(reader.table.name_column(place), coded.columns, place))
        beside = coded.texts | beside
    columns = _agree(reader, versions)
    for choice in item.choices:
        if choice.has_text:
            columns |= _code_text_beside(reader, item, choice.code, beside)
    return columns, reader.findings


def _code_option_columns(reader: _Reader, item: Item) -> list[_Version]:
    """Return the ticks of a multiple choice; an option without a tick is 0 where another option's cell is filled."""
    ticks: dict[str, pd.Series] = {}
    filled = np.zeros(len(reader.table), dtype=bool)
    blank: dict[str, np.ndarray] = {}
    for choice in item.choices:
        versions = []
        for place in reader.places(item, "option", choice.code):
            column = reader.table.columns[place]
            coded = reader.take(place, code_ticks(item, choice.code, column, reader.room, language=reader.language))
            versions.append(_Version(reader.table.name_column(place), coded.columns, place))
            empty = column.blank
            blank |= dict.fromkeys(coded.columns, empty)
            filled |= ~empty
        ticks |= _agree(reader, versions)
    if not ticks:
        return []
    filled_in = {column: values.mask(blank[column] & filled, 0.0) for column, values in ticks.items()}
    return [_Version(f"the option columns of {item.id}", filled_in)]


def _agree(reader: _Reader, versions: Sequence[_Version]) -> dict[str, pd.Series]:
    """Return the first version with the most columns; name the others if they say the same, and raise if not."""
    if not versions:
        return {}
    best = max(versions, key=lambda version: len(version.columns))
    for other in versions:
        if other is best:
            continue
        for column in [name for name in best.columns if name in other.columns]:
            _compare(reader, column, best, other)
        reader.findings.append(name_one(other.name, f"the same answers as {best.say()}; not used twice"))
    return dict(best.columns)


def _compare(reader: _Reader, column: str, best: _Version, other: _Version) -> None:
    one, two = best.columns[column], other.columns[column]
    differ = np.flatnonzero(~((one == two) | (one.isna() & two.isna())).to_numpy(dtype=bool))
    if len(differ):
        row = int(reader.table.rows[differ[0]])
        raise ReadError(
            f"{reader.table.origin.file}: two columns answer '{column}' and differ: {best.say()} and {other.say()}, "
            f"first in row {row} ({_say(one.iloc[differ[0]])} and {_say(two.iloc[differ[0]])}). Remove one of them."
        )


def _say(value: object) -> str:
    return "blank" if pd.isna(value) else repr(value) if isinstance(value, str) else str(value)  # type: ignore[call-overload]


def _code_text_beside(reader: _Reader, item: Item, code: int, beside: dict[str, Column]) -> dict[str, pd.Series]:
    """Return the text beside an option: of its own column, or from the cell that named the option."""
    column = f"{item.id}__{code}__text"
    versions = []
    for place in reader.places(item, "text", code):
        coded = reader.take(place, code_texts(column, reader.table.columns[place]))
        versions.append(_Version(reader.table.name_column(place), coded.columns, place))
    own = _agree(reader, versions)
    found = beside.get(column)
    if found is None:
        return own
    kept = own[column] if column in own else _leave_blank(len(found), "str")
    given = found.series()
    differ = (kept.notna() & given.notna() & (kept != given)).to_numpy(dtype=bool)
    reason = "another text stands in the text's own column"
    reader.findings += name_rows(column, reader.table.rows, found.cells, differ, reason)
    return {column: kept.where(kept.notna(), given)}
