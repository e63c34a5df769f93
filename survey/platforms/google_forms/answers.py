"""Responses to a Google form as a plain table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from survey.platforms.files.column import Column
from survey.platforms.files.findings import name_rows
from survey.platforms.files.table import Table
from survey.platforms.google_forms.choices import OTHER_TEXT, Choices, Coded
from survey.platforms.google_forms.headings import PERSONS, TIMESTAMPS, is_score
from survey.platforms.google_forms.moments import is_moment, write_moments
from survey.platforms.google_forms.wording import clean, name_fields
from survey.platforms.manifest import Field, Manifest
from survey.platforms.rewrite import Rewrite
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

_KINDS = ("csv", "tsv", "xlsx", "data frame")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")
_FEW = 0.1  # of the headings; more that look like names than this, and it is another program's table
_BOTH = "an answer beside a special answer; the answer is taken"
_LOST_TEXT = "text beside an option that is not chosen; not read"


def recognise_responses(table: Table) -> bool:
    """Tell whether a table holds Google's responses: a time stamp first, then questions for headings."""
    if table.origin.kind not in _KINDS or len(table.headings) < 2 or table.headings[0] not in TIMESTAMPS:
        return False
    names = sum(_NAME.fullmatch(heading) is not None for heading in table.headings[1:] if heading not in PERSONS)
    times = [text for text in table.columns[0].texts if text.strip()]
    return names <= _FEW * len(table.headings) and sum(map(is_moment, times)) * 2 > len(times)


