"""A questionnaire as numbered questions: a matrix is one of them, and answers are places among the options."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from survey.questionnaire.item import Item, Matrix, Page
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

Kind = Literal["consent", "choice", "choices", "scale", "matrix", "number", "date", "line", "text"]

# The sites take a line of labels for the head of a matrix from three labels on.
FEWEST_COLUMNS = 3
AGREE, REFUSE = 1, 0
CONSENT_LABELS = {
    AGREE: LocalText({"zh-CN": "我同意参加", "en": "I agree to take part"}),
    REFUSE: LocalText({"zh-CN": "我不同意", "en": "I do not agree"}),
}
_SINGLE: dict[str, Kind] = {
    "single_choice": "choice",
    "multiple_choice": "choices",
    "number": "number",
    "date": "date",
    "short_text": "line",
    "long_text": "text",
}
# Signs that a web page takes for its own become their wide twins, which readers take for the same.
_WIDE = str.maketrans({"<": "＜", ">": "＞"})
_ENTITY = re.compile(r"&(?=#?\w+;)")


def is_chinese(language: str) -> bool:
    """Tell whether a language is Chinese of any kind."""
    return language.lower().startswith("zh")


def write_line(text: str) -> str:
    """Return a text as one line that no web page takes for markup.

    Examples
    --------
    >>> write_line("Is 1 < 2?\\n<b>Really</b> &amp; truly")
    'Is 1 ＜ 2? ＜b＞Really＜/b＞ ＆amp; truly'
    """
    return " ".join(_ENTITY.sub("＆", text.translate(_WIDE)).split())


@dataclass(frozen=True, kw_only=True)
class Question:
    """One numbered question.

    Attributes
    ----------
    number
        As the platform counts: from 1, over all pages.
    items
        The item it asks, or the rows of the matrix; none for the consent.
    matrix
        The matrix it is, or (for a row asked on its own) the matrix it belongs to.
    consent
        What the respondent agrees to; None for all other questions.
    required
        Whether it must be answered; a matrix only where each row must.
    """

    number: int
    kind: Kind
    items: tuple[Item, ...] = ()
    matrix: Matrix | None = None
    consent: LocalText | None = None
    required: bool = False

    @property
    def where(self) -> str:
        """The id of the item or matrix; "" for the consent."""
        if self.matrix is not None and self.kind == "matrix":
            return self.matrix.id
        return self.items[0].id if self.items else ""

    @property
    def codes(self) -> tuple[int, ...]:
        """The code of each option, in the order shown; none where nothing is chosen from."""
        if self.kind == "consent":
            return tuple(CONSENT_LABELS)
        return () if self.kind in ("number", "date", "line", "text") else tuple(self.items[0].labels)

    @property
    def has_special(self) -> bool:
        """Whether answers that are no point of the scale stand among the options."""
        return bool(self.items) and bool(self.items[0].special)

    def options(self, language: str) -> list[str]:
        """Return the options in the order shown: labels, and codes for points without one."""
        labels = CONSENT_LABELS if self.kind == "consent" else self.items[0].labels
        texts = [write_line(labels[code].in_language(language)) or str(code) for code in self.codes]
        if self.ends(language) != ("", ""):
            texts[: len(self.points)] = [str(code) for code in self.points]
        return [_tell_apart(texts, place, self.codes[place]) for place in range(len(texts))]

    def marked_options(self, language: str) -> list[str]:
        """Return the options with the labels of the two ends of a scale beside their codes."""
        texts = self.options(language)
        low, high = self.ends(language)
        last = len(self.points) - 1
        return [
            text + _bracket({0: low, last: high}.get(place, "") if last > 0 else "", language)
            for place, text in enumerate(texts)
        ]

    @property
    def points(self) -> tuple[int, ...]:
        """The points of the scale, without special answers; none where there is no scale."""
        scale = self.items[0].scale if self.items else None
        return scale.codes if scale is not None else ()

    def ends(self, language: str) -> tuple[str, str]:
        """Return the labels of the two ends of a scale that has no others, ("", "") for all other scales."""
        scale = self.items[0].scale if self.items else None
        if scale is None or len(scale.points) < FEWEST_COLUMNS:
            return "", ""
        low, *middle, high = [write_line(point.label.in_language(language)) for point in scale.points]
        return (low, high) if not any(middle) else ("", "")

    def rows(self, language: str) -> list[str]:
        """Return the rows of a matrix, none for all other questions."""
        return [_with_notes(item.text, item.help, language) for item in self.items] if self.kind == "matrix" else []

    def stem(self, language: str) -> str:
        """Return the question without help and notes."""
        if self.consent is not None:
            return write_line(self.consent.in_language(language))
        asked = "" if self.kind == "matrix" else write_line(self.items[0].text.in_language(language))
        above = write_line(self.matrix.text.in_language(language)) if self.matrix is not None else ""
        return _colon(language).join(part for part in (above, asked) if part)

    def notes(self, language: str) -> list[str]:
        """Return what belongs beside the stem: help, unit, and what to write for special answers."""
        if self.consent is not None:
            return []
        item = self.items[0]
        helps = [] if self.matrix is None else [self.matrix.help]
        helps += [] if self.kind == "matrix" else [item.help]
        own = [write_line(text.in_language(language)) for text in helps if text is not None]
        return [note for note in (*own, *self._notes(item, language)) if note]

    def title(self, language: str) -> str:
        """Return the question as respondents read it, with its help, its unit and what to write for special answers."""
        if self.consent is not None:
            return write_line(self.consent.in_language(language))
        item = self.items[0]
        if self.kind == "matrix" and self.matrix is not None:
            return _with_notes(self.matrix.text, self.matrix.help, language)
        own = _with_notes(item.text, item.help, language)
        if self.matrix is not None:
            own = _with_notes(self.matrix.text, self.matrix.help, language) + _colon(language) + own
        return own + "".join(_bracket(note, language) for note in self._notes(item, language))

    def _notes(self, item: Item, language: str) -> Iterator[str]:
        zh = is_chinese(language)
        if item.unit is not None:
            yield ("单位：" if zh else "unit: ") + write_line(item.unit.in_language(language))
        if self.kind == "number" and item.special:
            labels = [write_line(special.label.in_language(language)) for special in item.special]
            yield "或填写：" + "、".join(labels) if zh else "or write: " + ", ".join(labels)


def _tell_apart(texts: Sequence[str], place: int, code: int) -> str:
    """Return an option, with its code where another option reads the same."""
    text = texts[place]
    return f"{text} ({code})" if texts.count(text) > 1 else text


def _with_notes(text: LocalText, help_: LocalText | None, language: str) -> str:
    note = write_line(help_.in_language(language)) if help_ is not None else ""
    return write_line(text.in_language(language)) + _bracket(note, language)


def _colon(language: str) -> str:
    return "：" if is_chinese(language) else ": "


def _bracket(note: str, language: str) -> str:
    if not note:
        return ""
    return f"（{note}）" if is_chinese(language) else f" ({note})"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One page and its questions.

    Attributes
    ----------
    page
        The page; None for the one that asks for consent.
    """

    page: Page | None
    questions: tuple[Question, ...]

    def heads(self, language: str) -> list[str]:
        """Return the page's title and intro, as far as it has them."""
        texts = (self.page.title, self.page.intro) if self.page is not None else ()
        return [line for text in texts if text is not None and (line := write_line(text.in_language(language)))]


