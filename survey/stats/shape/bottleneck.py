"""Bottlenecks: the level of a condition that a level of the outcome needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import OptionError
from survey.stats.shape.ceilings import ROUNDING, Ceiling, find_peers, peer_line
from survey.stats.shape.corners import CornerPoints

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Bottleneck:
    """Hold what each level of the outcome needs; every array has shape (n_levels,).

    Parameters
    ----------
    level
        Level of the outcome, share of its range, counted in the direction of the corner.
    outcome
        The same in the outcome's own values.
    needed
        Level of the condition, in its own values; NaN where it is not necessary or lies outside the scope.
    needed_share
        The same as share of the condition's range, in the direction of the corner.
    state
        "not_necessary" (every possible condition will do), "needed", or "outside" (no possible condition reaches it).
    short_share
        Weighted share of respondents whose condition falls short of what is needed, also the percentile of `needed`.
    """

    level: Floats
    outcome: Floats
    needed: Floats
    needed_share: Floats
    state: list[str]
    short_share: Floats


def find_bottleneck(points: CornerPoints, ceiling: Ceiling, levels: ArrayLike) -> Bottleneck:
    """Return the condition that each level of the outcome needs.

    Parameters
    ----------
    points
        From `turn_corner`.
    ceiling
        "ce_fdh" or "cr_fdh".
    levels
        Shares of the outcome's range, each 0 to 1.

    Returns
    -------
    Bottleneck

    Raises
    ------
    OptionError
        A level is below 0 or above 1.

    Notes
    -----
    Weights: in `short_share`, and in the line as in `fit_ceiling`.

    References
    ----------
    Dul (2016). Organizational Research Methods 19, 10-52.

    Examples
    --------
    >>> from survey.stats.shape.corners import turn_corner
    >>> points = turn_corner([0.0, 1.0, 2.0, 2.0], [0.0, 2.0, 4.0, 1.0])
    >>> find_bottleneck(points, "ce_fdh", [0.0, 0.5, 1.0]).needed_share.tolist()
    [0.0, 0.5, 1.0]
    """
    shares = np.atleast_1d(np.asarray(levels, dtype=np.float64))
    if not ((shares >= 0) & (shares <= 1)).all():
        raise OptionError(f"levels are shares of the outcome's range, 0 to 1; they run to {np.max(np.abs(shares)):g}.")
    heights = points.y_min + shares * points.height
    raw = _needed(points, ceiling, heights)
    outside = np.isnan(raw) | (raw > points.x_max + ROUNDING * points.width)
    free = ~outside & (raw <= points.x_min + ROUNDING * points.width)
    kept = np.where(outside | free, np.nan, raw)
    short = [points.w[points.x < at - ROUNDING * points.width].sum() / points.w.sum() for at in kept]
    return Bottleneck(
        level=shares,
        outcome=points.y_sign * heights,
        needed=points.x_sign * kept,
        needed_share=np.where(free, 0.0, (kept - points.x_min) / points.width),
        state=[
            "outside" if out else "not_necessary" if low else "needed" for out, low in zip(outside, free, strict=True)
        ],
        short_share=np.where(outside, np.nan, np.array(short)),
    )


def _needed(points: CornerPoints, ceiling: Ceiling, heights: Floats) -> Floats:
    """Return the lowest condition at which the ceiling reaches each height; NaN where it never does."""
    peers = find_peers(points)
    slack = ROUNDING * points.height
    if ceiling == "ce_fdh":
        at = np.searchsorted(peers.y, heights - slack)
        return np.append(peers.x, np.nan)[at]
    intercept, slope = peer_line(peers)
    if np.isnan(slope):
        corner = peers.x[0] <= points.x_min and peers.y[0] >= points.y_max - slack
        return np.full(len(heights), points.x_min if corner else np.nan)
    return (heights - intercept) / slope