def adapt_responses(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    """Return responses as a plain table: titles as items, labels as codes, dates with the year first."""
    fields = _find_fields(table, questionnaire, manifest)
    return _Responses(_merge_specials(table, fields), questionnaire, fields).adapt()


def _find_fields(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> dict[str, list[Field]]:
    """Return the fields by title, in the language in which most titles are found."""
    manifests = [manifest] if manifest else [name_fields(questionnaire, tag) for tag in questionnaire.languages]
    headings = {clean(heading) for heading in table.headings}
    best = max(manifests, key=lambda one: sum(field.name in headings for field in one.fields))
    fields: dict[str, list[Field]] = {}
    for field in best.fields:
        fields.setdefault(field.name, []).append(field)
    return fields


def _find_place(table: Table, title: str) -> int | None:
    return next((place for place, heading in enumerate(table.headings) if clean(heading) == title), None)


def _merge_specials(table: Table, fields: dict[str, list[Field]]) -> Table:
    """Return the table with the questions for special answers laid into those they belong to."""
    answers: dict[str, list[Field]] = {}
    for field in (field for own in fields.values() for field in own if field.part == "answer"):
        answers.setdefault(field.item, []).append(field)
    for first, second in (pair for pair in answers.values() if len(pair) == 2):
        place, other = _find_place(table, first.name), _find_place(table, second.name)
        if place is not None and other is not None:
            table = _lay_into(table, place, other, second)
    return table


def _lay_into(table: Table, place: int, other: int, field: Field) -> Table:
    own = table.columns[place]
    special = table.columns[other].map(lambda text: str(field.codes.get(clean(text), text)))
    both = ~own.blank & ~special.blank
    cells = [cell if cell.strip() else more for cell, more in zip(own, special, strict=True)]
    columns = [Column.from_cells(cells) if at == place else column for at, column in enumerate(table.columns)]
    kept = [at for at in range(len(columns)) if at != other]
    name = table.name_column(other)
    return replace(
        table,
        headings=tuple(table.headings[at] for at in kept),
        names=tuple(table.name_column(at) for at in kept),
        wordings=tuple(table.word_column(at) for at in kept),
        columns=tuple(columns[at] for at in kept),
        findings=(*table.findings, *name_rows(name, table.rows, table.columns[other].cells.tolist(), both, _BOTH)),
    )


class _Responses:
    """A table of responses while its columns are given their meaning."""

    def __init__(self, table: Table, questionnaire: Questionnaire, fields: dict[str, list[Field]]) -> None:
        self.rewrite = Rewrite(table)
        self.table = table
        self.items = questionnaire.items
        self.fields = {place: fields.get(clean(heading), []) for place, heading in enumerate(table.headings)}
        self.coded: dict[str, tuple[Column, Sequence[Coded]]] = {}
        self.others: dict[int, Item] = {}  # answers in which something was written under Other

    def adapt(self) -> Table:
        """Return the plain table."""
        self._put_moments()
        for place, heading in enumerate(self.table.headings):
            own = self.fields[place]
            if own and own[0].part == "consent":
                self._put_consent(place, own[0])
            elif own and own[0].part != "text" and not self.rewrite.is_used(place):
                self._put_answer(place, self.items[own[0].item], own)
            elif not own and heading in PERSONS:
                self.rewrite.protect(place)
            elif not own and is_score(heading):
                self.rewrite.set_aside(place)
        for place, own in self.fields.items():
            if own and own[0].part == "text":
                self._put_text(place, own[0])
        for place, item in self.others.items():
            self._put_other(place, item)
        return self.rewrite.finish()

    def _put_moments(self) -> None:
        """Put the year first in the time stamp and in answers that are dates, which share one order."""
        stamp = [0] if not self.fields[0] and self.table.headings[0] in TIMESTAMPS else []
        dates = [place for place, own in self.fields.items() if own and self._is_date(own[0])]
        places = [*stamp, *dates]
        for place, column in zip(places, write_moments([self.table.columns[at] for at in places]), strict=True):
            if place in stamp:
                self.rewrite.tell(place, "submitted", column=column)
            else:
                self.rewrite.answer(place, self.fields[place][0].item, column=column)

    def _is_date(self, field: Field) -> bool:
        return bool(field.item) and self.items[field.item].type == "date"

    def _put_consent(self, place: int, field: Field) -> None:
        told = self.table.columns[place].map(lambda text: text.strip() and str(field.codes.get(clean(text), 0)))
        self.rewrite.tell(place, "consent", column=told)

    def _put_answer(self, place: int, item: Item, fields: Sequence[Field]) -> None:
        column = self.table.columns[place]
        codes = {label: code for field in fields for label, code in field.codes.items()}
        if item.is_text or item.type == "number":
            self.rewrite.answer(place, item.id)
            return
        choices = Choices(item, codes)
        many = item.type == "multiple_choice"
        coded = [choices.read_many(text) if many else choices.read_single(text) for text in column.texts]
        self.coded[item.id] = column, coded
        self.rewrite.answer(place, item.id, column=column.relabel([one.text for one in coded]))
        if any(one.other for one in coded):
            self.others[place] = item
            self._name(place, _spread(column, [bool(one.other) for one in coded]), OTHER_TEXT.format(code=choices.open))

    def _put_other(self, place: int, item: Item) -> None:
        """Take what was written under Other, where there is no question for the text beside that option."""
        column, coded = self.coded[item.id]
        own = column.relabel([one.other for one in coded])
        self.rewrite.answer(place, f"{item.id}__{_open_code(item)}__text", column=own)

    def _put_text(self, place: int, field: Field) -> None:
        """Give a text to the option it stands beside, where that was chosen; with what was written under Other."""
        text = self.table.columns[place]
        chosen = np.ones(len(self.table), dtype=bool)
        other = Column.repeat("", len(self.table))
        if field.item in self.coded:
            column, coded = self.coded[field.item]
            chosen = _spread(column, [field.code in one.codes for one in coded])
            other = column.relabel([one.other for one in coded])
        self.others = {at: item for at, item in self.others.items() if item.id != field.item}
        beside = text.replace(~chosen, "")
        joined = Column.from_cells("; ".join(filter(str.strip, pair)) for pair in zip(other, beside, strict=True))
        self.rewrite.answer(place, f"{field.item}__{field.code}__text", column=joined if other.filled else beside)
        self._name(place, ~chosen & ~text.blank, _LOST_TEXT)

    def _name(self, place: int, rows: np.ndarray, reason: str) -> None:
        cells = self.table.columns[place].cells.tolist()
        self.rewrite.findings += name_rows(self.table.name_column(place), self.table.rows, cells, rows, reason)


def _spread(column: Column, marks: Sequence[bool]) -> np.ndarray:
    return column.spread(marks).astype(bool)


def _open_code(item: Item) -> int:
    return next(choice.code for choice in item.choices if choice.has_text)
