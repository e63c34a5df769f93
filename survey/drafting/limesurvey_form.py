"""A survey of LimeSurvey as its files hold it, before anything is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.drafting.sketch import Texts


@dataclass(eq=False)
class LimePart:
    """A subquestion (row or option), or an answer.

    Attributes
    ----------
    scale
        Which of two axes or scales it belongs to.
    """

    code: str
    text: Texts = field(default_factory=dict)
    relevance: str = ""
    scale: int = 0


@dataclass(eq=False, kw_only=True)
class LimeQuestion:
    """One question.

    Attributes
    ----------
    number
        LimeSurvey's number of it, "" where the file has none.
    type
        LimeSurvey's letter.
    attributes, texts
        Its settings, and the same by language.
    """

    code: str
    type: str
    number: str = ""
    order: int = 0
    text: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    mandatory: bool = False
    other: bool = False
    relevance: str = ""
    parts: list[LimePart] = field(default_factory=list)
    answers: list[LimePart] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    texts: dict[str, Texts] = field(default_factory=dict)

    def on(self, scale: int) -> list[LimePart]:
        """Return the subquestions on one axis."""
        return [part for part in self.parts if part.scale == scale]


@dataclass(eq=False, kw_only=True)
class LimeGroup:
    """One group of questions."""

    order: int = 0
    title: Texts = field(default_factory=dict)
    intro: Texts = field(default_factory=dict)
    relevance: str = ""
    questions: list[LimeQuestion] = field(default_factory=list)


@dataclass(eq=False, kw_only=True)
class LimeSurvey:
    """A survey."""

    languages: list[str]
    texts: dict[str, Texts] = field(default_factory=dict)
    groups: list[LimeGroup] = field(default_factory=list)


def make_question(row: Mapping[str, str], kind: str, code: str) -> LimeQuestion:
    """Return a question with the settings that stand in its row."""
    return LimeQuestion(
        code=code,
        type=kind,
        number=row.get("qid") or row.get("id", ""),
        mandatory=row.get("mandatory") in ("Y", "S"),
        other=row.get("other") == "Y",
        relevance=row.get("relevance", ""),
    )


def read_whole(text: str) -> int:
    """Return a whole number, 0 for anything else."""
    return int(text) if text.strip().isdecimal() and len(text) < 10 else 0
