"""What stands round a report in Word: its contents, and the head and foot of each page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from survey.platforms.word.xml import add_field, make
from survey.report.catalogue import load_catalogue
from survey.report.document import Document
from survey.report.formats.pictures import draw_logo
from survey.report.formats.word_style import SOFT

_TAB = 170.0  # millimetres between the margins
_LOGO = (45.0, 14.0)  # millimetres, at most


def add_logo(word: Any, document: Document) -> None:
    """Add the logo, and the name of the organisation, over the title."""
    from docx.shared import Mm

    brand = document.brand
    if brand is None:
        return
    if brand.mark:
        shape = word.add_picture(BytesIO(draw_logo(brand.mark)))
        scale = min(Mm(_LOGO[0]) / shape.width, Mm(_LOGO[1]) / shape.height)
        shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
        shape._inline.docPr.set("descr", brand.name)
    if brand.name:
        word.add_paragraph(brand.name, style="Caption")


def add_contents(word: Any, document: Document) -> None:
    """Add the contents: a field of Word whose entries are links and stand there already.

    It names no pages: Word would have to be told to count them, and asks when it opens such a file. Updating the field
    keeps it so.
    """
    word.add_paragraph(load_catalogue(document.language)["page.contents"].fill(), style="Caption")
    paragraphs = [word.add_paragraph() for _ in document.sections]
    for number, (paragraph, section) in enumerate(zip(paragraphs, document.sections, strict=True), start=1):
        paragraph.paragraph_format.space_after = 0
        if number == 1:
            _mark_field(paragraph, "begin")
            _add_instruction(paragraph, ' TOC \\o "1-1" \\n \\h \\z \\u ')
            _mark_field(paragraph, "separate")
        link = make("w:hyperlink", anchor=name_bookmark(number), history=1)
        run = paragraph.add_run(f"{number}  {section.heading}")
        link.append(run._r)
        paragraph._p.append(link)
    if paragraphs:
        _mark_field(paragraphs[-1], "end")


def name_bookmark(number: int) -> str:
    """Return the name of the place where a section begins."""
    return f"_Toc{number:08d}"


def add_bookmark(paragraph: Any, number: int) -> None:
    """Mark a heading as the place where a section begins."""
    start = make("w:bookmarkStart", id=number, name=name_bookmark(number))
    first = paragraph.runs[0]._r
    first.addprevious(start)
    paragraph._p.append(make("w:bookmarkEnd", id=number))


def _mark_field(paragraph: Any, kind: str) -> None:
    paragraph.add_run()._r.append(make("w:fldChar", fldCharType=kind))


def _add_instruction(paragraph: Any, text: str) -> None:
    instruction = make("w:instrText")
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    instruction.text = text
    paragraph.add_run()._r.append(instruction)


def add_head_and_foot(word: Any, document: Document) -> None:
    """Add the title to the head of each page but the first, and the page to the foot of each."""
    section = word.sections[0]
    section.different_first_page_header_footer = True
    brand = document.brand.name if document.brand else ""
    _write_line(section.header.paragraphs[0], brand or document.title, document.title if brand else "")
    for foot in (section.footer, section.first_page_footer):
        paragraph = foot.paragraphs[0]
        _write_line(paragraph, "", " ")
        add_field(paragraph, "PAGE")
        paragraph.add_run(" / ")
        add_field(paragraph, "NUMPAGES")


def _write_line(paragraph: Any, left: str, right: str) -> None:
    """Write texts at both ends of a line; the styles of head and foot would stop in the middle."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm, Pt, RGBColor

    paragraph.style = "Normal"
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(_TAB), WD_TAB_ALIGNMENT.RIGHT)
    run = paragraph.add_run(left + (f"\t{right}" if right else ""))
    run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(SOFT)
