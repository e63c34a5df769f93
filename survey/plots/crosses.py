"""Points on a map, each with a cross of its two intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from survey.plots.marks import name_mark, name_points


def draw_crosses(
    ax: Axes, points: np.ndarray, crosses: np.ndarray, told: Sequence[str], *, colour: str, dots: bool = True
) -> None:
    """Draw crosses, each of which says a text when pointed at.

    Parameters
    ----------
    ax
        Axes to draw on.
    points
        Middles in data units, shape (n, 2).
    crosses
        Left, right, low and high ends, shape (n, 4); an arm with a missing end is left out.
    told
        What each point says.
    colour
        Colour of arms and dots.
    dots
        Whether to draw the middles too.
    """
    look: dict[str, Any] = {"color": colour, "alpha": 0.5, "linewidth": 1.3, "zorder": 3, "solid_capstyle": "butt"}
    for (x, y), (left, right, low, high), text in zip(points, crosses, told, strict=True):
        arms: list[Artist] = []
        if np.isfinite([left, right]).all():
            arms += ax.plot([left, right], [y, y], **look)
        if np.isfinite([low, high]).all():
            arms += ax.plot([x, x], [low, high], **look)
        name_mark(text, *arms)
    if dots:
        name_points(ax.plot(points[:, 0], points[:, 1], "o", color=colour, markersize=7, zorder=4)[0], told)
