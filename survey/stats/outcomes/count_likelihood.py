"""The likelihood of counts, Poisson and negative binomial, and the dispersion that fits best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.stats.newton import Likelihood, Peak, climb

Floats = NDArray[np.float64]

#: Bounds of alpha: below the least the negative binomial is Poisson's to about one part in 10,000 of its variance.
LEAST_ALPHA, MOST_ALPHA = 1e-5, 1e4

__all__ = ["CountRows", "find_dispersion"]


@dataclass(frozen=True, eq=False)
class CountRows:
    """Hold counts with their drivers, the intercept's column of ones first.

    Parameters
    ----------
    counts
        Shape (n,).
    drivers
        Shape (n, 1 + k).
    weights
        Positive, shape (n,).
    """

    counts: Floats
    drivers: Floats
    weights: Floats

    def value(self, level: Floats, alpha: float) -> float:
        """Return the log-likelihood of log expected counts; alpha of 0 is Poisson's."""
        from scipy.special import gammaln

        y, w = self.counts, self.weights
        if alpha == 0:
            return float(w @ (y * level - np.exp(level) - gammaln(y + 1)))
        theta = 1 / alpha
        shape = gammaln(y + theta) - gammaln(theta) - gammaln(y + 1)
        return float(w @ (shape + y * level - y * np.log(theta) - (y + theta) * np.log1p(np.exp(level) / theta)))

    def likelihood(self, alpha: float) -> Likelihood:
        """Return log-likelihood, gradient and information of the coefficients at an alpha."""
        x, y, w = self.drivers, self.counts, self.weights

        def evaluate(parameters: Floats) -> tuple[float, Floats, Floats]:
            level = x @ parameters
            with np.errstate(over="ignore", invalid="ignore"):
                mean = np.exp(level)
                value = self.value(level, alpha)
                if not np.isfinite(value):
                    return -np.inf, parameters, np.eye(len(parameters))
            shrink = 1 / (1 + alpha * mean)
            curve = w * mean * (1 + alpha * y) * shrink**2
            return value, x.T @ (w * (y - mean) * shrink), (x * curve[:, None]).T @ x

        return evaluate

    def scores(self, parameters: Floats, alpha: float) -> Floats:
        """Return the weighted gradient of every row."""
        mean = np.exp(self.drivers @ parameters)
        return np.asarray(self.drivers * (self.weights * (self.counts - mean) / (1 + alpha * mean))[:, None])

    def expected_information(self, parameters: Floats, alpha: float) -> Floats:
        """Return the information of the coefficients expected under the model."""
        mean = np.exp(self.drivers @ parameters)
        return np.asarray((self.drivers * (self.weights * mean / (1 + alpha * mean))[:, None]).T @ self.drivers)

    def deviance(self, mean: Floats, alpha: float) -> float:
        """Return twice the log-likelihood that expected counts equal to the counts would gain."""
        from scipy.special import xlogy

        y, w = self.counts, self.weights
        gain = xlogy(y, y / mean)
        if alpha == 0:
            return float(2 * w @ (gain - (y - mean)))
        return float(2 * w @ (gain - (y + 1 / alpha) * np.log((1 + alpha * y) / (1 + alpha * mean))))

    def dispersion_score(self, mean: Floats, alpha: float) -> tuple[float, float]:
        """Return the derivative of the log-likelihood by theta = 1 / alpha, and minus the second one."""
        from scipy.special import digamma, polygamma

        theta, y, w = 1 / alpha, self.counts, self.weights
        kinds, at = np.unique(y, return_inverse=True)
        mass = np.bincount(at.reshape(-1), weights=w)
        shape = mass @ (digamma(kinds + theta) - digamma(theta))
        bend = mass @ (polygamma(1, kinds + theta) - polygamma(1, theta))
        total, ratio = theta + mean, (y - mean) / (theta + mean)
        first = shape - w @ np.log1p(mean / theta) - w @ ratio
        second = bend + w @ (1 / theta - 1 / total) + w @ ((y - mean) / total**2)
        return float(first), float(-second)


def find_dispersion(rows: CountRows, poisson: Peak) -> tuple[float, float, Peak]:
    """Find the alpha that fits best, its standard error, and the coefficients there.

    Parameters
    ----------
    rows
        The counts.
    poisson
        The coefficients at alpha 0, where the search begins.

    Returns
    -------
    tuple
        Alpha (0 where the likelihood falls from there), its standard error, the peak.
    """
    from scipy.optimize import brentq

    peaks = {"at": poisson}

    def slope(log_alpha: float) -> float:
        alpha = float(np.exp(log_alpha))
        peaks["at"] = climb(peaks["at"].parameters, rows.likelihood(alpha))
        return rows.dispersion_score(np.exp(rows.drivers @ peaks["at"].parameters), alpha)[0]

    low, high = np.log(LEAST_ALPHA), np.log(MOST_ALPHA)
    if slope(low) >= 0:
        return 0.0, float("nan"), poisson
    while high > np.log(1e-3) and slope(high - 2.0) > 0:
        high -= 2.0
    alpha = float(np.exp(brentq(slope, low, high, xtol=1e-12, rtol=1e-14)))
    peak = climb(peaks["at"].parameters, rows.likelihood(alpha))
    information = rows.dispersion_score(np.exp(rows.drivers @ peak.parameters), alpha)[1]
    return alpha, float(alpha**2 / np.sqrt(information)), peak
