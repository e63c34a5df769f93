"""The paper form: everything that is printed, in one language, before any file format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tongue = Literal["en", "zh"]
Side = Literal["left", "middle", "right"]
SpaceKind = Literal["list", "row", "write", "lines", "date"]


@dataclass(frozen=True, kw_only=True)
class Option:
    """One box to tick.

    Attributes
    ----------
    code
        Printed small beside the box, for the person who types the answers in.
    note
        When the option counts, or that it excludes the others.
    """

    code: int
    label: str
    has_text: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Head:
    """A label over boxes side by side.

    Attributes
    ----------
    span
        How many boxes it stands over.
    side
        Where it stands over them: an anchor of the scale's end stands over the end.
    """

    label: str
    span: int
    side: Side


@dataclass(frozen=True, kw_only=True)
class Group:
    """Options of a list that stand in the same number of columns, read line by line."""

    columns: int
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Space:
    """Where an answer goes.

    Attributes
    ----------
    kind
        ``list``: boxes under each other; ``row``: boxes side by side; ``write``: a line for a number; ``lines``: lines
        for text; ``date``: a line for a date.
    heads, width
        The labels over a row of boxes, and the width of each box in mm.
    groups
        The options of a list, cut where the number of columns changes.
    special
        Answers that are no point of the scale, printed apart.
    many
        Whether several boxes can be ticked.
    unit
        Printed after a line for a number.
    """

    kind: SpaceKind
    options: tuple[Option, ...] = ()
    heads: tuple[Head, ...] = ()
    width: float = 0.0
    groups: tuple[Group, ...] = ()
    special: tuple[Option, ...] = ()
    many: bool = False
    lines: int = 0
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A numbered question with its own space for the answer.

    Attributes
    ----------
    notes
        How to answer: one or several, the range, the anchors of a written number.
    routing
        Who answers it, in words; "" where everybody does.
    """

    number: str
    text: str
    space: Space
    help: str = ""
    notes: tuple[str, ...] = ()
    routing: str = ""
    required: bool = False
    grid: Literal[False] = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One statement of a grid."""

    number: str
    text: str
    help: str = ""
    routing: str = ""
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A numbered table of statements on one scale.

    Attributes
    ----------
    heads
        The labels over the columns; none where `notes` explain the codes instead.
    width, special_width
        Of the columns of boxes, in mm.
    write
        Whether each row has a line for a number, because the scale has too many points for boxes.
    """

    number: str
    text: str
    points: tuple[Option, ...]
    rows: tuple[Row, ...]
    special: tuple[Option, ...] = ()
    help: str = ""
    notes: tuple[str, ...] = ()
    routing: str = ""
    required: bool = False
    heads: tuple[Head, ...] = ()
    width: float = 0.0
    special_width: float = 0.0
    write: bool = False
    grid: Literal[True] = True


@dataclass(frozen=True, kw_only=True)
class Section:
    """The questions of one page of the questionnaire; on paper they follow each other."""

    title: str
    intro: str
    routing: str
    blocks: tuple[Question | Grid, ...]


@dataclass(frozen=True, kw_only=True)
class Consent:
    """The box that is ticked before the first question."""

    text: str
    note: str
    required: bool


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """The form's own words: the foot of each page, the mark of questions that need an answer."""

    respondent: str
    page: str
    of: str
    pages_end: str
    required: str
    statement: str


@dataclass(frozen=True, kw_only=True)
class Form:
    """A questionnaire on paper.

    Attributes
    ----------
    language
        The tag of the language it is written in.
    """

    language: str
    id: str
    version: str
    title: str
    intro: str
    consent: Consent | None
    sections: tuple[Section, ...]
    thanks: str
    phrases: Phrases
