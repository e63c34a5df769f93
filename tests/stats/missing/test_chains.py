"""Chained equations: what stays, what is drawn, and hard data."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.missing.chains import run_chains
from survey.stats.missing.convergence import reduce_scale
from survey.stats.missing.predictors import choose_predictors, correlate_pairs
from survey.stats.missing.variable import Variable


def variable(name: str, values: np.ndarray, asked: np.ndarray | None = None, **options) -> Variable:
    table = values if values.ndim == 2 else values[:, None]
    return Variable(
        name=name, values=table, asked=np.ones(len(table), dtype=bool) if asked is None else asked, **options
    )


@pytest.fixture(scope="module")
def ratings() -> np.ndarray:
    rng = np.random.default_rng(1)
    x = np.clip(np.round(4 + rng.normal(size=(300, 1)) + rng.normal(size=(300, 5))), 1, 7)
    x[rng.random((300, 5)) < 0.15] = np.nan
    return x


def as_variables(rows: np.ndarray, **options) -> list[Variable]:
    return [variable(f"q{place}", column, **options) for place, column in enumerate(rows.T)]


def test_draws_are_answers_and_the_same_with_the_same_seed(ratings):
    variables = as_variables(ratings)
    chains, again = (run_chains(variables, m=3, iterations=4, seed=7) for _ in range(2))
    more = run_chains(variables, m=5, iterations=4, seed=7)
    other = run_chains(variables, m=3, iterations=4, seed=8)
    for place, part in enumerate(chains.imputed):
        assert part.shape == (3, np.isnan(ratings[:, place]).sum(), 1)
        assert set(np.unique(part)) <= set(np.unique(ratings[:, place]))
        np.testing.assert_array_equal(part, again.imputed[place])
        np.testing.assert_array_equal(part, more.imputed[place][:3])
    assert any(np.any(one != two) for one, two in zip(chains.imputed, other.imputed, strict=True))
    assert chains.mean.shape == (3, 4, 5)
    np.testing.assert_allclose(chains.mean[:, -1, 0], chains.imputed[0][:, :, 0].mean(axis=1))


def test_the_scale_of_weights_does_not_matter_and_weight_zero_gives_no_answers(ratings):
    variables = as_variables(ratings)
    plain = run_chains(variables, m=2, iterations=3, seed=1)
    equal = run_chains(variables, m=2, iterations=3, seed=1, weights=np.full(300, 4.0))
    for one, two in zip(plain.imputed, equal.imputed, strict=True):
        np.testing.assert_array_equal(one, two)
    marked, weights = ratings.copy(), np.ones(300)
    weights[:40] = 0
    marked[:40] = np.where(np.isnan(marked[:40]), np.nan, 99.0)
    chains = run_chains(as_variables(marked), m=2, iterations=3, seed=1, weights=weights)
    assert all(np.max(part) <= 7 for part in chains.imputed)


def test_those_who_answered_are_matched_by_estimated_lines_and_the_others_by_drawn_ones(monkeypatch):
    """Type-1 matching: with slopes 1 and 2 an x of 1 is predicted as 2, which is what an x of 2 is."""
    from survey.stats.missing import chains, matching

    def lines(gram, outcomes, predictors, rng):
        slopes = np.ones((1, 1))
        return matching.Lines(predictors, np.zeros(1), slopes, np.zeros(1), 2 * slopes)

    monkeypatch.setattr(chains, "draw_lines", lines)
    x = np.append(np.linspace(-2, 2, 401), 0.5)
    scaled = (x - x.mean()) / x.std()
    answer = np.append(scaled[:-1], np.nan)
    drawn = run_chains([variable("answer", answer), variable("x", x)], m=5, iterations=1, seed=1).imputed[0]
    np.testing.assert_allclose(drawn, 2 * scaled[-1], atol=0.03)


def test_only_those_asked_are_imputed(ratings):
    asked = np.random.default_rng(2).random(300) < 0.6
    routed = np.where(asked, ratings[:, 0], np.nan)
    variables = [variable("routed", routed, asked), *as_variables(ratings[:, 1:])]
    chains = run_chains(variables, m=2, iterations=3, seed=1)
    assert chains.imputed[0].shape[1] == np.sum(asked & np.isnan(routed))
    assert 0 in chains.predictors[1]


def test_several_columns_are_drawn_together():
    rng = np.random.default_rng(3)
    z = rng.normal(size=400)
    options = np.column_stack([z > 0, z > 1, z <= 0]).astype(float)  # the third excludes the others
    options[rng.random(400) < 0.2] = np.nan
    chains = run_chains([variable("options", options), variable("z", z)], m=3, iterations=2, seed=1)
    drawn = chains.imputed[0].reshape(-1, 3)
    assert {tuple(row) for row in drawn} <= {(1, 0, 0), (1, 1, 0), (0, 0, 1)}
    right = options[:, 0][~np.isnan(options[:, 0])].mean()
    assert drawn[:, 0].mean() == pytest.approx(right, abs=0.15)


def test_hard_data():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(12, 20))
    x[rng.random((12, 20)) < 0.2] = np.nan
    constant, single = np.where(rng.random(12) < 0.4, np.nan, 3.0), np.full(12, np.nan)
    single[0] = 5.0
    variables = [*as_variables(x), variable("constant", constant), variable("single", single)]
    chains = run_chains(variables, m=2, iterations=3, seed=1)
    assert np.all(chains.imputed[20] == 3)
    assert np.all(chains.imputed[21] == 5)
    assert all(np.all(np.isfinite(part)) for part in chains.imputed)
    model = variable("choice", constant, method="multinomial", nominal=True)
    assert np.all(run_chains([model], m=2, iterations=1, seed=1).imputed[0] == 3)
    with pytest.raises(DataError, match="'empty' has no answer"):
        run_chains([*variables, variable("empty", np.full(12, np.nan))], m=2, iterations=1, seed=1)
    with pytest.raises(DataError, match="at least zero"):
        run_chains(variables, m=2, iterations=1, seed=1, weights=-np.ones(12))


def test_predictors_are_of_the_construct_first_then_by_correlation():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(100, 4))
    target = x[:, 3] + 0.3 * x[:, 2] + rng.normal(scale=0.3, size=100)
    target[rng.random(100) < 0.3] = np.nan
    variables = [variable("target", target, group="a"), variable("own", x[:, 0], group="a")]
    variables += [variable(f"x{place}", x[:, place]) for place in (1, 2, 3)]
    chosen, strength = choose_predictors(variables, np.ones(100))
    assert chosen[0][:2] == [1, 4]
    assert chosen[1] == []
    assert strength[0, 4] == pytest.approx(abs(np.corrcoef(target[~np.isnan(target)], x[~np.isnan(target), 3])[0, 1]))
    assert choose_predictors(variables, np.ones(100), most=2)[0][0] == [1, 4]
    few = [variable(one.name, one.values[:25], group=one.group) for one in variables]
    assert len(choose_predictors(few, np.ones(25))[0][0]) == 1


def test_what_goes_with_being_missing_is_a_predictor():
    rng = np.random.default_rng(6)
    cause, noise = rng.normal(size=(2, 300))
    answer = np.where(cause > 0.5, np.nan, rng.normal(size=300))
    _, strength = choose_predictors(
        [variable("answer", answer), variable("cause", cause), variable("noise", noise)], np.ones(300)
    )
    assert strength[0, 1] > 0.6 > 0.2 > strength[0, 2]


def test_correlations_of_pairs():
    rng = np.random.default_rng(7)
    x, weights = rng.normal(size=(50, 3)), rng.integers(1, 3, 50)
    x[rng.random((50, 3)) < 0.2] = np.nan
    found = correlate_pairs(x, x, weights.astype(float))
    both = ~np.isnan(x[:, 0]) & ~np.isnan(x[:, 1])
    expected = np.corrcoef(np.repeat(x[both][:, :2], weights[both], axis=0).T)[0, 1]
    assert found[0, 1] == pytest.approx(expected, rel=1e-9)


def test_scale_reduction_tells_chains_apart():
    rng = np.random.default_rng(8)
    mixed = rng.normal(size=(10, 20, 2))
    apart = mixed + np.arange(10)[:, None, None] * [0.0, 3.0]
    found = reduce_scale(apart)
    assert found[0] < 1.2 < found[1]
    assert np.isnan(reduce_scale(mixed[:, :6])).all()
    assert np.isnan(reduce_scale(mixed[:1])).all()
