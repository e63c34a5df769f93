"""Identities of expected differences, confounders and plans."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from survey.analysis.change.expected_change import simulate_change
from survey.analysis.change.planning import plan_sample
from survey.analysis.change.planning_input import take_plan
from survey.analysis.drivers.drivers import rank_drivers
from survey.errors import OptionError
from survey.stats.confounding import adjust_estimate, bound_confounder, partial_r2, robustness_value
from survey.stats.confounding_halo import add_halo, halo_loadings, halo_to_zero
from survey.stats.power_simulation import count_separated, take_population


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    x = 55 + 12 * (rng.normal(size=(150, 3)) * 0.8 + rng.normal(size=(150, 1)) * 0.6)
    y = 10 + x @ [0.5, 0.2, 0.1] + rng.normal(size=150) * 8
    found = pd.DataFrame(np.clip(x, 1, 95), columns=["a", "b", "c"]).assign(y=y)
    return found.assign(
        top=(y + rng.normal(size=150) * 8 > 55).astype(float),
        recommend=np.clip(np.rint(y / 8 + rng.normal(size=150)), 0, 10),
        w=rng.integers(1, 4, 150),
    )


ABOUT = {"outcome": "y", "drivers": ["a", "b", "c"], "csat": "top", "recommend": "recommend"}


def test_an_uncut_change_is_the_coefficient_times_the_points(frame):
    found = simulate_change(frame, {"a": 4, "b": -2}, ends=None, n_boot=0, **ABOUT).table
    b = rank_drivers(frame, outcome="y", drivers=["a", "b", "c"]).table.set_index("driver")["coefficient"]
    assert found["estimate"].iloc[0] == pytest.approx(4 * b["a"] - 2 * b["b"], rel=1e-9)


def test_whole_weights_are_repeated_rows(frame):
    weighted = simulate_change(frame, {"a": 8}, weights="w", n_boot=0, **ABOUT)
    rows = frame.loc[frame.index.repeat(frame["w"])].reset_index(drop=True)
    repeated = simulate_change(rows, {"a": 8}, n_boot=0, **ABOUT)
    np.testing.assert_allclose(weighted.table["estimate"], repeated.table["estimate"], rtol=1e-7)
    np.testing.assert_allclose(weighted.alternatives["estimate"], repeated.alternatives["estimate"], rtol=1e-6)


def test_bootstrap_and_delta_intervals_agree(frame):
    found = simulate_change(frame, {"a": 8}, n_boot=800, seed=1, **ABOUT).table
    ratio = (found["conf_high"] - found["conf_low"]) / (found["delta_high"] - found["delta_low"])
    assert ratio.between(0.85, 1.25).all()


def test_the_published_example_of_darfur():
    shared = partial_r2(0.097 / 0.023, 783)
    # Cinelli & Hazlett (2020), table 1: 2.2 %, 13.9 %, 7.6 %, from an estimate printed with three digits
    assert float(shared) == pytest.approx(0.022, abs=0.0005)
    assert float(robustness_value(shared, 783)) == pytest.approx(0.139, abs=0.0015)
    assert float(robustness_value(shared, 783, alpha=0.05)) == pytest.approx(0.076, abs=0.0015)


@pytest.mark.parametrize(("shared", "df"), [(0.022, 783), (0.3, 40), (0.9, 5)])
def test_the_robustness_value_is_the_weakest_confounder_that_does_it(shared, df):
    estimate, error = np.sqrt(shared / (1 - shared) * df), 1.0
    value = float(robustness_value(shared, df))
    assert float(adjust_estimate(estimate, error, df, value, value).estimate) == pytest.approx(0, abs=1e-9)
    limit = float(robustness_value(shared, df, alpha=0.05))
    of_outcome = np.linspace(0, limit, 2001)
    assert np.min(adjust_estimate(estimate, error, df, limit, of_outcome).conf_low) == pytest.approx(0, abs=1e-3)
    weaker = adjust_estimate(estimate, error, df, 0.98 * limit, 0.98 * of_outcome).conf_low
    assert limit == 0 or np.min(weaker) > 0


def test_a_confounder_exactly_as_strong_as_an_observed_driver_meets_its_bound():
    # x and z alike: d = x + z + e, y = d + x + z + e
    loadings = np.array([[2, 2, 1, 1], [1, 1, 1, 0], [1, 0, 0, 0], [0, 1, 0, 0]], dtype=float)
    cov = loadings @ loadings.T  # y, d, x, z

    def partial(one: int, other: int, given: list[int]) -> float:
        inverse = np.linalg.inv(cov[np.ix_([one, other, *given], [one, other, *given])])
        return float(inverse[0, 1] ** 2 / inverse[0, 0] / inverse[1, 1])

    of_driver, of_outcome = bound_confounder(1.0, partial(1, 2, []), partial(0, 2, [1]))
    assert float(of_driver) == pytest.approx(partial(1, 3, [2]), rel=1e-9)
    assert float(of_outcome) >= partial(0, 3, [1, 2]) - 1e-12


def test_the_halo_is_an_ordinary_confounder_and_its_share_brings_the_coefficient_to_zero(frame):
    cov = np.cov(frame[["y", "a", "b", "c"]].to_numpy(), rowvar=False)
    loadings = halo_loadings(cov)
    halo = add_halo(cov, 3, np.sqrt(0.5) * loadings)
    slopes = np.linalg.solve(cov[1:, 1:], cov[1:, 0])
    left = cov[0, 0] - cov[0, 1:] @ slopes
    error = np.sqrt(left * np.diag(np.linalg.inv(cov[1:, 1:])) / 100)
    toward, away = (
        adjust_estimate(slopes, error, 100, halo.of_driver, halo.of_outcome, away=side).estimate
        for side in (False, True)
    )
    gap = np.minimum(np.abs(toward - halo.estimate), np.abs(away - halo.estimate))
    np.testing.assert_allclose(gap, 0, atol=1e-10)
    for at, share in enumerate(halo_to_zero(cov, 3, loadings)):
        if np.isfinite(share) and (gone := add_halo(cov, 3, np.sqrt(share) * loadings)) is not None:
            assert gone.estimate[at] == pytest.approx(0, abs=1e-10)


def test_the_planned_n_has_its_power_in_fresh_surveys():
    shares = {"service": 0.45, "price": 0.25, "speed": 0.2, "brand": 0.1}
    plan = plan_sample(shares, n_sim=300, seed=1).table.iloc[0]
    model = take_plan(shares, None, None, None, None).model
    hits = count_separated(model, take_population(model, 1), (0, 1), int(plan["n_complete"]), 1000, norm.ppf(0.975), 77)
    error = np.hypot(np.sqrt(0.8 * 0.2 / 1000), plan["power_error"])
    assert hits / 1000 == pytest.approx(0.8, abs=3 * error)


def test_weighting_and_response_enlarge_the_plan():
    about = {"method": "formula", "r2": 0.5}
    plain = plan_sample({"a": 0.6, "b": 0.4}, **about).table.iloc[0]
    larger = plan_sample({"a": 0.6, "b": 0.4}, design_effect=2, complete=0.5, response_rate=0.1, **about).table.iloc[0]
    assert larger["n_complete"] == plain["n_complete"]
    assert larger["n_needed"] == 4 * plain["n_complete"]
    assert larger["n_invited"] == 40 * plain["n_complete"]


def test_a_driver_analysis_says_what_uncut_scores_say(frame):
    names = ["a", "b", "c"]
    ranked = rank_drivers(frame, outcome="y", drivers=names, n_boot=60, seed=3)
    alone = simulate_change(ranked, {"a": 4, "b": -2})
    whole = simulate_change(frame, {"a": 4, "b": -2}, outcome="y", drivers=names, ends=None, n_boot=60, seed=3)
    for column in ("now", "expected", "estimate"):
        np.testing.assert_allclose(alone.table[column].iloc[0], whole.table[column].iloc[0], rtol=1e-9)
    one, other = (each.alternatives[each.alternatives["indicator"] == "index"] for each in (alone, whole))
    one, other = one.set_index("driver"), other.set_index("driver").loc[one["driver"]]
    np.testing.assert_allclose(one["estimate"], other["estimate"], rtol=1e-9)
    for column in ("delta_low", "delta_high"):  # t's and the normal's quantiles, divisors n and n - k - 1
        np.testing.assert_allclose(one[column], other[column], rtol=0.05, atol=0.05)
    assert one["conf_low"].notna().all()
    assert list(alone.applied["driver"]) == ["a", "b"]


def test_a_driver_analysis_moves_no_contact_and_no_answers(frame):
    ranked = rank_drivers(frame, outcome="y", drivers=["a", "b", "c"])
    with pytest.raises(OptionError, match="drivers in groups"):
        simulate_change(rank_drivers(frame, outcome="y", drivers=["a", "b", "c"], groups={"g": ["a", "b"]}), {"g": 5})
    with pytest.raises(OptionError, match="`changes` and `step` only"):
        simulate_change(ranked, {"a": 5}, csat="top")
    with pytest.raises(OptionError, match="no driver 'd'"):
        simulate_change(ranked, {"d": 5})
