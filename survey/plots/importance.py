"""Chart of driver importance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import is_narrow, set_share_axis
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import find_words, format_percent, format_ranges
from survey.plots.marks import describe_rows, name_mark
from survey.plots.rows import add_columns, draw_estimate, open_rows
from survey.plots.style import ACCENT, INK, use_style


def plot_importance(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
    accent: str = ACCENT,
) -> Axes:
    """Draw the importance of drivers as bars with intervals, the largest on top.

    Use it to show an order together with how sure it is. The values stand to the right of the marks.

    Parameters
    ----------
    frame
        A row per driver: ``driver`` (its name), ``importance_share`` (0–1); optional ``conf_low`` and ``conf_high``
        (of the share), ``rank_low`` and ``rank_high``, ``letters`` (drivers that share one are not told apart),
        ``noise_share`` (the share that chance alone reaches, drawn as a dotted line). A driver with a missing share
        keeps its row, without a mark.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``importance``, ``share``, ``interval``, ``rank``, ``letters``, ``noise``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches; under 6 the interval is drawn but not written out.
    accent
        Colour of the marks.

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

    Examples
    --------
    >>> frame = pd.DataFrame({"driver": ["Price", "Speed"], "importance_share": [0.4, 0.6]})
    >>> ax = plot_importance(frame, width=5)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Speed', 'Price']
    """
    check_frame(frame, "plot_importance", text=["driver"], numbers=["importance_share"])
    words = find_words(language, labels)
    ordered = frame.sort_values("importance_share", ascending=False, kind="stable")
    share, low, high, noise = (
        column_values(ordered, name) for name in ("importance_share", "conf_low", "conf_high", "noise_share")
    )
    narrow = is_narrow(ax, width)
    with use_style():
        ax, places = open_rows(ax, ordered["driver"], width=width)
        bars = ax.barh(places, np.nan_to_num(share), height=0.52, color=accent, alpha=0.35, linewidth=0)
        told = describe_rows(ordered["driver"], _columns(ordered, words, language, narrow=False), language)
        for bar, place, text, *values in zip(bars, places, told, share, low, high, strict=True):
            name_mark(text, bar)
            draw_estimate(ax, place, values, text, colour=accent)
        if np.isfinite(noise).any():
            _draw_noise(ax, noise, places, words["noise"])
        reach = np.nanmax(np.concatenate([share, high, noise, [0.01]]))
        bottom = min(0.0, float(np.nanmin(np.concatenate([share, low, [0.0]]))))
        set_share_axis(ax, bottom * 1.05, reach * 1.04, words["importance"], narrow=narrow)
        add_columns(ax, _columns(ordered, words, language, narrow=narrow), places)
    return ax


def _draw_noise(ax: Axes, noise: np.ndarray, places: np.ndarray, name: str) -> None:
    for place, value in zip(places, noise, strict=True):
        line = ax.vlines(value, place - 0.5, place + 0.5, color=INK, linestyles=":", linewidth=1.1, zorder=5)
        name_mark(f"{name} {format_percent(value)}", line)
    ax.legend([line], [name], loc="lower left", bbox_to_anchor=(0, 1), frameon=False, fontsize="small")


def _columns(
    frame: pd.DataFrame, words: Mapping[str, str], language: str, *, narrow: bool
) -> list[tuple[str, list[str]]]:
    share, low, high = (column_values(frame, name) for name in ("importance_share", "conf_low", "conf_high"))
    columns = [(words["share"], [format_percent(value) for value in share])]
    if np.isfinite(low).any() and not narrow:
        columns.append((words["interval"], format_ranges(low, high, words, language)))
    first, last = column_values(frame, "rank_low"), column_values(frame, "rank_high")
    if np.isfinite(first).any():
        columns.append((words["rank"], [_format_ranks(a, b) for a, b in zip(first, last, strict=True)]))
    letters = frame["letters"].tolist() if "letters" in frame else []
    if any(letters):
        columns.append((words["letters"], letters))
    return columns


def _format_ranks(first: float, last: float) -> str:
    if not (np.isfinite(first) and np.isfinite(last)):
        return "–"
    return f"{first:.0f}" if first == last else f"{first:.0f}–{last:.0f}"
