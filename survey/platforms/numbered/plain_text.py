"""Words as they may stand in a form that is plain text with tags in square brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.platforms.loss import Loss, name_loss
from survey.platforms.numbered.question import Question, list_questions, write_line
from survey.questionnaire.questionnaire import Questionnaire

PAGE_BREAK = "=== 分页 ==="
PARAGRAPH = "[段落说明]"
# Tags stand in square brackets, so those of a text become their wide twins.
_WIDE = str.maketrans({"[": "【", "]": "】"})
_TOLD = {
    "blanks": ("blanks in the column labels are written as _", "列标签中的空格写作 _"),
    "brackets": (
        "square brackets are written 【】, for the site takes them for tags",
        "方括号写作【】，以免被当作题型标签",
    ),
}


def write_words(text: str) -> str:
    """Return a line that is nothing but words: no tag, no page break, no list mark.

    Examples
    --------
    >>> write_words("- any [of these]"), write_words("=== 分页 ===")
    ('— any 【of these】', '——— 分页 ===')
    """
    line = write_line(text).translate(_WIDE)
    return re.sub(r"^([-=_]+)(?=\s|$)", lambda match: "—" * len(match[1]), line)


def join_words(label: str) -> str:
    """Return a label as one word, for the columns of a matrix are told apart by blanks.

    Examples
    --------
    >>> join_words("Strongly disagree")
    'Strongly_disagree'
    """
    return "_".join(label.split())


def write_columns(question: Question, language: str) -> str:
    """Return the line of a matrix that holds its columns."""
    return " ".join(join_words(write_words(option)) for option in question.marked_options(language))


def list_texts(question: Question, language: str) -> list[str]:
    """Return all that a question shows."""
    return [question.title(language), *question.marked_options(language), *question.rows(language)]


def list_changes(questionnaire: Questionnaire, language: str) -> Iterator[Loss]:
    """Return what plain text must change: blanks in the labels of a matrix, and square brackets."""
    found: dict[str, list[str]] = {change: [] for change in _TOLD}
    for question in list_questions(questionnaire):
        if question.kind == "matrix" and any(" " in option for option in question.marked_options(language)):
            found["blanks"].append(question.where)
        if any(sign in text for text in list_texts(question, language) for sign in "[]"):
            found["brackets"].append(question.where or "consent")
    for change, (english, chinese) in _TOLD.items():
        if found[change]:
            listed = ", ".join(found[change])
            yield name_loss("", en=f"In {listed}: {english}.", zh=f"{listed}：{chinese}。")
