"""Guttman errors: hard steps of items passed while easier ones were not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.careless.answers import Flags, Floats, check_answers, divide
from survey.stats.moments import check_weights

_SAME_SHARE = 12  # digits to which shares that pass a step are told apart; beyond is rounding
_CELLS = 20_000_000  # of a table in memory at a time


@dataclass(frozen=True, eq=False)
class GuttmanErrors:
    """Guttman errors of each respondent.

    Attributes
    ----------
    errors
        Pairs of item steps of which the harder was passed and the easier was not, shape (n,).
    most
        The most errors possible with the same sum of answers to the same items, shape (n,).
    """

    errors: Floats
    most: Floats

    @property
    def normed(self) -> Floats:
        """Errors over the most possible, 0 to 1; NaN where none is possible, as with the highest sum."""
        return divide(self.errors, self.most)


def guttman_errors(
    x: ArrayLike, lowest: ArrayLike, highest: ArrayLike, weights: ArrayLike | None = None
) -> GuttmanErrors:
    """Count Guttman errors of respondents on items that measure one thing.

    An item with points 0 to m has m steps: reaching 1, reaching 2, and so on. Steps are ordered by the share of the
    sample that passes them. Passing a step while failing an easier one is an error.

    Parameters
    ----------
    x
        Keyed answers in whole points, shape (n, k); NaN where missing.
    lowest, highest
        Ends of the items' scales: one number each, or shape (k,).
    weights
        One weight a row, for the shares; None counts every row once.

    Returns
    -------
    GuttmanErrors
        NaN for respondents who answered nothing.

    Raises
    ------
    DataError
        An answer is no whole number of points, or outside the scale; weights do not fit.

    Notes
    -----
    Missing answers: their steps are left out for that respondent, from the errors and from the most possible. Steps
    passed by equally many are taken in the order of the items. With ranks of the steps, 1 the easiest, and T steps
    passed, the errors are the sum of the passed steps' ranks minus T (T + 1) / 2; the largest sum with T steps is found
    item by item, by dynamic programming. Cost: n · steps, and for each pattern of missing answers steps².

    References
    ----------
    Molenaar (1991), A weighted Loevinger H-coefficient extending Mokken scaling to multicategory items, Kwantitatieve
    Methoden 37, 97-117. Emons (2008), Nonparametric person-fit analysis of polytomous item scores, Applied
    Psychological Measurement 32, 224-247.

    Examples
    --------
    >>> found = guttman_errors([[2, 1], [2, 0], [1, 0], [0, 2]], 0, 2)
    >>> found.errors, found.most
    (array([0., 0., 0., 4.]), array([2., 4., 2., 4.]))
    """
    values = check_answers(x)
    k = values.shape[1]
    low, steps = _check_points(values, np.broadcast_to(lowest, k), np.broadcast_to(highest, k))
    points = values - low
    item = np.repeat(np.arange(k), steps)
    step = np.concatenate([np.arange(1, count + 1) for count in steps])
    order = _order_steps(points, check_weights(weights, len(values)), item, step)
    item, step = item[order], step[order]
    patterns, rows = _patterns(~np.isnan(points))
    errors, most = np.full(len(points), np.nan), np.full(len(points), np.nan)
    size = max(_CELLS // max(len(item), 1), 1)
    for start in range(0, len(points), size):
        part = slice(start, start + size)
        passed = points[part][:, item] >= step
        errors[part] = _count_errors(passed, patterns[rows[part]][:, item])
    totals = np.nansum(points, axis=1).astype(np.intp)
    for start in range(0, len(patterns), size):
        chosen = (rows >= start) & (rows < start + size)
        table = _most_errors(patterns[start : start + size], item, step)
        most[chosen] = table[rows[chosen] - start, totals[chosen]]
    nothing = np.isnan(points).all(axis=1)
    return GuttmanErrors(np.where(nothing, np.nan, errors), np.where(nothing, np.nan, most))


def _patterns(there: Flags) -> tuple[Flags, NDArray[np.intp]]:
    """Return the different patterns of missing answers, and the pattern of each respondent."""
    _, first, rows = np.unique(np.packbits(there, axis=1), axis=0, return_index=True, return_inverse=True)
    return there[first], rows.reshape(-1)


def _check_points(values: Floats, lowest: Floats, highest: Floats) -> tuple[Floats, NDArray[np.intp]]:
    steps = np.asarray(highest, dtype=np.float64) - lowest
    if not ((steps >= 1) & (steps % 1 == 0)).all():
        raise DataError("Guttman errors need scales of two or more whole points; check the ends given.")
    points = values - lowest
    wrong = (points < 0) | (points > steps) | (points % 1 != 0)
    wrong &= ~np.isnan(points)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise DataError(
            f"The answer {values[row, column]:g} in row {row}, column {column} is no point from {lowest[column]:g} to "
            f"{highest[column]:g}."
        )
    return np.asarray(lowest, dtype=np.float64), steps.astype(np.intp)


def _order_steps(points: Floats, weights: Floats, item: NDArray[np.intp], step: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the steps' places from the one most pass to the one fewest pass."""
    answered = weights @ ~np.isnan(points)
    by_item = np.ascontiguousarray(points.T)
    reached = np.array([weights @ (by_item[one] >= at) for one, at in zip(item, step, strict=True)])
    share = np.nan_to_num(divide(reached, answered[item]))
    return np.argsort(-share.round(_SAME_SHARE), kind="stable")


def _count_errors(passed: Flags, asked: Flags) -> Floats:
    """Return the pairs of asked steps, the easiest first, of which the later is passed and the earlier is not."""
    failed = asked & ~passed
    failed_before = np.cumsum(failed, axis=1, dtype=np.int32)
    return np.asarray(np.einsum("ij,ij->i", failed_before, passed), dtype=np.float64)


def _most_errors(asked: Flags, item: NDArray[np.intp], step: NDArray[np.intp]) -> Floats:
    """Return the most errors possible for every sum of points, shape (n_patterns, n_steps + 1)."""
    available = asked[:, item]
    ranks = np.cumsum(available, axis=1) * available
    best = np.full((len(asked), len(item) + 1), -np.inf)
    best[:, 0] = 0
    for one in range(asked.shape[1]):
        own = np.flatnonzero(item == one)
        gains = np.cumsum(ranks[:, own[np.argsort(step[own])]], axis=1)
        before = best.copy()
        for passed in range(1, len(own) + 1):
            reached = before[:, :-passed] + np.where(asked[:, one], gains[:, passed - 1], -np.inf)[:, None]
            np.maximum(best[:, passed:], reached, out=best[:, passed:])
    total = np.arange(len(item) + 1)
    return np.asarray(best - total * (total + 1) / 2)
