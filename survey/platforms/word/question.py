"""Questions with a space for the answer of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.platforms.paper.form import Grid, Group, Option, Question, Space
from survey.platforms.paper.space import INDENT, TEXT_WIDTH
from survey.platforms.word.style import MARK_FONT
from survey.platforms.word.xml import frame_paragraph, hang, keep_row, set_cell, set_table

_MARK_SIZE, _CODE_SIZE = 12.0, 7.0
_OPTION_HANG = 9.0
_TOGETHER = 30  # lines of one question that are kept on one page
_GREY = "555555"
_GAP = "\u2003\u2003"  # between special answers


def add_routing(document: Any, routing: str) -> None:
    """Add who answers what follows; nothing where everybody does."""
    if routing:
        document.add_paragraph(routing, style="Form Routing")


def add_opening(document: Any, asked: Question | Grid) -> None:
    """Add the number, the question, its help and how to answer."""
    add_routing(document, asked.routing)
    heading = document.add_paragraph(style="Heading 2")
    heading.add_run(f"{asked.number}\t{asked.text}{' *' if asked.required else ''}")
    hang(heading, 0.0, INDENT)
    for text, style in [(asked.help, "Form Help"), *((note, "Form Note") for note in asked.notes)]:
        if text:
            paragraph = document.add_paragraph(text, style=style)
            hang(paragraph, INDENT, 0.0)
            paragraph.paragraph_format.keep_with_next = True


def add_question(document: Any, asked: Question) -> None:
    """Add a question and the space for its answer, together on one page as far as it goes."""
    add_opening(document, asked)
    space = asked.space
    added: list[Any] = []
    for group in space.groups:
        added += _add_group(document, group, many=space.many)
    if space.kind == "row":
        _add_row(document, space, asked.text)
        return
    if space.kind in {"write", "date"}:
        added.append(_add_blanks(document, space))
    for _ in range(space.lines):
        added.append(_add_line(document))
    if space.special:
        added.append(_add_options(document, space.special, many=space.many, between=_GAP))
    for paragraph in added[:-1] if len(added) <= _TOGETHER else ():
        paragraph.paragraph_format.keep_with_next = True


def add_mark(paragraph: Any, *, many: bool) -> None:
    """Add a box to tick: square where several can be, round where one can be."""
    from docx.shared import Pt

    run = paragraph.add_run("☐" if many else "○")
    run.font.name, run.font.size = MARK_FONT, Pt(_MARK_SIZE)
    run.font.element.rPr.rFonts.set(_east_asia(), MARK_FONT)


def _east_asia() -> str:
    from docx.oxml.ns import qn

    return str(qn("w:eastAsia"))


def add_box(paragraph: Any, option: Option, *, many: bool = False) -> None:
    """Add a box with its code beside it."""
    from docx.shared import Pt, RGBColor

    add_mark(paragraph, many=many)
    code = paragraph.add_run(f"\u2009{option.code}")
    code.font.size, code.font.color.rgb = Pt(_CODE_SIZE), RGBColor.from_string(_GREY)


def _add_option(paragraph: Any, option: Option, *, many: bool) -> None:
    from docx.shared import Pt

    add_box(paragraph, option, many=many)
    paragraph.add_run(f"\u2002{option.label}")
    if option.note:
        paragraph.add_run(f" {option.note}").font.size = Pt(8.5)


def _add_options(document: Any, options: Sequence[Option], *, many: bool, between: str) -> Any:
    paragraph = document.add_paragraph(style="Form Option")
    hang(paragraph, INDENT, 0.0)
    _fill_options(paragraph, options, many=many, between=between)
    return paragraph


def _fill_options(paragraph: Any, options: Sequence[Option], *, many: bool, between: str) -> None:
    for place, option in enumerate(options):
        if place:
            paragraph.add_run(between)
        _add_option(paragraph, option, many=many)


def _add_group(document: Any, group: Group, *, many: bool) -> list[Any]:
    lines = [group.options[start : start + group.columns] for start in range(0, len(group.options), group.columns)]
    return [_add_columns(document, line, group.columns, many=many) for line in lines]


def _add_columns(document: Any, options: Sequence[Option], columns: int, *, many: bool) -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm

    paragraph = _add_options(document, options, many=many, between="\t")
    stops = paragraph.paragraph_format.tab_stops
    if columns == 1:
        hang(paragraph, INDENT, _OPTION_HANG)
    for place in range(1, columns):
        stops.add_tab_stop(Mm(INDENT + place * (TEXT_WIDTH - INDENT) / columns))
    if options[-1].has_text:
        paragraph.add_run(" \t")
        stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    return paragraph


def _add_row(document: Any, space: Space, title: str) -> None:
    """Add boxes side by side with the labels over them."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as TO

    count = len(space.options)
    width = space.width
    table = document.add_table(rows=2, cols=count)
    set_table(table, [width] * count, title=title, indent=INDENT)
    place = 0
    for head in space.heads:
        cell = table.cell(0, place)
        if head.span > 1:
            cell = cell.merge(table.cell(0, place + head.span - 1))
        write_cell(cell, head.label, "Form Label")
        cell.paragraphs[0].alignment = {"left": TO.LEFT, "middle": TO.CENTER, "right": TO.RIGHT}[head.side]
        set_cell(cell, width=width * head.span, bottom=True)
        place += head.span
    for cell, option in zip(table.rows[1].cells, space.options, strict=True):
        write_cell(cell, "", "Form Box")
        add_box(cell.paragraphs[0], option)
        cell.paragraphs[0].paragraph_format.keep_with_next = bool(space.special)
        set_cell(cell, width=width)
    if space.special:
        last = table.add_row().cells
        merged = last[0].merge(last[-1])
        write_cell(merged, "", "Form Option")
        _fill_options(merged.paragraphs[0], space.special, many=False, between=_GAP)
        set_cell(merged, width=width * count)
    for row in table.rows:
        keep_row(row)


def write_cell(cell: Any, text: str, style: str) -> None:
    """Put a text into the first paragraph of a cell."""
    cell.paragraphs[0].style = style
    if text:
        cell.paragraphs[0].add_run(text)


def _add_blanks(document: Any, space: Space) -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm, Pt

    paragraph = document.add_paragraph(style="Form Option")
    hang(paragraph, INDENT, 0.0)
    paragraph.paragraph_format.space_before = Pt(8)
    lengths = (18.0, 12.0, 12.0) if space.kind == "date" else (45.0,)
    end = INDENT
    for place, length in enumerate(lengths):
        start = end + (5.0 if place else 0.0)
        end = start + length
        if place:
            paragraph.add_run(" –\t")
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(start))
        paragraph.add_run("\t")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(end), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
    if space.unit:
        paragraph.add_run(f" {space.unit}")
    return paragraph


def _add_line(document: Any) -> Any:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Mm, Pt

    paragraph = document.add_paragraph()
    hang(paragraph, INDENT, 0.0)
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing, shape.space_after = WD_LINE_SPACING.EXACTLY, Mm(7), Pt(0)
    frame_paragraph(paragraph, ("bottom", "between"), size=4, space=0)
    return paragraph
