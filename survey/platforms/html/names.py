"""What the answer files of the form call each column."""

from __future__ import annotations

from survey.platforms.coding.target import Target
from survey.platforms.manifest import Field, FieldPart, Manifest, list_fields
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

CONSENT = "consent"
ANSWERS = "answers."  # the answers are an object within the object of a respondent


def name_fields(questionnaire: Questionnaire, language: str) -> Manifest:
    """Return what the columns of the answer files mean.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> manifest = name_fields(load_questionnaire("ecommerce-service"), "en")
    >>> [field.name for field in manifest.fields][:4]
    ['consent', 'answers.lastbuy', 'answers.platform', 'answers.platform__6__text']
    """
    consent = (Field(name=CONSENT, part="consent"),) if questionnaire.consent else ()
    return Manifest(
        platform="html",
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=language,
        fields=(*consent, *list_fields(questionnaire, _name)),
    )


def _name(item: Item, part: FieldPart, code: int) -> str:
    assert part != "consent"
    return ANSWERS + Target(item.id, part, code).column
