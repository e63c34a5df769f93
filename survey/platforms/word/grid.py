"""Grids: tables of statements, their header repeated on each page, their rows never cut."""

from __future__ import annotations

from typing import Any

from survey.platforms.paper.form import Grid, Head, Row
from survey.platforms.paper.space import STATEMENT_WIDTH, TEXT_WIDTH
from survey.platforms.word.question import add_box, add_opening, write_cell
from survey.platforms.word.xml import keep_row, set_cell, set_table

_TOGETHER = 8  # rows of a grid that is kept on one page
_LINE_WIDTH, _SPECIAL_WIDTH = 26.0, 14.0  # mm, for a written number and each special answer beside it
_THIN, _THICK = 4, 8  # eighths of a point


def add_grid(document: Any, asked: Grid, statement: str) -> None:
    """Add a numbered grid."""
    add_opening(document, asked)
    widths = _divide(asked)
    head = 0 if asked.write else 1
    table = document.add_table(rows=head + len(asked.rows), cols=len(widths))
    set_table(table, widths, title=asked.text)
    if head:
        _fill_head(table, asked, widths, statement)
        keep_row(table.rows[0], header=True)
    for place, row in enumerate(asked.rows):
        _fill_row(table.rows[head + place], asked, row, widths, last=place == len(asked.rows) - 1)
        keep_row(table.rows[head + place])
        if len(asked.rows) <= _TOGETHER and place < len(asked.rows) - 1:
            _keep_with_next(table.rows[head + place])
    document.add_paragraph(style="Form Gap")


def _divide(asked: Grid) -> list[float]:
    if asked.write:
        rest = [_LINE_WIDTH, *([_SPECIAL_WIDTH] * len(asked.special))]
        return [TEXT_WIDTH - sum(rest), *rest]
    return [STATEMENT_WIDTH, *[asked.width] * len(asked.points), *[asked.special_width] * len(asked.special)]


def _fill_head(table: Any, asked: Grid, widths: list[float], statement: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as TO

    write_cell(table.cell(0, 0), statement, "Form Label")
    set_cell(table.cell(0, 0), width=widths[0], lines={"top": _THICK, "bottom": _THIN}, bottom=True)
    codes = [Head(label=str(option.code), span=1, side="middle") for option in (*asked.points, *asked.special)]
    place = 1
    for head in asked.heads or codes:
        cell = table.cell(0, place)
        if head.span > 1:
            cell = cell.merge(table.cell(0, place + head.span - 1))
        write_cell(cell, head.label, "Form Label")
        cell.paragraphs[0].alignment = {"left": TO.LEFT, "middle": TO.CENTER, "right": TO.RIGHT}[head.side]
        lines = {"top": _THICK, "bottom": _THIN, **_apart(asked, place)}
        set_cell(cell, width=widths[place] * head.span, lines=lines, bottom=True)
        place += head.span


def _apart(asked: Grid, place: int) -> dict[str, int]:
    """Return a line between the scale and the answers that are no point of it."""
    return {"left": _THICK} if asked.special and place == len(asked.points) + 1 and not asked.write else {}


def _fill_row(row: Any, asked: Grid, given: Row, widths: list[float], *, last: bool) -> None:
    lines = {"top": _THIN, "bottom": _THICK if last else _THIN}
    _state(row.cells[0], given)
    set_cell(row.cells[0], width=widths[0], lines=lines)
    options = (None, *asked.special) if asked.write else (*asked.points, *asked.special)
    for place, (cell, option) in enumerate(zip(row.cells[1:], options, strict=True), 1):
        write_cell(cell, "" if option else "_" * 12, "Form Box")
        if option:
            add_box(cell.paragraphs[0], option)
        set_cell(cell, width=widths[place], lines={**lines, **_apart(asked, place)})


def _state(cell: Any, given: Row) -> None:
    from docx.shared import Pt

    write_cell(cell, "", "Form Statement")
    paragraph = cell.paragraphs[0]
    paragraph.add_run(f"{given.number} ").bold = True
    paragraph.add_run(given.text + (" *" if given.required else ""))
    for more in (given.help, given.routing):
        if more:
            cell.add_paragraph(style="Form Statement").add_run(more).font.size = Pt(8)


def _keep_with_next(row: Any) -> None:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
