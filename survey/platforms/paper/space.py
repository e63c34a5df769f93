"""How much fits on the page: labels over boxes, and options in columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import ceil

from survey.platforms.paper.form import Group, Head, Option, Side

TEXT_WIDTH = 174.0  # mm between the margins of an A4 page
INDENT = 9.0  # mm from the question number to its text
STATEMENT_WIDTH = 52.0  # mm of a grid's first column
LABEL_SIZE = 7.5  # points of the labels over boxes
_OPTION_SIZE = 10.0
_MM_PER_POINT = 25.4 / 72
# Widths of letters as shares of the font size, those of a wide sans-serif font (DejaVu Sans).
_NARROW, _WIDE, _CAPITAL, _OTHER = 0.35, 0.92, 0.7, 0.62
_CELL_PADDING = 0.8
_BOX_WIDTH = 14.0  # mm of the box, the code and the gap before the next option
_MARK_WIDTH, _DIGIT_WIDTH = 4.6, 1.7  # mm, over boxes side by side
_LINES = (2, 3, 5, 0)  # of labels over boxes, the best first; 0: no room for labels
_FILLED = 0.8  # of a line, before a word goes to the next one
_COLUMNS = (3, 2)


def measure(text: str, size: float) -> float:
    """Return the width of a text in mm, roughly: a Chinese character is as wide as it is high."""
    return sum(map(_em, text)) * size * _MM_PER_POINT


def _em(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF" or sign == "★":
        return 1.0
    if sign in "ijlftr.,'’!|:;()[]- ":
        return _NARROW
    return _WIDE if sign in "mwMW@%" else _CAPITAL if sign.isupper() else _OTHER


def spread_labels(options: Sequence[Option]) -> tuple[Head, ...]:
    """Return the labels over boxes: beside unlabelled points an anchor gets their room too.

    Examples
    --------
    >>> labels = ["never", "", "", "", "always"]
    >>> heads = spread_labels([Option(code=code, label=label) for code, label in enumerate(labels, 1)])
    >>> [(head.label, head.span, head.side) for head in heads]
    [('never', 3, 'left'), ('always', 2, 'right')]
    """
    labelled = [place for place, option in enumerate(options) if option.label]
    if len(labelled) in {0, len(options)}:
        return tuple(Head(label=option.label, span=1, side="middle") for option in options)
    borders = [0, *((left + right) // 2 + 1 for left, right in pairwise(labelled)), len(options)]
    return tuple(
        Head(label=options[place].label, span=end - start, side=_side(place, len(options)))
        for place, (start, end) in zip(labelled, pairwise(borders), strict=True)
    )


def _side(place: int, count: int) -> Side:
    if place == 0:
        return "left"
    return "right" if place == count - 1 else "middle"


@dataclass(frozen=True, kw_only=True)
class Boxes:
    """Boxes side by side under their labels, equally spaced, the special answers on their own.

    Attributes
    ----------
    heads
        The labels; none where there is no room for them.
    width, special_width
        Of one box, in mm.
    """

    heads: tuple[Head, ...]
    width: float
    special_width: float


def place_boxes(points: Sequence[Option], special: Sequence[Option], room: float) -> Boxes | None:
    """Place boxes side by side on a width in mm; None where they do not fit.

    Examples
    --------
    >>> ten = [Option(code=code, label="") for code in range(10)]
    >>> place_boxes(ten, [], 100.0)
    Boxes(heads=..., width=10.0, special_width=0.0)
    >>> place_boxes(ten, [], 50.0) is None
    True
    """
    heads = (spread_labels(points), spread_labels(special))
    bare = (_need_boxes(points), _need_boxes(special))
    for lines in _LINES:
        needed = [max(_need_heads(group, lines), box) for group, box in zip(heads, bare, strict=True)]
        slack = room - len(points) * needed[0] - len(special) * needed[1]
        if slack >= 0:
            return _share(heads if lines else ((), ()), needed, slack / (len(points) + len(special)))
    return None


def _share(heads: tuple[tuple[Head, ...], tuple[Head, ...]], needed: Sequence[float], more: float) -> Boxes:
    width, special_width = (round(one + more, 3) if one else 0.0 for one in needed)
    balanced = (*_balance_all(heads[0], width), *_balance_all(heads[1], special_width))
    return Boxes(heads=balanced, width=width, special_width=special_width)


def _need_boxes(options: Sequence[Option]) -> float:
    return max((_MARK_WIDTH + _DIGIT_WIDTH * len(str(option.code)) for option in options), default=0.0)


def _need_heads(heads: Sequence[Head], lines: int) -> float:
    return max((_need(head.label, lines) / head.span for head in heads), default=0.0) if lines else 0.0


def _need(label: str, lines: int) -> float:
    """Return the width in mm in which a label has no word cut and at most so many lines."""
    longest = max((measure(word, LABEL_SIZE) for word in _split_words(label)), default=0.0)
    filled = _FILLED if " " in label else 1.0
    return max(longest, measure(label, LABEL_SIZE) / (lines * filled)) + _CELL_PADDING


def _split_words(label: str) -> list[str]:
    """Cut a label where a line may end: at blanks, and beside Chinese characters."""
    return [word for word in re.split(r"\s+|(?<=[\u3000-\u9fff\uff00-\uffef])", label) if word]


def _balance_all(heads: Sequence[Head], width: float) -> list[Head]:
    return [replace(head, label=balance_label(head.label, head.span * width - _CELL_PADDING)) for head in heads]


def balance_label(label: str, width: float) -> str:
    """Break a label without blanks, as Chinese ones are, into lines of about the same length.

    Examples
    --------
    >>> balance_label("非常不同意", 11.0)
    '非常\\n不同意'
    """
    lines = ceil(measure(label, LABEL_SIZE) / width)
    if lines < 2 or re.search(r"[\s\x21-\x7e]", label):
        return label
    ends = [len(label) * place // lines for place in range(lines + 1)]
    return "\n".join(label[start:end] for start, end in pairwise(ends))


def group_options(options: Iterable[Option]) -> tuple[Group, ...]:
    """Put short options into columns, and those with a text field or a note on lines of their own."""
    listed = list(options)
    columns = _count_columns([option.label for option in listed if _is_plain(option)])
    return tuple(
        Group(columns=columns if plain else 1, options=tuple(run)) for plain, run in groupby(listed, key=_is_plain)
    )


def _is_plain(option: Option) -> bool:
    return not option.has_text and not option.note


def _count_columns(labels: Sequence[str]) -> int:
    widest = max((measure(label, _OPTION_SIZE) for label in labels), default=0.0)
    fitting = (many for many in _COLUMNS if len(labels) >= many and widest + _BOX_WIDTH <= TEXT_WIDTH / many)
    return next(fitting, 1)
