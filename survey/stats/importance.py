"""Shares of R² by driver: LMG (Shapley), dominance and the simpler measures."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.stats.controls import partial_out
from survey.stats.subset_fits import PIVOT_TOLERANCE, as_stack, fit_all, iterate_subset_fits, standardize

Floats = NDArray[np.float64]

#: Smallest eigenvalue of correlations above which their inverse has digits to spare.
WELL_CONDITIONED = 1e-6

__all__ = [
    "beta_squared",
    "first",
    "last",
    "lmg",
    "lmg_grouped",
    "partial_out",
    "pratt",
    "r_squared",
    "standardized_betas",
]


def _outcome_scale(stack: Floats, lead: tuple[int, ...], total_variance: ArrayLike | None) -> Floats:
    """Return the factor from shares of the stack's own outcome variance to shares of the total."""
    own = stack[:, 0, 0]
    total = own if total_variance is None else np.broadcast_to(np.asarray(total_variance, float), lead).reshape(-1)
    return np.asarray(np.divide(own, total, out=np.full(len(stack), np.nan), where=total > 0))


def r_squared(cov: Floats, *, total_variance: ArrayLike | None = None) -> Floats:
    """Return R² of the outcome on all drivers.

    Parameters
    ----------
    cov
        Covariances, shape (..., k + 1, k + 1), outcome first.
    total_variance
        Outcome variance to divide by, if not the one in `cov` (see `partial_out`).

    Returns
    -------
    ndarray
        Shape (...); NaN where the outcome does not vary.

    Examples
    --------
    >>> float(r_squared(np.array([[1.0, 0.5], [0.5, 1.0]])))
    0.25
    """
    stack, lead = as_stack(cov)
    return (fit_all(standardize(stack)) * _outcome_scale(stack, lead, total_variance)).reshape(lead)


def lmg(cov: Floats, *, total_variance: ArrayLike | None = None) -> Floats:
    """Return exact LMG shares: the average gain in R² over every order of entering the drivers.

    It equals the Shapley value of R² and general dominance.

    Parameters
    ----------
    cov
        Covariances, shape (..., k + 1, k + 1), outcome first; a weighted analysis passes weighted ones.
    total_variance
        Outcome variance to divide by, if not the one in `cov` (see `partial_out`).

    Returns
    -------
    ndarray
        Shape (..., k), not negative, summing to R².

    Raises
    ------
    DataError
        If there are more than 25 drivers.

    Notes
    -----
    Exact up to 25 drivers: 2^k Schur complements. Identical drivers share equally; one without variance gets 0.

    References
    ----------
    Lindeman, Merenda & Gold (1980). Introduction to bivariate and multivariate analysis. Grömping
    (2006), Journal of Statistical Software 17(1). Budescu (1993), Psychological Bulletin 114, 542-551.

    Examples
    --------
    >>> lmg(np.array([[1.0, 0.6, 0.6], [0.6, 1.0, 1.0], [0.6, 1.0, 1.0]]))
    array([0.18, 0.18])
    """
    return _shapley(cov, None, total_variance)


def lmg_grouped(cov: Floats, groups: Sequence[Sequence[int]], *, total_variance: ArrayLike | None = None) -> Floats:
    """Return LMG shares of groups of drivers that enter and leave together.

    Use it for dummies of one nominal variable, and for near copies.

    Parameters
    ----------
    cov
        Covariances, shape (..., k + 1, k + 1), outcome first.
    groups
        Positions of the drivers in every group, 0 the first driver; each driver once.
    total_variance
        Outcome variance to divide by, if not the one in `cov`.

    Returns
    -------
    ndarray
        Shape (..., number of groups), summing to R².

    Raises
    ------
    DataError
        If a driver is in no group or in two.

    Examples
    --------
    >>> lmg_grouped(np.array([[1.0, 0.6, 0.3], [0.6, 1.0, 0.0], [0.3, 0.0, 1.0]]), [[0, 1]])
    array([0.45])
    """
    return _shapley(cov, groups, total_variance)


def _shapley(cov: Floats, groups: Sequence[Sequence[int]] | None, total_variance: ArrayLike | None) -> Floats:
    stack, lead = as_stack(cov)
    players = stack.shape[-1] - 1 if groups is None else len(groups)
    result = np.empty((len(stack), players))
    for part, fits in iterate_subset_fits(stack, groups):
        result[part] = _average_over_orders(fits)
    result *= _outcome_scale(stack, lead, total_variance)[:, None]
    return result.reshape(*lead, players)


def _average_over_orders(fits: Floats) -> Floats:
    """Return Shapley values, shape (B, g), of fits of shape (2,) * g + (B,)."""
    g = fits.ndim - 1
    values = fits.reshape(1 << g, -1)
    size = np.bitwise_count(np.arange(1 << g)).astype(np.intp)
    entering = np.array([*(1 / (g * comb(g - 1, s)) for s in range(g)), 0.0])
    # sum over T with j of w(|T| - 1) v(T), minus sum over T without j of w(|T|) v(T)
    without = entering[size] @ values
    summed = (entering[size - 1] + entering[size])[:, None] * values  # row 0 is the empty model, whose fit is 0
    result = np.empty((values.shape[1], g))
    for j in range(g):
        left_out, put_in = np.split(summed, 2)
        result[:, j] = np.ones(len(put_in)) @ put_in - without
        summed = left_out + put_in
    return np.maximum(result, 0.0)


