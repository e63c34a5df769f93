"""Texts and value axes that look the same on every chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.ticker import MaxNLocator

from survey.plots.fonts import FONT_FAMILIES, LINE_SPACING, wrap_text
from survey.plots.labels import format_percent
from survey.plots.style import INK, NARROW_INCHES, SMALL_SIZE


def figure_of(ax: Axes) -> Figure:
    """Give the figure that holds the axes, also when they sit in a subfigure."""
    return cast(Figure, ax.get_figure(root=True))


def lay_out(ax: Axes) -> None:
    """Give the axes their final place now, so that room can be measured; much cheaper than drawing."""
    engine = figure_of(ax).get_layout_engine()
    if engine is not None:
        engine.execute(figure_of(ax))


def keep_layout(ax: Axes) -> None:
    """Keep the places found by `lay_out`: what comes after lies inside the axes, and drawing need not look again."""
    figure_of(ax).set_layout_engine("none")


def is_narrow(ax: Axes | None, width: float) -> bool:
    """Say whether a chart is to be laid out for a phone."""
    return (width if ax is None else float(figure_of(ax).get_figwidth())) < NARROW_INCHES


def set_tick_labels(ax: Axes, which: str, places: Iterable[float], names: Sequence[str], *, size: float) -> None:
    """Put fixed names on an axis, literally and in the chart fonts, whatever the axes came with."""
    axis = ax.yaxis if which == "y" else ax.xaxis
    axis.set_ticks(list(places), list(names))
    axis.set_tick_params(length=0, labelsize=size, colors=INK, labelfontfamily=list(FONT_FAMILIES))
    for label in axis.get_ticklabels():
        write_plainly(label).set_linespacing(LINE_SPACING)


def write_plainly(text: Text) -> Text:
    """Show a text literally (no formulas) in the chart fonts."""
    text.set_parse_math(False)
    text.set_fontfamily(list(FONT_FAMILIES))
    return text


def write_note(
    ax: Axes,
    text: str,
    at: tuple[float, float],
    *,
    coords: str | tuple[str, str] = "data",
    offset: tuple[float, float] = (0.0, 0.0),
    **look: Any,
) -> Annotation:
    """Write a text on a chart, literally and in the chart fonts, whatever the axes came with.

    Parameters
    ----------
    ax
        Axes to write on.
    text
        Text, already wrapped.
    at, coords
        Place and its coordinates, as in ``Axes.annotate``.
    offset
        Shift from the place, in points.
    look
        Further text settings.
    """
    plain = {"color": INK, "size": SMALL_SIZE, "parse_math": False, "family": list(FONT_FAMILIES)}
    settings = {**plain, "linespacing": LINE_SPACING, "annotation_clip": False, **look}
    return ax.annotate(text, at, xycoords=coords, xytext=offset, textcoords="offset points", **settings)


def name_axis(ax: Axes, which: str, title: str) -> None:
    """Write an axis title, wrapped to the room it has."""
    figure = figure_of(ax)
    room = figure.get_figwidth() * 0.62 if which == "x" else figure.get_figheight() * 0.8
    text = wrap_text(title, float(room), SMALL_SIZE) if title else ""
    label = ax.set_xlabel(text) if which == "x" else ax.set_ylabel(text)
    label.set(size=SMALL_SIZE, color=INK)
    write_plainly(label).set_linespacing(LINE_SPACING)


def choose_ticks(low: float, high: float, *, most: int) -> np.ndarray:
    """Choose at most so many round values (steps of 1, 2 or 5) inside an axis."""
    ticks = np.asarray(MaxNLocator(most, steps=[1, 2, 5, 10]).tick_values(low, high))
    slack = (high - low) * 1e-6
    return ticks[(ticks >= low - slack) & (ticks <= high + slack)]


def format_shares(shares: np.ndarray) -> list[str]:
    """Write tick values as percentages, with digits only where the steps need them."""
    step = np.diff(shares).min() if len(shares) > 1 else 1.0
    return [format_percent(share, 0 if step > 0.0099 else 1) for share in shares]


def set_share_axis(ax: Axes, low: float, high: float, title: str, *, narrow: bool) -> None:
    """Make the horizontal axis one of percentages, with light grid lines."""
    ticks = choose_ticks(low, high, most=4 if narrow else 7)
    set_tick_labels(ax, "x", ticks, format_shares(ticks), size=SMALL_SIZE)
    finish_value_axis(ax, low, high, title)


def finish_value_axis(ax: Axes, low: float, high: float, title: str) -> None:
    """Set the limits, the title and the light grid of the horizontal axis."""
    ax.set_xlim(float(low), float(high))
    ax.grid(visible=True, axis="x", color=INK, alpha=0.13, linewidth=0.7)
    ax.set_axisbelow(True)
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set_visible(False)
    if low <= 0 <= high:
        ax.axvline(0, color=INK, alpha=0.45, linewidth=0.8, zorder=1)
    name_axis(ax, "x", title)
