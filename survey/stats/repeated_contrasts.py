"""Differences of means where persons are in more than one group, as in a panel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import t as t_distribution

from survey.stats.group_contrasts import MeanContrast, contrast_means, take_group_means
from survey.stats.moments import check_weights

Floats = NDArray[np.float64]


def contrast_repeated(
    values: tuple[ArrayLike, ArrayLike],
    weights: tuple[ArrayLike | None, ArrayLike | None],
    persons: tuple[ArrayLike, ArrayLike],
    confidence: float = 0.95,
) -> MeanContrast:
    """Return the first mean less the second where some persons are in both.

    Parameters
    ----------
    values
        Values of the first and of the second group, none missing.
    weights
        Their weights.
    persons
        Number of the person behind each value.
    confidence
        Coverage of the interval.

    Returns
    -------
    MeanContrast
        Fields of shape (1,). Everybody in both, unweighted: the paired t test, with Cohen's d over the pooled standard
        deviation of the two groups.

    Examples
    --------
    >>> found = contrast_repeated(([3.0, 5.0, 8.0], [2.0, 5.0, 5.0]), (None, None), ([0, 1, 2], [0, 1, 2]))
    >>> found.difference.round(4), found.std_error.round(4), found.df
    (array([1.3333]), array([0.8819]), array([2.]))
    """
    means = [take_group_means(x, np.zeros(len(np.asarray(x))), 1, w) for x, w in zip(values, weights, strict=True)]
    error, n = combine_repeated(values, weights, persons, (1.0, -1.0))
    welch = contrast_means(means[0], means[1], confidence)
    df = np.array([n - 1.0])
    half = t_distribution.ppf((1 + confidence) / 2, df) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * t_distribution.sf(np.abs(welch.difference / error), df)
    low, high = welch.difference - half, welch.difference + half
    return MeanContrast(welch.difference, error, df, p, low, high, welch.cohens_d)


def combine_repeated(
    values: Sequence[ArrayLike],
    weights: Sequence[ArrayLike | None],
    persons: Sequence[ArrayLike],
    factors: Sequence[float],
) -> tuple[Floats, int]:
    """Return the standard error of a sum of means times factors where persons recur, and the number of persons.

    Parameters
    ----------
    values, weights, persons
        Per group: values, weights (or None) and the number of the person behind each value.
    factors
        What each group's mean is multiplied by.

    Returns
    -------
    tuple
        Standard error, shape (1,), linearised over persons; persons with a positive weight.
    """
    who = [np.asarray(one, dtype=np.intp) for one in persons]
    pull = np.zeros(1 + max(int(np.max(one)) for one in who))
    counted = np.zeros(len(pull), dtype=bool)
    for factor, given, w, one in zip(factors, values, weights, who, strict=True):
        x, used = np.asarray(given, dtype=np.float64), check_weights(w, len(one))
        np.add.at(pull, one, factor * used * (x - used @ x / np.sum(used)) / np.sum(used))
        counted[one[used > 0]] = True
    n = int(np.sum(counted))
    return np.asarray(np.sqrt(np.sum(pull**2, keepdims=True) * n / (n - 1))), n
