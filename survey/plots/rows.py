"""The frame of a chart with one row per thing: names at the left, values at the right, marks between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from survey.plots.canvas import figure_of, set_tick_labels, write_note
from survey.plots.fonts import LINE_HEIGHT, POINTS_PER_INCH, clean_text, measure_text, wrap_text
from survey.plots.marks import name_mark
from survey.plots.style import FONT_SIZE, SMALL_SIZE, new_axes

ROW_INCHES = 0.36
_HEAD_INCHES = 0.9  # column heads above and value axis below the rows
_NAME_SHARE = 0.34  # widest share of the figure that the names may take
_ROW_GAP = 0.07  # inches between the names of two rows
_COLUMN_GAP = 9.0  # points


def open_rows(
    ax: Axes | None,
    names: Iterable[object],
    *,
    width: float,
    row_inches: float = ROW_INCHES,
    extra_inches: float = 0.0,
    least_lines: Sequence[int] = (),
) -> tuple[Axes, np.ndarray]:
    """Set up axes with a named row for each thing, the first on top.

    Parameters
    ----------
    ax
        Axes to use, or None for new ones that are as high as the rows need.
    names
        Row names; long ones are wrapped.
    width
        Width of new axes' figure in inches.
    row_inches
        Least height of a row.
    extra_inches
        Height to add below, for a legend.
    least_lines
        Lines of text each row has to hold besides its name.

    Returns
    -------
    matplotlib.axes.Axes
        Axes whose vertical unit is one row of the least height.
    numpy.ndarray
        Middles of the rows, from the top; a row whose name takes several lines is higher.
    """
    total = width if ax is None else float(ax.get_position().width * figure_of(ax).get_figwidth())
    wrapped = [wrap_text(name, total * _NAME_SHARE, FONT_SIZE) for name in names]
    lines = np.array([name.count("\n") + 1 for name in wrapped])
    lines = np.maximum(lines, least_lines) if len(least_lines) else lines
    heights = np.maximum(1.0, (lines * FONT_SIZE * LINE_HEIGHT / POINTS_PER_INCH + _ROW_GAP) / row_inches)
    if ax is None:
        ax = new_axes(width, float(heights.sum()) * row_inches + _HEAD_INCHES + extra_inches)
    places = np.cumsum(heights) - heights / 2 - 0.5
    ax.set_ylim(float(heights.sum()) - 0.5, -0.5)
    set_tick_labels(ax, "y", places, wrapped, size=FONT_SIZE)
    return ax, places


def add_columns(ax: Axes, columns: Sequence[tuple[str, Sequence[str]]], places: Iterable[float]) -> None:
    """Write columns of values to the right of the axes, where no mark can reach them.

    Parameters
    ----------
    ax
        Axes with rows.
    columns
        Head and texts, one text per row, left column first.
    places
        Heights of the texts, as given by `open_rows`.
    """
    offset, heights = 0.0, list(places)
    for number, (head, texts) in enumerate(columns):
        shown = [clean_text(text) for text in texts]
        wide = max([measure_text(head, SMALL_SIZE), *(measure_text(text, FONT_SIZE) for text in shown)])
        offset += wide * POINTS_PER_INCH + _COLUMN_GAP
        above = {"va": "bottom", "alpha": 0.7}
        write_note(ax, clean_text(head), (1.0, 1.0), coords="axes fraction", offset=(offset, 4), ha="right", **above)
        for place, text in zip(heights, shown, strict=True):
            look = {"ha": "right", "va": "center", "size": FONT_SIZE, "alpha": 0.7 if number else 1.0}
            write_note(ax, text, (1.0, place), coords=("axes fraction", "data"), offset=(offset, 0), **look)


def draw_estimate(
    ax: Axes, place: float, values: Sequence[float], text: str, *, colour: str, marker: str = "o", size: float = 6.5
) -> None:
    """Draw an estimate and its interval, which say a text when pointed at.

    Parameters
    ----------
    ax
        Axes with rows.
    place
        Height of the row, as given by `open_rows`.
    values
        Estimate, low and high end; an interval with a missing end is left out.
    text
        What the marks say, as `describe_rows` writes it.
    colour
        Colour of all marks.
    marker, size
        Shape and size of the estimate.
    """
    middle, low, high = values
    drawn = draw_interval(ax, low, high, place, colour=colour)
    drawn += ax.plot([middle], [place], marker=marker, color=colour, markersize=size, zorder=4, linestyle="none")
    name_mark(text, *drawn)


def draw_interval(ax: Axes, low: float, high: float, place: float, *, colour: str) -> list[Line2D]:
    """Draw an interval as a line with small ends, unless a bound is missing, and return both."""
    if not (np.isfinite(low) and np.isfinite(high)):
        return []
    line = ax.plot([low, high], [place, place], color=colour, linewidth=1.6, solid_capstyle="butt", zorder=3)
    ends: dict[str, Any] = {"marker": "|", "markersize": 7, "markeredgewidth": 1.6, "linestyle": "none"}
    return line + ax.plot([low, high], [place, place], color=colour, zorder=3, **ends)
