"""Map of features by satisfaction and dissatisfaction coefficient."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.errors import DataError
from survey.plots.canvas import is_narrow, lay_out, name_axis, set_tick_labels, write_note
from survey.plots.crosses import draw_crosses
from survey.plots.fonts import clean_text
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import format_number
from survey.plots.map_labels import find_corners, write_names
from survey.plots.marks import describe_rows
from survey.plots.own_words import find_own_words
from survey.plots.style import ACCENT, INK, SMALL_SIZE, new_axes, use_style

WORDS = {
    "en": {
        "dissatisfaction": "Dissatisfaction without it (−DI)",
        "satisfaction": "Satisfaction with it (SI)",
        "low_high": "Attractive",
        "high_high": "One-dimensional",
        "low_low": "Indifferent",
        "high_low": "Must-be",
    },
    "zh-CN": {
        "dissatisfaction": "缺失时的不满意（−DI）",
        "satisfaction": "具备时的满意（SI）",
        "low_high": "魅力型",
        "high_high": "期望型",
        "low_low": "无差异型",
        "high_low": "必备型",
    },
}
_MIDDLE = np.array([0.5, 0.5])


def plot_kano(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
) -> Axes:
    """Draw features by what they go with when present (up) and when absent (across), each as a cross of its intervals.

    Parameters
    ----------
    frame
        A row per feature: ``feature``, ``satisfaction_coefficient`` (0 to 1), ``dissatisfaction_coefficient`` (-1 to
        0); optional ends ``satisfaction_low``, ``satisfaction_high``, ``dissatisfaction_low`` and
        ``dissatisfaction_high``.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``dissatisfaction``, ``satisfaction``, ``low_high``, ``high_high``, ``low_low``, ``high_low``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches; under 6 the features carry no names where they do not fit.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.

    Raises
    ------
    DataError
        If the frame is empty or lacks a column, or no feature has coefficients.
    OptionError
        If the language or a key of ``labels`` is not known.

    Examples
    --------
    >>> frame = pd.DataFrame({"feature": ["Tracking"], "satisfaction_coefficient": [0.7]})
    >>> plot_kano(frame.assign(dissatisfaction_coefficient=-0.2)).get_ylabel()
    'Satisfaction with it (SI)'
    """
    numbers = ["satisfaction_coefficient", "dissatisfaction_coefficient"]
    check_frame(frame, "plot_kano", text=["feature"], numbers=numbers)
    words = find_own_words(WORDS, language, labels)
    drawn = frame[frame[numbers].notna().all(axis=1)]
    if drawn.empty:
        raise DataError("plot_kano: no feature has coefficients, so there is nothing to draw")
    points = np.column_stack([-column_values(drawn, numbers[1]), column_values(drawn, numbers[0])])
    crosses = np.column_stack(
        [
            -column_values(drawn, "dissatisfaction_high"),
            -column_values(drawn, "dissatisfaction_low"),
            column_values(drawn, "satisfaction_low"),
            column_values(drawn, "satisfaction_high"),
        ]
    )
    narrow = is_narrow(ax, width)
    with use_style():
        ax = new_axes(width, width * (0.9 if narrow else 0.66)) if ax is None else ax
        heads = words["satisfaction"], words["dissatisfaction"]
        columns = [(heads[at], [format_number(value) for value in points[:, 1 - at]]) for at in range(2)]
        draw_crosses(ax, points, crosses, describe_rows(drawn["feature"], columns, language), colour=ACCENT)
        _set_axes(ax, words)
        lay_out(ax)
        corners = find_corners(ax, _MIDDLE, words)
        names = [clean_text(name) for name in drawn["feature"]]
        write_names(ax, points, crosses, names, corners=[corner.box for corner in corners], force=True)
        for corner in corners:
            look = {"ha": corner.side, "multialignment": corner.side, "va": corner.edge, "alpha": 0.62}
            note = write_note(ax, corner.text, corner.at, coords="axes fraction", offset=corner.inward, **look)
            note.set_in_layout(False)
    return ax


def _set_axes(ax: Axes, words: Mapping[str, str]) -> None:
    ticks = np.linspace(0, 1, 5)
    for which, title in (("x", words["dissatisfaction"]), ("y", words["satisfaction"])):
        set_tick_labels(ax, which, ticks, [format_number(tick) for tick in ticks], size=SMALL_SIZE)
        (ax.set_xlim if which == "x" else ax.set_ylim)(-0.04, 1.04)
        name_axis(ax, which, title)
    ax.axvline(0.5, color=INK, alpha=0.35, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    ax.axhline(0.5, color=INK, alpha=0.35, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set(visible=True, color=INK, alpha=0.3)
