"""What a report says, whatever it is printed on: sections of plain text, tables and figures, with no mark-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from survey.report.brand import Brand

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
class Series:
    """The numbers of one series of a chart, one for each category, with their intervals where there are any."""

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class ChartData:
    """The numbers of a figure, for formats with charts of their own.

    Attributes
    ----------
    kind
        "bars"; "stacked" (bars of several series end to end); "diverging" (series in scale order around the middle);
        "map" (the categories as points; the first series goes across, the second up).
    categories
        Names of the rows, from the top, or of the points.
    form
        How values are written: shares (0–1) as percent, counts, or plain numbers.
    groups
        A name for each category, where they stand in blocks; else empty.
    means
        Where the two lines of a map lie: across, up.
    corners
        Names of a map's fields: upper left, upper right, lower left, lower right.
    """

    kind: Literal["bars", "stacked", "diverging", "map"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    form: Literal["percent", "count", "number"] = "percent"
    groups: tuple[str, ...] = ()
    means: tuple[float, ...] = ()
    corners: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A picture as SVG, wide and narrow, with its caption, what it shows in words, and its numbers where a format can
    draw them itself."""

    caption: str
    alt: str
    wide: str
    narrow: str
    data: ChartData | None = None


@dataclass(frozen=True)
class Group:
    """Blocks under a heading of their own inside a section."""

    heading: str
    blocks: tuple[Block, ...]


Block = Prose | Note | List | Tiles | Table | Figure | Group


@dataclass(frozen=True)
class Section:
    """A numbered part of the report; the id is the same in every language.

    Attributes
    ----------
    part
        Which of the five parts of a report it belongs to: "scope", "standing", "shortfall", "action" or "next"; or
        "appendix".
    headline
        The finding in one sentence, where the section has one; slides put it on top.
    """

    id: str
    heading: str
    blocks: tuple[Block, ...]
    part: str = ""
    headline: str = ""


@dataclass(frozen=True)
class Document:
    """A whole report.

    Attributes
    ----------
    subtitle
        Short facts under the title: base, period, questionnaire.
    banner
        What stands above everything, or None.
    brand
        Colour, logo and name of an organisation, or None.
    """

    title: str
    language: str
    subtitle: tuple[str, ...]
    sections: tuple[Section, ...]
    banner: Note | None = None
    footer: str = ""
    brand: Brand | None = None
