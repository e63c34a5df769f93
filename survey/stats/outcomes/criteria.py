"""Likelihood of least squares, information criteria, and variance inflation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.stats.moments import check_rows, check_weights
from survey.stats.outcomes.cross_products import weigh_products

Floats = NDArray[np.float64]

__all__ = ["akaike", "bayesian", "gaussian_log_likelihood", "inflate_variance"]


def gaussian_log_likelihood(residuals: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the log-likelihood of least squares at its best variance, as R's ``logLik`` has it for ``lm``.

    Parameters
    ----------
    residuals
        Shape (n,).
    weights
        Shape (n,), positive; the variance of a row is inverse to its weight.

    Examples
    --------
    >>> round(gaussian_log_likelihood([1.0, -1.0]), 4)
    -2.8379
    """
    e = np.asarray(residuals, dtype=np.float64)
    w = check_weights(weights, len(e))
    n = len(e)
    spread = float(w @ e**2)
    return float((np.sum(np.log(w)) - n * (np.log(2 * np.pi) + 1 - np.log(n) + np.log(spread))) / 2)


def akaike(log_likelihood: float, terms: int) -> float:
    """Return Akaike's information criterion.

    Parameters
    ----------
    log_likelihood
        Of the model.
    terms
        Number of parameters, those of scale and shape included.

    References
    ----------
    Akaike (1974). IEEE Transactions on Automatic Control 19, 716-723.

    Examples
    --------
    >>> akaike(-100.0, 3)
    206.0
    """
    return -2 * log_likelihood + 2 * terms


def bayesian(log_likelihood: float, terms: int, n: float) -> float:
    """Return Schwarz's Bayesian information criterion.

    Parameters
    ----------
    log_likelihood, terms
        As in `akaike`.
    n
        Number of rows; the sum of frequencies.

    References
    ----------
    Schwarz (1978). Annals of Statistics 6, 461-464.

    Examples
    --------
    >>> round(bayesian(-100.0, 3, 50), 4)
    211.7361
    """
    return float(-2 * log_likelihood + terms * np.log(n))


def inflate_variance(drivers: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Return the variance inflation factor of every driver.

    Parameters
    ----------
    drivers
        Shape (n, k), none missing, none constant, none determined by the others.
    weights
        Shape (n,).

    Examples
    --------
    >>> inflate_variance([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    array([1., 1.])
    """
    x = check_rows(drivers)
    w = check_weights(weights, len(x))
    cross = weigh_products(x - (w @ x) / np.sum(w), w)
    scale = np.sqrt(np.diag(cross))
    return np.asarray(np.diag(np.linalg.inv(cross / np.outer(scale, scale))))
