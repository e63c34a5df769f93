"""The form as text: what the site's import of pasted text and the vendor's own parser both understand."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence

from survey.platforms.numbered.plain_text import PAGE_BREAK, PARAGRAPH, write_columns, write_words
from survey.platforms.numbered.question import Kind, Question, list_sheets
from survey.questionnaire.questionnaire import Questionnaire

OPTIONAL = "（选填）"
_TAGS: dict[Kind, str] = {
    "consent": "单选题",
    "choice": "单选题",
    "choices": "多选题",
    "scale": "量表题",
    "matrix": "矩阵量表题",
    "number": "填空题",
    "date": "填空题",
    "line": "填空题",
    "text": "填空题",
}
# The sites take a letter before an option for its number and cut it off: “I agree” would become “agree”.
_LETTERED = re.compile(r"[A-Za-z](?:[.．、)）]|\s)")


def write_text(questionnaire: Questionnaire, language: str) -> str:
    """Return the form as text.

    Parameters
    ----------
    questionnaire
        What is asked.
    language
        The only one the form is written in.
    """
    intro = questionnaire.intro.in_language(language) if questionnaire.intro is not None else ""
    lines = [_write_title(questionnaire, language), ""]
    lines += _write_paragraphs([line for line in intro.splitlines() if line.strip()])
    for place, sheet in enumerate(list_sheets(questionnaire)):
        lines += ["", PAGE_BREAK, ""] if place else []
        lines += _write_paragraphs(sheet.heads(language))
        for question in sheet.questions:
            lines += [*_write_question(question, language), ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _write_paragraphs(texts: Sequence[str]) -> list[str]:
    """Return texts that are no questions: each says so, or else the site makes a question of it."""
    return [line for text in texts for line in (write_words(text) + PARAGRAPH, "")]


def _write_title(questionnaire: Questionnaire, language: str) -> str:
    """Return the title; one that begins with a digit would be taken for a question."""
    title = write_words(questionnaire.title.in_language(language)) or questionnaire.id
    return f"《{title}》" if title[0].isdigit() else title


def _write_question(question: Question, language: str) -> list[str]:
    tag = _TAGS[question.kind]
    if question.has_special:
        tag = {"matrix": "矩阵单选题", "scale": "单选题"}.get(question.kind, tag)
    optional = "" if question.required else OPTIONAL
    lines = [f"{question.number}. {write_words(question.title(language))}[{tag}]{optional}"]
    if question.kind == "matrix":
        rows = [write_words(row) for row in question.rows(language)]
        return [*lines, write_columns(question, language), *rows]
    options = [write_words(option) for option in question.marked_options(language)]
    return [*lines, *_write_options(options)] if question.codes else lines


def _write_options(options: list[str]) -> list[str]:
    """Return one option a line; all are lettered where one would lose its first word otherwise."""
    plain = [option.replace("~", "～") for option in options]
    if not any(_LETTERED.match(option) for option in plain):
        return plain
    letters = string.ascii_uppercase
    return [f"{letters[min(place, len(letters) - 1)]}. {option}" for place, option in enumerate(plain)]
