"""Columns of questions with options: one option a cell, several in a cell, or a column an option."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from survey.platforms.coding.wording import plain
from survey.platforms.files.column import Column
from survey.platforms.numbered.labels import Labels, split_open
from survey.platforms.numbered.question import Question
from survey.platforms.numbered.scheme import Scheme, read_whole
from survey.questionnaire.item import Item

# Between the options in one cell: answers to a multiple choice, and to a ranking.
JOINTS = ("┋", "→")
_NO_FIELD = "the text beside an option that has no text field in the questionnaire is not read"


@dataclass(frozen=True)
class Reading:
    """What a column says of a question with options.

    Attributes
    ----------
    columns
        The code of an option to its ticks, or 0 to the codes where one option is chosen; "" where there is no answer.
    beside
        The code of an option to the texts given beside it.
    reasons
        For each text of the column what in it is no answer; "" where there is nothing to say.
    """

    columns: Mapping[int, Column]
    beside: Mapping[int, Column] = field(default_factory=dict)
    reasons: Sequence[str] = ()


@dataclass(frozen=True)
class _Cell:
    """What one text says: codes with the text beside each, what is left as written, and a reason."""

    codes: tuple[tuple[int, str], ...] = ()
    left: str = ""
    reason: str = ""


def read_single(question: Question, column: Column, labels: Labels, scheme: Scheme | None) -> Reading:
    """Read a column with one option a cell, by label or (with a scheme) by number.

    Parameters
    ----------
    question
        What the column answers.
    column
        Its cells, "" where a mark says that there is no answer.
    labels
        Of the question's options.
    scheme
        What numbers stand for; None: every cell is a label.

    Notes
    -----
    A text that is no label stays as it is. A number that stands for nothing has a reason and becomes "".
    """
    parts = [split_open(text) for text in column.texts]
    known = labels.read([label for label, _ in parts])
    cells = []
    for (label, beside), code, text in zip(parts, known, column.texts, strict=True):
        number = read_whole(label) if scheme is not None else None
        if scheme is None or number is None:
            cells.append(_Cell(left=text) if code is None else _tell(question, code, beside))
        elif number in scheme.codes:
            cells.append(_tell(question, scheme.codes[number], beside))
        else:
            cells.append(_Cell(reason=f"the question has no option {number}"))
    written = [spell_code(question, cell.codes[0][0]) if cell.codes else cell.left for cell in cells]
    reasons = [cell.reason for cell in cells]
    return Reading({0: column.relabel(written)}, _gather_beside(question, column, cells), reasons)


def read_joined(question: Question, column: Column, labels: Labels, joints: Sequence[str] = JOINTS) -> Reading:
    """Read a column with all chosen options in a cell, ``运动┋阅读┋其他〖钓鱼〗``, or by rank, ``运动→阅读``.

    Parameters
    ----------
    question
        What the column answers.
    column
        Its cells, "" where a mark says that there is no answer.
    labels
        Of the question's options.
    joints
        What may stand between two options, each one sign; the first that leads to an option is taken.
    """
    cells = [_read_pieces(question, text, labels, joints) for text in column.texts]
    columns = {}
    for code in question.codes:
        ticks = ["" if not cell.codes else str(int(code in dict(cell.codes))) for cell in cells]
        columns[code] = column.relabel(ticks)
    return Reading(columns, _gather_beside(question, column, cells), [cell.reason for cell in cells])


def _read_pieces(question: Question, text: str, labels: Labels, joints: Sequence[str]) -> _Cell:
    if not text.strip():
        return _Cell()
    known = _find_pieces(text, labels, joints)
    told = [_tell(question, code, beside) for _, beside, code in known if code is not None]
    unknown = [f"'{label.strip()}'" for label, _, code in known if code is None]
    reasons = [cell.reason for cell in told if cell.reason][:1]
    if unknown:
        reasons.insert(
            0, f"no option of this question: {', '.join(unknown)}" + ("; the others are read" if told else "")
        )
    return _Cell(tuple(pair for cell in told for pair in cell.codes), reason="; ".join(reasons))


def _find_pieces(text: str, labels: Labels, joints: Sequence[str]) -> list[tuple[str, str, int | None]]:
    """Return the options in a cell: the label, the text beside it, and its code or None."""
    found: list[tuple[str, str, int | None]] = []
    for joint in joints:
        pieces = [split_open(piece) for piece in re.findall(rf"(?:〖.*?〗|[^{re.escape(joint)}])+", text, re.DOTALL)]
        codes = labels.read([label for label, _ in pieces])
        pairs = [(label, beside, code) for (label, beside), code in zip(pieces, codes, strict=True)]
        found = found or pairs
        if any(code is not None for code in codes):
            return pairs
    return found


def read_ticks(question: Question, code: int, column: Column, labels: Labels) -> tuple[Reading, bool]:
    """Read the column of one option, 1 or 0, or its rank, or its label; return also whether it holds ranks.

    A text that is none of these stays as it is.
    """
    cells, ranked = [], False
    for text in column.texts:
        label, beside = split_open(text)
        number = read_whole(label)
        if number == 0:
            cells.append(_Cell(left="0"))
        elif (number is not None and number > 0) or labels.is_one(label, code):
            ranked = ranked or (number is not None and number > 1)
            cells.append(_tell(question, code, beside))
        else:
            cells.append(_Cell(left=text))
    written = ["1" if cell.codes else cell.left for cell in cells]
    reasons = [cell.reason for cell in cells]
    return Reading({code: column.relabel(written)}, _gather_beside(question, column, cells), reasons), ranked


def has_words(column: Column, labels: Labels, *, ticks: bool = False) -> bool | None:
    """Tell whether a column of options holds labels; None where numbers are labels too, or there is nothing.

    Parameters
    ----------
    column
        Its cells, "" where a mark says that there is no answer.
    labels
        Of the question's options.
    ticks
        Whether it is the column of one option, in which numbers are no labels.

    Examples
    --------
    >>> from survey.platforms.numbered.labels import list_labels
    >>> from survey.platforms.numbered.question import list_questions
    >>> from survey.questionnaire.load import load_questionnaire
    >>> labels = list_labels(list_questions(load_questionnaire("csibank"))[8], ["en"])
    >>> [has_words(Column.from_cells(cells), labels) for cells in (["Male", ""], ["2", "1"], [""])]
    [True, False, None]
    """
    texts = [split_open(text)[0] for text in column.texts if text.strip()]
    numbers = [text for text in texts if read_whole(text) is not None]
    if not texts or len(numbers) < len(texts) / 2:
        return True if texts else None
    return None if not ticks and all(code is not None for code in labels.read(numbers)) else False


def _tell(question: Question, code: int, beside: str) -> _Cell:
    lost = bool(beside.strip()) and code not in _open_codes(question)
    return _Cell(((code, "" if lost else beside),), reason=_NO_FIELD if lost else "")


def _open_codes(question: Question) -> list[int]:
    return [choice.code for item in question.items for choice in item.choices if choice.has_text]


def _gather_beside(question: Question, column: Column, cells: Sequence[_Cell]) -> dict[int, Column]:
    """Return the texts beside options, for those that have any."""
    found = {code: [dict(cell.codes).get(code, "") for cell in cells] for code in _open_codes(question)}
    return {code: column.relabel(texts) for code, texts in found.items() if any(text.strip() for text in texts)}


def spell_code(question: Question, code: int) -> str:
    """Return a code as text that cannot be taken for the label of another option."""
    item = question.items[0] if question.items else None
    if item is not None and any(plain(label) == str(code) for label in _other_labels(item, code)):
        own = next(iter(item.labels[code].values()), "") if code in item.labels else ""
        return f"{code} - {own}" if own else str(code)
    return str(code)


def _other_labels(item: Item, code: int) -> Iterator[str]:
    for other, text in item.labels.items():
        if other != code:
            yield from text.values()
