"""What a report says, whatever it is printed on: sections of plain text, tables and figures, with no mark-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Tone = Literal["plain", "faint"]
Weight = Literal["info", "caution", "simulated"]


@dataclass(frozen=True)
class Prose:
    """One paragraph."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Note:
    """One paragraph that must not be missed."""

    text: str
    weight: Weight = "info"
    heading: str = ""


@dataclass(frozen=True)
class Point:
    """One entry of a list, with a term in front or none."""

    text: str
    term: str = ""


@dataclass(frozen=True)
class List:
    """Entries that stand side by side."""

    points: tuple[Point, ...]
    style: Literal["bullets", "answers", "references"] = "bullets"


@dataclass(frozen=True)
class Tile:
    """One headline number with its name and what to know about it."""

    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True)
class Tiles:
    """Headline numbers side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """A table of formatted text.

    Attributes
    ----------
    frame
        Text, shape (n_rows, n_columns), in the order shown; the first column names the row.
    numeric
        Columns of figures, set flush right.
    note
        How to read the columns.
    folded
        Whether a renderer that can fold the table away may do so.
    """

    caption: str
    frame: pd.DataFrame
    numeric: frozenset[str] = frozenset()
    note: str = ""
    folded: bool = False


@dataclass(frozen=True)
class Figure:
    """A picture as SVG, wide and narrow, with its caption and what it shows in words."""

    caption: str
    alt: str
    wide: str
    narrow: str


@dataclass(frozen=True)
class Group:
    """Blocks under a heading of their own inside a section."""

    heading: str
    blocks: tuple[Block, ...]


Block = Prose | Note | List | Tiles | Table | Figure | Group


@dataclass(frozen=True)
class Section:
    """A numbered part of the report; the id is the same in every language."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A whole report.

    Attributes
    ----------
    subtitle
        Short facts under the title: base, period, questionnaire.
    banner
        What stands above everything, or None.
    """

    title: str
    language: str
    subtitle: tuple[str, ...]
    sections: tuple[Section, ...]
    banner: Note | None = None
    footer: str = ""
