"""The parts of a Word document that python-docx has no words for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

_FINE = 4  # eighths of a point; so thin a line is grey
MM_TO_TWIPS = 1440 / 25.4  # a twip is a twentieth of a point


def twips(millimetres: float) -> int:
    """Return a length as Word counts it."""
    return round(millimetres * MM_TO_TWIPS)


def make(tag: str, **attributes: object) -> Any:
    """Return an element such as ``w:tblW`` with attributes of the namespace ``w``."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def hang(paragraph: Any, left: float, hanging: float) -> None:
    """Indent a paragraph by millimetres, its first line less, with a tab stop where the text begins."""
    from docx.shared import Mm

    paragraph.paragraph_format.left_indent = Mm(left + hanging)
    paragraph.paragraph_format.first_line_indent = Mm(-hanging)
    if hanging:
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(left + hanging))


def frame_paragraph(paragraph: Any, sides: Collection[str], size: int = 6, space: int = 4) -> None:
    """Draw lines round a paragraph; neighbours with the same lines share one frame."""
    borders = make("w:pBdr")
    for side in ("top", "left", "bottom", "right", "between"):
        if side in sides:
            borders.append(make(f"w:{side}", val="single", sz=size, space=space, color="auto"))
    properties = paragraph._p.get_or_add_pPr()
    after = ("shd", "tabs", "suppressAutoHyphens", "spacing", "ind", "jc", "rPr")
    properties.insert_element_before(borders, *(f"w:{name}" for name in after))


def set_table(table: Any, widths: list[float], *, title: str, indent: float = 0.0) -> None:
    """Give a table fixed columns in mm, no lines, and a title for those who cannot see it."""
    properties = table._tbl.tblPr
    properties.clear()
    properties.append(make("w:tblW", w=twips(sum(widths)), type="dxa"))
    properties.append(make("w:tblInd", w=twips(indent), type="dxa"))
    properties.append(make("w:tblLayout", type="fixed"))
    margins = make("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(make(f"w:{side}", w=twips(0.4), type="dxa"))
    properties.append(margins)
    properties.append(
        make("w:tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1)
    )
    properties.append(make("w:tblCaption", val=title))
    for column, width in zip(table._tbl.tblGrid.findall(_qualify("w:gridCol")), widths, strict=True):
        column.set(_qualify("w:w"), str(twips(width)))


def _qualify(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))


def keep_row(row: Any, *, header: bool = False) -> None:
    """Keep a row of a table on one page; a header row is repeated on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(make("w:cantSplit"))
    if header:
        properties.append(make("w:tblHeader"))


def set_cell(cell: Any, *, width: float, lines: dict[str, int] | None = None, bottom: bool = False) -> None:
    """Give a cell its width in mm, lines at some sides (side to eighths of a point), and its upright place."""
    properties = cell._tc.get_or_add_tcPr()
    for old in properties.findall(_qualify("w:tcW")):
        properties.remove(old)
    properties.insert(0, make("w:tcW", w=twips(width), type="dxa"))
    if lines:
        borders = make("w:tcBorders")
        for side in ("top", "left", "bottom", "right"):
            if side in lines:
                colour = "auto" if lines[side] > _FINE else "808080"
                borders.append(make(f"w:{side}", val="single", sz=lines[side], space=0, color=colour))
        properties.append(borders)
    properties.append(make("w:vAlign", val="bottom" if bottom else "center"))


def add_field(paragraph: Any, instruction: str) -> None:
    """Add a field that Word works out, such as PAGE."""
    field = make("w:fldSimple", instr=instruction)
    run = make("w:r")
    text = make("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
