"""Answers that the routing should not have allowed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import chain

import numpy as np
import pandas as pd

from survey.platforms.coding.columns import Layout
from survey.platforms.coding.target import Target
from survey.platforms.files.findings import Finding, name_rows
from survey.platforms.files.table import Table
from survey.platforms.files.workers import work_on_all
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.routed import route_respondents

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
    gated = [
        item
        for item in questionnaire.items.values()
        if item.shown_if is not None and item.shown_if.items <= layout.items and item.id in layout.items
    ]
    nodes = {item.shown_if.text: item.shown_if.node for item in gated if item.shown_if}
    masks = work_on_all(lambda node: ~route_respondents(node, data), nodes.values(), len(data))
    unseen = dict(zip(nodes, masks, strict=True))
    work = partial(_name_item, table, layout, data, unseen)
    return list(chain.from_iterable(work_on_all(work, gated, len(data))))


def _name_item(
    table: Table, layout: Layout, data: pd.DataFrame, unseen: Mapping[str, np.ndarray], item: Item
) -> list[Finding]:
    columns = [column for column in item.columns if not column.endswith("__text")]
    given = np.logical_or.reduce([data[column].notna().to_numpy(dtype=bool) for column in columns])
    wrong = given & unseen[item.shown_if.text if item.shown_if else ""]
    if not wrong.any():
        return []
    place = layout.answers.get(Target(item.id), (None,))[0]
    column = item.id if place is None else table.name_column(place)
    values = _chosen(item, data[columns], wrong) if place is None else table.columns[place].cells
    return name_rows(column, table.rows, values, wrong, HIDDEN)


def _chosen(item: Item, answers: pd.DataFrame, wrong: np.ndarray) -> np.ndarray:
    names: Mapping[str, str] = {f"{item.id}__{choice.code}": str(choice.code) for choice in item.choices}
    values = np.full(len(answers), "", dtype=object)
    picked = answers[list(names)].to_numpy() == 1
    for row in np.flatnonzero(wrong):
        values[row] = ";".join(code for code, chosen in zip(names.values(), picked[row], strict=True) if chosen) or "0"
    return values
