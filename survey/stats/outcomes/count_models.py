"""Counts: Poisson and negative binomial regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.design import Design, check_design
from survey.stats.newton import Peak, climb, has_no_peak
from survey.stats.outcomes.count_likelihood import CountRows, find_dispersion
from survey.stats.outcomes.sandwich import Weighting, scale_weights, take_sandwich
from survey.stats.outcomes.separation import RUNAWAY_LOGIT, SeparationError
from survey.stats.pseudo_r2 import cox_snell, mcfadden, nagelkerke
from survey.stats.sample_design import SampleDesign

Floats = NDArray[np.float64]

__all__ = ["CountFit", "fit_negative_binomial", "fit_poisson"]


@dataclass(frozen=True, eq=False)
class CountFit:
    """Hold a count regression; coefficients are log rate ratios, with the intercept first.

    Parameters
    ----------
    coefficients, std_error
        Intercept, then one per driver, shape (k + 1,).
    log_likelihood, log_likelihood_null
        Of the model and of the intercept alone, both with the model's distribution.
    n
        Sum of the weights as the likelihood took them.
    converged
        Whether the search ended at the maximum.
    covariance
        Of the coefficients, shape (k + 1, k + 1).
    dispersion
        Alpha of a variance mu + alpha mu²; 0 in a Poisson model, and where the counts vary no more than Poisson's.
    dispersion_std_error
        Of alpha; NaN where it is 0.
    deviance
        Twice what the saturated model has more of log-likelihood.
    pearson
        Pearson's chi-squared over its degrees of freedom: about 1 where the distribution fits.
    fitted
        Expected count of each row of positive weight.
    """

    coefficients: Floats
    std_error: Floats
    log_likelihood: float
    log_likelihood_null: float
    n: float
    converged: bool
    covariance: Floats
    dispersion: float
    dispersion_std_error: float
    deviance: float
    pearson: float
    fitted: Floats

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


def fit_poisson(
    outcome: ArrayLike,
    drivers: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    weighting: Weighting = "frequency",
    robust: bool = True,
    design: SampleDesign | None = None,
) -> CountFit:
    """Fit the log of an expected count on the drivers; standard errors hold whatever the counts' variance.

    Parameters
    ----------
    outcome
        Whole numbers from 0, shape (n,), none missing.
    drivers
        Shape (n, k), none missing.
    weights, weighting
        As in `fit_logistic`.
    robust
        Whether standard errors are those of a sandwich (the default) or take the variance to be the mean.
    design
        As in `fit_logistic`.

    Returns
    -------
    CountFit

    Raises
    ------
    DataError
        Values are missing or no counts, all are the same, a driver is constant, or drivers determine one another.
    SeparationError
        A driver tells zeros from other counts, so that its coefficient is infinite.

    Notes
    -----
    Newton's method on standardised drivers. The coefficients are consistent if the expected count is log-linear, for
    whatever distribution; the likelihood and what rests on it is Poisson's.

    References
    ----------
    Gourieroux, Monfort & Trognon (1984), Econometrica 52, 701-720. Cameron & Trivedi (2013). Regression analysis of
    count data, 2nd ed., chapter 3.

    Examples
    --------
    >>> fit = fit_poisson([1, 3, 2, 4, 8, 6], [[0], [0], [0], [1], [1], [1]])
    >>> np.exp(fit.coefficients).round(6)
    array([2., 3.])
    """
    checked = check_counts(outcome, drivers, weights)
    rows = _take_rows(checked, weighting)
    peak = _climb_counts(rows, 0.0)
    information = peak.information
    covariance = (
        take_sandwich(information, rows.scores(peak.parameters, 0.0), rows.weights, weighting, design)
        if robust or weighting == "probability" or design is not None
        else np.asarray(np.linalg.inv(information), dtype=np.float64)
    )
    null = np.full(len(rows.counts), np.log(rows.weights @ rows.counts / np.sum(rows.weights)))
    return _pack(checked, rows, peak, covariance, null_value=rows.value(null, 0.0), dispersion=(0.0, float("nan")))


def fit_negative_binomial(
    outcome: ArrayLike,
    drivers: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    weighting: Weighting = "frequency",
    design: SampleDesign | None = None,
) -> CountFit:
    """Fit counts that vary more than Poisson's, with variance mu + alpha mu² (NB2), by maximum likelihood.

    Parameters
    ----------
    outcome, drivers, weights, weighting, design
        As in `fit_poisson`.

    Returns
    -------
    CountFit

    Raises
    ------
    DataError
        As in `fit_poisson`.
    SeparationError
        As in `fit_poisson`.

    Notes
    -----
    The coefficients are found by Newton's method for every alpha, and alpha by a root of the profile score. Standard
    errors of coefficients: from the expected information at the alpha found, which is uncorrelated with them; with
    probability weights or a design a sandwich, alpha held. Where the counts vary no more than Poisson's, alpha is 0 and
    the model is Poisson's, without its robust standard errors.

    References
    ----------
    Lawless (1987). Negative binomial and mixed Poisson regression. Canadian Journal of Statistics 15, 209-225. Cameron
    & Trivedi (2013). Regression analysis of count data, 2nd ed., section 3.3.

    Examples
    --------
    >>> fit = fit_negative_binomial([0, 3, 9, 0, 4, 20], [[0], [0], [0], [1], [1], [1]])
    >>> np.exp(fit.coefficients).round(6), bool(fit.dispersion > 0.5)
    (array([4., 2.]), True)
    """
    checked = check_counts(outcome, drivers, weights)
    rows = _take_rows(checked, weighting)
    alpha, alpha_error, peak = find_dispersion(rows, _climb_counts(rows, 0.0))
    information = rows.expected_information(peak.parameters, alpha)
    covariance = (
        take_sandwich(peak.information, rows.scores(peak.parameters, alpha), rows.weights, weighting, design)
        if weighting == "probability" or design is not None
        else np.asarray(np.linalg.inv(information), dtype=np.float64)
    )
    alone = CountRows(rows.counts, np.ones((len(rows.counts), 1)), rows.weights)
    null_alpha, _, null_peak = find_dispersion(alone, _climb_counts(alone, 0.0))
    null = alone.value(alone.drivers @ null_peak.parameters, null_alpha)
    return _pack(checked, rows, peak, covariance, null_value=null, dispersion=(alpha, alpha_error))


def check_counts(outcome: ArrayLike, drivers: ArrayLike, weights: ArrayLike | None) -> Design:
    """Check a count outcome and its drivers."""
    design = check_design(outcome, drivers, weights)
    y = design.outcome
    wrong = np.flatnonzero((y < 0) | (y != np.round(y)))
    if wrong.size:
        raise DataError(f"A count is a whole number from 0; row {wrong[0]} has {y[wrong[0]]:g}.")
    if np.min(y) == np.max(y):
        raise DataError(f"The outcome is {y[0]:g} in every row: there is nothing to explain.")
    return design


def _take_rows(design: Design, weighting: str) -> CountRows:
    x = np.column_stack([np.ones(len(design.outcome)), design.drivers])
    return CountRows(design.outcome, x, scale_weights(design.weights, weighting))


def _climb_counts(rows: CountRows, alpha: float) -> Peak:
    start = np.zeros(rows.drivers.shape[1])
    start[0] = np.log(rows.weights @ rows.counts / np.sum(rows.weights))
    peak = climb(start, rows.likelihood(alpha))
    if not peak.converged or np.max(np.abs(rows.drivers @ peak.parameters - start[0])) > RUNAWAY_LOGIT:
        _refuse(rows)
    return peak


def _refuse(rows: CountRows) -> None:
    """Raise an error where a step lowers the expected counts of zeros only, and changes no other."""
    zero, other = rows.drivers[rows.counts == 0], rows.drivers[rows.counts > 0]
    directions = np.vstack([-zero, other, -other])
    if not has_no_peak(directions):
        return
    found = [j for j in range(directions.shape[1] - 1) if has_no_peak(directions[:, [0, j + 1]])]
    names = f"Driver {', '.join(map(str, found))} separates" if found else "The drivers separate"
    raise SeparationError(
        f"{names} zeros from other counts, so a coefficient is infinite: leave it out, or merge its categories.", found
    )


def _pack(
    design: Design,
    rows: CountRows,
    peak: Peak,
    covariance: Floats,
    *,
    null_value: float,
    dispersion: tuple[float, float],
) -> CountFit:
    turn = design.back(1, -1.0)
    spread = turn @ covariance @ turn.T
    level = rows.drivers @ peak.parameters
    mean, y, w = np.exp(level), rows.counts, rows.weights
    chi = w @ ((y - mean) ** 2 / (mean + dispersion[0] * mean**2))
    return CountFit(
        coefficients=turn @ peak.parameters,
        std_error=np.sqrt(np.diag(spread)),
        log_likelihood=rows.value(level, dispersion[0]),
        log_likelihood_null=null_value,
        n=float(np.sum(w)),
        converged=peak.converged,
        covariance=spread,
        dispersion=dispersion[0],
        dispersion_std_error=dispersion[1],
        deviance=rows.deviance(mean, dispersion[0]),
        pearson=float(chi / (np.sum(w) - len(peak.parameters))),
        fitted=mean,
    )
