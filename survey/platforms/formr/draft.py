"""A questionnaire as a workbook of formr: the sheets `survey` and `choices`."""

from __future__ import annotations

from collections.abc import Iterator

from survey.platforms.formr.losses import list_losses
from survey.platforms.formr.names import CONSENT_LIST, Names, name_fields, name_form, store_code
from survey.platforms.formr.sheet import Sheet
from survey.platforms.formr.wording import label_answers, label_consent, write_label
from survey.platforms.office_file import write_sheets
from survey.platforms.registry import Draft, Order
from survey.questionnaire.questionnaire import Questionnaire

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
    content = write_sheets({"survey": [SURVEY_COLUMNS, *rows], "choices": [CHOICE_COLUMNS, *choices]})
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
