"""Chart of answer distributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import (
    choose_ticks,
    figure_of,
    finish_value_axis,
    format_shares,
    is_narrow,
    keep_layout,
    lay_out,
    set_tick_labels,
    write_note,
)
from survey.plots.fonts import measure_text
from survey.plots.frames import check_frame
from survey.plots.labels import find_words, format_percent
from survey.plots.legends import add_legend, legend_inches, patch_handle
from survey.plots.marks import describe_rows, name_mark
from survey.plots.rows import open_rows
from survey.plots.style import SMALL_SIZE, diverging_colours, text_on, use_style

_BAR_HEIGHT = 0.68


def plot_distribution(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
) -> Axes:
    """Draw the answers to scale items as stacked bars around the middle of the scale.

    Points below the middle lie to the left of zero, those above to the right; a neutral point is split in half.

    Parameters
    ----------
    frame
        A row per item and scale point: ``item`` and ``point_label`` (names), ``point`` (code, in scale order),
        ``share`` (0–1 of the item's answers). Items keep the order of the frame. A point an item lacks counts as 0.
    ax
        Axes to draw on; new ones if None.
    labels
        Own word for ``answers``.
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
        If the language or a key of ``labels`` is not known.

    Notes
    -----
    Shares are drawn as given; the caller decides on weights and on what counts as an answer.

    References
    ----------
    Robbins, N. B. & Heiberger, R. M. (2011). Plotting Likert and other rating scales. Proceedings of the 2011 Joint
    Statistical Meetings.

    Examples
    --------
    >>> frame = pd.DataFrame({"item": "Fast", "point": [1, 2, 3], "point_label": ["No", "Partly", "Yes"],
    ...                       "share": [0.2, 0.3, 0.5]})
    >>> len(plot_distribution(frame).patches)
    3
    """
    check_frame(frame, "plot_distribution", text=["item", "point_label"], numbers=["point", "share"])
    words = find_words(language, labels)
    items = list(frame["item"].unique())
    table = frame.pivot_table(index="item", columns="point", values="share", aggfunc="sum").reindex(items)
    shares = table.fillna(0.0).sort_index(axis=1).to_numpy(dtype=float)
    names = list(frame.drop_duplicates("point").sort_values("point")["point_label"])
    colours = diverging_colours(len(names))
    starts = find_starts(shares)
    narrow = is_narrow(ax, width)
    with use_style():
        fresh = ax is None
        ax, places = open_rows(ax, items, width=width, extra_inches=legend_inches(names, width))
        for k, colour in enumerate(colours):
            segment: dict[str, Any] = {"height": _BAR_HEIGHT, "color": colour, "linewidth": 0, "zorder": 2}
            bars = ax.barh(places, shares[:, k], left=starts[:, k], **segment)
            columns = [(str(names[k]), [format_percent(share, 1) for share in shares[:, k]])]
            for bar, text in zip(bars, describe_rows(items, columns, language), strict=True):
                name_mark(text, bar)
        _set_axis(ax, starts, shares, words["answers"], narrow=narrow)
        if len(names) > 1:
            add_legend(ax, [patch_handle(colour) for colour in colours], names)
        _write_shares(ax, places, starts, shares, colours)
        if fresh:
            keep_layout(ax)
    return ax


def find_starts(shares: np.ndarray) -> np.ndarray:
    """Find where each segment starts so that the middle of the scale lies at zero.

    Parameters
    ----------
    shares
        Shares, shape (n_items, n_points), points in scale order.

    Returns
    -------
    numpy.ndarray
        Left ends, same shape.

    Examples
    --------
    >>> find_starts(np.array([[0.25, 0.5, 0.25]])).tolist()
    [[-0.5, -0.25, 0.25]]
    """
    n = shares.shape[1]
    below = shares[:, : n // 2].sum(axis=1) + (shares[:, n // 2] / 2 if n % 2 else 0.0)
    return np.asarray(np.cumsum(shares, axis=1) - shares - below[:, None])


def _set_axis(ax: Axes, starts: np.ndarray, shares: np.ndarray, title: str, *, narrow: bool) -> None:
    low, high = min(0.0, float(starts.min())), max(0.05, float((starts + shares).max()))
    pad = (high - low) * 0.02
    ticks = choose_ticks(low - pad, high + pad, most=5 if narrow else 8)
    set_tick_labels(ax, "x", ticks, [text.lstrip("−") for text in format_shares(ticks)], size=SMALL_SIZE)
    finish_value_axis(ax, low - pad, high + pad, title)


def _write_shares(ax: Axes, places: np.ndarray, starts: np.ndarray, shares: np.ndarray, colours: Sequence[str]) -> None:
    """Write each share into its segment where it fits."""
    figure = figure_of(ax)
    lay_out(ax)
    low, high = ax.get_xlim()
    inches = ax.get_window_extent().width / figure.dpi / (high - low)
    for (row, k), share in np.ndenumerate(shares):
        text = format_percent(share).rstrip("%")
        if measure_text(text, SMALL_SIZE) + 0.05 < share * inches:
            middle = starts[row, k] + share / 2
            colour = text_on(colours[k])
            write_note(ax, text, (float(middle), float(places[row])), ha="center", va="center", color=colour)
