"""The distribution of the studentised range, many values at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import chdtri, gammaincinv, gammaln, ndtr

Floats = NDArray[np.float64]

# Gauss-Legendre points of both integrals: with these the tail is right to about 1e-10.
_POINTS, _HEIGHTS = np.polynomial.legendre.leggauss(96)
_REACH = 8.5  # standard deviations beyond which the normal density adds nothing in double precision
_TAIL = 1e-14  # probability left out at each end of the scale's distribution
_SMALLEST = _REACH * _POINTS  # where the smallest mean may be
_SMALLEST_DENSITY = np.exp(-(_SMALLEST**2) / 2) / np.sqrt(2 * np.pi) * _HEIGHTS * _REACH
_SMALLEST_BELOW = ndtr(_SMALLEST)


def studentized_range_tail(q: ArrayLike, k: int, df: ArrayLike) -> Floats:
    """Return the chance that the range of k means over its standard error exceeds q.

    Parameters
    ----------
    q
        Values of the statistic, shape (m,).
    k
        Number of means, 2 or more.
    df
        Degrees of freedom of the standard error, shape (m,) or one for all.

    Returns
    -------
    ndarray
        Shape (m,).

    Notes
    -----
    The double integral over the smallest mean and the scale, by Gauss-Legendre quadrature.

    References
    ----------
    Harter (1960), Annals of Mathematical Statistics 31, 1122-1147.

    Examples
    --------
    >>> studentized_range_tail([3.578], 3, 20).round(3)
    array([0.05])
    """
    statistic = np.atleast_1d(np.asarray(q, dtype=np.float64))
    freedom = np.broadcast_to(np.asarray(df, dtype=np.float64), statistic.shape)
    return np.array([_tail(one, k, nu) for one, nu in zip(statistic, freedom, strict=True)])


def studentized_range_quantile(confidence: float, k: int, df: float) -> float:
    """Return the value that the studentised range exceeds with chance 1 - confidence.

    Examples
    --------
    >>> round(studentized_range_quantile(0.95, 3, 20), 3)
    3.578
    """
    scale, density = _spread(df)
    return float(brentq(lambda q: _exceed(q, k, scale, density) - (1 - confidence), 0.0, 1000.0, xtol=1e-10))


def _tail(q: float, k: int, df: float) -> float:
    if not (np.isfinite(q) and df > 0):
        return float("nan")
    return _exceed(q, k, *_spread(df))


def _spread(df: float) -> tuple[Floats, Floats]:
    """Return values of the scale and their probabilities: the root of chi-square over its degrees of freedom."""
    low, high = np.sqrt(2 * gammaincinv(df / 2, _TAIL) / df), np.sqrt(chdtri(df, _TAIL) / df)
    scale = (low + high) / 2 + (high - low) / 2 * _POINTS
    x = df * scale**2
    density = np.exp((df / 2 - 1) * np.log(x) - x / 2 - gammaln(df / 2) - df / 2 * np.log(2))
    return scale, 2 * df * scale * density * _HEIGHTS * (high - low) / 2


def _exceed(q: float, k: int, scale: Floats, density: Floats) -> float:
    # the k - 1 other means lie between the smallest and the smallest + q times the scale
    others = (ndtr(_SMALLEST + q * scale[:, None]) - _SMALLEST_BELOW) ** (k - 1)
    inside = k * others @ _SMALLEST_DENSITY
    return float(np.clip(np.sum(density * (1 - inside)), 0.0, 1.0))
