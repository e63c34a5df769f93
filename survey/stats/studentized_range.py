"""The distribution of the studentised range, many values at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import ndtr
from scipy.stats import chi2, norm

Floats = NDArray[np.float64]

# Gauss-Legendre points of both integrals: with these the tail is right to about 1e-10.
_POINTS, _HEIGHTS = np.polynomial.legendre.leggauss(96)
_REACH = 8.5  # standard deviations beyond which the normal density adds nothing in double precision
_TAIL = 1e-14  # probability left out at each end of the scale's distribution


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
    return float(brentq(lambda q: _tail(q, k, df) - (1 - confidence), 0.0, 1000.0, xtol=1e-10))


def _tail(q: float, k: int, df: float) -> float:
    if not (np.isfinite(q) and df > 0):
        return float("nan")
    low, high = np.sqrt(chi2.ppf(_TAIL, df) / df), np.sqrt(chi2.isf(_TAIL, df) / df)
    scale = (low + high) / 2 + (high - low) / 2 * _POINTS
    density = 2 * df * scale * chi2.pdf(df * scale**2, df) * _HEIGHTS * (high - low) / 2
    z = _REACH * _POINTS
    smallest = norm.pdf(z) * _HEIGHTS * _REACH
    # the smallest mean is at z, and the k - 1 others lie between it and z + q times the scale
    others = (ndtr(z[None, :] + q * scale[:, None]) - ndtr(z)[None, :]) ** (k - 1)
    inside = k * others @ smallest
    return float(np.clip(np.sum(density * (1 - inside)), 0.0, 1.0))
