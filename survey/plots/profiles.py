"""Chart of who answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from survey.plots.canvas import figure_of, is_narrow, set_share_axis, write_note
from survey.plots.fonts import wrap_text
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import find_words, format_percent
from survey.plots.legends import add_legend, dot_handle, legend_inches, patch_handle
from survey.plots.marks import describe_rows, name_mark, name_points
from survey.plots.rows import add_columns, open_rows
from survey.plots.style import ACCENT, BAD, FONT_SIZE, use_style

_ROW_INCHES = 0.27
_HEAD_SHARE = 0.56  # of the figure's width, what a question's text may take


def plot_profile(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 8.0,
    accent: str = ACCENT,
) -> Axes:
    """Draw the answers to profile questions as small bars, a block per question.

    Parameters
    ----------
    frame
        A row per question and choice: ``item`` and ``choice`` (names), ``share`` (0–1); optional ``target`` (the share
        in the population; missing where there is none). Order as in the frame.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``share``, ``sample``, ``target``.
    language
        ``"en"`` or ``"zh-CN"``.
    width
        Width of the new figure in inches.
    accent
        Colour of the bars.

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
    >>> frame = pd.DataFrame({"item": "Gender", "choice": ["Women", "Men"], "share": [0.6, 0.4], "target": [0.5, 0.5]})
    >>> [label.get_text() for label in plot_profile(frame).get_yticklabels()]
    ['', 'Women', 'Men']
    """
    check_frame(frame, "plot_profile", text=["item", "choice"], numbers=["share"])
    words = find_words(language, labels)
    rows = _interleave(frame)
    share, target = column_values(rows, "share"), column_values(rows, "target")
    has_target = bool(np.isfinite(target).any())
    names = [words["sample"], words["target"]] if has_target else []
    narrow = is_narrow(ax, width)
    with use_style():
        total = width if ax is None else float(figure_of(ax).get_figwidth())
        heads = [wrap_text(head, total * _HEAD_SHARE, FONT_SIZE) for head in rows["head"]]
        lines = [head.count("\n") + 1 for head in heads]
        room = {"row_inches": _ROW_INCHES, "extra_inches": legend_inches(names, width)}
        ax, places = open_rows(ax, rows["choice"], width=width, least_lines=lines, **room)
        columns = _columns(rows, words, has_target=has_target)
        told = np.array(describe_rows(rows["choice"], columns, language), dtype=object)
        known = np.isfinite(share)
        bars = ax.barh(places[known], share[known], height=0.62, color=accent, alpha=0.75, linewidth=0)
        for bar, text in zip(bars, told[known], strict=True):
            name_mark(text, bar)
        marks = np.isfinite(target)
        dots = ax.plot(target[marks], places[marks], "D", color=BAD, markersize=5.5, zorder=4)[0]
        name_points(dots, list(told[marks]))
        top = float(np.nanmax(np.concatenate([share, target, [0.05]])))
        set_share_axis(ax, 0.0, min(1.0, top * 1.06), "", narrow=narrow)
        add_columns(ax, columns, places)
        if has_target:
            add_legend(ax, [patch_handle(accent, 0.75), dot_handle(BAD, "D")], names)
        _write_heads(ax, heads, places)
    return ax


def _interleave(frame: pd.DataFrame) -> pd.DataFrame:
    """Put a head row, with no choice and no share, before each question."""
    parts = []
    for item in frame["item"].unique():
        block = frame.loc[frame["item"] == item]
        columns = [name for name in ("choice", "share", "target") if name in frame.columns]
        head = {"choice": "", "share": np.nan, "target": np.nan, "head": str(item)}
        parts += [head, *({**row, "head": ""} for row in block[columns].to_dict("records"))]
    return pd.DataFrame(parts)


def _columns(rows: pd.DataFrame, words: Mapping[str, str], *, has_target: bool) -> list[tuple[str, list[str]]]:
    def write(name: str) -> list[str]:
        values = zip(column_values(rows, name), rows["head"], strict=True)
        return ["" if head else format_percent(value) for value, head in values]

    columns = [(words["share"], write("share"))]
    return [*columns, (words["target"], write("target"))] if has_target else columns


def _write_heads(ax: Axes, heads: Sequence[str], places: np.ndarray) -> None:
    """Write each question above its bars; it may run on over the empty value columns."""
    for head, height in zip(heads, places, strict=True):
        if head:
            look = {"ha": "left", "va": "center", "size": FONT_SIZE}
            place = (0.0, float(height))
            write_note(ax, head, place, coords=("axes fraction", "data"), offset=(4, -1), **look).set_in_layout(False)
