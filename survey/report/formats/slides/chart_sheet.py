"""The sheet behind a chart, which opens when somebody edits it: plain numbers and texts, never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from survey.platforms.office_file import pack_office_file

SHEET = "Sheet1"
Cell = str | float | None


@dataclass(frozen=True)
class SheetColumn:
    """One column: its head and its cells, from the second row on."""

    head: str
    cells: tuple[Cell, ...]

    def address(self, place: int) -> str:
        """Return where its cells stand, as a chart refers to them; `place` counts columns from 0."""
        letter = column_letter(place)
        return f"{SHEET}!${letter}$2:${letter}${len(self.cells) + 1}"


def head_address(place: int) -> str:
    """Return where the head of a column stands."""
    return f"{SHEET}!${column_letter(place)}$1"


def column_letter(place: int) -> str:
    """Return the letter of a column, counted from 0.

    Examples
    --------
    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    first, last = divmod(place, 26)
    return (column_letter(first - 1) if first else "") + chr(ord("A") + last)


def write_sheet(columns: Sequence[SheetColumn]) -> bytes:
    """Return the workbook of a chart, the same bytes each time."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for place, column in enumerate(columns, start=1):
        for row, cell in enumerate((column.head, *column.cells), start=1):
            _write_cell(sheet, row, place, cell)
    buffer = BytesIO()
    book.save(buffer)
    return pack_office_file(buffer.getvalue())


def _write_cell(sheet: Any, row: int, column: int, value: Cell) -> None:
    if value is None:
        return
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # else a text that starts with "=" would be a formula
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
