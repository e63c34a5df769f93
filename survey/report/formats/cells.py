"""Cells of a workbook: text that is never a formula, heads in bold, columns of a width that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.report.plain_text import clean_text

_WIDEST, _NARROWEST = 60, 9  # characters of a column
_SLACK = 4  # characters lost at the ends of wrapped lines
_LINE, _HIGHEST = 15.0, 409.0  # points of a row; Excel allows no more
_LONGEST = 32_767  # characters of a cell, in Excel


def write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    """Write a number as a number, and a text so that it can never be taken for a formula."""
    cell = sheet.cell(row, column)
    if not isinstance(value, str):
        cell.value = value
        return
    text = clean_text(value)
    cell.value = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")


def link_cell(cell: Any, sheet: str) -> None:
    """Make a cell a link to a sheet of the same workbook."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A1")
    cell.font = Font(color="1D649F", underline="single")


def set_heads(sheet: Any, rows: Sequence[int]) -> None:
    """Write rows in bold."""
    from openpyxl.styles import Font

    for row in rows:
        for cell in sheet[row]:
            cell.font = Font(bold=True)


def set_widths(sheet: Any, widths: Sequence[float]) -> None:
    """Set the columns' widths in characters; longer texts are wrapped, and their rows made high enough."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    lines: dict[int, int] = {}
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(max(width, _NARROWEST), _WIDEST)
        if width > _WIDEST:
            for row, (cell,) in enumerate(sheet.iter_rows(min_row=2, min_col=place, max_col=place), start=2):
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                needed = -(-measure_signs(str(cell.value or "")) // (_WIDEST - _SLACK))
                lines[row] = max(needed, lines.get(row, 1))
    for row, needed in lines.items():
        sheet.row_dimensions[row].height = min(needed * _LINE, _HIGHEST)
        for cell in sheet[row]:
            cell.alignment = Alignment(wrap_text=cell.alignment.wrap_text, vertical="top")


def measure_signs(text: str) -> int:
    """Return the width of a text in characters; Chinese signs take two.

    Examples
    --------
    >>> measure_signs("n"), measure_signs("题目")
    (1, 4)
    """
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
