"""General dominance of any measure of fit: Shapley's axioms, agreement with LMG, shares of pseudo-R²."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from survey.errors import DataError, OptionError
from survey.stats.general_dominance import MEASURES, MODELS, general_dominance, outcome_dominance, subset_values
from survey.stats.importance import lmg, r_squared
from survey.stats.logistic import fit_logistic
from survey.stats.moments import take_moments
from survey.stats.ordinal import fit_proportional_odds
from survey.stats.outcomes.count_models import fit_negative_binomial, fit_poisson

FITS = {
    "logistic": fit_logistic,
    "ordinal": fit_proportional_odds,
    "poisson": fit_poisson,
    "negative_binomial": fit_negative_binomial,
}


@pytest.fixture(scope="module")
def sample() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    x = rng.normal(size=(150, 3)) + rng.normal(size=(150, 1))
    return x @ [1.0, 0.5, 0.0] + rng.logistic(size=150), x


def outcome_of(model, score):
    if model in ("poisson", "negative_binomial"):
        return np.floor(np.exp(score / 2))
    return (score > 0).astype(float) if model == "logistic" else np.digitize(score, [-1, 0, 1.5])


def test_it_is_the_average_gain_over_all_orders():
    values = np.random.default_rng(6).normal(size=16)
    gains = np.zeros(4)
    orders = list(permutations(range(4)))
    for order in orders:
        subset = 0
        for driver in order:
            gains[driver] += values[subset | 1 << driver] - values[subset]
            subset |= 1 << driver
    np.testing.assert_allclose(general_dominance(values), gains / len(orders), atol=1e-14)


def test_of_r_squared_it_is_lmg(sample):
    cov = take_moments(np.column_stack(sample)).covariance

    def fit(chosen):
        rows = [0, *(j + 1 for j in chosen)]
        return float(r_squared(cov[np.ix_(rows, rows)])) if chosen else 0.0

    np.testing.assert_allclose(general_dominance(subset_values(3, fit)), lmg(cov), rtol=1e-10)


def test_subsets_come_in_the_order_of_their_bits():
    asked = []
    subset_values(3, lambda chosen: asked.append(chosen) or 0.0)
    assert asked == [[], [0], [1], [0, 1], [2], [0, 2], [1, 2], [0, 1, 2]]


@pytest.mark.parametrize("shape", [(1,), (3,), (0,), (2, 2), (12,)])
def test_lengths_other_than_powers_of_two_are_refused(shape):
    with pytest.raises(DataError, match="subsets"):
        general_dominance(np.zeros(shape))


def test_a_missing_fit_is_refused():
    with pytest.raises(DataError, match="subset 2"):
        general_dominance([0.0, 1.0, np.nan, 2.0])


@pytest.mark.parametrize("k", [0, 16])
def test_too_few_and_too_many_drivers_are_refused(k):
    with pytest.raises(DataError, match="drivers"):
        subset_values(k, lambda chosen: 0.0)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("model", MODELS)
def test_shares_sum_to_the_pseudo_r_squared(sample, model, measure):
    y = outcome_of(model, sample[0])
    shares = outcome_dominance(y, sample[1], model=model, measure=measure)
    assert shares.sum() == pytest.approx(getattr(FITS[model](y, sample[1]), measure), rel=1e-10)


@pytest.mark.parametrize("model", MODELS)
def test_whole_number_weights_are_repeated_rows(sample, model):
    y, x = outcome_of(model, sample[0]), sample[1]
    weights = np.random.default_rng(7).integers(0, 4, len(y))
    rows = np.repeat(np.arange(len(y)), weights)
    for measure in MEASURES:
        found = outcome_dominance(y, x, model=model, measure=measure, weights=weights)
        np.testing.assert_allclose(found, outcome_dominance(y[rows], x[rows], model=model, measure=measure), rtol=1e-8)
        # only proportions matter
        scaled = outcome_dominance(y, x, model=model, measure=measure, weights=weights * 0.37)
        np.testing.assert_allclose(scaled, found, rtol=1e-8)


@pytest.mark.parametrize("model", MODELS)
def test_column_order_and_units_do_not_matter(sample, model):
    y, x = outcome_of(model, sample[0]), sample[1]
    shares = outcome_dominance(y, x, model=model)
    np.testing.assert_allclose(outcome_dominance(y, x[:, ::-1] * 100 + 7, model=model), shares[::-1], rtol=1e-8)


def test_two_answers_give_the_same_shares_in_both_models(sample):
    y = outcome_of("logistic", sample[0])
    np.testing.assert_allclose(
        outcome_dominance(y, sample[1]), outcome_dominance(y, sample[1], model="ordinal"), rtol=1e-8
    )


def test_unknown_options_are_refused(sample):
    y, x = outcome_of("logistic", sample[0]), sample[1]
    with pytest.raises(OptionError, match="logistic, ordinal"):
        outcome_dominance(y, x, model="probit")
    with pytest.raises(OptionError, match="mcfadden, nagelkerke"):
        outcome_dominance(y, x, measure="tjur")
