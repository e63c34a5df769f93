"""Names on a map of points: beside their points, and in the four corners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes

from survey.plots.canvas import figure_of, write_note
from survey.plots.fonts import LINE_HEIGHT, POINTS_PER_INCH, measure_text, wrap_text
from survey.plots.placement import place_labels
from survey.plots.style import INK, SMALL_SIZE

Box = tuple[float, float, float, float]
_NAME_INCHES = 1.35  # widest line of a name on the map
_CORNER_GAP = 5.0  # points between a quadrant's name and its corner
_LEADER_POINTS = 13.0  # a name farther than this from its point gets a leader line
_CORNERS = (("low_high", 0, 1), ("high_high", 1, 1), ("low_low", 0, 0), ("high_low", 1, 0))


class Corner(NamedTuple):
    """Name of a quadrant: its corner as axes fractions, the way inside and the box it takes (points), its alignment."""

    text: str
    at: tuple[float, float]
    inward: tuple[float, float]
    box: Box
    side: str
    edge: str


def find_corners(ax: Axes, middle: np.ndarray, words: Mapping[str, str]) -> list[Corner]:
    """Find where the names of the quadrants go; a name that needs more than three lines is left out.

    Parameters
    ----------
    ax
        Axes whose layout is done.
    middle
        Where the quadrants meet, in data units, shape (2,).
    words
        Names of the quadrants by ``low_high``, ``high_high``, ``low_low``, ``high_low``.
    """
    wide, high = map(float, _frame_points(ax))
    split = float(_to_points(ax, middle[None])[0, 0])
    corners = []
    for key, right, top in _CORNERS:
        room = (wide - split if right else split) - 2 * _CORNER_GAP
        text = wrap_text(words[key], max(room, 1.0) / POINTS_PER_INCH, SMALL_SIZE, max_lines=9)
        w, h = _size(text, SMALL_SIZE)
        if words[key] and text.count("\n") <= 2 and w <= room:
            x, y = (wide - _CORNER_GAP if right else _CORNER_GAP), (high - _CORNER_GAP if top else _CORNER_GAP)
            box = (x - w * right, y - h * top, x + w * (1 - right), y + h * (1 - top))
            inward = (_CORNER_GAP * (1 - 2 * right), _CORNER_GAP * (1 - 2 * top))
            corners.append(Corner(text, (right, top), inward, box, ("left", "right")[right], ("bottom", "top")[top]))
    return corners


def write_names(
    ax: Axes,
    points: np.ndarray,
    crosses: np.ndarray,
    names: Sequence[str],
    *,
    corners: Sequence[Box],
    force: bool = False,
) -> bool:
    """Write a name beside each point, with a leader line where it lies off.

    Parameters
    ----------
    ax
        Axes whose layout is done.
    points
        Points in data units, shape (n, 2).
    crosses
        Left, right, low and high ends of the crosses, shape (n, 4); missing where there is none.
    names
        Name of each point.
    corners
        Boxes that are taken, in points from the lower left of the axes.
    force
        Write also where names overlap.

    Returns
    -------
    bool
        Whether the names were written: False if they do not fit.
    """
    texts = [wrap_text(name, _NAME_INCHES, SMALL_SIZE) for name in names]
    sizes = np.array([_size(text, SMALL_SIZE) for text in texts])
    spots = _to_points(ax, points)
    wide, high = map(float, _frame_points(ax))
    ends = _to_points(ax, crosses.reshape(-1, 2, 2).transpose(0, 2, 1).reshape(-1, 2)).reshape(-1, 2, 2)
    lines = [box for spot, cross in zip(spots, ends, strict=True) for box in _cross_boxes(spot, cross)]
    across, up = _to_points(ax, points.mean(axis=0)[None])[0]
    lines += [(across - 1, 0, across + 1, high), (0, up - 1, wide, up + 1)]
    places = place_labels(spots, sizes, bounds=(2, 2, wide - 2, high - 2), obstacles=corners, lines=lines, radius=7)
    if not (places.clear or force):
        return False
    for text, spot, centre, size, point in zip(texts, spots, places.centres, sizes, points, strict=True):
        _write_name(ax, text, point, centre - spot, size)
    return True


def _cross_boxes(spot: np.ndarray, cross: np.ndarray) -> list[Box]:
    (left, low), (right, high) = cross
    boxes = [(left, spot[1] - 1, right, spot[1] + 1), (spot[0] - 1, low, spot[0] + 1, high)]
    return [box for box in boxes if np.isfinite(box).all()]


def _write_name(ax: Axes, text: str, point: np.ndarray, offset: np.ndarray, size: np.ndarray) -> None:
    edge = np.clip(-offset, -size / 2, size / 2) + offset  # the point of the label's box nearest to the dot
    far = float(np.hypot(*edge)) > _LEADER_POINTS
    spot = (float(point[0]), float(point[1]))
    if far:
        arrow = {"arrowstyle": "-", "color": INK, "alpha": 0.5, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 4}
        write_note(ax, "", spot, offset=(edge[0], edge[1]), arrowprops=arrow).set_in_layout(False)
    side = "center" if abs(offset[0]) < size[0] / 2 else ("left" if offset[0] > 0 else "right")
    look: dict[str, Any] = {"ha": "center", "va": "center", "multialignment": side, "zorder": 5}
    write_note(ax, text, spot, offset=(offset[0], offset[1]), **look).set_in_layout(False)


def _size(text: str, size: float) -> tuple[float, float]:
    """Width and height of a text in points."""
    return measure_text(text, size) * POINTS_PER_INCH, (text.count("\n") + 1) * size * LINE_HEIGHT


def _frame_points(ax: Axes) -> np.ndarray:
    """Width and height of the axes in points."""
    box = ax.get_window_extent()
    return np.array([box.width, box.height]) * POINTS_PER_INCH / float(figure_of(ax).dpi)


def _to_points(ax: Axes, data: np.ndarray) -> np.ndarray:
    """Turn data coordinates into points from the lower left corner of the axes; missing values stay missing."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    return np.asarray((data - [left, bottom]) / [right - left, top - bottom] * _frame_points(ax))
