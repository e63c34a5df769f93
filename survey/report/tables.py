"""Tables of a document from columns of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from survey.report.document import Table
from survey.report.numbers import MISSING


@dataclass(frozen=True)
class TableColumn:
    """One column: its head, its cells, and whether they are figures."""

    head: str
    cells: tuple[str, ...]
    numeric: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no cell says anything."""
        return all(cell in ("", MISSING) for cell in self.cells)


def read_rows(frame: pd.DataFrame) -> list[Any]:
    """Return a frame's rows as named tuples."""
    return list(frame.itertuples(name="Row"))


def words(head: str, cells: Iterable[str]) -> TableColumn:
    """Make a column of words."""
    return TableColumn(head, tuple(cells))


def figures(head: str, cells: Iterable[str]) -> TableColumn:
    """Make a column of figures."""
    return TableColumn(head, tuple(cells), numeric=True)


def build_table(caption: str, *columns: TableColumn, note: str = "", folded: bool = False) -> Table:
    """Build a table, leaving out columns in which no cell says anything.

    Examples
    --------
    >>> table = build_table("Shares", words("Answer", ["Yes"]), figures("Share", ["40%"]), figures("Target", ["–"]))
    >>> list(table.frame.columns), sorted(table.numeric)
    (['Answer', 'Share'], ['Share'])
    """
    kept = [column for place, column in enumerate(columns) if place == 0 or not column.is_empty]
    frame = pd.DataFrame({column.head: list(column.cells) for column in kept}, dtype="str")
    return Table(caption, frame, frozenset(column.head for column in kept if column.numeric), note, folded)
