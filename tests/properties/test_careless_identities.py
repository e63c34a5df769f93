"""Identities of the indices of careless responding, on random answers with holes."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats import careless

quick = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 2**32 - 1)
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def make_answers(seed: int, *, n: int = 40, k: int = 6, missing: float = 0.1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=(n, 1))
    x = np.clip(np.round(3 + 0.8 * trait + rng.normal(size=(n, k))), 1, 5)
    x[rng.random(x.shape) < missing] = np.nan
    return x


@quick
@given(seeds)
def test_distances_do_not_depend_on_units_order_and_scale_of_weights(seed):
    x = make_answers(seed, missing=0)
    rng = np.random.default_rng(seed)
    weights, order = rng.uniform(0.1, 4, size=len(x)), rng.permutation(x.shape[1])
    expected = careless.mahalanobis(x, weights)
    moved = (x * rng.uniform(0.1, 9, size=x.shape[1]) * rng.choice([-1, 1], size=x.shape[1]) + 7)[:, order]
    np.testing.assert_allclose(careless.mahalanobis(moved, 3 * weights), expected, **CLOSE)
    np.testing.assert_allclose(careless.mahalanobis(x, weights, missing="answered"), expected, **CLOSE)


@quick
@given(seeds)
def test_integer_weights_are_replicated_rows(seed):
    x = make_answers(seed, missing=0)
    counts = np.random.default_rng(seed).integers(1, 5, size=len(x))
    rows = np.repeat(x, counts, axis=0)
    # The covariances of weights divide by sum(w) - sum(w²) / sum(w), those of replicated rows by sum(w) - 1.
    divisor = (counts.sum() - (counts**2).sum() / counts.sum()) / (counts.sum() - 1)
    weighted = careless.mahalanobis(x, counts) / divisor
    np.testing.assert_allclose(np.repeat(weighted, counts), careless.mahalanobis(rows), **CLOSE)
    holes = make_answers(seed)
    pairs = careless.find_synonyms(np.repeat(holes, counts, axis=0), 0.3)
    np.testing.assert_array_equal(careless.find_synonyms(holes, 0.3, counts), pairs)


@quick
@given(seeds, st.sampled_from([0.3, -0.1]))
def test_synonyms_are_correlations_of_the_listed_pairs(seed, critical):
    x = make_answers(seed)
    pairs = careless.find_synonyms(x, critical)
    found = careless.psychometric_synonyms(x, critical)
    first, second = np.nonzero(pairs)
    for row, value in zip(x, found, strict=True):
        a, b = row[first], row[second]
        both = ~np.isnan(a) & ~np.isnan(b)
        if both.sum() > 2 and np.ptp(a[both]) > 0 and np.ptp(b[both]) > 0:
            np.testing.assert_allclose(value, np.corrcoef(a[both], b[both])[0, 1], **CLOSE)
        else:
            assert np.isnan(value)


@quick
@given(seeds)
def test_guttman_errors_lie_between_none_and_the_most_of_any_row_with_the_sum(seed):
    x = make_answers(seed, k=4, missing=0)
    found = careless.guttman_errors(x, 1, 5)
    assert (found.errors >= 0).all() and (found.errors <= found.most).all()
    ways = np.array(list(product(range(1, 6), repeat=4)), dtype=float)
    # Weight 0 for the rows added: they are counted in the order of steps that the sample has.
    weights = np.concatenate([np.ones(len(x)), np.zeros(len(ways))])
    all_errors = careless.guttman_errors(np.vstack([x, ways]), 1, 5, weights).errors[len(x) :]
    for row, most in zip(x, found.most, strict=True):
        assert most == all_errors[ways.sum(axis=1) == row.sum()].max()


@quick
@given(seeds)
def test_guttman_errors_of_a_row_with_holes_are_those_of_its_items(seed):
    x = make_answers(seed, missing=0)
    holes = x.copy()
    holes[0, [1, 4]] = np.nan
    kept = [0, 2, 3, 5]
    weights = np.ones(len(x))
    weights[0] = 0  # so that the holes do not move the order of the steps
    with_holes = careless.guttman_errors(holes, 1, 5, weights)
    alone = careless.guttman_errors(x[:, kept], 1, 5, weights)
    assert with_holes.errors[0] == alone.errors[0]
    assert with_holes.most[0] == alone.most[0]


@quick
@given(seeds)
def test_runs_patterns_and_spread_of_a_row_do_not_depend_on_the_others(seed):
    x = make_answers(seed, k=12)
    indices = (careless.longest_run, careless.average_run, careless.longest_pattern, careless.split_sd)
    for index in (*indices, careless.intra_individual_sd):
        np.testing.assert_allclose(index(x)[::-1], index(x[::-1]), **CLOSE)
        np.testing.assert_allclose(index(x)[:1], index(x[:1]), **CLOSE)


@quick
@given(seeds, st.integers(2, 5))
def test_a_repeated_pattern_is_found_whole(seed, period):
    rng = np.random.default_rng(seed)
    pattern = rng.permutation(7)[:period].astype(float)
    length = int(rng.integers(2 * period, 20))
    assert careless.longest_pattern([np.resize(pattern, length)]) == [length]
