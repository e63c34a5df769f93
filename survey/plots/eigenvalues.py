"""Chart of eigenvalues beside those of shuffled answers (scree plot)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from survey.plots.canvas import name_axis
from survey.plots.frames import check_frame, column_values
from survey.plots.labels import find_words, format_number
from survey.plots.legends import add_legend
from survey.plots.marks import describe_rows, name_points
from survey.plots.style import ACCENT, NEUTRAL, new_axes, use_style


def plot_eigenvalues(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    labels: Mapping[str, str] | None = None,
    language: str = "en",
    width: float = 7.0,
) -> Axes:
    """Draw eigenvalues in order, and the limit that shuffled answers reach: factors stand above it.

    Parameters
    ----------
    frame
        A row per eigenvalue: ``number``, ``observed``, ``limit``.
    ax
        Axes to draw on; new ones if None.
    labels
        Own words for ``eigenvalue``, ``eigenvalues``, ``shuffled``, ``factor_number``.
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
        If the frame is empty or lacks a column.

    Examples
    --------
    >>> frame = pd.DataFrame({"number": [1, 2, 3], "observed": [2.0, 0.6, 0.4], "limit": [1.2, 1.0, 0.9]})
    >>> len(plot_eigenvalues(frame).lines)
    2
    """
    check_frame(frame, "plot_eigenvalues", numbers=["number", "observed", "limit"])
    words = find_words(language, labels)
    number, observed, limit = (column_values(frame, name) for name in ("number", "observed", "limit"))
    with use_style():
        ax = new_axes(width, 3.8) if ax is None else ax
        found = ax.plot(number, observed, "o-", color=ACCENT, markersize=5, zorder=3)[0]
        chance = ax.plot(number, limit, "--", color=NEUTRAL, zorder=2)[0]
        for line, values, head in ((found, observed, words["eigenvalues"]), (chance, limit, words["shuffled"])):
            names = [f"{words['factor_number']} {one:.0f}" for one in number]
            name_points(line, describe_rows(names, [(head, [format_number(value) for value in values])], language))
        ax.set_ylim(min(0.0, float(np.min(observed))), float(np.max(np.concatenate([observed, limit]))) * 1.06)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        name_axis(ax, "x", words["factor_number"])
        name_axis(ax, "y", words["eigenvalue"])
        add_legend(ax, [found, chance], [words["eigenvalues"], words["shuffled"]])
    return ax
