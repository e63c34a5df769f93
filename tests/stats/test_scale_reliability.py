"""Estimates of a scale by name, their intervals by every method, and what they say when something goes wrong."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.alpha_interval import bootstrap_alpha, duhachek_std_error, feldt_interval
from survey.stats.bootstrap import bootstrap_covariances, percentile_interval
from survey.stats.consistency import alpha
from survey.stats.influence import influence_std_error
from survey.stats.moments import take_moments
from survey.stats.omega import omega_total, omega_total_batch
from survey.stats.resampled_interval import accelerate, bca_interval, group_rows, leave_out_covariances
from survey.stats.scale_estimators import NAMES, fits_items
from survey.stats.scale_reliability import IntervalOptions, estimate_scale
from survey.stats.tau_equivalence import compare_loadings

FAST = tuple(name for name in NAMES if name != "omega_hierarchical")


def draw(n: int, k: int, *, points: int = 5, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    latent = 0.7 * rng.normal(size=(n, 1)) + 0.7 * rng.normal(size=(n, k))
    return np.clip(np.round((points + 2) / 2 + latent * points / 5), 1, points)


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    return draw(200, 6)


@pytest.fixture(scope="module")
def weights() -> np.ndarray:
    return np.random.default_rng(4).uniform(0.4, 2.5, 200)


def by_name(rows, names=NAMES, **options):
    return {one.estimator: one for one in estimate_scale(rows, names, **options).estimates}


def ends(one) -> list[float]:
    return [one.low, one.high]


def test_every_estimator_has_a_value_between_zero_and_one(rows):
    found = by_name(rows)
    assert set(found) == set(NAMES) - {"spearman_brown"}
    assert all(0 < one.estimate < 1 for one in found.values())


def test_order_that_theory_gives(rows):
    """Lambda 1 < lambda 3 <= lambda 2; lambda 4 is the best split, beta the worst; a general factor is a part."""
    value = {name: one.estimate for name, one in by_name(rows).items()}
    assert value["lambda1_raw"] < value["lambda3_raw"] == value["alpha"] <= value["lambda2_raw"]
    assert value["beta"] < value["split_half_mean"] < value["lambda4_raw"]
    assert value["split_half_mean"] == pytest.approx(value["alpha"])
    assert value["omega_hierarchical"] < value["omega_total_standardized"]


@pytest.mark.parametrize("weighted", [False, True])
def test_whole_weights_are_repeated_rows(rows, weighted):
    counts = np.arange(200) % 3 + (0 if weighted else 1)
    given = by_name(rows, weights=counts.astype(float))
    repeated = by_name(np.repeat(rows, counts, axis=0))
    for name, one in given.items():
        tolerance = 1e-4 if name == "omega_hierarchical" else 1e-6
        assert one.estimate == pytest.approx(repeated[name].estimate, abs=tolerance), name


def test_feldt_and_duhachek_take_the_effective_n(rows, weights):
    moments = take_moments(rows, weights)
    value = float(alpha(moments.covariance))
    found = by_name(rows, ["alpha"], weights=weights)["alpha"]
    assert ends(found) == pytest.approx(feldt_interval(value, moments.effective_n, 6))
    how = IntervalOptions(method="duhachek", confidence=0.9)
    error = float(duhachek_std_error(moments.covariance, moments.effective_n))
    other = by_name(rows, ["alpha"], weights=weights, intervals=how)["alpha"]
    assert ends(other) == pytest.approx([value - 1.6448536 * error, value + 1.6448536 * error])


def test_a_method_that_does_not_cover_leaves_percentiles_or_nothing(rows):
    names = ["alpha", "omega_total", "omega_categorical"]
    bare = by_name(rows, names, intervals=IntervalOptions(method="duhachek"))
    assert [bare[name].interval for name in names] == ["duhachek", "", ""]
    assert np.isnan(bare["omega_total"].low)
    full = by_name(rows, names, intervals=IntervalOptions(method="distribution_free", n_boot=60))
    assert [full[name].interval for name in names] == ["distribution_free", "distribution_free", "percentile"]


@pytest.mark.parametrize("method", ["percentile", "bca"])
def test_a_bootstrap_gives_every_estimator_an_interval(rows, method):
    found = by_name(rows, FAST, intervals=IntervalOptions(method=method, n_boot=200, seed=2))
    assert {one.interval for one in found.values()} == {method}
    outside = [name for name, one in found.items() if not one.low < one.estimate < one.high]
    assert outside == []
    again = by_name(rows, FAST, intervals=IntervalOptions(method=method, n_boot=200, seed=2))
    assert all(ends(one) == ends(again[name]) for name, one in found.items())


def test_omega_hierarchical_is_resampled_only_when_asked(rows):
    names = ["alpha", "omega_hierarchical"]
    found = by_name(rows, names, intervals=IntervalOptions(n_boot=3))
    assert found["omega_hierarchical"].interval == ""
    found = by_name(rows, names, intervals=IntervalOptions(method="percentile", n_boot=5))
    assert found["omega_hierarchical"].interval == "percentile"


@pytest.mark.parametrize("weighted", [False, True])
def test_alpha_alone_has_the_draws_of_all_covariances(rows, weights, weighted):
    given = weights if weighted else None
    cov = bootstrap_covariances(rows, n_boot=700, seed=5, weights=given)
    np.testing.assert_allclose(bootstrap_alpha(rows, n_boot=700, seed=5, weights=given), alpha(cov), rtol=1e-9)
    low, high = percentile_interval(alpha(cov))
    how = IntervalOptions(method="percentile", n_boot=700, seed=5)
    found = by_name(rows, ["alpha"], weights=given, intervals=how)["alpha"]
    assert ends(found) == pytest.approx([float(low), float(high)])


def test_percentiles_of_omega_are_those_of_its_draws(rows):
    draws = omega_total_batch(bootstrap_covariances(rows, n_boot=200, seed=6))
    low, high = percentile_interval(draws)
    found = by_name(rows, ["omega_total"], intervals=IntervalOptions(n_boot=200, seed=6))["omega_total"]
    assert ends(found) == pytest.approx([float(low), float(high)], abs=1e-8)


def test_categorical_draws_are_estimates_of_repeated_rows(rows):
    """Three samples drawn by the same counts, each estimated on its own."""
    names = ["alpha_ordinal", "omega_ordinal", "omega_categorical", "omega_categorical_observed"]
    rng = np.random.default_rng(9)
    values = []
    for _ in range(3):
        counts = np.bincount(rng.integers(0, 200, size=200), minlength=200)
        values.append([one.estimate for one in estimate_scale(np.repeat(rows, counts, axis=0), names).estimates])
    found = by_name(rows, names, intervals=IntervalOptions(method="percentile", n_boot=3, seed=9, confidence=0.5))
    for name, drawn in zip(names, np.array(values).T, strict=True):
        assert ends(found[name]) == pytest.approx([np.min(drawn), np.max(drawn)], abs=1e-6), name


def test_leaving_out_rows_or_groups(rows, weights):
    groups = group_rows(200, seed=1, most=20)
    assert np.bincount(groups).tolist() == [10] * 20
    found = leave_out_covariances(rows, groups, weights)
    for group in (0, 7):
        kept = groups != group
        np.testing.assert_allclose(found[group], take_moments(rows[kept], weights[kept]).covariance, rtol=1e-10)


def test_acceleration_from_groups_is_near_that_of_rows(rows):
    one = accelerate(alpha(leave_out_covariances(rows, np.arange(200))))
    grouped = [accelerate(alpha(leave_out_covariances(rows, group_rows(200, seed=s, most=50)))) for s in range(20)]
    assert np.mean(grouped) == pytest.approx(one, abs=0.01)


def test_bca_of_symmetric_draws_is_the_percentile_interval():
    draws = np.random.default_rng(1).permutation(np.linspace(-1, 1, 1999))
    low, high = percentile_interval(draws)
    assert bca_interval(draws, 0.0, [1.0, 2.0, 3.0]) == pytest.approx((float(low), float(high)), abs=1e-9)


@pytest.mark.parametrize("estimate", [5.0, float("nan")])
def test_bca_without_a_place_among_the_draws(estimate):
    assert np.isnan(bca_interval([1.0, 2.0, 3.0], estimate, [1.0, 2.0])).all()
    assert np.isnan(bca_interval([float("nan")], 1.0, [1.0, 2.0])).all()


def test_distribution_free_intervals_are_made_of_the_log_of_what_is_left(rows):
    found = by_name(rows, ["alpha"], intervals=IntervalOptions(method="distribution_free"))["alpha"]
    error = float(influence_std_error(alpha, rows))
    left = np.log(1 - found.estimate) + np.array([1, -1]) * 1.959964 * error / (1 - found.estimate)
    assert ends(found) == pytest.approx((1 - np.exp(left)).tolist(), abs=1e-6)


def test_distribution_free_error_of_alpha_by_formula(rows, weights):
    """The influence of a row on alpha: its squared sum and its squares against their means."""
    w = weights / weights.sum()
    centred = rows - w @ rows
    whole, items = centred.sum(axis=1) ** 2, (centred**2).sum(axis=1)
    total, trace = w @ whole, w @ items
    influence = 6 / 5 * (trace / total**2 * (whole - total) - (items - trace) / total)
    expected = np.sqrt(np.sum((w * influence) ** 2))
    assert float(influence_std_error(alpha, rows, weights)) == pytest.approx(expected, rel=1e-6)


def test_distribution_free_and_normal_errors_agree_for_normal_answers():
    rng = np.random.default_rng(8)
    x = rng.normal(size=(20_000, 1)) + rng.normal(size=(20_000, 4))
    normal = float(duhachek_std_error(np.cov(x.T), 20_000))
    assert float(influence_std_error(alpha, x)) == pytest.approx(normal, rel=0.03)


@pytest.mark.parametrize(
    ("name", "k", "fits"),
    [("alpha", 2, True), ("omega_total", 2, False), ("omega_hierarchical", 6, True), ("omega_hierarchical", 5, False)],
)
def test_who_needs_how_many_items(name, k, fits):
    assert fits_items(name, k, 3) == fits


def test_too_few_items_are_named(rows):
    found = estimate_scale(rows[:, :2], ["alpha", "omega_total", "spearman_brown"])
    assert found.too_few_items == ("omega_total",)
    assert [one.estimator for one in found.estimates] == ["alpha", "spearman_brown"]


def test_fine_answers_are_no_categories():
    rows = np.random.default_rng(1).normal(size=(100, 1)) + np.random.default_rng(2).normal(size=(100, 4))
    found = estimate_scale(rows, ["alpha", "omega_categorical"])
    assert found.too_fine and [one.estimator for one in found.estimates] == ["alpha"]


def test_a_heywood_case_is_flagged():
    rng = np.random.default_rng(2)
    cov = np.array([[1, 0.8, 0.8], [0.8, 1, 0.4], [0.8, 0.4, 1.0]])
    rows = np.round(4 + 1.5 * rng.normal(size=(300, 3)) @ np.linalg.cholesky(cov).T)
    assert estimate_scale(rows, ["omega_total", "omega_categorical"]).heywood == ("ml", "ordinal")


def test_splits_that_were_drawn_are_said_to_be():
    rows = draw(60, 18)
    assert not estimate_scale(rows, ["lambda4"]).all_splits
    assert estimate_scale(rows, ["alpha"]).all_splits


def test_lost_samples_are_counted():
    """An item that one respondent alone answers differently is constant in a third of all samples."""
    rows = draw(30, 4)
    rows[:, 0] = 1
    rows[3, 0] = 2
    found = estimate_scale(rows, ["alpha_standardized"], intervals=IntervalOptions(method="percentile", n_boot=200))
    assert 40 < found.lost["alpha_standardized"] < 110


def test_perfectly_correlated_items_do_not_break_anything(rows):
    found = estimate_scale(np.column_stack([rows, rows[:, 0]]), FAST)
    value = {one.estimator: one.estimate for one in found.estimates}
    assert 0 < value["alpha"] < 1 and 0 < value["lambda6"] < 1
    assert (0, 6) in found.at_bound


def test_negative_weights_are_an_error(rows):
    with pytest.raises(DataError, match="at least zero"):
        estimate_scale(rows, ["alpha"], weights=np.full(200, -1.0))


# -- equal loadings ------------------------------------------------------------------------------------------------


def test_equal_loadings_are_kept_at_the_nominal_rate():
    """250 surveys of seven-point answers to tau-equivalent items; three errors of a share of .05 are .041."""
    rng, rejected = np.random.default_rng(3), 0
    for _ in range(250):
        common = rng.normal(size=(200, 1))
        rows = np.clip(np.round(4 + common + rng.normal(size=(200, 4)) * [0.8, 1, 1.2, 1.4]), 1, 7)
        rejected += compare_loadings(rows).p_value < 0.05
    assert rejected / 250 == pytest.approx(0.05, abs=0.041)


def test_unequal_loadings_are_found_and_alpha_is_then_below_omega():
    rng = np.random.default_rng(4)
    rows = rng.normal(size=(500, 1)) * [1.2, 1.0, 0.6, 0.3] + rng.normal(size=(500, 4))
    tested = compare_loadings(rows)
    assert tested.converged and tested.scaled and tested.df == 3 and tested.p_value < 0.001
    cov = np.cov(rows.T)
    assert float(alpha(cov)) < omega_total(cov)


def test_the_free_model_is_that_of_omega(rows):
    tested = compare_loadings(rows)
    loading = tested.congeneric.fit.matrices[0].loading[:, 0]
    implied = tested.congeneric.fit.matrices[0].covariance
    assert np.sum(loading) ** 2 / np.sum(implied) == pytest.approx(omega_total(np.cov(rows.T)), abs=1e-6)


def test_equal_weights_change_no_test(rows):
    plain, weighted = compare_loadings(rows), compare_loadings(rows, np.full(200, 3.0))
    assert weighted.statistic == pytest.approx(plain.statistic)


@pytest.mark.parametrize("columns", [[0, 1], [0, 1, 2, 0]])
def test_items_that_no_model_fits(rows, columns):
    with pytest.raises(DataError, match=r"three items|sum of others"):
        compare_loadings(rows[:, columns])
