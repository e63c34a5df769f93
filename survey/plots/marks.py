"""What a mark of a chart says when pointed at: its name and its values, the title inside its group of an SVG."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.lines import Line2D

MARK = "mark:"  # the id of an artist that says something begins so; `figure_svg` turns it into a title
BETWEEN = "\u2028"  # separates the texts of a line's points; no text holds it, and XML leaves it as it is
_SIGNS = {"en": (": ", "; "), "zh-CN": ("：", "；")}
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = {"R", "AL"}
_LONGEST = 160  # characters of a name
_TARGET_POINTS = 9.0  # width of a point that can be met but not seen


def describe_mark(name: object, values: Iterable[tuple[str, str]], language: str) -> str:
    """Write the name of a mark and its values in one line; a name or a value that is missing is left out.

    Examples
    --------
    >>> describe_mark("Speed", [("Share", "40%"), ("Interval", "–")], "en")
    'Speed: Share 40%'
    >>> describe_mark("", [("Satisfied", "40%")], "en")
    'Satisfied 40%'
    >>> describe_mark("物流", [("占比", "40%"), ("区间", "30%–50%")], "zh-CN")
    '物流：占比 40%；区间 30%–50%'
    """
    after, between = _SIGNS[language]
    told = [f"{head} {value}".strip() for head, value in values if value not in ("", "–")]
    return after.join(part for part in (_name(name), between.join(told)) if part)


def describe_rows(names: Iterable[object], columns: Sequence[tuple[str, Sequence[str]]], language: str) -> list[str]:
    """Write the name of each row and its value in each column, as `describe_mark` does."""
    heads = [head for head, _ in columns]
    rows = zip(*(texts for _, texts in columns), strict=True)
    return [describe_mark(name, zip(heads, row, strict=True), language) for name, row in zip(names, rows, strict=True)]


def name_mark(text: str, *artists: Artist) -> None:
    """Make artists that together are one mark say a text in an SVG."""
    for artist in artists:
        artist.set_gid(MARK + _plain(text))


def name_points(line: Line2D, texts: Sequence[str]) -> None:
    """Make each point of a line say a text in an SVG, a missing point's text left out.

    Where the line has no markers, its points get ones that can be pointed at but not seen.
    """
    if line.get_marker() in ("None", "none", "", " ", None):
        line.set(marker="o", markersize=_TARGET_POINTS, markerfacecolor=(0, 0, 0, 0), markeredgewidth=0)
    there = np.isfinite(np.asarray(line.get_xydata(), dtype=float)).all(axis=1)
    known = [text for text, drawn in zip(texts, there, strict=True) if drawn]
    if known:
        line.set_gid(MARK + BETWEEN.join(map(_plain, known)))


def read_texts(identifier: str) -> list[str]:
    """Return the texts in the id of an artist; none where it says nothing."""
    return identifier.removeprefix(MARK).split(BETWEEN) if identifier.startswith(MARK) else []


def drop_controls(text: str) -> str:
    """Return a text in one line without characters that have no look of their own, such as marks of direction.

    Examples
    --------
    >>> drop_controls("a\\u202eb\\x00 c\\n d")
    'ab c d'
    """
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def _name(name: object) -> str:
    text = drop_controls(str(name))
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    turned = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)
    return f"{_ISOLATE}{text}{_END_ISOLATE}" if turned else text


def _plain(text: str) -> str:
    kept = (character for character in text if character.isprintable() or character in _ISOLATE + _END_ISOLATE)
    return "".join(kept)
