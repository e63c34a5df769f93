"""The model of an outcome as terms with their standard errors, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Protocol

import numpy as np

from survey.errors import OptionError
from survey.stats.logistic import LogisticFit, fit_logistic
from survey.stats.ordinal import OrderedFit, fit_ordered
from survey.stats.outcomes.count_models import CountFit, fit_negative_binomial, fit_poisson
from survey.stats.outcomes.criteria import akaike, bayesian, gaussian_log_likelihood
from survey.stats.outcomes.least_squares import linearised_errors
from survey.stats.outcomes.ordered_design import OrderedDesign, order_answers
from survey.stats.outcomes.partial_odds import fit_partial_odds
from survey.stats.outcomes.sandwich import Weighting
from survey.stats.outcomes.separation import SeparationError
from survey.stats.regression import fit_ols
from survey.stats.sample_design import SampleDesign

PSEUDO_R2 = ("mcfadden", "cox_snell", "nagelkerke")
INTERCEPT = "(intercept)"


@dataclass(frozen=True, kw_only=True)
class FittedOutcome:
    """What every kind of model has.

    Attributes
    ----------
    constants, constants_error
        Intercept or thresholds.
    constant_names
        "(intercept)", or the cuts as "3|4".
    slopes, slopes_error
        Of drivers and controls, shape (cuts, k): one row where every cut has the same.
    free
        Positions of drivers whose rows differ.
    measures
        Column of the table of fit to value.
    df
        Degrees of freedom of t statistics; infinity for normal ones.
    infeasible
        Share of respondents for whom some answer has a negative fitted chance.
    partial_test
        Statistic, degrees of freedom and p value of common slopes against free ones.
    """

    constants: np.ndarray
    constants_error: np.ndarray
    constant_names: list[str]
    slopes: np.ndarray
    slopes_error: np.ndarray
    measures: dict[str, float]
    df: float
    converged: bool = True
    free: tuple[int, ...] = ()
    infeasible: float = 0.0
    partial_test: tuple[float, int, float] | None = None
    count: CountFit | None = None


@dataclass(frozen=True, kw_only=True)
class ModelRows:
    """Outcome, drivers and weights as a model takes them."""

    outcome: np.ndarray
    drivers: np.ndarray
    weights: np.ndarray | None
    weighting: Weighting
    names: list[str]
    free: tuple[int, ...] = field(default=())
    design: SampleDesign | None = None

    @cached_property
    def ordered(self) -> OrderedDesign:
        """Return ordered answers, checked and sorted once for all their models."""
        return order_answers(self.outcome, self.drivers, self.weights, self.weighting)

    @cached_property
    def proportional(self) -> OrderedFit:
        """Return the model of ordered answers with one slope for every driver."""
        return fit_ordered(self.ordered, design=self.design)

    @property
    def n(self) -> int:
        """Return the respondents: the rows, or the sum of frequencies."""
        if self.weighting == "frequency" and self.weights is not None:
            return round(float(np.sum(self.weights)))
        return len(self.outcome)

    def test_df(self, terms: int) -> float:
        """Return the degrees of freedom of tests: those of the design or of probability weights, else normal."""
        if self.design is not None:
            return float(self.design.df - len(self.names))
        return float(len(self.outcome) - terms) if self.weighting == "probability" else float("inf")


class _Likelihoods(Protocol):
    @property
    def log_likelihood(self) -> float: ...
    @property
    def log_likelihood_null(self) -> float: ...
    @property
    def deviance(self) -> float: ...
    @property
    def n(self) -> float: ...


def fit_outcome(model: str, rows: ModelRows) -> FittedOutcome:
    """Fit the model; an error about separation names the drivers.

    Raises
    ------
    SeparationError
        Drivers separate the answers.
    """
    try:
        return _FITS[model](rows)
    except SeparationError as error:
        which = ", ".join(repr(rows.names[at]) for at in error.drivers)
        said = f"{which} separates" if len(error.drivers) == 1 else f"{which or 'the drivers together'} separate"
        raise SeparationError(
            f"{said} the answers of the outcome: some value goes with one side only, so a coefficient is infinite. "
            "Leave the driver out, merge its rare values, or cut or merge the outcome's answers elsewhere.",
            error.drivers,
        ) from error


def _measure(fit: _Likelihoods, terms: int, weighting: Weighting) -> dict[str, float]:
    """Return the measures of fit; with probability weights the likelihood is none, and has no criteria."""
    plain = weighting == "frequency"
    return {
        "log_likelihood": fit.log_likelihood,
        "log_likelihood_null": fit.log_likelihood_null,
        "deviance": fit.deviance,
        **{name: float(getattr(fit, name)) for name in PSEUDO_R2},
        "aic": akaike(fit.log_likelihood, terms) if plain else float("nan"),
        "bic": bayesian(fit.log_likelihood, terms, fit.n) if plain else float("nan"),
    }


def _fit_continuous(rows: ModelRows) -> FittedOutcome:
    y, x, w = rows.outcome, rows.drivers, rows.weights
    if rows.weighting == "frequency" and w is not None:
        if np.any(w != np.round(w)):
            raise OptionError("weighting='frequency' of a score takes whole numbers; these are no frequencies.")
        y, x, w = np.repeat(y, w.astype(int)), np.repeat(x, w.astype(int), axis=0), None
    fit = fit_ols(y, x, w)
    value = gaussian_log_likelihood(y - fit.coefficients[0] - x @ fit.coefficients[1:], w)
    terms = len(fit.coefficients) + 1
    plain = w is None
    errors, df = fit.std_error, float(fit.df)
    if rows.design is not None:
        errors, df = linearised_errors(y, x, w, fit.coefficients, rows.design), rows.test_df(terms)
    return FittedOutcome(
        constants=fit.coefficients[:1],
        constants_error=errors[:1],
        constant_names=[INTERCEPT],
        slopes=fit.coefficients[None, 1:],
        slopes_error=errors[None, 1:],
        df=df,
        measures={
            "log_likelihood": value,
            "log_likelihood_null": gaussian_log_likelihood(y - np.average(y, weights=w), w),
            "r2": fit.r2,
            "adj_r2": fit.adj_r2,
            "aic": akaike(value, terms) if plain else float("nan"),
            "bic": bayesian(value, terms, fit.n) if plain else float("nan"),
        },
    )


def _fit_logistic(rows: ModelRows) -> FittedOutcome:
    fit = fit_logistic(rows.outcome, rows.drivers, rows.weights, weighting=rows.weighting, design=rows.design)
    return _pack_slopes(fit, rows, _measure(fit, len(fit.coefficients), rows.weighting))


def _fit_ordered(rows: ModelRows) -> FittedOutcome:
    if rows.free:
        return _fit_partial(rows)
    fit = rows.proportional
    return FittedOutcome(
        constants=fit.thresholds,
        constants_error=fit.thresholds_std_error,
        constant_names=name_cuts(fit.categories),
        slopes=fit.coefficients[None],
        slopes_error=fit.std_error[None],
        converged=fit.converged,
        df=rows.test_df(len(fit.covariance)),
        measures=_measure(fit, len(fit.covariance), rows.weighting),
    )


def _fit_partial(rows: ModelRows) -> FittedOutcome:
    fit = fit_partial_odds(
        rows.outcome, rows.drivers, rows.free, rows.weights, weighting=rows.weighting, design=rows.design
    )
    return FittedOutcome(
        constants=fit.thresholds,
        constants_error=fit.thresholds_std_error,
        constant_names=name_cuts(fit.categories),
        slopes=fit.slopes,
        slopes_error=fit.std_error,
        converged=fit.converged,
        df=rows.test_df(len(fit.covariance)),
        measures=_measure(fit, len(fit.covariance), rows.weighting),
        free=fit.free,
        infeasible=fit.infeasible,
        partial_test=(fit.statistic, fit.df, fit.p_value),
    )


def name_cuts(categories: np.ndarray) -> list[str]:
    """Return every cut as the answers on its sides."""
    return [f"{low:g}|{high:g}" for low, high in pairwise(categories)]


def _pack_count(fit: CountFit, rows: ModelRows, terms: int) -> FittedOutcome:
    measures = {**_measure(fit, terms, rows.weighting), "dispersion": fit.dispersion, "pearson": fit.pearson}
    return replace(_pack_slopes(fit, rows, measures), count=fit)


def _pack_slopes(fit: LogisticFit | CountFit, rows: ModelRows, measures: dict[str, float]) -> FittedOutcome:
    """Return a model of one intercept and one slope a driver."""
    return FittedOutcome(
        constants=fit.coefficients[:1],
        constants_error=fit.std_error[:1],
        constant_names=[INTERCEPT],
        slopes=fit.coefficients[None, 1:],
        slopes_error=fit.std_error[None, 1:],
        converged=fit.converged,
        df=rows.test_df(len(fit.coefficients)),
        measures=measures,
    )


def _fit_poisson(rows: ModelRows) -> FittedOutcome:
    fit = fit_poisson(rows.outcome, rows.drivers, rows.weights, weighting=rows.weighting, design=rows.design)
    return _pack_count(fit, rows, len(fit.coefficients))


def _fit_negative_binomial(rows: ModelRows) -> FittedOutcome:
    fit = fit_negative_binomial(rows.outcome, rows.drivers, rows.weights, weighting=rows.weighting, design=rows.design)
    return _pack_count(fit, rows, len(fit.coefficients) + 1)


_FITS: dict[str, Callable[[ModelRows], FittedOutcome]] = {
    "continuous": _fit_continuous,
    "logistic": _fit_logistic,
    "ordinal": _fit_ordered,
    "poisson": _fit_poisson,
    "negative_binomial": _fit_negative_binomial,
}
