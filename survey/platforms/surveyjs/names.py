"""What SurveyJS calls the questions, and where its results hold each answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from survey.platforms.manifest import Field, FieldPart, Manifest, list_fields
from survey.platforms.naming import shorten_names
from survey.questionnaire.item import Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire

CONSENT = "consent-given"  # no id has a hyphen, so no item is called so
SPECIAL = "-special"  # the end of the name of a question that holds the special answers beside another one
COMMENT = "comment"  # where a result holds the text beside an option
_LONGEST = 64
_NOTHING = r"(?!)"
# Variables and prefixes of SurveyJS itself, and names that every JavaScript object has, on which survey-core breaks.
_RESERVED = (
    *("choice", "composite", "item", "locale", "nextpanel", "nextrow", "pagecount", "pageno", "panel", "parentpanel"),
    *("prevpanel", "prevrow", "row", "self", "state", "totalrow"),
    *(
        "constructor",
        "hasownproperty",
        "isprototypeof",
        "propertyisenumerable",
        "tolocalestring",
        "tostring",
        "valueof",
    ),
)
MOST_RATES = 20  # points of a rating; survey-core cuts further ones off
MOST_RADIOS = 15  # options shown as buttons; more make a list to open


@dataclass(frozen=True)
class Names:
    """The names of the questions of a form.

    Attributes
    ----------
    of
        Item or matrix id to name.
    """

    of: Mapping[str, str]

    def refer(self, item: Item) -> str:
        """Return where a result holds the answer to an item: ``name``, or ``matrix.row``."""
        name = self.of[item.id]
        return f"{self.of[item.matrix]}.{name}" if item.matrix else name

    def refer_special(self, item: Item) -> str:
        """Return where a result holds the special answer to an item that has a question for it."""
        return self.of[item.id] + SPECIAL


def name_questions(questionnaire: Questionnaire) -> Names:
    """Return the name of every item and matrix: its id, but for a few names that mean something to SurveyJS."""
    matrices = [block.id for page in questionnaire.pages for block in page.blocks if isinstance(block, Matrix)]
    return Names(
        shorten_names([*questionnaire.items, *matrices], longest=_LONGEST, forbidden=_NOTHING, reserved=_RESERVED)
    )


def shows_points(item: Item) -> bool:
    """Tell whether a rating is shown as a row of numbers or stars, not as a list of labels."""
    if item.scale is None or item.matrix or len(item.scale.points) > MOST_RATES:
        return False
    return item.type != "scale" or not all(point.label for point in item.scale.points)


def has_special_question(item: Item) -> bool:
    """Tell whether the special answers of an item stand in a question of their own, for there is no list to add to."""
    return bool(item.special) and (item.type == "number" or shows_points(item))


def name_fields(questionnaire: Questionnaire, language: str) -> Manifest:
    """Return what the columns of a result file are called, results within results written ``matrix.row``."""
    names = name_questions(questionnaire)

    def name(item: Item, part: FieldPart, code: int) -> str:
        return f"{names.refer(item)}.{COMMENT}" if part == "text" else names.refer(item)

    fields: list[Field] = []
    if questionnaire.consent is not None:
        wording = {tag: questionnaire.consent[tag] for tag in questionnaire.languages if tag in questionnaire.consent}
        fields.append(Field(name=CONSENT, part="consent", wording=wording))
    for own in list_fields(questionnaire, name):
        fields.append(own)
        if own.part == "answer" and has_special_question(questionnaire.items[own.item]):
            fields.append(replace(own, name=names.refer_special(questionnaire.items[own.item])))
    return Manifest(
        platform="surveyjs",
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=language,
        fields=tuple(fields),
    )
