"""Chart of what goes with satisfaction in the service log."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import choose_ticks, finish_value_axis, is_narrow, set_tick_labels
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import format_number, format_spans
from survey.plots.marks import describe_rows
from survey.plots.own_words import find_own_words
from survey.plots.rows import add_columns, draw_estimate, open_rows
from survey.plots.style import ACCENT, SMALL_SIZE, use_style

WORDS = {
    "en": {
        "log_response": "First response takes twice as long",
        "answered_20s": "Answered within 20 seconds",
        "resolution_rate": "Resolved",
        "transfer_rate": "Transferred",
        "refund_rate": "Order refunded",
        "points": "Difference of satisfaction, points of 100",
        "value": "Points",
        "interval": "Interval",
        "to": " to ",
    },
    "zh-CN": {
        "log_response": "首次响应时间翻倍",
        "answered_20s": "20 秒内应答",
        "resolution_rate": "已解决",
        "transfer_rate": "有转接",
        "refund_rate": "订单有退款",
        "points": "满意度之差（百分制）",
        "value": "分差",
        "interval": "区间",
        "to": " 至 ",
    },
}


def plot_relations(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
    accent: str = ACCENT,
) -> Axes:
    """Draw the differences of satisfaction that go with each measure alone.

    Parameters
    ----------
    frame
        A row per measure and model: ``operation``, ``estimate``, ``conf_low``, ``conf_high``; optional ``model``, of
        which only "alone" is drawn.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for the measures, ``points``, ``value``, ``interval``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches; under 6 the interval is drawn but not written out.
    accent
        Colour of the marks.

    Raises
    ------
    DataError
        If the frame is empty or lacks a column.
    OptionError
        If the language or a key of ``labels`` is not known.

    Examples
    --------
    >>> frame = pd.DataFrame({"operation": ["refund_rate"], "estimate": [-4.0], "conf_low": [-6.0], "conf_high": -2.0})
    >>> plot_relations(frame).get_yticklabels()[0].get_text()
    'Order refunded'
    """
    check_frame(frame, "plot_relations", text=["operation"], numbers=["estimate", "conf_low", "conf_high"])
    drawn = frame[frame["model"] == "alone"] if "model" in frame else frame
    words = find_own_words(WORDS, language, labels)
    middle, low, high = (column_values(drawn, name) for name in ("estimate", "conf_low", "conf_high"))
    names = [words.get(name, name) for name in drawn["operation"]]
    columns = [
        (words["value"], [format_number(value, 1) for value in middle]),
        (words["interval"], format_spans(low, high, words, 1)),
    ]
    told = describe_rows(names, columns, language)
    narrow = is_narrow(ax, width)
    with use_style():
        ax, places = open_rows(ax, names, width=width)
        for place, text, *ends in zip(places, told, middle, low, high, strict=True):
            draw_estimate(ax, place, ends, text, colour=accent)
        bottom, top = float(np.min([*low, 0.0])), float(np.max([*high, 0.0]))
        room = 0.05 * (top - bottom or 1.0)
        ticks = choose_ticks(bottom - room, top + room, most=4 if narrow else 7)
        set_tick_labels(ax, "x", ticks, [f"{tick:g}".replace("-", "−") for tick in ticks], size=SMALL_SIZE)
        finish_value_axis(ax, bottom - room, top + room, words["points"])
        add_columns(ax, columns[:1] if narrow else columns, places)
    return ax
