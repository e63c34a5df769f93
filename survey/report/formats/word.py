"""The document as a Word file: real headings and tables, pictures with their description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from survey.platforms import extras
from survey.platforms.word.archive import pack_document
from survey.platforms.word.xml import keep_row
from survey.report.document import Block, Document, Group, List, Note, Prose, Table, Tiles
from survey.report.document import Figure as Picture
from survey.report.formats.pictures import draw_pictures, list_figures
from survey.report.formats.word_frame import add_bookmark, add_contents, add_head_and_foot, add_logo
from survey.report.formats.word_style import SOFT, WARN, fill_cell, find_accent, prepare_page, repeat_row, rule_table

_WIDTH = 170.0  # millimetres between the margins
_TILES = 3  # side by side
_FIGURE, _WORDS = 1.0, 2.2  # how wide columns of figures and of words are beside each other
_WIDE = 6  # columns above which figures are set smaller
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no character of XML


def render_word(document: Document) -> bytes:
    """Render a document as .docx, the same bytes each time.

    Raises
    ------
    OptionError
        The packages python-docx or typst are not installed.
    """
    docx = extras.need("docx", "documents", "Word reports")
    word = docx.Document()
    accent = find_accent(document)
    prepare_page(word, document)
    pictures = iter(draw_pictures(list_figures(document)))
    add_logo(word, document)
    word.add_paragraph(_clean(document.title), style="Title")
    _add_text(word, " · ".join(document.subtitle), colour=SOFT)
    if document.banner:
        _add_note(word, document.banner, accent)
    add_contents(word, document)
    add_head_and_foot(word, document)
    for number, section in enumerate(document.sections, start=1):
        add_bookmark(word.add_paragraph(_clean(f"{number}  {section.heading}"), style="Heading 1"), number)
        _add_blocks(word, section.blocks, pictures, accent)
    _add_text(word, document.footer, colour=SOFT)
    return pack_document(word)


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)


def _add_text(place: Any, text: str, *, colour: str = "", bold: bool = False, size: float = 0) -> Any:
    """Add a paragraph of one run."""
    return _add_run(place.add_paragraph(), text, colour=colour, bold=bold, size=size)


def _add_run(paragraph: Any, text: str, *, colour: str = "", bold: bool = False, size: float = 0) -> Any:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(_clean(text))
    run.bold = bold or None
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if size:
        run.font.size = Pt(size)
    return paragraph


def _add_blocks(word: Any, blocks: Sequence[Block], pictures: Iterator[bytes], accent: str) -> None:
    for block in blocks:
        match block:
            case Group():
                word.add_paragraph(_clean(block.heading), style="Heading 2")
                _add_blocks(word, block.blocks, pictures, accent)
            case Prose():
                _add_text(word, block.text, colour=SOFT if block.tone == "faint" else "")
            case Note():
                _add_note(word, block, accent)
            case List():
                _add_list(word, block, accent)
            case Tiles():
                _add_tiles(word, block)
            case Table():
                _add_table(word, block)
            case Picture():
                _add_picture(word, block, next(pictures))


def _add_note(word: Any, note: Note, accent: str) -> None:
    colour, ground = (accent, "E9F2FA") if note.weight == "info" else (WARN, "FDF1E4")
    table = word.add_table(rows=1, cols=1)
    cell = table.cell(0, 0)
    fill_cell(cell, ground)
    if note.heading:
        _add_run(cell.paragraphs[0], f"{note.heading} ", colour=colour, bold=True)
    _add_run(cell.paragraphs[0], note.text)
    _add_gap(word)


def _add_gap(word: Any) -> None:
    from docx.shared import Pt

    gap = word.add_paragraph().paragraph_format
    gap.space_after, gap.line_spacing = Pt(0), Pt(6)


def _add_list(word: Any, block: List, accent: str) -> None:
    from docx.shared import Mm

    for number, point in enumerate(block.points, start=1):
        if block.style == "answers":
            _add_text(word, point.term, colour=accent, bold=True).paragraph_format.keep_with_next = True
            _add_text(word, point.text, size=12)
            continue
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(6), Mm(-6)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(6))
        paragraph.add_run(f"{number}.\t" if block.style == "references" else "•\t")
        if point.term:
            _add_run(paragraph, f"{point.term} ", bold=True)
        _add_run(paragraph, point.text)


def _add_tiles(word: Any, block: Tiles) -> None:
    rows = -(-len(block.tiles) // _TILES)
    table = word.add_table(rows=rows, cols=min(_TILES, len(block.tiles)))
    for row in table.rows:
        keep_row(row)
    for place, tile in enumerate(block.tiles):
        cell = table.cell(place // _TILES, place % _TILES)
        fill_cell(cell, "F3F5F8")
        _add_run(cell.paragraphs[0], tile.label, colour=SOFT, size=9)
        _add_text(cell, tile.value, bold=True, size=16)
        if tile.detail:
            _add_text(cell, tile.detail, colour=SOFT, size=9)
    _add_gap(word)


def _add_table(word: Any, block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    word.add_paragraph(_clean(block.caption), style="Caption")
    heads = [str(head) for head in block.frame.columns]
    table = word.add_table(rows=1, cols=len(heads))
    table.autofit = False
    rule_table(table)
    repeat_row(table.rows[0])
    size = 8.0 if len(heads) > _WIDE else 9.5
    lines = [heads, *([str(cell) for cell in row] for row in block.frame.itertuples(index=False, name=None))]
    for number, line in enumerate(lines):
        row = table.rows[0] if number == 0 else table.add_row()
        if number:
            keep_row(row)
        for cell, head, text in zip(row.cells, heads, line, strict=True):
            paragraph = _add_run(cell.paragraphs[0], text, bold=number == 0, size=size)
            paragraph.paragraph_format.space_after = Pt(2)
            if head in block.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _set_widths(table, [_FIGURE if head in block.numeric else _WORDS for head in heads])
    if block.note:
        _add_text(word, block.note, colour=SOFT, size=9)
    _add_gap(word)


def _set_widths(table: Any, parts: Sequence[float]) -> None:
    """Share the page's width among columns; every cell says it, for programs differ in what they read."""
    from docx.shared import Mm

    widths = [Mm(_WIDTH * part / sum(parts)) for part in parts]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _add_picture(word: Any, figure: Picture, drawn: bytes) -> None:
    from docx.shared import Mm

    word.add_paragraph(_clean(figure.caption), style="Caption")
    shape = word.add_picture(BytesIO(drawn), width=Mm(_WIDTH))
    shape._inline.docPr.set("descr", _clean(figure.alt))
    shape._inline.docPr.set("title", _clean(figure.caption))
