"""Curves over the score on the other items, and the conversion of a one-factor solution."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.correlations.polychoric import estimate_polychoric
from survey.stats.item_response import average_by_answer, choose_bandwidth, convert_factor, smooth_curves


def test_whole_number_weights_are_repeated_rows():
    draw = np.random.default_rng(1)
    score, place, weights = draw.normal(size=60), draw.integers(0, 3, size=60), draw.integers(0, 4, size=60)
    at, grid = np.repeat(np.arange(60), weights), np.linspace(-2, 2, 9)
    marks = np.eye(3)[place]
    np.testing.assert_allclose(average_by_answer(score, place, 3, weights), average_by_answer(score[at], place[at], 3))
    np.testing.assert_allclose(
        smooth_curves(score, marks, grid, weights, bandwidth=0.4),
        smooth_curves(score[at], marks[at], grid, bandwidth=0.4),
    )


def test_shares_sum_to_one_and_a_wide_kernel_gives_the_mean():
    draw = np.random.default_rng(2)
    score, marks = draw.normal(size=200), np.eye(4)[draw.integers(0, 4, size=200)]
    grid = np.linspace(-30, 30, 5)
    np.testing.assert_allclose(smooth_curves(score, marks, grid, bandwidth=0.2).sum(axis=1), 1.0)
    wide = smooth_curves(score, marks, np.zeros(1), bandwidth=1e6)
    np.testing.assert_allclose(wide[0], marks.mean(axis=0))


def test_a_smooth_curve_is_found():
    draw = np.random.default_rng(3)
    score = draw.normal(size=20_000)
    passed = (draw.uniform(size=20_000) < 1 / (1 + np.exp(-2 * score))).astype(float)
    grid = np.linspace(-1.5, 1.5, 7)
    found = smooth_curves(score, passed[:, None], grid, bandwidth=choose_bandwidth(score))[:, 0]
    np.testing.assert_allclose(found, 1 / (1 + np.exp(-2 * grid)), atol=0.03)


def test_normal_ogive_slopes_and_thresholds_come_back():
    draw = np.random.default_rng(4)
    slopes, thresholds = np.array([0.8, 1.2, 1.6, 2.0]), np.array([-1.0, 0.0, 1.2])
    trait = draw.normal(size=(40_000, 1))
    latent = slopes * trait + draw.normal(size=(40_000, 4))
    codes = (latent[:, :, None] > slopes[:, None] * thresholds).sum(axis=2)
    found = estimate_polychoric(codes)
    model = convert_factor(found.correlation, found.thresholds)
    np.testing.assert_allclose(model.slopes / 1.702, slopes, rtol=0.05)
    for item in model.thresholds:
        np.testing.assert_allclose(item, thresholds, atol=0.06)
    np.testing.assert_allclose(model.loadings, slopes / np.sqrt(1 + slopes**2), atol=0.02)


def test_what_has_no_slopes_is_named():
    heywood = np.array([[1.0, 0.9, 0.8], [0.9, 1.0, 0.1], [0.8, 0.1, 1.0]])
    with pytest.raises(DataError, match="Heywood"):
        convert_factor(heywood, (np.zeros(1),) * 3)
    with pytest.raises(DataError, match="no curve"):
        smooth_curves(np.ones(3), np.ones((3, 1)), np.ones(1), bandwidth=0.0)
