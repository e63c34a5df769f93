"""Mahalanobis distances of respondents from the mean."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from survey.errors import DataError, check_option
from survey.stats.careless.answers import Flags, Floats, centre, check_answers, divide
from survey.stats.moments import check_weights

MissingCells = Literal["mean", "answered"]


def pairwise_covariance(x: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Return covariances of columns over the rows where both are answered.

    Parameters
    ----------
    x
        Answers, shape (n, k); NaN where missing.
    weights
        One weight a row, not negative; None counts every row once.

    Returns
    -------
    ndarray
        Shape (k, k); NaN where fewer than two rows answer both. The matrix may have negative eigenvalues.

    Notes
    -----
    The divisor is sum(w) - sum(w^2) / sum(w) over the rows that answer both, n - 1 without weights.

    Examples
    --------
    >>> pairwise_covariance([[1, 2], [2, 4], [np.nan, 9]])
    array([[ 0.5,  1. ],
           [ 1. , 13. ]])
    """
    values = check_answers(x)
    w = check_weights(weights, len(values))
    cross, total = pairwise_products(values, w)
    there = ~np.isnan(values)
    squared = np.full(total.shape, float(w @ w)) if there.all() else (there * (w**2)[:, None]).T @ there.astype(float)
    # Rounding leaves a trace of a divisor where one row alone has weight.
    divisor = total - divide(squared, total)
    return divide(cross, np.where(divisor > 1e-12 * total, divisor, 0.0))


def pairwise_products(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return cross products around the means of the rows that answer both columns, and the sums of their weights."""
    there = ~np.isnan(values)
    filled = centre(values, weights)
    weighted = filled * weights[:, None]
    cross = filled.T @ weighted
    if there.all():
        return cross, np.full(cross.shape, float(weights.sum()))
    answered = there.astype(np.float64)
    total = answered.T @ (answered * weights[:, None])
    sums = weighted.T @ answered  # of the row's column
    return cross - divide(sums * sums.T, total), total


def mahalanobis(x: ArrayLike, weights: ArrayLike | None = None, *, missing: MissingCells = "mean") -> Floats:
    """Return the squared Mahalanobis distance of every respondent from the mean.

    Parameters
    ----------
    x
        Answers, shape (n, k); NaN where missing. Means and covariances are pairwise.
    weights
        One weight a row, for means and covariances; None counts every row once.
    missing
        "mean": the deviation of a missing answer counts as zero, as in R's careless, which shortens the distance.
        "answered": the distance over the items that the respondent answered, with their own covariances; compare it
        by `distance_p`, for it has as many degrees of freedom as answers.

    Returns
    -------
    ndarray
        Shape (n,). With "answered" NaN for those who answered nothing, with "mean" 0.

    Raises
    ------
    DataError
        The covariances cannot be inverted: too few respondents, an item that does not vary, items that repeat one
        another, or pairwise covariances that contradict one another; the message names which. Weights do not fit.
    OptionError
        There is no such way to treat missing answers.

    Notes
    -----
    Weights scaled by any factor change nothing. Cost: n · k²; with "answered" also k³ for each pattern of missing
    answers.

    References
    ----------
    Mahalanobis (1936), Proceedings of the National Institute of Sciences of India 2, 49-55. Meade & Craig (2012),
    Psychological Methods 17, 437-455.

    Examples
    --------
    >>> mahalanobis([[1, 1], [2, 3], [3, 2], [4, 5]]).round(4)
    array([1.3611, 0.8611, 2.0278, 1.75  ])
    """
    check_option("missing", missing, get_args(MissingCells))
    values = check_answers(x)
    w = check_weights(weights, len(values))
    cov = pairwise_covariance(values, w)
    _check_invertible(values, w, cov)
    deviation = centre(values, w)
    return _squared_length(deviation, cov) if missing == "mean" else _over_answered(deviation, ~np.isnan(values), cov)


def _squared_length(deviation: Floats, cov: Floats) -> Floats:
    """Return squared lengths after whitening by the Cholesky factor."""
    white = deviation @ np.linalg.inv(np.linalg.cholesky(cov)).T
    return np.asarray(np.einsum("ij,ij->i", white, white))


def _over_answered(deviation: Floats, there: Flags, cov: Floats) -> Floats:
    """Return squared lengths over the items answered, one pattern of missing answers after the other."""
    packed, rows = np.unique(np.packbits(there, axis=1), axis=0, return_inverse=True)
    order = np.argsort(rows, kind="stable")
    ends = np.cumsum(np.bincount(rows, minlength=len(packed)))
    squared = np.full(len(deviation), np.nan)
    for members in np.split(order, ends[:-1]) if len(packed) else []:
        answered = np.flatnonzero(there[members[0]])
        if len(answered):
            squared[members] = _squared_length(deviation[np.ix_(members, answered)], cov[np.ix_(answered, answered)])
    return squared


def _check_invertible(values: Floats, weights: Floats, cov: Floats) -> None:
    """Raise `DataError` that names why the covariances have no inverse."""
    n, k = int(((~np.isnan(values)).any(axis=1) & (weights > 0)).sum()), values.shape[1]
    start = "The covariances cannot be inverted"
    if n <= k:
        raise DataError(f"{start}: {k} items need more than {k} respondents, there are {n}; take fewer items.")
    if still := np.flatnonzero(~(np.diag(cov) > 0)).tolist():
        raise DataError(f"{start}: leave out the items in columns {still}, which do not vary.")
    if np.isnan(cov).any():
        first, second = np.argwhere(np.isnan(cov))[0].tolist()
        raise DataError(f"{start}: hardly anybody answered both columns {first} and {second}; leave one out.")
    scale = np.sqrt(np.diag(cov))
    roots = np.linalg.eigvalsh(cov / np.outer(scale, scale))
    if np.min(roots) <= k * np.finfo(float).eps * np.max(roots):
        sparse = "too many answers are missing for pairwise covariances; " if np.min(roots) < -1e-8 else ""
        raise DataError(f"{start}: {sparse}leave out items that repeat others.")


def distance_p(squared: ArrayLike, df: ArrayLike) -> Floats:
    """Return the probability of a squared distance at least as large, if answers were multivariate normal.

    Parameters
    ----------
    squared
        Squared Mahalanobis distances, shape (n,).
    df
        Number of items, or of each respondent's answers, shape (n,).

    Returns
    -------
    ndarray
        Shape (n,): upper tail of the chi-squared distribution; NaN where there is no distance.

    Examples
    --------
    >>> distance_p([5.99, 5.99], [2, 4]).round(3)
    array([0.05, 0.2 ])
    """
    return np.asarray(chdtrc(np.asarray(df, dtype=np.float64), np.asarray(squared, dtype=np.float64)))
