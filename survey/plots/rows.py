"""The frame of a chart with one row per thing: names at the left, values at the right, marks between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from survey.errors import DataError
from survey.plots.fonts import FONT_FAMILIES, LINE_HEIGHT, POINTS_PER_INCH, clean_text, measure_text, wrap_text
from survey.plots.labels import format_percent
from survey.plots.style import FONT_SIZE, INK, NARROW_INCHES, SMALL_SIZE, new_axes

ROW_INCHES = 0.36
_HEAD_INCHES = 0.9  # column heads above and value axis below the rows
_NAME_SHARE = 0.34  # widest share of the figure that the names may take
_COLUMN_GAP = 9.0  # points


def check_frame(frame: pd.DataFrame, chart: str, *, text: Sequence[str] = (), numbers: Sequence[str] = ()) -> None:
    """Refuse a frame that a chart cannot draw.

    Parameters
    ----------
    frame
        Frame to draw.
    chart
        Name of the chart, for the message.
    text, numbers
        Columns it must have; those in ``numbers`` must be numeric.

    Raises
    ------
    DataError
        If the frame has no rows, lacks a column, or has text where numbers belong.
    """
    missing = [name for name in (*text, *numbers) if name not in frame.columns]
    if missing:
        have = ", ".join(map(str, frame.columns)) or "no columns"
        raise DataError(f"{chart}: the frame lacks the column {', '.join(missing)}; it has: {have}")
    if frame.empty:
        raise DataError(f"{chart}: the frame has no rows, so there is nothing to draw")
    wrong = [name for name in numbers if not pd.api.types.is_numeric_dtype(frame[name])]
    if wrong:
        raise DataError(f"{chart}: the column {', '.join(wrong)} must hold numbers, not {frame[wrong[0]].dtype}")


def column_values(frame: pd.DataFrame, name: str) -> np.ndarray:
    """Give a column as floats, not-a-number throughout if the frame does not have it."""
    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    return frame[name].to_numpy(dtype=float, na_value=np.nan)


def figure_of(ax: Axes) -> Figure:
    """Give the figure that holds the axes, also when they sit in a subfigure."""
    return cast(Figure, ax.get_figure(root=True))


def is_narrow(ax: Axes | None, width: float) -> bool:
    """Say whether a chart is to be laid out for a phone."""
    return (width if ax is None else float(figure_of(ax).get_figwidth())) < NARROW_INCHES


def open_rows(
    ax: Axes | None,
    names: Iterable[object],
    *,
    width: float,
    row_inches: float = ROW_INCHES,
    extra_inches: float = 0.0,
) -> Axes:
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

    Returns
    -------
    matplotlib.axes.Axes
        Axes with rows at 0, 1, 2 … from the top.
    """
    total = width if ax is None else float(ax.get_position().width * figure_of(ax).get_figwidth())
    wrapped = [wrap_text(name, total * _NAME_SHARE, FONT_SIZE) for name in names]
    lines = max(name.count("\n") for name in wrapped) + 1
    pitch = max(row_inches, lines * FONT_SIZE * LINE_HEIGHT / POINTS_PER_INCH + 0.08)
    if ax is None:
        ax = new_axes(width, len(wrapped) * pitch + _HEAD_INCHES + extra_inches)
    ax.set_ylim(len(wrapped) - 0.5, -0.5)
    set_tick_labels(ax, "y", range(len(wrapped)), wrapped, size=FONT_SIZE)
    return ax


def set_tick_labels(ax: Axes, which: str, places: Iterable[float], names: Sequence[str], *, size: float) -> None:
    """Put fixed names on an axis, literally and in the chart fonts, whatever the axes came with."""
    axis = ax.yaxis if which == "y" else ax.xaxis
    axis.set_ticks(list(places), list(names))
    axis.set_tick_params(length=0, labelsize=size, colors=INK, labelfontfamily=list(FONT_FAMILIES))
    for label in axis.get_ticklabels():
        write_plainly(label)


