"""The form as text, as the site's text editor takes it."""

from __future__ import annotations

import re

from survey.platforms.numbered.plain_text import PAGE_BREAK, PARAGRAPH, join_words, write_words
from survey.platforms.numbered.question import Kind, Question, Sheet, is_chinese, list_sheets
from survey.questionnaire.questionnaire import Questionnaire

_TAGS: dict[Kind, str] = {
    "consent": "单选题",
    "choice": "单选题",
    "choices": "多选题",
    "scale": "单选题",
    "matrix": "矩阵单选题",
    "number": "单行文本题",
    "date": "日期时间题",
    "line": "单行文本题",
    "text": "多行文本题",
}
_RANGES: dict[Kind, str] = {"scale": "量表题", "matrix": "矩阵量表题"}
_SCALES = range(1, 11)  # points that the scales of a text are known to have
_BLANK = "____"  # behind an option: the site puts a text field there
_NARROW_BRACKETS = str.maketrans({"(": "（", ")": "）"})
# Two stars make text bold, !video(…) is a film, and several low lines are a field to fill in.
_MARKS = re.compile(r"\*{2,}|!(?=\w+\()|_{2,}")
_WIDE = str.maketrans({"*": "＊", "!": "！", "_": "＿", "~": "～"})
_LETTERED = re.compile(r"^([A-Za-z])[.．、)）]\s*")


def write_text(questionnaire: Questionnaire, language: str) -> str:
    """Return the form as text: one block of lines a question, blank lines between them.

    Parameters
    ----------
    questionnaire
        What is asked.
    language
        The only one the form is written in.
    """
    intro = questionnaire.intro.in_language(language) if questionnaire.intro is not None else ""
    blocks = [escape(questionnaire.title.in_language(language)) or questionnaire.id, escape(intro)]
    for place, sheet in enumerate(list_sheets(questionnaire)):
        blocks += [PAGE_BREAK] if place else []
        blocks += _write_sheet(sheet, language)
    return "\n\n".join(block for block in blocks if block) + "\n"


def escape(text: str) -> str:
    """Return a text as one line in which the site sees no mark of its own.

    Examples
    --------
    >>> print(escape("**Which** of [these]: ____?"))
    ＊＊Which＊＊ of 【these】: ＿＿＿＿?
    """
    return _MARKS.sub(lambda match: match[0].translate(_WIDE), write_words(text))


def escape_option(text: str) -> str:
    """Return an option: without a letter for its place, which the site refuses, and without the wave of its scales.

    Examples
    --------
    >>> escape_option("A. 1~2 days")
    'A－1～2 days'
    """
    return _LETTERED.sub(r"\1－", escape(text)).replace("~", "～")


def is_range(question: Question, language: str) -> bool:
    """Tell whether a question is a scale as the site knows them: numbers in a row, labelled at most at the two ends."""
    points = question.points
    if question.kind not in _RANGES or question.has_special or len(points) < 2:
        return False
    return points == tuple(_SCALES[: len(points)]) and question.options(language) == [str(point) for point in points]


def write_options(question: Question, language: str) -> list[str]:
    """Return the options of a question, with a field to fill in behind those that have one."""
    texts = {choice.code for item in question.items for choice in item.choices if choice.has_text}
    options = zip(question.codes, question.marked_options(language), strict=True)
    return [escape_option(option) + (_BLANK if code in texts else "") for code, option in options]


def _write_sheet(sheet: Sheet, language: str) -> list[str]:
    heads = [escape(head) + PARAGRAPH for head in sheet.heads(language)]
    return heads + [_write_question(question, language) for question in sheet.questions]


def _write_question(question: Question, language: str) -> str:
    ranged = is_range(question, language)
    tag = _RANGES[question.kind] if ranged else _TAGS[question.kind]
    lines = [f"{escape(question.stem(language))}[{tag}][{'必答' if question.required else '选答'}]"]
    lines[0] += _describe(question, language, ranged=ranged)
    if question.kind == "matrix":
        head = f"{question.points[0]}~{question.points[-1]}" if ranged else _write_columns(question, language)
        return "\n".join([*lines, head, *(escape(row) for row in question.rows(language))])
    if ranged:
        return "\n".join([*lines, _write_range(question, language)])
    return "\n".join([*lines, *(write_options(question, language) if question.codes else [])])


def _describe(question: Question, language: str, *, ranged: bool) -> str:
    """Return the line below a question, between brackets; "" where there is nothing to say."""
    notes = question.notes(language)
    if ranged and question.kind == "matrix":
        ends = zip((question.points[0], question.points[-1]), question.ends(language), strict=True)
        notes += [f"{point} = {end}" for point, end in ends if end]
    described = ("；" if is_chinese(language) else "; ").join(notes)
    return f"({escape(described).translate(_NARROW_BRACKETS)})" if described else ""


def _write_columns(question: Question, language: str) -> str:
    return " ".join(join_words(option) for option in write_options(question, language))


def _write_range(question: Question, language: str) -> str:
    """Return a scale: ``1~5``, or with what its ends mean ``1(bad)~5(good)``."""
    low, high = (escape_option(end).translate(_NARROW_BRACKETS) for end in question.ends(language))
    first, last = question.points[0], question.points[-1]
    return f"{first}{low and f'({low})'}~{last}{high and f'({high})'}"
