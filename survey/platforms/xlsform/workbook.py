"""The workbook: three sheets of text cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from survey.platforms.office_file import write_sheets
from survey.platforms.xlsform.rows import Row
from survey.questionnaire.text import LocalText

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
    lines: dict[str, list[list[str]]] = {}
    for title, rows in sheets.items():
        headings = [name for name in _headings(rows) if any(row.get(name) for row in rows)]
        lines[title] = [headings, *([row.get(name, "") for name in headings] for row in rows)]
    return write_sheets(lines)


def _headings(rows: Iterable[Cells]) -> dict[str, None]:
    return {name: None for row in rows for name in row}
