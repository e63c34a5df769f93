"""The plan of a survey: its blocks, questions and options as Qualtrics will have them, and the ids and names of each.

Both exports and the reader go by it, so it depends on nothing but the questionnaire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from survey.questionnaire.item import Item
from survey.questionnaire.routing import Condition
from survey.questionnaire.text import LocalText

Kind = Literal["note", "single", "list", "scale", "multiple", "matrix", "number", "date", "short", "long"]
AGREED, REFUSED = 1, 0  # the codes of the consent
LARGEST_ID = 99_999


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer of a choice question, or one column of a matrix.

    Attributes
    ----------
    id
        What Qualtrics calls it within its question: the code where that can be an id.
    label
        As shown, before it becomes HTML.
    has_text, has_number
        Whether a field for text, or for the number that is the answer, stands beside it.
    """

    id: int
    code: int
    label: LocalText
    has_text: bool = False
    has_number: bool = False
    exclusive: bool = False
    shown_if: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a matrix.

    Attributes
    ----------
    id
        Its number in the matrix.
    tag
        Its name in the response file.
    shown_if
        When it is shown, where that differs among the rows.
    """

    id: int
    tag: str
    item: Item
    shown_if: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, text or table.

    Attributes
    ----------
    qid
        ``QID`` and a number, counted through the survey.
    tag
        Its name in the response file.
    where
        The id of the item, matrix or page that it stands for; "" for the survey's own texts.
    text
        The question.
    notes
        What stands under it, each on a line of its own: help, unit, how to write the answer.
    item
        The item it asks; None for texts, tables and the consent.
    required
        Whether it has to be answered.
    shown_if
        When it is shown.
    heading
        Whether the text is a heading of the page.
    """

    qid: str
    tag: str
    kind: Kind
    where: str
    text: LocalText
    notes: tuple[LocalText, ...] = ()
    item: Item | None = None
    required: bool = False
    shown_if: Condition | None = None
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    heading: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        """The items it asks."""
        return (self.item,) if self.item else tuple(row.item for row in self.rows)

    @property
    def needs(self) -> frozenset[str]:
        """The ids of the items that its conditions look at."""
        conditions = [
            self.shown_if,
            *(option.shown_if for option in self.options),
            *(row.shown_if for row in self.rows),
        ]
        return frozenset(item for condition in conditions if condition for item in condition.items)


@dataclass(frozen=True, kw_only=True)
class Block:
    """One page of the questionnaire.

    Attributes
    ----------
    where
        The page's id, or what the block is for.
    screens
        Its questions; a page break stands between one screen and the next.
    """

    where: str
    name: LocalText
    screens: tuple[tuple[Question, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole survey.

    Attributes
    ----------
    blocks
        In the order shown.
    consent
        The question that asks for agreement, or None.
    split
        The ids of matrices that became several tables.
    renamed
        The id of an item or matrix to its name, where that had to be another one.
    """

    blocks: tuple[Block, ...]
    consent: Question | None = None
    split: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order shown."""
        return tuple(question for block in self.blocks for screen in block.screens for question in screen)

    @property
    def places(self) -> dict[str, tuple[Question, Row | None]]:
        """The question that asks each item, and the item's row there if it is a table."""
        places: dict[str, tuple[Question, Row | None]] = {}
        for question in self.questions:
            if question.item is not None:
                places[question.item.id] = (question, None)
            places |= {row.item.id: (question, row) for row in question.rows}
        return places


def number_options(codes: Sequence[int]) -> dict[int, int]:
    """Return for each code the id of its option: the code itself where Qualtrics can count with it.

    Ids are whole numbers from 1; other codes get the smallest numbers that are left.

    Examples
    --------
    >>> number_options([1, 2, 98]), number_options([0, 1, 2]), number_options([-1, 3])
    ({1: 1, 2: 2, 98: 98}, {0: 3, 1: 1, 2: 2}, {-1: 1, 3: 3})
    """
    taken = {code for code in codes if 1 <= code <= LARGEST_ID}
    ids: dict[int, int] = {}
    for code in codes:
        own = code if code in taken else next(free for free in range(1, LARGEST_ID) if free not in taken)
        taken.add(own)
        ids[code] = own
    return ids
