"""Chart of curves over the score on the other items: one per answer, per item or per group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from survey.errors import OptionError, check_option
from survey.plots.canvas import choose_ticks, finish_value_axis, format_shares, is_narrow, name_axis, set_tick_labels
from survey.plots.frames import check_frame
from survey.plots.labels import format_number, format_percent
from survey.plots.legends import add_legend, legend_inches
from survey.plots.marks import describe_rows, name_points
from survey.plots.style import INK, NEUTRAL, SERIES, SMALL_SIZE, diverging_map, new_axes, use_style

WORDS = {
    "en": {"rest_score": "Mean of the other items", "value": "Mean answer", "share": "Share of answers"},
    "zh-CN": {"rest_score": "其余题目的均值", "value": "回答均值", "share": "回答占比"},
}
_DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1, 2)))
_HEIGHT_SHARE = 0.55  # of the width
_DARK = 0.56  # share of each half of the colour ramp that lines use


def plot_item_curves(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
) -> Axes:
    """Draw curves over the score on the other items.

    Parameters
    ----------
    frame
        A row per curve and point: ``curve`` (name), ``rest_score``, and either ``share`` (0–1: one curve an answer, in
        the answers' order) or ``value`` (a mean answer: one curve an item or a group).
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``rest_score``, ``share`` and ``value``.
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
    >>> curves = {"curve": ["no", "no", "yes", "yes"], "rest_score": [1, 5, 1, 5], "share": [0.9, 0.2, 0.1, 0.8]}
    >>> frame = pd.DataFrame(curves)
    >>> len(plot_item_curves(frame).lines)
    2
    """
    what = "share" if "share" in frame else "value"
    check_frame(frame, "plot_item_curves", text=["curve"], numbers=["rest_score", what])
    words = _find_words(language, labels)
    names = list(frame["curve"].unique())
    colours = _pick_colours(len(names), ordered=what == "share")
    narrow = is_narrow(ax, width)
    with use_style():
        if ax is None:
            ax = new_axes(width, width * _HEIGHT_SHARE + legend_inches(names, width))
        handles = [
            _draw_curve(ax, frame[frame["curve"] == name], what, colour, _DASHES[at % len(_DASHES)])
            for at, (name, colour) in enumerate(zip(names, colours, strict=True))
        ]
        for name, line in zip(names, handles, strict=True):
            name_points(line, _tell_points(name, line, what, words, language))
        _set_axes(ax, frame["rest_score"].to_numpy(float), frame[what].to_numpy(float), what, words, narrow=narrow)
        if len(names) > 1:
            add_legend(ax, handles, names)
    return ax


def _draw_curve(ax: Axes, points: pd.DataFrame, what: str, colour: str, dashes: Any) -> Line2D:
    shown = points.sort_values("rest_score")
    places, heights = shown["rest_score"].to_numpy(float), shown[what].to_numpy(float)
    return ax.plot(places, heights, color=colour, linestyle=dashes, linewidth=1.8)[0]


def _tell_points(name: object, line: Line2D, what: str, words: Mapping[str, str], language: str) -> list[str]:
    scores, heights = (np.asarray(values, dtype=float) for values in line.get_data())
    write = format_percent if what == "share" else format_number
    columns = [
        (words["rest_score"], [format_number(score, 1) for score in scores]),
        (words[what], [write(height, 1) for height in heights]),
    ]
    return describe_rows([name] * len(scores), columns, language)


def _find_words(language: str, labels: Mapping[str, str] | None) -> dict[str, str]:
    check_option("language", language, WORDS)
    if unknown := sorted(set(labels or {}) - set(WORDS[language])):
        raise OptionError(f"labels has no use for {', '.join(unknown)}; it takes: {', '.join(sorted(WORDS[language]))}")
    return {**WORDS[language], **(labels or {})}


def _pick_colours(count: int, *, ordered: bool) -> list[str]:
    """Return one colour a curve; for answers from low to high, without the tints too light for a line."""
    if not ordered:
        return [SERIES[at % len(SERIES)] for at in range(count)]
    ramp = diverging_map()
    places = [at / max(count - 1, 1) for at in range(count)]
    dark = [place * _DARK if place < 0.5 else 1 - (1 - place) * _DARK for place in places]
    return [
        NEUTRAL if abs(place - 0.5) < 0.05 else to_hex(ramp(shade)) for place, shade in zip(places, dark, strict=True)
    ]


def _set_axes(
    ax: Axes, scores: np.ndarray, heights: np.ndarray, what: str, words: Mapping[str, str], *, narrow: bool
) -> None:
    left, right = float(np.min(scores)), float(np.max(scores))
    ticks = choose_ticks(left, right, most=4 if narrow else 8)
    set_tick_labels(ax, "x", ticks, [format_number(tick, 1) for tick in ticks], size=SMALL_SIZE)
    finish_value_axis(ax, left, right if right > left else left + 1, words["rest_score"])
    low, high = (0.0, 1.0) if what == "share" else (float(np.nanmin(heights)), float(np.nanmax(heights)))
    room = (high - low) * 0.03 or 0.5
    ax.set_ylim(low - room, high + room)
    marks = choose_ticks(low - room, high + room, most=6)
    texts = format_shares(marks) if what == "share" else [format_number(mark, 1) for mark in marks]
    set_tick_labels(ax, "y", marks, texts, size=SMALL_SIZE)
    ax.grid(visible=True, axis="y", color=INK, alpha=0.13, linewidth=0.7)
    name_axis(ax, "y", words[what])
