"""Chart of penalties and rewards."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import choose_ticks, finish_value_axis, is_narrow, set_tick_labels
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import format_number, format_spans
from survey.plots.legends import add_legend, dot_handle, legend_inches
from survey.plots.marks import describe_rows
from survey.plots.own_words import find_own_words
from survey.plots.rows import add_columns, draw_estimate, open_rows
from survey.plots.style import BAD, GOOD, MARKERS, SMALL_SIZE, use_style

WORDS = {
    "en": {
        "penalty": "Penalty of low ratings",
        "reward": "Reward of high ratings",
        "difference": "Difference of the outcome from middle raters",
        "asymmetry": "Asymmetry",
        "interval": "Interval",
        "to": " to ",
    },
    "zh-CN": {
        "penalty": "低分的惩罚",
        "reward": "高分的奖励",
        "difference": "与中间评分者的结果差异",
        "asymmetry": "不对称",
        "interval": "区间",
        "to": " 至 ",
    },
}
_LIFT = 0.14  # rows between the two marks of a driver and its middle


def plot_asymmetry(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
) -> Axes:
    """Draw penalty and reward of every driver with their intervals, the widest range on top.

    Parameters
    ----------
    frame
        A row per driver: ``driver`` (its name), ``penalty``, ``reward``, ``impact_range``, ``impact_asymmetry``;
        optional ``penalty_low``, ``penalty_high``, ``reward_low``, ``reward_high``.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``penalty``, ``reward``, ``difference`` and ``asymmetry``.
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
    >>> frame = pd.DataFrame({"driver": ["Speed"], "penalty": [-2.0], "reward": [0.5], "impact_range": [2.5]})
    >>> plot_asymmetry(frame.assign(impact_asymmetry=-0.6)).get_xlabel()
    'Difference of the outcome from middle raters'
    """
    numbers = ["penalty", "reward", "impact_range", "impact_asymmetry"]
    check_frame(frame, "plot_asymmetry", text=["driver"], numbers=numbers)
    words = find_own_words(WORDS, language, labels)
    ordered = frame.sort_values("impact_range", ascending=False, kind="stable")
    names = [words["penalty"], words["reward"]]
    handles = [dot_handle(colour, marker) for colour, marker in zip((BAD, GOOD), MARKERS, strict=False)]
    narrow = is_narrow(ax, width)
    with use_style():
        ax, places = open_rows(ax, ordered["driver"], width=width, extra_inches=legend_inches(names, width))
        ends = [_draw_side(ax, ordered, side, places, words, language) for side in ("penalty", "reward")]
        _set_axis(ax, np.concatenate(ends), words["difference"], narrow=narrow)
        texts = [format_number(value) for value in column_values(ordered, "impact_asymmetry")]
        add_columns(ax, [(words["asymmetry"], texts)], places)
        add_legend(ax, handles, names)
    return ax


def _draw_side(
    ax: Axes, frame: pd.DataFrame, side: str, places: np.ndarray, words: Mapping[str, str], language: str
) -> np.ndarray:
    """Draw one mark a driver; return all values drawn."""
    first = side == "penalty"
    colour, marker = (BAD, MARKERS[0]) if first else (GOOD, MARKERS[1])
    value, low, high = (column_values(frame, name) for name in (side, f"{side}_low", f"{side}_high"))
    texts = [format_number(one) for one in value]
    columns = [(words[side], texts), (words["interval"], format_spans(low, high, words))]
    told = describe_rows(frame["driver"], columns, language)
    for place, text, *values in zip(places + (-_LIFT if first else _LIFT), told, value, low, high, strict=True):
        draw_estimate(ax, place, values, text, colour=colour, marker=marker, size=6.0)
    return np.concatenate([value, low, high])


def _set_axis(ax: Axes, values: np.ndarray, title: str, *, narrow: bool) -> None:
    ends = np.append(values[np.isfinite(values)], 0.0)
    low, high = float(np.min(ends)), float(np.max(ends))
    room = 0.04 * (high - low or 1.0)
    ticks = choose_ticks(low - room, high + room, most=4 if narrow else 7)
    digits = 0 if len(ticks) > 1 and float(ticks[1] - ticks[0]) >= 1 else 1
    set_tick_labels(ax, "x", ticks, [format_number(tick, digits) for tick in ticks], size=SMALL_SIZE)
    finish_value_axis(ax, low - room, high + room, title)
