"""Identities of necessity, penalties and rewards, Kano and splines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey as sv
from survey.stats.regression import fit_ols
from survey.stats.shape.bottleneck import find_bottleneck
from survey.stats.shape.ceilings import fit_ceiling
from survey.stats.shape.corners import turn_corner
from survey.stats.shape.permuted_ceilings import shuffle_effects
from survey.stats.shape.sandwich import fit_robust, wald_test
from survey.stats.shape.splines import place_knots, spline_columns


def scatter(seed: int, n: int = 40) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 8, n).astype(float)
    y = np.clip(x + rng.integers(-4, 3, n), 1, 7).astype(float)
    return x, y, rng.integers(1, 4, n).astype(float)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_necessity_is_a_share_and_points_below_the_ceiling_do_not_move_it(seed):
    x, y, _ = scatter(seed)
    scope = (0.0, 8.0, 0.0, 8.0)
    for ceiling in ("ce_fdh", "cr_fdh"):
        before = fit_ceiling(turn_corner(x, y, scope=scope), ceiling).effect_size
        inside = fit_ceiling(turn_corner(np.append(x, np.max(x)), np.append(y, 0.0), scope=scope), ceiling).effect_size
        assert np.isnan(before) or 0 <= before <= 1
        np.testing.assert_equal(inside, before)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_whole_number_weights_are_repeated_rows_in_necessity(seed):
    x, y, w = scatter(seed)
    again = w.astype(int)
    weighted, repeated = turn_corner(x, y, weights=w), turn_corner(np.repeat(x, again), np.repeat(y, again))
    for ceiling in ("ce_fdh", "cr_fdh"):
        one, other = fit_ceiling(weighted, ceiling), fit_ceiling(repeated, ceiling)
        for name in ("effect_size", "slope", "intercept", "accuracy", "condition_inefficiency"):
            assert getattr(one, name) == pytest.approx(getattr(other, name), nan_ok=True)
        levels = [0.1, 0.5, 0.9]
        np.testing.assert_allclose(
            find_bottleneck(weighted, ceiling, levels).short_share,
            find_bottleneck(repeated, ceiling, levels).short_share,
        )


@pytest.mark.parametrize(
    ("corner", "x_sign", "y_sign"), [("upper_right", -1, 1), ("lower_left", 1, -1), ("lower_right", -1, -1)]
)
def test_corners_are_mirror_images(corner, x_sign, y_sign):
    x, y, _ = scatter(3)
    for ceiling in ("ce_fdh", "cr_fdh"):
        mirrored = fit_ceiling(turn_corner(x_sign * x, y_sign * y), ceiling)
        found = fit_ceiling(turn_corner(x, y, corner=corner), ceiling)
        assert found.effect_size == pytest.approx(mirrored.effect_size)
        assert found.slope == pytest.approx(x_sign * y_sign * mirrored.slope, nan_ok=True)


def test_shuffles_are_measured_as_the_sample_is():
    x, y, w = scatter(5)
    points = turn_corner(x, y, scope=(0.0, 8.0, 0.0, 8.0), weights=w)
    drawn = shuffle_effects(points, 20, np.random.default_rng(7))
    order = np.random.default_rng(7).permuted(np.broadcast_to(points.y, (20, len(x))), axis=1)
    for effects, outcome in zip(drawn, order, strict=True):
        again = turn_corner(points.x, outcome, scope=(0.0, 8.0, 0.0, 8.0), weights=points.w)
        expected = [fit_ceiling(again, ceiling).effect_size for ceiling in ("ce_fdh", "cr_fdh")]
        np.testing.assert_allclose(effects, expected, atol=1e-12)


def test_the_robust_fit_is_the_projects_regression_with_its_covariance():
    rng = np.random.default_rng(1)
    x, w = rng.normal(size=(80, 3)), rng.uniform(0.5, 2, 80)
    y = x @ [1.0, 0.5, 0.0] + rng.normal(size=80) * (1 + np.abs(x[:, 0]))
    ours, other = fit_robust(y, x, w), fit_ols(y, x, w)
    np.testing.assert_allclose(ours.coefficients, other.coefficients, rtol=1e-9)
    np.testing.assert_allclose(ours.std_error, other.std_error, rtol=1e-9)
    assert ours.r2 == pytest.approx(other.r2)
    assert wald_test(ours, [[0, 1, 0, 0]]).statistic == pytest.approx(other.statistic[1] ** 2)


def test_a_spline_is_straight_outside_its_knots_and_smooth_inside():
    x = np.linspace(0, 10, 401)
    columns = spline_columns(x, place_knots(x, 4))
    bend = np.abs(np.diff(columns, n=2, axis=0))
    assert np.all(bend[x[1:-1] < 0.45] < 1e-12)
    assert np.all(bend[x[1:-1] > 9.55] < 1e-9)
    assert np.max(np.abs(np.diff(columns, n=3, axis=0))) < 1e-4


def test_whole_number_weights_are_repeated_rows_in_asymmetry_and_kano():
    x, y, w = scatter(11, 200)
    frame = pd.DataFrame({"x": x, "y": y + np.random.default_rng(2).normal(size=200), "w": w})
    again = frame.loc[frame.index.repeat(w.astype(int))]
    settings = {"outcome": "y", "drivers": ["x"], "cut": "percentile"}
    one = sv.assess_asymmetry(frame, weights="w", **settings).table
    other = sv.assess_asymmetry(again, **settings).table
    for column in ("penalty", "reward", "impact_asymmetry", "low_cut", "high_cut"):
        np.testing.assert_allclose(one[column], other[column])
    pairs = {"feature": ("a", "b")}
    rng = np.random.default_rng(3)
    answers = pd.DataFrame({"a": rng.integers(1, 6, 200), "b": rng.integers(1, 6, 200), "w": w})
    many = answers.loc[answers.index.repeat(w.astype(int))]
    weighted = sv.classify_kano(answers, pairs=pairs, weights="w")
    repeated = sv.classify_kano(many, pairs=pairs)
    np.testing.assert_allclose(weighted.shares["share"], repeated.shares["share"])
    for column in ("satisfaction_coefficient", "dissatisfaction_coefficient", "functional_score", "total_strength"):
        np.testing.assert_allclose(weighted.table[column], repeated.table[column])
