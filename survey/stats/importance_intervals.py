"""Intervals of importance: percentile, bias-corrected and accelerated, and from influence alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import t

from survey.stats.bootstrap import sorted_quantiles

Floats = NDArray[np.float64]
Scale = Literal["plain", "share", "r2"]


@dataclass(frozen=True, eq=False)
class Band:
    """Hold the ends of intervals, shape (n_values,) each."""

    low: Floats
    high: Floats


def percentile_band(draws: Floats, confidence: float) -> Band:
    """Return percentile intervals of draws without missing values, shape (n_boot, n_values).

    Examples
    --------
    >>> band = percentile_band(np.arange(1.0, 100.0)[:, None], 0.95)
    >>> band.low, band.high
    (array([2.5]), array([97.5]))
    """
    tail = (1 - confidence) / 2
    low, high = sorted_quantiles(np.sort(draws, axis=0), np.array([[tail], [1 - tail]]))
    return Band(low, high)


def bca_band(draws: Floats, estimate: Floats, acceleration: Floats, confidence: float) -> Band:
    """Return bias-corrected and accelerated intervals.

    Parameters
    ----------
    draws
        Bootstrap estimates, shape (n_boot, n_values), none missing.
    estimate
        The estimates of the sample, shape (n_values,).
    acceleration
        A sixth of the skewness of each row's influence, shape (n_values,).
    confidence
        Coverage asked for.

    Returns
    -------
    Band

    Notes
    -----
    Where all draws are on one side of the estimate, as happens near a bound, half a draw is counted on the other, so
    the interval stays within the draws.

    References
    ----------
    Efron (1987). Better bootstrap confidence intervals. Journal of the American Statistical Association 82, 171-185.

    Examples
    --------
    >>> band = bca_band(np.arange(1.0, 100.0)[:, None], np.array([50.0]), np.array([0.0]), 0.95)
    >>> band.low.round(4), band.high.round(4)
    (array([2.5]), array([97.5]))
    """
    b = len(draws)
    below = (np.mean(draws < estimate, axis=0) + np.mean(draws <= estimate, axis=0)) / 2
    shift = ndtri(np.clip(below, 0.5 / b, 1 - 0.5 / b))
    at = shift + ndtri(np.array([[(1 - confidence) / 2], [(1 + confidence) / 2]]))
    left = 1 - acceleration * at
    adjusted = ndtr(np.where(left > 0, shift + at / np.where(left > 0, left, 1.0), np.sign(at) * np.inf))
    low, high = sorted_quantiles(np.sort(draws, axis=0), adjusted)
    return Band(low, high)


def analytic_band(estimate: Floats, std_error: Floats, df: float, confidence: float, scale: Scale) -> Band:
    """Return intervals from standard errors alone, on a scale where the bounds do no harm.

    Parameters
    ----------
    estimate, std_error
        Shape (n_values,).
    df
        Degrees of freedom of the t quantile.
    confidence
        Coverage asked for.
    scale
        "plain" for differences. "share": the angle whose squared sine is the share. "r2": Fisher's z of the square
        root, the scale of a correlation. Both stop at 0, where they are those of a square root, so that the interval of
        a driver near 0 is one-sided and never negative.

    Returns
    -------
    Band
        NaN where the standard error is.

    References
    ----------
    Alf & Graf (1999). Asymptotic confidence limits for the difference between two squared multiple correlations.
    Psychological Methods 4, 70-75. Olkin & Finn (1995), Psychological Bulletin 118, 155-164.

    Examples
    --------
    >>> band = analytic_band(np.array([0.25, 0.001]), np.array([0.05, 0.002]), 1000, 0.95, "share")
    >>> band.low.round(3), band.high.round(3)
    (array([0.159, 0.   ]), array([0.354, 0.009]))
    """
    reach = t.ppf((1 + confidence) / 2, df) * std_error
    if scale == "plain":
        return Band(estimate - reach, estimate + reach)
    inside = np.clip(estimate, 0.0, 1.0)
    root = np.sqrt(inside)
    slope = np.maximum(2 * root * (np.sqrt(1 - inside) if scale == "share" else 1 - inside), 1e-12)
    to, back, most = (np.arcsin, np.sin, np.pi / 2) if scale == "share" else (np.arctanh, np.tanh, np.inf)
    with np.errstate(divide="ignore"):
        middle = to(root)
    half = np.where(std_error > 0, reach / slope, np.where(np.isnan(std_error), np.nan, 0.0))
    low, high = np.maximum(middle - half, 0.0), np.minimum(middle + half, most)
    return Band(np.asarray(back(low) ** 2), np.asarray(back(high) ** 2))
