"""Codes: what LimeSurvey calls questions, their rows and options, and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from survey.platforms.manifest import Field, FieldPart, Manifest, list_fields
from survey.platforms.naming import shorten_names
from survey.questionnaire.item import Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire

NAME = "limesurvey"
ONLY_ROW = "SQ001"  # the row of an array with one row
LONGEST_DROPPED = 15  # more options than this are shown as a list that drops down
_LONGEST = 20
_LARGEST_ANSWER = 99_999  # answer codes have at most five letters and digits; others are dropped on import
_FORBIDDEN = "[^A-Za-z0-9]"
_CONSENT = " consent"  # no id of an item has a blank in it
_STAR_CODES = (1, 2, 3, 4, 5)
# Words of the expression language, and headings that the response file has of its own.
_RESERVED = (
    "lang sid savedid token qid gid sgq self that this if and or eq ne lt le gt ge id submitdate lastpage "
    "startlanguage seed startdate datestamp ipaddr refurl interviewtime firstname lastname email"
)
_RESERVED_ROWS = frozenset({"other", "time", "comment"})


@dataclass(frozen=True)
class Names:
    """Every code of a questionnaire in LimeSurvey."""

    questionnaire: Questionnaire

    @cached_property
    def matrices(self) -> Mapping[str, Matrix]:
        """Matrix id to matrix."""
        blocks = (block for page in self.questionnaire.pages for block in page.blocks)
        return {block.id: block for block in blocks if isinstance(block, Matrix)}

    @cached_property
    def _questions(self) -> Mapping[str, str]:
        items = self.questionnaire.items.values()
        own = [item.id for item in items if item.matrix is None]
        texts = [_text_key(item, choice.code) for item in items for choice in item.choices if choice.has_text]
        special = [_special_key(item) for item in items if has_special_question(item)]
        keys = [*own, *(one for one in self.matrices if one not in own), *texts, *special, _CONSENT]
        return shorten_names(keys, longest=_LONGEST, forbidden=_FORBIDDEN, reserved=_RESERVED.split())

    @property
    def consent(self) -> str:
        """The code of the question whether the respondent takes part."""
        return self._questions[_CONSENT]

    def question(self, thing: str) -> str:
        """Return the code of a question: of an item that is no row, or of a matrix."""
        return self._questions[thing]

    def text(self, item: Item, code: int) -> str:
        """Return the code of the question for the text beside an option."""
        return self._questions[_text_key(item, code)]

    def special(self, item: Item) -> str:
        """Return the code of the question for the special answers beside a number."""
        return self._questions[_special_key(item)]

    def row(self, item: Item) -> str:
        """Return the code of the row that asks an item; "" where the question has no rows."""
        if item.matrix is None:
            return ONLY_ROW if type_question(item) == "F" else ""
        rows = self.matrices[item.matrix].rows
        return shorten_names(rows, longest=_LONGEST, forbidden=_FORBIDDEN, reserved=_RESERVED_ROWS)[item.id]

    def option(self, item: Item, code: int) -> str:
        """Return the code of an option of a multiple choice.

        It starts with a letter: LimeSurvey names the columns of its tables by question number and code together.
        """
        keys = [f"c{choice.code}" for choice in item.choices]
        return shorten_names(keys, longest=_LONGEST, forbidden=_FORBIDDEN)[f"c{code}"]

    def heading(self, item: Item, part: FieldPart, code: int) -> str:
        """Return the heading of a column in the response file."""
        if part == "text":
            return self.text(item, code)
        question = self.question(item.matrix or item.id)
        row = self.option(item, code) if part == "option" else self.row(item)
        return f"{question}[{row}]" if row else question


def _text_key(item: Item, code: int) -> str:
    return f"{item.id} {code} text"


def _special_key(item: Item) -> str:
    return f"{item.id} special"


def has_special_question(item: Item) -> bool:
    """Tell whether the special answers of an item need a question of their own: those beside a number."""
    return item.type == "number" and bool(item.special)


def type_question(item: Item) -> str:
    """Return the type of question that asks an item, by its letter.

    Points of which some have no label stand in a row, like those of a matrix; others stand in a list.
    """
    plain = {"multiple_choice": "M", "number": "N", "date": "D", "short_text": "S", "long_text": "T"}
    if item.type in plain:
        return plain[item.type]
    if item.matrix is not None:
        return "F"
    if is_starred(item):
        return "5"
    if item.scale is not None:
        return "F" if has_bare_points(item) else "L"
    return "!" if len(item.labels) > LONGEST_DROPPED else "L"


def is_starred(item: Item) -> bool:
    """Tell whether LimeSurvey's own stars can ask an item: five of them, and nothing else."""
    assert item.scale is not None or item.type != "stars"
    return item.type == "stars" and tuple(item.labels) == _STAR_CODES and not any(map(any_text, item.labels.values()))


def has_bare_points(item: Item) -> bool:
    """Tell whether a point of the item's scale has no label."""
    return item.scale is not None and not all(map(any_text, (point.label for point in item.scale.points)))


def any_text(text: Mapping[str, str]) -> bool:
    """Tell whether a text says anything in any language."""
    return any(text.values())


def code_answer(item: Item, code: int) -> str:
    """Return what LimeSurvey calls an answer: its code, or a made-up one where that cannot be a code there."""
    if 0 <= code <= _LARGEST_ANSWER:
        return str(code)
    unusual = [one for one in item.labels if not 0 <= one <= _LARGEST_ANSWER]
    return f"A{unusual.index(code) + 1}"


def name_fields(questionnaire: Questionnaire, language: str | None = None) -> Manifest:
    """Return what the columns of a response file mean.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> fields = name_fields(load_questionnaire("ecommerce-service")).fields
    >>> [field.name for field in fields if field.item in ("sat1", "recommend")]
    ['sat1', 'recommend[SQ001]']
    """
    names = Names(questionnaire)
    fields: list[Field] = []
    if questionnaire.consent is not None:
        codes = {"1": 1, "0": 0}
        fields.append(Field(name=names.consent, part="consent", codes=codes, wording=dict(questionnaire.consent)))
    for field in list_fields(questionnaire, names.heading, value=code_answer):
        item = questionnaire.item(field.item)
        asked_apart = has_special_question(item)
        fields.append(_without_codes(field) if asked_apart else field)
        if asked_apart:
            fields.append(_name_special(names.special(item), item, field))
    return Manifest(
        platform=NAME,
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=language or questionnaire.languages[0],
        fields=tuple(fields),
    )


def _without_codes(field: Field) -> Field:
    return Field(name=field.name, item=field.item, wording=field.wording, reverse=field.reverse)


def _name_special(name: str, item: Item, beside: Field) -> Field:
    codes = {code_answer(item, code): code for code in item.labels}
    return Field(name=name, item=item.id, codes=codes, labels=beside.labels, wording=beside.wording)
