"""Measures of fit of likelihood models on the scale of R²."""

from __future__ import annotations

import numpy as np

__all__ = ["cox_snell", "mcfadden", "nagelkerke"]


def mcfadden(log_likelihood: float, log_likelihood_null: float) -> float:
    """Return McFadden's pseudo-R², the share of the null log-likelihood taken away.

    Parameters
    ----------
    log_likelihood, log_likelihood_null
        Of the model, and of the model without drivers.

    Returns
    -------
    float

    References
    ----------
    McFadden (1974). Conditional logit analysis of qualitative choice behavior. In Frontiers in econometrics.

    Examples
    --------
    >>> mcfadden(-60.0, -80.0)
    0.25
    """
    return 1 - log_likelihood / log_likelihood_null


def cox_snell(log_likelihood: float, log_likelihood_null: float, n: float) -> float:
    """Return Cox and Snell's pseudo-R²; in least squares it is R², but here it cannot reach 1.

    Parameters
    ----------
    log_likelihood, log_likelihood_null
        Of the model, and of the model without drivers.
    n
        Number of rows; the sum of the weights, where the likelihoods are weighted.

    Returns
    -------
    float

    References
    ----------
    Cox & Snell (1989). Analysis of binary data, 2nd ed., p. 208.

    Examples
    --------
    >>> round(cox_snell(-60.0, -80.0, 100), 4)
    0.3297
    """
    return float(-np.expm1(2 * (log_likelihood_null - log_likelihood) / n))


def nagelkerke(log_likelihood: float, log_likelihood_null: float, n: float) -> float:
    """Return Nagelkerke's pseudo-R², Cox and Snell's over the largest value it can have.

    Parameters
    ----------
    log_likelihood, log_likelihood_null
        Of the model, and of the model without drivers.
    n
        Number of rows; the sum of the weights, where the likelihoods are weighted.

    Returns
    -------
    float

    References
    ----------
    Nagelkerke (1991). A note on a general definition of the coefficient of determination. Biometrika 78, 691-692.

    Examples
    --------
    >>> round(nagelkerke(-60.0, -80.0, 100), 4)
    0.4131
    """
    return cox_snell(log_likelihood, log_likelihood_null, n) / float(-np.expm1(2 * log_likelihood_null / n))
