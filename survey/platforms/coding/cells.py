"""Cells to answers: one column of text to codes, numbers, dates or texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from survey.platforms.coding.label import Labels, Reading, label_item, read_labels
from survey.platforms.coding.moment import parse_moment
from survey.platforms.coding.number import parse_numbers
from survey.platforms.coding.option import Chosen, read_options, read_ticks
from survey.platforms.coding.wording import plain
from survey.platforms.files.column import Column
from survey.platforms.files.room import Room
from survey.questionnaire.item import Item
from survey.responses import answer_kind

_NUL = "\x00"


@dataclass(frozen=True, eq=False)
class Coded:
    """The answers of one or more columns of the same rows.

    Attributes
    ----------
    columns
        Column of the answers to its values, each of shape (n_rows,).
    reasons
        For each different text why it (or a part of it) is no answer; "" where it is one.
    texts
        Column of a text beside an option to the texts found in the same cells, "" where there is none.
    """

    columns: dict[str, pd.Series]
    reasons: Sequence[str]
    texts: dict[str, Column]


def code_cells(item: Item, column: Column, room: Room, *, language: str | None = None) -> Coded:
    """Return the answers in the only column of an item.

    Parameters
    ----------
    item
        The item.
    column
        The cells.
    room
        Where the codes are written.
    language
        Where a label stands for two codes in different languages, the language that counts.

    Notes
    -----
    Each different text is understood once. An empty cell is NaN; every other cell is an answer or has a reason.
    """
    if item.is_text:
        return code_texts(item.id, column)
    if item.type == "date":
        return _code_dates(item, column)
    labels = label_item(item, language)
    if item.type == "multiple_choice":
        return _code_options(item, [read_options(text, labels) for text in column.texts], column, room)
    read = _read_numbers(item, column.texts, labels) if item.type == "number" else read_labels(column.texts, labels)
    return _spread(item, read, column, room)


def code_texts(name: str, column: Column) -> Coded:
    """Return free text as written; a cell of blanks is missing."""
    reasons = ["holds a NUL character; kept as written" if _NUL in text else "" for text in column.own_texts]
    return Coded({name: column.series()}, reasons, {})


def code_ticks(item: Item, code: int, column: Column, room: Room, *, language: str | None = None) -> Coded:
    """Return the answers in the column of one option: 1, 0, or NaN for a blank."""
    every = label_item(item, language)
    own = {label: frozenset({code}) for label, codes in every.by_label.items() if code in codes}
    readings = read_ticks(column.texts, code, Labels(frozenset({code}), own, str(code)))
    return _spread(item, readings, column, room, name=f"{item.id}__{code}")


def _spread(item: Item, readings: Sequence[Reading], column: Column, room: Room, *, name: str | None = None) -> Coded:
    values = column.spread_numbers([reading.value for reading in readings], room.take(answer_kind(item)))
    texts = {
        f"{item.id}__{code}__text": column.relabel([r.text if r.text_code == code else "" for r in readings])
        for code in {reading.text_code for reading in readings if reading.text}
    }
    return Coded({name or item.id: pd.Series(values, copy=False)}, [reading.reason for reading in readings], texts)


def _read_numbers(item: Item, cells: Sequence[str], labels: Labels) -> list[Reading]:
    """Return what a number's cells say: special answers first, then numbers within the limits."""
    units = [unit for text in (item.unit or {}).values() if (unit := plain(text))]
    texts = [plain(cell) for cell in cells]
    special = [labels.find(text).codes for text in texts]
    numbers = parse_numbers([_strip_unit(text, units) for text in texts])
    return [
        Reading(float(min(codes))) if len(codes) == 1 else _judge(item, text, number.value, number.reason)
        for codes, text, number in zip(special, texts, numbers, strict=True)
    ]


def _strip_unit(text: str, units: Sequence[str]) -> str:
    for unit in units:
        if len(text) > len(unit) and (text.endswith(unit) or text.startswith(unit)):
            return text.removesuffix(unit).removeprefix(unit).strip()
    return text


def _judge(item: Item, text: str, value: float | None, reason: str) -> Reading:
    low = -math.inf if item.minimum is None else item.minimum
    high = math.inf if item.maximum is None else item.maximum
    if not text:
        return Reading(math.nan)
    if reason:
        return Reading(math.nan, f"ambiguous: {reason}")
    if value is None or not math.isfinite(value):
        return Reading(math.nan, "not a number")
    if not low <= value <= high:
        limits = f"{low:g} to {high:g}" if low > -math.inf and high < math.inf else _limit(low, high)
        return Reading(math.nan, f"outside the allowed range: {limits}")
    if item.integer and value != int(value):
        return Reading(math.nan, "not a whole number")
    return Reading(value)


def _limit(low: float, high: float) -> str:
    return f"{low:g} or more" if low > -math.inf else f"{high:g} or less"


def _code_dates(item: Item, column: Column) -> Coded:
    moments = [parse_moment(plain(text)) for text in column.texts]
    reasons = [
        "" if moment or not plain(text) else "not a date; write it as 2026-11-22"
        for text, moment in zip(column.texts, moments, strict=True)
    ]
    values = pd.Series(moments, dtype="datetime64[us]").to_numpy()[column.places]
    return Coded({item.id: pd.Series(values, copy=False)}, reasons, {})


def _code_options(item: Item, chosen: Sequence[Chosen], column: Column, room: Room) -> Coded:
    columns = {}
    for choice in item.choices:
        ticks = [float(choice.code in one.codes) if one.codes else math.nan for one in chosen]
        values = column.spread_numbers(ticks, room.take(answer_kind(item)))
        columns[f"{item.id}__{choice.code}"] = pd.Series(values, copy=False)
    texts = {}
    for code in sorted({code for one in chosen for code, text in one.texts if text}):
        beside = ["; ".join(text for own, text in one.texts if own == code) for one in chosen]
        texts[f"{item.id}__{code}__text"] = column.relabel(beside)
    return Coded(columns, [_explain(one) for one in chosen], texts)


def _explain(chosen: Chosen) -> str:
    if not chosen.unknown:
        return ""
    named = ", ".join(f"'{piece}'" for piece in chosen.unknown)
    rest = "; the other options of the cell are coded" if chosen.codes else ""
    return f"no option of this item: {named}{rest}"
