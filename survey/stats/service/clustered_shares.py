"""Intervals of shares and quantiles whose units come in clusters, such as the sessions of agents."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.stats.proportions import wilson_interval

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]


class ShareEstimate(NamedTuple):
    """A share or quantile with its interval and the number of independent units it is worth."""

    estimate: float
    low: float
    high: float
    n_eff: float


def effective_units(hits: Floats, clusters: Codes | None, confidence: float) -> float:
    """Return the number of independent units that units in clusters are worth for a share.

    The variance of the share is that of a ratio of cluster totals; its share of p(1 - p) gives the effective number,
    which is cut by (z / t)² for the degrees of freedom of the clusters and is never more than the number of units.

    Parameters
    ----------
    hits
        0 or 1, shape (n,).
    clusters
        The cluster of each unit, from 0, shape (n,); None: no clusters.
    confidence
        Coverage of the interval it is for.

    References
    ----------
    Korn & Graubard (1998), Survey Methodology 24, 193-201. Dean & Pagano (2015), Journal of Survey Statistics and
    Methodology 3, 484-503.

    Examples
    --------
    >>> effective_units(np.array([1.0, 1.0, 0.0, 0.0]), None, 0.95)
    4.0
    """
    from scipy.stats import norm, t

    n = len(hits)
    if clusters is None:
        return float(n)
    sizes, totals = np.bincount(clusters), np.bincount(clusters, weights=hits)
    used = int(np.count_nonzero(sizes))
    share = float(np.mean(hits))
    if used < 2 or share in (0.0, 1.0):
        return float(n)
    variance = used / (used - 1) * float(np.sum((totals - share * sizes) ** 2)) / n**2
    tail = (1 + confidence) / 2
    shrink = (norm.ppf(tail) / t.ppf(tail, used - 1)) ** 2
    return float(n) if variance == 0 else min(float(n), share * (1 - share) / variance * shrink)


def estimate_share(hits: Floats, clusters: Codes | None = None, confidence: float = 0.95) -> ShareEstimate:
    """Return a share with Wilson's interval on the effective number of units.

    Parameters
    ----------
    hits, clusters, confidence
        As in `effective_units`; at least one unit.

    Examples
    --------
    >>> [round(value, 4) for value in estimate_share(np.r_[np.ones(40), np.zeros(10)])]
    [0.8, 0.6696, 0.8876, 50.0]
    """
    n_eff = effective_units(hits, clusters, confidence)
    share = float(np.mean(hits))
    return ShareEstimate(share, *wilson_interval(share, n_eff, confidence), n_eff)


def estimate_quantile(
    values: Floats, probability: float, clusters: Codes | None = None, confidence: float = 0.95
) -> ShareEstimate:
    """Return a quantile with Woodruff's interval: the quantiles at the ends of the interval of the share below it.

    Parameters
    ----------
    values
        At least one, shape (n,).
    probability
        Of the quantile, 0 to 1; 0.5 is the median.
    clusters, confidence
        As in `effective_units`.

    Notes
    -----
    Quantiles between values are linear (Hyndman & Fan's type 7); the ends of the interval are values.

    References
    ----------
    Woodruff (1952), JASA 47, 635-646.

    Examples
    --------
    >>> estimate_quantile(np.arange(1.0, 102.0), 0.5)[:3]
    (51.0, 41.0, 61.0)
    """
    point = float(np.quantile(values, probability))
    n_eff = effective_units((values <= point).astype(np.float64), clusters, confidence)
    low, high = np.quantile(values, wilson_interval(probability, n_eff, confidence), method="inverted_cdf")
    return ShareEstimate(point, float(low), float(high), n_eff)
