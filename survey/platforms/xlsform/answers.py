"""Response files of ODK and KoboToolbox as plain tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from survey.platforms.files.column import Column
from survey.platforms.files.findings import name_cells
from survey.platforms.files.table import Table
from survey.platforms.manifest import Field, Manifest
from survey.platforms.rewrite import Rewrite, blank_unchosen
from survey.platforms.xlsform.headings import Found, Part, list_parts, match_headings
from survey.platforms.xlsform.names import name_fields
from survey.platforms.xlsform.system import is_declaration, tell_system
from survey.platforms.xlsform.values import read_labels, read_many, read_one
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

_OUTSIDE = re.compile(r"[@_]|meta/|orx:|start$|end$")  # elements that are no questions
UNCLEAR = "no option, or labels that can be divided in more than one way; export one column an option"
KNOWN_SHARE = 0.5  # of the elements of a submission: with fewer of ours it is one of another form


def adapt_answers(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    """Return a response file as a plain table.

    Headings and values may be names, or labels of any language; headings with or without their groups.
    """
    manifest = manifest or name_fields(questionnaire)
    parts = list_parts(questionnaire, manifest)
    if table.origin.kind == "xml":
        table = _add_unseen(table, parts)
    table, found = _drop_empty(table, match_headings(table.headings, parts))
    reader = _Reader(Rewrite(table), found, manifest)
    reader.read_consent()
    for item in questionnaire.items.values():
        reader.read_item(item)
    tell_system(reader.rewrite)
    return reader.rewrite.finish()


def _add_unseen(table: Table, parts: Sequence[Part]) -> Table:
    """Return submissions with an empty column for each question that none of them has: it was shown to nobody."""
    given = [heading for heading in table.headings if not _OUTSIDE.match(heading)]
    known = {found.part.path for found in match_headings(given, parts).values()}
    if len(known) < KNOWN_SHARE * len(given):
        return table
    asked = [part.path for part in parts if part.kind in ("answer", "text", "consent")]
    unseen = [path for path in asked if path not in known]
    places = range(len(table.headings), len(table.headings) + len(unseen))
    return replace(
        table,
        headings=(*table.headings, *unseen),
        columns=(*table.columns, *(Column.repeat("", len(table)) for _ in unseen)),
        hidden={**table.hidden, **{place: np.ones(len(table), dtype=bool) for place in places}},
    )


def _drop_empty(table: Table, found: Mapping[int, Found]) -> tuple[Table, dict[int, Found]]:
    """Return the table without columns that cannot hold an answer: empty notes, and declarations of XML."""
    kept = [
        place
        for place, heading in enumerate(table.headings)
        if not is_declaration(heading)
        and not (place in found and found[place].part.kind == "note" and not table.columns[place].filled)
    ]
    smaller = replace(
        table,
        headings=tuple(table.headings[place] for place in kept),
        columns=tuple(table.columns[place] for place in kept),
        hidden={at: table.hidden[place] for at, place in enumerate(kept) if place in table.hidden},
    )
    return smaller, {at: found[place] for at, place in enumerate(kept) if place in found}


class _Reader:
    """The columns of a table being given their meaning."""

    def __init__(self, rewrite: Rewrite, found: Mapping[int, Found], manifest: Manifest) -> None:
        self.rewrite = rewrite
        self.columns = rewrite.table.columns
        self.found = found
        self.places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, one in found.items():
            self.places[one.part.column, one.part.kind].append(place)
        fields: defaultdict[str, list[Field]] = defaultdict(list)
        for field in manifest.fields:
            fields[field.item].append(field)
        self.meanings = {item: read_labels(own) for item, own in fields.items()}

    def read_consent(self) -> None:
        """Tell whether the respondent agreed."""
        for place in self.places["", "consent"]:
            self.rewrite.tell(place, "consent", column=self._read_codes(place, ""))

    def read_item(self, item: Item) -> None:
        """Say which columns answer an item, their labels turned into codes."""
        if item.type == "multiple_choice":
            self._read_options(item)
        else:
            for place in self.places[item.id, "answer"]:
                self.rewrite.answer(place, item.id, column=self._read_codes(place, item.id))
        for choice in item.choices:
            name = f"{item.id}__{choice.code}__text"
            for place in self.places[name, "text"]:
                self.rewrite.answer(place, name)

    def _read_codes(self, place: int, item: str) -> Column:
        meanings, by_label = self.meanings.get(item, {}), self.found[place].by_label
        return self.columns[place].map(lambda text: read_one(text, meanings, by_label=by_label))

    def _read_options(self, item: Item) -> None:
        """Read the options of a multiple choice, which ODK and KoboToolbox write as 0 where it was not answered."""
        each = {choice.code: self.places[f"{item.id}__{choice.code}", "option"] for choice in item.choices}
        ticks = {code: places[0] for code, places in each.items() if places}
        columns = blank_unchosen({code: self.columns[place] for code, place in ticks.items()}, _is_ticked)
        for code, place in ticks.items():
            self.rewrite.answer(place, f"{item.id}__{code}", column=columns[code])
        for place in self.places[item.id, "answer"]:
            self._read_list(item, place, is_double=len(ticks) == len(item.choices))

    def _read_list(self, item: Item, place: int, *, is_double: bool) -> None:
        """Read several options from one cell; labels with blanks between them may be read in more than one way."""
        meanings, by_label = self.meanings[item.id], self.found[place].by_label
        column = self.columns[place]
        codes = [read_many(text, meanings, by_label=by_label) for text in column.texts]
        if is_double and None in codes:
            self.rewrite.set_aside(place)
            return
        reasons = ["" if one is not None else UNCLEAR for one in codes]
        table = self.rewrite.table
        self.rewrite.findings += name_cells(table.name_column(place), table.rows, column, reasons)
        self.rewrite.answer(place, item.id, column=column.relabel([one or "" for one in codes]))


def _is_ticked(text: str) -> bool:
    return text.strip() not in ("", "0")  # what is neither is no tick either, and is named later
