"""Bands that hold all differences at once, by the largest deviation among them, and tests that step down from them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Normal draws of the largest deviation; its 95 % point then varies by about half a percent.
NORMAL_DRAWS = 10_000


def largest_deviation(deviations: Floats, std_error: Floats, confidence: float) -> float:
    """Return the quantile of the largest standardised deviation over all values.

    Parameters
    ----------
    deviations
        Draws less the estimate, shape (n_draws, n_values).
    std_error
        Shape (n_values,); values without variation are left out.
    confidence
        Probability that no value deviates more.

    Returns
    -------
    float
        How many standard errors a band reaches to either side; NaN without a value that varies.

    References
    ----------
    Hothorn, Bretz & Westfall (2008). Simultaneous inference in general parametric models. Biometrical Journal 50,
    346-363. Romano & Wolf (2005). Exact and approximate stepdown methods for multiple hypothesis testing. JASA 100,
    94-108.

    Examples
    --------
    >>> draws = np.random.default_rng(1).normal(size=(20000, 1))
    >>> 1.93 < largest_deviation(draws, np.ones(1), 0.95) < 1.99
    True
    """
    usable = std_error > 0
    if not usable.any() or not len(deviations):
        return float("nan")
    largest = np.max(np.abs(deviations[:, usable]) / std_error[usable], axis=1)
    return float(np.quantile(largest, confidence, method="weibull"))


def step_down(
    statistic: Floats,
    deviations: Floats,
    std_error: Floats,
    confidence: float,
    widen: Callable[[float], float],
) -> NDArray[np.bool_]:
    """Return which values differ from 0, errors controlled over all of them together.

    The largest standardised value is held against the largest deviation of all; once it is told apart, the rest are
    held against the largest deviation of the rest, and so on.

    Parameters
    ----------
    statistic
        Estimates in standard errors, shape (n_values,).
    deviations, std_error, confidence
        As in `largest_deviation`; 1 less the confidence is the chance of any false finding.
    widen
        What makes of a quantile the reach of a band.

    Returns
    -------
    ndarray
        Shape (n_values,); never fewer than those whose simultaneous band excludes 0.

    References
    ----------
    Romano & Wolf (2005). Exact and approximate stepdown methods for multiple hypothesis testing. JASA 100, 94-108.

    Examples
    --------
    >>> draws = np.random.default_rng(1).normal(size=(20000, 3))
    >>> step_down(np.array([9.0, 2.3, 1.0]), draws, np.ones(3), 0.95, lambda quantile: quantile)
    array([ True,  True, False])
    """
    apart = np.zeros(len(statistic), dtype=bool)
    while not apart.all():
        reach = widen(largest_deviation(deviations[:, ~apart], std_error[~apart], confidence))
        found = ~apart & (np.abs(statistic) > reach)
        if not found.any():
            break
        apart |= found
    return apart


def normal_deviations(units: Floats, pairs: tuple[NDArray[np.intp], NDArray[np.intp]], n: int, seed: int) -> Floats:
    """Return normal draws of differences with the covariance that influence gives them.

    Parameters
    ----------
    units
        Influence of sampled units on the shares, shape (n_units, k).
    pairs
        Positions of the first and the second of each pair.
    n
        Number of rows the influence was summed over.
    seed
        Seed of the draws.

    Returns
    -------
    ndarray
        Shape (NORMAL_DRAWS, n_pairs).

    Examples
    --------
    >>> units = np.random.default_rng(1).normal(size=(100, 2))
    >>> normal_deviations(units, (np.array([0]), np.array([1])), 100, seed=1).shape
    (10000, 1)
    """
    values, vectors = np.linalg.eigh(units.T @ units / n**2)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    draws = np.random.default_rng(seed).normal(size=(NORMAL_DRAWS, units.shape[1])) @ root.T
    return np.asarray(draws[:, pairs[0]] - draws[:, pairs[1]])
