"""Weighted means, variances, quantiles and intervals of one variable."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.moments import check_rows, check_weights

Floats = NDArray[np.float64]

#: Cumulated weights this close to a boundary count as on it, so that weights of 0.1 add up to 1.
BOUNDARY_TOLERANCE = 1e-12


def _check_column(x: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    values = check_rows(np.asarray(x, dtype=np.float64).reshape(-1, 1))[:, 0]
    return values, check_weights(weights, len(values))


def effective_n(weights: ArrayLike) -> float:
    """Return Kish's effective sample size, (sum w)^2 / sum w^2.

    Parameters
    ----------
    weights
        One weight per row.

    Returns
    -------
    float

    Raises
    ------
    DataError
        If a weight is missing or negative.

    References
    ----------
    Kish (1965). Survey sampling. Wiley.

    Examples
    --------
    >>> effective_n([1.0, 1.0, 2.0]).__round__(4)
    2.6667
    """
    w = check_weights(weights, np.size(np.asarray(weights)))
    return float(w.sum() ** 2 / (w @ w))


def design_effect(weights: ArrayLike) -> float:
    """Return Kish's design effect of weighting, n / effective n.

    Parameters
    ----------
    weights
        One weight per row.

    Returns
    -------
    float
        At least 1.

    Raises
    ------
    DataError
        If a weight is missing or negative.

    Examples
    --------
    >>> design_effect([1.0, 1.0, 2.0])
    1.125
    """
    return float(np.size(np.asarray(weights)) / effective_n(weights))


def weighted_mean(x: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the weighted mean.

    Parameters
    ----------
    x
        Values, none missing.
    weights
        One weight per value; None counts each once.

    Returns
    -------
    float

    Raises
    ------
    DataError
        If a value is missing or the weights do not fit.

    Examples
    --------
    >>> weighted_mean([1.0, 2.0], [3.0, 1.0])
    1.25
    """
    values, w = _check_column(x, weights)
    return float(w @ values / w.sum())


def weighted_variance(x: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the unbiased weighted variance: weights scaled to sum 1, divided by 1 - sum(w^2).

    Parameters
    ----------
    x
        Values, none missing.
    weights
        One weight per value; None gives the usual n - 1 variance.

    Returns
    -------
    float
        NaN if only one value has a weight.

    Raises
    ------
    DataError
        If a value is missing or the weights do not fit.

    Examples
    --------
    >>> round(weighted_variance([1.0, 2.0, 3.0]), 4)
    1.0
    """
    values, w = _check_column(x, weights)
    share = w / w.sum()
    divisor = 1 - share @ share
    if np.count_nonzero(w) < 2:
        return float("nan")
    return float(share @ (values - share @ values) ** 2 / divisor)


def weighted_quantile(x: ArrayLike, q: float, weights: ArrayLike | None = None) -> float:
    """Return the weighted quantile: the value where the cumulated weight passes the share `q`.

    Where it meets `q` exactly, the mean of that value and the next (type 2 of Hyndman & Fan 1996), so
    that the median of 1, 2 is 1.5 and integer weights equal repeated rows.

    Parameters
    ----------
    x
        Values, none missing.
    q
        Share between 0 and 1.
    weights
        One weight per value; None counts each once.

    Returns
    -------
    float

    Raises
    ------
    DataError
        If a value is missing, the weights do not fit, or `q` is outside 0 to 1.

    Examples
    --------
    >>> weighted_quantile([1.0, 2.0, 3.0], 0.5, [1.0, 1.0, 4.0])
    3.0
    """
    values, w = _check_column(x, weights)
    if not 0 <= q <= 1:
        raise DataError(f"A quantile is a share between 0 and 1, not {q}.")
    order = np.argsort(values[w > 0], kind="stable")
    ranked, cumulated = values[w > 0][order], np.cumsum(w[w > 0][order])
    target, room = q * cumulated[-1], BOUNDARY_TOLERANCE * cumulated[-1]
    below = min(int(np.searchsorted(cumulated, target - room)), len(ranked) - 1)
    above = min(int(np.searchsorted(cumulated, target + room, side="right")), len(ranked) - 1)
    return float((ranked[below] + ranked[above]) / 2)


def mean_interval(x: ArrayLike, weights: ArrayLike | None = None, confidence: float = 0.95) -> tuple[float, float]:
    """Return the t interval of the mean, with Kish's effective n under weights.

    Parameters
    ----------
    x
        Values, none missing.
    weights
        One weight per value.
    confidence
        Coverage asked for.

    Returns
    -------
    tuple
        Lower and upper end; NaN for a single value.

    Raises
    ------
    DataError
        If a value is missing or the weights do not fit.

    Examples
    --------
    >>> [round(end, 4) for end in mean_interval([1.0, 2.0, 3.0])]
    [-0.4841, 4.4841]
    """
    from scipy.stats import t

    values, w = _check_column(x, weights)
    size = effective_n(w)
    if np.count_nonzero(w) < 2:
        return float("nan"), float("nan")
    centre = weighted_mean(values, w)
    half = float(t.ppf((1 + confidence) / 2, size - 1)) * np.sqrt(weighted_variance(values, w) / size)
    return float(centre - half), float(centre + half)


def skewness(x: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the moment coefficient of skewness, m3 / m2^1.5 (not adjusted for sample size).

    Parameters
    ----------
    x
        Values, none missing.
    weights
        One weight per value.

    Returns
    -------
    float
        NaN if the values do not vary.

    Raises
    ------
    DataError
        If a value is missing or the weights do not fit.

    Examples
    --------
    >>> round(skewness([1.0, 1.0, 4.0]), 4)
    0.7071
    """
    values, w = _check_column(x, weights)
    share = w / w.sum()
    centred = values - share @ values
    second = share @ centred**2
    return float(share @ centred**3 / second**1.5) if second > 0 else float("nan")
