"""What stands on each slide: plain values, sized to fit, that know no file format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from survey.report.document import ChartData, Figure, Tiles

# Points, on a page of 13⅓ × 7½ inches.
PAGE = (960.0, 540.0)
MARGIN = 40.0
WIDTH = PAGE[0] - 2 * MARGIN
TOP, BOTTOM = 140.0, 498.0  # of what stands under the headline
HEIGHT = BOTTOM - TOP
HEADLINE_TOP, HEADLINE_HEIGHT = 58.0, 74.0
GAP = 10.0
TILES_HEIGHT, TILES_ACROSS = 96.0, 6
CAPTION = 22.0  # height of a caption over a table or chart

PARTS = ("scope", "standing", "shortfall", "action", "next", "appendix")
Look = Literal["plain", "bullet", "number", "answer", "info", "caution", "simulated", "faint"]


@dataclass(frozen=True)
class Line:
    """One paragraph of a slide."""

    text: str
    term: str = ""
    look: Look = "plain"
    number: int = 0


@dataclass(frozen=True)
class Grid:
    """A table, or a page of one, with its columns and rows measured.

    Attributes
    ----------
    widths, heights
        In points; the first height is that of the heads.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    flush: tuple[bool, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float

    @property
    def height(self) -> float:
        """How high it stands with its caption."""
        return sum(self.heights) + (CAPTION if self.caption else 0.0)


@dataclass(frozen=True)
class Panels:
    """One chart of a figure, or several side by side, each with a title; no charts mean the figure's picture."""

    figure: Figure
    charts: tuple[tuple[str, ChartData], ...] = ()


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes
    ----------
    part
        One of the parts, or empty before the first.
    section
        The id of the section it comes from.
    kicker
        Where in the report this is.
    size
        Of the paragraphs, in points.
    """

    part: str
    section: str
    kicker: str
    headline: str
    lines: tuple[Line, ...] = ()
    main: Tiles | Grid | Panels | None = None
    notes: tuple[str, ...] = ()
    size: float = 16.0
    continued: bool = False
