"""How strong an unmeasured confounder would have to be to change a regression coefficient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]


def partial_r2(statistic: ArrayLike, df: ArrayLike) -> Floats:
    """Return the partial R² of a driver with the outcome, given the other drivers.

    Parameters
    ----------
    statistic
        t statistics of the coefficients, from standard errors under equal variances.
    df
        Residual degrees of freedom.

    Examples
    --------
    >>> float(partial_r2(2.0, 96).round(4))
    0.04
    """
    squared = np.asarray(statistic, dtype=np.float64) ** 2
    return np.asarray(squared / (squared + np.asarray(df, dtype=np.float64)))


def robustness_value(shared: ArrayLike, df: float, *, reduction: float = 1.0, alpha: float | None = None) -> Floats:
    """Return the robustness value: how much a confounder must explain of both driver and outcome.

    A confounder that explains less than this share of what the other drivers leave of the driver, and of what all
    drivers leave of the outcome, cannot bring the coefficient down by `reduction`.

    Parameters
    ----------
    shared
        Partial R² of driver and outcome, 0 to 1.
    df
        Residual degrees of freedom.
    reduction
        Share of the coefficient that is to go; 1 brings it to 0.
    alpha
        If given: until the coefficient so reduced no longer differs from 0 at this level.

    Returns
    -------
    ndarray
        Shape of `shared`, 0 to 1.

    Notes
    -----
    With alpha the smallest share is where both partial R² are equal, unless the driver is stronger than 1 over the
    critical value: then it is where the outcome's is smaller.

    References
    ----------
    Cinelli & Hazlett (2020). Making sense of sensitivity: extending omitted variable bias. Journal of the Royal
    Statistical Society B 82, 39-67, section 4.

    Examples
    --------
    The coefficient .097 with standard error .023 and 783 degrees of freedom of that paper's example:

    >>> shared = partial_r2(0.097 / 0.023, 783)
    >>> float(robustness_value(shared, 783).round(2)), float(robustness_value(shared, 783, alpha=0.05).round(2))
    (0.14, 0.08)
    """
    from scipy.stats import t

    r2 = np.asarray(shared, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        strength = reduction * np.sqrt(r2 / (1 - r2))
        limit = 0.0 if alpha is None else float(t.ppf(1 - alpha / 2, df - 1)) / np.sqrt(df - 1)
        over = np.maximum(strength - limit, 0.0)
        value = (np.sqrt(over**4 + 4 * over**2) - over**2) / 2
        if limit > 0:
            uneven = (strength**2 - limit**2) / (1 + strength**2)
            value = np.where(strength * limit >= 1, uneven, value)
    return np.asarray(np.where(np.isfinite(strength), value, 1.0))


def needed_of_driver(shared: ArrayLike, of_outcome: ArrayLike, *, reduction: float = 1.0) -> Floats:
    """Return how much of the driver a confounder must explain that explains a given share of the outcome.

    Parameters
    ----------
    shared
        Partial R² of driver and outcome.
    of_outcome
        Share of what the drivers leave of the outcome that the confounder explains, above 0 to 1.
    reduction
        Share of the coefficient that is to go.

    Notes
    -----
    With `of_outcome` 1, the extreme scenario, it is the partial R² of driver and outcome itself.

    Examples
    --------
    >>> float(needed_of_driver(0.04, 1.0).round(4))
    0.04
    """
    r2 = np.asarray(shared, dtype=np.float64)
    squared = reduction**2 * r2 / (1 - r2)
    return np.asarray(squared / (squared + np.asarray(of_outcome, dtype=np.float64)))


@dataclass(frozen=True, eq=False)
class Adjusted:
    """Hold coefficients as they would be with a confounder in the model.

    Parameters
    ----------
    estimate, std_error
        Coefficient and its standard error under equal variances.
    conf_low, conf_high
        Interval with one degree of freedom fewer.
    """

    estimate: Floats
    std_error: Floats
    conf_low: Floats
    conf_high: Floats


def adjust_estimate(
    estimate: ArrayLike,
    std_error: ArrayLike,
    df: float,
    of_driver: ArrayLike,
    of_outcome: ArrayLike,
    *,
    confidence: float = 0.95,
    away: bool = False,
) -> Adjusted:
    """Return the coefficient that a regression with the confounder would give.

    Parameters
    ----------
    estimate, std_error
        Coefficient and standard error (equal variances) without the confounder.
    df
        Residual degrees of freedom without it.
    of_driver
        Partial R² of confounder and driver given the other drivers, below 1.
    of_outcome
        Partial R² of confounder and outcome given all drivers.
    confidence
        Coverage of the interval.
    away
        Whether the confounder hides part of the association instead of making it up.

    Raises
    ------
    DataError
        A partial R² is out of range.

    References
    ----------
    Cinelli & Hazlett (2020), equations 7 and 8.

    Examples
    --------
    >>> adjusted = adjust_estimate(0.097, 0.023, 783, 0.009, 0.125)
    >>> float(adjusted.estimate.round(3)), float(adjusted.std_error.round(3))
    (0.075, 0.022)
    """
    from scipy.stats import t

    b, se = np.asarray(estimate, dtype=np.float64), np.asarray(std_error, dtype=np.float64)
    d, y = np.asarray(of_driver, dtype=np.float64), np.asarray(of_outcome, dtype=np.float64)
    if np.any((d < 0) | (d >= 1) | (y < 0) | (y > 1)):
        raise DataError("partial R² are shares: that with the driver from 0 to below 1, that with the outcome 0 to 1.")
    bias = np.sqrt(y * d / (1 - d)) * se * np.sqrt(df)
    moved = b + np.where(b < 0, -1.0, 1.0) * (bias if away else -bias)
    error = se * np.sqrt((1 - y) / (1 - d) * df / (df - 1))
    reach = t.ppf((1 + confidence) / 2, df - 1) * error
    return Adjusted(np.asarray(moved), np.asarray(error), np.asarray(moved - reach), np.asarray(moved + reach))


def bound_confounder(times: ArrayLike, of_driver: ArrayLike, of_outcome: ArrayLike) -> tuple[Floats, Floats]:
    """Return how much a confounder explains that is so many times as strong as an observed driver.

    Parameters
    ----------
    times
        How many times as strong.
    of_driver
        Partial R² of the observed and the driver looked at, given the others.
    of_outcome
        Partial R² of the observed and the outcome, given all others.

    Returns
    -------
    tuple of ndarray
        Partial R² with the driver and with the outcome; NaN where no confounder can be so strong. The second is a
        bound, 1 at most.

    References
    ----------
    Cinelli & Hazlett (2020), section 4.4: at most so many times as strong in explaining the driver, and in explaining
    the outcome.

    Examples
    --------
    >>> [float(share.round(4)) for share in bound_confounder(1.0, 0.1, 0.2)]
    [0.1111, 0.3125]
    """
    k, d, y = (np.asarray(value, dtype=np.float64) for value in (times, of_driver, of_outcome))
    with np.errstate(divide="ignore", invalid="ignore"):
        with_driver = k * d / (1 - d)
        with_observed = k * d**2 / ((1 - k * d) * (1 - d))
        eta = (np.sqrt(k) + np.sqrt(with_observed)) / np.sqrt(1 - with_observed)
        with_outcome = np.minimum(eta**2 * y / (1 - y), 1.0)
    possible = (k * d < 1) & (with_driver < 1) & (with_observed < 1)
    return np.where(possible, with_driver, np.nan), np.where(possible, with_outcome, np.nan)


def partial_matrix(cov: Floats) -> Floats:
    """Return squared partial correlations of any two variables given all others.

    Parameters
    ----------
    cov
        Covariances, shape (p, p).

    Returns
    -------
    ndarray
        Shape (p, p), 1 on the diagonal.

    Examples
    --------
    >>> partial_matrix(np.array([[1.0, 0.5], [0.5, 1.0]]))
    array([[1.  , 0.25],
           [0.25, 1.  ]])
    """
    inverse = np.linalg.inv(cov)
    scale = np.diag(inverse)
    return np.asarray(inverse**2 / np.outer(scale, scale))
