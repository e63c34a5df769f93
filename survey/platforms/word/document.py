"""The Word form: the printed questionnaire as a document that can still be edited."""

from __future__ import annotations

from typing import Any

from survey.platforms import extras
from survey.platforms.paper.build import build_form
from survey.platforms.paper.field import name_fields
from survey.platforms.paper.form import Form, Section
from survey.platforms.paper.loss import list_losses
from survey.platforms.registry import Draft, Order
from survey.platforms.word.archive import pack_document
from survey.platforms.word.foot import add_foot
from survey.platforms.word.grid import add_grid
from survey.platforms.word.question import add_mark, add_question, add_routing
from survey.platforms.word.style import prepare_styles
from survey.platforms.word.xml import frame_paragraph, hang


def draft_word(order: Order) -> Draft:
    """Return the paper form as a Word document."""
    docx = extras.need("docx", "documents", "Word forms")
    form = build_form(order.questionnaire, order.language)
    document = docx.Document()
    prepare_styles(document, form)
    _fill(document, form)
    add_foot(document, form)
    return Draft(
        content=pack_document(document),
        manifest=name_fields(order.questionnaire, order.language, "word"),
        losses=list_losses(order.questionnaire, order.language),
    )


def _fill(document: Any, form: Form) -> None:
    document.add_paragraph(form.title, style="Title")
    for text, style in ((form.intro, "Normal"), (form.phrases.required, "Form Note")):
        if text:
            document.add_paragraph(text, style=style)
    _add_consent(document, form)
    for section in form.sections:
        _add_section(document, section, form.phrases.statement)
    if form.thanks:
        document.add_paragraph(form.thanks, style="Form Thanks")


def _add_consent(document: Any, form: Form) -> None:
    if form.consent is None:
        return
    from docx.shared import Mm

    agreed = document.add_paragraph()
    hang(agreed, 3.0, 6.0)
    agreed.paragraph_format.keep_with_next = True
    add_mark(agreed, many=True)
    agreed.add_run(f"\t{form.consent.text}{' *' if form.consent.required else ''}")
    note = document.add_paragraph(form.consent.note, style="Form Note")
    hang(note, 3.0, 0.0)
    for paragraph in (agreed, note):
        paragraph.paragraph_format.right_indent = Mm(3)
        frame_paragraph(paragraph, ("top", "left", "bottom", "right"))


def _add_section(document: Any, section: Section, statement: str) -> None:
    if section.title:
        document.add_paragraph(section.title, style="Heading 1")
    add_routing(document, section.routing)
    if section.intro:
        document.add_paragraph(section.intro).paragraph_format.keep_with_next = True
    for block in section.blocks:
        if block.grid:
            add_grid(document, block, statement)
        else:
            add_question(document, block)
