"""Slopes, influence, noise, sampled orders and letters against what defines them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.stats.importance import lmg, lmg_grouped, partial_out
from survey.stats.moments import take_moments
from survey.stats.noise import noise_limits
from survey.stats.rank_bands import letter_display
from survey.stats.sampled_shapley import draw_orders, sampled_lmg
from survey.stats.share_influence import correlation_influence
from survey.stats.simultaneous_bands import largest_deviation, step_down
from survey.stats.subset_slopes import numeric_slopes, shapley_slopes


@pytest.fixture
def rows() -> np.ndarray:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(150, 1)) + rng.normal(size=(150, 6))
    return np.column_stack([x @ [0.5, 0.3, 0.3, 0.1, 0.1, 0.0] + rng.normal(size=150), x])


def frame_of(rows: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["rating", *"abcdef"])


def test_slopes_equal_differences(rows: np.ndarray) -> None:
    corr = take_moments(rows).correlation
    np.testing.assert_allclose(
        shapley_slopes(corr, [[i] for i in range(1, 7)]), numeric_slopes(lmg, corr), rtol=1e-6, atol=1e-8
    )

    def grouped(stack: np.ndarray) -> np.ndarray:
        inner = partial_out(stack, [5])
        return lmg_grouped(inner, [[0, 2], [1], [3, 4]], total_variance=stack[:, 0, 0])

    found = shapley_slopes(corr, [[1, 3], [2], [4, 6]])
    np.testing.assert_allclose(found, numeric_slopes(grouped, corr), rtol=1e-6, atol=1e-8)


def test_influence_equals_a_slight_change_of_weight(rows: np.ndarray) -> None:
    corr, n, step = take_moments(rows).correlation, len(rows), 1e-4
    influence = correlation_influence(rows, shapley_slopes(corr, [[i] for i in range(1, 7)]))
    for row in (0, 77):
        more, less = np.ones(n), np.ones(n)
        more[row], less[row] = 1 + step, 1 - step
        change = (lmg(take_moments(rows, more).covariance) - lmg(take_moments(rows, less).covariance)) / (2 * step)
        np.testing.assert_allclose(influence[row] / n, change, rtol=1e-5, atol=1e-9)


def test_noise_limit_equals_that_of_drawn_noise(rows: np.ndarray) -> None:
    rng = np.random.default_rng(1)
    drawn = [lmg(take_moments(np.column_stack([rows, noise])).covariance)[-1] for noise in rng.normal(size=(3000, 150))]
    found = noise_limits(take_moments(rows).correlation, [1] * 6, n_eff=150)
    # the 95 % point of 3,000 draws has a standard error of about 4 %
    np.testing.assert_allclose(found, np.quantile(drawn, 0.95), rtol=0.1)


def test_sampled_orders_are_within_their_error(rows: np.ndarray) -> None:
    cov = take_moments(rows).covariance
    shares, error = sampled_lmg(cov[None], [[i] for i in range(1, 7)], draw_orders(6, 4000, seed=2))
    assert (np.abs(shares[0] - lmg(cov)) < 4 * error[0]).all()
    assert shares.sum() == pytest.approx(lmg(cov).sum(), rel=1e-8)


def test_letters_are_shared_exactly_by_pairs_not_told_apart() -> None:
    rng = np.random.default_rng(4)
    for _ in range(30):
        half = np.triu(rng.random((7, 7)) < 0.4, 1)
        letters = letter_display(half | half.T)
        for i, j in zip(*np.triu_indices(7, 1), strict=True):
            assert bool(set(letters[i]) & set(letters[j])) != half[i, j]


@pytest.mark.parametrize("interval", ["percentile", "bca", "analytic"])
def test_intervals_hold_the_estimate_and_stay_in_bounds(rows: np.ndarray, interval) -> None:
    table = sv.rank_drivers(frame_of(rows), outcome="rating", interval=interval, n_boot=300).table
    assert (table["conf_low"] >= 0).all() and (table["conf_high"] <= 1).all()
    assert ((table["conf_low"] < table["importance_share"]) & (table["importance_share"] < table["conf_high"])).all()


def test_groups_controls_and_their_identities(rows: np.ndarray) -> None:
    ranked = sv.rank_drivers(frame_of(rows), outcome="rating", groups={"ab": ["a", "b"]}, controls=["f"])
    alone = np.corrcoef(rows[:, 0], rows[:, 6])[0, 1] ** 2
    assert ranked.table["importance"].sum() == pytest.approx(ranked.r2 - alone)
    assert set(ranked.table["driver"]) == {"ab", "c", "d", "e"}


def test_reliability_of_one_changes_nothing_and_lower_ones_raise_correlations(rows: np.ndarray) -> None:
    plain, same, lower = (
        sv.rank_drivers(frame_of(rows), outcome="rating", reliability=given).table.set_index("driver")
        for given in (None, {"a": 1.0}, {"a": 0.8})
    )
    np.testing.assert_allclose(same["importance"], plain["importance"])
    assert lower["correlation"]["a"] == pytest.approx(plain["correlation"]["a"] / np.sqrt(0.8))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"groups": {"g": ["a", "z"]}}, "'z' is no driver"),
        ({"groups": {"g": ["a"], "h": ["a", "b"]}}, "is in group 'g' and again in 'h'"),
        ({"drivers": ["a", "b"], "controls": ["a"]}, "a driver and a control"),
        ({"interval": "magic"}, "percentile, bca, analytic"),
        ({"reliability": {"a": 1.5}}, "at most 1"),
        ({"reliability": "alpha"}, "estimated from items"),
        ({"clusters": [1] * 150}, "one cluster"),
    ],
)
def test_refusals_say_what_to_do(rows: np.ndarray, options: dict[str, object], message: str) -> None:
    with pytest.raises(sv.SurveyError, match=message):
        sv.rank_drivers(frame_of(rows), outcome="rating", **options)


def test_stepping_down_finds_what_the_band_finds_and_what_its_steps_leave() -> None:
    draws = np.random.default_rng(5).normal(size=(20_000, 15))
    errors, values = np.ones(15), np.array([8.0] * 12 + [2.6, 2.0, 1.0])
    assert largest_deviation(draws, errors, 0.95) > 2.6 > largest_deviation(draws[:, 12:], errors[12:], 0.95)
    assert step_down(values, draws, errors, 0.95, lambda quantile: quantile).tolist() == [True] * 13 + [False] * 2


def test_stepping_down_keeps_the_chance_of_any_false_finding() -> None:
    rng = np.random.default_rng(6)
    draws, shift = rng.normal(size=(5_000, 10)), np.array([5.0] * 6 + [0.0] * 4)
    surveys = shift + rng.normal(size=(1_000, 10))
    found = np.array([step_down(one, draws, np.ones(10), 0.95, lambda quantile: quantile) for one in surveys])
    # 1,000 surveys put the rate within 1.4 points of .05
    assert 0.03 < np.mean(found[:, 6:].any(axis=1)) < 0.07
    band = np.abs(surveys) > largest_deviation(draws, np.ones(10), 0.95)
    assert np.all(found | ~band)
