"""Indices of careless responding, one number per respondent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]


def _check_answers(x: ArrayLike) -> Floats:
    values = np.asarray(x, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] == 0:
        raise DataError(f"A table of respondents by items is needed; the shape is {values.shape}.")
    return values


def _continues(values: Floats) -> NDArray[np.bool_]:
    """Return whether an answer equals the one before; a missing answer equals none."""
    return np.asarray(values[:, 1:] == values[:, :-1])


def longest_run(x: ArrayLike) -> NDArray[np.intp]:
    """Return the length of the longest run of identical answers ("longstring").

    Parameters
    ----------
    x
        Answers as given (not reversed) in the order shown, shape (n, k); NaN where missing, which ends a
        run and is one of its own.

    Returns
    -------
    ndarray
        Shape (n,).

    References
    ----------
    Johnson (2005), Journal of Research in Personality 39, 103-129. Curran (2016), Journal of
    Experimental Social Psychology 66, 4-19.

    Examples
    --------
    >>> longest_run([[1, 1, 1, 2], [1, 2, np.nan, 2]])
    array([3, 1])
    """
    values = _check_answers(x)
    same = _continues(values)
    longest = np.ones(len(values), dtype=np.intp)
    current = longest.copy()
    for column in same.T:
        current = np.where(column, current + 1, 1)
        longest = np.maximum(longest, current)
    return longest


def average_run(x: ArrayLike) -> Floats:
    """Return the mean length of runs of identical answers.

    Parameters
    ----------
    x
        Answers as given in the order shown, shape (n, k); NaN where missing.

    Returns
    -------
    ndarray
        Shape (n,).

    Examples
    --------
    >>> average_run([[1, 1, 1, 2]])
    array([2.])
    """
    values = _check_answers(x)
    return np.asarray(values.shape[1] / (values.shape[1] - _continues(values).sum(axis=1)))


def intra_individual_sd(x: ArrayLike) -> Floats:
    """Return the standard deviation of a respondent's answers ("intra-individual response variability").

    Parameters
    ----------
    x
        Answers as given, shape (n, k); NaN where missing.

    Returns
    -------
    ndarray
        Shape (n,), divided by answers minus 1; NaN with fewer than two answers.

    References
    ----------
    Dunn, Heggestad, Shanock & Theilgard (2018), Journal of Business and Psychology 33, 105-121.

    Examples
    --------
    >>> intra_individual_sd([[1, 2, 3], [4, 4, np.nan]])
    array([1., 0.])
    """
    values = _check_answers(x)
    count = (~np.isnan(values)).sum(axis=1)
    usable = count > 1
    mean = np.nansum(values, axis=1) / np.maximum(count, 1)
    squares = np.nansum((values - mean[:, None]) ** 2, axis=1)
    return np.asarray(np.sqrt(np.divide(squares, count - 1, out=np.full(len(values), np.nan), where=usable)))


def pairwise_covariance(x: ArrayLike) -> Floats:
    """Return covariances of columns over the rows where both are answered.

    Parameters
    ----------
    x
        Answers, shape (n, k); NaN where missing.

    Returns
    -------
    ndarray
        Shape (k, k); NaN where fewer than two rows answer both. The matrix may have negative eigenvalues.

    Examples
    --------
    >>> pairwise_covariance([[1, 2], [2, 4], [np.nan, 9]])
    array([[ 0.5,  1. ],
           [ 1. , 13. ]])
    """
    values = _check_answers(x)
    there = (~np.isnan(values)).astype(np.float64)
    filled = np.nan_to_num(values - np.nan_to_num(_column_means(values)), nan=0.0)
    n = there.T @ there
    sums = filled.T @ there  # sum of the row's column over rows where both are there
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = filled.T @ filled - sums * sums.T / n
        return np.where(n > 1, cross / (n - 1), np.nan)


def _column_means(values: Floats) -> Floats:
    count = (~np.isnan(values)).sum(axis=0)
    empty = np.full(values.shape[1], np.nan)
    return np.asarray(np.divide(np.nansum(values, axis=0), count, out=empty, where=count > 0))


def mahalanobis(x: ArrayLike) -> Floats:
    """Return the squared Mahalanobis distance of every respondent from the mean.

    Parameters
    ----------
    x
        Answers, shape (n, k); NaN where missing, whose deviation counts as zero while the covariances
        are pairwise.

    Returns
    -------
    ndarray
        Shape (n,).

    Raises
    ------
    DataError
        If the covariances cannot be inverted, for instance because an item does not vary.

    References
    ----------
    Mahalanobis (1936). Meade & Craig (2012), Psychological Methods 17, 437-455.

    Examples
    --------
    >>> mahalanobis([[1, 1], [2, 3], [3, 2], [4, 5]]).round(4)
    array([1.3611, 0.8611, 2.0278, 1.75  ])
    """
    values = _check_answers(x)
    cov = pairwise_covariance(values)
    if not np.isfinite(cov).all() or np.linalg.matrix_rank(cov, hermitian=True) < len(cov):
        raise DataError(
            "The items' covariances cannot be inverted: leave out items that do not vary or repeat another."
        )
    deviation = np.nan_to_num(values - _column_means(values), nan=0.0)
    return np.asarray(((deviation @ np.linalg.inv(cov)) * deviation).sum(axis=1))


def _row_correlation(a: Floats, b: Floats) -> Floats:
    """Return the correlation of two rows over the positions where both are there; NaN without variance."""
    both = ~(np.isnan(a) | np.isnan(b))
    count = np.maximum(both.sum(axis=1), 1)[:, None]
    a, b = np.where(both, a, 0.0), np.where(both, b, 0.0)
    a = np.where(both, a - a.sum(axis=1, keepdims=True) / count, 0.0)
    b = np.where(both, b - b.sum(axis=1, keepdims=True) / count, 0.0)
    aa, bb = (a * a).sum(axis=1), (b * b).sum(axis=1)
    usable = (both.sum(axis=1) > 1) & (aa > 1e-20) & (bb > 1e-20)
    r = np.divide((a * b).sum(axis=1), np.sqrt(aa * bb), out=np.full(len(a), np.nan), where=usable)
    return np.asarray(np.clip(r, -1.0, 1.0))


def even_odd(x: ArrayLike, sizes: Sequence[int]) -> Floats:
    """Return the even-odd index: minus the stepped-up correlation of a respondent's half-scale means.

    Parameters
    ----------
    x
        Keyed answers, scales in consecutive columns, shape (n, k); NaN where missing.
    sizes
        Number of items of every scale, summing to k; at least two each.

    Returns
    -------
    ndarray
        Shape (n,), from -1 (consistent) to 1 (careless); NaN where a half does not vary.

    Raises
    ------
    DataError
        If the sizes do not sum to the number of columns, or a scale has fewer than two items.

    Notes
    -----
    Spearman-Brown on the correlation over scales, cut at -1, sign turned so that high is careless.

    References
    ----------
    Johnson (2005), Journal of Research in Personality 39, 103-129. Meade & Craig (2012), Psychological
    Methods 17, 437-455.

    Examples
    --------
    >>> even_odd([[1, 1, 3, 3, 5, 5]], [2, 2, 2])
    array([-1.])
    """
    values = _check_answers(x)
    if sum(sizes) != values.shape[1] or min(sizes, default=0) < 2:
        raise DataError(f"Scales of {list(sizes)} items, at least two each, have to cover {values.shape[1]} columns.")
    scales = np.split(values, np.cumsum(sizes)[:-1], axis=1)
    odd = np.column_stack([_column_means(scale[:, 0::2].T) for scale in scales])
    even = np.column_stack([_column_means(scale[:, 1::2].T) for scale in scales])
    r = _row_correlation(even, odd)
    with np.errstate(divide="ignore", invalid="ignore"):
        stepped = 2 * r / (1 + r)
    return -np.where(np.isnan(r), np.nan, np.maximum(np.where(r <= -1, -np.inf, stepped), -1.0))


def psychometric_synonyms(x: ArrayLike, critical: float = 0.6) -> Floats:
    """Return each respondent's correlation over pairs of items that correlate highly in the sample.

    Parameters
    ----------
    x
        Answers, shape (n, k); NaN where missing.
    critical
        Pairs correlating above this are used; a negative value asks for antonyms, below it.

    Returns
    -------
    ndarray
        Shape (n,); NaN with fewer than three answered pairs or without variance.

    References
    ----------
    Meade & Craig (2012), Psychological Methods 17, 437-455.

    Examples
    --------
    >>> x = np.random.default_rng(1).normal(size=(100, 1)) + 0.1 * np.random.default_rng(2).normal(size=(100, 4))
    >>> psychometric_synonyms(x, 0.6).shape
    (100,)
    """
    values = _check_answers(x)
    corr = _pairwise_correlation(values)
    rows, columns = np.tril_indices(values.shape[1], -1)
    chosen = corr[rows, columns] > critical if critical >= 0 else corr[rows, columns] < critical
    first, second = values[:, rows[chosen]], values[:, columns[chosen]]
    answered = (~(np.isnan(first) | np.isnan(second))).sum(axis=1)
    if not chosen.any():
        return np.full(len(values), np.nan)
    return np.where(answered > 2, _row_correlation(first, second), np.nan)


def _pairwise_correlation(values: Floats) -> Floats:
    there = (~np.isnan(values)).astype(np.float64)
    filled = np.nan_to_num(values - np.nan_to_num(_column_means(values)), nan=0.0)
    n, sums, squares = there.T @ there, filled.T @ there, (filled**2).T @ there
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = filled.T @ filled - sums * sums.T / n
        spread = squares - sums**2 / n
        return cross / np.sqrt(spread * spread.T)
