"""Page, fonts and styles of a report in Word."""

from __future__ import annotations

from typing import Any

from survey.platforms.word.style import CHINESE_FONT, LATIN_FONT
from survey.platforms.word.xml import make
from survey.report.document import Document

ACCENT, WARN, SOFT = "1D649F", "8A4204", "545D6B"
_MARGIN = 20.0  # millimetres
_LONGEST_PROPERTY = 250  # characters
# Name: size in points, bold, colour, space before and after in points, kept with the next paragraph.
_STYLES: tuple[tuple[str, float, bool, str, float, float, bool], ...] = (
    ("Normal", 10.5, False, "1C222B", 0, 6, False),
    ("Title", 22, True, "1C222B", 0, 6, False),
    ("Heading 1", 15, True, ACCENT, 20, 8, True),
    ("Heading 2", 12, True, "1C222B", 14, 4, True),
    ("Caption", 10.5, True, "1C222B", 10, 3, True),
)


def find_accent(document: Document) -> str:
    """Return the colour of headings, as six hexadecimal digits."""
    return (document.brand.accent.upper() if document.brand else "") or ACCENT


def prepare_page(word: Any, document: Document) -> None:
    """Set the page to A4, and fonts, language, title and styles."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(_MARGIN))
    properties = word.core_properties
    properties.title, properties.language = document.title[:_LONGEST_PROPERTY], document.language
    properties.author = properties.comments = properties.last_modified_by = properties.keywords = ""
    for fonts in list(word.styles.element.iter(qn("w:rFonts"))):
        fonts.getparent().replace(fonts, _name_fonts())
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    chinese = document.language.startswith("zh")
    defaults.append(make("w:lang", val="en-US", eastAsia=document.language if chinese else "zh-CN", bidi="ar-SA"))
    for name, size, bold, colour, before, after, keep in _STYLES:
        style = word.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(find_accent(document) if colour == ACCENT else colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next, style.paragraph_format.line_spacing = keep, 1.15
        _take_border_off(style)
    normal = word.styles["Normal"].element.get_or_add_rPr()
    normal.insert(0, _name_fonts())


def _name_fonts() -> Any:
    return make("w:rFonts", ascii=LATIN_FONT, hAnsi=LATIN_FONT, eastAsia=CHINESE_FONT, cs=LATIN_FONT)


def _take_border_off(style: Any) -> None:
    from docx.oxml.ns import qn

    if style.element.pPr is not None:
        for old in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(old)


def fill_cell(cell: Any, colour: str) -> None:
    """Give a cell a ground."""
    cell._tc.get_or_add_tcPr().append(make("w:shd", val="clear", color="auto", fill=colour))


def repeat_row(row: Any) -> None:
    """Repeat a row of heads on every page, and keep it whole."""
    properties = row._tr.get_or_add_trPr()
    properties.append(make("w:cantSplit"))
    properties.append(make("w:tblHeader"))


def rule_table(table: Any) -> None:
    """Draw lines between rows only."""
    borders = make("w:tblBorders")
    for side, size in (("top", 8), ("bottom", 8), ("insideH", 4)):
        borders.append(make(f"w:{side}", val="single", sz=size, space=0, color="BFC6D1"))
    table._tbl.tblPr.append(borders)
