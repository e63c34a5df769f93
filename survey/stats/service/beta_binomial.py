"""Shares of many groups at once: the beta-binomial model by maximum likelihood, and the shares it shrinks to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: From this precision (alpha + beta) on, groups are taken not to differ: the likelihood has no maximum inside.
LARGEST_PRECISION = 1e7
_SMALLEST_PRECISION = 1e-2
_MEAN_LIMIT = 15.0  # of the logit


class BetaBinomial(NamedTuple):
    """The fitted distribution of the groups' true shares.

    Attributes
    ----------
    mean
        Mean of the true shares.
    precision
        alpha + beta; infinite where the groups do not differ more than chance makes them.
    log_likelihood
        Without the binomial coefficients.
    """

    mean: float
    precision: float
    log_likelihood: float

    @property
    def sd(self) -> float:
        """Standard deviation of the true shares."""
        return float(np.sqrt(self.mean * (1 - self.mean) / (1 + self.precision)))


def fit_beta_binomial(hits: Floats, n: Floats) -> BetaBinomial:
    """Fit the beta-binomial model by maximum likelihood.

    Parameters
    ----------
    hits, n
        Numerator and denominator of each group, shape (n_groups,); 0 <= hits <= n, n > 0.

    References
    ----------
    Griffiths (1973), Biometrics 29, 637-648.

    Examples
    --------
    >>> fit = fit_beta_binomial(np.array([5.0, 5.0, 5.0]), np.array([10.0, 10.0, 10.0]))
    >>> fit.mean, fit.precision
    (0.5, inf)
    """
    from scipy.optimize import minimize

    pooled = float(np.sum(hits) / np.sum(n))
    flat = _binomial(hits, n, pooled)
    if pooled in (0.0, 1.0):
        return BetaBinomial(pooled, np.inf, flat)
    bounds = [(-_MEAN_LIMIT, _MEAN_LIMIT), (np.log(_SMALLEST_PRECISION), np.log(LARGEST_PRECISION))]
    fits = [
        minimize(
            _objective,
            np.array([np.log(pooled / (1 - pooled)), start]),
            args=(hits, n),
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 500},
        )
        for start in (1.0, 4.0, 8.0)
    ]
    best = min(fits, key=lambda fit: float(fit.fun))
    if -best.fun <= flat + 1e-7 or best.x[1] >= bounds[1][1] - 1e-3:
        return BetaBinomial(pooled, np.inf, flat)
    return BetaBinomial(float(1 / (1 + np.exp(-best.x[0]))), float(np.exp(best.x[1])), float(-best.fun))


def shrink_shares(hits: Floats, n: Floats, fit: BetaBinomial) -> tuple[Floats, Floats]:
    """Return the posterior means of the groups' shares and how far each was drawn to the mean, 0 to 1.

    Examples
    --------
    >>> fit = BetaBinomial(0.5, 10.0, 0.0)
    >>> [part.round(2).tolist() for part in shrink_shares(np.array([9.0]), np.array([10.0]), fit)]
    [[0.7], [0.5]]
    """
    if np.isinf(fit.precision):
        return np.full(len(n), fit.mean), np.ones(len(n))
    drawn = fit.precision / (fit.precision + n)
    return drawn * fit.mean + (1 - drawn) * hits / n, drawn


def posterior_parameters(hits: Floats, n: Floats, fit: BetaBinomial) -> tuple[Floats, Floats]:
    """Return alpha and beta of each group's posterior; for groups that do not differ, those of all taken together."""
    if np.isinf(fit.precision):
        ones = np.ones(len(n))
        return ones * (np.sum(hits) + 0.5), ones * (np.sum(n - hits) + 0.5)
    return fit.mean * fit.precision + hits, (1 - fit.mean) * fit.precision + n - hits


def _objective(x: Floats, hits: Floats, n: Floats) -> tuple[float, Floats]:
    """Return the negative log likelihood and its gradient in logit(mean) and log(precision)."""
    from scipy.special import betaln, digamma

    mean, size = 1 / (1 + np.exp(-x[0])), np.exp(x[1])
    a, b = mean * size, (1 - mean) * size
    value = np.sum(betaln(hits + a, n - hits + b) - betaln(a, b))
    common = digamma(size) - digamma(n + size)
    to_a = np.sum(digamma(hits + a) - digamma(a) + common)
    to_b = np.sum(digamma(n - hits + b) - digamma(b) + common)
    gradient = np.array([(to_a - to_b) * size * mean * (1 - mean), to_a * a + to_b * b])
    return -float(value), -gradient


def _binomial(hits: Floats, n: Floats, share: float) -> float:
    from scipy.special import xlogy

    return float(np.sum(xlogy(hits, share) + xlogy(n - hits, 1 - share)))
