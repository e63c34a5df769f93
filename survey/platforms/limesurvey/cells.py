"""Cells of a response file: LimeSurvey's codes, labels and marks turned into codes here."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from survey.platforms.coding.wording import plain
from survey.platforms.files.column import Column
from survey.platforms.limesurvey.form import Part
from survey.platforms.limesurvey.markup import read_markup
from survey.platforms.limesurvey.metadata import NO, OTHER, YES
from survey.platforms.manifest import Field

OTHER_CODE = "-oth-"
NOT_SHOWN = "{question_not_shown}"
_MASKED = "'="  # how an equals sign is kept from becoming a formula
_MARK = re.compile(r"\{cr\}\{newline\}|\{(?:lbrace|newline|cr|tab|quote)\}")
_MARKS: Mapping[str, str] = {"{lbrace}": "{", "{tab}": "\t", "{quote}": '"'}
_CONVERTED_NO = "2"  # what an export that turns Y into 1 turns N into


def restore_text(text: str) -> str:
    """Return a cell of a VV file as it was given.

    Examples
    --------
    >>> restore_text("{quote}a{newline}{lbrace}tab}")
    '"a\\n{tab}'
    """
    return _MARK.sub(lambda mark: _MARKS.get(mark[0], "\n"), text)


def unmask_text(text: str) -> str:
    """Return a cell of another file without the mark before an equals sign, and with plain line breaks.

    Examples
    --------
    >>> unmask_text("'=1+1"), unmask_text("'t was")
    ('=1+1', "'t was")
    """
    return (text[1:] if text.startswith(_MASKED) else text).replace("\r\n", "\n")


def split_hidden(column: Column) -> tuple[Column, np.ndarray]:
    """Return a column of a VV file without its marks, and which respondents were not shown it."""
    hidden = column.mark(lambda text: text == NOT_SHOWN)
    return column.map(lambda text: "" if text == NOT_SHOWN else restore_text(text)), hidden


def read_tick(text: str) -> str:
    """Return 1, 0 or blank for what stands in the column of an option; other text as found.

    Examples
    --------
    >>> [read_tick(text) for text in ("Y", "否", "2", "", "perhaps")]
    ['1', '0', '0', '', 'perhaps']
    """
    word = plain(text)
    if word in YES:
        return "1"
    return "0" if word in NO or word == _CONVERTED_NO else text


@dataclass(frozen=True)
class Answers:
    """The answers of one column.

    Attributes
    ----------
    codes
        LimeSurvey's code of an answer to the code here.
    labels
        Language to label, as `plain` gives it, to the codes here that have it.
    other
        The code here of LimeSurvey's own option Other, which surveys made by hand have; None: there is none.
    """

    codes: Mapping[str, int]
    labels: Mapping[str, Mapping[str, frozenset[int]]]
    other: int | None = None

    def find_label(self, text: str, tongue: str) -> frozenset[int]:
        """Return the codes whose label in a language a cell may hold, as text or as HTML."""
        known = self.labels[tongue]
        spellings = (text, html.unescape(text), read_markup(text))
        return next((known[key] for spelling in spellings if (key := plain(spelling)) in known), frozenset())


def list_answers(field: Field, parts: Iterable[Part], other: int | None) -> Answers:
    """Return the answers of a field, whose labels stand in the form.

    Parameters
    ----------
    field, parts
        The field and the answers in the form.
    other
        The code here of the only option with a text beside it, or None.
    """
    listed = list(parts)
    codes = {part.code: field.codes[part.code] if part.code in field.codes else int(part.code) for part in listed}
    labels: dict[str, dict[str, frozenset[int]]] = {}
    for part in listed:
        for tongue, text in part.text.items():
            own = labels.setdefault(tongue, {})
            key = plain(text)
            own[key] = own.get(key, frozenset()) | {codes[part.code]}
    own_other = {} if other is None else {OTHER_CODE: other}
    return Answers(codes | dict(field.codes) | own_other, labels, other)


def find_label_language(columns: Iterable[tuple[Column, Answers]]) -> str | None:
    """Return the language whose labels the most cells hold, or None where codes explain every cell as well."""
    counts: Counter[str] = Counter()
    needed = False
    for column, answers in columns:
        for text in column.texts:
            for tongue in answers.labels:
                if text.strip() and answers.find_label(text, tongue):
                    counts[tongue] += 1
                    needed = needed or text.strip() not in answers.codes
    return counts.most_common(1)[0][0] if needed else None


def read_answers(column: Column, answers: Answers, tongue: str | None) -> Column:
    """Return the cells as codes here; text that is no answer stays as found.

    Parameters
    ----------
    column, answers
        The cells, and what they can hold.
    tongue
        The language of the labels, or None where the cells hold codes.
    """

    def read(text: str) -> str:
        order = [] if tongue is None else [tongue, *(one for one in answers.labels if one != tongue)]
        for one in order:
            if one in answers.labels and (codes := answers.find_label(text, one)):
                return str(next(iter(codes))) if len(codes) == 1 else text
        code = answers.codes.get(text.strip(), answers.other if tongue and plain(text) in OTHER else None)
        return text if code is None else str(code)

    return column.map(read)
