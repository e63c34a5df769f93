"""Chart of headline indicators."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import is_narrow, set_share_axis
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import find_words, format_percent, format_ranges
from survey.plots.marks import describe_rows, name_mark
from survey.plots.rows import add_columns, draw_estimate, open_rows
from survey.plots.style import ACCENT, use_style


def plot_indicator(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
    accent: str = ACCENT,
) -> Axes:
    """Draw indicators such as top-2-box or net promoter score as bars with intervals.

    Parameters
    ----------
    frame
        A row per indicator: ``indicator`` (its name), ``estimate`` (a share; a net score lies between −1 and 1);
        optional ``conf_low``, ``conf_high``, and ``value_text`` and ``interval_text`` to print instead of percentages
        (a net score in points, say).
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``percent``, ``value``, ``interval``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches; under 6 the interval is drawn but not written out.
    accent
        Colour of the marks.

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
    >>> frame = pd.DataFrame({"indicator": ["Satisfied"], "estimate": [0.7], "conf_low": [0.66], "conf_high": [0.74]})
    >>> plot_indicator(frame).get_xticklabels()[-1].get_text()
    '100%'
    """
    check_frame(frame, "plot_indicator", text=["indicator"], numbers=["estimate"])
    words = find_words(language, labels)
    estimate, low, high = (column_values(frame, name) for name in ("estimate", "conf_low", "conf_high"))
    narrow = is_narrow(ax, width)
    values = [format_percent(value) for value in estimate]
    columns = [(words["value"], _own_texts(frame, "value_text", values))]
    if np.isfinite(low).any():
        ranges = format_ranges(low, high, words, language)
        columns.append((words["interval"], _own_texts(frame, "interval_text", ranges)))
    told = describe_rows(frame["indicator"], columns, language)
    with use_style():
        ax, places = open_rows(ax, frame["indicator"], width=width)
        bars = ax.barh(places, np.nan_to_num(estimate), height=0.52, color=accent, alpha=0.35, linewidth=0)
        for bar, place, text, *ends in zip(bars, places, told, estimate, low, high, strict=True):
            name_mark(text, bar)
            draw_estimate(ax, place, ends, text, colour=accent)
        lowest = float(np.nanmin(np.concatenate([estimate, low, [0.0]])))
        set_share_axis(ax, np.floor(lowest * 5) / 5 + 0.0, 1.0, words["percent"], narrow=narrow)
        add_columns(ax, columns[:1] if narrow else columns, places)
    return ax


def _own_texts(frame: pd.DataFrame, name: str, texts: list[str]) -> list[str]:
    """Give the caller's texts where the frame has them."""
    return [str(text) for text in frame[name]] if name in frame.columns else texts
