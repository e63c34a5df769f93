"""Internal consistency from covariances: alpha, lambda 6, item statistics and their intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.stats.alpha_interval import duhachek_std_error, feldt_interval, spearman_brown
from survey.stats.guttman import lambda6
from survey.stats.item_covariances import check_items, correlations

Floats = NDArray[np.float64]

__all__ = [
    "alpha",
    "alpha_if_dropped",
    "alpha_standardized",
    "alpha_standardized_if_dropped",
    "average_correlation",
    "correlations",
    "duhachek_std_error",
    "feldt_interval",
    "item_rest_correlation",
    "lambda6",
    "spearman_brown",
]


def _trace(cov: Floats) -> Floats:
    return np.asarray(np.trace(cov, axis1=-2, axis2=-1))


def alpha(cov: Floats) -> Floats:
    """Return Cronbach's alpha of the covariances ("raw alpha").

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (..., k, k).

    Returns
    -------
    ndarray
        Shape (...); NaN where no item varies.

    Raises
    ------
    DataError
        If there are fewer than two items: the alpha of one item is not defined.

    References
    ----------
    Cronbach (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16, 297-334.

    Examples
    --------
    >>> float(alpha(np.array([[1.0, 0.5], [0.5, 1.0]])).round(6))
    0.666667
    """
    values = check_items(cov)
    k = values.shape[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(k / (k - 1) * (1 - _trace(values) / values.sum(axis=(-2, -1))))


def alpha_standardized(cov: Floats) -> Floats:
    """Return alpha of the correlations ("standardised alpha"), a different number from raw alpha.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (..., k, k).

    Returns
    -------
    ndarray
        Shape (...).

    Raises
    ------
    DataError
        If there are fewer than two items.

    Examples
    --------
    >>> float(alpha_standardized(np.array([[4.0, 1.0], [1.0, 1.0]])).round(6))
    0.666667
    """
    return alpha(correlations(check_items(cov)))


def average_correlation(cov: Floats) -> Floats:
    """Return the mean correlation of two different items.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (..., k, k).

    Returns
    -------
    ndarray
        Shape (...).

    Raises
    ------
    DataError
        If there are fewer than two items.

    Examples
    --------
    >>> float(average_correlation(np.array([[4.0, 1.0], [1.0, 1.0]])))
    0.5
    """
    corr = correlations(check_items(cov))
    k = corr.shape[-1]
    return np.asarray((corr.sum(axis=(-2, -1)) - k) / (k * (k - 1)))


def alpha_if_dropped(cov: Floats) -> Floats:
    """Return raw alpha of the other items, for every item.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (..., k, k).

    Returns
    -------
    ndarray
        Shape (..., k); NaN for two items, where one is left.

    Raises
    ------
    DataError
        If there are fewer than two items.

    Examples
    --------
    >>> alpha_if_dropped(np.full((3, 3), 0.5) + 0.5 * np.eye(3)).round(4)
    array([0.6667, 0.6667, 0.6667])
    """
    values = check_items(cov)
    k = values.shape[-1]
    if k == 2:
        return np.full(values.shape[:-1], np.nan)
    variances = np.diagonal(values, axis1=-2, axis2=-1)
    total = values.sum(axis=(-2, -1))[..., None] - 2 * values.sum(axis=-1) + variances
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((k - 1) / (k - 2) * (1 - (_trace(values)[..., None] - variances) / total))


def alpha_standardized_if_dropped(cov: Floats) -> Floats:
    """Return standardised alpha of the other items, for every item.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (..., k, k).

    Returns
    -------
    ndarray
        Shape (..., k); NaN for two items.

    Raises
    ------
    DataError
        If there are fewer than two items.

    Examples
    --------
    >>> alpha_standardized_if_dropped(np.full((3, 3), 2.0) + 2 * np.eye(3)).round(4)
    array([0.6667, 0.6667, 0.6667])
    """
    return alpha_if_dropped(correlations(check_items(cov)))


def item_rest_correlation(cov: Floats) -> Floats:
    """Return the correlation of every item with the sum of the others ("r.drop").

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (..., k, k).

    Returns
    -------
    ndarray
        Shape (..., k); NaN where the item or the rest does not vary.

    Raises
    ------
    DataError
        If there are fewer than two items.

    Examples
    --------
    >>> item_rest_correlation(np.array([[1.0, 0.5], [0.5, 1.0]]))
    array([0.5, 0.5])
    """
    values = check_items(cov)
    variances = np.diagonal(values, axis1=-2, axis2=-1)
    with_total = values.sum(axis=-1)
    rest = values.sum(axis=(-2, -1))[..., None] - 2 * with_total + variances
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((with_total - variances) / np.sqrt(variances * rest))
