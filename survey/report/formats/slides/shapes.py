"""Texts, boxes, tiles, tables and pictures on a slide, as PowerPoint's own shapes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from survey.report.document import Tile, Tiles
from survey.report.formats.slides.grid import PAD_ACROSS, PAD_UP
from survey.report.formats.slides.measure import LINE, clip_text
from survey.report.formats.slides.pages import (
    BOX_PAD,
    INDENT,
    is_box,
    measure_line,
)
from survey.report.formats.slides.plan import CAPTION, GAP, MARGIN, TILES_ACROSS, TILES_HEIGHT, WIDTH, Grid, Line
from survey.report.formats.slides.theme import place, points

INK, SOFT, PALE, ACCENT, WARN, RULE = "tx1", "tx2", "bg2", "accent1", "accent2", "accent6"
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # of PowerPoint: no style, no grid


def name_tag(tag: str) -> str:
    """Return a tag such as ``a:ln`` as lxml writes it."""
    from pptx.oxml.ns import qn

    return str(qn(tag))


def make(tag: str, **attributes: object) -> Any:
    """Return an element such as ``a:ln``."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    prefix = tag.partition(":")[0]
    element = parse_xml(f"<{tag} {nsdecls(prefix)}/>")
    for name, value in attributes.items():
        element.set(name, str(value))
    return element


def fill_with(colour: str) -> Any:
    """Return the fill of a theme colour."""
    fill = make("a:solidFill")
    fill.append(make("a:schemeClr", val=colour))
    return fill


