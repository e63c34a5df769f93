"""Charts of levels of service and of doubtful ratings."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from survey.plots.frames import check_frame
from survey.plots.indicators import plot_indicator
from survey.plots.labels import format_percent
from survey.plots.own_words import find_own_words
from survey.plots.style import ACCENT

OPERATIONS = {
    "en": {
        "answered_20s": "Answered within 20 seconds",
        "answered": "Answered",
        "first_response": "First response (seconds)",
        "resolution_rate": "Resolved",
        "transfer_rate": "Transferred",
        "refund_rate": "Orders refunded",
        "after_sales_satisfaction": "After-sales satisfaction",
        "csat": "Ratings of 4 or 5 stars",
    },
    "zh-CN": {
        "answered_20s": "20 秒内应答率",
        "answered": "应答率",
        "first_response": "首次响应（秒）",
        "resolution_rate": "解决率",
        "transfer_rate": "转接率",
        "refund_rate": "退款率（按订单）",
        "after_sales_satisfaction": "售后满意度",
        "csat": "四星与五星评价占比",
    },
}
SCREENS = {
    "en": {
        "burst": "In a burst",
        "copied": "Same text as another",
        "near_copy": "Nearly the same text",
        "contradicts": "Text against stars",
        "frequent": "Account rates often",
        "suspicious": "To be looked at",
    },
    "zh-CN": {
        "burst": "集中出现",
        "copied": "与他人文字相同",
        "near_copy": "文字近似",
        "contradicts": "文字与星级相反",
        "frequent": "账号频繁评价",
        "suspicious": "需要复核",
    },
}


def plot_service_levels(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en", width: float = 8.0, accent: str = ACCENT
) -> Axes:
    """Draw levels of service that are shares as bars with intervals.

    Parameters
    ----------
    frame
        A row per group and measure: ``operation``, ``estimate``; optional ``group``, ``conf_low``, ``conf_high``.
    ax
        Axes to draw on; new ones if None.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches.
    accent
        Colour of the marks.

    Raises
    ------
    DataError
        If the frame is empty or lacks a column.

    Examples
    --------
    >>> frame = pd.DataFrame({"operation": ["csat"], "estimate": [0.7]})
    >>> plot_service_levels(frame).get_yticklabels()[0].get_text()
    'Ratings of 4 or 5 stars'
    """
    check_frame(frame, "plot_service_levels", text=["operation"], numbers=["estimate"])
    names = find_own_words(OPERATIONS, language, None)
    groups = frame["group"] if "group" in frame else pd.Series("", index=frame.index)
    shown = [
        f"{group} · {names.get(operation, operation)}" if group else names.get(operation, operation)
        for group, operation in zip(groups, frame["operation"], strict=True)
    ]
    return plot_indicator(frame.assign(indicator=shown), ax=ax, language=language, width=width, accent=accent)


def plot_screens(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en", width: float = 8.0, accent: str = ACCENT
) -> Axes:
    """Draw the share of ratings with each sign.

    Parameters
    ----------
    frame
        A row per sign: ``screen``, ``count``, ``share``.
    ax
        Axes to draw on; new ones if None.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches.
    accent
        Colour of the bars.

    Raises
    ------
    DataError
        If the frame is empty or lacks a column.

    Examples
    --------
    >>> frame = pd.DataFrame({"screen": ["burst"], "count": [3], "share": [0.1]})
    >>> plot_screens(frame).get_yticklabels()[0].get_text()
    'In a burst'
    """
    check_frame(frame, "plot_screens", text=["screen"], numbers=["share"])
    names = find_own_words(SCREENS, language, None)
    texts = [format_percent(share, 1) for share in frame["share"]]
    shown = frame.assign(indicator=[names[screen] for screen in frame["screen"]], estimate=frame["share"])
    return plot_indicator(shown.assign(value_text=texts), ax=ax, language=language, width=width, accent=accent)
