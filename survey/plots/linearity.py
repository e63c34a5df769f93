"""Charts of what goes beyond the straight line: gains of models, curves of drivers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import choose_ticks, finish_value_axis, is_narrow, name_axis, set_tick_labels
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import format_number, format_spans
from survey.plots.legends import add_legend, legend_inches
from survey.plots.marks import describe_rows, name_points
from survey.plots.own_words import find_own_words
from survey.plots.rows import add_columns, draw_estimate, open_rows
from survey.plots.style import ACCENT, BAD, INK, NEUTRAL, SMALL_SIZE, new_axes, use_style

WORDS = {
    "en": {
        "linear": "Straight line",
        "splines": "Curves",
        "interactions": "Products of pairs",
        "boosted": "Boosted trees",
        "interval": "Interval",
        "to": " to ",
        "gain": "Gain of R² among respondents left out (dashed: the margin that would matter)",
        "value": "Gain",
        "driver": "Driver",
        "outcome": "Expected outcome",
    },
    "zh-CN": {
        "linear": "直线",
        "splines": "曲线",
        "interactions": "两两乘积",
        "boosted": "提升树",
        "interval": "区间",
        "to": " 至 ",
        "gain": "对未参与拟合的受访者的 R² 增益（虚线：有意义的界限）",
        "value": "增益",
        "driver": "驱动因素",
        "outcome": "预期结果",
    },
}
_LOOKS = {"linear": (NEUTRAL, (0, (5, 2))), "splines": (ACCENT, "-"), "boosted": (BAD, (0, (1.5, 1.2)))}


def plot_gains(
    frame: pd.DataFrame,
    margin: float,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
) -> Axes:
    """Draw what every model gains over the straight line, with intervals and the margin.

    Parameters
    ----------
    frame
        A row per model: ``model``, ``r2_gain``; optional ``conf_low``, ``conf_high``. Rows without a gain are left out.
    margin
        Gain that would matter.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for the models, ``gain``, ``value``.
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

    Examples
    --------
    >>> frame = pd.DataFrame({"model": ["splines"], "r2_gain": [0.05]})
    >>> [label.get_text() for label in plot_gains(frame, 0.02).get_yticklabels()]
    ['Curves']
    """
    words = find_own_words(WORDS, language, labels)
    check_frame(frame, "plot_gains", text=["model"], numbers=["r2_gain"])
    drawn = frame[frame["r2_gain"].notna()]
    check_frame(drawn, "plot_gains", text=["model"])
    gain, low, high = (column_values(drawn, name) for name in ("r2_gain", "conf_low", "conf_high"))
    names = [words.get(name, name) for name in drawn["model"]]
    columns = [(words["value"], [format_number(value, 3) for value in gain])]
    told = describe_rows(names, [*columns, (words["interval"], format_spans(low, high, words, 3))], language)
    narrow = is_narrow(ax, width)
    with use_style():
        ax, places = open_rows(ax, names, width=width)
        for place, text, *values in zip(places, told, gain, low, high, strict=True):
            draw_estimate(ax, place, values, text, colour=ACCENT)
        ends = np.concatenate([gain, low[np.isfinite(low)], high[np.isfinite(high)], [0.0, margin]])
        bottom, top = float(np.min(ends)), float(np.max(ends))
        room = 0.05 * (top - bottom)
        ticks = choose_ticks(bottom - room, top + room, most=4 if narrow else 7)
        set_tick_labels(ax, "x", ticks, [format_number(tick) for tick in ticks], size=SMALL_SIZE)
        finish_value_axis(ax, bottom - room, top + room, words["gain"])
        ax.axvline(margin, color=BAD, alpha=0.8, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
        add_columns(ax, columns, places)
    return ax


def plot_curves(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
) -> Axes:
    """Draw the expected outcome over one driver: straight line, curve with its band, boosted trees.

    Parameters
    ----------
    frame
        A row per model and value: ``model`` ("linear", "splines", "boosted"), ``driver_value``, ``estimate``; optional
        ``conf_low``, ``conf_high``, drawn for the curve.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for the models, ``driver`` and ``outcome``.
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

    Examples
    --------
    >>> frame = pd.DataFrame({"model": "linear", "driver_value": [0.0, 1.0], "estimate": [2.0, 3.0]})
    >>> len(plot_curves(frame).lines)
    1
    """
    check_frame(frame, "plot_curves", text=["model"], numbers=["driver_value", "estimate"])
    words = find_own_words(WORDS, language, labels)
    shown = [name for name in _LOOKS if name in set(frame["model"])]
    names = [words[name] for name in shown]
    narrow = is_narrow(ax, width)
    with use_style():
        if ax is None:
            ax = new_axes(width, width * 0.55 + legend_inches(names, width))
        handles = []
        for name in shown:
            points = frame[frame["model"] == name].sort_values("driver_value")
            colour, dashes = _LOOKS[name]
            x, y = points["driver_value"].to_numpy(float), points["estimate"].to_numpy(float)
            handles.append(ax.plot(x, y, color=colour, linestyle=dashes, linewidth=1.8)[0])
            name_points(handles[-1], _tell_points(words[name], points, words, language))
            if name == "splines":
                low, high = column_values(points, "conf_low"), column_values(points, "conf_high")
                ax.fill_between(x, low, high, color=colour, alpha=0.15, linewidth=0)
        _set_axes(ax, words, narrow=narrow)
        if len(names) > 1:
            add_legend(ax, handles, names)
    return ax


def _tell_points(name: str, points: pd.DataFrame, words: Mapping[str, str], language: str) -> list[str]:
    values = points["driver_value"].to_numpy(float), points["estimate"].to_numpy(float)
    heads = words["driver"], words["outcome"]
    columns = [(head, [format_number(value, 1) for value in some]) for head, some in zip(heads, values, strict=True)]
    return describe_rows([name] * len(points), columns, language)


def _set_axes(ax: Axes, words: Mapping[str, str], *, narrow: bool) -> None:
    for which, (low, high) in (("x", ax.get_xlim()), ("y", ax.get_ylim())):
        ticks = choose_ticks(low, high, most=4 if narrow else 7)
        set_tick_labels(ax, which, ticks, [f"{tick:g}".replace("-", "−") for tick in ticks], size=SMALL_SIZE)
        name_axis(ax, which, words["driver" if which == "x" else "outcome"])
        (ax.set_xlim if which == "x" else ax.set_ylim)(low, high)
    ax.grid(visible=True, color=INK, alpha=0.13, linewidth=0.7)
