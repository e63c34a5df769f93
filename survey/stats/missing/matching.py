"""Predictive mean matching: a missing answer is that of a respondent with a like prediction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: Respondents among whom an answer is drawn (van Buuren 2018, section 3.4.4).
DONORS = 5
#: Added to each variance, as a share of it, so that collinear predictors do no harm (van Buuren 2018, algorithm 3.1).
RIDGE = 1e-5
#: A predictor with less than this share of unit variance does not vary among the respondents used.
STILL = 1e-9
#: Numbers of one block of distances.
BLOCK = 4_000_000


@dataclass(frozen=True, eq=False)
class Lines:
    """Hold regressions of one or more outcomes, as estimated and as drawn from their posterior.

    Attributes
    ----------
    places
        Places of the predictors that vary.
    intercept, drawn_intercept
        Shape (n_outcomes,).
    slopes, drawn_slopes
        Shape (n_predictors, n_outcomes).
    """

    places: Places
    intercept: Floats
    slopes: Floats
    drawn_intercept: Floats
    drawn_slopes: Floats


def draw_lines(gram: Floats, outcomes: Places, predictors: Places, rng: np.random.Generator) -> Lines:
    """Regress outcomes on predictors, and draw intercepts and slopes from their posterior.

    Parameters
    ----------
    gram
        Weighted cross products of a column of ones, at place 0, and all others; its first number is the sum of the
        weights, which stands for the number of respondents.
    outcomes, predictors
        Places in `gram`.
    rng
        Source of the draws.

    References
    ----------
    Rubin (1987), Multiple imputation for nonresponse in surveys, p. 167.
    """
    total = gram[0, 0]
    spread = np.diag(gram)[predictors] - gram[0, predictors] ** 2 / total
    used = predictors[spread > STILL * total]
    inside = _cross(gram, used, used)
    across, own = _cross(gram, used, outcomes), _cross(gram, outcomes, outcomes)
    inside[np.diag_indices(len(used))] *= 1 + RIDGE
    root = np.linalg.cholesky(inside)
    slopes = np.asarray(np.linalg.solve(inside, across), dtype=np.float64)
    left = np.clip(
        np.diag(own) - 2 * np.sum(slopes * across, axis=0) + np.sum(slopes * (inside @ slopes), axis=0), 0, None
    )
    spreads = np.sqrt(left / rng.chisquare(max(total - len(used) - 1, 1.0), size=len(outcomes)))
    drawn = slopes + np.linalg.solve(root.T, rng.standard_normal(slopes.shape)) * spreads
    mean, centre = gram[0, outcomes] / total, gram[0, used] / total
    shift = spreads * rng.standard_normal(len(outcomes)) / np.sqrt(total)
    return Lines(used, mean - centre @ slopes, slopes, mean + shift - centre @ drawn, drawn)


def _cross(gram: Floats, rows: Places, columns: Places) -> Floats:
    """Return cross products around the means."""
    around = gram[np.ix_(rows, columns)] - np.outer(gram[rows, 0], gram[0, columns]) / gram[0, 0]
    return np.asarray(around)


def draw_donors(
    have: Floats, want: Floats, rng: np.random.Generator, weights: Floats | None = None, donors: int = DONORS
) -> Places:
    """Draw for each respondent without an answer one of those with the nearest predictions.

    Parameters
    ----------
    have
        Predictions of those who answered, shape (n_answered, n_outcomes).
    want
        Predictions of those who did not, shape (n_missing, n_outcomes).
    rng
        Source of the draws; it also settles ties.
    weights
        Chances of those who answered among the nearest, shape (n_answered,); None gives all the same.
    donors
        Among how many to draw.

    Returns
    -------
    ndarray
        A place among those who answered for each who did not, shape (n_missing,).

    References
    ----------
    Little (1988), J. Business & Economic Statistics 6, 287-296. Type-1 matching: van Buuren (2018), section 3.4.2.

    Examples
    --------
    >>> have, want = np.array([[0.0], [1], [5]]), np.array([[0.9], [7]])
    >>> draw_donors(have, want, np.random.default_rng(1), donors=1).tolist()
    [1, 2]
    """
    k = min(donors, len(have))
    shuffled = rng.permutation(len(have))
    chance = rng.random(len(want))
    if have.shape[1] == 1:
        nearest = _nearest_on_a_line(have[shuffled, 0], want[:, 0], k)
    else:
        size = max(1, BLOCK // len(have))
        parts = [_nearest(have[shuffled], want[start : start + size], k) for start in range(0, len(want), size)]
        nearest = np.concatenate([np.empty((0, k), dtype=np.intp), *parts])
    found = shuffled[nearest]
    heaped = np.cumsum(np.ones(found.shape) if weights is None else weights[found], axis=1)
    pick = np.sum(heaped[:, :-1] <= (chance * heaped[:, -1])[:, None], axis=1)
    return np.asarray(found[np.arange(len(want)), pick])


def _nearest_on_a_line(have: Floats, want: Floats, k: int) -> Places:
    """Return the k nearest, which stand side by side when sorted, shape (n_missing, k)."""
    order = np.argsort(have, kind="stable")
    line = have[order]
    starts = np.clip(np.searchsorted(line, want)[:, None] - np.arange(k + 1), 0, len(line) - k)
    reach = np.maximum(want[:, None] - line[starts], line[starts + k - 1] - want[:, None])
    start = starts[np.arange(len(want)), np.argmin(reach, axis=1)]
    return np.asarray(order[start[:, None] + np.arange(k)])


def _nearest(have: Floats, want: Floats, k: int) -> Places:
    distance = np.sum(have**2, axis=1) - 2 * want @ have.T
    return np.asarray(np.argpartition(distance, k - 1, axis=1)[:, :k])


def shift_answers(values: Floats, delta: float, points: Floats | None, rng: np.random.Generator) -> Floats:
    """Shift answers, and take each to a point beside it at random, so that the mean shifts by delta.

    Only at the ends of the scale, beyond which no answer goes, is the mean shift smaller.

    Parameters
    ----------
    values
        Answers, any shape.
    delta
        The shift.
    points
        The values an answer can take, increasing; None leaves shifted values as they are.
    rng
        Source of the draws.

    Examples
    --------
    >>> shift_answers(np.array([3.0, 5.0]), -1.0, np.arange(1.0, 8.0), np.random.default_rng(1))
    array([2., 4.])
    """
    moved = values + delta
    if points is None:
        return moved
    upper = np.clip(np.searchsorted(points, moved), 1, max(len(points) - 1, 1))
    if len(points) < 2:
        return np.full_like(moved, points[0])
    low, high = points[upper - 1], points[upper]
    chance = np.clip((moved - low) / (high - low), 0, 1)
    return np.where(rng.random(moved.shape) < chance, high, low)
