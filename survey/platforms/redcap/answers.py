"""Exports of REDCap as plain tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from survey.platforms.coding.wording import plain
from survey.platforms.files.column import Column
from survey.platforms.files.table import Table
from survey.platforms.manifest import Field, Manifest
from survey.platforms.redcap.headings import list_manifests, match_headings, read_labels
from survey.platforms.redcap.names import name_variables
from survey.platforms.redcap.system import has_labels, tell_system
from survey.platforms.rewrite import Rewrite, blank_unchosen
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

_TICKED, _UNTICKED = "1", "0"
_TICKS = {"checked": _TICKED, "unchecked": _UNTICKED}


def adapt_answers(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    """Return an export as a plain table, whether headings and values are names and codes or labels.

    A checkbox without any tick is blank, for REDCap writes 0 for every option of one that was not answered.
    """
    manifests = list_manifests(questionnaire, manifest)
    reader = _Reader(Rewrite(table), match_headings(table.headings, manifests), manifests)
    for item in questionnaire.items.values():
        reader.read_item(item)
    for place, field in reader.found.items():
        if field.part == "consent":
            reader.rewrite.tell(place, "consent", column=reader.read_codes(place, field))
    tell_system(reader.rewrite, name_variables(questionnaire).form)
    return reader.rewrite.finish()


class _Reader:
    """The columns of a table being given their meaning."""

    def __init__(self, rewrite: Rewrite, found: Mapping[int, Field], manifests: Sequence[Manifest]) -> None:
        self.rewrite = rewrite
        self.columns = rewrite.table.columns
        self.found = found
        self.meanings = read_labels(manifests)
        self.has_labels = has_labels(rewrite.table)
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        for place, field in found.items():
            self.places[field.item].append(place)

    def read_item(self, item: Item) -> None:
        """Say which columns answer an item."""
        ticks: dict[int, int] = {}
        for place in self.places[item.id]:
            field = self.found[place]
            if field.part == "option" and field.code not in ticks:
                ticks[field.code] = place
            elif field.part == "answer" and item.type == "number":
                self.rewrite.answer(place, field.column, column=self.columns[place].map(_write_point))
            else:
                self.rewrite.answer(place, field.column, column=self.read_codes(place, field))
        ticked = {code: self._read_ticks(place) for code, place in ticks.items()}
        for code, column in blank_unchosen(ticked, lambda text: text.strip() not in ("", _UNTICKED)).items():
            self.rewrite.answer(ticks[code], f"{item.id}__{code}", column=column)

    def read_codes(self, place: int, field: Field) -> Column:
        """Return a column with its labels turned into codes; what is no label stays as it is."""
        meanings = self.meanings.get(field.name, {})
        if not self.has_labels or not meanings:
            return self.columns[place]
        return self.columns[place].map(lambda text: _find_code(text, meanings))

    def _read_ticks(self, place: int) -> Column:
        """Return the ticks of an option: 1 or 0, Checked or Unchecked, or the option's label or nothing."""
        labels = self.meanings.get(self.found[place].name, {})
        return self.columns[place].map(
            lambda text: _TICKS.get(plain(text), _TICKED if self.has_labels and plain(text) in labels else text)
        )


def _find_code(text: str, meanings: Mapping[str, frozenset[int]]) -> str:
    codes = meanings.get(plain(text), frozenset())
    return str(next(iter(codes))) if len(codes) == 1 else text


def _write_point(text: str) -> str:
    """Return a number with a point, for REDCap can write a comma there and writes none anywhere else."""
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
