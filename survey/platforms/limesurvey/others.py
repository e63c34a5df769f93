"""LimeSurvey's own option Other with its text, which surveys made by hand have and exported ones do not."""

from __future__ import annotations

from survey.platforms.limesurvey.headings import spell
from survey.platforms.limesurvey.names import Names
from survey.platforms.rewrite import Rewrite
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire


def find_other(item: Item) -> int | None:
    """Return the code of the only option with a text beside it, or None."""
    codes = [choice.code for choice in item.choices if choice.has_text]
    return codes[0] if len(codes) == 1 else None


def read_others(rewrite: Rewrite, questionnaire: Questionnaire) -> None:
    """Say what the columns of such texts answer; for a multiple choice a text also means that the option is chosen."""
    names = Names(questionnaire)
    for item in questionnaire.items.values():
        code = find_other(item)
        if code is None:
            continue
        for spelling in spell(f"{names.question(item.id)}[other]"):
            place = rewrite.table.find(spelling)
            if place is not None and not rewrite.is_used(place):
                _read(rewrite, place, item, code, names)


def _read(rewrite: Rewrite, place: int, item: Item, code: int, names: Names) -> None:
    mask = rewrite.table.hidden.get(place)
    rewrite.answer(place, f"{item.id}__{code}__text", hidden=mask)
    options = spell(names.heading(item, "option", code)) if item.type == "multiple_choice" else ()
    if options and all(rewrite.table.find(option) is None for option in options):
        ticks = rewrite.table.columns[place].map(lambda text: "1" if text.strip() else "")
        rewrite.answer(place, f"{item.id}__{code}", column=ticks, hidden=mask)
