"""Gradients of every discrepancy, and the slopes and curvature behind the errors, against numerical derivatives."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.correlations.ordinal_moments import take_ordinal_moments
from survey.stats.structure.baseline import without_residuals
from survey.stats.structure.blueprint import Blueprint
from survey.stats.structure.discrepancy import Discrepancy, WeightedLeastSquares, stack_slopes
from survey.stats.structure.implied import Slopes, differentiate, fill_matrices, pull_parameters
from survey.stats.structure.ordinal_discrepancy import OrdinalLeastSquares
from survey.stats.structure.ordinal_layout import lay_out_ordinal
from survey.stats.structure.planning import Plan, lay_out
from survey.stats.structure.samples import CompleteSample, IncompleteSample
from survey.stats.structure.syntax import parse_model

MODEL = "f =~ x1 + x2 + x3\ng =~ x4 + x5 + x6 + x1\nx2 ~~ x5\ng ~ f"
RANDOM = np.random.default_rng(5)
LATENT = RANDOM.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], 300)
ROWS = np.repeat(LATENT, 3, axis=1) * 0.8 + RANDOM.normal(size=(300, 6)) * 0.6 + np.arange(6)
CODES = np.digitize(ROWS - np.arange(6), [-0.8, 0.1, 0.9]).astype(float)
WEIGHTS = RANDOM.uniform(0.5, 1.5, 300)
HOLES = np.where(RANDOM.random(ROWS.shape) < 0.2, np.nan, ROWS)
EVERYONE = np.ones(300)


def least_squares(matrix: np.ndarray, *, diagonal: bool) -> WeightedLeastSquares:
    rows, columns = np.tril_indices(6, 0 if diagonal else -1)
    weight = np.linspace(0.5, 2, len(rows))
    cells = matrix[rows, columns]
    return WeightedLeastSquares(
        rows=rows, columns=columns, observed=cells, weight=weight, covariance=np.eye(len(rows)), n=300.0
    )


def ordinal() -> tuple[Blueprint, OrdinalLeastSquares]:
    found = take_ordinal_moments(CODES).polychoric
    plan = Plan(terms=parse_model(MODEL), scaling="variance", means=True)
    rows, columns = np.triu_indices(6, 1)
    observed = np.concatenate([*found.thresholds, found.correlation[rows, columns]])
    compared = OrdinalLeastSquares(
        items=np.repeat(np.arange(6), 3),
        cuts=np.tile(np.arange(3), 6),
        rows=rows,
        columns=columns,
        observed=observed,
        weight=np.linspace(0.5, 2, len(observed)),
        covariance=np.eye(len(observed)),
        n=300.0,
    )
    return lay_out_ordinal(plan, [found.correlation], [found.thresholds]), compared


def make(kind: str) -> tuple[Blueprint, Discrepancy]:
    if kind == "thresholds":
        return ordinal()
    plan = Plan(terms=parse_model(MODEL), means="means" in kind or kind == "incomplete")
    complete = CompleteSample(rows=ROWS, weights=WEIGHTS / np.mean(WEIGHTS))
    blueprint = lay_out(plan, [complete.covariance], [complete.mean])
    if kind == "incomplete":
        sample = IncompleteSample(rows=HOLES, weights=WEIGHTS / np.mean(WEIGHTS))
        return blueprint, sample.likelihood(with_means=True)
    if kind == "covariances":
        return blueprint, least_squares(complete.covariance, diagonal=True)
    if kind == "correlations":
        correlation = np.corrcoef(ROWS.T)
        return without_residuals(lay_out(plan, [correlation])), least_squares(correlation, diagonal=False)
    return blueprint, complete.likelihood(with_means=plan.means)


def near(blueprint: Blueprint) -> np.ndarray:
    """Return parameters away from where anything is special."""
    random = np.random.default_rng(8)
    starts = blueprint.starts()
    return starts * random.uniform(0.8, 1.2, len(starts)) + np.where(starts == 0, random.uniform(0.05, 0.2), 0.0)


def slopes_at(blueprint: Blueprint, at: np.ndarray) -> Slopes:
    return differentiate(blueprint, blueprint.groups[0], fill_matrices(blueprint, blueprint.groups[0], at))


def derive(function, at: np.ndarray, step: float = 1e-5) -> np.ndarray:
    columns = [(function(at + one) - function(at - one)) / (2 * step) for one in np.eye(len(at)) * step]
    return np.array(columns)


KINDS = ["complete", "complete with means", "incomplete", "covariances", "correlations", "thresholds"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_gradient_is_the_slope_of_the_value(kind):
    blueprint, compared = make(kind)
    at, group = near(blueprint), blueprint.groups[0]
    found = compared.gradient(fill_matrices(blueprint, group, at), slopes_at(blueprint, at))
    expected = derive(lambda one: compared.value(fill_matrices(blueprint, group, one)), at)
    assert np.max(np.abs(expected)) > 0.01
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6 * np.max(np.abs(expected)))


@pytest.mark.parametrize("kind", ["covariances", "correlations", "thresholds"])
def test_cells_move_as_their_derivatives_say(kind):
    blueprint, compared = make(kind)
    at, group = near(blueprint), blueprint.groups[0]
    found = compared.move(fill_matrices(blueprint, group, at), slopes_at(blueprint, at))
    expected = -derive(lambda one: compared.gap(fill_matrices(blueprint, group, one)), at)
    np.testing.assert_allclose(found, expected, atol=1e-7)


@pytest.mark.parametrize("kind", ["complete with means", "incomplete"])
def test_the_curve_is_the_second_derivative_of_the_likelihood(kind):
    """By parameters that enter the moments linearly, the moments' own curvature adds nothing: the curve is all."""
    blueprint, compared = make(kind)
    at, group = near(blueprint), blueprint.groups[0]
    linear = [number for number, name in enumerate(blueprint.names) if "~ 1" in name or name in LINEAR]
    assert len(linear) > 10

    def slope(one: np.ndarray) -> np.ndarray:
        return -compared.n / 2 * compared.gradient(fill_matrices(blueprint, group, one), slopes_at(blueprint, one))

    moved = stack_slopes(slopes_at(blueprint, at))
    curve = compared.curve(fill_matrices(blueprint, group, at))
    found = (moved @ curve.information @ moved.T)[np.ix_(linear, linear)]
    expected = -derive(slope, at)[np.ix_(linear, linear)]
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6 * np.max(np.abs(expected)))


