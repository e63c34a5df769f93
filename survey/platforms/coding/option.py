"""Multiple choice: several options in one cell, or one column an option."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from survey.platforms.coding.label import Labels, Reading
from survey.platforms.coding.number import parse_number
from survey.platforms.coding.wording import plain, plain_places

_SEPARATORS = ";,|┋、"
_LINE_BREAK = re.compile(r"[\r\n]+")
_YES = frozenset(
    {"y", "yes", "true", "t", "是", "x", "×", "✓", "✔", "√", "☑", "☒", "■", "●", "selected", "checked", "选中", "已选"}
)
_NO = frozenset({"n", "no", "false", "f", "否", "☐", "□", "○", "not selected", "unchecked", "未选", "未选中"})
_ALLOWED = "allowed are 1 or 0, yes or no, the option's own label, or nothing"


class Chosen(NamedTuple):
    """The options that a cell names, what in it names none, and the texts given beside options."""

    codes: frozenset[int]
    unknown: tuple[str, ...] = ()
    texts: tuple[tuple[int, str], ...] = ()


def read_options(cell: str, labels: Labels) -> Chosen:
    """Return the options named in a cell.

    Known labels are looked for, the longest first, so that a label may hold the separator: ``;``, ``,``, ``|``, ``┋``,
    ``、`` or a line break. What is left between separators is named as unknown.

    Examples
    --------
    >>> labels = Labels(frozenset({1, 2}), {"bags, shoes": frozenset({1}), "toys": frozenset({2})}, "1, 2")
    >>> sorted(read_options("Bags, shoes, toys", labels).codes), read_options("toys; books", labels).unknown
    ([1, 2], ('books',))
    """
    written = unicodedata.normalize("NFC", _LINE_BREAK.sub(";", cell.strip()))
    text, places = plain_places(written)
    places.append(len(written))
    return _gather([written[places[start] : places[end]] for start, end in _cut(text, labels)], labels)


def _cut(text: str, labels: Labels) -> list[tuple[int, int]]:
    """Return where the pieces of a text begin and end: the fewest unknown signs, then the longest labels first."""
    size = len(text)
    starts = [0, *(place + 1 for place, sign in enumerate(text) if sign in _SEPARATORS)]
    best: dict[int, tuple[int, int, int]] = {}  # start -> (unknown signs from here on, end of the piece, next start)
    for start in reversed(starts):
        begin = start + text.startswith(" ", start)
        options = []
        for label in labels.spellings:
            end = begin + len(label)
            if text.startswith(label, begin) and (after := _skip(text, end)) is not None:
                options.append((best[after][0] if after < size else 0, end, after))
        stop = next((place for place in range(begin, size) if text[place] in _SEPARATORS), size)
        unknown = len(text[begin:stop].strip())
        options.append((unknown + (best[stop + 1][0] if stop < size else 0), stop, stop + 1))
        best[start] = min(options, key=lambda option: option[0])
    return _follow(text, best)


def _skip(text: str, end: int) -> int | None:
    """Return where the next piece starts if one can end here, else None."""
    if end < len(text) and text[end] == " ":
        end += 1
    if end >= len(text):
        return len(text) + 1
    return end + 1 if text[end] in _SEPARATORS else None


def _follow(text: str, best: dict[int, tuple[int, int, int]]) -> list[tuple[int, int]]:
    pieces, start = [], 0
    while start in best:
        _, end, after = best[start]
        if text[start:end].strip():
            pieces.append((start, end))
        start = after
    return pieces


def _gather(pieces: Sequence[str], labels: Labels) -> Chosen:
    codes: set[int] = set()
    unknown: list[str] = []
    texts: list[tuple[int, str]] = []
    for piece in pieces:
        found = labels.find(plain(piece)).codes
        parts = [labels.find(part).codes for part in plain(piece).split()]
        if len(found) == 1:
            codes |= found
        elif beside := labels.split_open(piece):
            codes.add(beside[0])
            texts.append(beside)
        elif len(parts) > 1 and all(len(part) == 1 for part in parts):
            codes.update(*parts)
        else:
            unknown.append(piece.strip())
    return Chosen(frozenset(codes), tuple(unknown), tuple(texts))


def read_ticks(cells: Sequence[str], code: int, labels: Labels) -> list[Reading]:
    """Return what the different cells of one option's column say: 1, 0, or NaN for blank or with a reason.

    Parameters
    ----------
    cells
        The different texts of the column.
    code
        The option's code, which also counts as a tick.
    labels
        The labels of this option only.
    """
    return [_tick(plain(cell), code, labels) for cell in cells]


def _tick(text: str, code: int, labels: Labels) -> Reading:
    if not text:
        return Reading(math.nan)
    number = parse_number(text)
    no = text in _NO or number == 0
    yes = (
        text in _YES or number == 1 or (number == code and not no) or (number is None and bool(labels.find(text).codes))
    )
    if yes and no:
        return Reading(math.nan, f"ambiguous: it may be the option's label or a plain no; {_ALLOWED}")
    if yes or no:
        return Reading(float(yes))
    return Reading(math.nan, f"neither a tick nor a blank; {_ALLOWED}")
