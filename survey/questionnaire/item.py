"""Items: what is asked, and what counts as an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from survey.questionnaire.routing import Condition
from survey.questionnaire.scale import Scale, Special, SpecialKind
from survey.questionnaire.text import LocalText

ItemType = Literal[
    "scale",
    "single_choice",
    "multiple_choice",
    "number",
    "date",
    "short_text",
    "long_text",
    "recommend",
    "stars",
    "matrix",
]
ITEM_TYPES: tuple[ItemType, ...] = get_args(ItemType)
RATING_TYPES: tuple[ItemType, ...] = ("scale", "recommend", "stars")
TEXT_TYPES: tuple[ItemType, ...] = ("short_text", "long_text")


@dataclass(frozen=True)
class Choice:
    """One option of a choice item."""

    code: int
    label: LocalText
    has_text: bool = False
    exclusive: bool = False
    shown_if: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question with one answer (or, for multiple choice, one answer an option).

    Attributes
    ----------
    scale
        The response scale of rating items (`scale`, `recommend`, `stars`), else None.
    shown_if
        The condition under which respondents see the item, its page's and its matrix's condition included.
    matrix
        The id of the matrix the item is a row of, or None.
    attention
        The right code of an attention check, or None.
    """

    id: str
    type: ItemType
    text: LocalText
    page: str
    help: LocalText | None = None
    scale: Scale | None = None
    choices: tuple[Choice, ...] = ()
    special: tuple[Special, ...] = ()
    required: bool = False
    reverse: bool = False
    shown_if: Condition | None = None
    matrix: str | None = None
    module: str | None = None
    attention: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    integer: bool = False
    unit: LocalText | None = None

    @property
    def is_rating(self) -> bool:
        """Whether the answer is a point of a response scale."""
        return self.type in RATING_TYPES

    @property
    def is_text(self) -> bool:
        """Whether the answer is free text."""
        return self.type in TEXT_TYPES

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold the item's answers: its id, or one column an option for multiple choice."""
        texts = tuple(f"{self.id}__{choice.code}__text" for choice in self.choices if choice.has_text)
        if self.type == "multiple_choice":
            return tuple(f"{self.id}__{choice.code}" for choice in self.choices) + texts
        return (self.id, *texts)

    @property
    def labels(self) -> dict[int, LocalText]:
        """The label of every code that can be answered, special codes last."""
        points = {point.code: point.label for point in self.scale.points} if self.scale else {}
        choices = {choice.code: choice.label for choice in self.choices}
        return points | choices | {special.code: special.label for special in self.special}

    @property
    def special_codes(self) -> dict[int, SpecialKind]:
        """The codes that are no substantive answer, and what each means."""
        return {special.code: special.kind for special in self.special}


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """A block of items on one scale, shown as a table."""

    id: str
    text: LocalText
    rows: tuple[str, ...]
    help: LocalText | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One screen: its items and matrices in the order shown.

    Attributes
    ----------
    blocks
        Item ids and `Matrix` blocks, in order.
    """

    id: str
    blocks: tuple[str | Matrix, ...]
    title: LocalText | None = None
    intro: LocalText | None = None
    shown_if: Condition | None = None
