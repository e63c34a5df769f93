"""The results as a workbook: a sheet a table, numbers as numbers, what was asked, and what every column means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pandas as pd

from survey.glossary import COLUMNS, Kind, column_label, format_value
from survey.platforms.office_file import pack_office_file
from survey.questionnaire.questionnaire import Questionnaire
from survey.report.catalogue import load_catalogue
from survey.report.document import Document
from survey.report.formats.cells import link_cell, measure_signs, set_heads, set_widths, write_cell
from survey.report.formats.codebook import list_codebook
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
_LONGEST_TITLE = 250  # characters of the file's title
_ROWS_MEASURED = 200
_NO_NAME = re.compile(r"[\[\]:*?/\\']")  # signs that no name of a sheet may have


def render_workbook(
    document: Document, results: Mapping[str, Result], questionnaire: Questionnaire | None = None
) -> bytes:
    """Render results as .xlsx, the same bytes each time.

    Parameters
    ----------
    document
        The report, for its title, language and warning.
    results
        Name to result, in the order of the sheets.
    questionnaire
        What was asked, for the codebook; None leaves it out.

    Notes
    -----
    Frames with a row a respondent stay out. Text is never a formula. Missing values are empty cells.
    """
    from openpyxl import Workbook

    book = Workbook()
    names = _name_sheets(results)
    say = load_catalogue(document.language)
    contents = book.active
    for (key, frame_name), name in names.items():
        result = results[key]
        _write_frame(book.create_sheet(name), result.frames()[frame_name], result.kinds, document.language)
    further = {"glossary": _list_columns(results, names, document.language)}
    if questionnaire is not None:
        further = {"codebook": list_codebook(questionnaire, document.language), **further}
    titles = {key: say[f"workbook.{key}"].fill()[:_LONGEST_NAME] for key in further}
    for key, lines in further.items():
        _write_lines(book.create_sheet(titles[key]), lines)
    _write_contents(contents, document, results, names, {titles[key]: len(lines) - 1 for key, lines in further.items()})
    book.properties.title, book.properties.creator = document.title[:_LONGEST_TITLE], ""
    buffer = BytesIO()
    book.save(buffer)
    return pack_office_file(buffer.getvalue())


def _name_sheets(results: Mapping[str, Result]) -> dict[tuple[str, str], str]:
    """Return a sheet name for each frame: the result, with the frame unless it is the headline."""
    names: dict[tuple[str, str], str] = {}
    for key, result in results.items():
        for frame_name, frame in result.frames().items():
            if len(frame) and "respondent" not in frame:
                wished = _NO_NAME.sub("_", key if frame_name == "table" else f"{key}.{frame_name}")
                names[key, frame_name] = _tell_apart(wished, {name.lower() for name in names.values()})
    return names


def _tell_apart(wished: str, taken: set[str]) -> str:
    """Return a name no other sheet has; Excel takes capitals for the same."""
    name, number = wished[:_LONGEST_NAME], 2
    while name.lower() in taken:
        ending = f"~{number}"
        name, number = wished[: _LONGEST_NAME - len(ending)] + ending, number + 1
    return name


def _write_contents(
    sheet: Any,
    document: Document,
    results: Mapping[str, Result],
    names: Mapping[tuple[str, str], str],
    further: Mapping[str, int],
) -> None:
    say = load_catalogue(document.language)
    sheet.title = say["workbook.contents"].fill()[:_LONGEST_NAME]
    lines: list[list[str | int]] = [[document.title], [" · ".join(document.subtitle)]]
    if document.banner:
        lines.append([f"{document.banner.heading} {document.banner.text}"])
    lines += [[], [say[f"workbook.{head}"].fill() for head in ("sheet", "about", "rows", "n", "method")]]
    head = len(lines)
    for (key, frame_name), name in names.items():
        result, about = results[key], say.get(f"workbook.{key}")
        method = result.method.in_language(document.language)
        lines.append([name, about.fill() if about else key, len(result.frames()[frame_name]), result.n, method])
    lines += [[name, "", rows, "", ""] for name, rows in further.items()]
    for row, line in enumerate(lines, start=1):
        for column, cell in enumerate(line, start=1):
            write_cell(sheet, row, column, cell)
        if row > head:
            link_cell(sheet.cell(row, 1), str(line[0]))
    set_heads(sheet, (1, head))
    for letter, width in zip("ABCDE", (26, 36, 9, 9, 100), strict=True):  # the last runs on to the right
        sheet.column_dimensions[letter].width = width


def _write_lines(sheet: Any, lines: list[list[Any]]) -> None:
    for row, line in enumerate(lines, start=1):
        for column, cell in enumerate(line, start=1):
            write_cell(sheet, row, column, cell)
    set_heads(sheet, (1,))
    set_widths(sheet, [max(measure_signs(str(line[place])) for line in lines) + 2 for place in range(len(lines[0]))])
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _write_frame(sheet: Any, frame: pd.DataFrame, kinds: Mapping[str, Kind], language: str) -> None:
    widths = []
    for column, name in enumerate(frame.columns, start=1):
        kind = kinds.get(name, COLUMNS[name].kind)
        write_cell(sheet, 1, column, column_label(name, language))
        for row, value in enumerate(frame[name].tolist(), start=2):
            _write_value(sheet, row, column, value, kind, language)
        texts = [format_value(value, kind, language) for value in frame[name].head(_ROWS_MEASURED)]
        widths.append(max(map(measure_signs, [column_label(name, language), *texts])) + 3)
    set_heads(sheet, (1,))
    set_widths(sheet, widths)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _write_value(sheet: Any, row: int, column: int, value: Any, kind: Kind, language: str) -> None:
    if value is None or value != value:
        return
    if kind in FORMATS and not isinstance(value, str):
        sheet.cell(row, column, float(value) if kind != "count" else round(float(value))).number_format = FORMATS[kind]
    elif kind == "code" and not isinstance(value, str):
        sheet.cell(row, column, value)
    else:
        write_cell(sheet, row, column, format_value(value, kind, language))


def _list_columns(
    results: Mapping[str, Result], names: Mapping[tuple[str, str], str], language: str
) -> list[list[Any]]:
    """Return what the columns mean; the meanings are in English only."""
    say = load_catalogue(language)
    used = dict.fromkeys(column for key, name in names for column in results[key].frames()[name].columns)
    chinese = language.startswith("zh")
    heads = [say[f"workbook.{head}"].fill() for head in ("column", "label", *(() if chinese else ("meaning",)))]
    meanings = {name: [] if chinese else [COLUMNS[name].meaning] for name in used}
    return [heads, *([name, column_label(name, language), *meanings[name]] for name in used)]
