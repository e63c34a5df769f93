"""Find places for labels beside points so that nothing covers anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

_DIRECTION_ORDER = (0, 8, 4, 12, 2, 14, 6, 10, 1, 15, 3, 13, 5, 11, 7, 9)  # sixteenths of a turn, 0 = right
_DIRECTIONS = len(_DIRECTION_ORDER)
_DISTANCES = (0.0, 8.0, 16.0, 26.0, 38.0, 52.0, 70.0, 92.0)
_SWEEPS = 6
_ON_LABEL, _OUTSIDE, _ON_POINT, _ON_OBSTACLE, _ON_LINE = 1e4, 1e5, 400.0, 60.0, 12.0


class Placement(NamedTuple):
    """Places of labels: ``centres`` of shape (n, 2), and whether all of them are ``clear`` of each other."""

    centres: np.ndarray
    clear: bool


def place_labels(
    points: np.ndarray,
    sizes: np.ndarray,
    *,
    bounds: tuple[float, float, float, float],
    obstacles: Sequence[tuple[float, float, float, float]] = (),
    lines: Sequence[tuple[float, float, float, float]] = (),
    radius: float = 6.0,
) -> Placement:
    """Place a label beside each point.

    Each label tries sixteen directions at growing distances; labels are moved one at a time to their cheapest place
    given the others, in a fixed order, so the same input gives the same places.

    Parameters
    ----------
    points
        Points, shape (n, 2), in any unit of length (so are all other arguments).
    sizes
        Width and height of the labels, shape (n, 2).
    bounds
        Left, bottom, right, top of the room for labels.
    obstacles
        Boxes (left, bottom, right, top) to keep off if possible.
    lines
        Thin boxes that a label should rather not cross.
    radius
        Distance kept from the points.

    Returns
    -------
    Placement
        Centres of the labels; ``clear`` is False if two labels overlap or one leaves the bounds.

    Notes
    -----
    Cost: n² × 128 box comparisons per sweep, at most six sweeps; meant for tens of labels.

    Examples
    --------
    >>> place_labels(np.array([[0.0, 0.0]]), np.array([[20.0, 10.0]]), bounds=(-50, -50, 50, 50)).centres.tolist()
    [[16.0, 0.0]]
    """
    n = len(points)
    candidates = np.stack([_candidates(points[i], sizes[i], radius) for i in range(n)])
    fixed = np.stack([_fixed_cost(candidates[i], sizes[i], points, bounds, obstacles, lines, radius) for i in range(n)])
    crowd = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)).sum(axis=1)
    order = np.argsort(crowd, kind="stable")
    chosen = np.full(n, -1)
    for _ in range(_SWEEPS):
        before = chosen.copy()
        for i in order:
            others = [j for j in range(n) if j != i and chosen[j] >= 0]
            placed = np.array([candidates[j, chosen[j]] for j in others]).reshape(-1, 2)
            cost = fixed[i] + _crossing_cost(candidates[i], sizes[i], points[i], placed, sizes[others], points[others])
            chosen[i] = int(np.argmin(cost))
        if np.array_equal(before, chosen):
            break
    centres = candidates[np.arange(n), chosen]
    inside = fixed[np.arange(n), chosen] < _OUTSIDE
    return Placement(centres, bool(inside.all()) and not _any_overlap(centres, sizes))


def _candidates(point: np.ndarray, size: np.ndarray, radius: float) -> np.ndarray:
    """Centres to try, nearest first; at each distance right, left, above, below before the slanted ones."""
    angles = np.array(_DIRECTION_ORDER) * 2 * np.pi / len(_DIRECTION_ORDER)
    rays = np.stack([np.cos(angles), np.sin(angles)], axis=1).round(12)
    half = size / 2
    reach = np.array(_DISTANCES)[:, None, None] + radius
    # The centre lies on an ellipse-like curve that keeps the nearest edge of the box at the wanted distance.
    edge = np.clip(rays * 1.6, -1, 1) * half
    return np.asarray((point + edge + rays * reach).reshape(-1, 2))


def _boxes(centres: np.ndarray, size: np.ndarray) -> np.ndarray:
    return np.concatenate([centres - size / 2, centres + size / 2], axis=-1)


def _overlap(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Overlapping width and height product of each box with each other, shape (n_boxes, n_others)."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    return np.asarray(np.prod(np.clip(high - low, 0, None), axis=2))


def _fixed_cost(
    centres: np.ndarray,
    size: np.ndarray,
    points: np.ndarray,
    bounds: tuple[float, float, float, float],
    obstacles: Sequence[tuple[float, float, float, float]],
    lines: Sequence[tuple[float, float, float, float]],
    radius: float,
) -> np.ndarray:
    """Cost of each centre that does not depend on the other labels."""
    boxes = _boxes(centres, size)
    cost = np.repeat(np.array(_DISTANCES), _DIRECTIONS) * 0.35 + np.tile(np.arange(_DIRECTIONS), len(_DISTANCES)) * 0.25
    outside = (boxes[:, :2] < np.array(bounds[:2])).any(axis=1) | (boxes[:, 2:] > np.array(bounds[2:])).any(axis=1)
    dots = _boxes(points, np.array([radius, radius]))
    cost = cost + _OUTSIDE * outside + _ON_POINT * (_overlap(boxes, dots) > 0).sum(axis=1)
    for weight, others in ((_ON_OBSTACLE, obstacles), (_ON_LINE, lines)):
        if len(others):
            cost = cost + weight * (_overlap(boxes, np.array(others)) > 0).sum(axis=1)
    return np.asarray(cost)


def _crossing_cost(
    centres: np.ndarray,
    size: np.ndarray,
    point: np.ndarray,
    placed: np.ndarray,
    placed_sizes: np.ndarray,
    placed_points: np.ndarray,
) -> np.ndarray:
    """Cost of lying on placed labels, and of leader lines that run through labels."""
    if not len(placed):
        return np.zeros(len(centres))
    gap = 2.0
    others = _boxes(placed, placed_sizes + gap)
    boxes = _boxes(centres, size + gap)
    overlap = _overlap(boxes, others)
    cost = np.where(overlap > 0, _ON_LABEL + overlap, 0.0).sum(axis=1)
    along = np.linspace(0, 1, 12)[:, None, None]
    own = point + along * (centres - point)
    cost = cost + 80.0 * _inside(own.reshape(-1, 2), others).reshape(12, len(centres), -1).any(axis=0).sum(axis=1)
    theirs = (placed_points + along * (placed - placed_points)).reshape(-1, 2)
    return np.asarray(cost + 80.0 * _inside(theirs, boxes).reshape(12, len(placed), -1).any(axis=0).sum(axis=0))


def _inside(spots: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Whether each spot lies in each box, shape (n_spots, n_boxes)."""
    low, high = boxes[None, :, :2], boxes[None, :, 2:]
    return np.asarray(((spots[:, None] > low) & (spots[:, None] < high)).all(axis=2))


def _any_overlap(centres: np.ndarray, sizes: np.ndarray) -> bool:
    overlap = _overlap(_boxes(centres, sizes), _boxes(centres, sizes))
    np.fill_diagonal(overlap, 0.0)
    return bool((overlap > 0).any())
