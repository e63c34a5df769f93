"""Charts of comments: how many name each reason, and how their outcome differs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import choose_ticks, finish_value_axis, is_narrow, set_share_axis, set_tick_labels
from survey.plots.comparison_axis import sign
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import format_number, format_percent
from survey.plots.marks import describe_rows, name_mark
from survey.plots.own_words import find_own_words
from survey.plots.rows import add_columns, draw_estimate, open_rows
from survey.plots.style import ACCENT, BAD, NEUTRAL, SMALL_SIZE, use_style

COLOURS = {"complaint": BAD, "praise": ACCENT}
WORDS = {
    "en": {
        "share": "Share of those who wrote",
        "complaint": "Complaint",
        "praise": "Praise",
        "theme": "",
        "value": "Share",
        "interval": "Interval",
        "change": "Difference",
        "difference": "Mean of those who name it less that of other commenters",
        "to": " to ",
    },
    "zh-CN": {
        "share": "占写评论者的比例",
        "complaint": "不满",
        "praise": "称赞",
        "theme": "",
        "value": "占比",
        "interval": "区间",
        "change": "差异",
        "difference": "提到者的均值减去其他评论者的均值",
        "to": " 至 ",
    },
}


def plot_comments(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
) -> Axes:
    """Draw the share of writers who name each reason as bars with intervals, complaints and praise in two colours.

    Parameters
    ----------
    frame
        A row per reason: ``label``, ``share``; optional ``polarity`` ("complaint" or "praise"), ``conf_low``,
        ``conf_high``.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words, by the keys of `WORDS`.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches; under 6 the interval is drawn but not written out.

    Raises
    ------
    DataError
        If the frame is empty or lacks a column.
    OptionError
        If the language or a key of ``labels`` is not known.

    Examples
    --------
    >>> frame = pd.DataFrame({"label": ["Price"], "share": [0.2], "polarity": ["complaint"]})
    >>> plot_comments(frame).get_yticklabels()[0].get_text()
    'Price'
    """
    check_frame(frame, "plot_comments", text=["label"], numbers=["share"])
    words = find_own_words(WORDS, language, labels)
    share, low, high = (column_values(frame, name) for name in ("share", "conf_low", "conf_high"))
    kinds = frame["polarity"].tolist() if "polarity" in frame else ["theme"] * len(frame)
    narrow = is_narrow(ax, width)
    columns = [(words["value"], [format_percent(value, 1) for value in share])]
    if np.isfinite(low).any():
        columns.append((words["interval"], [_span(*ends, words["to"]) for ends in zip(low, high, strict=True)]))
    told = describe_rows(frame["label"], columns, language)
    with use_style():
        ax, places = open_rows(ax, frame["label"], width=width)
        colours = [COLOURS.get(kind, NEUTRAL) for kind in kinds]
        bars = ax.barh(places, np.nan_to_num(share), height=0.52, color=colours, alpha=0.4, linewidth=0)
        rows = zip(bars, places, told, colours, share, low, high, strict=True)
        for bar, place, text, colour, *ends in rows:
            name_mark(text, bar)
            draw_estimate(ax, place, ends, text, colour=colour, size=4.5)
        most = float(np.nanmax(np.concatenate([share, high, [0.01]])))
        set_share_axis(ax, 0.0, min(1.0, most * 1.05), _title(words, kinds), narrow=narrow)
        add_columns(ax, columns[:1] if narrow else columns, places)
        for label, colour in zip(ax.get_yticklabels(), colours, strict=True):
            label.set_color(colour if colour != NEUTRAL else label.get_color())
    return ax


def _title(words: Mapping[str, str], kinds: list[str]) -> str:
    return words["share"] if "theme" in kinds else f"{words['share']} ({words['complaint']} · {words['praise']})"


def _span(low: float, high: float, to: str) -> str:
    return f"{format_percent(low, 1)}{to}{format_percent(high, 1)}" if np.isfinite(low) else "–"


def plot_comment_relations(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
) -> Axes:
    """Draw how the mean outcome of those who name a reason differs from that of other commenters.

    Parameters
    ----------
    frame
        A row per reason: ``label``, ``change``; optional ``conf_low`` and ``conf_high``. Intervals that hold 0 are
        grey.
    ax, labels, language, width
        As for `plot_comments`.

    Raises
    ------
    DataError
        If the frame is empty or lacks a column.
    OptionError
        If the language or a key of ``labels`` is not known.

    Examples
    --------
    >>> frame = pd.DataFrame({"label": ["Price"], "change": [-4.0], "conf_low": [-6.0], "conf_high": [-2.0]})
    >>> plot_comment_relations(frame).get_yticklabels()[0].get_text()
    'Price'
    """
    check_frame(frame, "plot_comment_relations", text=["label"], numbers=["change"])
    words = find_own_words(WORDS, language, labels)
    change, low, high = (column_values(frame, name) for name in ("change", "conf_low", "conf_high"))
    narrow = is_narrow(ax, width)
    spans = [f"{format_number(a, 1)}{words['to']}{format_number(b, 1)}" for a, b in zip(low, high, strict=True)]
    columns = [
        (words["change"], [sign(value, format_number(value, 1)) for value in change]),
        (words["interval"], spans),
    ]
    told = describe_rows(frame["label"], columns, language)
    with use_style():
        ax, places = open_rows(ax, frame["label"], width=width)
        for place, text, *ends in zip(places, told, change, low, high, strict=True):
            draw_estimate(ax, place, ends, text, colour=_colour(*ends))
        values = np.concatenate([change, low, high, [0.0]])
        first, last = float(np.nanmin(values)), float(np.nanmax(values))
        room = 0.05 * (last - first or 1.0)
        ticks = choose_ticks(first - room, last + room, most=4 if narrow else 7)
        step = float(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
        digits = max(0, -int(np.floor(np.log10(step) + 1e-9)))
        set_tick_labels(ax, "x", ticks, [format_number(tick, digits) for tick in ticks], size=SMALL_SIZE)
        finish_value_axis(ax, first - room, last + room, words["difference"])
        add_columns(ax, columns[:1] if narrow else columns, places)
    return ax


def _colour(change: float, low: float, high: float) -> str:
    """Return the colour of a difference: grey where the interval holds 0."""
    if not np.isfinite(low) or low <= 0 <= high:
        return NEUTRAL
    return BAD if change < 0 else ACCENT
