"""Loevinger's H of pairs of items, of items and of a scale, with standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.moments import check_rows, check_weights

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Homogeneity:
    """Hold the scalability coefficients of k items.

    Parameters
    ----------
    pairs, items, scale
        H of each pair, shape (k, k) with NaN on the diagonal; of each item, shape (k,); of the scale.
    pairs_std_error, items_std_error, scale_std_error
        Their standard errors, of the same shapes.
    covariance
        Covariances over the sum of weights, shape (k, k).
    largest
        The largest covariances that the items' margins allow, shape (k, k), NaN on the diagonal.
    n
        Sum of the weights; the number of rows without weights.
    """

    pairs: Floats
    items: Floats
    scale: float
    pairs_std_error: Floats
    items_std_error: Floats
    scale_std_error: float
    covariance: Floats
    largest: Floats
    n: float


@dataclass(frozen=True, eq=False)
class _Steps:
    """One item: the place of each answer, and its steps from one code to the next.

    `reached` is the share of answers at or above each step's upper code, `width` the distance between its codes.
    """

    place: Positions
    reached: Floats
    width: Floats


def measure_homogeneity(rows: ArrayLike, weights: ArrayLike | None = None, *, sampling: bool = False) -> Homogeneity:
    """Measure how far the items order respondents alike, by Loevinger's H.

    H is the covariance over the largest one that the answers' margins allow: 1 if no answer contradicts the order that
    the others give, 0 if the items have nothing to do with each other.

    Parameters
    ----------
    rows
        Keyed answers, shape (n, k), none missing, at least two items, all of which vary.
    weights
        One a row, not negative; None counts every row once.
    sampling
        Whether weights are inverse chances of being in the sample, so that their squares enter the standard errors;
        else they are frequencies, and a weight of 2 is the same as two rows.

    Returns
    -------
    Homogeneity

    Raises
    ------
    DataError
        An answer is missing, an item does not vary, or there is one item only.

    Notes
    -----
    Standard errors by the delta method on the multinomial of answer patterns. Where two steps of different items are
    exactly as popular, the largest covariance has a kink, and the mean of the slopes on both sides is taken. Cost: a
    pass over the rows for each pair of items.

    References
    ----------
    Mokken (1971). A theory and procedure of scale analysis, pp. 148-153. Molenaar (1991). A weighted Loevinger
    H-coefficient extending Mokken scaling to multicategory items. Kwantitatieve Methoden 37, 97-117. Kuijpers, van der
    Ark & Croon (2013). Standard errors and confidence intervals for scalability coefficients in Mokken scale analysis
    using marginal models. Sociological Methodology 43, 42-69.

    Examples
    --------
    >>> found = measure_homogeneity([[0, 0], [1, 0], [1, 0], [1, 1], [0, 1]])
    >>> round(found.scale, 4)
    -0.25
    """
    values = check_rows(rows)
    if values.shape[1] < 2:
        raise DataError("Scalability needs at least two items.")
    w = check_weights(weights, len(values))
    values, w = values[w > 0], w[w > 0]
    if still := [str(j) for j in range(values.shape[1]) if np.ptp(values[:, j]) == 0]:
        raise DataError(f"Item {', '.join(still)} has the same answer in every row: leave it out.")
    total = float(np.sum(w))
    centred = values - (w @ values) / total
    covariance = (centred * w[:, None]).T @ centred / total
    steps = [_take_steps(values[:, j], w) for j in range(values.shape[1])]
    largest, slopes = _largest_covariances(steps)
    pulls = (centred, slopes, steps)
    return _estimate(covariance, largest, pulls, (w**2 if sampling else w) / total**2, total)


def _take_steps(answers: Floats, w: Floats) -> _Steps:
    codes, place = np.unique(answers, return_inverse=True)
    shares = np.bincount(place, weights=w) / np.sum(w)
    return _Steps(place, np.cumsum(shares[::-1])[::-1][1:], np.diff(codes))


def _largest_covariances(steps: list[_Steps]) -> tuple[Floats, dict[tuple[int, int], Floats]]:
    """Return the largest covariances, and their slopes by an answer of the first item at each of its codes.

    With S(a) the share at or above step a, a product's mean is the sum over pairs of steps of the joint share, which
    is at most the smaller of S(a) and S(b).
    """
    k = len(steps)
    largest, slopes = np.full((k, k), np.nan), {}
    for i, first in enumerate(steps):
        for j, second in enumerate(steps):
            if i == j:
                continue
            gap = first.reached[:, None] - second.reached
            gap[np.abs(gap) < 1e-12] = 0.0
            least = np.minimum(first.reached[:, None], second.reached)
            mean = float(second.reached @ second.width)
            largest[i, j] = first.width @ least @ second.width - float(first.reached @ first.width) * mean
            by_step = first.width * ((np.sign(-gap) + 1) / 2 @ second.width - mean)
            slopes[i, j] = np.concatenate([[0.0], np.cumsum(by_step)]) - by_step @ first.reached
    return largest, slopes


def _estimate(
    covariance: Floats,
    largest: Floats,
    pulls: tuple[Floats, dict[tuple[int, int], Floats], list[_Steps]],
    w: Floats,
    n: float,
) -> Homogeneity:
    """Return the ratios and their errors: the weighted sum of squares of what each respondent adds to a ratio."""
    centred, slopes, steps = pulls
    k = len(covariance)
    off = ~np.eye(k, dtype=bool)
    pairs = np.where(off, covariance / largest, np.nan)
    tops, bottoms = np.sum(covariance, axis=1, where=off), np.sum(largest, axis=1, where=off)
    items, scale = tops / bottoms, float(np.sum(tops) / np.sum(bottoms))
    pairs_error, items_error = np.full((k, k), np.nan), np.empty(k)
    of_scale = np.zeros(len(centred))
    for i in range(k):
        of_item = np.zeros(len(centred))
        for j in [j for j in range(k) if j != i]:
            by_top = centred[:, i] * centred[:, j] - covariance[i, j]
            by_bottom = slopes[i, j][steps[i].place] + slopes[j, i][steps[j].place]
            pairs_error[i, j] = np.sqrt(w @ ((by_top - pairs[i, j] * by_bottom) / largest[i, j]) ** 2)
            of_item += by_top - items[i] * by_bottom
            of_scale += by_top - scale * by_bottom
        items_error[i] = np.sqrt(w @ (of_item / bottoms[i]) ** 2)
    scale_error = float(np.sqrt(w @ (of_scale / np.sum(bottoms)) ** 2))
    return Homogeneity(pairs, items, scale, pairs_error, items_error, scale_error, covariance, largest, n)
