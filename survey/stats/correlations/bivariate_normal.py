"""The bivariate normal distribution: its distribution function and density, for arrays."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, owens_t

_FAR = 40.0  # where the normal distribution function is 0 or 1 to the last bit


def bivariate_normal_cdf(upper1: np.ndarray, upper2: np.ndarray, correlation: np.ndarray | float) -> np.ndarray:
    """Return P(X < upper1, Y < upper2) of standard normal X and Y, by Owen's T function.

    Parameters
    ----------
    upper1, upper2
        Limits, of any shapes that broadcast; infinite ones are allowed.
    correlation
        Between -1 and 1, both excluded; broadcast with the limits.

    Returns
    -------
    numpy.ndarray
        Probabilities, with an error below 1e-14.

    References
    ----------
    Owen (1956), Annals of Mathematical Statistics 27, 1075-1090.

    Examples
    --------
    >>> float(bivariate_normal_cdf(np.array(0.0), np.array(0.0), 0.5).round(12))
    0.333333333333
    """
    first = np.clip(np.asarray(upper1, dtype=float), -_FAR, _FAR)
    second = np.clip(np.asarray(upper2, dtype=float), -_FAR, _FAR)
    rho = np.asarray(correlation, dtype=float)
    total = (ndtr(first) + ndtr(second)) / 2 - _wedge(first, second, rho) - _wedge(second, first, rho)
    apart = (first * second < 0) | ((first * second == 0) & (first + second < 0))
    return np.asarray(np.clip(total - np.where(apart, 0.5, 0.0), 0.0, 1.0))


def bivariate_normal_density(value1: np.ndarray, value2: np.ndarray, correlation: np.ndarray | float) -> np.ndarray:
    """Return the density of two standard normal variables with a correlation; 0 where a value is infinite.

    Examples
    --------
    >>> float(bivariate_normal_density(np.array(0.0), np.array(np.inf), 0.5))
    0.0
    """
    first, second = np.clip(value1, -_FAR, _FAR), np.clip(value2, -_FAR, _FAR)
    rho = np.asarray(correlation, dtype=float)
    rest = (1 - rho) * (1 + rho)
    distance = (first**2 - 2 * rho * first * second + second**2) / rest
    return np.asarray(np.exp(-distance / 2) / (2 * np.pi * np.sqrt(rest)))


def _wedge(first: np.ndarray, second: np.ndarray, rho: np.ndarray) -> np.ndarray:
    """Return T(first, slope); a first of zero has a slope without end, at the centre that of the diagonal."""
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (second / first - rho) / np.sqrt((1 - rho) * (1 + rho))
    at_zero = np.where(second == 0, np.sqrt((1 - rho) / (1 + rho)), np.copysign(np.inf, second))
    return np.asarray(owens_t(first, np.where(first == 0, at_zero, slope)))
