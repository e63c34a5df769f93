"""A measurement model estimated, tested and compared with its data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from survey.stats.correlations.ordinal_moments import OrdinalMoments
from survey.stats.structure.blueprint import Blueprint, BlueprintBuilder, Cell, Group
from survey.stats.structure.chi_square import ChiSquare, adjust_least_squares, scale_likelihood
from survey.stats.structure.discrepancy import Discrepancy, WeightedLeastSquares
from survey.stats.structure.fitting import Fit, fit_structure
from survey.stats.structure.indices import Indices, index_fit, index_robust_fit, root_mean_square_residual
from survey.stats.structure.planning import Plan, lay_out
from survey.stats.structure.samples import IncompleteSample, Sample
from survey.stats.structure.saturated import trace_saturated
from survey.stats.structure.uncertainty import (
    sandwich,
    spread_least_squares,
    sum_expected_information,
    sum_observed_information,
    sum_score_products,
)

LikelihoodEstimator = Literal["ML", "MLR"]


@dataclass(frozen=True, kw_only=True)
class Model:
    """A fitted model with its tests.

    Attributes
    ----------
    plan, fit
        What was asked, and what was found.
    observed
        What each group's model was compared with.
    spread
        Sampling covariance of the parameters.
    test, baseline
        Of the model, and of the one without any relation between items.
    n
        Respondents of all groups.
    indices, corrected, robust
        Fit indices from the plain statistics, from the corrected ones, and robust ones (likelihood of complete
        answers only); None where there is no correction.
    srmr
        Standardised root mean square residual.
    log_likelihood
        None for least squares.
    sample_covariances
        Of each group: covariances, or polychoric correlations.
    """

    plan: Plan
    fit: Fit
    observed: tuple[Discrepancy, ...]
    spread: np.ndarray
    test: ChiSquare
    baseline: ChiSquare
    n: int
    indices: Indices
    corrected: Indices | None
    robust: Indices | None
    srmr: float
    log_likelihood: float | None
    sample_covariances: tuple[np.ndarray, ...]

    @property
    def aic(self) -> float | None:
        """Akaike's criterion."""
        return None if self.log_likelihood is None else 2 * self.fit.blueprint.n_parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float | None:
        """Schwarz's criterion."""
        if self.log_likelihood is None:
            return None
        return float(np.log(self.n)) * self.fit.blueprint.n_parameters - 2 * self.log_likelihood

    @property
    def implied_covariances(self) -> tuple[np.ndarray, ...]:
        """Of each group; with ones on the diagonal for polychoric correlations."""
        if not isinstance(self.observed[0], WeightedLeastSquares):
            return tuple(matrices.covariance for matrices in self.fit.matrices)
        return tuple(_set_diagonal(matrices.covariance) for matrices in self.fit.matrices)


def estimate_by_likelihood(plan: Plan, samples: Sequence[Sample], *, estimator: LikelihoodEstimator = "ML") -> Model:
    """Fit a model by maximum likelihood.

    Parameters
    ----------
    plan
        The model; it must have means where a sample is incomplete.
    samples
        One a group, the items in the plan's order.
    estimator
        ``ML``: errors from the expected information (the observed one for incomplete answers). ``MLR``: the same
        estimates with errors and a test that hold without normality.

    References
    ----------
    Jöreskog (1969), Psychometrika 34, 183-202. Yuan & Bentler (2000), Sociological Methodology 30, 165-200.
    """
    means = [sample.mean for sample in samples] if plan.means else None
    covariances = [sample.covariance for sample in samples]
    observed: list[Discrepancy] = [sample.likelihood(with_means=plan.means) for sample in samples]
    incomplete = any(isinstance(sample, IncompleteSample) for sample in samples)
    fit = fit_structure(lay_out(plan, covariances, means), observed)
    alone = fit_structure(_without_relations(plan, covariances, means), observed)
    n = sum(sample.n for sample in samples)
    df = _count_moments(plan, len(samples)) - fit.blueprint.n_parameters
    df_alone = len(samples) * len(plan.items) * (len(plan.items) - 1) // 2
    if estimator == "MLR":
        saturated = trace_saturated(samples, with_means=plan.means)
        spread, test = _robustly(fit, observed, samples, df, n, saturated, with_means=plan.means)
        baseline = _robustly(alone, observed, samples, df_alone, n, saturated, with_means=plan.means)[1]
    else:
        expected = sum_expected_information(fit, observed)
        spread = np.linalg.inv(sum_observed_information(fit, observed, expected) if incomplete else expected)
        test = ChiSquare(statistic=n * fit.value, df=df)
        baseline = ChiSquare(statistic=n * alone.value, df=df_alone)
    plain, plain_alone = replace(test, scaling=1.0), replace(baseline, scaling=1.0)
    groups, corrected = len(samples), estimator == "MLR"
    return Model(
        plan=plan,
        fit=fit,
        observed=tuple(observed),
        spread=spread,
        test=test,
        baseline=baseline,
        n=n,
        indices=index_fit(plain, plain_alone, n, n_groups=groups),
        corrected=index_fit(test, baseline, n, n_groups=groups) if corrected else None,
        robust=index_robust_fit(test, baseline, n, n_groups=groups) if corrected and not incomplete else None,
        srmr=_average_residual(fit, samples, with_means=plan.means),
        log_likelihood=sum(sample.saturated_log_likelihood for sample in samples) - n * fit.value / 2,
        sample_covariances=tuple(covariances),
    )


