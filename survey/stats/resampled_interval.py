"""Intervals from resampling beyond the percentile: accelerated and bias-corrected, and leave-out groups of rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from survey.stats.moments import check_rows, check_weights

Floats = NDArray[np.float64]

#: Rows are left out one by one up to this number, else in as many groups.
MOST_GROUPS = 200


def bca_interval(
    draws: ArrayLike, estimate: float, left_out: ArrayLike, confidence: float = 0.95
) -> tuple[float, float]:
    """Return the bias-corrected and accelerated bootstrap interval.

    Parameters
    ----------
    draws
        Bootstrap estimates, shape (n_boot,); NaN draws are left out.
    estimate
        The estimate of the sample.
    left_out
        Estimates without each row, or without each of equal groups of rows, shape (n_groups,).
    confidence
        Coverage asked for.

    Returns
    -------
    tuple
        Lower and upper end; NaN where there are no draws or the estimate is outside all of them.

    References
    ----------
    Efron (1987). Better bootstrap confidence intervals. Journal of the American Statistical Association 82, 171-185.

    Examples
    --------
    >>> low, high = bca_interval(np.arange(1, 100.0), 50.0, [49.0, 50.0, 51.0])
    >>> round(low, 4), round(high, 4)
    (2.5, 97.5)
    """
    values = np.asarray(draws, dtype=np.float64)
    values = values[np.isfinite(values)]
    if not values.size or not np.isfinite(estimate):
        return float("nan"), float("nan")
    below = (np.mean(values < estimate) + np.mean(values <= estimate)) / 2
    shift = ndtri(below)
    if not np.isfinite(shift):
        return float("nan"), float("nan")
    push = accelerate(left_out)
    at = shift + ndtri(np.array([(1 - confidence) / 2, (1 + confidence) / 2]))
    low, high = np.quantile(values, ndtr(shift + at / (1 - push * at)), method="weibull")
    return float(low), float(high)


def accelerate(left_out: ArrayLike) -> float:
    """Return the acceleration: a sixth of the skewness that leaving rows out shows; 0 where nothing changes.

    Parameters
    ----------
    left_out
        Estimates without each row or group of rows, shape (n_groups,).

    Examples
    --------
    >>> round(accelerate([1.0, 1.0, 1.0, 3.0]), 6)
    -0.096225
    """
    values = np.asarray(left_out, dtype=np.float64)
    values = values[np.isfinite(values)]
    if not values.size:
        return 0.0
    gaps = np.mean(values) - values
    squares = float(np.sum(gaps**2))
    return float(np.sum(gaps**3) / (6 * squares**1.5)) if squares > 0 else 0.0


def group_rows(n: int, seed: int, most: int = MOST_GROUPS) -> NDArray[np.intp]:
    """Return the group of each row, shape (n,): its own up to `most` rows, else one of as many random ones.

    Examples
    --------
    >>> group_rows(4, seed=0).tolist()
    [0, 1, 2, 3]
    """
    if n <= most:
        return np.arange(n)
    return np.random.default_rng(seed).permutation(np.arange(n) % most)


def leave_out_covariances(x: ArrayLike, groups: NDArray[np.intp], weights: ArrayLike | None = None) -> Floats:
    """Return the covariance matrix without each group of rows.

    Parameters
    ----------
    x
        Values, shape (n, p), none missing.
    groups
        The group of each row, numbered from 0, shape (n,).
    weights
        One weight per row.

    Returns
    -------
    ndarray
        Shape (n_groups, p, p), unbiased as in `Moments.covariance`.

    Examples
    --------
    >>> leave_out_covariances([[1.0], [2.0], [6.0]], np.arange(3))[:, 0, 0].tolist()
    [8.0, 12.5, 0.5]
    """
    values = check_rows(x)
    w = check_weights(weights, len(values))
    centred = values - (w @ values) / w.sum()
    marks = groups[:, None] == np.arange(int(np.max(groups)) + 1)
    left = w.sum() - w @ marks
    squares = w @ w - w**2 @ marks
    weighted = centred * w[:, None]
    first = -(marks.T @ weighted) / left[:, None]
    cross = weighted.T @ centred
    inside = np.stack([(weighted[groups == g]).T @ centred[groups == g] for g in range(marks.shape[1])])
    second = (cross - inside) / left[:, None, None] - first[:, :, None] * first[:, None, :]
    return np.asarray(second / (1 - squares / left**2)[:, None, None])
