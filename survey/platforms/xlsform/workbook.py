"""The workbook: three sheets of text cells."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from survey.platforms.xlsform.rows import Row
from survey.questionnaire.text import LocalText

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cells = dict[str, str]


def tabulate_row(row: Row, languages: Mapping[str, str]) -> Cells:
    """Return the cells of a row of the sheet `survey` by their headings."""
    return {
        "type": row.type,
        "name": row.name,
        **spread("label", row.label, languages),
        **spread("hint", row.hint, languages),
        "required": "yes" if row.required else "",
        "relevant": row.relevant,
        "appearance": row.appearance,
        "constraint": row.constraint,
        **spread("constraint_message", row.message, languages),
        "choice_filter": row.choice_filter,
    }


def spread(column: str, text: LocalText | None, languages: Mapping[str, str]) -> Cells:
    """Return a column's cell in every language."""
    return {f"{column}::{name}": text.in_language(tag) if text else "" for tag, name in languages.items()}


def write_workbook(sheets: Mapping[str, Sequence[Cells]]) -> bytes:
    """Return a workbook of sheets whose rows are cells by heading; a column without any cell is left out."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        headings = [name for name in _headings(rows) if any(row.get(name) for row in rows)]
        sheet = book.create_sheet(title)
        _fill(sheet, 1, headings)
        for number, row in enumerate(rows, start=2):
            _fill(sheet, number, [row.get(name, "") for name in headings])
        sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _headings(rows: Iterable[Cells]) -> dict[str, None]:
    return {name: None for row in rows for name in row}


def _fill(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, start=1):
        if text:
            cell = sheet.cell(row, column)
            cell.value = text
            cell.data_type = "s"  # else a text that starts with "=" would be a formula
            cell.quotePrefix = True  # and would become one when somebody edits it
