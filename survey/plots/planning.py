"""Chart of power against the number of respondents."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.errors import check_option
from survey.plots.canvas import choose_ticks, format_shares, name_axis, set_tick_labels, write_note
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import format_percent
from survey.plots.marks import describe_rows, name_mark
from survey.plots.style import ACCENT, BAD, INK, SMALL_SIZE, new_axes, use_style

_WORDS = {
    "en": {"n": "Complete answers", "power": "Surveys that separate the two drivers", "needed": "n = {n}"},
    "zh-CN": {"n": "完整作答数", "power": "能分辨两个因素的调查占比", "needed": "n = {n}"},
}
_ERRORS = 1.96  # standard errors of a simulated share to each side


def plot_power(
    frame: pd.DataFrame, *, power: float, n: float, ax: Axes | None = None, language: str = "en", width: float = 7.0
) -> Axes:
    """Draw the power of simulated surveys against their size, with the fitted curve and the size needed.

    Parameters
    ----------
    frame
        A row per size: ``n``, ``power``, ``fitted`` (shares, 0–1); optional ``std_error``.
    power, n
        The power asked for, and the size that has it.
    ax
        Axes to draw on; new ones if None.
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
        If the frame is empty, as it is of a plan by formula, or lacks a column.
    OptionError
        If the language is not known.

    Examples
    --------
    >>> frame = pd.DataFrame({"n": [100, 200, 400], "power": [0.5, 0.7, 0.9], "fitted": [0.48, 0.72, 0.9]})
    >>> plot_power(frame, power=0.8, n=260).get_xlabel()
    'Complete answers'
    """
    check_frame(frame, "plot_power", text=[], numbers=["n", "power", "fitted"])
    check_option("language", language, _WORDS)
    words = _WORDS[language]
    ordered = frame.sort_values("n")
    size, share, fitted, error = (column_values(ordered, name) for name in ("n", "power", "fitted", "std_error"))
    with use_style():
        ax = new_axes(width, width * 0.55) if ax is None else ax
        ax.plot(size, fitted, color=ACCENT, linewidth=1.6, alpha=0.6, zorder=2)
        spread = _ERRORS * np.nan_to_num(error)
        columns = [(words["power"], [format_percent(value) for value in share])]
        told = describe_rows([f"{words['n']} {one:,.0f}" for one in size], columns, language)
        for at, text in enumerate(told):
            look: dict[str, Any] = {"fmt": "o", "color": ACCENT, "markersize": 5, "zorder": 3}
            name_mark(text, *ax.errorbar(size[at], share[at], yerr=spread[at], **look).get_children())
        ax.axhline(power, color=BAD, linewidth=1.0, linestyle="dashed", zorder=1)
        ax.axvline(n, color=BAD, linewidth=1.0, linestyle="dashed", zorder=1)
        low, high = min(float(size[0]), n), max(float(size[-1]), n)
        ax.set_xlim(low - 0.04 * (high - low), high + 0.04 * (high - low))
        bottom = max(0.0, float(np.floor(np.min(share) * 10 - 1) / 10))
        ax.set_ylim(bottom, 1.0)
        ticks = choose_ticks(low, high, most=6)
        set_tick_labels(ax, "x", ticks, [f"{tick:,.0f}" for tick in ticks], size=SMALL_SIZE)
        shares = choose_ticks(bottom, 1.0, most=6)
        set_tick_labels(ax, "y", shares, format_shares(shares), size=SMALL_SIZE)
        ax.grid(visible=True, color=INK, alpha=0.13, linewidth=0.7)
        write_note(ax, words["needed"].format(n=f"{n:,.0f}"), (n, bottom), offset=(5, 8), ha="left")
        name_axis(ax, "x", words["n"])
        name_axis(ax, "y", words["power"])
    return ax
