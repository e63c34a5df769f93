"""The graded response model: identities, recovery and bad input."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.graded_response import fit_graded_response


def draw_answers(seed: int, n: int, slopes: np.ndarray) -> np.ndarray:
    draw = np.random.default_rng(seed)
    latent = slopes * draw.normal(size=(n, 1)) + draw.logistic(size=(n, len(slopes)))
    return (latent[:, :, None] > np.array([-1.5, 0.0, 1.5])).sum(axis=2).astype(float)


def test_whole_number_weights_are_repeated_rows():
    rows = draw_answers(1, 150, np.array([1.0, 1.5, 2.0, 0.8]))
    weights = np.random.default_rng(2).integers(0, 4, size=150)
    ours, theirs = fit_graded_response(rows, weights), fit_graded_response(np.repeat(rows, weights, axis=0))
    for name in ("slopes", "slopes_std_error", "log_likelihood", "n"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-6)


def test_slopes_and_thresholds_come_back_within_their_errors():
    slopes = np.array([0.7, 1.2, 1.7, 2.2, 1.0])
    found = fit_graded_response(draw_answers(3, 3000, slopes))
    assert found.converged
    assert np.all(np.abs(found.slopes - slopes) < 3 * found.slopes_std_error)
    for slope, cuts, errors in zip(slopes, found.thresholds, found.thresholds_std_error, strict=True):
        assert np.all(np.abs(cuts - np.array([-1.5, 0.0, 1.5]) / slope) < 3.5 * errors)


def test_turning_an_item_turns_its_slope_only():
    rows = draw_answers(4, 400, np.array([1.0, 1.5, 2.0, 1.2]))
    plain = fit_graded_response(rows)
    turned = fit_graded_response(np.column_stack([rows[:, :3], 3 - rows[:, 3]]))
    np.testing.assert_allclose(turned.slopes * [1, 1, 1, -1], plain.slopes, rtol=1e-5)
    assert turned.log_likelihood == pytest.approx(plain.log_likelihood)


def test_bad_input_is_named():
    rows = draw_answers(5, 100, np.ones(3))
    with pytest.raises(DataError, match="three items"):
        fit_graded_response(rows[:, :2])
    with pytest.raises(DataError, match="same answer"):
        fit_graded_response(np.column_stack([rows, np.ones(100)]))
    trait = np.repeat(np.arange(4.0), 50)
    with pytest.raises(DataError, match="runs away"):
        fit_graded_response(np.column_stack([trait, trait, trait]))
