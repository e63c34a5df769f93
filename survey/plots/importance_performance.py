"""Map of importance in points against performance, with the respondents below a needed level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.errors import check_option
from survey.plots.canvas import choose_ticks, lay_out, name_axis, set_tick_labels
from survey.plots.crosses import draw_crosses
from survey.plots.fonts import clean_text
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import format_number
from survey.plots.map_labels import write_names
from survey.plots.marks import describe_rows, name_mark
from survey.plots.style import ACCENT, INK, SMALL_SIZE, new_axes, use_style

TITLES = {
    "en": ("Importance: points of “{target}” per point", "Performance (0–100)"),
    "zh-CN": ("重要性：每 1 分对应的“{target}”分数", "表现（0–100）"),
}

SIGNS = {
    "en": "; filled: necessary; hollow: not; larger: more respondents below the needed level",
    "zh-CN": "；实心：必要；空心：非必要；越大：未达所需水平的受访者越多",
}


def plot_importance_performance(
    frame: pd.DataFrame,
    *,
    target: str,
    lines: tuple[float, float] | None = None,
    ax: Axes | None = None,
    language: str = "en",
    width: float = 8.0,
) -> Axes:
    """Draw constructs or items by importance (across) and performance (up).

    A hollow point is not necessary; a larger one has more respondents below its needed level.

    Parameters
    ----------
    frame
        ``label``, ``importance_points``, ``performance``; optional intervals, ``necessary``, ``below_needed_share``.
    target
        Name of what importance is for.
    lines
        Where the quadrants meet, or None.
    ax
        Axes to draw on; new ones if None.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches.

    Raises
    ------
    DataError
        If the frame is empty or lacks a column.
    OptionError
        If the language is not known.

    Examples
    --------
    >>> frame = pd.DataFrame({"label": ["Price", "Speed"], "importance_points": [0.4, 0.6], "performance": [70, 60]})
    >>> plot_importance_performance(frame, target="Satisfaction").get_ylabel()
    'Performance (0–100)'
    """
    check_frame(frame, "plot_importance_performance", text=["label"], numbers=["importance_points", "performance"])
    check_option("language", language, TITLES)
    points = np.column_stack([column_values(frame, "importance_points"), column_values(frame, "performance")])
    ends = ("importance_points_low", "importance_points_high", "performance_low", "performance_high")
    crosses = np.column_stack([column_values(frame, name) for name in ends])
    with use_style():
        ax = new_axes(width, width * 0.62) if ax is None else ax
        _draw_points(ax, frame, points, crosses, _tell_marks(frame, points, target, language))
        if lines is not None:
            ax.axvline(lines[0], color=INK, alpha=0.35, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
            ax.axhline(lines[1], color=INK, alpha=0.35, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
        _set_axes(ax, np.vstack([points, crosses[:, [0, 2]], crosses[:, [1, 3]]]), target, language)
        if "necessary" in frame:
            name_axis(ax, "x", TITLES[language][0].format(target=clean_text(target)) + SIGNS[language])
        lay_out(ax)
        write_names(ax, points, crosses, [clean_text(name) for name in frame["label"]], corners=[], force=True)
    return ax


def _tell_marks(frame: pd.DataFrame, points: np.ndarray, target: str, language: str) -> list[str]:
    across, up = TITLES[language]
    heads = across.format(target=target), up
    digits = (2, 0)
    columns = [(heads[at], [format_number(value, digits[at]) for value in points[:, at]]) for at in range(2)]
    return describe_rows(frame["label"], columns, language)


def _draw_points(ax: Axes, frame: pd.DataFrame, points: np.ndarray, crosses: np.ndarray, told: Sequence[str]) -> None:
    draw_crosses(ax, points, crosses, told, colour=ACCENT, dots=False)
    necessary = frame["necessary"].to_numpy(dtype=bool) if "necessary" in frame else np.ones(len(frame), dtype=bool)
    below = np.nan_to_num(column_values(frame, "below_needed_share"))
    colours = [ACCENT if one else "white" for one in necessary]
    for (x, y), size, colour, text in zip(points, np.sqrt(50 + 500 * below), colours, told, strict=True):
        look: dict[str, Any] = {"color": colour, "markersize": size, "markeredgecolor": ACCENT, "zorder": 4}
        name_mark(text, *ax.plot([x], [y], "o", **look))


def _set_axes(ax: Axes, ends: np.ndarray, target: str, language: str) -> None:
    low, high = np.nanmin(ends, axis=0), np.nanmax(ends, axis=0)
    pad = np.maximum((high - low) * [0.12, 0.18], [0.01, 1.0])
    for at, which in enumerate("xy"):
        bottom, top = float(low[at] - pad[at]), float(high[at] + pad[at])
        ticks = choose_ticks(bottom, top, most=6)
        set_tick_labels(ax, which, ticks, [f"{tick:g}".replace("-", "−") for tick in ticks], size=SMALL_SIZE)
        name_axis(ax, which, TITLES[language][at].format(target=clean_text(target)))
        (ax.set_xlim if which == "x" else ax.set_ylim)(bottom, top)
