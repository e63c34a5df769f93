"""Logistic regression of an outcome that is 0 or 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.design import check_design
from survey.stats.newton import Likelihood, climb, has_no_peak
from survey.stats.pseudo_r2 import cox_snell, mcfadden, nagelkerke

Floats = NDArray[np.float64]

#: Log odds beyond this are odds above three million to one; whether they are infinite is then looked into.
RUNAWAY_LOGIT = 15.0

__all__ = ["LogisticFit", "fit_logistic"]


@dataclass(frozen=True, eq=False)
class LogisticFit:
    """Hold a logistic regression; coefficients are log odds ratios, with the intercept first.

    Parameters
    ----------
    coefficients, std_error
        Intercept, then one per driver, shape (k + 1,); standard errors from the information.
    log_likelihood, log_likelihood_null
        Of the model and of the intercept alone.
    n
        Number of rows.
    converged
        Whether the search ended at the maximum.
    """

    coefficients: Floats
    std_error: Floats
    log_likelihood: float
    log_likelihood_null: float
    n: int
    converged: bool

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


def fit_logistic(outcome: ArrayLike, drivers: ArrayLike, weights: ArrayLike | None = None) -> LogisticFit:
    """Fit the log odds of an outcome of 1 on the drivers by maximum likelihood.

    Use it for shares, such as the share on the two highest points of a scale.

    Parameters
    ----------
    outcome
        0 or 1, shape (n,), none missing.
    drivers
        Shape (n, k), none missing; dummies for nominal variables are made before.
    weights
        One per row, scaled here to sum to n; rows of weight 0 are left out.

    Returns
    -------
    LogisticFit

    Raises
    ------
    DataError
        If values are missing or other than 0 and 1, the outcome or a driver is constant, drivers determine
        one another, or drivers separate the zeros from the ones, so that a coefficient is infinite.

    Notes
    -----
    Newton's method on standardised drivers. Coefficients and pseudo-R² with whole-number weights are those of
    repeated rows; standard errors and log-likelihoods are those of n rows, because the weights are scaled, and
    they do not know of a design. Separation is told by a linear program.

    References
    ----------
    McCullagh & Nelder (1989). Generalized linear models, 2nd ed., chapter 4. Albert & Anderson (1984),
    Biometrika 71, 1-10.

    Examples
    --------
    One driver of two values: the coefficients are the log odds, and the difference of log odds.

    >>> fit = fit_logistic([0, 0, 0, 1, 0, 1, 1, 1], [[0], [0], [0], [0], [1], [1], [1], [1]])
    >>> np.exp(fit.coefficients).round(6), round(fit.mcfadden, 4)
    (array([0.333333, 9.      ]), 0.1887)
    """
    design = check_design(outcome, drivers, weights)
    y, w = design.outcome, design.weights * (len(design.weights) / design.weights.sum())
    share = _share_of_ones(y, w)
    x = np.column_stack([np.ones(len(y)), design.drivers])
    start = np.zeros(x.shape[1])
    start[0] = np.log(share / (1 - share))
    peak = climb(start, _likelihood(y, x, w))
    logit = x @ peak.parameters
    if not peak.converged or np.abs(logit).max() > RUNAWAY_LOGIT:
        _refuse_separation(y, x)
    turn = design.back(1, -1.0)
    return LogisticFit(
        coefficients=turn @ peak.parameters,
        std_error=np.sqrt(np.diag(turn @ np.linalg.inv(peak.information) @ turn.T)),
        log_likelihood=peak.log_likelihood,
        log_likelihood_null=len(y) * float(share * np.log(share) + (1 - share) * np.log1p(-share)),
        n=len(y),
        converged=peak.converged,
    )


def _share_of_ones(y: Floats, w: Floats) -> float:
    wrong = np.flatnonzero((y != 0) & (y != 1))
    if wrong.size:
        raise DataError(
            f"A logistic outcome is 0 or 1; row {wrong[0]} has {y[wrong[0]]:g}: cut the scale in two first."
        )
    share = float(w @ y / w.sum())
    if np.min(y) == np.max(y):
        raise DataError(f"The outcome is {y[0]:g} in every row: there is nothing to explain.")
    return share


def _likelihood(y: Floats, x: Floats, w: Floats) -> Likelihood:
    from scipy.special import expit, log_expit

    sign = 2 * y - 1

    def evaluate(parameters: Floats) -> tuple[float, Floats, Floats]:
        logit = x @ parameters
        p = expit(logit)
        information = (x * (w * p * (1 - p))[:, None]).T @ x
        return float(w @ log_expit(sign * logit)), x.T @ (w * (y - p)), information

    return evaluate


def _refuse_separation(y: Floats, x: Floats) -> None:
    if has_no_peak(x * (2 * y - 1)[:, None]):
        raise DataError(
            "The drivers separate the zeros of the outcome from its ones, so a coefficient is infinite: "
            "leave out the driver that does it, merge its categories, or cut the outcome elsewhere."
        )
