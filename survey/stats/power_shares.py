"""Regression coefficients whose drivers have given shares of R²."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import OptionError
from survey.stats.importance import lmg

Floats = NDArray[np.float64]

#: A share missed by more than this was not reached.
_REACHED = 1e-6
#: Correlations tried when the one asked for does not allow the shares.
_LOWER = np.arange(0.95, -0.01, -0.05)


def correlate_drivers(k: int, correlation: float) -> Floats:
    """Return correlations of k drivers that all go together alike, shape (k, k).

    Raises
    ------
    OptionError
        So many drivers cannot go together like that.

    Examples
    --------
    >>> correlate_drivers(2, 0.4)
    array([[1. , 0.4],
           [0.4, 1. ]])
    """
    least = -1 / (k - 1) if k > 1 else -1.0
    if not least < correlation < 1:
        raise OptionError(
            f"correlation={correlation:g} is impossible for {k} drivers; give a number above {least:.2f} and below 1."
        )
    return np.full((k, k), float(correlation)) + (1 - correlation) * np.eye(k)


def imply_covariance(coefficients: Floats, between: Floats, r2: float) -> Floats:
    """Return the correlations of outcome and drivers that coefficients of this proportion and this R² imply.

    Parameters
    ----------
    coefficients
        Shape (k,), up to a factor.
    between
        Correlations of the drivers, shape (k, k).
    r2
        Share of the outcome's variance explained.

    Returns
    -------
    ndarray
        Shape (k + 1, k + 1), outcome first.

    Examples
    --------
    >>> imply_covariance(np.array([2.0, 0.0]), np.eye(2), 0.25)[0]
    array([1. , 0.5, 0. ])
    """
    k = len(coefficients)
    scaled = coefficients * np.sqrt(r2 / (coefficients @ between @ coefficients))
    whole = np.eye(k + 1)
    whole[1:, 1:] = between
    whole[0, 1:] = whole[1:, 0] = between @ scaled
    return whole


def solve_coefficients(shares: ArrayLike, r2: float, correlation: float) -> Floats:
    """Find standardised coefficients, none below 0, whose LMG shares of R² are the ones given.

    Parameters
    ----------
    shares
        Shape (k,), summing to 1.
    r2
        Share of the outcome's variance that the drivers explain, between 0 and 1.
    correlation
        Correlation of any two drivers.

    Returns
    -------
    ndarray
        Shape (k,).

    Raises
    ------
    OptionError
        No coefficients have these shares: with correlated drivers even one without a coefficient has a share. The
        message says which correlation would do.

    Notes
    -----
    Shares depend on the proportions of the coefficients alone, so R² is set by their scale. Least squares on the
    shares; cost: some dozens of LMG.

    Examples
    --------
    >>> found = solve_coefficients([0.5, 0.3, 0.2], 0.5, 0.4)
    >>> whole = imply_covariance(found, correlate_drivers(3, 0.4), 0.5)
    >>> (lmg(whole) / 0.5).round(4)
    array([0.5, 0.3, 0.2])
    """
    wanted = np.asarray(shares, dtype=np.float64)
    between = correlate_drivers(len(wanted), correlation)
    found, miss = _search(wanted, between)
    if miss > _REACHED:
        able = highest_correlation(wanted, correlation)
        advice = "give less uneven shares" if able is None else f"give correlation={able:.2f} or lower"
        raise OptionError(
            f"no drivers that correlate {correlation:g} have these shares: drivers that go together share R² "
            f"(closest: {', '.join(f'{value:.3f}' for value in _shares(found, between))}); {advice}."
        )
    return np.asarray(found * np.sqrt(r2 / (found @ between @ found)))


def highest_correlation(shares: ArrayLike, most: float) -> float | None:
    """Return the highest correlation, in steps of .05 and at most so high, with which drivers can have these shares.

    Parameters
    ----------
    shares
        Shape (k,), summing to 1.
    most
        Where to begin.

    Examples
    --------
    >>> highest_correlation([0.6, 0.3, 0.1], 0.5)
    0.45
    """
    wanted = np.asarray(shares, dtype=np.float64)
    for value in _LOWER[most + 1e-9 >= _LOWER]:
        if _search(wanted, correlate_drivers(len(wanted), float(value)))[1] <= _REACHED:
            return round(float(value), 2)
    return None


def _shares(coefficients: Floats, between: Floats) -> Floats:
    return lmg(imply_covariance(coefficients, between, 0.5)) / 0.5


def _search(wanted: Floats, between: Floats) -> tuple[Floats, float]:
    """Return coefficients and the largest share they miss; their squares keep them from falling below 0."""
    from scipy.optimize import least_squares

    start = np.maximum(wanted, 1e-4) ** 0.25
    found = least_squares(
        lambda roots: _shares(roots**2 + 1e-12, between) - wanted, start, xtol=1e-15, ftol=1e-15, gtol=1e-15
    )
    return found.x**2 + 1e-12, float(np.max(np.abs(found.fun)))
