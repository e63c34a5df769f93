"""Logistic regression of an outcome that is 0 or 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.moments import check_rows, check_weights
from survey.stats.ordinal import fit_proportional_odds
from survey.stats.outcomes.sandwich import Weighting
from survey.stats.pseudo_r2 import cox_snell, mcfadden, nagelkerke
from survey.stats.sample_design import SampleDesign

Floats = NDArray[np.float64]

__all__ = ["LogisticFit", "fit_logistic"]


@dataclass(frozen=True, eq=False)
class LogisticFit:
    """Hold a logistic regression; coefficients are log odds ratios, with the intercept first.

    Parameters
    ----------
    coefficients, std_error
        Intercept, then one per driver, shape (k + 1,); standard errors from the information, or the sandwich.
    log_likelihood, log_likelihood_null
        Of the model and of the intercept alone.
    n
        Sum of the weights as the likelihood took them; the number of rows without weights.
    converged
        Whether the search ended at the maximum.
    covariance
        Of the coefficients, shape (k + 1, k + 1).
    """

    coefficients: Floats
    std_error: Floats
    log_likelihood: float
    log_likelihood_null: float
    n: float
    converged: bool
    covariance: Floats

    @property
    def deviance(self) -> float:
        """Return minus twice the log-likelihood."""
        return -2 * self.log_likelihood

    @property
    def mcfadden(self) -> float:
        """Return McFadden's pseudo-R²."""
        return mcfadden(self.log_likelihood, self.log_likelihood_null)

    @property
    def cox_snell(self) -> float:
        """Return Cox and Snell's pseudo-R²."""
        return cox_snell(self.log_likelihood, self.log_likelihood_null, self.n)

    @property
    def nagelkerke(self) -> float:
        """Return Nagelkerke's pseudo-R²."""
        return nagelkerke(self.log_likelihood, self.log_likelihood_null, self.n)


def fit_logistic(
    outcome: ArrayLike,
    drivers: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    weighting: Weighting = "frequency",
    robust: bool | None = None,
    design: SampleDesign | None = None,
) -> LogisticFit:
    """Fit the log odds of an outcome of 1 on the drivers by maximum likelihood.

    Use it for shares, such as the share on the two highest points of a scale.

    Parameters
    ----------
    outcome
        0 or 1, shape (n,), none missing.
    drivers
        Shape (n, k), none missing; dummies for nominal variables are made before.
    weights
        One per row; rows of weight 0 are left out.
    weighting
        "frequency": a weight of 3 is three equal rows. "probability": weights are scaled to sum to the number of
        rows, and standard errors are those of a sandwich.
    robust
        Whether standard errors are those of a sandwich; None goes by `weighting`.
    design
        Clusters and strata of the rows, for the standard errors; as many rows as the outcome, none of weight 0.

    Returns
    -------
    LogisticFit

    Raises
    ------
    DataError
        If values are missing or other than 0 and 1, the outcome or a driver is constant, or drivers determine one
        another.
    SeparationError
        Drivers separate the zeros from the ones, so that a coefficient is infinite.
    OptionError
        An unknown weighting.

    Notes
    -----
    The same search as for ordered answers, of which there are two here. Coefficients and pseudo-R² are the same with
    both kinds of weights; standard errors, log-likelihoods and n are not. Separation is told by a linear program.

    References
    ----------
    McCullagh & Nelder (1989). Generalized linear models, 2nd ed., chapter 4. Albert & Anderson (1984),
    Biometrika 71, 1-10. Binder (1983), International Statistical Review 51, 279-292, for probability weights.

    Examples
    --------
    One driver of two values: the coefficients are the log odds, and the difference of log odds.

    >>> fit = fit_logistic([0, 0, 0, 1, 0, 1, 1, 1], [[0], [0], [0], [0], [1], [1], [1], [1]])
    >>> np.exp(fit.coefficients).round(6), round(fit.mcfadden, 4)
    (array([0.333333, 9.      ]), 0.1887)
    """
    y = check_rows(np.asarray(outcome, dtype=np.float64).reshape(-1, 1))[:, 0]
    counted = y[check_weights(weights, len(y)) > 0]
    if (wrong := np.flatnonzero((counted != 0) & (counted != 1))).size:
        raise DataError(
            f"A logistic outcome is 0 or 1; row {wrong[0]} has {counted[wrong[0]]:g}: cut the scale in two first."
        )
    fit = fit_proportional_odds(y, drivers, weights, weighting=weighting, robust=robust, design=design)
    sign = np.ones(len(fit.coefficients) + 1)
    sign[0] = -1.0
    return LogisticFit(
        coefficients=sign * np.concatenate([fit.thresholds, fit.coefficients]),
        std_error=np.concatenate([fit.thresholds_std_error, fit.std_error]),
        log_likelihood=fit.log_likelihood,
        log_likelihood_null=fit.log_likelihood_null,
        n=fit.n,
        converged=fit.converged,
        covariance=fit.covariance * np.outer(sign, sign),
    )