def list_sheets(questionnaire: Questionnaire) -> list[Sheet]:
    """Return the pages of a questionnaire with their questions, numbered through.

    The consent, where there is one, is the first question and a page of its own. A matrix with too few columns for a
    site to know it as one becomes a question a row.
    """
    sheets: list[Sheet] = []
    number = 1
    if questionnaire.consent is not None:
        ask = Question(number=1, kind="consent", consent=questionnaire.consent, required=questionnaire.consent_required)
        sheets.append(Sheet(page=None, questions=(ask,)))
        number += 1
    for page in questionnaire.pages:
        questions = []
        for kind, items, matrix in (one for block in page.blocks for one in _split(block, questionnaire)):
            required = all(item.required for item in items)
            questions.append(Question(number=number, kind=kind, items=items, matrix=matrix, required=required))
            number += 1
        sheets.append(Sheet(page=page, questions=tuple(questions)))
    return sheets


def _split(block: str | Matrix, questionnaire: Questionnaire) -> Iterator[tuple[Kind, tuple[Item, ...], Matrix | None]]:
    if isinstance(block, str):
        item = questionnaire.items[block]
        yield _SINGLE.get(item.type, "scale"), (item,), None
        return
    rows = tuple(questionnaire.items[row] for row in block.rows)
    if len(rows[0].labels) >= FEWEST_COLUMNS:
        yield "matrix", rows, block
    else:
        yield from (("scale", (row,), block) for row in rows)


def list_questions(questionnaire: Questionnaire) -> list[Question]:
    """Return the questions of all pages in their order.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> questions = list_questions(load_questionnaire("ecommerce-service"))
    >>> [(one.number, one.kind, one.where) for one in questions[:3]]
    [(1, 'consent', ''), (2, 'choice', 'lastbuy'), (3, 'choice', 'platform')]
    """
    return [question for sheet in list_sheets(questionnaire) for question in sheet.questions]
