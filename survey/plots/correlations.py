"""Chart of a correlation matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from survey.errors import DataError
from survey.plots.canvas import figure_of, lay_out, set_tick_labels, write_note
from survey.plots.fonts import LINE_HEIGHT, POINTS_PER_INCH, measure_text, wrap_text
from survey.plots.labels import find_words, format_number
from survey.plots.marks import describe_mark, name_mark
from survey.plots.style import FONT_SIZE, SMALL_SIZE, diverging_map, new_axes, text_on, use_style

_NAME_SHARE = 0.36


def plot_correlations(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
) -> Axes:
    """Draw the lower triangle of a correlation matrix as a heat map with its numbers.

    The names stand once, at the rows, with a number; the columns carry the numbers only, so no text is turned.

    Parameters
    ----------
    frame
        Square matrix, shape (n_variables, n_variables), rows and columns named alike and in the same order.
    ax
        Axes to draw on; new ones if None.
    labels, language
        As in the other charts; this one prints no words of its own.
    width
        Width of the new figure in inches.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Raises
    ------
    DataError
        If the frame is empty, has one variable, or is not square with equal names.
    OptionError
        If the language or a key of ``labels`` is not known.

    Examples
    --------
    >>> frame = pd.DataFrame([[1.0, 0.4], [0.4, 1.0]], index=["Price", "Speed"], columns=["Price", "Speed"])
    >>> [text.get_text() for text in plot_correlations(frame).texts]
    ['0.40']
    """
    find_words(language, labels)
    if frame.empty or list(frame.index) != list(frame.columns) or len(frame) < 2:
        raise DataError("plot_correlations: the frame must be a square matrix of two or more variables, named alike")
    n = len(frame)
    values = frame.to_numpy(dtype=float)[:, : n - 1]
    hidden = np.triu(np.ones_like(values, dtype=bool)) | ~np.isfinite(values)
    with use_style():
        total = width if ax is None else float(figure_of(ax).get_figwidth())
        names = [
            wrap_text(f"{i} {name}", total * _NAME_SHARE, FONT_SIZE) for i, name in enumerate(frame.index, start=1)
        ]
        if ax is None:
            lines = max(name.count("\n") for name in names) + 1
            row = max(0.36, lines * FONT_SIZE * LINE_HEIGHT / POINTS_PER_INCH + 0.06)
            ax = new_axes(width, n * row + 0.4)
        _draw_cells(ax, values, hidden, [str(name) for name in frame.index], language)
        set_tick_labels(ax, "y", np.arange(n) + 0.5, names, size=FONT_SIZE)
        set_tick_labels(ax, "x", np.arange(n - 1) + 0.5, [str(i) for i in range(1, n)], size=SMALL_SIZE)
        _write_values(ax, values, hidden)
    return ax


def _draw_cells(ax: Axes, values: np.ndarray, hidden: np.ndarray, names: list[str], language: str) -> None:
    """Draw each number as a coloured square, with a clear one over it that says whose it is."""
    look: dict[str, Any] = {"cmap": diverging_map(), "vmin": -1, "vmax": 1, "cbar": False}
    sns.heatmap(values, mask=hidden, ax=ax, xticklabels=False, yticklabels=False, **look)
    for (row, column), value in np.ndenumerate(values):
        if not hidden[row, column]:
            cell = ax.add_patch(Rectangle((column, row), 1, 1, facecolor="white", alpha=0, linewidth=0))
            name_mark(describe_mark(f"{names[row]} · {names[column]}", [("r", format_number(value))], language), cell)


def _write_values(ax: Axes, values: np.ndarray, hidden: np.ndarray) -> None:
    """Write the numbers into the cells, without the leading zero where cells are small."""
    figure = figure_of(ax)
    lay_out(ax)
    room = ax.get_window_extent().width / figure.dpi / values.shape[1]
    short = measure_text("−0.00", SMALL_SIZE) + 0.08 > room
    ramp = diverging_map()
    for (row, column), value in np.ndenumerate(values):
        if not hidden[row, column]:
            text = format_number(value).replace("0.", ".", 1) if short else format_number(value)
            colour = text_on(to_hex(ramp((value + 1) / 2)))
            write_note(ax, text, (column + 0.5, row + 0.5), ha="center", va="center", color=colour)
