"""Chart of differences between segments and everyone else."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import is_narrow
from survey.plots.comparison_axis import format_p_value, format_value, set_measure_axis
from survey.plots.frames import check_frame, column_values
from survey.plots.marks import describe_rows
from survey.plots.own_words import find_own_words
from survey.plots.rows import add_columns, draw_estimate, open_rows
from survey.plots.style import ACCENT, INK, NEUTRAL, SMALL_SIZE, use_style

TEST_LEVEL = 0.05  # the customary level, Fisher (1925), Statistical methods for research workers

WORDS = {
    "en": {
        "performance": "Difference from everyone else, in points (0–100)",
        "indicator": "Difference from everyone else, in percentage points",
        "importance": "Difference of importance from everyone else, in R²",
        "importance_share": "Difference of importance share from everyone else, in percentage points",
        "coefficient": "Difference of coefficients from everyone else",
        "change": "Difference",
        "interval": "Interval",
        "p_adjusted": "Adjusted p",
        "to": " to ",
    },
    "zh-CN": {
        "performance": "与其余受访者的得分差异（0–100 分制）",
        "indicator": "与其余受访者的占比差异（百分点）",
        "importance": "与其余受访者的重要性差异（R²）",
        "importance_share": "与其余受访者的重要性占比差异（百分点）",
        "coefficient": "与其余受访者的系数差异",
        "change": "差异",
        "interval": "区间",
        "p_adjusted": "校正后 p 值",
        "to": " 至 ",
    },
}


def plot_segments(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
    measure: str = "performance",
    accent: str = ACCENT,
) -> Axes:
    """Draw how segments differ from everyone else: under each driver a dot with its interval for every segment.

    Intervals that include 0 are grey.

    Parameters
    ----------
    frame
        A row per driver and segment: ``driver``, ``segment`` (their names), ``change``; optional ``conf_low``,
        ``conf_high`` and ``p_adjusted``. A missing change keeps its row, without a mark. With one segment the drivers
        are the rows.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for the title of the measure, ``change``, ``interval`` and ``p_adjusted``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches; under 6 the interval is drawn but not written out.
    measure
        What differs: ``performance``, ``indicator``, ``importance``, ``importance_share`` or ``coefficient``.
    accent
        Colour of intervals that leave 0 out.

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
    >>> frame = pd.DataFrame({"driver": ["Price", "Price"], "segment": ["North", "South"], "change": [2.0, -1.5]})
    >>> [label.get_text() for label in plot_segments(frame).get_yticklabels()]
    ['Price', 'North', 'South']
    """
    check_frame(frame, "plot_segments", text=["driver", "segment"], numbers=["change"])
    words = find_own_words(WORDS, language, labels)
    narrow = is_narrow(ax, width)
    heads = frame["segment"].nunique() > 1
    names, at = _name_rows(frame, heads=heads)
    with use_style():
        ax, places = open_rows(ax, names, width=width)
        if heads:
            _set_apart(ax, places, at)
        ordered, places = frame.iloc[[row for row in at if row is not None]], places[[row is not None for row in at]]
        change, low, high = (column_values(ordered, name) for name in ("change", "conf_low", "conf_high"))
        stands = _stands(low, high, column_values(ordered, "p_adjusted"))
        names = [f"{driver} · {segment}" for driver, segment in zip(ordered["driver"], ordered["segment"], strict=True)]
        told = describe_rows(names, _columns(ordered, words, measure, narrow=False), language)
        for place, text, clear, *ends in zip(places, told, stands, change, low, high, strict=True):
            draw_estimate(ax, place, ends, text, colour=accent if clear else NEUTRAL)
        values = np.concatenate([change, low, high, [0.0]])
        title = words[measure] if heads else f"{frame['segment'].iloc[0]} – {words[measure]}"
        set_measure_axis(ax, values, title, measure, narrow=narrow)
        add_columns(ax, _columns(ordered, words, measure, narrow=narrow), places)
    return ax


def _stands(low: np.ndarray, high: np.ndarray, p_adjusted: np.ndarray) -> np.ndarray:
    """Return which differences stand: by the adjusted p value where there is one, else by the interval."""
    alone = ~((low <= 0) & (high >= 0))
    return np.where(np.isfinite(p_adjusted), p_adjusted < TEST_LEVEL, alone)


def _name_rows(frame: pd.DataFrame, *, heads: bool) -> tuple[list[str], list[int | None]]:
    """Return the names of rows and the frame's row behind each; a driver's own row has none."""
    drivers = frame["driver"].to_numpy()
    if not heads:
        return [str(name) for name in drivers], list(range(len(frame)))
    names: list[str] = []
    at: list[int | None] = []
    for driver in dict.fromkeys(drivers):
        own = np.flatnonzero(drivers == driver)
        names += [str(driver), *(str(name) for name in frame["segment"].iloc[own])]
        at += [None, *map(int, own)]
    return names, at


def _set_apart(ax: Axes, places: np.ndarray, at: list[int | None]) -> None:
    """Set the names of segments smaller than those of drivers, and a line at each driver."""
    for label, place, row in zip(ax.get_yticklabels(), places, at, strict=True):
        if row is None:
            ax.axhline(place, color=INK, alpha=0.16, linewidth=0.7, zorder=1)
        else:
            label.set(size=SMALL_SIZE, alpha=0.8)


def _columns(
    frame: pd.DataFrame, words: Mapping[str, str], measure: str, *, narrow: bool
) -> list[tuple[str, list[str]]]:
    change, low, high, p = (column_values(frame, name) for name in ("change", "conf_low", "conf_high", "p_adjusted"))
    columns = [(words["change"], [format_value(value, measure, signed=True) for value in change])]
    if np.isfinite(low).any() and not narrow:
        ends = zip(low, high, strict=True)
        spans = [f"{format_value(a, measure)}{words['to']}{format_value(b, measure)}" for a, b in ends]
        texts = [text if np.isfinite(a) else "–" for text, a in zip(spans, low, strict=True)]
        columns.append((words["interval"], texts))
    if np.isfinite(p).any():
        columns.append((words["p_adjusted"], [format_p_value(value) for value in p]))
    return columns
