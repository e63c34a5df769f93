"""Whether counts vary more than Poisson's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.moments import check_weights

Floats = NDArray[np.float64]

__all__ = ["Overdispersion", "regress_dispersion"]


@dataclass(frozen=True, eq=False)
class Overdispersion:
    """Hold a one-sided test of alpha = 0 in a variance mu + alpha mu².

    Parameters
    ----------
    alpha
        Estimate of the regression that the test is.
    statistic, p_value
        t statistic, and its upper tail in the normal distribution.
    """

    alpha: float
    statistic: float
    p_value: float


def regress_dispersion(outcome: ArrayLike, fitted: ArrayLike, weights: ArrayLike | None = None) -> Overdispersion:
    """Test whether the variance exceeds the mean, by regressing ((y - mu)² - y) / mu on mu without an intercept.

    Parameters
    ----------
    outcome
        Counts, shape (n,).
    fitted
        Their expected values in a Poisson model, shape (n,).
    weights
        Frequencies, one per row.

    Returns
    -------
    Overdispersion

    Raises
    ------
    DataError
        There are fewer than two rows.

    References
    ----------
    Cameron & Trivedi (1990). Regression-based tests for overdispersion in the Poisson model. Journal of Econometrics
    46, 347-364.

    Examples
    --------
    >>> test = regress_dispersion([0, 9, 1, 14, 0, 12], [6.0] * 6)
    >>> round(test.alpha, 3), bool(test.p_value < 0.05)
    (0.787, True)
    """
    y, mean = np.asarray(outcome, dtype=np.float64), np.asarray(fitted, dtype=np.float64)
    w = check_weights(weights, len(y))
    n = float(np.sum(w))
    if n < 2:
        raise DataError("A test of dispersion needs two rows or more.")
    excess = ((y - mean) ** 2 - y) / mean
    spread = float(w @ mean**2)
    alpha = float(w @ (mean * excess)) / spread
    error = np.sqrt(float(w @ (excess - alpha * mean) ** 2) / (n - 1) / spread)
    statistic = alpha / float(error)
    from scipy.stats import norm

    return Overdispersion(alpha=alpha, statistic=statistic, p_value=float(norm.sf(statistic)))
