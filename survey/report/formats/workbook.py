"""The results as a workbook: a sheet a table, numbers as numbers, and what every column means."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pandas as pd

from survey.glossary import COLUMNS, Kind, column_label, format_value
from survey.platforms.office_file import pack_office_file
from survey.report.catalogue import load_catalogue
from survey.report.document import Document
from survey.result import Result

FORMATS: Mapping[Kind, str] = {
    "count": "#,##0",
    "number": "0.000",
    "share": "0.0%",
    "signed_share": "+0.0%;-0.0%;0.0%",
    "score": "0.0",
    "p_value": "0.000",
    "seconds": "#,##0",
}
_LONGEST_NAME = 31  # of a sheet, in Excel
_WIDEST, _NARROWEST = 60, 9  # characters of a column
_ROWS_MEASURED = 200


def render_workbook(document: Document, results: Mapping[str, Result]) -> bytes:
    """Render results as .xlsx, the same bytes each time.

    Parameters
    ----------
    document
        The report, for its title, language and warning.
    results
        Name to result, in the order of the sheets.

    Notes
    -----
    Frames with a row a respondent stay out. Text is never a formula. Missing values are empty cells.
    """
    from openpyxl import Workbook

    book = Workbook()
    contents = book.active
    names = _name_sheets(results)
    _write_contents(contents, document, results, names)
    for (key, frame_name), name in names.items():
        result = results[key]
        _write_frame(book.create_sheet(name), result.frames()[frame_name], result.kinds, document.language)
    _write_codebook(book, results, names, document.language)
    buffer = BytesIO()
    book.save(buffer)
    return pack_office_file(buffer.getvalue())


def _name_sheets(results: Mapping[str, Result]) -> dict[tuple[str, str], str]:
    """Return a sheet name for each frame: the result, with the frame unless it is the headline."""
    names = {}
    for key, result in results.items():
        for frame_name, frame in result.frames().items():
            if len(frame) and "respondent" not in frame:
                names[key, frame_name] = (key if frame_name == "table" else f"{key}.{frame_name}")[:_LONGEST_NAME]
    return names


def _write_contents(
    sheet: Any, document: Document, results: Mapping[str, Result], names: Mapping[tuple[str, str], str]
) -> None:
    say = load_catalogue(document.language)
    sheet.title = say["workbook.contents"].fill()[:_LONGEST_NAME]
    lines: list[list[str | int]] = [[document.title], [" · ".join(document.subtitle)]]
    if document.banner:
        lines.append([f"{document.banner.heading} {document.banner.text}"])
    lines += [[], [say[f"workbook.{head}"].fill() for head in ("sheet", "about", "rows", "n", "method")]]
    for (key, frame_name), name in names.items():
        result = results[key]
        method = result.method.in_language(document.language)
        lines.append([name, say[f"workbook.{key}"].fill(), len(result.frames()[frame_name]), result.n, method])
    for row, line in enumerate(lines, start=1):
        for column, cell in enumerate(line, start=1):
            _write_cell(sheet, row, column, cell)
    _set_bold(sheet, (1, len(lines) - len(names)))
    for letter, width in zip("ABCDE", (26, 36, 9, 9, 100), strict=True):
        sheet.column_dimensions[letter].width = width


def _set_bold(sheet: Any, rows: tuple[int, ...]) -> None:
    from openpyxl.styles import Font

    for row in rows:
        for cell in sheet[row]:
            cell.font = Font(bold=True)


def _write_frame(sheet: Any, frame: pd.DataFrame, kinds: Mapping[str, Kind], language: str) -> None:
    for column, name in enumerate(frame.columns, start=1):
        kind = kinds.get(name, COLUMNS[name].kind)
        _write_cell(sheet, 1, column, column_label(name, language))
        for row, value in enumerate(frame[name].tolist(), start=2):
            _write_value(sheet, row, column, value, kind, language)
        texts = [format_value(value, kind, language) for value in frame[name].head(_ROWS_MEASURED)]
        widest = max(map(_measure, [column_label(name, language), *texts]))
        letter = sheet.cell(1, column).column_letter
        sheet.column_dimensions[letter].width = min(max(widest + 2, _NARROWEST), _WIDEST)
    _set_bold(sheet, (1,))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _measure(text: str) -> int:
    """Return the width of a text; Chinese signs take two."""
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)


def _write_value(sheet: Any, row: int, column: int, value: Any, kind: Kind, language: str) -> None:
    if value is None or value != value:
        return
    if kind in FORMATS and not isinstance(value, str):
        sheet.cell(row, column, float(value) if kind != "count" else round(float(value))).number_format = FORMATS[kind]
    elif kind == "code" and not isinstance(value, str):
        sheet.cell(row, column, value)
    else:
        _write_cell(sheet, row, column, format_value(value, kind, language))


def _write_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    """Write a number as a number, and a text so that it can never be taken for a formula."""
    if not isinstance(value, str):
        sheet.cell(row, column, value)
        return
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in ("=", "+", "-", "@")


def _write_codebook(
    book: Any, results: Mapping[str, Result], names: Mapping[tuple[str, str], str], language: str
) -> None:
    say = load_catalogue(language)
    sheet = book.create_sheet(say["workbook.codebook"].fill()[:_LONGEST_NAME])
    used = dict.fromkeys(column for key, name in names for column in results[key].frames()[name].columns)
    chinese = language.startswith("zh")
    heads = [say["workbook.column"].fill(), say["workbook.label"].fill()]
    lines = [heads if chinese else [*heads, say["workbook.meaning"].fill()]]
    for name in used:
        line = [name, column_label(name, language)]
        lines.append(line if chinese else [*line, COLUMNS[name].meaning])
    for row, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            _write_cell(sheet, row, column, text)
    _set_bold(sheet, (1,))
    for letter, width in zip("ABC", (26, 30, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
