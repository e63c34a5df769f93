"""Chart of reliability estimates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import choose_ticks, finish_value_axis, is_narrow, set_tick_labels, write_note
from survey.plots.fonts import clean_text
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import find_words, format_number, format_spans
from survey.plots.legends import add_legend, dot_handle, legend_inches
from survey.plots.marks import describe_mark
from survey.plots.rows import ROW_INCHES, add_columns, draw_estimate, open_rows
from survey.plots.style import INK, MARKERS, SERIES, SMALL_SIZE, use_style

_LINE_INCHES = 0.2  # height of one estimator inside a row


def plot_reliability(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
    reference: float | None = None,
    reference_label: str = "",
    accent: str = SERIES[0],
) -> Axes:
    """Draw reliability estimates as dots with intervals, a row per construct.

    Parameters
    ----------
    frame
        A row per construct and estimator: ``construct`` and ``estimator`` (names), ``estimate``; optional ``conf_low``
        and ``conf_high``. Constructs keep the order of the frame. A missing estimate keeps its line, without a mark.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``estimate`` and ``value``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches.
    reference, reference_label
        Value and name of a line to compare with. There is no default: the rule is the caller's to name.
    accent
        Colour of the first estimator.

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
    >>> frame = pd.DataFrame({"construct": ["Speed"], "estimator": ["alpha"], "estimate": [0.81]})
    >>> plot_reliability(frame, reference=0.7, reference_label="0.70").get_xlabel()
    'Estimate'
    """
    check_frame(frame, "plot_reliability", text=["construct", "estimator"], numbers=["estimate"])
    words = find_words(language, labels)
    constructs, estimators = list(frame["construct"].unique()), list(frame["estimator"].unique())
    colours = [accent, *(c for c in SERIES if c != accent)]
    handles = [dot_handle(colours[i % len(colours)], MARKERS[i % len(MARKERS)]) for i in range(len(estimators))]
    narrow = is_narrow(ax, width)
    with use_style():
        extra = legend_inches(estimators, width)
        row = max(ROW_INCHES, _LINE_INCHES * len(estimators) + 0.1)
        ax, rows = open_rows(ax, constructs, width=width, row_inches=row, extra_inches=extra)
        step = 0.8 / len(estimators)
        places = [
            rows[constructs.index(construct)] + (estimators.index(estimator) - (len(estimators) - 1) / 2) * step
            for construct, estimator in zip(frame["construct"], frame["estimator"], strict=True)
        ]
        estimate, low, high = (column_values(frame, name) for name in ("estimate", "conf_low", "conf_high"))
        told = _tell_marks(frame, estimate, format_spans(low, high, words), words["interval"], language)
        for place, name, text, *values in zip(places, frame["estimator"], told, estimate, low, high, strict=True):
            handle = handles[estimators.index(name)]
            look = {"colour": str(handle.get_color()), "marker": str(handle.get_marker())}
            draw_estimate(ax, place, values, text, **look, size=6.0)
        _set_axis(
            ax, np.concatenate([estimate, low, high, [reference or 0.95, 0.95]]), words["estimate"], narrow=narrow
        )
        if reference is not None:
            _draw_reference(ax, reference, reference_label)
        add_columns(ax, [(words["value"], [format_number(value) for value in estimate])], places)
        if len(estimators) > 1:
            add_legend(ax, handles, estimators)
    return ax


def _tell_marks(
    frame: pd.DataFrame, estimate: np.ndarray, spans: Sequence[str], interval: str, language: str
) -> list[str]:
    rows = zip(frame["construct"], frame["estimator"], estimate, spans, strict=True)
    return [
        describe_mark(construct, [(clean_text(estimator), format_number(value)), (interval, span)], language)
        for construct, estimator, value, span in rows
    ]


def _set_axis(ax: Axes, values: np.ndarray, title: str, *, narrow: bool) -> None:
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    low, high = min(np.floor(low * 10 - 0.2) / 10, 0.5), max(1.0, high)
    ticks = choose_ticks(low, high, most=4 if narrow else 6)
    set_tick_labels(ax, "x", ticks, [format_number(t, 1) for t in ticks], size=SMALL_SIZE)
    finish_value_axis(ax, low, high, title)


def _draw_reference(ax: Axes, value: float, label: str) -> None:
    ax.axvline(value, color=INK, alpha=0.7, linewidth=1, linestyle=(0, (4, 3)), zorder=2)
    look = {"ha": "center", "va": "bottom", "alpha": 0.8}
    write_note(ax, clean_text(label), (value, 1.0), coords=("data", "axes fraction"), offset=(0, 4), **look)
