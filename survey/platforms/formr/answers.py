"""Results of formr as plain tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from survey.platforms.files.column import Column
from survey.platforms.files.findings import name_rows
from survey.platforms.files.table import Table
from survey.platforms.formr.names import SYSTEM, name_fields
from survey.platforms.manifest import Field, Manifest
from survey.platforms.rewrite import Rewrite
from survey.questionnaire.questionnaire import Questionnaire

_OWN = frozenset({"session", "created", "modified", "ended"})
_IDS = ("session", "session_id")
_TEST = "X" * 3  # formr puts them into the sessions of people who try a run out
_TOLD = {"created": "started", "ended": "submitted"}


def is_response_file(table: Table) -> bool:
    """Tell whether a table holds formr's results, going by the columns that it adds."""
    return set(table.headings) >= _OWN


def adapt_answers(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    """Return results as a plain table; the options chosen stand in one cell, with commas between them."""
    manifest = manifest or name_fields(questionnaire, questionnaire.languages[0])
    fields: defaultdict[str, list[Field]] = defaultdict(list)
    for field in manifest.fields:
        fields[field.name].append(field)
    rewrite = Rewrite(table)
    for place, heading in enumerate(table.headings):
        if heading in fields:
            _answer(rewrite, place, fields[heading])
        elif heading in SYSTEM:
            _tell(rewrite, place, heading)
    return rewrite.finish()


def _answer(rewrite: Rewrite, place: int, fields: list[Field]) -> None:
    """Say what a column answers, what is stored with a letter before it turned into codes."""
    column, first = rewrite.table.columns[place], fields[0]
    codes: Mapping[str, int] = {stored: code for field in fields for stored, code in field.codes.items()}
    if first.part == "option":
        rewrite.answer(place, first.item, column=column.map(lambda text: _read_many(text, codes)))
    elif first.part == "consent":
        rewrite.tell(place, "consent")
    else:
        rewrite.answer(place, first.column, column=column.map(lambda text: _read_one(text, codes)))


def _read_one(text: str, codes: Mapping[str, int]) -> str:
    return str(codes[text.strip()]) if text.strip() in codes else text


def _read_many(text: str, codes: Mapping[str, int]) -> str:
    return ";".join(_read_one(part, codes).strip() for part in text.split(",")) if text.strip() else ""


def _tell(rewrite: Rewrite, place: int, heading: str) -> None:
    """Give a column that formr added its meaning."""
    column = rewrite.table.columns[place]
    if heading in _IDS:
        rewrite.identify(place)
    else:
        rewrite.tell(place, _TOLD.get(heading, heading))
    if heading == "ended":
        rewrite.tell(place, "complete", column=column.map(lambda text: "1" if text.strip() else "0"))
    if heading == "session" and column.mark(_is_test).any():
        _name_tests(rewrite, place, column)


def _name_tests(rewrite: Rewrite, place: int, column: Column) -> None:
    rewrite.tell(place, "test", column=column.map(lambda text: "1" if _is_test(text) else "0"))
    rows, reason = rewrite.table.rows, "a session of somebody who tried the run out; kept"
    rewrite.findings += name_rows("session", rows, list(column), column.mark(_is_test), reason)


def _is_test(text: str) -> bool:
    return _TEST in text
