"""Charts of path models: paths and associations with their intervals, a row each."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import choose_ticks, finish_value_axis, is_narrow, set_tick_labels
from survey.plots.fonts import clean_text
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import find_words, format_number, format_spans
from survey.plots.marks import describe_rows
from survey.plots.rows import add_columns, draw_estimate, open_rows
from survey.plots.style import ACCENT, SMALL_SIZE, use_style


def plot_paths(frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en", width: float = 8.0) -> Axes:
    """Draw a row per path: estimate and interval.

    Parameters
    ----------
    frame
        ``row`` (its name), ``estimate``; optional ``conf_low`` and ``conf_high``.
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

    Examples
    --------
    >>> plot_paths(pd.DataFrame({"row": ["a → b"], "estimate": [0.4]})).get_xlabel()
    'Estimate'
    """
    check_frame(frame, "plot_paths", text=["row"], numbers=["estimate"])
    words = find_words(language)
    estimate, low, high = (column_values(frame, name) for name in ("estimate", "conf_low", "conf_high"))
    narrow = is_narrow(ax, width)
    with use_style():
        ax, places = open_rows(ax, [clean_text(name) for name in frame["row"]], width=width)
        columns = [(words["value"], [format_number(value) for value in estimate])]
        spans = (words["interval"], format_spans(low, high, words))
        told = describe_rows(frame["row"], [*columns, spans], language)
        for place, text, *values in zip(places, told, estimate, low, high, strict=True):
            draw_estimate(ax, place, values, text, colour=ACCENT, size=6.0)
        ends = np.concatenate([estimate, low, high, [0.0]])
        left, right = float(np.nanmin(ends)), float(np.nanmax(ends))
        pad = max(0.05 * (right - left), 1e-6)
        ticks = choose_ticks(left - pad, right + pad, most=4 if narrow else 6)
        set_tick_labels(ax, "x", ticks, [f"{tick:g}".replace("-", "−") for tick in ticks], size=SMALL_SIZE)
        finish_value_axis(ax, left - pad, right + pad, words["estimate"])
        add_columns(ax, columns, places)
    return ax
