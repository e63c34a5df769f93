"""Charts of groups side by side: scorecards and funnels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import (
    choose_ticks,
    finish_value_axis,
    format_shares,
    is_narrow,
    name_axis,
    set_share_axis,
    set_tick_labels,
)
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import format_number, format_percent, format_ranges, format_spans
from survey.plots.legends import add_legend, dot_handle, legend_inches
from survey.plots.marks import describe_rows, name_points
from survey.plots.own_words import find_own_words
from survey.plots.rows import add_columns, draw_estimate, open_rows
from survey.plots.style import ACCENT, INK, NEUTRAL, SMALL_SIZE, new_axes, use_style

WORDS = {
    "en": {
        "raw": "As counted",
        "estimate": "Drawn to the mean",
        "interval": "Interval",
        "units": "Units counted",
        "value": "Value",
        "to": " to ",
    },
    "zh-CN": {
        "raw": "原始值",
        "estimate": "向均值收缩后",
        "interval": "区间",
        "units": "计入的单位数",
        "value": "数值",
        "to": " 至 ",
    },
}


def plot_scorecard(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
    share: bool = True,
    accent: str = ACCENT,
) -> Axes:
    """Draw groups under each other: what was counted, and the estimate drawn to the mean with its interval.

    Parameters
    ----------
    frame
        A row per group, best first: ``group``, ``raw``, ``estimate``, ``conf_low``, ``conf_high``.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``raw``, ``estimate``, ``interval``, ``value``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches; under 6 the interval is drawn but not written out.
    share
        Whether values are shares; else seconds.
    accent
        Colour of the estimates.

    Raises
    ------
    DataError
        If the frame is empty or lacks a column.
    OptionError
        If the language or a key of ``labels`` is not known.

    Examples
    --------
    >>> frame = pd.DataFrame({"group": ["Li"], "raw": [0.9], "estimate": [0.8], "conf_low": 0.7, "conf_high": 0.9})
    >>> plot_scorecard(frame).get_yticklabels()[0].get_text()
    'Li'
    """
    check_frame(frame, "plot_scorecard", text=["group"], numbers=["raw", "estimate", "conf_low", "conf_high"])
    words = find_own_words(WORDS, language, labels)
    raw, middle, low, high = (column_values(frame, name) for name in ("raw", "estimate", "conf_low", "conf_high"))
    spans = format_ranges(low, high, words, language) if share else format_spans(low, high, words, 1)
    columns = [(words["value"], [_write(value, share) for value in middle]), (words["interval"], spans)]
    told = describe_rows(frame["group"], [(words["raw"], [_write(value, share) for value in raw]), *columns], language)
    names, narrow = [words["estimate"], words["raw"]], is_narrow(ax, width)
    with use_style():
        ax, places = open_rows(ax, frame["group"], width=width, extra_inches=legend_inches(names, width))
        for place, text, own, *ends in zip(places, told, raw, middle, low, high, strict=True):
            draw_estimate(ax, place, ends, text, colour=accent)
            ax.plot([own], [place], "D", color=NEUTRAL, markersize=4.5, zorder=2, markerfacecolor="none")
        _set_values(ax, np.concatenate([raw, low, high]), share, narrow=narrow)
        add_columns(ax, columns[:1] if narrow else columns, places)
        hollow = dot_handle(NEUTRAL, "D")
        hollow.set_markerfacecolor("none")
        add_legend(ax, [dot_handle(accent, "o"), hollow], names)
    return ax


def plot_service_funnel(
    frame: pd.DataFrame,
    *,
    funnel: pd.DataFrame,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
    share: bool = True,
    accent: str = ACCENT,
) -> Axes:
    """Draw what was counted against the number of units, with the limits between which groups like the mean fall.

    Parameters
    ----------
    frame
        A row per group: ``group``, ``raw``, ``denominator``.
    funnel
        The limits: ``limit_share``, ``n``, ``limit_low``, ``limit_high``, ``centre``.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``units`` and ``raw``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches.
    share
        Whether values are shares; else seconds.
    accent
        Colour of the marks.

    Raises
    ------
    DataError
        If a frame is empty or lacks a column.
    OptionError
        If the language or a key of ``labels`` is not known.

    Examples
    --------
    >>> frame = pd.DataFrame({"group": ["Li", "Wu"], "raw": [0.9, 0.7], "denominator": [10, 90]})
    >>> limits = {"limit_share": 0.95, "n": [10.0, 90.0], "limit_low": 0.6, "limit_high": 0.9, "centre": 0.75}
    >>> plot_service_funnel(frame, funnel=pd.DataFrame(limits)).get_xlabel()
    'Units counted'
    """
    check_frame(frame, "plot_service_funnel", text=["group"], numbers=["raw", "denominator"])
    check_frame(funnel, "plot_service_funnel", numbers=["limit_share", "n", "limit_low", "limit_high", "centre"])
    words = find_own_words(WORDS, language, labels)
    names = [format_percent(inside, 1 if inside > 0.99 else 0) for inside in funnel["limit_share"].unique()]
    narrow = is_narrow(ax, width)
    with use_style():
        if ax is None:
            ax = new_axes(width, width * 0.55 + legend_inches(names, width))
        handles = []
        for number, (_, limits) in enumerate(funnel.groupby("limit_share", sort=False)):
            style: dict[str, Any] = {"color": NEUTRAL, "linewidth": 1.2, "linestyle": ((0, (4, 3)), "-")[number % 2]}
            handles += [ax.plot(limits["n"], limits[end], **style)[0] for end in ("limit_low", "limit_high")][:1]
        ax.axhline(float(funnel["centre"].iloc[0]), color=INK, alpha=0.45, linewidth=0.8)
        values = [_write(value, share) for value in frame["raw"]]
        counts = [f"{count:,.0f}" for count in frame["denominator"]]
        told = describe_rows(frame["group"], [(words["raw"], values), (words["units"], counts)], language)
        points = ax.plot(frame["denominator"], frame["raw"], "o", color=accent, markersize=6, zorder=4)[0]
        name_points(points, told)
        ends = np.concatenate([frame["raw"], funnel["limit_low"], funnel["limit_high"]])
        _set_plane(ax, funnel["n"].to_numpy(float), ends, (words["units"], words["raw"]), share, narrow=narrow)
        add_legend(ax, handles, names)
    return ax


def _write(value: float, share: bool) -> str:
    return format_percent(value, 0) if share else format_number(value, 1)


def _set_values(ax: Axes, values: np.ndarray, share: bool, *, narrow: bool) -> None:
    """Make the horizontal axis hold the values."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = 0.05 * (high - low or 1.0)
    low, high = max(0.0, low - room), high + room
    if share:
        set_share_axis(ax, low, min(1.0, high), "", narrow=narrow)
        return
    ticks = choose_ticks(low, high, most=4 if narrow else 7)
    set_tick_labels(ax, "x", ticks, [f"{tick:g}" for tick in ticks], size=SMALL_SIZE)
    finish_value_axis(ax, low, high, "")


def _set_plane(ax: Axes, x: np.ndarray, y: np.ndarray, titles: tuple[str, str], share: bool, *, narrow: bool) -> None:
    """Make both axes hold their values, the values upwards."""
    high = float(np.max(x)) * 1.04
    ticks = choose_ticks(0, high, most=4 if narrow else 7)
    set_tick_labels(ax, "x", ticks, [f"{tick:,.0f}" for tick in ticks], size=SMALL_SIZE)
    ax.set_xlim(0, high)
    set_value_height(ax, y, share)
    for which, title in zip("xy", titles, strict=True):
        name_axis(ax, which, title)
    ax.grid(visible=True, color=INK, alpha=0.13, linewidth=0.7)


def set_value_height(ax: Axes, values: np.ndarray, share: bool) -> None:
    """Make the vertical axis hold shares or seconds."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = 0.05 * (high - low or 1.0)
    low, high = max(0.0, low - room), min(1.0, high + room) if share else high + room
    ticks = choose_ticks(low, high, most=6)
    texts = format_shares(ticks) if share else [f"{tick:g}" for tick in ticks]
    set_tick_labels(ax, "y", ticks, texts, size=SMALL_SIZE)
    ax.set_ylim(low, high)
