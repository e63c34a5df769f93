"""The columns of a typed-in file: ids as everywhere, with the printed question numbers beside them."""

from __future__ import annotations

from dataclasses import replace

from survey.platforms.manifest import Field, FieldPart, Manifest, list_fields
from survey.platforms.paper.number import number_questions
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire


def name_fields(questionnaire: Questionnaire, language: str, platform: str) -> Manifest:
    """Return how the answers of a paper form are typed in: a column for each item or option, named by its id.

    ``Field.question`` is the printed number: ``12``, ``12.1`` for a row of a grid, ``5_2`` for option 2 of a
    multiple choice, ``5_2_text`` for the text beside it.
    """
    numbers = number_questions(questionnaire)
    fields = list_fields(questionnaire, _name, language=language)
    return Manifest(
        platform=platform,
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=language,
        fields=tuple(replace(field, question=_number(field, numbers)) for field in fields),
    )


def _name(item: Item, part: FieldPart, code: int) -> str:
    endings = {"option": f"__{code}", "text": f"__{code}__text"}
    return item.id + endings.get(part, "")


def _number(field: Field, numbers: dict[str, str]) -> str:
    endings = {"option": f"_{field.code}", "text": f"_{field.code}_text"}
    return numbers[field.item] + endings.get(field.part, "")
