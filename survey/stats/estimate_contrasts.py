"""Differences of two groups' estimates, from standard errors or from bootstrap samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm
from scipy.stats import t as t_distribution

from survey.stats.bootstrap import percentile_interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class EstimateContrast:
    """Hold how sure differences are, shape (m,) each; `df` is NaN where they come from bootstrap samples."""

    std_error: Floats
    df: Floats
    conf_low: Floats
    conf_high: Floats
    p_value: Floats


def contrast_draws(first: ArrayLike, second: ArrayLike, confidence: float = 0.95) -> EstimateContrast:
    """Return how sure the first group's estimates less the second's are.

    Parameters
    ----------
    first, second
        Estimates in every bootstrap sample, shape (n_boot, m); samples that belong together in the same row.
    confidence
        Coverage of the intervals.

    Returns
    -------
    EstimateContrast
        NaN where there is no sample.

    Notes
    -----
    The p value refers the mean of the differences over their standard deviation to a normal distribution: the smooth
    counterpart of the percentile interval, so that it does not end at 2 / n_boot, which a correction for many tests
    would need.

    References
    ----------
    Efron & Tibshirani (1993). An introduction to the bootstrap, chapters 13 and 15.

    Examples
    --------
    >>> draws = np.random.default_rng(1).normal(size=(2, 999, 1))
    >>> bool(contrast_draws(draws[0] + 6, draws[1]).p_value[0] < 0.001)
    True
    """
    gaps = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    if not len(gaps):
        empty = np.full(gaps.shape[1], np.nan)
        return EstimateContrast(empty, empty, empty, empty, empty)
    low, high = percentile_interval(gaps, confidence)
    defined = np.sum(~np.isnan(gaps), axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.nansum(gaps, axis=0) / defined
        error = np.sqrt(np.nansum((gaps - centre) ** 2, axis=0) / (defined - 1))
        p = 2 * norm.sf(np.abs(centre) / error)
    return EstimateContrast(error, np.full(gaps.shape[1], np.nan), low, high, p)


def contrast_estimates(
    difference: ArrayLike, errors: tuple[ArrayLike, ArrayLike], df: tuple[float, float], confidence: float = 0.95
) -> EstimateContrast:
    """Return how sure differences of two independent groups' estimates are, by t with Satterthwaite's df.

    Parameters
    ----------
    difference
        Shape (m,).
    errors
        Standard errors of the first and of the second group's estimates.
    df
        Their degrees of freedom.
    confidence
        Coverage of the intervals.

    Returns
    -------
    EstimateContrast

    References
    ----------
    Satterthwaite (1946), Biometrics Bulletin 2, 110-114. Clogg, Petkova & Haritou (1995), American Journal of Sociology
    100, 1261-1293 (differences of coefficients).

    Examples
    --------
    >>> found = contrast_estimates([1.0], ([0.3], [0.4]), (50, 80))
    >>> found.std_error, found.df.round(1)
    (array([0.5]), array([129.7]))
    """
    gap = np.asarray(difference, dtype=np.float64)
    variances = np.stack([np.asarray(one, dtype=np.float64) ** 2 for one in errors])
    total = np.sum(variances, axis=0)
    error = np.sqrt(total)
    freedom = total**2 / np.sum(variances**2 / np.array(df)[:, None], axis=0)
    half = t_distribution.ppf((1 + confidence) / 2, freedom) * error
    p = 2 * t_distribution.sf(np.abs(gap) / error, freedom)
    return EstimateContrast(error, freedom, gap - half, gap + half, p)
