"""Chart of service over time, with the limits of its usual variation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from survey.plots.canvas import is_narrow, name_axis, set_tick_labels
from survey.plots.frames import check_frame
from survey.plots.labels import format_number, format_percent
from survey.plots.legends import add_legend, dot_handle, legend_inches, patch_handle
from survey.plots.marks import describe_rows, name_points
from survey.plots.own_words import find_own_words
from survey.plots.service_scorecard import set_value_height
from survey.plots.style import ACCENT, BAD, INK, MIDPOINT, NEUTRAL, SMALL_SIZE, new_axes, use_style

WORDS = {
    "en": {
        "period": "Period",
        "value": "Value",
        "usual": "Within the usual",
        "signal": "Beyond a limit, or part of a pattern",
        "change": "Change of level, interval",
    },
    "zh-CN": {
        "period": "时段",
        "value": "数值",
        "usual": "通常波动之内",
        "signal": "超出界限或属于异常走势",
        "change": "水平变化的时间区间",
    },
}
_DAY_TEXT = len("2026-")


def plot_control(
    frame: pd.DataFrame,
    *,
    change: pd.DataFrame | None = None,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
    share: bool = True,
    accent: str = ACCENT,
) -> Axes:
    """Draw a control chart: values in order, centre line, limits; signals and a change of level stand out.

    Parameters
    ----------
    frame
        A row per period in order: ``period``, ``estimate``, ``centre``, ``limit_low``, ``limit_high``, ``signals``.
    change
        A row with ``period``, ``change_low``, ``change_high``; None, or no row, draws none.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``period``, ``value``, ``usual``, ``signal``, ``change``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches.
    share
        Whether values are shares; else seconds.
    accent
        Colour of the values.

    Raises
    ------
    DataError
        If the frame is empty or lacks a column.
    OptionError
        If the language or a key of ``labels`` is not known.

    Examples
    --------
    >>> frame = pd.DataFrame({"period": ["2026-01-01", "2026-01-02"], "estimate": [0.5, 0.9], "centre": 0.6,
    ...                       "limit_low": 0.4, "limit_high": 0.8, "signals": [0, 1]})
    >>> plot_control(frame).get_ylabel()
    'Value'
    """
    check_frame(frame, "plot_control", text=["period"], numbers=["estimate", "centre", "limit_low", "limit_high"])
    words = find_own_words(WORDS, language, labels)
    x = np.arange(len(frame))
    odd = frame["signals"].to_numpy() > 0
    changed = change is not None and len(change) > 0
    names = [words["usual"], *[words["signal"]][: bool(odd.any())], *[words["change"]][:changed]]
    handles: list[Artist] = [dot_handle(accent, "o"), *[dot_handle(BAD, "D")][: bool(odd.any())]]
    narrow = is_narrow(ax, width)
    with use_style():
        if ax is None:
            ax = new_axes(width, width * (0.7 if narrow else 0.45) + legend_inches(names, width))
        if change is not None and changed:
            ends = [frame["period"].tolist().index(change[name].iloc[0]) for name in ("change_low", "change_high")]
            ax.axvspan(ends[0] - 0.5, ends[1] + 0.5, color=MIDPOINT, alpha=0.6, linewidth=0, zorder=0)
            handles.append(patch_handle(MIDPOINT, 0.6))
        for name in ("limit_low", "limit_high"):
            ax.plot(x, frame[name], color=NEUTRAL, linewidth=1.1, linestyle=(0, (4, 3)), drawstyle="steps-mid")
        ax.plot(x, frame["centre"], color=INK, alpha=0.45, linewidth=0.9)
        ax.plot(x, frame["estimate"], color=accent, linewidth=1.1, alpha=0.6)
        told = _tell(frame, words, language, share)
        for chosen, marker, colour in ((~odd, "o", accent), (odd, "D", BAD)):
            line = ax.plot(x[chosen], frame["estimate"][chosen], marker, color=colour, markersize=4.5, zorder=4)[0]
            name_points(line, [text for text, one in zip(told, chosen, strict=True) if one])
        _set_axes(ax, frame, words, share, narrow=narrow)
        add_legend(ax, handles, names)
    return ax


def _tell(frame: pd.DataFrame, words: Mapping[str, str], language: str, share: bool) -> list[str]:
    write = format_percent if share else format_number
    values = [write(value, 1) for value in frame["estimate"]]
    return describe_rows(frame["period"], [(words["value"], values)], language)


def _set_axes(ax: Axes, frame: pd.DataFrame, words: Mapping[str, str], share: bool, *, narrow: bool) -> None:
    periods = frame["period"].astype(str).tolist()
    step = max(1, -(-len(periods) // (4 if narrow else 9)))
    places = list(range(0, len(periods), step))
    years = {period[:4] for period in periods}
    texts = [periods[at] if len(years) > 1 and not narrow else periods[at][_DAY_TEXT:] for at in places]
    set_tick_labels(ax, "x", places, texts, size=SMALL_SIZE)
    ax.set_xlim(-0.6, len(periods) - 0.4)
    set_value_height(ax, frame[["estimate", "limit_low", "limit_high"]].to_numpy(dtype=float), share)
    first, last = (periods[0][:4], periods[-1][:4])
    name_axis(ax, "x", f"{words['period']} ({first})" if first == last and first.isdigit() else words["period"])
    name_axis(ax, "y", words["value"])
    ax.grid(visible=True, axis="y", color=INK, alpha=0.13, linewidth=0.7)
