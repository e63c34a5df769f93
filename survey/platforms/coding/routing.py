"""Answers that the routing should not have allowed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from survey.platforms.coding.columns import Layout
from survey.platforms.coding.target import Target
from survey.platforms.files.findings import Finding, name_rows
from survey.platforms.files.table import Table
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses

HIDDEN = "answered although the routing hides it; kept as answered"


def name_hidden(table: Table, layout: Layout, questionnaire: Questionnaire, data: pd.DataFrame) -> list[Finding]:
    """Return a finding for every answer to an item that the respondent should not have seen.

    An item is left out where a column that its condition looks at is not in the file. A multiple choice is one answer a
    respondent: its chosen codes, or 0 where nothing was chosen.

    Parameters
    ----------
    table, layout
        The table and what its columns are.
    questionnaire
        What was asked.
    data
        The coded answers, in the rows of the table.
    """
    responses = Responses(questionnaire=questionnaire, data=data)
    findings: list[Finding] = []
    for item in questionnaire.items.values():
        if item.shown_if is None or not item.shown_if.items <= layout.items or item.id not in layout.items:
            continue
        answers = data[[column for column in item.columns if not column.endswith("__text")]]
        wrong = (answers.notna().any(axis=1) & ~responses.shown(item.id)).to_numpy(dtype=bool)
        if wrong.any():
            place = layout.answers.get(Target(item.id), (None,))[0]
            column = item.id if place is None else table.name_column(place)
            values = _chosen(item, answers, wrong) if place is None else table.columns[place].cells
            findings += name_rows(column, table.rows, values, wrong, HIDDEN)
    return findings


def _chosen(item: Item, answers: pd.DataFrame, wrong: np.ndarray) -> np.ndarray:
    names: Mapping[str, str] = {f"{item.id}__{choice.code}": str(choice.code) for choice in item.choices}
    values = np.full(len(answers), "", dtype=object)
    picked = answers[list(names)].to_numpy() == 1
    for row in np.flatnonzero(wrong):
        values[row] = ";".join(code for code, chosen in zip(names.values(), picked[row], strict=True) if chosen) or "0"
    return values
