"""Map of importance against performance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.errors import DataError
from survey.plots.canvas import (
    choose_ticks,
    figure_of,
    format_shares,
    is_narrow,
    lay_out,
    name_axis,
    set_tick_labels,
    write_note,
)
from survey.plots.crosses import draw_crosses
from survey.plots.fonts import clean_text, wrap_text
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import find_words, format_number, format_percent, format_ranges, format_spans
from survey.plots.map_labels import find_corners, write_names
from survey.plots.marks import describe_rows
from survey.plots.style import ACCENT, BAD, INK, SMALL_SIZE, new_axes, use_style

_KEY_INCHES = 0.22  # height of one line of the key below the map
_BELOW_AXIS = 42.0  # points from the axes down to the key


def plot_priorities(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
    accent: str = ACCENT,
) -> Axes:
    """Draw drivers by importance (across) and performance (up), each as a cross of its two intervals.

    Light lines at the means part the map in four. They move with the choice of drivers, so a driver whose cross
    reaches over a line belongs to no quadrant for sure.

    Parameters
    ----------
    frame
        A row per driver: ``driver`` (its name), ``importance_share`` (0–1), ``performance`` (0–100); optional
        ``conf_low``, ``conf_high`` (of the share), ``performance_low``, ``performance_high``.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``importance``, ``performance``, ``mean``, ``low_high``, ``high_high``, ``low_low``,
        ``high_low`` (importance first, then performance).
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches. Under 6, or where the names do not fit, drivers carry numbers on the map
        and their names stand below it.
    accent
        Colour of the crosses.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Raises
    ------
    DataError
        If the frame is empty or lacks a column, or a driver has no importance or performance.
    OptionError
        If the language or a key of ``labels`` is not known.

    References
    ----------
    Martilla, J. A. & James, J. C. (1977). Importance-performance analysis. Journal of Marketing, 41(1), 77–79.
    Ringle, C. M. & Sarstedt, M. (2016). Gain more insight from your PLS-SEM results: the importance-performance map
    analysis. Industrial Management & Data Systems, 116(9), 1865–1886.

    Examples
    --------
    >>> frame = pd.DataFrame({"driver": ["Price", "Speed"], "importance_share": [0.4, 0.6], "performance": [70, 60]})
    >>> sorted(text.get_text() for text in plot_priorities(frame).texts)[-2:]
    ['mean', 'mean']
    """
    check_frame(frame, "plot_priorities", text=["driver"], numbers=["importance_share", "performance"])
    words = find_words(language, labels)
    points = np.column_stack([column_values(frame, "importance_share"), column_values(frame, "performance")])
    if not np.isfinite(points).all():
        lost = frame["driver"][~np.isfinite(points).all(axis=1)].astype(str)
        raise DataError(f"plot_priorities: no importance or performance for {', '.join(lost)}; leave the row out")
    names, crosses, middle = [clean_text(name) for name in frame["driver"]], _read_crosses(frame), points.mean(axis=0)
    narrow, fresh = is_narrow(ax, width), ax is None
    with use_style():
        ax = new_axes(width, width * (0.85 if narrow else 0.62)) if ax is None else ax
        draw_crosses(ax, points, crosses, _tell_marks(names, points, crosses, words, language), colour=accent)
        _set_limits(ax, points, crosses)
        _set_axes(ax, words, narrow=narrow)
        _draw_means(ax, middle, words)
        lay_out(ax)
        boxes = [corner.box for corner in find_corners(ax, middle, words)]
        if narrow or not write_names(ax, points, crosses, names, corners=boxes):
            _write_key(ax, names, grow=fresh)
            lay_out(ax)
            numbers = [str(i) for i in range(1, len(names) + 1)]
            boxes = [corner.box for corner in find_corners(ax, middle, words)]
            write_names(ax, points, crosses, numbers, corners=boxes, force=True)
        _write_corners(ax, middle, words)
    return ax


def _read_crosses(frame: pd.DataFrame) -> np.ndarray:
    """Ends of the crosses: low and high importance, low and high performance; shape (n_drivers, 4)."""
    columns = ("conf_low", "conf_high", "performance_low", "performance_high")
    return np.column_stack([column_values(frame, name) for name in columns])


def _tell_marks(
    names: Sequence[str], points: np.ndarray, crosses: np.ndarray, words: Mapping[str, str], language: str
) -> list[str]:
    """Write importance and performance of each driver with their intervals, "40% (30–50%)"."""
    shares = _bracket(
        [format_percent(one) for one in points[:, 0]], format_ranges(crosses[:, 0], crosses[:, 1], words, language)
    )
    spans = format_spans(crosses[:, 2], crosses[:, 3], words, 0)
    scores = _bracket([format_number(one, 0) for one in points[:, 1]], spans)
    return describe_rows(names, [(words["share"], shares), (words["performance"], scores)], language)


def _bracket(values: Sequence[str], ranges: Sequence[str]) -> list[str]:
    return [value if span == "–" else f"{value} ({span})" for value, span in zip(values, ranges, strict=True)]


def _set_limits(ax: Axes, points: np.ndarray, crosses: np.ndarray) -> None:
    ends = np.vstack([points, crosses[:, [0, 2]], crosses[:, [1, 3]]])
    low, high = np.nanmin(ends, axis=0), np.nanmax(ends, axis=0)
    pad = np.maximum((high - low) * [0.10, 0.16], [0.01, 1.0])
    ax.set_xlim(low[0] - pad[0], high[0] + pad[0])
    ax.set_ylim(low[1] - pad[1], high[1] + pad[1])


def _set_axes(ax: Axes, words: Mapping[str, str], *, narrow: bool) -> None:
    for which, (low, high) in (("x", ax.get_xlim()), ("y", ax.get_ylim())):
        ticks = choose_ticks(low, high, most=4 if narrow else 7)
        texts = format_shares(ticks) if which == "x" else [f"{t:g}" for t in ticks]
        set_tick_labels(ax, which, ticks, texts, size=SMALL_SIZE)
        name_axis(ax, which, words["importance" if which == "x" else "performance"])
        (ax.set_xlim if which == "x" else ax.set_ylim)(low, high)
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set(visible=True, color=INK, alpha=0.3)


def _draw_means(ax: Axes, middle: np.ndarray, words: Mapping[str, str]) -> None:
    line: dict[str, Any] = {"color": INK, "alpha": 0.35, "linewidth": 0.9, "linestyle": (0, (4, 3)), "zorder": 1}
    ax.axvline(middle[0], **line)
    ax.axhline(middle[1], **line)
    (_, right), (bottom, _) = ax.get_xlim(), ax.get_ylim()
    ax.fill_between([middle[0], right], bottom, middle[1], color=BAD, alpha=0.07, linewidth=0, zorder=0)
    text = clean_text(words["mean"])
    look: dict[str, Any] = {"size": SMALL_SIZE - 1, "alpha": 0.7}
    over, beside = ("data", "axes fraction"), ("axes fraction", "data")
    write_note(ax, text, (middle[0], 1.0), coords=over, offset=(0, 3), ha="center", va="bottom", **look)
    write_note(ax, text, (1.0, middle[1]), coords=beside, offset=(4, 0), ha="left", va="center", rotation=270, **look)


def _write_corners(ax: Axes, middle: np.ndarray, words: Mapping[str, str]) -> None:
    for corner in find_corners(ax, middle, words):
        look = {"ha": corner.side, "multialignment": corner.side, "va": corner.edge, "alpha": 0.62}
        note = write_note(ax, corner.text, corner.at, coords="axes fraction", offset=corner.inward, **look)
        note.set_in_layout(False)


def _write_key(ax: Axes, names: Sequence[str], *, grow: bool) -> None:
    """Write the numbered names below the map; a figure of the chart's own grows by the room they take."""
    figure = figure_of(ax)
    width, height = figure.get_size_inches()
    if grow:
        figure.set_size_inches(width, height + len(names) * _KEY_INCHES)
    room = 0.8 * float(width)
    lines = [f"{i}  {wrap_text(name, room, SMALL_SIZE, max_lines=1)}" for i, name in enumerate(names, start=1)]
    below: dict[str, Any] = {"ha": "left", "va": "top", "offset": (0.0, -_BELOW_AXIS)}
    write_note(ax, "\n".join(lines), (0.0, 0.0), coords="axes fraction", **below)
