"""What reliability must do whatever the answers are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats.consistency import alpha
from survey.stats.guttman import lambda1, lambda2, lambda5
from survey.stats.intraclass import estimate_intraclass, take_mean_squares
from survey.stats.scale_reliability import estimate_scale
from survey.stats.split_half import compare_all_halves, list_splits

CLOSED = ["alpha", "alpha_standardized", "lambda2", "lambda4_raw", "lambda6", "omega_total", "omega_total_standardized"]
ORDINAL = ["alpha_ordinal", "omega_ordinal", "omega_categorical"]
seeds = st.integers(0, 10_000)


def draw(seed: int, n: int = 120, k: int = 5) -> np.ndarray:
    rng = np.random.default_rng(seed)
    latent = rng.uniform(0.5, 1.2, size=k) * rng.normal(size=(n, 1)) + rng.normal(size=(n, k))
    return np.clip(np.round(3 + latent), 1, 5)


def values(rows: np.ndarray, names: list[str]) -> list[float]:
    return [one.estimate for one in estimate_scale(rows, names).estimates]


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_order_of_respondents_and_of_items_says_nothing(seed):
    rows = draw(seed)
    rng = np.random.default_rng(seed)
    mixed = rng.permutation(rows)[:, rng.permutation(5)]
    assert values(mixed, CLOSED + ORDINAL) == pytest.approx(values(rows, CLOSED + ORDINAL), abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(seeds, st.floats(0.1, 20), st.floats(-5, 5))
def test_the_unit_and_zero_of_the_scale_say_nothing(seed, unit, zero):
    rows = draw(seed)
    assert values(rows * unit + zero, CLOSED + ORDINAL) == pytest.approx(values(rows, CLOSED + ORDINAL), abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_turning_every_item_round_says_nothing(seed):
    rows = draw(seed)
    assert values(6 - rows, CLOSED + ORDINAL) == pytest.approx(values(rows, CLOSED + ORDINAL), abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_bounds_are_in_guttmans_order(seed):
    cov = np.cov(draw(seed, k=6).T)
    splits = compare_all_halves(cov[None], list_splits(6))[0]
    assert lambda1(cov) < alpha(cov) <= lambda2(cov) + 1e-12
    assert lambda1(cov) < lambda5(cov)
    assert np.mean(splits) == pytest.approx(float(alpha(cov)))
    assert np.max(splits) >= float(alpha(cov)) - 1e-12


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_the_mean_of_all_ratings_is_more_reliable_than_one(seed):
    found = {one.form: one.estimate for one in estimate_intraclass(take_mean_squares(draw(seed)))}
    assert found["icc_ck"] == pytest.approx(float(alpha(np.cov(draw(seed).T))))
    assert found["icc_ck"] > found["icc_c1"] and found["icc_ak"] > found["icc_a1"]
    assert found["icc_a1"] <= found["icc_c1"] + 1 / 120