def estimate_by_correlations(plan: Plan, moments: OrdinalMoments) -> Model:
    """Fit a model of one group to polychoric correlations by diagonally weighted least squares.

    Parameters
    ----------
    plan
        The model, without means.
    moments
        Of the plan's items, in its order.

    Notes
    -----
    The answers' covariance is multiplied by n / (n - 1), as lavaan and Mplus do.

    References
    ----------
    Muthén, du Toit & Spisic (1997). Asparouhov & Muthén (2010), Simple second order chi-square correction.
    """
    correlation = moments.polychoric.correlation
    rows, columns = np.triu_indices(len(correlation), 1)
    covariance = moments.covariance[-len(rows) :, -len(rows) :] * (moments.n / (moments.n - 1))
    observed = WeightedLeastSquares(
        rows=rows,
        columns=columns,
        observed=correlation[rows, columns],
        weight=1 / np.diag(covariance),
        n=float(moments.n),
    )
    fit = fit_structure(_without_residuals(lay_out(plan, [correlation])), [observed])
    test = adjust_least_squares(fit, observed, covariance)
    baseline = adjust_least_squares(None, observed, covariance)
    plain, plain_alone = (replace(one, scaling=1.0, shift=0.0) for one in (test, baseline))
    implied = _set_diagonal(fit.matrices[0].covariance)
    return Model(
        plan=plan,
        fit=fit,
        observed=(observed,),
        spread=spread_least_squares(fit, observed, covariance),
        test=test,
        baseline=baseline,
        n=moments.n,
        indices=index_fit(plain, plain_alone, moments.n - 1),
        corrected=index_fit(test, baseline, moments.n - 1),
        robust=None,
        srmr=root_mean_square_residual(correlation, implied),
        log_likelihood=None,
        sample_covariances=(correlation,),
    )


def _robustly(
    fit: Fit,
    observed: Sequence[Discrepancy],
    samples: Sequence[Sample],
    df: int,
    n: int,
    saturated: float,
    *,
    with_means: bool,
) -> tuple[np.ndarray, ChiSquare]:
    """Return the sandwich covariance of the parameters and the scaled test."""
    expected = sum_expected_information(fit, observed)
    information = sum_observed_information(fit, observed, expected)
    products = sum_score_products(fit, samples, with_means=with_means)
    test = scale_likelihood(n * fit.value, df, saturated=saturated, information=information, products=products)
    return sandwich(information, products), test


def _without_relations(plan: Plan, covariances: Sequence[np.ndarray], means: Sequence[np.ndarray] | None) -> Blueprint:
    """Return the model whose items have variances only."""
    builder = BlueprintBuilder(plan.items, ())
    for group, covariance in enumerate(covariances):
        builder.open_group()
        for one, item in enumerate(plan.items):
            builder.free("residual", one, one, name=f"{item} ~~ {item} [{group}]", start=float(covariance[one, one]))
            if means is not None:
                builder.free("intercept", one, 0, name=f"{item} ~ 1 [{group}]", start=float(means[group][one]))
    return builder.build()


def _without_residuals(blueprint: Blueprint) -> Blueprint:
    """Take the residual variances out of a model of correlations, whose diagonal is not compared."""
    gone = {
        cell.parameter
        for group in blueprint.groups
        for cell in group.cells
        if cell.matrix == "residual" and cell.row == cell.column
    }
    kept = [number for number in range(blueprint.n_parameters) if number not in gone]
    places = {old: new for new, old in enumerate(kept)}

    def move(cell: Cell) -> Cell:
        return replace(cell, parameter=places.get(cell.parameter, cell.parameter))

    groups = tuple(
        Group(cells=tuple(move(cell) for cell in group.cells if cell.parameter not in gone or cell.parameter < 0))
        for group in blueprint.groups
    )
    names = tuple(blueprint.names[number] for number in kept)
    return replace(blueprint, groups=groups, n_parameters=len(kept), names=names)


def _count_moments(plan: Plan, groups: int) -> int:
    items = len(plan.items)
    return groups * (items * (items + 1) // 2 + items * plan.means)


def _average_residual(fit: Fit, samples: Sequence[Sample], *, with_means: bool) -> float:
    """Return the groups' SRMR weighted by their respondents, with means where the model has them."""
    total = 0.0
    for matrices, sample in zip(fit.matrices, samples, strict=True):
        gap = (sample.mean - matrices.item_mean) / np.sqrt(np.diag(sample.covariance)) if with_means else None
        total += sample.n * root_mean_square_residual(sample.covariance, matrices.covariance, means=gap)
    return total / sum(sample.n for sample in samples)


def _set_diagonal(covariance: np.ndarray) -> np.ndarray:
    filled = covariance.copy()
    np.fill_diagonal(filled, 1.0)
    return filled