LINEAR = ["x1 ~~ x1", "x2 ~~ x2", "x3 ~~ x3", "x4 ~~ x4", "x5 ~~ x5", "x6 ~~ x6", "x2 ~~ x5"]


def test_pulled_slopes_are_the_product_with_the_derivatives():
    blueprint, compared = make("complete with means")
    at, group = near(blueprint), blueprint.groups[0]
    matrices, slopes = fill_matrices(blueprint, group, at), slopes_at(blueprint, at)
    curve = compared.curve(matrices)
    found = pull_parameters(blueprint, group, matrices, curve.mean, curve.covariance)
    expected = np.tensordot(slopes.covariance, curve.covariance, 2) + slopes.mean @ curve.mean
    np.testing.assert_allclose(found, expected, rtol=1e-10)


@pytest.mark.parametrize(
    "sample", [CompleteSample(rows=ROWS, weights=WEIGHTS), IncompleteSample(rows=HOLES, weights=WEIGHTS)]
)
def test_respondents_scores_sum_to_the_gradient(sample):
    blueprint, _ = make("complete with means")
    at, group = near(blueprint), blueprint.groups[0]
    matrices, slopes = fill_matrices(blueprint, group, at), slopes_at(blueprint, at)
    compared = sample.likelihood(with_means=True)
    total = np.sum(sample.score(matrices, slopes, with_means=True), axis=0)
    np.testing.assert_allclose(total, -compared.n / 2 * compared.gradient(matrices, slopes), rtol=1e-8, atol=1e-6)
