"""Findings: the rows of ``responses.problems`` before they become a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.platforms.files.column import Column
from survey.responses import PROBLEM_COLUMNS, no_problems

WHOLE_FILE = 0  # the row of a finding about a column or about the whole file


@dataclass(frozen=True)
class Finding:
    """Values of one column that did not become answers as they stand: in which rows, which values, why."""

    column: str
    rows: Sequence[int]
    values: Sequence[str]
    reasons: Sequence[str]


def name_one(column: str, reason: str, *, row: int = WHOLE_FILE, value: str = "") -> Finding:
    """Return a finding about one value, one row, or (row 0) a whole column or file."""
    return Finding(column, [row], [value], [reason])


def name_cells(name: str, rows: np.ndarray, column: Column, reasons: Sequence[str]) -> list[Finding]:
    """Return a finding for the cells of a column whose text has a reason, none if no text has.

    Parameters
    ----------
    name
        What the column is called.
    rows
        The row of each cell in the file.
    column
        The cells.
    reasons
        Why each text of the column is no answer; "" where it is one.
    """
    if not any(reasons):
        return []
    hit = np.flatnonzero(np.array([bool(reason) for reason in reasons])[column.places])
    places = column.places[hit].tolist()
    values, why = [column.texts[place] for place in places], [reasons[place] for place in places]
    return [Finding(name, rows[hit].tolist(), values, why)] if places else []


def name_rows(
    name: str, rows: np.ndarray, values: Sequence[str] | np.ndarray, mask: np.ndarray, reason: str
) -> list[Finding]:
    """Return a finding for the cells in the rows of a mask, all with one reason, none if the mask is empty.

    Parameters
    ----------
    name
        What the column is called.
    rows, values, mask
        The row in the file, the cell, and whether it has the reason; each of shape (n_rows,).
    reason
        Why these are no answers, or what is odd about them.
    """
    hit = np.flatnonzero(mask)
    if not len(hit):
        return []
    return [Finding(name, rows[hit].tolist(), [str(values[place]) for place in hit.tolist()], [reason] * len(hit))]


def tabulate_findings(file: str, findings: Iterable[Finding]) -> pd.DataFrame:
    """Return the findings about one file as a table: file, row, column, value, reason, in the order of the rows."""
    listed = list(findings)
    if not listed:
        return no_problems()
    cells = [
        (file, row, finding.column, value, reason)
        for finding in listed
        for row, value, reason in zip(finding.rows, finding.values, finding.reasons, strict=True)
    ]
    frame = pd.DataFrame(cells, columns=list(PROBLEM_COLUMNS))
    kinds = {name: "int64" if name == "row" else "str" for name in PROBLEM_COLUMNS}
    return frame.astype(kinds).sort_values("row", kind="stable", ignore_index=True)
