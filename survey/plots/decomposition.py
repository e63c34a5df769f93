"""Chart of the parts of a difference, one after the other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import is_narrow
from survey.plots.comparison_axis import set_measure_axis, sign
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import format_number, format_spans
from survey.plots.marks import describe_rows, name_mark
from survey.plots.own_words import find_own_words
from survey.plots.rows import add_columns, draw_estimate, open_rows
from survey.plots.style import BAD, GOOD, INK, NEUTRAL, use_style

WORDS = {
    "en": {
        "title": "Parts of the difference of {outcome}: {second} less {first}",
        "unexplained": "Coefficients differ",
        "difference": "Whole difference",
        "part": "Part",
        "interval": "Interval",
        "to": " to ",
    },
    "zh-CN": {
        "title": "{outcome}差异的组成：{second}减{first}",
        "unexplained": "系数不同",
        "difference": "总差异",
        "part": "贡献",
        "interval": "区间",
        "to": " 至 ",
    },
}
_HEIGHT = 0.5


def plot_decomposition(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
) -> Axes:
    """Draw the parts of a difference as a waterfall: each bar begins where the one above ends, the last is the whole.

    Parameters
    ----------
    frame
        A row per part: ``component`` (``explained``, ``unexplained`` or ``difference``), ``driver`` (its name, used for
        ``explained``), ``part``; optional ``conf_low`` and ``conf_high``. Explained parts come largest first; the
        difference last.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``title``, ``unexplained``, ``difference``, ``part`` and ``interval``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches; under 6 the interval is drawn but not written out.

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
    >>> frame = pd.DataFrame({"component": ["explained", "unexplained", "difference"], "driver": ["Price", "", ""]})
    >>> ax = plot_decomposition(frame.assign(part=[2.0, -0.5, 1.5]), labels={"title": "Change"})
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Price', 'Coefficients differ', 'Whole difference']
    """
    check_frame(frame, "plot_decomposition", text=["component", "driver"], numbers=["part"])
    words = find_own_words(WORDS, language, labels)
    ordered = _order(frame)
    whole = (ordered["component"] == "difference").to_numpy()
    names = [words.get(part, name) for part, name in zip(ordered["component"], ordered["driver"], strict=True)]
    part, low, high = (column_values(ordered, name) for name in ("part", "conf_low", "conf_high"))
    start = np.where(whole, 0.0, np.concatenate([[0.0], np.nancumsum(part)[:-1]]))
    narrow = is_narrow(ax, width)
    with use_style():
        ax, places = open_rows(ax, names, width=width)
        colours = [NEUTRAL if total else GOOD if value > 0 else BAD for total, value in zip(whole, part, strict=True)]
        bars = ax.barh(places, np.nan_to_num(part), left=start, height=_HEIGHT, color=colours, alpha=0.6, linewidth=0)
        told = describe_rows(names, _columns(ordered, words, narrow=False), language)
        values = np.column_stack([part, low, high]) + start[:, None]
        for bar, place, text, colour, ends in zip(bars, places, told, colours, values, strict=True):
            name_mark(text, bar)
            draw_estimate(ax, place, list(ends), text, colour=colour, size=4.0)
        _join(ax, places, start + part)
        reach = np.concatenate([[0.0], start + part, start + low, start + high])
        set_measure_axis(ax, reach, words["title"], "performance", narrow=narrow)
        add_columns(ax, _columns(ordered, words, narrow=narrow), places)
    return ax


def _order(frame: pd.DataFrame) -> pd.DataFrame:
    rank = frame["component"].map({"unexplained": 1, "difference": 2}).fillna(0)
    size = -frame["part"].abs()
    return frame.iloc[np.lexsort((size.to_numpy(), rank.to_numpy()))]


def _join(ax: Axes, places: np.ndarray, ends: np.ndarray) -> None:
    """Draw thin lines from the end of each bar to the next one."""
    for above, below, end in zip(places[:-1], places[1:], ends[:-1], strict=True):
        ax.plot([end, end], [above, below], color=INK, alpha=0.35, linewidth=0.7, zorder=1)


def _columns(frame: pd.DataFrame, words: Mapping[str, str], *, narrow: bool) -> list[tuple[str, list[str]]]:
    part, low, high = (column_values(frame, name) for name in ("part", "conf_low", "conf_high"))
    columns = [(words["part"], [sign(value, format_number(value)) for value in part])]
    if np.isfinite(low).any() and not narrow:
        columns.append((words["interval"], format_spans(low, high, words)))
    return columns
