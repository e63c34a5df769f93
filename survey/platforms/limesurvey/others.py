"""LimeSurvey's own option Other with its text, which surveys made by hand have and exported ones do not."""

from __future__ import annotations

from dataclasses import replace

from survey.platforms.files.column import Column
from survey.platforms.limesurvey.cells import read_tick
from survey.platforms.limesurvey.headings import Matches
from survey.platforms.limesurvey.names import Names
from survey.platforms.manifest import Field
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire


def find_other(item: Item) -> int | None:
    """Return the code of the only option with a text beside it, or None."""
    codes = [choice.code for choice in item.choices if choice.has_text]
    return codes[0] if len(codes) == 1 else None


def name_others(questionnaire: Questionnaire) -> tuple[Field, ...]:
    """Return the columns in which such texts stand, where the survey has them."""
    names = Names(questionnaire)
    found = [(item, find_other(item)) for item in questionnaire.items.values()]
    return tuple(
        Field(name=f"{names.question(item.id)}[other]", item=item.id, part="text", code=code)
        for item, code in found
        if code is not None
    )


def find_written(columns: tuple[Column, ...], matches: Matches, questionnaire: Questionnaire) -> Matches:
    """Return the matches with every option in which respondents wrote as a text.

    Under a heading in words, the text of LimeSurvey's own Other looks like an option of a multiple choice.
    """
    asked = {(field.item, field.code) for field in matches.values() if field.part == "text"}
    changed: Matches = {}
    for place, field in matches.items():
        own = field.part == "option" and find_other(questionnaire.item(field.item)) == field.code
        apart = (field.item, field.code) in asked
        written = own and not apart and columns[place].mark(_is_text).any()
        changed[place] = replace(field, part="text") if written else field
    return changed


def tick_text(column: Column) -> Column:
    """Return whether a text was written, as the tick of its option."""
    return column.map(lambda text: "1" if text.strip() else "")


def _is_text(text: str) -> bool:
    return bool(text.strip()) and read_tick(text) not in ("0", "1")
