"""The form before it is written to a file: groups of questions with rows and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.platforms.limesurvey.expression import ALWAYS

_NO_TITLE = "\u00a0"  # a group must have a name; this one is not seen


@dataclass(frozen=True, kw_only=True)
class Part:
    """A row of an array, an option of a multiple choice, or an answer.

    Attributes
    ----------
    code
        LimeSurvey's code of it.
    text
        Language to the text as people read it.
    relevance
        When it is shown; answers are always shown.
    """

    code: str
    text: Mapping[str, str]
    relevance: str = ALWAYS


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question.

    Attributes
    ----------
    type
        LimeSurvey's letter for the type.
    text, help
        Language to the text as people read it.
    parts
        Rows or options; LimeSurvey calls them subquestions.
    answers
        What can be answered in each row, or to the question.
    attributes
        Settings of the type.
    texts
        Settings that are texts: name to language to text.
    """

    code: str
    type: str
    text: Mapping[str, str]
    help: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    answers: tuple[Part, ...] = ()
    relevance: str = ALWAYS
    mandatory: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Group:
    """One page."""

    title: Mapping[str, str]
    intro: Mapping[str, str]
    questions: tuple[Question, ...]
    relevance: str = ALWAYS

    def name(self, language: str) -> str:
        """Return the title, or something that is not seen."""
        return self.title.get(language) or _NO_TITLE


@dataclass(frozen=True, kw_only=True)
class Form:
    """A survey.

    Attributes
    ----------
    languages
        Tag to LimeSurvey's code, the base language first.
    settings
        Settings of the survey.
    texts
        Settings that are texts: name to language to text.
    """

    languages: Mapping[str, str]
    settings: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
    groups: tuple[Group, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order shown."""
        return tuple(question for group in self.groups for question in group.questions)
