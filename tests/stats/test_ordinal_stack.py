"""Polychoric correlations of many weightings at once, and categorical omega."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.correlations.ordinal_moments import take_ordinal_moments
from survey.stats.green_yang import categorical_omega
from survey.stats.omega import omega_total
from survey.stats.ordinal_stack import take_ordinal_stack
from survey.stats.scale_estimators import fit_ordinal_factor

LOADINGS = np.array([0.8, 0.7, 0.6, 0.5])


def draw(n: int, cuts: list[float], seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Two answers of each of n people to each of four items, alike but for errors of their own."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    own = np.sqrt(1 - LOADINGS**2)
    first, second = (
        np.searchsorted(cuts, common * LOADINGS + own * rng.normal(size=(n, 4))).astype(float) for _ in range(2)
    )
    return first, second


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    return draw(250, [-1.3, -0.6, 0.2, 1.0])[0]


def test_correlations_and_variances_are_those_of_one_at_a_time(rows):
    stack = take_ordinal_stack(rows, np.ones((1, len(rows))))
    moments = take_ordinal_moments(rows)
    np.testing.assert_allclose(stack.correlation[0], moments.polychoric.correlation, atol=1e-9)
    first, second = np.triu_indices(4, 1)
    np.testing.assert_allclose(stack.variance[0][first, second], np.diag(moments.covariance)[-6:], rtol=1e-8)
    for cuts, expected in zip(stack.cuts[0], moments.polychoric.thresholds, strict=True):
        np.testing.assert_allclose(cuts[1:-1], expected, atol=1e-12)


def test_weights_move_correlations_as_they_do_for_one_at_a_time(rows):
    weights = np.random.default_rng(2).uniform(0.5, 2, len(rows))
    stack = take_ordinal_stack(rows, np.ones((1, len(rows))), weights=weights)
    alone = take_ordinal_moments(rows, weights=weights).polychoric
    np.testing.assert_allclose(stack.correlation[0], alone.correlation, atol=1e-9)


@pytest.mark.parametrize("role", ["frequencies", "weights"])
def test_whole_numbers_are_repeated_rows(rows, role):
    for counts in np.random.default_rng(3).integers(0, 4, size=(3, len(rows))).astype(float):
        given = (counts[None], None) if role == "frequencies" else (np.ones((1, len(rows))), counts)
        stack = take_ordinal_stack(rows, given[0], weights=given[1])
        repeated = np.repeat(rows, counts.astype(int), axis=0)
        alone = take_ordinal_stack(repeated, np.ones((1, len(repeated))))
        np.testing.assert_allclose(stack.correlation, alone.correlation, atol=1e-9)
        np.testing.assert_allclose(stack.variance, alone.variance, rtol=1e-7)


def test_a_sample_without_a_category_goes_on(rows):
    counts = np.ones((1, len(rows)))
    counts[0, (rows[:, 0] == 4) | (rows[:, 1] == 2)] = 0
    stack = take_ordinal_stack(rows, counts)
    kept = rows[counts[0] > 0]
    alone = take_ordinal_stack(kept, np.ones((1, len(kept))))
    np.testing.assert_allclose(stack.correlation, alone.correlation, atol=1e-8)
    np.testing.assert_allclose(stack.variance, alone.variance, rtol=1e-6)


def test_a_sample_with_one_category_has_no_correlations(rows):
    counts = (rows[:, 0] == 2).astype(float)[None]
    assert np.isnan(take_ordinal_stack(rows, counts).correlation).all()


def test_categorical_omega_is_the_correlation_of_two_sums_of_answers():
    """Green & Yang's definition, in a sample of a million: sums of answers that share nothing but the factor."""
    cuts = [-1.5, -0.9, -0.2, 0.9]
    first, second = draw(1_000_000, cuts, seed=5)
    stacked = np.tile([-np.inf, *cuts, np.inf], (1, 4, 1))
    found = float(categorical_omega(LOADINGS[None], stacked, np.ones((4, 4)))[0])
    assert found == pytest.approx(np.corrcoef(first.sum(axis=1), second.sum(axis=1))[0, 1], abs=0.002)


def test_many_fine_categories_come_near_omega_of_the_variables_behind():
    cuts = np.linspace(-3, 3, 61)
    stacked = np.tile([-np.inf, *cuts, np.inf], (1, 4, 1))
    found = float(categorical_omega(LOADINGS[None], stacked, np.ones((4, 61)))[0])
    exact = omega_total(np.outer(LOADINGS, LOADINGS) + np.diag(1 - LOADINGS**2))
    assert found == pytest.approx(exact, abs=2e-3)


def test_the_distance_of_codes_counts(rows):
    """Codes 1, 2, 3, 4, 5 and 10, 20, … have one reliability; with a gap in them it is another."""
    stack = take_ordinal_stack(rows, np.ones((1, len(rows))))
    fit = fit_ordinal_factor(stack)
    plain = categorical_omega(fit.loadings, stack.cuts, stack.steps)[0]
    assert categorical_omega(fit.loadings, stack.cuts, 10 * stack.steps)[0] == pytest.approx(plain)
    gapped = take_ordinal_stack(np.where(rows > 2, rows + 3, rows), np.ones((1, len(rows))))
    assert gapped.steps.max() == 4
    assert categorical_omega(fit.loadings, gapped.cuts, gapped.steps)[0] != pytest.approx(plain, abs=1e-3)


def test_implied_correlations_are_the_models_own(rows):
    stack = take_ordinal_stack(rows, np.ones((1, len(rows))))
    fit = fit_ordinal_factor(stack)
    implied = fit.loadings[:, :, None] * fit.loadings[:, None, :]
    plain = categorical_omega(fit.loadings, stack.cuts, stack.steps)
    np.testing.assert_allclose(categorical_omega(fit.loadings, stack.cuts, stack.steps, implied), plain, rtol=1e-12)