class Pen:
    """Write on one slide.

    Attributes
    ----------
    language
        Of the texts, for hyphenation and spelling.
    """

    def __init__(self, slide: Any, language: str) -> None:
        self.slide, self.language = slide, language

    # -- text ----------------------------------------------------------------------------------------------------------

    def add_frame(self, left: float, top: float, width: float, height: float, *, anchor: str = "t") -> Any:
        """Add an empty text box whose margins are nothing."""
        box = self.slide.shapes.add_textbox(*map(points, (left, top, width, height)))
        self.set_frame(box, anchor)
        return box

    def set_frame(self, shape: Any, anchor: str = "t", pad: float = 0.0) -> None:
        """Set the margins of a shape's text; it wraps and never changes its size."""
        frame = shape.text_frame
        frame.word_wrap = True
        body = frame._txBody.find(name_tag("a:bodyPr"))
        for shrinking in list(body):
            body.remove(shrinking)
        for side in ("lIns", "tIns", "rIns", "bIns"):
            body.set(side, str(int(points(pad))))
        body.set("anchor", anchor)

    def add_paragraph(self, shape: Any, *, size: float, align: str = "l", after: float = 0.0) -> Any:
        """Return the next paragraph of a shape; lines stand as far apart as they were measured."""
        frame = shape.text_frame
        fresh = len(frame.paragraphs) == 1 and not frame.paragraphs[0].runs
        paragraph = frame.paragraphs[0] if fresh else frame.add_paragraph()
        properties = paragraph._p.get_or_add_pPr()
        properties.set("algn", align)
        for tag, value in (("a:lnSpc", size * LINE), ("a:spcBef", 0.0), ("a:spcAft", after)):
            space = make(tag)
            space.append(make("a:spcPts", val=round(value * 100)))
            properties.append(space)
        properties.append(make("a:buNone"))
        return paragraph

    def add_run(self, paragraph: Any, text: str, *, size: float, bold: bool = False, colour: str = INK) -> None:
        """Add text of one look to a paragraph."""
        if not text:  # an empty paragraph is as high as its end says
            paragraph._p.append(make("a:endParaRPr", lang="en-US", sz=round(size * 100)))
            return
        run = paragraph.add_run()
        run.text = text
        look = run._r.get_or_add_rPr()
        look.set("lang", self.language if self.language.startswith("zh") else "en-US")
        look.set("altLang", "en-US" if self.language.startswith("zh") else "zh-CN")
        look.set("sz", str(round(size * 100)))
        look.set("b", "1" if bold else "0")
        look.insert(0, fill_with(colour))

    def write(self, shape: Any, text: str, *, size: float, align: str = "l", bold: bool = False, colour: str = INK,
              after: float = 0.0) -> None:  # fmt: skip
        """Write a paragraph of one look into a shape."""
        paragraph = self.add_paragraph(shape, size=size, align=align, after=after)
        self.add_run(paragraph, text, size=size, bold=bold, colour=colour)

    # -- paragraphs of a slide -----------------------------------------------------------------------------------------

    def add_lines(self, lines: Sequence[Line], size: float, top: float) -> float:
        """Write paragraphs from a height on; return where they end."""
        start, frame = top, None
        for line in lines:
            height = measure_line(line, size)
            if is_box(line):
                self._add_box(line, size, top, height - size / 2)
                frame = None
            else:
                if frame is None:
                    frame, start = self.add_frame(MARGIN, top, WIDTH, height), top
                self._add_line(frame, line, size)
                frame.height = points(top + height - start)
            top += height
        return top

    def _add_line(self, frame: Any, line: Line, size: float) -> None:
        if line.look == "answer" and line.term:
            self.write(frame, line.term, size=size, bold=True, colour=ACCENT)
        paragraph = self.add_paragraph(frame, size=size, after=size / 2)
        if line.look in ("bullet", "number"):
            self._hang(paragraph, line)
        if line.term and line.look != "answer":
            self.add_run(paragraph, f"{line.term} ", size=size, bold=True)
        self.add_run(paragraph, line.text, size=size, colour=SOFT if line.look == "faint" else INK)

    def _hang(self, paragraph: Any, line: Line) -> None:
        properties = paragraph._p.get_or_add_pPr()
        indent = int(points(INDENT))
        properties.set("marL", str(indent))
        properties.set("indent", str(-indent))
        properties.remove(properties.find(name_tag("a:buNone")))
        if line.look == "number":
            properties.append(make("a:buFont", typeface="+mj-lt"))
            properties.append(make("a:buAutoNum", type="arabicPeriod", startAt=line.number))
        else:
            properties.append(make("a:buFont", typeface="Arial"))
            properties.append(make("a:buChar", char="•"))

    def _add_box(self, line: Line, size: float, top: float, height: float) -> None:
        colour = ACCENT if line.look == "info" else WARN
        box = self.add_frame(MARGIN, top, WIDTH, height)
        self.set_frame(box, pad=BOX_PAD)
        box.fill.solid()
        box.fill._xPr.replace(box.fill._xPr.find(name_tag("a:solidFill")), fill_with(PALE))
        self.add_bar(MARGIN, top, 3, height, colour)
        paragraph = self.add_paragraph(box, size=size)
        if line.term:
            self.add_run(paragraph, f"{line.term} ", size=size, bold=True, colour=colour)
        self.add_run(paragraph, line.text, size=size)

    def add_bar(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        """Add a filled bar that says nothing: readers for the blind pass over it."""
        from pptx.enum.shapes import MSO_SHAPE

        bar = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(points, (left, top, width, height)))
        properties = bar._element.spPr
        for old in properties.findall(name_tag("a:solidFill")) + properties.findall(name_tag("a:ln")):
            properties.remove(old)
        properties.append(fill_with(colour))
        line = make("a:ln")
        line.append(make("a:noFill"))
        properties.append(line)
        mark_decorative(bar)

    # -- tiles, tables, pictures -------------------------------------------------------------------------------------

    def add_tiles(self, block: Tiles, top: float) -> None:
        """Add headline numbers side by side."""
        across = min(TILES_ACROSS, len(block.tiles))
        width = (WIDTH - GAP * (across - 1)) / across
        for number, tile in enumerate(block.tiles):
            row, column = divmod(number, across)
            self._add_tile(tile, MARGIN + column * (width + GAP), top + row * (TILES_HEIGHT + GAP), width)

    def _add_tile(self, tile: Tile, left: float, top: float, width: float) -> None:
        box = self.add_frame(left, top, width, TILES_HEIGHT)
        self.set_frame(box, pad=8)
        box.fill.solid()
        box.fill._xPr.replace(box.fill._xPr.find(name_tag("a:solidFill")), fill_with(PALE))
        room = width - 16
        self.write(box, clip_text(tile.label, room, 10, 2), size=10, colour=SOFT)
        self.write(box, clip_text(tile.value, room, 22, 1, bold=True), size=22, bold=True, colour=ACCENT)
        if tile.detail:
            self.write(box, clip_text(tile.detail, room, 9, 2), size=9, colour=SOFT)

    def add_grid(self, grid: Grid, top: float) -> None:
        """Add a table with its caption."""
        if grid.caption:
            self.add_caption(grid.caption, top)
            top += CAPTION
        shape = self.slide.shapes.add_table(
            1 + len(grid.rows), len(grid.heads), *map(points, (MARGIN, top, sum(grid.widths), sum(grid.heights)))
        )
        describe(shape, grid.caption or grid.heads[0], ", ".join(grid.heads))
        table = shape.table
        table._tbl.tblPr.find(name_tag("a:tableStyleId")).text = _PLAIN_TABLE
        table.horz_banding = False
        for column, width in zip(table.columns, grid.widths, strict=True):
            column.width = points(width)
        for number, (row, cells, height) in enumerate(
            zip(table.rows, (grid.heads, *grid.rows), grid.heights, strict=True)
        ):
            row.height = points(height)
            for cell, text, flush in zip(row.cells, cells, grid.flush, strict=True):
                self._fill_cell(cell, text, grid.size, flush=flush, head=number == 0)

    def _fill_cell(self, cell: Any, text: str, size: float, *, flush: bool, head: bool) -> None:
        cell.margin_left = cell.margin_right = points(PAD_ACROSS)
        cell.margin_top = cell.margin_bottom = points(PAD_UP)
        self.write(cell, text, size=size, align="r" if flush else "l", bold=head)
        properties = cell._tc.get_or_add_tcPr()
        properties.set("anchor", "b" if head else "t")
        line = make("a:lnB", w=int(points(1.25 if head else 0.5)))
        line.append(fill_with(INK if head else RULE))
        properties.append(line)

    def add_caption(self, text: str, top: float) -> None:
        """Write the caption of a table or a chart."""
        box = self.add_frame(MARGIN, top, WIDTH, CAPTION)
        self.write(box, clip_text(text, WIDTH, 12, 1, bold=True), size=12, bold=True, colour=SOFT)

    def add_picture(self, picture: bytes, left: float, top: float, width: float, height: float, *, name: str, alt: str
                    ) -> None:  # fmt: skip
        """Add a picture, as large as fits, in the middle of its place."""
        shape = self.slide.shapes.add_picture(BytesIO(picture), points(left), points(top))
        scale = min(points(width) / shape.width, points(height) / shape.height)
        wide, high = shape.width * scale / 12700, shape.height * scale / 12700
        place(shape, left + (width - wide) / 2, top + (height - high) / 2, wide, high)
        describe(shape, name, alt)


def describe(shape: Any, name: str, alt: str) -> None:
    """Give a shape its title and its description."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("title", name)
    properties.set("descr", alt or name)


def mark_decorative(shape: Any) -> None:
    """Say that a shape needs no description."""
    from pptx.oxml import parse_xml

    main = "http://schemas.openxmlformats.org/drawingml/2006/main"
    space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    mark = f'<adec:decorative xmlns:adec="{space}" val="1"/>'
    entry = f'<a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">{mark}</a:ext>'
    shape._element.xpath(".//p:cNvPr")[0].append(parse_xml(f'<a:extLst xmlns:a="{main}">{entry}</a:extLst>'))
