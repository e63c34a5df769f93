"""One change of level in a series: when, with an interval, and whether chance makes as much."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
N_SIMULATED = 1999


class ChangePoint(NamedTuple):
    """The most likely change.

    Attributes
    ----------
    place
        The first period of the new level, from 1 to n_periods - 1.
    low, high
        First and last such period within the interval.
    before, after
        Levels.
    p_value
        How often no change at all looks like as much.
    """

    place: int
    low: int
    high: int
    before: float
    after: float
    p_value: float


def find_change(values: Floats, sigma: Floats, *, confidence: float = 0.95, seed: int = 0) -> ChangePoint:
    """Find the place where one level gives way to another.

    Parameters
    ----------
    values
        In order, shape (n_periods,), at least four.
    sigma
        SD of each, as known from something that one change does not inflate, such as moving ranges.
    confidence
        Coverage of the interval.
    seed
        Of the simulation behind the p value.

    Notes
    -----
    Normal values of known SD with one change. The interval spans the most probable places that together have the
    coverage, every place and every level being equally likely beforehand. The p value is the share of 1,999 series
    without a change whose largest likelihood ratio is as large, plus one over plus one.

    References
    ----------
    Hinkley (1970), Biometrika 57, 1-17. Smith (1975), Biometrika 62, 407-416. Davison & Hinkley (1997), Bootstrap
    methods and their application, 4.2.

    Examples
    --------
    >>> found = find_change(np.array([0.0, 0.1, -0.1, 0.0, 5.0, 5.1, 4.9, 5.0]), np.ones(8))
    >>> found.place, found.low, found.high, round(found.before, 2), round(found.after, 2)
    (4, 4, 4, 0.0, 5.0)
    """
    weights = 1 / sigma**2
    gains = _split_gains(values[None], weights)[0]
    place = int(np.argmax(gains)) + 1
    drawn = np.random.default_rng(seed).standard_normal((N_SIMULATED, len(values))) * sigma
    as_large = np.count_nonzero(_split_gains(drawn, weights).max(axis=1) >= gains.max())
    low, high = _likely_places(gains, weights, confidence)
    return ChangePoint(
        place,
        low,
        high,
        float(np.average(values[:place], weights=weights[:place])),
        float(np.average(values[place:], weights=weights[place:])),
        (as_large + 1) / (N_SIMULATED + 1),
    )


def _split_gains(values: Floats, weights: Floats) -> Floats:
    """Return twice the gain of log likelihood for a change at each place, shape (n_series, n_periods - 1)."""
    left = np.cumsum(weights)[:-1]
    total = np.sum(weights)
    sums = np.cumsum(values * weights, axis=1)
    whole = sums[:, -1:]
    sums = sums[:, :-1]
    gains: Floats = sums**2 / left + (whole - sums) ** 2 / (total - left) - whole**2 / total
    return gains


def _likely_places(gains: Floats, weights: Floats, confidence: float) -> tuple[int, int]:
    """Return the first and last place of the smallest set with the coverage."""
    left = np.cumsum(weights)[:-1]
    logs = gains / 2 - 0.5 * np.log(left * (np.sum(weights) - left))
    chance = np.exp(logs - logs.max())
    chance /= chance.sum()
    order = np.argsort(-chance)
    needed = int(np.searchsorted(np.cumsum(chance[order]), confidence)) + 1
    chosen = order[:needed]
    return int(chosen.min()) + 1, int(chosen.max()) + 1
