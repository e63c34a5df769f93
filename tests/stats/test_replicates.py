"""Designs, replicate weights and linearised standard errors at their edges; against R in tests/reference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import DataError, OptionError
from survey.stats.importance import lmg
from survey.stats.linearisation import linearised_means, linearised_ratio, linearised_totals
from survey.stats.moments import take_moments
from survey.stats.post_stratification import cross_codes, post_stratify_weights
from survey.stats.replicate_multipliers import jackknife_multipliers, rescaling_multipliers
from survey.stats.replicate_statistics import replicate_importance, replicate_means
from survey.stats.replicates import Replicates, replicate_covariances, replicate_estimates
from survey.stats.sample_design import take_design
from survey.stats.t_intervals import logit_interval

STRATA = np.repeat(["a", "b", "c"], [6, 8, 10])
CLUSTERS = np.concatenate([np.repeat([1, 2, 3], 2), np.repeat([1, 2], 4), np.repeat(range(5), 2)])
X = np.random.default_rng(3).normal(size=24)
W = np.random.default_rng(4).uniform(0.5, 2, 24)


def make_bootstrap(n_boot: int, seed: int = 1) -> Replicates:
    design = take_design(24, STRATA, CLUSTERS)
    times = rescaling_multipliers(design, n_boot=n_boot, seed=seed)
    return Replicates(times * W, W, np.full(n_boot, 1 / n_boot), design.df)


def test_design_counts_clusters_within_strata():
    design = take_design(24, STRATA, CLUSTERS)
    assert design.clusters.tolist() == [3, 2, 5] and design.df == 7
    assert len(np.unique(design.cluster)) == 10
    assert take_design(4).df == 3


@pytest.mark.parametrize(
    ("strata", "clusters", "words"),
    [
        (["a", "a", "b"], None, r"1 of 2 strata have a single cluster \(b\)"),
        (["a", "a", "a"], [1, 1, 1], "single cluster"),
        (["a", None, "a"], None, "strata: 1 of 3 labels are missing"),
        (None, [1, np.nan, 2], "clusters: 1 of 3 labels are missing"),
        (["a", "b"], None, "2 labels for 3 rows"),
    ],
)
def test_designs_that_show_no_variation(strata, clusters, words):
    with pytest.raises(DataError, match=words):
        take_design(3, strata, clusters)


def test_the_rescaling_bootstrap_keeps_strata_and_draws_one_less():
    design = take_design(24, STRATA, CLUSTERS)
    times = rescaling_multipliers(design, n_boot=200, seed=1)
    for stratum, size in enumerate(design.clusters):
        inside = design.stratum == stratum
        first = np.unique(design.cluster[inside], return_index=True)[1]
        drawn = times[:, inside][:, first] * (size - 1) / size
        np.testing.assert_allclose(drawn.sum(axis=1), size - 1)
        np.testing.assert_allclose(drawn, np.round(drawn), atol=1e-12)
    same_cluster = design.cluster[:, None] == design.cluster
    assert all((np.ptp(times[:, row], axis=1) == 0).all() for row in same_cluster)
    np.testing.assert_array_equal(times, rescaling_multipliers(design, n_boot=200, seed=1))


def test_a_sample_of_half_the_population_has_half_the_variance():
    half = np.array([{"a": 6, "b": 4, "c": 10}[stratum] for stratum in STRATA])
    many, few = (take_design(24, STRATA, CLUSTERS, population) for population in (None, half))
    x = X[:, None]
    ratio = linearised_totals(x, W, few).covariance / linearised_totals(x, W, many).covariance
    assert ratio[0, 0] == pytest.approx(0.5)
    for make in (many, few):
        times, scales = jackknife_multipliers(make)
        found = replicate_estimates(Replicates(times * W, W, scales, make.df), lambda w: w @ X)
        assert float(found.std_error) == pytest.approx(linearised_totals(x, W, make).std_error[0])
    times = [rescaling_multipliers(make, n_boot=300, seed=1) for make in (many, few)]
    np.testing.assert_allclose(times[1] - 1, (times[0] - 1) * np.sqrt(0.5))
    assert (times[1] > 0).all()


def test_everybody_has_no_sampling_error():
    found = linearised_means(X[:, None], None, take_design(24, population=np.full(24, 24)))
    assert found.std_error[0] == 0 and np.isnan(found.n_eff[0])


@pytest.mark.parametrize(
    ("population", "words"),
    [
        ([5, 5, 5, 9, 9, 2], "stratum b: its rows give different numbers"),
        ([2, 2, 2, 9, 9, 9], "stratum a: 2 clusters, of which 3 were drawn"),
        ([np.nan] * 6, "stratum a: nan clusters"),
        ([5, 5], "2 numbers for 6 rows"),
    ],
)
def test_populations_that_cannot_be(population, words):
    with pytest.raises(DataError, match=words):
        take_design(6, ["a"] * 3 + ["b"] * 3, population=population)


def test_the_bootstrap_variance_of_a_total_is_the_linearised_one():
    # Rao & Wu (1988): for linear statistics the expectation over replicates is exactly the design variance
    design = take_design(24, STRATA, CLUSTERS)
    found = replicate_estimates(make_bootstrap(40_000), lambda w: w @ X, vectorized=True)
    assert float(found.std_error) == pytest.approx(linearised_totals(X[:, None], W, design).std_error[0], rel=0.015)


def test_the_jackknife_of_a_total_is_the_linearised_one():
    design = take_design(24, STRATA, CLUSTERS)
    times, scales = jackknife_multipliers(design)
    found = replicate_estimates(Replicates(times * W, W, scales, design.df), lambda w: w @ X)
    assert float(found.std_error) == pytest.approx(linearised_totals(X[:, None], W, design).std_error[0], rel=1e-12)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_without_design_and_weights_it_is_the_textbook_standard_error(seed):
    x = np.random.default_rng(seed).normal(size=(30, 2))
    found = linearised_means(x, None, take_design(30))
    np.testing.assert_allclose(found.std_error, x.std(axis=0, ddof=1) / np.sqrt(30))
    np.testing.assert_allclose(found.n_eff, 30)


def test_integer_weights_repeat_rows_within_clusters():
    times = np.random.default_rng(5).integers(1, 4, 24)
    rows = np.repeat(np.arange(24), times)
    weighted = linearised_means(X[:, None], times, take_design(24, STRATA, CLUSTERS))
    repeated = linearised_means(X[rows, None], None, take_design(len(rows), STRATA[rows], CLUSTERS[rows]))
    np.testing.assert_allclose(weighted.estimate, repeated.estimate)
    np.testing.assert_allclose(weighted.std_error, repeated.std_error)


def test_clusters_that_agree_within_count_as_one_answer_each():
    x = np.repeat([1.0, 2.0, 4.0, 5.0], 5)
    found = linearised_means(x[:, None], None, take_design(20, clusters=np.repeat(range(4), 5)))
    assert found.std_error[0] == pytest.approx(np.std([1, 2, 4, 5], ddof=1) / 2)
    assert found.n_eff[0] == pytest.approx(4 * (3 / 4) / (19 / 20))  # variances of 4 and of 20 with n - 1


def test_a_ratio_of_means_is_the_mean_of_a_domain():
    inside = (STRATA != "b").astype(float)
    design = take_design(24, STRATA, CLUSTERS)
    domain = linearised_means(np.where(inside > 0, X, np.nan)[:, None], W, design)
    ratio = linearised_ratio(X * inside, inside, W, design)
    np.testing.assert_allclose(ratio.estimate, domain.estimate)
    np.testing.assert_allclose(ratio.std_error, domain.std_error)


def test_refusals_of_estimates():
    design = take_design(3)
    with pytest.raises(DataError, match="Column 1 has no value"):
        linearised_means([[1.0, np.nan]] * 3, None, design)
    with pytest.raises(DataError, match="do not fit a design of 3 rows"):
        linearised_means([[1.0]] * 4, None, design)
    with pytest.raises(DataError, match="denominator"):
        linearised_ratio([1.0, 2, 3], [0.0, 0, 0], None, design)
    with pytest.raises(DataError, match="one column a margin"):
        linearised_means([[1.0], [2.0], [3.0]], None, design, calibrated_on=[0, 1, 1])
    with pytest.raises(DataError, match="at least two replicates"):
        rescaling_multipliers(design, n_boot=1, seed=1)


def test_a_share_of_none_or_all_has_no_logit_interval():
    assert np.isnan(logit_interval([0.0, 1.0], [0.0, 0.0], 10)).all()


def test_loops_and_stacks_agree():
    replicates = make_bootstrap(50)
    one = replicate_estimates(replicates, lambda w: [w @ X / w.sum(), w.sum()])
    many = replicate_estimates(
        replicates, lambda w: np.column_stack([w @ X / w.sum(axis=1), w.sum(axis=1)]), vectorized=True
    )
    for name in ("estimate", "std_error", "conf_low", "conf_high", "draws"):
        np.testing.assert_allclose(getattr(one, name), getattr(many, name))


def test_percentiles_need_a_bootstrap():
    design = take_design(24, STRATA, CLUSTERS)
    times, scales = jackknife_multipliers(design)
    with pytest.raises(OptionError, match="interval='t'"):
        replicate_estimates(Replicates(times, W, scales, 7), lambda w: w @ X, interval="percentile")
    with pytest.raises(OptionError, match="one of: t, logit, percentile"):
        replicate_estimates(make_bootstrap(5), lambda w: w @ X, interval="normal")
    found = replicate_estimates(make_bootstrap(400), lambda w: w @ X / w.sum(), interval="percentile")
    low, high = np.quantile(found.draws, [0.025, 0.975], method="weibull")
    assert (float(found.conf_low), float(found.conf_high)) == (pytest.approx(low), pytest.approx(high))


def test_replicates_without_an_estimate_are_counted_and_left_out():
    replicates = make_bootstrap(100)
    few = (CLUSTERS == 1) & (STRATA == "a")
    found = replicate_estimates(replicates, lambda w: w[few] @ X[few] / w[few].sum() if w[few].sum() else np.nan)
    defined = replicates.weights[:, few].sum(axis=1) > 0
    assert found.failed == int((~defined).sum()) > 0
    assert float(found.std_error) == pytest.approx(
        np.sqrt(np.mean((found.draws[defined] - float(found.estimate)) ** 2)), abs=1e-12
    )
    with pytest.raises(DataError, match="not defined in any replicate"):
        replicate_estimates(replicates, lambda w: np.nan)


def test_a_jackknife_with_an_undefined_replicate_has_no_standard_error():
    times, scales = jackknife_multipliers(take_design(3))
    found = replicate_estimates(Replicates(times, np.ones(3), scales, 2), lambda w: np.nan if w[0] == 0 else w.sum())
    assert found.failed == 1 and np.isnan(found.std_error)


@pytest.mark.parametrize("weights", [np.ones(3), np.ones((2, 4)), np.full((2, 3), -1.0), np.full((2, 3), np.nan)])
def test_replicate_weights_that_do_not_fit(weights):
    with pytest.raises(DataError, match="Replicate weights"):
        Replicates(weights, np.ones(3), np.full(2, 0.5), 1)


def test_covariances_of_replicates_are_weighted_covariances(monkeypatch):
    x = np.random.default_rng(6).normal(size=(24, 3)) + 100
    replicates = make_bootstrap(4)
    expected = [take_moments(x, w).covariance for w in replicates.weights]
    np.testing.assert_allclose(replicate_covariances(x, replicates.weights), expected, rtol=1e-9)
    monkeypatch.setattr("survey.stats.replicates.BLOCK_BYTES", 8 * 9 * 5)
    np.testing.assert_allclose(replicate_covariances(x, replicates.weights), expected, rtol=1e-9)
    with pytest.raises(DataError, match="do not fit 24 rows"):
        replicate_covariances(x, np.ones((2, 3)))


def test_means_by_replicates_leave_out_who_has_no_value():
    x = np.column_stack([X, np.where(CLUSTERS == 2, np.nan, X)])
    found, about = replicate_means(x, make_bootstrap(30))
    there = ~np.isnan(x[:, 1])
    assert found.estimate[1] == pytest.approx(np.average(X[there], weights=W[there]))
    assert about.n.tolist() == [24, int(there.sum())]
    np.testing.assert_allclose(about.std_error, found.std_error)
    with pytest.raises(DataError, match="Column 0 has no value"):
        replicate_means(np.full((24, 1), np.nan), make_bootstrap(5))


def test_importance_by_replicates():
    rng = np.random.default_rng(7)
    x = rng.normal(size=(24, 2))
    rows = np.column_stack([x @ [1.0, 0.5] + rng.normal(size=24), x])
    replicates = make_bootstrap(60)
    importance, shares = replicate_importance(rows, replicates)
    expected = lmg(take_moments(rows, W).covariance)
    np.testing.assert_allclose(importance, expected)
    np.testing.assert_allclose(shares.estimate, expected / expected.sum())
    one = lmg(take_moments(rows, replicates.weights[3]).covariance)
    np.testing.assert_allclose(shares.draws[3], one / one.sum())


def test_cross_codes_and_cells():
    codes = np.array([[0, 0], [0, 1], [1, 1], [1, -1]])
    cells = cross_codes(codes, [2, 2])
    assert cells.tolist() == [0, 1, 3, -1]
    w = post_stratify_weights(np.array([0, 1, 2, -1]), [0.5, 0.25, 0.25]).weights
    np.testing.assert_allclose(w, [1.5, 0.75, 0.75, 1.0])
    with pytest.raises(DataError, match="categories"):
        cross_codes([[0, 2]], [2, 2])
