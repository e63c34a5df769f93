"""Halves of characters: what some programs cut texts into, and no file can hold."""

from __future__ import annotations

import numpy as np

from survey.platforms.files.column import Column
from survey.platforms.files.findings import Finding, name_cells


def replace_halves(heading: str, column: Column, rows: np.ndarray) -> tuple[Column, list[Finding]]:
    """Replace the halves of characters in a column by question marks, and name them.

    Parameters
    ----------
    heading, column, rows
        The column, and the row of each cell in the file.

    Examples
    --------
    >>> column, findings = replace_halves("why", Column.from_cells(["fine", "\\ud83d"]), np.array([2, 3]))
    >>> list(column), findings[0].rows, findings[0].reasons
    (['fine', '?'], [3], ["half of a character, replaced by '?'"])
    """
    clean = [text.encode("utf-8", "replace").decode() for text in column.texts]
    broken = [text != own for text, own in zip(clean, column.texts, strict=True)]
    if not any(broken):
        return column, []
    reasons = ["half of a character, replaced by '?'" if one else "" for one in broken]
    return column.relabel(clean), name_cells(heading, rows, Column(clean, column.places), reasons)
