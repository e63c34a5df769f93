"""Legends below a chart, in as many columns as fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from survey.plots.canvas import figure_of, write_plainly
from survey.plots.fonts import FONT_FAMILIES, POINTS_PER_INCH, clean_text, measure_text, wrap_text
from survey.plots.style import INK, SMALL_SIZE

_ENTRY_INCHES = 0.48  # key, padding and gap of one entry
_BELOW_AXIS = 4.2  # font sizes between the axes and a legend under its title
_ROW_POINTS = SMALL_SIZE * 1.75


def dot_handle(colour: str, marker: str) -> Line2D:
    """Make the legend key of a dot."""
    return Line2D([], [], color=colour, marker=marker, linestyle="none", markersize=6)


def patch_handle(colour: str, alpha: float = 1.0) -> Patch:
    """Make the legend key of a bar."""
    return Patch(facecolor=colour, alpha=alpha, linewidth=0)


def legend_columns(names: Sequence[object], width: float) -> int:
    """Count the columns that fit a width in inches, all rows evenly filled."""
    widest = max(measure_text(clean_text(name), SMALL_SIZE) for name in names) + _ENTRY_INCHES
    fit = max(1, min(len(names), int((width - 0.1) / widest)))
    return math.ceil(len(names) / math.ceil(len(names) / fit))


def legend_inches(names: Sequence[object], width: float) -> float:
    """Height a legend of these names takes, in inches."""
    if len(names) < 2:
        return 0.0
    return math.ceil(len(names) / legend_columns(names, width)) * _ROW_POINTS / POINTS_PER_INCH + 0.08


def add_legend(ax: Axes, handles: Sequence[Artist], names: Sequence[object]) -> Legend:
    """Put a legend below the chart, names as given (also those that start with an underscore)."""
    figure = figure_of(ax)
    width = float(figure.get_figwidth())
    alone = figure.get_constrained_layout() and len(figure.axes) == 1
    width *= 1.0 if alone else float(ax.get_position().width)
    place: dict[str, Any] = {"loc": "outside lower center", "borderaxespad": 0.2}
    below = {"loc": "upper center", "bbox_to_anchor": (0.5, 0.0), "borderaxespad": _BELOW_AXIS}
    legend = (figure if alone else ax).legend(
        list(handles),
        [str(i) for i in range(len(names))],
        **(place if alone else below),
        ncol=legend_columns(names, width),
        frameon=False,
        prop={"family": list(FONT_FAMILIES), "size": SMALL_SIZE},
        handlelength=1.1,
        handletextpad=0.5,
        columnspacing=1.2,
        borderpad=0.1,
        labelcolor=INK,
    )
    for text, name in zip(legend.get_texts(), names, strict=True):
        write_plainly(text).set_text(wrap_text(name, width - _ENTRY_INCHES, SMALL_SIZE))
    return legend
