"""Edges of the importance measures: singular drivers, controls, groups, stacks, many drivers."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats import subset_fits
from survey.stats.dominance import complete_dominance, conditional_dominance
from survey.stats.importance import beta_squared, first, last, lmg, lmg_grouped, partial_out, pratt, r_squared
from survey.stats.relative_weights import relative_weights

SHARES = [lmg, first, last, beta_squared, pratt, relative_weights]


def make_cov(k: int, seed: int = 0, n: int = 400) -> np.ndarray:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, k)) @ rng.uniform(0.2, 1, size=(k, k)) + rng.normal(size=(n, k))
    y = x @ rng.uniform(-0.2, 1, size=k) + 2 * rng.normal(size=n)
    return np.cov(np.column_stack([y, x]).T)


def slow_lmg(cov: np.ndarray) -> np.ndarray:
    """The definition: the gain of each driver, averaged over all orders of entering."""
    k = len(cov) - 1

    def explained(members: tuple[int, ...]) -> float:
        rows = [j + 1 for j in members]
        return cov[0, rows] @ np.linalg.solve(cov[np.ix_(rows, rows)], cov[rows, 0]) / cov[0, 0] if rows else 0.0

    shares = np.zeros(k)
    orders = list(permutations(range(k)))
    for order in orders:
        for place, j in enumerate(order):
            shares[j] += explained(order[: place + 1]) - explained(order[:place])
    return shares / len(orders)


def test_lmg_is_the_average_over_orders():
    cov = make_cov(5)
    np.testing.assert_allclose(lmg(cov), slow_lmg(cov), rtol=1e-10)


@pytest.mark.parametrize("measure", SHARES, ids=lambda measure: measure.__name__)
def test_stacks_equal_single_matrices(measure):
    stack = np.stack([make_cov(4, seed) for seed in range(6)]).reshape(2, 3, 5, 5)
    found = measure(stack)
    assert found.shape == (2, 3, 4)
    np.testing.assert_allclose(found[1, 2], measure(stack[1, 2]), rtol=1e-12)


def test_chunks_do_not_change_results(monkeypatch):
    stack = np.stack([make_cov(4, seed) for seed in range(7)])
    whole = lmg(stack)
    monkeypatch.setattr(subset_fits, "CHUNK_VALUES", 32)
    np.testing.assert_allclose(lmg(stack), whole, rtol=1e-12)


def test_twenty_drivers():
    cov = make_cov(20, n=2000)
    shares = lmg(cov)
    assert shares.sum() == pytest.approx(float(r_squared(cov)), rel=1e-10)
    assert (shares > 0).all()


def test_too_many_drivers_name_the_way_out():
    with pytest.raises(DataError, match="relative weights"):
        lmg(np.eye(27))


@pytest.mark.parametrize("measure", SHARES, ids=lambda measure: measure.__name__)
def test_constant_driver_has_no_share(measure):
    cov = make_cov(3)
    cov[2] = cov[:, 2] = 0
    assert measure(cov)[1] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("measure", SHARES, ids=lambda measure: measure.__name__)
def test_constant_outcome(measure):
    cov = make_cov(3)
    cov[0] = cov[:, 0] = 0
    found = measure(cov)
    assert np.isnan(found).all() or (found == 0).all()  # nothing to share; no warning, no crash


def test_sum_of_two_drivers_as_a_third():
    # x3 = x1 + x2: rank 2, R² unchanged
    full = make_cov(2)
    mix = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1]], dtype=float)
    cov = mix @ full @ mix.T
    assert lmg(cov).sum() == pytest.approx(float(r_squared(full)), rel=1e-9)
    assert relative_weights(cov).sum() == pytest.approx(float(r_squared(full)), rel=1e-9)
    np.testing.assert_allclose(last(cov), 0, atol=1e-12)


def test_groups_of_one_are_lmg():
    cov = make_cov(4)
    np.testing.assert_allclose(lmg_grouped(cov, [[2], [0], [3], [1]]), lmg(cov)[[2, 0, 3, 1]], rtol=1e-12)


def test_one_group_takes_all():
    cov = make_cov(4)
    assert lmg_grouped(cov, [[0, 1, 2, 3]])[0] == pytest.approx(float(r_squared(cov)), rel=1e-12)


@pytest.mark.parametrize("groups", [[[0, 1]], [[0, 1], [1, 2]], [[0, 1, 2], []], [[0, 1, 3]]])
def test_groups_have_to_be_a_partition(groups):
    with pytest.raises(DataError, match="each of the 3 drivers once"):
        lmg_grouped(make_cov(3), groups)


def test_controls_leave_the_rest_of_r_squared():
    cov = make_cov(5)
    controls = [2, 5]
    only = cov[np.ix_([0, *controls], [0, *controls])]
    shares = lmg(partial_out(cov, controls), total_variance=cov[0, 0])
    assert shares.sum() == pytest.approx(float(r_squared(cov) - r_squared(only)), rel=1e-9)


def test_no_control_changes_nothing():
    cov = make_cov(3)
    np.testing.assert_allclose(partial_out(cov, []), cov, rtol=1e-12)


def test_driver_the_controls_determine_is_dead():
    full = make_cov(2)
    mix = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 2, -1]], dtype=float)
    left = partial_out(mix @ full @ mix.T, [1, 2])
    assert left[1].tolist() == [0, 0]
    assert lmg(left).tolist() == [0]


def test_collinear_controls():
    cov = make_cov(3)
    twice = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 2]], dtype=float)
    left = partial_out(twice @ cov @ twice.T, [3, 4])
    np.testing.assert_allclose(left, partial_out(cov, [3]), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("controls", [[0], [1, 2, 3], [4], [-1]])
def test_impossible_controls(controls):
    with pytest.raises(DataError, match="Controls"):
        partial_out(make_cov(3), controls)


def test_total_variance_per_matrix():
    stack = np.stack([make_cov(3, seed) for seed in range(2)])
    found = lmg(stack, total_variance=stack[:, 0, 0] * [2, 4])
    np.testing.assert_allclose(found, lmg(stack) / [[2], [4]], rtol=1e-12)


def test_ties_do_not_dominate():
    cov = np.array([[1.0, 0.6, 0.6], [0.6, 1.0, 0.3], [0.6, 0.3, 1.0]])
    assert complete_dominance(cov).tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_one_driver():
    cov = np.array([[1.0, 0.5], [0.5, 1.0]])
    assert lmg(cov).tolist() == relative_weights(cov).tolist() == [0.25]
    assert conditional_dominance(cov).tolist() == [[0.25]]
    assert complete_dominance(cov).tolist() == [[0.5]]


def test_shapes_are_checked():
    with pytest.raises(DataError, match="Square covariances"):
        lmg(np.ones((3, 4)))
    with pytest.raises(DataError, match="at least one driver"):
        lmg(np.ones((1, 1)))
