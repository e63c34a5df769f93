"""Answers typed in from paper: headings are ids, or the numbers printed before the questions."""

from __future__ import annotations

import re

from survey.platforms.files.table import Table
from survey.platforms.manifest import Manifest
from survey.platforms.paper.field import name_fields
from survey.platforms.rewrite import Rewrite
from survey.questionnaire.questionnaire import Questionnaire

_NUMBER = re.compile(r"(?:[QqＱ]|第)?\s*(\d+(?:\.\d+)?(?:_-?\d+(?:_text)?)?)\s*题?[.、]?")


def recognise_typed(table: Table) -> bool:
    """Return False: numbers for headings may be anybody's, so they are read only when the platform is named."""
    return False


def read_typed(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    """Return a typed-in table with ids for headings.

    A heading such as ``12``, ``Q12`` or ``第12题`` is the question with that number, ``12.1`` a row of a grid, ``5_2``
    option 2 of a multiple choice and ``5_2_text`` the text beside it. Other headings stay as they are.
    """
    known = manifest or name_fields(questionnaire, questionnaire.languages[0], "word")
    columns = {field.question: field.column for field in known.fields}
    columns |= {field.question.partition("_")[0]: field.item for field in known.fields if field.part == "option"}
    ids = {name.casefold() for name in (*questionnaire.items, *questionnaire.columns)}
    rewrite = Rewrite(table)
    for place, heading in enumerate(table.headings):
        match = _NUMBER.fullmatch(heading)
        if match and match[1] in columns and heading.casefold() not in ids:
            rewrite.answer(place, columns[match[1]])
    return rewrite.finish()
