"""A questionnaire as a workbook of formr: the sheets `survey` and `choices`."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from survey.platforms.formr.losses import list_losses
from survey.platforms.formr.names import CONSENT_LIST, Names, name_fields, name_form, store_code
from survey.platforms.formr.sheet import Sheet
from survey.platforms.formr.wording import label_answers, label_consent, write_label
from survey.platforms.registry import Draft, Order
from survey.questionnaire.questionnaire import Questionnaire

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SURVEY_COLUMNS = ("type", "name", "label", "optional", "class", "showif")
CHOICE_COLUMNS = ("list_name", "name", "label")
_Line = tuple[str, ...]


def draft_formr(order: Order) -> Draft:
    """Return the form in the order's language."""
    questionnaire, language = order.questionnaire, order.language
    names = name_form(questionnaire)
    sheet = Sheet(questionnaire, names, language)
    rows = [(row.type, row.name, row.label, row.optional, row.css, row.showif) for row in sheet.rows()]
    choices = list(_list_choices(questionnaire, names, language))
    losses = (*list_losses(questionnaire, names, language), *sheet.losses)
    content = _write_workbook([SURVEY_COLUMNS, *rows], [CHOICE_COLUMNS, *choices])
    return Draft(content=content, manifest=name_fields(questionnaire, language), losses=losses)


def _list_choices(questionnaire: Questionnaire, names: Names, language: str) -> Iterator[_Line]:
    if questionnaire.consent:
        for code, label in label_consent(language).items():
            yield CONSENT_LIST, str(code), write_label(label)
    done: set[str] = set()
    for name, listed in names.lists.items():
        item = questionnaire.items[name]
        if listed in done or item.type == "number":
            continue
        done.add(listed)
        for code, label in label_answers(item, language).items():
            yield listed, store_code(item, code), write_label(label)


def _write_workbook(survey: Sequence[_Line], choices: Sequence[_Line]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, lines in (("survey", survey), ("choices", choices)):
        sheet = book.create_sheet(title)
        for number, line in enumerate(lines, 1):
            _fill(sheet, number, line)
        sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, 1):
        if text:
            cell = sheet.cell(row, column)
            cell.value = text
            cell.data_type = "s"  # else a text that starts with "=" would be a formula
            cell.quotePrefix = True  # and would become one when somebody edits it
