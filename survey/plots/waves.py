"""Chart of waves: each driver's values from the first wave to the last."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb

from survey.plots.canvas import is_narrow
from survey.plots.comparison_axis import format_value, set_measure_axis
from survey.plots.frames import check_frame
from survey.plots.legends import add_legend, dot_handle, legend_inches
from survey.plots.marks import describe_mark, name_mark
from survey.plots.own_words import find_own_words
from survey.plots.rows import add_columns, open_rows
from survey.plots.style import ACCENT, MIDPOINT, NEUTRAL, use_style

WORDS = {
    "en": {
        "performance": "Performance (0–100)",
        "indicator": "Share of respondents, or recommend score",
        "importance": "Importance (R²)",
        "importance_share": "Importance (share of what the drivers explain)",
        "coefficient": "Coefficient",
        "change": "Change",
    },
    "zh-CN": {
        "performance": "表现（0–100）",
        "indicator": "受访者占比或推荐净值",
        "importance": "重要性（R²）",
        "importance_share": "重要性（占各因素解释量的比例）",
        "coefficient": "系数",
        "change": "变化",
    },
}
_WRITTEN_WAVES = 3  # more columns leave no room for the marks


def plot_waves(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
    measure: str = "performance",
    accent: str = ACCENT,
) -> Axes:
    """Draw the values of waves as dumbbells, a row per driver; the last wave has the accent.

    Parameters
    ----------
    frame
        A row per driver and wave: ``driver``, ``wave`` (their names, waves in order of time), ``estimate``. A missing
        estimate has no mark.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for the title of the measure and ``change``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches; under 6 only the change is written out.
    measure
        What is shown: ``performance``, ``indicator``, ``importance``, ``importance_share`` or ``coefficient``.
    accent
        Colour of the last wave.

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
    >>> frame = pd.DataFrame({"driver": "Price", "wave": ["2025", "2026"], "estimate": [61.0, 64.5]})
    >>> [text.get_text() for text in plot_waves(frame).texts]
    ['2025', '61.0', '2026', '64.5', 'Change', '+3.5']
    """
    check_frame(frame, "plot_waves", text=["driver", "wave"], numbers=["estimate"])
    words = find_own_words(WORDS, language, labels)
    drivers, waves = list(dict.fromkeys(frame["driver"])), list(dict.fromkeys(frame["wave"]))
    values = np.full((len(drivers), len(waves)), np.nan)
    values[[drivers.index(one) for one in frame["driver"]], [waves.index(one) for one in frame["wave"]]] = frame[
        "estimate"
    ]
    colours = _shade(len(waves), accent)
    narrow = is_narrow(ax, width)
    with use_style():
        ax, places = open_rows(ax, drivers, width=width, extra_inches=legend_inches(waves, width))
        for driver, place, row in zip(drivers, places, values, strict=True):
            columns = [(str(wave), format_value(value, measure)) for wave, value in zip(waves, row, strict=True)]
            _draw_row(ax, row, place, colours, [describe_mark(driver, [column], language) for column in columns])
        set_measure_axis(ax, values.ravel(), words[measure], measure, narrow=narrow)
        add_columns(ax, _columns(values, waves, words, measure, narrow=narrow), places)
        if len(waves) > 1:
            add_legend(ax, [dot_handle(colour, "o") for colour in colours], waves)
    return ax


def _shade(count: int, accent: str) -> list[str]:
    """Return colours from grey to the accent."""
    if count == 1:
        return [accent]
    start, end = np.array(to_rgb(NEUTRAL)), np.array(to_rgb(accent))
    return [to_hex(start + (end - start) * at / (count - 1)) for at in range(count)]


def _draw_row(ax: Axes, values: np.ndarray, place: float, colours: list[str], told: list[str]) -> None:
    known = values[np.isfinite(values)]
    if len(known):
        ends = [float(np.min(known)), float(np.max(known))]
        ax.plot(ends, [place, place], color=MIDPOINT, linewidth=4, solid_capstyle="round", zorder=2)
    for number, (value, colour, text) in enumerate(zip(values, colours, told, strict=True)):
        size = 8.0 if number == len(values) - 1 else 6.0
        name_mark(text, *ax.plot([value], [place], "o", color=colour, markersize=size, zorder=3 + number))


def _columns(
    values: np.ndarray, waves: list[str], words: Mapping[str, str], measure: str, *, narrow: bool
) -> list[tuple[str, list[str]]]:
    columns = []
    if not narrow:
        shown = range(len(waves)) if len(waves) <= _WRITTEN_WAVES else (0, len(waves) - 1)
        columns = [(str(waves[at]), [format_value(value, measure) for value in values[:, at]]) for at in shown]
    change = values[:, -1] - values[:, 0]
    return [*columns, (words["change"], [format_value(value, measure, signed=True) for value in change])]
