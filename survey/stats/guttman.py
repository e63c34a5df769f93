"""Guttman's lower bounds to reliability, lambda 1 to 6, of one scale or a stack of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.stats.item_covariances import check_items, correlations

Floats = NDArray[np.float64]

#: Relative size below which an eigenvalue of a correlation matrix counts as zero.
RANK_TOLERANCE = 1e-11


def lambda1(cov: Floats) -> Floats:
    """Return lambda 1, the share of the sum's variance that is not the items' own.

    Parameters
    ----------
    cov
        Covariances or correlations of the keyed items, shape (..., k, k).

    Returns
    -------
    ndarray
        Shape (...); NaN where nothing varies.

    Raises
    ------
    DataError
        If there are fewer than two items.

    References
    ----------
    Guttman (1945). A basis for analyzing test-retest reliability. Psychometrika 10, 255-282.

    Examples
    --------
    >>> float(lambda1(np.array([[1.0, 0.5], [0.5, 1.0]])).round(6))
    0.333333
    """
    values = check_items(cov)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1 - np.trace(values, axis1=-2, axis2=-1) / _total(values))


def lambda2(cov: Floats) -> Floats:
    """Return lambda 2, never below lambda 3 (alpha); equal to it where all covariances are.

    Parameters
    ----------
    cov
        Covariances or correlations of the keyed items, shape (..., k, k).

    Returns
    -------
    ndarray
        Shape (...).

    Examples
    --------
    >>> float(lambda2(np.array([[1.0, 0.5], [0.5, 1.0]])).round(6))
    0.666667
    """
    values = check_items(cov)
    k = values.shape[-1]
    shared = np.sum(_square_columns(values), axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(lambda1(values) + np.sqrt(k / (k - 1) * shared) / _total(values))


def lambda5(cov: Floats) -> Floats:
    """Return lambda 5, for a scale with one item that covaries highly with others which covary little.

    Parameters
    ----------
    cov
        Covariances or correlations of the keyed items, shape (..., k, k).

    Returns
    -------
    ndarray
        Shape (...).

    Examples
    --------
    >>> float(lambda5(np.array([[1.0, 0.5], [0.5, 1.0]])).round(6))
    0.666667
    """
    values = check_items(cov)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(lambda1(values) + 2 * np.sqrt(np.max(_square_columns(values), axis=-1)) / _total(values))


def lambda6(cov: Floats, *, standardized: bool = True) -> Floats:
    """Return lambda 6, what the items do not owe to errors of predicting each from the others.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (..., k, k).
    standardized
        Of the standardised items' sum, as psych has it, instead of the raw items'.

    Returns
    -------
    ndarray
        Shape (...); NaN where an item does not vary.

    Raises
    ------
    DataError
        If there are fewer than two items.

    Examples
    --------
    >>> float(lambda6(np.array([[1.0, 0.5], [0.5, 1.0]])).round(6))
    0.5
    """
    values = check_items(cov)
    corr = correlations(values)
    usable = np.asarray(np.isfinite(corr).all(axis=(-2, -1)))
    safe = np.where(usable[..., None, None], corr, np.eye(corr.shape[-1]))
    unique = 1 / np.diagonal(np.linalg.pinv(safe, rcond=RANK_TOLERANCE, hermitian=True), axis1=-2, axis2=-1)
    if standardized:
        return np.where(usable, 1 - np.sum(unique, axis=-1) / _total(safe), np.nan)
    errors = np.sum(unique * np.diagonal(values, axis1=-2, axis2=-1), axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(usable, 1 - errors / _total(values), np.nan)


def _total(values: Floats) -> Floats:
    return np.asarray(np.sum(values, axis=(-2, -1)))


def _square_columns(values: Floats) -> Floats:
    """Return for each item the sum of its squared covariances with the others, shape (..., k)."""
    return np.asarray(np.sum((values * (1 - np.eye(values.shape[-1]))) ** 2, axis=-1))
