"""Chart of expected differences for the same points of each driver."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.errors import check_option
from survey.plots.canvas import choose_ticks, finish_value_axis, is_narrow, set_tick_labels
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import format_number, format_spans
from survey.plots.marks import describe_rows
from survey.plots.rows import add_columns, draw_estimate, open_rows
from survey.plots.style import ACCENT, SMALL_SIZE, use_style

_WORDS = {
    "en": {
        "title": "Expected difference of the outcome, {step} points of each driver",
        "estimate": "Difference",
        "interval": "Interval",
        "to": " to ",
    },
    "zh-CN": {
        "title": "各因素得分相差 {step} 分时，结果的预期差异",
        "estimate": "差异",
        "interval": "区间",
        "to": " 至 ",
    },
}


def plot_expected_change(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    language: str = "en",
    width: float = 8.0,
    step: float = 5.0,
    accent: str = ACCENT,
) -> Axes:
    """Draw expected differences as dots with intervals, the largest on top.

    Parameters
    ----------
    frame
        A row per driver: ``driver`` (its name), ``estimate``; optional ``conf_low`` and ``conf_high``.
    ax
        Axes to draw on; new ones if None.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches; under 6 the interval is drawn but not written out.
    step
        Points by which each driver differs, for the axis title.
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
        If the language is not known.

    Examples
    --------
    >>> frame = pd.DataFrame({"driver": ["Price", "Speed"], "estimate": [0.4, 1.6]})
    >>> [label.get_text() for label in plot_expected_change(frame).get_yticklabels()]
    ['Speed', 'Price']
    """
    check_frame(frame, "plot_expected_change", text=["driver"], numbers=["estimate"])
    check_option("language", language, _WORDS)
    words, narrow = _WORDS[language], is_narrow(ax, width)
    ordered = frame.sort_values("estimate", ascending=False, kind="stable")
    estimate, low, high = (column_values(ordered, name) for name in ("estimate", "conf_low", "conf_high"))
    columns = [(words["estimate"], [format_number(value) for value in estimate])]
    if np.any(np.isfinite(low)):
        columns.append((words["interval"], format_spans(low, high, words)))
    told = describe_rows(ordered["driver"], columns, language)
    with use_style():
        ax, places = open_rows(ax, ordered["driver"], width=width)
        for place, text, *ends in zip(places, told, estimate, low, high, strict=True):
            draw_estimate(ax, place, ends, text, colour=accent)
        values = np.concatenate([estimate, low, high, [0.0]])
        bottom, top = float(np.nanmin(values)), float(np.nanmax(values))
        slack = 0.05 * (top - bottom)
        ticks = choose_ticks(bottom, top, most=4 if narrow else 7)
        digits = 1 if len(ticks) < 2 or ticks[1] - ticks[0] < 1 else 0
        set_tick_labels(ax, "x", ticks, [format_number(tick, digits) for tick in ticks], size=SMALL_SIZE)
        finish_value_axis(ax, bottom - slack, top + slack, words["title"].format(step=format_number(step, 0)))
        add_columns(ax, columns[:1] if narrow else columns, places)
    return ax
