"""The numbers of questions and the places of options as an export wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey.platforms.manifest import Field, Manifest
from survey.platforms.numbered.question import Question


def renumber(questions: Sequence[Question], manifest: Manifest | None) -> list[Question]:
    """Return the questions with the numbers of a manifest; those that it lacks have numbers of their own below 0."""
    if manifest is None:
        return list(questions)
    numbered: dict[int, Question] = {}
    for place, question in enumerate(questions, 1):
        own = _find(question, manifest)
        number = int(own.question) if own is not None and own.question.isdecimal() else -place
        unique = -place if number in numbered else number
        numbered[unique] = replace(question, number=unique)
    return list(numbered.values())


def list_places(question: Question, manifest: Manifest | None) -> dict[int, int]:
    """Return the place of each option, from 1, and its code."""
    places = dict(enumerate(question.codes, 1))
    own = _find(question, manifest) if manifest is not None else None
    if own is None or own.part != "answer":
        return places
    written = {place: own.codes.get(str(place), place) for place in range(1, len(places) + 1)}
    return {place: code for place, code in written.items() if code in question.codes}


def _find(question: Question, manifest: Manifest) -> Field | None:
    part = "consent" if question.kind == "consent" else None
    item = question.items[0].id if question.items else ""
    return next((one for one in manifest.fields if one.item == item and part in (None, one.part)), None)
