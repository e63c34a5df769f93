"""The answer files of the form: one JSON object a respondent."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np

from survey.platforms.coding.paradata import is_personal
from survey.platforms.files.column import Column
from survey.platforms.files.findings import name_cells, name_one, name_rows
from survey.platforms.files.table import Table
from survey.platforms.html.names import CONSENT, name_fields
from survey.platforms.manifest import Manifest
from survey.platforms.rewrite import Rewrite
from survey.questionnaire.questionnaire import Questionnaire

FORMAT = "survey-html-"
RESPONDENT, SHOWN = "response", "shown"
_TOLD = frozenset({"started", "submitted", "seconds", "language", "questionnaire", "version", "format"})
_CONSENT_CODES = {"true": "1", "false": "0"}


def recognise_answers(table: Table) -> bool:
    """Tell whether a table is of answers that the form saved or sent."""
    place = table.find("format")
    known = {RESPONDENT, SHOWN, "questionnaire"} <= set(table.headings)
    return known and place is not None and any(text.startswith(FORMAT) for text in table.columns[place].texts)


def adapt_answers(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    """Return such a table as a plain one with every column of the questionnaire.

    An object has keys only for what was answered, so a column that is not in the file is blank; ``shown`` lists the
    items that were put to the respondent. A server may have stored a response twice, for the form sends again until it
    knows that its answers arrived: rows that agree in every cell are taken once.
    """
    manifest = manifest or name_fields(questionnaire, questionnaire.languages[0])
    rest, shown = _split_shown(table)
    rewrite, first = _drop_repeats(rest, shown)
    shown = shown.take(first)
    known = [_read_list(text) for text in shown.texts]
    reasons = ["no list of the items shown; all count as shown" if items is None else "" for items in known]
    rewrite.findings += name_cells(SHOWN, rewrite.table.rows, shown, reasons)
    for field in manifest.fields:
        if field.column in questionnaire.columns:
            hidden = [items is not None and field.item not in items for items in known]
            _answer(rewrite, field.name, field.column, np.array(hidden, dtype=bool)[shown.places])
    _tell(rewrite)
    _compare(rewrite, "questionnaire", questionnaire.id)
    _compare(rewrite, "version", questionnaire.version)
    return rewrite.finish()


def _split_shown(table: Table) -> tuple[Table, Column]:
    """Return a table without the lists of the items shown, and these lists."""
    place = table.find(SHOWN)
    if place is None:
        return table, Column.repeat("", len(table))
    kept = [at for at in range(len(table.headings)) if at != place]
    headings, columns = tuple(table.headings[at] for at in kept), tuple(table.columns[at] for at in kept)
    return replace(table, headings=headings, columns=columns), table.columns[place]


def _drop_repeats(table: Table, shown: Column) -> tuple[Rewrite, np.ndarray]:
    """Begin the rewriting of a table without the rows that repeat an earlier one in every cell; tell which are kept."""
    cells = np.column_stack([column.places for column in (*table.columns, shown)])
    first = np.zeros(len(table), dtype=bool)
    first[np.unique(cells, axis=0, return_index=True)[1]] = True
    rewrite = Rewrite(table.take(first))
    place = table.find(RESPONDENT)
    ids = [""] * len(table) if place is None else list(table.columns[place])
    rewrite.findings += name_rows(RESPONDENT, table.rows, ids, ~first, "the same response once more; taken once")
    return rewrite, first


def _answer(rewrite: Rewrite, name: str, column: str, hidden: np.ndarray) -> None:
    place, own = rewrite.table.find(name), rewrite.table.find(RESPONDENT)
    if place is not None:
        rewrite.answer(place, column, hidden=hidden)
    elif own is not None:
        rewrite.answer(own, column, column=Column.repeat("", len(hidden)), hidden=hidden)


def _tell(rewrite: Rewrite) -> None:
    """Say what the columns beside the answers are."""
    for place, heading in enumerate(rewrite.table.headings):
        if heading == RESPONDENT:
            rewrite.identify(place)
        elif heading == CONSENT:
            column = rewrite.table.columns[place].map(lambda text: _CONSENT_CODES.get(text, text))
            rewrite.tell(place, CONSENT, column=column)
        elif heading in _TOLD:
            rewrite.tell(place, heading)
        elif not rewrite.is_used(place):
            (rewrite.protect if is_personal(heading) else rewrite.set_aside)(place)


def _read_list(text: str) -> frozenset[str] | None:
    """Return the items named in a JSON list, or None where the text is none."""
    try:
        listed = json.loads(text)
    except ValueError:
        return None
    return frozenset(map(str, listed)) if isinstance(listed, list) else None


def _compare(rewrite: Rewrite, heading: str, wanted: str) -> None:
    """Name answers to another questionnaire or version; they are read all the same."""
    place = rewrite.table.find(heading)
    for text in () if place is None else sorted(rewrite.table.columns[place].texts):
        if text != wanted:
            reason = f"the answers were given to another {heading} than '{wanted}'; read all the same"
            rewrite.findings.append(name_one(heading, reason, value=text))
