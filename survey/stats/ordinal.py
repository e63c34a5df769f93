"""Ordered answers: the proportional-odds model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.design import check_design
from survey.stats.logistic import RUNAWAY_LOGIT
from survey.stats.newton import Likelihood, climb, has_no_peak
from survey.stats.pseudo_r2 import cox_snell, mcfadden, nagelkerke

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

__all__ = ["OrderedFit", "fit_proportional_odds"]


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
        From the information.
    categories
        The answers found, in order.
    log_likelihood, log_likelihood_null
        Of the model and of the thresholds alone.
    n
        Sum of the weights; the number of rows without weights.
    converged
        Whether the search ended at the maximum.
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


def fit_proportional_odds(outcome: ArrayLike, drivers: ArrayLike, weights: ArrayLike | None = None) -> OrderedFit:
    """Fit ordered answers on the drivers by maximum likelihood, with one slope for every cut of the scale.

    Use it where the outcome is one item of few points, and its points are no equal steps.

    Parameters
    ----------
    outcome
        Answers as numbers in their order, shape (n,), none missing; their distances do not matter.
    drivers
        Shape (n, k), none missing; dummies for nominal variables are made before.
    weights
        Frequencies, one per row; probability weights have to be scaled to sum to n first. Rows of weight 0
        are left out.

    Returns
    -------
    OrderedFit

    Raises
    ------
    DataError
        If values are missing, all answers are the same, a driver is constant, drivers determine one another,
        or drivers separate the answers, so that a coefficient is infinite.

    Notes
    -----
    Newton's method on standardised drivers; whole-number weights are the same as repeated rows. That slopes are
    the same at every cut is an assumption, which is not tested here. With two answers it is logistic regression,
    the threshold minus its intercept.

    References
    ----------
    McCullagh (1980). Regression models for ordinal data. Journal of the Royal Statistical Society B 42, 109-142.

    Examples
    --------
    >>> fit = fit_proportional_odds([1, 1, 1, 3, 1, 2, 3, 3], [[0], [0], [0], [0], [1], [1], [1], [1]])
    >>> fit.coefficients.round(3), fit.thresholds.round(3)
    (array([1.744]), array([0.964, 1.571]))
    """
    design = check_design(outcome, drivers, weights)
    w = design.weights
    categories, place = np.unique(design.outcome, return_inverse=True)
    cuts = len(categories) - 1
    if cuts == 0:
        raise DataError(f"The outcome is {categories[0]:g} in every row: there is nothing to explain.")
    counts = np.bincount(place, weights=w)
    below = np.cumsum(counts)[:-1]
    start = np.concatenate([np.log(below / (w.sum() - below)), np.zeros(len(design.mean))])
    lower, upper = _rows_of_cuts(place, design.drivers, cuts)
    peak = climb(start, _likelihood(lower, upper, place, w, cuts))
    if not peak.converged or np.abs(design.drivers @ peak.parameters[cuts:]).max() > RUNAWAY_LOGIT:
        _refuse_separation(lower, upper, place, cuts)
    turn = design.back(cuts, 1.0)
    parameters = turn @ peak.parameters
    std_error = np.sqrt(np.diag(turn @ np.linalg.inv(peak.information) @ turn.T))
    return OrderedFit(
        coefficients=parameters[cuts:],
        thresholds=parameters[:cuts],
        std_error=std_error[cuts:],
        thresholds_std_error=std_error[:cuts],
        categories=categories,
        log_likelihood=peak.log_likelihood,
        log_likelihood_null=float(counts @ np.log(counts / w.sum())),
        n=float(w.sum()),
        converged=peak.converged,
    )


def _rows_of_cuts(place: Positions, x: Floats, cuts: int) -> tuple[Floats, Floats]:
    """Return the rows that make the logits of the cut below and of the cut above every answer."""
    cut = np.arange(cuts)
    lower = np.column_stack([place[:, None] - 1 == cut, -x]).astype(np.float64)
    upper = np.column_stack([place[:, None] == cut, -x]).astype(np.float64)
    return lower, upper


def _likelihood(lower: Floats, upper: Floats, place: Positions, w: Floats, cuts: int) -> Likelihood:
    """Return the log-likelihood of answers between two cuts, logits b < a.

    F(a) - F(b) = F(a) F(-b) (1 - exp(b - a)) for the logistic F, so each factor has a logarithm without
    cancellation; an answer at an end has an infinite cut, whose terms vanish.
    """
    from scipy.special import expit, log_expit

    at_bottom, at_top = place == 0, place == cuts

    def evaluate(parameters: Floats) -> tuple[float, Floats, Floats]:
        a = np.where(at_top, np.inf, upper @ parameters)
        b = np.where(at_bottom, -np.inf, lower @ parameters)
        if (a <= b).any():
            return -np.inf, parameters, np.eye(len(parameters))
        with np.errstate(over="ignore"):
            ratio = 1 / np.expm1(a - b)
        value = w @ (log_expit(a) + log_expit(-b) + np.log(-np.expm1(b - a)))
        by_a, by_b, both = w * (expit(-a) + ratio), -w * (expit(b) + ratio), w * ratio * (1 + ratio)
        mixed = (upper * both[:, None]).T @ lower
        information = (
            (upper * (w * expit(a) * expit(-a) + both)[:, None]).T @ upper
            + (lower * (w * expit(b) * expit(-b) + both)[:, None]).T @ lower
            - mixed
            - mixed.T
        )
        return float(value), upper.T @ by_a + lower.T @ by_b, information

    return evaluate


def _refuse_separation(lower: Floats, upper: Floats, place: Positions, cuts: int) -> None:
    # an answer gets no less likely while the cut above it rises and the cut below it falls
    if has_no_peak(np.vstack([upper[place < cuts], -lower[place > 0]])):
        raise DataError(
            "The drivers separate the outcome's answers, so a coefficient is infinite: leave out the driver "
            "that does it, or merge categories of it or of the outcome."
        )