def write_plainly(text: Text) -> Text:
    """Show a text literally (no formulas) in the chart fonts."""
    text.set_parse_math(False)
    text.set_fontfamily(list(FONT_FAMILIES))
    return text


def name_axis(ax: Axes, which: str, title: str) -> None:
    """Write an axis title, wrapped to the room it has."""
    figure = figure_of(ax)
    room = figure.get_figwidth() * 0.62 if which == "x" else figure.get_figheight() * 0.8
    text = wrap_text(title, float(room), SMALL_SIZE) if title else ""
    label = ax.set_xlabel(text) if which == "x" else ax.set_ylabel(text)
    label.set(size=SMALL_SIZE, color=INK)
    write_plainly(label)


def set_share_axis(ax: Axes, low: float, high: float, title: str, *, narrow: bool) -> None:
    """Make the horizontal axis one of percentages, with light grid lines."""
    ticks = MaxNLocator(3 if narrow else 6, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    ticks = ticks[(ticks >= low - 1e-9) & (ticks <= high + 1e-9)]
    set_tick_labels(ax, "x", ticks, [format_percent(t) for t in ticks], size=SMALL_SIZE)
    finish_value_axis(ax, low, high, title)


def finish_value_axis(ax: Axes, low: float, high: float, title: str) -> None:
    """Set the limits, the title and the light grid of the horizontal axis."""
    ax.set_xlim(low, high)
    ax.grid(visible=True, axis="x", color=INK, alpha=0.13, linewidth=0.7)
    ax.set_axisbelow(True)
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set_visible(False)
    if low <= 0 <= high:
        ax.axvline(0, color=INK, alpha=0.45, linewidth=0.8, zorder=1)
    name_axis(ax, "x", title)


def add_columns(ax: Axes, columns: Sequence[tuple[str, Sequence[str]]], *, places: Sequence[float] = ()) -> None:
    """Write columns of values to the right of the axes, where no mark can reach them.

    Parameters
    ----------
    ax
        Axes with rows.
    columns
        Head and texts, one text per row, left column first.
    places
        Heights of the rows; 0, 1, 2 … if left out.
    """
    offset = 0.0
    for number, (head, texts) in enumerate(columns):
        shown = [clean_text(text) for text in texts]
        wide = max([measure_text(head, SMALL_SIZE), *(measure_text(text, FONT_SIZE) for text in shown)])
        offset += wide * POINTS_PER_INCH + _COLUMN_GAP
        _write_beside(ax, clean_text(head), 1.0, offset, above=True)
        for place, text in zip(places or range(len(shown)), shown, strict=True):
            _write_beside(ax, text, place, offset, faint=number > 0)


def _write_beside(ax: Axes, text: str, height: float, offset: float, *, above: bool = False, faint: bool = False) -> None:
    ax.annotate(
        text,
        (1.0, height),
        xycoords=("axes fraction", "axes fraction" if above else "data"),
        xytext=(offset, 4 if above else 0),
        textcoords="offset points",
        ha="right",
        va="bottom" if above else "center",
        size=SMALL_SIZE if above else FONT_SIZE,
        color=INK,
        alpha=0.7 if above or faint else 1.0,
        parse_math=False,
        family=list(FONT_FAMILIES),
        annotation_clip=False,
    )


def draw_interval(ax: Axes, low: float, high: float, place: float, *, colour: str) -> None:
    """Draw an interval as a line with small ends, unless a bound is missing."""
    if np.isfinite(low) and np.isfinite(high):
        ax.plot([low, high], [place, place], color=colour, linewidth=1.6, solid_capstyle="butt", zorder=3)
        ends = {"marker": "|", "markersize": 7, "markeredgewidth": 1.6, "linestyle": "none"}
        ax.plot([low, high], [place, place], color=colour, zorder=3, **ends)
