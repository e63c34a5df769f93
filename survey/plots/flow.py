"""Chart of how many respondents each step left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import finish_value_axis, set_tick_labels
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import find_words, format_percent
from survey.plots.marks import describe_rows, name_mark
from survey.plots.rows import add_columns, open_rows
from survey.plots.style import ACCENT, NEUTRAL, SMALL_SIZE, use_style


def plot_flow(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
    accent: str = ACCENT,
) -> Axes:
    """Draw how many respondents were left after each step, and how many it removed.

    Parameters
    ----------
    frame
        A row per step, in order: ``step`` (its name), ``n_before``, ``n_after``.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``everyone`` (the first row), ``left``, ``removed``, ``respondents``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches.
    accent
        Colour of the respondents left.

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
    >>> frame = pd.DataFrame({"step": ["Careless"], "n_before": [100], "n_after": [93]})
    >>> [label.get_text() for label in plot_flow(frame).get_yticklabels()]
    ['At the start', 'Careless']
    """
    check_frame(frame, "plot_flow", text=["step"], numbers=["n_before", "n_after"])
    words = find_words(language, labels)
    before, after = column_values(frame, "n_before"), column_values(frame, "n_after")
    left, removed = np.concatenate([before[:1], after]), np.concatenate([[0.0], before - after])
    names = [words["everyone"], *frame["step"]]
    counts = [f"{n:,.0f}" for n in left]
    columns = [(words["left"], counts), (words["removed"], _format_removed(left, removed))]
    told = describe_rows(names, columns, language)
    with use_style():
        ax, places = open_rows(ax, names, width=width)
        gone: dict[str, Any] = {"left": left, "color": NEUTRAL, "alpha": 0.45}
        kept = ax.barh(places, left, height=0.6, color=accent, alpha=0.8, linewidth=0)
        lost = ax.barh(places, np.maximum(removed, 0.0), height=0.6, linewidth=0, **gone)
        for text, *bars in zip(told, kept, lost, strict=True):
            name_mark(text, *bars)
        top = max(1.0, float(np.nanmax(left + removed)))
        set_tick_labels(ax, "x", [], [], size=SMALL_SIZE)
        finish_value_axis(ax, 0.0, top, "")
        add_columns(ax, columns, places)
    return ax


def _format_removed(left: np.ndarray, removed: np.ndarray) -> list[str]:
    """Write counts removed with their share; a step that added respondents gets a plus sign."""
    shares = removed / np.maximum(left + removed, 1.0)
    return [
        f"{n:,.0f} ({format_percent(share, 1)})" if n > 0 else ("–" if n == 0 else f"+{-n:,.0f}")
        for n, share in zip(removed, shares, strict=True)
    ]
