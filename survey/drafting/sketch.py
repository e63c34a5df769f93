"""The sketch of a questionnaire: what every kind of file is read into before it becomes YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from survey.questionnaire.item import ItemType
from survey.questionnaire.routing import Node
from survey.questionnaire.scale import SpecialKind

Texts = dict[str, str]  # language tag to text
Kind = ItemType | Literal["rated"]  # rated: one answer out of a list that may be a scale
MOST_QUESTIONS = 3_000  # nobody asks more; writing the file would take minutes


@dataclass(eq=False)
class Route:
    """When something is shown.

    Attributes
    ----------
    original
        The condition as the file has it.
    node
        The same in the routing language, over the names of the file; None where that cannot say it.
    """

    original: str
    node: Node | None = None


@dataclass(eq=False)
class Answer:
    """One point of a scale or one option.

    Attributes
    ----------
    label
        Empty for a point without a label.
    column, text_column, number
        Of an option: the headings of its tick and of the text beside it, and the platform's number of it; "" where the
        draft's own names say the same.
    special
        What the answer means if it is no substantive one.
    """

    code: int
    label: Texts = field(default_factory=dict)
    has_text: bool = False
    exclusive: bool = False
    special: SpecialKind | None = None
    route: Route | None = None
    column: str = ""
    text_column: str = ""
    number: str = ""


@dataclass(eq=False, kw_only=True)
class Question:
    """One question, or a row of a matrix.

    Attributes
    ----------
    id
        The name of its column in the platform's response files.
    column, number
        The heading in the platform's response files, and the platform's number of the question; "" where `id` is it.
    special_column
        The heading of the special answers beside a number, where these have a column of their own.
    codes
        What the platform calls an answer to its code, where that is no number.
    listed
        What the file calls its list of answers; "" where it has no name.
    rows
        Of a matrix.
    personal
        Whether the file says that it asks for what can identify a person.
    remarks
        What the researcher should know about it, each a comment of one line.
    """

    id: str
    kind: Kind
    text: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    required: bool = False
    answers: list[Answer] = field(default_factory=list)
    column: str = ""
    number: str = ""
    special_column: str = ""
    codes: dict[str, int] = field(default_factory=dict)
    listed: str = ""
    rows: list[Question] = field(default_factory=list)
    minimum: float | None = None
    maximum: float | None = None
    integer: bool = False
    unit: Texts = field(default_factory=dict)
    route: Route | None = None
    personal: bool = False
    remarks: list[str] = field(default_factory=list)

    @property
    def asked(self) -> list[Question]:
        """The items it stands for: its rows, or itself."""
        return self.rows if self.kind == "matrix" else [self]


@dataclass(eq=False, kw_only=True)
class SketchPage:
    """One page."""

    id: str
    title: Texts = field(default_factory=dict)
    intro: Texts = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    route: Route | None = None
    remarks: list[str] = field(default_factory=list)


@dataclass(eq=False, kw_only=True)
class Sketch:
    """A questionnaire as found in a file.

    Attributes
    ----------
    source
        What kind of file it came from, as people write it: Qualtrics, LimeSurvey, CSV and so on.
    platform
        The platform's name here, if its response files are read with a manifest.
    languages
        Language tags, the first being the default; every text has some of them.
    notes
        What was left out or changed, for the researcher.
    """

    source: str
    languages: list[str]
    title: Texts = field(default_factory=dict)
    intro: Texts = field(default_factory=dict)
    thanks: Texts = field(default_factory=dict)
    consent: Texts = field(default_factory=dict)
    consent_required: bool = False
    pages: list[SketchPage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    platform: str = ""

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, a matrix as one, in the order shown."""
        return (question for page in self.pages for question in page.questions)

    @property
    def items(self) -> Iterator[Question]:
        """Every question, the rows of matrices one by one, in the order shown."""
        return (item for question in self.questions for item in question.asked)
