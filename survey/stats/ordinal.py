"""Ordered answers: the proportional-odds model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.stats.outcomes.ordered_design import OrderedDesign, find_peak, order_answers
from survey.stats.outcomes.sandwich import Weighting, take_sandwich
from survey.stats.pseudo_r2 import cox_snell, mcfadden, nagelkerke
from survey.stats.sample_design import SampleDesign

Floats = NDArray[np.float64]

__all__ = ["OrderedFit", "fit_ordered", "fit_proportional_odds"]


@dataclass(frozen=True, eq=False)
class OrderedFit:
    """Hold a proportional-odds model, logit P(Y <= k) = threshold_k - drivers times coefficients.

    Parameters
    ----------
    coefficients
        One per driver, shape (k,); positive goes with higher answers.
    thresholds
        Increasing, one fewer than there are answers.
    std_error, thresholds_std_error
        From the information, or the sandwich.
    categories
        The answers found, in order.
    log_likelihood, log_likelihood_null
        Of the model and of the thresholds alone.
    n
        Sum of the weights as the likelihood took them; the number of rows without weights.
    converged
        Whether the search ended at the maximum.
    covariance
        Of thresholds and coefficients, in this order, shape (cuts + k, cuts + k).
    peak
        Thresholds and slopes on standardised drivers, where a related search may begin.
    """

    coefficients: Floats
    thresholds: Floats
    std_error: Floats
    thresholds_std_error: Floats
    categories: Floats
    log_likelihood: float
    log_likelihood_null: float
    n: float
    converged: bool
    covariance: Floats
    peak: Floats

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


def fit_proportional_odds(
    outcome: ArrayLike,
    drivers: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    weighting: Weighting = "frequency",
    robust: bool | None = None,
    design: SampleDesign | None = None,
) -> OrderedFit:
    """Fit ordered answers on the drivers by maximum likelihood, with one slope for every cut of the scale.

    Use it where the outcome is one item of few points, and its points are no equal steps.

    Parameters
    ----------
    outcome
        Answers as numbers in their order, shape (n,), none missing; their distances do not matter.
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
    OrderedFit

    Raises
    ------
    DataError
        If values are missing, all answers are the same, a driver is constant, or drivers determine one another.
    SeparationError
        Drivers separate the answers, so that a coefficient is infinite.
    OptionError
        An unknown weighting.

    Notes
    -----
    Newton's method on standardised drivers. That slopes are the same at every cut is an assumption, which is tested
    by `outcomes.brant.compare_slopes`. With two answers it is logistic regression, the threshold minus its
    intercept. Cost: about six passes, each two exponentials a row and one matrix product.

    References
    ----------
    McCullagh (1980). Regression models for ordinal data. Journal of the Royal Statistical Society B 42, 109-142.

    Examples
    --------
    >>> fit = fit_proportional_odds([1, 1, 1, 3, 1, 2, 3, 3], [[0], [0], [0], [0], [1], [1], [1], [1]])
    >>> fit.coefficients.round(3), fit.thresholds.round(3)
    (array([1.744]), array([0.964, 1.571]))
    """
    return fit_ordered(order_answers(outcome, drivers, weights, weighting), robust=robust, design=design)


def fit_ordered(
    ordered: OrderedDesign, *, robust: bool | None = None, design: SampleDesign | None = None
) -> OrderedFit:
    """Fit answers that are checked and sorted.

    Parameters
    ----------
    ordered
        From `order_answers`.
    robust, design
        As in `fit_proportional_odds`.

    Raises
    ------
    SeparationError
        Drivers separate the answers, so that a coefficient is infinite.
    """
    rows, weighting = ordered.rows, ordered.weighting
    cuts, peak = rows.cuts, find_peak(rows)
    turn = ordered.design.back(cuts, 1.0)
    scores = (rows if design is None else ordered).scores(peak.parameters)
    parameters = turn @ peak.parameters
    sandwiched = design is not None or (weighting == "probability" if robust is None else robust)
    covariance = (
        take_sandwich(peak.information, scores, rows.weights, weighting, design)
        if sandwiched
        else np.linalg.inv(peak.information)
    )
    covariance = turn @ covariance @ turn.T
    std_error = np.sqrt(np.diag(covariance))
    return OrderedFit(
        coefficients=parameters[cuts:],
        thresholds=parameters[:cuts],
        std_error=std_error[cuts:],
        thresholds_std_error=std_error[:cuts],
        categories=ordered.categories,
        log_likelihood=peak.log_likelihood,
        log_likelihood_null=rows.null_log_likelihood,
        n=float(np.sum(rows.weights)),
        converged=peak.converged,
        covariance=covariance,
        peak=peak.parameters,
    )
