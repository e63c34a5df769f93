"""Contours of a coefficient over all confounders."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from survey.errors import check_option
from survey.plots.canvas import choose_ticks, format_shares, name_axis, set_tick_labels, write_note, write_plainly
from survey.plots.fonts import clean_text
from survey.plots.frames import check_frame
from survey.plots.labels import format_number, format_percent
from survey.plots.marks import describe_mark, name_mark
from survey.plots.style import ACCENT, BAD, INK, SMALL_SIZE, new_axes, use_style

_WORDS = {
    "en": {
        "estimate": "Coefficient",
        "driver": "Share of {name} that a confounder explains",
        "outcome": "Share of the outcome that it explains",
        "strong": "like {name}",
        "halo": "halo",
        "zero": "dashed: coefficient 0",
    },
    "zh-CN": {
        "estimate": "系数",
        "driver": "混杂因素解释“{name}”的比例",
        "outcome": "混杂因素解释结果的比例",
        "strong": "同“{name}”",
        "halo": "光环效应",
        "zero": "虚线：系数为 0",
    },
}
_LEVELS = 8
_LABEL_GAP = 0.055  # least distance of two names, as a share of the height


def plot_confounding(
    frame: pd.DataFrame,
    marks: pd.DataFrame,
    *,
    title: str,
    ax: Axes | None = None,
    language: str = "en",
    width: float = 7.0,
) -> Axes:
    """Draw a coefficient as contours over what a confounder explains of driver and outcome.

    Parameters
    ----------
    frame
        A full grid: ``of_driver`` and ``of_outcome`` (shares, 0–1), ``estimate`` (the coefficient there).
    marks
        Confounders to show: ``of_driver``, ``of_outcome``, ``scenario`` ("as_strong" or "halo"), ``label``. Those
        outside the grid are left out.
    title
        Name of the driver.
    ax
        Axes to draw on; new ones if None.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Raises
    ------
    DataError
        If the frame is empty or lacks a column.
    OptionError
        If the language is not known.

    Examples
    --------
    >>> corners = {"of_driver": [0, 0.5, 0, 0.5], "of_outcome": [0, 0, 0.5, 0.5], "estimate": [2.0, 2, 2, -1]}
    >>> grid = pd.DataFrame(corners)
    >>> marks = pd.DataFrame({"of_driver": [0.1], "of_outcome": [0.2], "scenario": ["halo"], "label": [""]})
    >>> plot_confounding(grid, marks, title="Speed").get_ylabel()
    'Share of the outcome that it explains'
    """
    check_frame(frame, "plot_confounding", text=[], numbers=["of_driver", "of_outcome", "estimate"])
    check_option("language", language, _WORDS)
    words = _WORDS[language]
    grid = frame.pivot_table(index="of_outcome", columns="of_driver", values="estimate")
    x, y, z = grid.columns.to_numpy(dtype=float), grid.index.to_numpy(dtype=float), grid.to_numpy(dtype=float)
    with use_style():
        ax = new_axes(width, width * 0.68) if ax is None else ax
        _draw_contours(ax, x, y, z, words["estimate"])
        if np.min(z) < 0 < np.max(z):
            ax.contour(x, y, z, levels=[0.0], colors=BAD, linewidths=1.6, linestyles="dashed")
            write_note(ax, words["zero"], (1.0, 1.0), coords="axes fraction", offset=(0, 4), ha="right")
        _draw_marks(ax, marks, words, title, float(x[-1]), float(y[-1]), language)
        for side, values in (("x", x), ("y", y)):
            ticks = choose_ticks(0.0, float(values[-1]), most=6)
            set_tick_labels(ax, side, ticks, format_shares(ticks), size=SMALL_SIZE)
        ax.set_xlim(0.0, float(x[-1]))
        ax.set_ylim(0.0, float(y[-1]))
        name_axis(ax, "x", words["driver"].format(name=clean_text(title)))
        name_axis(ax, "y", words["outcome"])
    return ax


def _draw_contours(ax: Axes, x: np.ndarray, y: np.ndarray, z: np.ndarray, name: str) -> None:
    """Draw round levels between the lowest and the highest coefficient, each a mark of its own."""
    for level in MaxNLocator(_LEVELS + 1, min_n_ticks=1).tick_values(float(np.min(z)), float(np.max(z))):
        if np.min(z) < level < np.max(z):
            line = ax.contour(x, y, z, levels=[level], colors=INK, linewidths=0.7, alpha=0.45)
            name_mark(f"{name} {format_number(level)}", line)
            for text in ax.clabel(line, fmt="%.2g", fontsize=SMALL_SIZE):
                write_plainly(text)


def _draw_marks(
    ax: Axes, marks: pd.DataFrame, words: dict[str, str], title: str, right: float, top: float, language: str
) -> None:
    """Draw the confounders inside the grid, the strongest first; one too close to a named one has no name."""
    inside = marks[(marks["of_driver"] <= right) & (marks["of_outcome"] <= top)]
    strength = inside["of_driver"] * inside["of_outcome"]
    named: list[float] = []
    for mark in inside.loc[strength.sort_values(ascending=False).index].to_dict("records"):
        place = float(mark["of_driver"]), float(mark["of_outcome"])
        halo = mark["scenario"] == "halo"
        colour = BAD if halo else ACCENT
        name = words["halo"] if halo else words["strong"].format(name=clean_text(str(mark["label"])))
        heads = words["driver"].format(name=clean_text(title)), words["outcome"]
        text = describe_mark(name, zip(heads, map(format_percent, place), strict=True), language)
        dot = ax.plot([place[0]], [place[1]], marker="D" if halo else "o", color=colour, markersize=6, zorder=4)
        name_mark(text, *dot)
        if any(abs(place[1] - other) < _LABEL_GAP * top for other in named) and not halo:
            continue
        named.append(place[1])
        left = place[0] > 0.6 * right
        look = {"ha": "right" if left else "left", "va": "center"}
        write_note(ax, name, place, offset=(-7.0 if left else 7.0, 0.0), zorder=5, **look)
