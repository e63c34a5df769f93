"""Ceilings over a scatter: how much of the space above and left of the points is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.stats.shape.corners import CornerPoints

Floats = NDArray[np.float64]
Ceiling = Literal["ce_fdh", "cr_fdh"]

#: Differences below this share of a range are rounding.
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Peers:
    """Hold the points that carry the ceiling: no other has as low a condition and as high an outcome.

    Parameters
    ----------
    x, y
        Places, both strictly ascending, shape (k,).
    w
        Weight of all respondents at each place, shape (k,).
    """

    x: Floats
    y: Floats
    w: Floats


@dataclass(frozen=True, eq=False)
class CeilingFit:
    """Hold one ceiling; lines are in the values as given, whatever the corner.

    Parameters
    ----------
    effect_size
        Ceiling zone over scope, 0 to 1; NaN where no line can be drawn.
    zone, area
        Areas of the empty zone and of the scope.
    slope, intercept
        The ceiling line; NaN for the step ceiling and where nothing is empty.
    accuracy
        Weighted share of points on or below the ceiling.
    n_above
        Points above the ceiling.
    fit
        Effect size relative to the step ceiling's; NaN for a line where that is 0.
    condition_inefficiency, outcome_inefficiency, inefficiency
        Shares of the condition's range, of the outcome's range and of the scope in which the condition does not
        constrain the outcome; NaN where nothing is empty.
    """

    effect_size: float
    zone: float
    area: float
    slope: float
    intercept: float
    accuracy: float
    n_above: int
    fit: float
    condition_inefficiency: float
    outcome_inefficiency: float
    inefficiency: float


def find_peers(points: CornerPoints) -> Peers:
    """Return the upper left corners of the free disposal hull.

    Examples
    --------
    >>> from survey.stats.shape.corners import turn_corner
    >>> find_peers(turn_corner([1.0, 2.0, 2.0, 3.0], [1.0, 1.0, 4.0, 3.0])).x.tolist()
    [1.0, 2.0]
    """
    places, start = np.unique(points.x, return_index=True)
    highest = np.maximum.reduceat(points.y, start)
    reached = np.maximum.accumulate(highest)
    rises = np.concatenate([[True], reached[1:] > reached[:-1]])
    size = np.diff(np.append(start, len(points.x)))
    at_top = points.w * (points.y == np.repeat(highest, size))
    return Peers(places[rises], reached[rises], np.add.reduceat(at_top, start)[rises])


def peer_line(peers: Peers) -> tuple[float, float]:
    """Return intercept and slope of least squares through the peers, each counted by its weight.

    Both coordinates ascend, so the slope is positive. Fewer than two peers make no line: NaN.

    Examples
    --------
    >>> peer_line(Peers(np.array([0.0, 2.0]), np.array([1.0, 5.0]), np.ones(2)))
    (1.0, 2.0)
    """
    if len(peers.x) < 2:
        return float("nan"), float("nan")
    mean_x, mean_y = np.average(peers.x, weights=peers.w), np.average(peers.y, weights=peers.w)
    across = peers.w * (peers.x - mean_x)
    slope = (across @ (peers.y - mean_y)) / (across @ (peers.x - mean_x))
    return float(mean_y - slope * mean_x), float(slope)


def step_zone(points: CornerPoints, peers: Peers) -> float:
    """Return the area above the steps through the peers, inside the scope."""
    left = (peers.x[0] - points.x_min) * points.height
    return float(left + np.diff(np.append(peers.x, points.x_max)) @ (points.y_max - peers.y))


def line_zone(points: CornerPoints, intercept: float, slope: float) -> float:
    """Return the area above a rising line, inside the scope."""

    def below(room: float) -> float:
        inside = min(max(room, 0.0), points.height)
        return inside**2 / 2 + points.height * max(room - points.height, 0.0)

    left = points.y_max - intercept - slope * points.x_min
    right = points.y_max - intercept - slope * points.x_max
    return (below(left) - below(right)) / slope


def fit_ceiling(points: CornerPoints, ceiling: Ceiling) -> CeilingFit:
    """Fit one ceiling over points turned to the upper left corner.

    Parameters
    ----------
    points
        From `turn_corner`.
    ceiling
        "ce_fdh": steps through the peers (free disposal hull); nothing lies above. "cr_fdh": the least-squares line
        through the peers; some points may lie above.

    Returns
    -------
    CeilingFit

    Notes
    -----
    Weights: respondents at a peer count by their weight in the line, and all do in the accuracy; the steps depend only
    on which combinations occur. Cost: one sort.

    References
    ----------
    Dul (2016). Necessary condition analysis (NCA): logic and methodology of "necessary but not sufficient" causality.
    Organizational Research Methods 19, 10-52.

    Examples
    --------
    >>> from survey.stats.shape.corners import turn_corner
    >>> points = turn_corner([0.0, 1.0, 2.0, 2.0], [0.0, 2.0, 4.0, 1.0])
    >>> fit_ceiling(points, "ce_fdh").effect_size, fit_ceiling(points, "cr_fdh").effect_size
    (0.75, 0.5)
    """
    peers = find_peers(points)
    steps = step_zone(points, peers)
    intercept, slope = peer_line(peers)
    if ceiling == "ce_fdh":
        zone, above = steps, np.zeros(len(points.x), dtype=bool)
    elif steps <= ROUNDING * points.area:
        zone, above = 0.0, np.zeros(len(points.x), dtype=bool)
    elif np.isnan(slope):
        return _no_line(points)
    else:
        zone = line_zone(points, intercept, slope)
        above = points.y > intercept + slope * points.x + ROUNDING * points.height
    empty = steps > ROUNDING * points.area
    ends = _inefficiency(points, peers, (intercept, slope), ceiling) if empty else (float("nan"),) * 2
    drawn = ceiling == "cr_fdh" and empty
    return CeilingFit(
        effect_size=zone / points.area,
        zone=zone,
        area=points.area,
        slope=points.x_sign * points.y_sign * slope if drawn else float("nan"),
        intercept=points.y_sign * intercept if drawn else float("nan"),
        accuracy=1 - float(points.w[above].sum() / points.w.sum()),
        n_above=int(above.sum()),
        fit=1.0 if ceiling == "ce_fdh" else zone / steps if empty else float("nan"),
        condition_inefficiency=ends[0],
        outcome_inefficiency=ends[1],
        inefficiency=1 - (1 - ends[0]) * (1 - ends[1]),
    )


def _no_line(points: CornerPoints) -> CeilingFit:
    """Return a ceiling of unknown size: one peer inside the scope carries no line."""
    unknown = float("nan")
    return CeilingFit(unknown, unknown, points.area, unknown, unknown, unknown, 0, unknown, unknown, unknown, unknown)


def _inefficiency(
    points: CornerPoints, peers: Peers, line: tuple[float, float], ceiling: Ceiling
) -> tuple[float, float]:
    """Return the shares of condition and outcome beyond which the ceiling constrains nothing."""
    intercept, slope = line
    if ceiling == "ce_fdh":
        top = peers.x[-1] if peers.y[-1] >= points.y_max - ROUNDING * points.height else points.x_max
        bottom = peers.y[0]
    else:
        top, bottom = (points.y_max - intercept) / slope, intercept + slope * points.x_min
    condition = (points.x_max - np.clip(top, points.x_min, points.x_max)) / points.width
    outcome = (np.clip(bottom, points.y_min, points.y_max) - points.y_min) / points.height
    return float(condition), float(outcome)
