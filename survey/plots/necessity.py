"""Scatter of a condition and an outcome under their ceilings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import choose_ticks, is_narrow, name_axis, set_tick_labels
from survey.plots.frames import check_frame
from survey.plots.legends import add_legend, legend_inches
from survey.plots.marks import describe_mark, name_mark
from survey.plots.own_words import find_own_words
from survey.plots.style import ACCENT, BAD, INK, NEUTRAL, SMALL_SIZE, new_axes, use_style

WORDS = {
    "en": {
        "condition": "Condition",
        "outcome": "Outcome",
        "ce_fdh": "Steps (CE-FDH)",
        "cr_fdh": "Line (CR-FDH)",
        "answers": "Answers",
    },
    "zh-CN": {
        "condition": "条件",
        "outcome": "结果",
        "ce_fdh": "阶梯上限（CE-FDH）",
        "cr_fdh": "直线上限（CR-FDH）",
        "answers": "回答数",
    },
}
_ROOM = 0.04  # of the scope, left free around it
_LARGEST_MARK = 90.0  # area of the mark of the most frequent combination, in square points
_SMALLEST_MARK = 14.0


def plot_necessity(
    points: pd.DataFrame,
    peers: pd.DataFrame,
    lines: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
) -> Axes:
    """Draw one condition with its outcome, the mark the larger the more answers it stands for, and the ceilings.

    Parameters
    ----------
    points, peers
        A row per place: ``condition_value``, ``outcome_value``, ``weight``; the peers carry the steps.
    lines
        A row per ceiling: ``ceiling``, ``ceiling_slope``, ``ceiling_intercept``, ``corner``, and the scope
        (``condition_from``, ``condition_to``, ``outcome_from``, ``outcome_to``).
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``condition``, ``outcome``, ``ce_fdh`` and ``cr_fdh``.
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
        If a frame is empty or lacks a column.
    OptionError
        If the language or a key of ``labels`` is not known.

    Examples
    --------
    >>> places = {"condition_value": [0.0, 1.0], "outcome_value": [0.0, 1.0], "weight": 1.0}
    >>> scope = {"condition_from": 0.0, "condition_to": 2.0, "outcome_from": 0.0, "outcome_to": 1.0}
    >>> lines = [{"ceiling": "ce_fdh", "ceiling_slope": 0.0, "ceiling_intercept": 0.0, "corner": "upper_left", **scope}]
    >>> places = pd.DataFrame(places)
    >>> plot_necessity(places, places, pd.DataFrame(lines)).get_ylabel()
    'Outcome'
    """
    for frame in (points, peers):
        check_frame(frame, "plot_necessity", numbers=["condition_value", "outcome_value", "weight"])
    scope = ["condition_from", "condition_to", "outcome_from", "outcome_to"]
    numbers = ["ceiling_slope", "ceiling_intercept", *scope]
    check_frame(lines, "plot_necessity", text=["ceiling", "corner"], numbers=numbers)
    words = find_own_words(WORDS, language, labels)
    box = lines[scope].iloc[0].to_numpy(float)
    names = [words[name] for name in lines["ceiling"]]
    narrow = is_narrow(ax, width)
    with use_style():
        if ax is None:
            ax = new_axes(width, width * 0.62 + legend_inches(names, width))
        _draw_points(ax, points, words, language)
        handles = [_draw_ceiling(ax, line, peers, box) for line in lines.to_dict("records")]
        _set_axes(ax, box, words, narrow=narrow)
        add_legend(ax, handles, names)
    return ax


def _draw_points(ax: Axes, points: pd.DataFrame, words: Mapping[str, str], language: str) -> None:
    weight = points["weight"].to_numpy(float)
    area = np.maximum(_LARGEST_MARK * weight / np.max(weight), _SMALLEST_MARK)
    places = points[["condition_value", "outcome_value"]].to_numpy(float)
    heads = words["condition"], words["outcome"], words["answers"]
    look: dict[str, Any] = {"color": NEUTRAL, "alpha": 0.7, "markeredgewidth": 0, "zorder": 4}
    for (x, y), size, count in zip(places, np.sqrt(area), weight, strict=True):
        values = [f"{value:g}".replace("-", "−") for value in (x, y, round(count, 1))]
        text = describe_mark(f"{heads[0]} {values[0]}", list(zip(heads[1:], values[1:], strict=True)), language)
        name_mark(text, *ax.plot([x], [y], "o", markersize=size, **look))


def _draw_ceiling(ax: Axes, line: Mapping[Any, Any], peers: pd.DataFrame, box: np.ndarray) -> Any:
    if line["ceiling"] == "ce_fdh":
        x, y = _step_path(peers, box, str(line["corner"]))
        return ax.plot(x, y, color=ACCENT, linewidth=1.6, zorder=3)[0]
    x, y = _line_path(float(line["ceiling_slope"]), float(line["ceiling_intercept"]), box)
    return ax.plot(x, y, color=BAD, linewidth=1.6, linestyle=(0, (5, 2)), zorder=3)[0]


def _step_path(peers: pd.DataFrame, box: np.ndarray, corner: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the steps from the near side of the scope to the far one, turned as the corner is."""
    to_right, upward = corner.endswith("left"), corner.startswith("upper")
    ordered = peers.sort_values("condition_value", ascending=to_right)
    x, y = ordered["condition_value"].to_numpy(float), ordered["outcome_value"].to_numpy(float)
    floor, far = box[2 if upward else 3], box[1 if to_right else 0]
    across = np.append(np.repeat(x, 2), far)
    up = np.concatenate([[floor], np.repeat(y, 2)])
    return across, up


def _line_path(slope: float, intercept: float, box: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the part of a line inside the scope; nothing where there is no line."""
    x = np.linspace(box[0], box[1], 201)
    y = intercept + slope * x
    inside = (y >= box[2]) & (y <= box[3])
    return x[inside], y[inside]


def _set_axes(ax: Axes, box: np.ndarray, words: Mapping[str, str], *, narrow: bool) -> None:
    for which, low, high in (("x", box[0], box[1]), ("y", box[2], box[3])):
        ticks = choose_ticks(low, high, most=4 if narrow else 7)
        set_tick_labels(ax, which, ticks, [f"{tick:g}".replace("-", "−") for tick in ticks], size=SMALL_SIZE)
        room = _ROOM * (high - low)
        (ax.set_xlim if which == "x" else ax.set_ylim)(low - room, high + room)
        name_axis(ax, which, words["condition" if which == "x" else "outcome"])
    ax.grid(visible=True, color=INK, alpha=0.1, linewidth=0.7)
