"""Donors, drawn regressions and shifts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.missing.matching import draw_donors, draw_lines, shift_answers
from survey.stats.regression import fit_ols


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 30), st.integers(1, 8), st.integers(0, 10_000))
def test_donors_are_among_the_nearest(n, missing, donors, seed):
    rng = np.random.default_rng(seed)
    have, want = np.round(rng.normal(size=n), 1), np.round(rng.normal(size=missing), 1)
    distance = np.abs(want[:, None] - have)
    reach = np.sort(distance, axis=1)[:, min(donors, n) - 1]
    line = draw_donors(have[:, None], want[:, None], rng, donors=donors)
    plane = draw_donors(np.column_stack([have, have]), np.column_stack([want, want]), rng, donors=donors)
    for found in (line, plane):
        assert np.all(distance[np.arange(missing), found] <= reach + 1e-9)


def test_each_donor_is_drawn_alike_and_ties_at_random():
    rng = np.random.default_rng(1)
    have = np.array([[0.0], [1], [2], [3], [4], [50]])
    found = [int(draw_donors(have, np.array([[2.0]]), rng)[0]) for _ in range(2000)]
    counts = np.bincount(found, minlength=6)
    assert counts[5] == 0
    np.testing.assert_allclose(counts[:5] / 2000, 0.2, atol=0.04)
    tied = [int(draw_donors(np.zeros((20, 1)), np.zeros((1, 1)), rng)[0]) for _ in range(2000)]
    np.testing.assert_allclose(np.bincount(tied, minlength=20) / 2000, 0.05, atol=0.02)


def test_donors_are_drawn_in_proportion_to_their_weights():
    rng, weights = np.random.default_rng(7), np.array([0.0, 1, 2, 3, 4, 100])
    have = np.array([[0.0], [1], [2], [3], [4], [50]])
    found = [int(draw_donors(have, np.array([[2.0]]), rng, weights)[0]) for _ in range(2000)]
    np.testing.assert_allclose(np.bincount(found, minlength=6) / 2000, [0, 0.1, 0.2, 0.3, 0.4, 0], atol=0.04)


def gram_of(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    design = np.column_stack([np.ones(len(x)), x])
    return (design * weights[:, None]).T @ design


def test_lines_are_least_squares_and_their_draws_spread_as_standard_errors():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(150, 3)) @ np.array([[1, 0.4, 0], [0, 1, 0.3], [0, 0, 1]])
    gram = gram_of(x, np.ones(150))
    fit = fit_ols(x[:, 0], x[:, 1:])
    drawn = [draw_lines(gram, np.array([1]), np.array([2, 3]), rng) for _ in range(4000)]
    np.testing.assert_allclose(
        drawn[0].slopes[:, 0], fit.coefficients[1:], rtol=1e-4
    )  # the ridge is 1e-5 of a variance
    np.testing.assert_allclose(drawn[0].intercept, fit.coefficients[0], atol=1e-4)
    draws = np.array([[*line.drawn_intercept, *line.drawn_slopes[:, 0]] for line in drawn])
    np.testing.assert_allclose(draws.mean(axis=0), fit.coefficients, atol=4 * fit.std_error_classic.max() / 60)
    # the variance is drawn too, so that the draws are of t with 147 degrees of freedom
    np.testing.assert_allclose(draws.std(axis=0), fit.std_error_classic * np.sqrt(147 / 145), rtol=0.05)


def test_integer_weights_are_replicated_rows():
    rng = np.random.default_rng(3)
    x, weights = rng.normal(size=(60, 4)), rng.integers(1, 4, 60)
    both = [
        draw_lines(gram, np.array([1]), np.array([2, 3, 4]), np.random.default_rng(4))
        for gram in (gram_of(x, weights.astype(float)), gram_of(np.repeat(x, weights, axis=0), np.ones(weights.sum())))
    ]
    np.testing.assert_allclose(both[0].slopes, both[1].slopes, rtol=1e-9)
    np.testing.assert_allclose(both[0].drawn_slopes, both[1].drawn_slopes, rtol=1e-9)


def test_collinear_and_constant_predictors():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(50, 1))
    gram = gram_of(np.column_stack([x + rng.normal(size=(50, 1)), x, x, np.zeros(50)]), np.ones(50))
    line = draw_lines(gram, np.array([1]), np.array([2, 3, 4]), rng)
    assert line.places.tolist() == [2, 3]
    assert np.all(np.isfinite(line.drawn_slopes))
    nothing = draw_lines(gram, np.array([1]), np.array([4]), rng)
    assert nothing.slopes.shape == (0, 1)


def test_shifts_keep_to_the_scale_and_their_mean():
    rng = np.random.default_rng(6)
    points = np.arange(1.0, 8.0)
    shifted = shift_answers(np.full(20_000, 4.0), -0.3, points, rng)
    assert set(shifted) == {3.0, 4.0}
    assert shifted.mean() == pytest.approx(3.7, abs=0.02)
    assert shift_answers(np.array([1.0, 7.0]), -9.0, points, rng).tolist() == [1.0, 1.0]
    assert shift_answers(np.array([2.0]), 5.0, np.array([2.0]), rng).tolist() == [2.0]
    assert shift_answers(np.array([1.5]), -0.25, None, rng).tolist() == [1.25]
    uneven = shift_answers(np.full(20_000, 1.0), 1.0, np.array([1.0, 5.0]), rng)
    assert uneven.mean() == pytest.approx(2.0, abs=0.05)
