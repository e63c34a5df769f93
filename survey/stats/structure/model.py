"""A measurement model estimated, tested and compared with its data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from survey.stats.correlations.ordinal_moments import OrdinalMoments
from survey.stats.structure.baseline import without_relations, without_residuals
from survey.stats.structure.chi_square import ChiSquare, adjust_least_squares, scale_likelihood
from survey.stats.structure.discrepancy import Discrepancy, LeastSquares, Likelihood, WeightedLeastSquares
from survey.stats.structure.fitting import Fit, fit_structure
from survey.stats.structure.identification import check_distinct
from survey.stats.structure.incomplete_fit import compare_as_complete
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
Compared = Literal["covariances", "correlations", "thresholds"]


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
    compared
        What the model is held against: covariances; polychoric correlations, in which items have no residual
        variance; or thresholds and polychoric correlations of several groups.
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
    compared: Compared = "covariances"

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
        """Of each group; correlations for ordinal items."""
        implied = [matrices.covariance for matrices in self.fit.matrices]
        if self.compared == "covariances":
            return tuple(implied)
        return tuple(_set_diagonal(one) if self.compared == "correlations" else _rescale(one) for one in implied)


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
    covariances = [check_distinct(plan.items, sample.covariance) for sample in samples]
    observed: list[Likelihood] = [sample.likelihood(with_means=plan.means) for sample in samples]
    incomplete = any(isinstance(sample, IncompleteSample) for sample in samples)
    fit = fit_structure(lay_out(plan, covariances, means), observed)
    own = [sample.alone for sample in samples]
    alone_means = [mean for mean, _ in own] if plan.means else None
    alone = fit_structure(without_relations(plan, [spread for _, spread in own], alone_means), observed)
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
        robust=_index_robustly(fit, alone, samples, test, baseline, robust=corrected),
        srmr=_average_residual(fit, samples, with_means=plan.means),
        log_likelihood=sum(sample.saturated_log_likelihood for sample in samples) - n * fit.value / 2,
        sample_covariances=tuple(covariances),
    )


def estimate_by_correlations(plan: Plan, moments: OrdinalMoments, *, weighted: bool = True) -> Model:
    """Fit a model of one group to polychoric correlations by diagonally weighted or unweighted least squares.

    Parameters
    ----------
    plan
        The model, without means.
    moments
        Of the plan's items, in its order.
    weighted
        Whether correlations are weighted by the inverse of their variance (WLSMV) or all the same (ULSMV).

    Notes
    -----
    The answers' covariance is multiplied by n / (n - 1), as lavaan and Mplus do.

    References
    ----------
    Muthén, du Toit & Spisic (1997). Asparouhov & Muthén (2010), Simple second order chi-square correction. Forero,
    Maydeu-Olivares & Gallardo-Pujol (2009), Structural Equation Modeling 16, 625-641, for unweighted least squares.
    """
    correlation = moments.polychoric.correlation
    rows, columns = np.triu_indices(len(correlation), 1)
    larger = moments.n / (moments.n - 1)
    covariance = moments.covariance[-len(rows) :, -len(rows) :] * larger
    observed = WeightedLeastSquares(
        rows=rows,
        columns=columns,
        observed=correlation[rows, columns],
        weight=1 / (moments.n * np.diag(covariance)) if weighted else np.full(len(rows), 1 / larger),
        covariance=covariance,
        n=float(moments.n),
    )
    fit = fit_structure(without_residuals(lay_out(plan, [correlation])), [observed])
    alone = fit_structure(without_residuals(without_relations(plan, [correlation], None)), [observed])
    return assemble_least_squares(plan, fit, alone, [observed], [correlation], [moments.n], compared="correlations")


def assemble_least_squares(
    plan: Plan,
    fit: Fit,
    alone: Fit,
    observed: Sequence[LeastSquares],
    covariances: Sequence[np.ndarray],
    counts: Sequence[int],
    *,
    compared: Compared,
) -> Model:
    """Test a model fitted by least squares.

    Parameters
    ----------
    fit, alone
        Of the model, and of the one without any relation between items.
    covariances
        What each group's covariances or correlations are, shape (n_items, n_items).
    counts
        Respondents of each group.
    compared
        What the cells are.
    """
    n, groups = sum(counts), len(counts)
    cells = sum(len(one.weight) for one in observed)
    spread, spread_alone = spread_least_squares(fit, observed), spread_least_squares(alone, observed)
    test = adjust_least_squares(n * fit.value, cells - fit.blueprint.n_parameters, spread)
    baseline = adjust_least_squares(n * alone.value, cells - alone.blueprint.n_parameters, spread_alone)
    plain, plain_alone = (replace(one, scaling=1.0, shift=0.0) for one in (test, baseline))
    model = Model(
        plan=plan,
        fit=fit,
        observed=tuple(observed),
        spread=spread.parameters,
        test=test,
        baseline=baseline,
        n=n,
        indices=index_fit(plain, plain_alone, n - groups, n_groups=groups),
        corrected=index_fit(test, baseline, n - groups, n_groups=groups),
        robust=None,
        srmr=float("nan"),
        log_likelihood=None,
        sample_covariances=tuple(covariances),
        compared=compared,
    )
    pairs = zip(counts, covariances, model.implied_covariances, strict=True)
    average = sum(count * root_mean_square_residual(one, implied) for count, one, implied in pairs) / n
    return replace(model, srmr=average)


def _index_robustly(
    fit: Fit, alone: Fit, samples: Sequence[Sample], test: ChiSquare, baseline: ChiSquare, *, robust: bool
) -> Indices | None:
    """Return robust indices: of incomplete answers always, of complete ones with MLR."""
    n, groups = sum(sample.n for sample in samples), len(samples)
    holes = [sample for sample in samples if isinstance(sample, IncompleteSample)]
    if holes:
        test = compare_as_complete(fit, holes, test.df, robust=robust)
        baseline = compare_as_complete(alone, holes, baseline.df, robust=robust)
    elif not robust:
        return None
    return index_robust_fit(test, baseline, n, n_groups=groups)


def _robustly(
    fit: Fit,
    observed: Sequence[Likelihood],
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


def _rescale(covariance: np.ndarray) -> np.ndarray:
    scale = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(scale, scale))
