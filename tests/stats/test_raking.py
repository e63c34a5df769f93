"""Raking at its edges; against R in tests/reference."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.margin_conflict import closest_margins
from survey.stats.raking import rake, rake_replicates

CODES = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [1, 1], [0, 0]])
TARGETS = [[0.4, 0.6], [0.3, 0.7]]


def test_by_hand():
    # one margin: share .5 of three rows of one kind and one of the other
    np.testing.assert_allclose(rake([[0], [0], [0], [1]], [[0.5, 0.5]]).weights, [2 / 3, 2 / 3, 2 / 3, 2])


def test_start_weights_are_kept_within_cells():
    start = np.array([1.0, 1, 1, 1, 3, 2])
    w = rake(CODES, TARGETS, start).weights
    assert w[4] / w[3] == pytest.approx(3) and w[5] / w[0] == pytest.approx(2)


def test_bounds_that_nothing_reaches_change_nothing():
    plain = rake(CODES, TARGETS)
    np.testing.assert_allclose(rake(CODES, TARGETS, bounds=(0.01, 50)).weights, plain.weights, rtol=1e-8)


def test_bounds_that_cannot_hold_say_so():
    fit = rake(CODES, TARGETS, bounds=(0.95, 1.05), max_iterations=50)
    assert not fit.converged and fit.margin_error > 0
    assert fit.weights.min() >= 0.95 and fit.weights.max() <= 1.05


def test_contradicting_targets_do_not_converge():
    codes = np.array([[0, 0], [0, 0], [1, 1]])  # the two margins are one
    fit = rake(codes, [[0.5, 0.5], [0.6, 0.4]], max_iterations=20)
    assert not fit.converged and fit.iterations == 20


def test_target_of_zero():
    w = rake([[0], [0], [1]], [[1.0, 0.0]]).weights
    np.testing.assert_allclose(w, [1.5, 1.5, 0])


@pytest.mark.parametrize(
    ("codes", "targets", "words"),
    [
        ([[0], [0]], [[0.5, 0.5]], "Nobody is in category 1 of margin 0"),
        ([[0], [2]], [[0.5, 0.5]], "without a target"),
        ([[0], [1]], [[0.5, 0.6]], "sum to 1"),
        ([[0], [1]], [[0.5, 0.5], [1.0]], "one column each"),
        ([[0.0], [1.0]], [[0.5, 0.5]], "whole numbers"),
        ([[0], [1], [-2]], [[0.5, 0.5]], "without a target"),
        ([[-1], [0], [-1]], [[0.5, 0.5]], "Nobody is in category 1"),
    ],
)
def test_refusals(codes, targets, words):
    with pytest.raises(DataError, match=words):
        rake(codes, targets)


def test_bounds_enclose_one():
    with pytest.raises(DataError, match="enclose"):
        rake(CODES, TARGETS, bounds=(1.1, 2))


@pytest.mark.parametrize("weights", [[1, -1, 1, 1, 1, 1], [1, np.nan, 1, 1, 1, 1], [0] * 6, [1, 1]])
def test_weights_that_are_none(weights):
    with pytest.raises(DataError, match=r"[Ww]eights"):
        rake(CODES, TARGETS, weights)


def test_margin_errors_say_which_margin_is_off():
    codes = np.array([[0, 0], [0, 0], [1, 1]])
    fit = rake(codes, [[0.5, 0.5], [0.6, 0.4]], max_iterations=20)
    # the last margin that was scaled holds, the one before is off by the whole contradiction
    np.testing.assert_allclose(fit.margin_errors, [0.1, 0], atol=1e-12)
    assert fit.margin_error == fit.margin_errors.max()


def test_bounded_weights_minimise_the_truncated_distance():
    rng = np.random.default_rng(4)
    codes = np.column_stack([rng.integers(0, 3, 200), rng.integers(0, 4, 200), rng.integers(0, 2, 200)])
    start = rng.uniform(0.5, 1.5, 200)
    targets = [[0.5, 0.3, 0.2], [0.4, 0.3, 0.2, 0.1], [0.6, 0.4]]
    fit = rake(codes, targets, start, bounds=(0.35, 2.6))
    assert fit.converged and fit.trimmed > 5
    assert fit.weights.mean() == pytest.approx(1)
    # the multipliers of the margins explain every weight within the bounds; cut weights would lie beyond them
    dummies = np.column_stack([codes[:, j] == c for j in range(3) for c in range(len(targets[j]))]).astype(float)
    log_factor = np.log(fit.weights / (start / start.mean()))
    inside = (fit.weights > 0.35) & (fit.weights < 2.6)
    slopes = np.linalg.lstsq(dummies[inside], log_factor[inside], rcond=None)[0]
    np.testing.assert_allclose(dummies[inside] @ slopes, log_factor[inside], atol=1e-7)
    beyond = dummies @ slopes - log_factor
    assert (beyond[np.isclose(fit.weights, 2.6)] > -1e-9).all() and (beyond[np.isclose(fit.weights, 0.35)] < 1e-9).all()


@pytest.mark.parametrize("bounds", [None, (0.3, 3.0)])
def test_a_weight_of_zero_stays_zero(bounds):
    start = np.array([1.0, 1, 1, 1, 1, 0])
    fit = rake(CODES, TARGETS, start, bounds=bounds)
    assert fit.weights[5] == 0
    without = rake(CODES[:5], TARGETS, start[:5])
    np.testing.assert_allclose(fit.weights[:5] / 6, without.weights / 5, rtol=1e-8)


def test_no_answer_is_raked_on_the_other_margins():
    codes = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [0, -1], [1, -1]])
    w = rake(codes, [[0.7, 0.3], [0.5, 0.5]]).weights
    np.testing.assert_allclose([w[[0, 1, 4]].mean(), w[[2, 3, 5]].mean()], [1.4, 0.6])
    assert w[[0, 2]].sum() == pytest.approx(w[[1, 3]].sum())
    # on the first margin alone each row without an answer to the second weighs its target over its share
    np.testing.assert_allclose(w[[4, 5]].sum(), 2)


def sample(seed: int = 0, n: int = 60) -> tuple[np.ndarray, list[list[float]], np.ndarray]:
    rng = np.random.default_rng(seed)
    codes = np.column_stack([rng.integers(0, 2, n), rng.integers(-1, 3, n)])
    return codes, [[0.6, 0.4], [0.2, 0.5, 0.3]], rng.uniform(0.5, 2, n)


@pytest.mark.parametrize("bounds", [None, (0.25, 4.0)])
def test_a_replicate_is_the_raking_of_its_resampled_rows(bounds):
    codes, targets, start = sample()
    times = np.random.default_rng(1).multinomial(60, np.full(60, 1 / 60), size=5).astype(float)
    made = rake_replicates(codes, targets, times, start, bounds=bounds)
    assert made.missed == made.emptied == 0
    np.testing.assert_allclose(made.weights.sum(axis=1), 60)
    for often, found in zip(times, made.weights, strict=True):
        drawn = np.repeat(np.arange(60), often.astype(int))
        alone = rake(codes[drawn], targets, start[drawn], bounds=bounds).weights
        np.testing.assert_allclose(found, np.bincount(drawn, alone, 60), rtol=1e-5, atol=1e-12)


def test_replicates_in_pieces_are_the_same(monkeypatch):
    codes, targets, start = sample()
    times = np.random.default_rng(1).multinomial(60, np.full(60, 1 / 60), size=5).astype(float)
    whole = rake_replicates(codes, targets, times, start).weights
    monkeypatch.setattr("survey.stats.raking.REPLICATE_BYTES", 8 * 60 * 2)
    np.testing.assert_allclose(rake_replicates(codes, targets, times, start).weights, whole, rtol=1e-12)


def test_a_category_without_rows_in_a_replicate_shares_its_target():
    codes = np.array([[0], [0], [1], [2]])
    made = rake_replicates(codes, [[0.5, 0.3, 0.2]], [[1.0, 1, 2, 0]])
    assert (made.emptied, made.missed) == (1, 0)
    np.testing.assert_allclose(made.weights[0], np.array([0.25, 0.25, 0.3, 0]) / 0.8 * 4)


def test_replicates_that_miss_a_margin_are_counted():
    codes = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    made = rake_replicates(codes, [[0.5, 0.5], [0.4, 0.6]], [[1.0, 1, 1, 1], [1, 0, 0, 1]])
    assert made.missed == 1


@pytest.mark.parametrize("times", [[[1.0, 1]], [1.0] * 6, [[-1.0, 1, 1, 1, 1, 1]], [[np.nan, 1, 1, 1, 1, 1]]])
def test_multipliers_that_do_not_fit(times):
    with pytest.raises(DataError, match="Multipliers"):
        rake_replicates(CODES, TARGETS, times)


def test_how_close_contradicting_margins_can_come():
    # the first margin's 0 is the second's 0: shares .5 and .7 can only meet halfway
    assert closest_margins([[0, 0], [1, 1]], [[0.5, 0.5], [0.7, 0.3]]) == pytest.approx(0.1)
    assert closest_margins(CODES, TARGETS) == 0
    # one who gave no second answer frees the first margin
    assert closest_margins([[0, 0], [1, 1], [1, -1]], [[0.5, 0.5], [0.7, 0.3]]) == 0
