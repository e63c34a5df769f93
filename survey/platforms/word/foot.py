"""The foot of each page: questionnaire and version, page, and a box for the respondent's number."""

from __future__ import annotations

from typing import Any

from survey.platforms.paper.form import Form
from survey.platforms.paper.space import TEXT_WIDTH
from survey.platforms.word.question import write_cell
from survey.platforms.word.xml import add_field, keep_row, set_cell, set_table

_WIDTHS = [62.0, 50.0, 34.0, 28.0]  # mm, together the width of the text
_BOX_HEIGHT = 6.5
_LINE = 6  # eighths of a point


def add_foot(document: Any, form: Form) -> None:
    """Add the foot to every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as TO
    from docx.shared import Mm

    foot = document.sections[0].footer
    table = foot.add_table(rows=1, cols=len(_WIDTHS), width=Mm(TEXT_WIDTH))
    set_table(table, _WIDTHS, title=form.phrases.respondent)
    cells = table.rows[0].cells
    write_cell(cells[0], f"{form.id} {form.version}", "Form Foot")
    write_cell(cells[1], f"{form.phrases.page} ", "Form Foot")
    _count_pages(cells[1].paragraphs[0], form)
    write_cell(cells[2], f"{form.phrases.respondent}\u2002", "Form Foot")
    write_cell(cells[3], "", "Form Foot")
    cells[1].paragraphs[0].alignment, cells[2].paragraphs[0].alignment = TO.CENTER, TO.RIGHT
    for place, cell in enumerate(cells):
        box = dict.fromkeys(("top", "left", "bottom", "right"), _LINE) if place == len(cells) - 1 else None
        set_cell(cell, width=_WIDTHS[place], lines=box)
    keep_row(table.rows[0])
    table.rows[0].height = Mm(_BOX_HEIGHT)
    _drop_first_paragraph(foot)


def _count_pages(paragraph: Any, form: Form) -> None:
    add_field(paragraph, "PAGE")
    paragraph.add_run(f" {form.phrases.of} ")
    add_field(paragraph, "NUMPAGES")
    paragraph.add_run(f" {form.phrases.pages_end}".rstrip())


def _drop_first_paragraph(foot: Any) -> None:
    """Move the foot's empty paragraph under the table, where Word wants one, and make it small."""
    first = foot.paragraphs[0]
    first.style = "Form Foot"
    foot._element.append(first._p)
    first.paragraph_format.line_spacing = 0.1