def first(cov: Floats, *, total_variance: ArrayLike | None = None) -> Floats:
    """Return what each driver explains alone: its squared correlation with the outcome.

    Parameters
    ----------
    cov
        Covariances, shape (..., k + 1, k + 1), outcome first.
    total_variance
        Outcome variance to divide by, if not the one in `cov`.

    Returns
    -------
    ndarray
        Shape (..., k).

    Examples
    --------
    >>> first(np.array([[1.0, 0.6, 0.3], [0.6, 1.0, 0.2], [0.3, 0.2, 1.0]]))
    array([0.36, 0.09])
    """
    stack, lead = as_stack(cov)
    shares = standardize(stack)[:, 0, 1:] ** 2 * _outcome_scale(stack, lead, total_variance)[:, None]
    return shares.reshape(*lead, -1)


def last(cov: Floats, *, total_variance: ArrayLike | None = None) -> Floats:
    """Return what each driver adds to all the others: its squared semipartial correlation.

    Parameters
    ----------
    cov
        Covariances, shape (..., k + 1, k + 1), outcome first.
    total_variance
        Outcome variance to divide by, if not the one in `cov`.

    Returns
    -------
    ndarray
        Shape (..., k).

    Examples
    --------
    >>> last(np.array([[1.0, 0.6, 0.6], [0.6, 1.0, 1.0], [0.6, 1.0, 1.0]]))
    array([0., 0.])
    """
    stack, lead = as_stack(cov)
    corr = standardize(stack)
    inner = corr[:, 1:, 1:]
    plain = np.linalg.eigvalsh(inner)[:, 0] > WELL_CONDITIONED
    result = np.empty((len(corr), corr.shape[-1] - 1))
    if plain.any():
        inverse = np.linalg.inv(inner[plain])
        # what a driver adds last is its squared coefficient over the diagonal of the inverse
        result[plain] = (inverse @ corr[plain, 1:, :1])[..., 0] ** 2 / np.diagonal(inverse, axis1=1, axis2=2)
    if not plain.all():
        result[~plain] = _fit_without_each(corr[~plain])
    result = np.maximum(result, 0.0) * _outcome_scale(stack, lead, total_variance)[:, None]
    return result.reshape(*lead, -1)


def _fit_without_each(corr: Floats) -> Floats:
    """Return R² on all drivers less that without each, shape (B, k), where drivers may determine one another."""
    result = np.empty((len(corr), k := corr.shape[-1] - 1))
    for j in range(k):
        order = np.array([0, *(i for i in range(1, k + 1) if i != j + 1)])
        result[:, j] = fit_all(corr) - (fit_all(corr[:, order[:, None], order]) if k > 1 else 0.0)
    return result


def standardized_betas(cov: Floats) -> Floats:
    """Return standardised regression coefficients.

    Parameters
    ----------
    cov
        Covariances, shape (..., k + 1, k + 1), outcome first.

    Returns
    -------
    ndarray
        Shape (..., k). Of drivers that are linear functions of one another the shortest solution.

    Examples
    --------
    >>> standardized_betas(np.array([[4.0, 1.0], [1.0, 1.0]]))
    array([0.5])
    """
    stack, lead = as_stack(cov)
    corr = standardize(stack)
    inverse = np.linalg.pinv(corr[:, 1:, 1:], rcond=PIVOT_TOLERANCE, hermitian=True)
    return (inverse @ corr[:, 1:, :1])[..., 0].reshape(*lead, -1)


def beta_squared(cov: Floats) -> Floats:
    """Return squared standardised coefficients; they do not sum to R².

    Parameters
    ----------
    cov
        Covariances, shape (..., k + 1, k + 1), outcome first.

    Returns
    -------
    ndarray
        Shape (..., k).

    Examples
    --------
    >>> beta_squared(np.array([[4.0, 1.0], [1.0, 1.0]]))
    array([0.25])
    """
    return standardized_betas(cov) ** 2


def pratt(cov: Floats) -> Floats:
    """Return Pratt's measure, coefficient times correlation; it sums to R² and may be negative.

    Parameters
    ----------
    cov
        Covariances, shape (..., k + 1, k + 1), outcome first.

    Returns
    -------
    ndarray
        Shape (..., k).

    References
    ----------
    Pratt (1987). Dividing the indivisible. Proceedings of the second Tampere conference in statistics.

    Examples
    --------
    >>> pratt(np.array([[4.0, 1.0], [1.0, 1.0]]))
    array([0.25])
    """
    stack, lead = as_stack(cov)
    return standardized_betas(cov) * standardize(stack)[:, 0, 1:].reshape(*lead, -1)
