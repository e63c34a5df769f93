"""Columns that belong together: the options of a multiple choice, the rows of a table, the text beside an option."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from survey.drafting.column import DraftColumn
from survey.drafting.plain_text import read_html
from survey.platforms.coding.number import parse_number
from survey.platforms.coding.wording import plain

_CODED = re.compile(r"(?P<stem>.*?[A-Za-z0-9])(?:___|__|_|/|\[|\.)(?P<part>-?\d{1,5})\]?")
_OTHER_TEXT = re.compile(r"(?P<stem>.+)__(?P<part>-?\d{1,5})__text|(?P<stem2>.+?)_(?P<part2>\d{1,5})_TEXT")
_NAMED = (
    re.compile(r"(?P<stem>.+?)\s*\[(?P<part>[^\[\]]+)\]\s*", re.DOTALL),
    re.compile(r"(?P<stem>[^/]+)/(?P<part>[^/]+)"),
    re.compile(r"(?P<stem>.+?)\s*(?: [-–—:] |[:：—])\s*(?P<part>[^:：]+)", re.DOTALL),
    re.compile(r"(?P<stem>.+?)\s*[(（](?P<part>[^()（）]+)[)）]\s*", re.DOTALL),
)
_TICKS = frozenset(
    {"0", "1", "yes", "no", "true", "false", "是", "否", "selected", "not selected", "checked", "unchecked"}
)
_FEWEST = 2


@dataclass(eq=False)
class Grouped:
    """Columns with one stem.

    Attributes
    ----------
    coded
        Whether the parts are codes, and not labels.
    """

    stem: str
    coded: bool
    parts: list[str] = field(default_factory=list)
    columns: list[DraftColumn] = field(default_factory=list)

    @property
    def is_ticked(self) -> bool:
        """Whether every column says of one option whether it was chosen."""
        return all(is_tick(column, part) for part, column in zip(self.parts, self.columns, strict=True))


def group_columns(columns: Sequence[DraftColumn]) -> list[DraftColumn | Grouped]:
    """Return the columns in order, those that belong together as one."""
    groups: dict[tuple[str, bool], Grouped] = {}
    for column in columns:
        for stem, part, coded in _splits(column):
            group = groups.setdefault((stem, coded), Grouped(stem, coded))
            if part not in group.parts:
                group.parts.append(part)
                group.columns.append(column)
    sound = [group for group in groups.values() if _is_sound(group)]
    taken: dict[int, Grouped] = {}
    for group in sorted(sound, key=lambda one: (not one.coded, -len(one.columns))):
        if not any(id(column) in taken for column in group.columns):
            taken |= {id(column): group for column in group.columns}
    arranged: list[DraftColumn | Grouped] = []
    for column in columns:
        whole = taken.get(id(column), column)
        if whole not in arranged:
            arranged.append(whole)
    return arranged


def split_text_column(name: str) -> tuple[str, int] | None:
    """Return the item and code of a column for the text beside an option, or None.

    Examples
    --------
    >>> split_text_column("platform__6__text"), split_text_column("Q5_7_TEXT"), split_text_column("platform")
    (('platform', 6), ('Q5', 7), None)
    """
    match = _OTHER_TEXT.fullmatch(name)
    if match is None:
        return None
    return (match["stem"] or match["stem2"], int(match["part"] or match["part2"]))


def _splits(column: DraftColumn) -> list[tuple[str, str, bool]]:
    found: list[tuple[str, str, bool]] = []
    if match := _CODED.fullmatch(column.name):
        found.append((match["stem"], match["part"], True))
    for pattern in _NAMED:
        if (match := pattern.fullmatch(column.name)) and match["part"].strip():
            found.append((match["stem"].strip(), match["part"].strip(), False))
            break
    return found


def _is_sound(group: Grouped) -> bool:
    if len(group.columns) < _FEWEST:
        return False
    if group.is_ticked:
        return not group.coded or _share_wording(group)
    bracketed = all(not column.name.rstrip().endswith((")", "）")) for column in group.columns)
    return not group.coded and bracketed and _share_answers(group)


def _share_wording(group: Grouped) -> bool:
    """Tell whether the questions over the columns, if there are any, begin alike and end in an option."""
    wordings = [column.wording for column in group.columns]
    if not any(wordings):
        return True
    return len({split_wording(wording)[0] for wording in wordings}) == 1


def split_wording(wording: str) -> tuple[str, str]:
    """Return the question and the option in the wording over a column.

    Examples
    --------
    >>> split_wording("Where did you hear of us? [Radio]"), split_wording("Your age")
    (('Where did you hear of us?', 'Radio'), ('Your age', ''))
    """
    text = read_html(wording)
    for pattern in (_NAMED[0], re.compile(r"(?P<stem>.+?)\s+[-–—]\s+(?P<part>.+)", re.DOTALL), _NAMED[2]):
        if match := pattern.fullmatch(text):
            return match["stem"].strip(), match["part"].strip()
    return text, ""


def _share_answers(group: Grouped) -> bool:
    """Tell whether the columns hold the same few answers, as the rows of a table do."""
    answers = {text for column in group.columns for text in column.counts}
    filled = [column for column in group.columns if column.counts]
    if not _FEWEST < len(answers) <= 12 or len(filled) < _FEWEST:
        return False
    shared = sum(len(set(column.counts) & answers) for column in filled)
    return shared >= 0.5 * len(answers) * len(filled)


def is_tick(column: DraftColumn, part: str) -> bool:
    """Tell whether the values of a column say of one option whether it was chosen."""
    own = {plain(part), plain(split_wording(column.wording)[1])} - {""}
    codes = {number for value in column.labels if (number := parse_number(plain(value))) is not None}
    if column.form == "text" and not column.counts:
        return False
    texts = {plain(text).removesuffix(".0") for text in column.counts}
    if column.labels and not codes <= {0.0, 1.0}:
        return False
    return texts <= (_TICKS | own) and (bool(texts) or bool(column.labels) or not column.form)
