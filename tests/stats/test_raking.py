"""Raking at its edges; against R in tests/reference."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.raking import rake

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
    ],
)
def test_refusals(codes, targets, words):
    with pytest.raises(DataError, match=words):
        rake(codes, targets)


def test_bounds_enclose_one():
    with pytest.raises(DataError, match="enclose"):
        rake(CODES, TARGETS, bounds=(1.1, 2))
