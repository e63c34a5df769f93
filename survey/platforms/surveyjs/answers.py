"""Results of SurveyJS as a plain table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from survey.platforms.coding.target import build_dictionary
from survey.platforms.files.column import Column
from survey.platforms.files.findings import Finding, name_one, name_rows
from survey.platforms.files.table import Role, Table
from survey.platforms.manifest import Field, Manifest
from survey.platforms.surveyjs.names import COMMENT, CONSENT, name_fields
from survey.platforms.surveyjs.result import OTHER, Chosen, read_chosen
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

_OLD_COMMENT = "-Comment"  # the end of the name of the text beside "other" in older versions
_SIGNS = (f".{COMMENT}", _OLD_COMMENT, "-special")
_FOREIGN = frozenset({"session", "instanceID", "formhub/uuid"})  # of formr, ODK and Kobo
_BOTH = "an answer beside a special answer; the answer is taken"
_OTHER_TEXT = "a second text beside an option; the first is taken"
_LOST_TEXT = "text beside an option that is not chosen; not read"


def recognise_results(table: Table) -> bool:
    """Tell whether a table holds SurveyJS results: JSON with matrices, lists of options, or names that it makes."""
    if table.origin.kind != "json" or _FOREIGN & set(table.headings) or any(one[:1] in "_@" for one in table.headings):
        return False
    if any(heading == CONSENT or heading.endswith(_SIGNS) for heading in table.headings):
        return True
    return any("." in heading for heading in table.headings) or any(_holds_list(column) for column in table.columns)


def _holds_list(column: Column) -> bool:
    return any(read_chosen(text) is not None for text in column.texts)


def adapt_results(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    """Return results as a plain table: one column for each item or option, the texts beside options apart."""
    used = manifest or name_fields(questionnaire, questionnaire.languages[0])
    results = _Results(_drop_wrapping(table, used))
    for consent in (field for field in used.fields if field.part == "consent"):
        results.take_consent(consent.name)
    for item in questionnaire.items.values():
        fields = [field for field in used.fields if field.item == item.id]
        if item.type == "multiple_choice":
            results.take_multiple(item, fields)
        else:
            results.take_single(item, fields)
    results.add_unanswered(questionnaire)
    return results.finish()


def _drop_wrapping(table: Table, manifest: Manifest) -> Table:
    """Return the table without the name of the object that every result stands in, such as ``data.`` or ``json.``."""
    names = {field.name for field in manifest.fields}
    prefixes = dict.fromkeys(f"{heading.partition('.')[0]}." for heading in table.headings if "." in heading)
    hits = {
        prefix: sum(heading.removeprefix(prefix) in names for heading in table.headings) for prefix in ("", *prefixes)
    }
    best = max(hits, key=lambda prefix: hits[prefix])
    return replace(
        table,
        headings=tuple(heading.removeprefix(best) for heading in table.headings),
        names=table.names or table.headings,
    )


@dataclass(frozen=True, eq=False)
class _Made:
    """A column of the plain table: what it means, what the file calls it, its cells, and its role."""

    heading: str
    name: str
    column: Column
    role: Role


class _Results:
    """A table of results while its columns are gathered into columns of the questionnaire."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.findings: list[Finding] = []
        self._made: list[_Made] = []
        self._used: set[str] = set()

    def take_consent(self, name: str) -> None:
        """Turn the consent into 1 or 0."""
        column = self._take([name])
        if column is not None:
            self._put("consent", name, column.map(_read_consent), "paradata")

    def take_single(self, item: Item, fields: Sequence[Field]) -> None:
        """Gather the answer to an item from the columns it may stand in, and the text beside it."""
        answers = [field.name for field in fields if field.part == "answer"]
        column = self._take([name + end for name in answers for end in ("", ".value")], both=_BOTH)
        if column is None:
            return
        codes = [field.code for field in fields if field.part == "text"]
        if len(codes) == 1:
            column = column.map(lambda text: str(codes[0]) if text == OTHER else text)
        self._put(item.id, answers[0], column)
        beside = self._take([*(field.name for field in fields if field.part == "text"), answers[0] + _OLD_COMMENT])
        if beside is not None:
            self._put_texts(item, codes, answers[0], beside, lambda code: column.mark(lambda text: text == str(code)))

    def take_multiple(self, item: Item, fields: Sequence[Field]) -> None:
        """Turn a list of options into their codes, and take out the texts beside them."""
        name = next(field.name for field in fields if field.part == "option")
        column = self._take([name])
        if column is None:
            return
        codes = [field.code for field in fields if field.part == "text"]
        chosen = [_read_list(text, codes) for text in column.texts]
        self._put(item.id, name, column.relabel([";".join(one.values) for one in chosen]))
        beside = self._take([name + _OLD_COMMENT])
        if beside is not None:
            marks = {code: [str(code) in one.values for one in chosen] for code in codes}
            self._put_texts(item, codes, name, beside, lambda code: column.spread(marks[code]).astype(bool))
            return
        for code in codes:
            self._put(
                f"{item.id}__{code}__text", name, column.relabel([one.texts.get(str(code), "") for one in chosen])
            )

    def add_unanswered(self, questionnaire: Questionnaire) -> None:
        """Add a blank column for each item that no result has, for results leave out what was not answered.

        A file with more other columns than answers may be of another survey; nothing is added to it.
        """
        dictionary = build_dictionary(questionnaire)
        known = {place: dictionary.look_up(self.table.headings[place]) for place in self._rest()}
        answered = {made.heading for made in self._made if made.role == "answer"}
        answered |= {target.item for targets in known.values() for target in targets}
        if len(answered) <= sum(not targets for targets in known.values()):
            return
        for name in [item for item in questionnaire.items if item not in answered]:
            self._put(name, name, Column.repeat("", len(self.table)))
            self.findings.append(name_one(name, "no result has it: taken as not answered by anybody"))

    def _rest(self) -> list[int]:
        return [place for place, heading in enumerate(self.table.headings) if heading not in self._used]

    def finish(self) -> Table:
        """Return the plain table: what was gathered, then all other columns as found."""
        rest = self._rest()
        return replace(
            self.table,
            headings=(*(made.heading for made in self._made), *(self.table.headings[place] for place in rest)),
            names=(*(made.name for made in self._made), *(self.table.name_column(place) for place in rest)),
            columns=(*(made.column for made in self._made), *(self.table.columns[place] for place in rest)),
            roles={place: made.role for place, made in enumerate(self._made)},
            findings=(*self.table.findings, *self.findings),
        )

    def _put(self, heading: str, name: str, column: Column, role: Role = "answer") -> None:
        self._made.append(_Made(heading, name, column, role))

    def _take(self, names: Sequence[str], *, both: str = "") -> Column | None:
        """Return the columns of these names as one, the first that is filled counting; `both`: what a second one is."""
        whole: Column | None = None
        for name in names:
            place = self.table.find(name)
            if place is None or name in self._used:
                continue
            self._used.add(name)
            column = self.table.columns[place]
            if whole is None:
                whole = column
                continue
            self._name(both or _OTHER_TEXT, place, ~whole.blank & ~column.blank)
            whole = Column.from_cells(own if own.strip() else more for own, more in zip(whole, column, strict=True))
        return whole

    def _put_texts(
        self,
        item: Item,
        codes: Collection[int],
        name: str,
        beside: Column,
        chosen_with: Callable[[int], np.ndarray],
    ) -> None:
        """Give the text beside options to the option that was chosen."""
        left = ~beside.blank
        for code in codes:
            chosen = chosen_with(code)
            left &= ~chosen
            self._put(f"{item.id}__{code}__text", name, beside.replace(~chosen, ""))
        self.findings += name_rows(name, self.table.rows, beside.cells.tolist(), left, _LOST_TEXT)

    def _name(self, reason: str, place: int, rows: np.ndarray) -> None:
        column = self.table.columns[place]
        self.findings += name_rows(self.table.name_column(place), self.table.rows, column.cells.tolist(), rows, reason)


def _read_consent(text: str) -> str:
    chosen = read_chosen(text)
    return text and str(int(text in ("true", "1") or bool(chosen and chosen.values)))


def _read_list(text: str, codes: Sequence[int]) -> Chosen:
    """Return the chosen options of a cell; the value of an old "other" is the only option with a text."""
    chosen = read_chosen(text)
    if chosen is None:
        return Chosen((text,) if text.strip() else ())
    if len(codes) != 1 or OTHER not in chosen.values:
        return chosen
    rename = {OTHER: str(codes[0])}
    values = tuple(rename.get(value, value) for value in chosen.values)
    return Chosen(values, {rename.get(value, value): beside for value, beside in chosen.texts.items()})
