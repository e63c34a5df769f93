"""Typed columns, of a data file, as columns of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import numpy as np

from survey.errors import ReadError
from survey.platforms.files.cell import cell_text
from survey.platforms.files.column import Column
from survey.platforms.files.findings import Finding, name_one
from survey.platforms.files.table import MOST_COLUMNS, Origin, Table

MOST_CELLS = 200_000_000  # a million respondents with 200 columns


def check_size(file: str, n_rows: int, n_columns: int) -> None:
    """Raise if a file has no respondents, or more cells than are read at once.

    Raises
    ------
    ReadError
        The message says what to do.
    """
    if not n_columns:
        raise ReadError(f"{file} has no variables. Export the answers again.")
    if not n_rows:
        raise ReadError(f"{file} has {n_columns} variables but no respondents: it is a template. Fill it in first.")
    if n_columns > MOST_COLUMNS or n_rows * n_columns > MOST_CELLS:
        raise ReadError(
            f"{file} has {n_rows:,} rows and {n_columns:,} columns, more than are read at once. Save it with only the "
            "columns of the questionnaire, or in several files."
        )


def tabulate_numbers(values: np.ndarray, say: Callable[[float], str] = cell_text) -> Column:
    """Return numbers as a column of text; NaN is an empty cell.

    Examples
    --------
    >>> list(tabulate_numbers(np.array([3.0, np.nan, 2.5])))
    ['3', '', '2.5']
    """
    different, places = np.unique(values, return_inverse=True)
    texts = ["" if value != value else say(value) for value in different.tolist()]
    return Column(texts, places.reshape(-1)).relabel(None)


def say_single(value: float) -> str:
    """Return a number that its file holds in four bytes as it was typed, without the digits beyond its precision.

    Examples
    --------
    >>> say_single(float(np.float32(115.56))), say_single(3.0)
    ('115.56', '3')
    """
    return cell_text(float(str(np.float32(value))))


def say_moment(value: float, epoch: datetime, seconds: float) -> str:
    """Return a moment to the millisecond, or the number where it is none of our calendar.

    Parameters
    ----------
    value
        The number in the file.
    epoch, seconds
        Since when, and how many seconds.

    Examples
    --------
    >>> say_moment(2.0, datetime(1960, 1, 1), 2 * 86_400), say_moment(1e20, datetime(1960, 1, 1), 1e20)
    ('1960-01-03', '1e+20')
    """
    try:
        return cell_text(epoch + timedelta(milliseconds=round(seconds * 1000)))
    except (OverflowError, ValueError):
        return cell_text(value)


def build_typed_table(
    origin: Origin,
    headings: Sequence[str],
    columns: Sequence[Column],
    *,
    wordings: Sequence[str] = (),
    labels: dict[int, dict[str, str]] | None = None,
) -> Table:
    """Return columns as a table whose first row is 1, without the rows that are blank.

    Raises
    ------
    ReadError
        No cell holds a value.
    """
    rows = np.arange(1, len(columns[0]) + 1)
    blank = np.logical_and.reduce([column.blank for column in columns])
    if blank.all():
        raise ReadError(f"{origin.file} is empty: it has rows but no value. Export the answers again.")
    findings: list[Finding] = [name_one("", "empty row", row=int(row)) for row in rows[blank]]
    table = Table(
        origin=origin,
        headings=tuple(heading.strip() for heading in headings),
        columns=tuple(columns),
        rows=rows,
        findings=tuple(findings),
        wordings=tuple(wordings),
        labels=labels or {},
    )
    return table.take(~blank) if blank.any() else table
