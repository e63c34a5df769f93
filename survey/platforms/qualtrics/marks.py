"""The value that stands for "seen but not answered", if a response file tells: -99 unless chosen otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from survey.platforms.coding.target import Target
from survey.platforms.files.column import Column
from survey.platforms.files.findings import Finding, name_one
from survey.platforms.qualtrics.columns import CONSENT
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

USUAL_MARK = "-99"
_FEWEST_COLUMNS = 3  # with an unusual mark; in fewer it may be a slip
_NEGATIVE = re.compile(r"-\d{1,6}")


def find_mark(columns: Mapping[Target, Column], questionnaire: Questionnaire) -> str | None:
    """Return the negative number that stands where it can be no answer, or None.

    Parameters
    ----------
    columns
        What is answered to the column that answers it.
    questionnaire
        What was asked.
    """
    found: Counter[str] = Counter()
    for target, column in columns.items():
        item = None if target == CONSENT else questionnaire.items[target.item]
        found.update(text for text in {text.strip() for text in column.texts} if _is_foreign(text, target, item))
    if found[USUAL_MARK]:
        return USUAL_MARK
    mark, count = max(found.items(), key=lambda pair: pair[1], default=("", 0))
    return mark if count >= _FEWEST_COLUMNS else None


def can_answer(text: str, target: Target, item: Item | None) -> bool:
    """Tell whether a negative number is an answer that the questionnaire allows: then it is no mark there.

    Parameters
    ----------
    text
        The number.
    target, item
        What the column answers; None for the consent.
    """
    if item is None or target.part == "text":
        return False
    if item.type == "number" and item.minimum is not None and int(text) >= item.minimum:
        return True
    return int(text) in item.labels


def name_mark(mark: str, columns: Mapping[Target, Column], questionnaire: Questionnaire) -> list[Finding]:
    """Return findings where the mark is not the usual one, or might be a number after all.

    Parameters
    ----------
    mark
        What was found.
    columns, questionnaire
        As for `find_mark`.
    """
    found = []
    if mark != USUAL_MARK:
        reason = f"{mark} stands where it can be no answer; taken as 'seen but not answered' everywhere"
        found.append(name_one("", reason, value=mark))
    for target, column in columns.items():
        item = None if target == CONSENT else questionnaire.items[target.item]
        free = item is not None and item.type == "number" and item.minimum is None
        if free and mark in column.texts:
            reason = f"{mark} is taken as 'seen but not answered'; give the item a minimum if it can be a number"
            found.append(name_one(target.column, reason, value=mark))
    return found


def _is_foreign(text: str, target: Target, item: Item | None) -> bool:
    """Tell whether a text is a negative number that cannot be an answer; of an unusual one texts and numbers could."""
    if not _NEGATIVE.fullmatch(text) or can_answer(text, target, item):
        return False
    if text == USUAL_MARK or item is None:
        return True
    if item.type == "number":
        return item.minimum is not None
    return not item.is_text and target.part != "text"
