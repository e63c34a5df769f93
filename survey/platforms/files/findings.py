"""Findings: the rows of ``responses.problems`` before they become a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

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


def name_cells(column: str, rows: np.ndarray, values: np.ndarray, reasons: np.ndarray) -> list[Finding]:
    """Return a finding for the cells of a column that have a reason, none if no cell has."""
    hit = np.flatnonzero(reasons != "")
    if not len(hit):
        return []
    return [Finding(column, rows[hit].tolist(), values[hit].tolist(), reasons[hit].tolist())]


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
