"""The manifest of a form of numbered questions: ``7`` the question, ``7_2`` its second row or option."""

from __future__ import annotations

from dataclasses import replace

from survey.platforms.manifest import Field, FieldPart, Manifest, list_fields
from survey.platforms.numbered.question import Question, list_questions
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire


def number_fields(questionnaire: Questionnaire, platform: str, language: str) -> Manifest:
    """Return the manifest of a form of numbered questions.

    A field is named by the number of its question, with the place of its row or option behind it; a value is the place
    of an option.

    Parameters
    ----------
    questionnaire
        What is asked.
    platform
        Its name.
    language
        The one the form is written in.
    """
    questions = list_questions(questionnaire)
    owner = {item.id: question for question in questions for item in question.items}

    def name(item: Item, part: FieldPart, code: int) -> str:
        return _name(owner[item.id], item, part, code)

    def value(item: Item, code: int) -> str:
        codes = owner[item.id].codes
        return str(codes.index(code) + 1) if code in codes else str(code)

    consent = tuple(_describe_consent(one, language) for one in questions if one.kind == "consent")
    answers = list_fields(questionnaire, name, value=value, language=language)
    numbered = tuple(replace(one, question=str(owner[one.item].number)) for one in answers)
    return Manifest(
        platform=platform,
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=language,
        fields=consent + numbered,
    )


def _name(question: Question, item: Item, part: FieldPart, code: int) -> str:
    places = [question.number]
    if question.kind == "matrix":
        places.append(question.items.index(item) + 1)
    if part in ("option", "text"):
        places.append(question.codes.index(code) + 1)
    return "_".join(map(str, places)) + ("_text" if part == "text" else "")


def _describe_consent(question: Question, language: str) -> Field:
    labels = dict(zip(question.codes, question.options(language), strict=True))
    return Field(
        name=str(question.number),
        part="consent",
        question=str(question.number),
        codes={str(place): code for place, code in enumerate(question.codes, 1)},
        labels={language: labels},
        wording={language: question.title(language)},
    )
