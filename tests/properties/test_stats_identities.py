"""Identities that need no reference: they hold for every data set, so hypothesis tries to break them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.stats import consistency
from survey.stats.bootstrap import bootstrap_covariances
from survey.stats.descriptives import skewness, weighted_mean, weighted_quantile, weighted_variance
from survey.stats.dominance import complete_dominance, conditional_dominance
from survey.stats.importance import first, lmg, lmg_grouped, partial_out, pratt, r_squared
from survey.stats.moments import take_moments
from survey.stats.omega import omega_total
from survey.stats.raking import rake
from survey.stats.regression import fit_ols
from survey.stats.relative_weights import relative_weights

quick = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**32 - 1)
CLOSE = {"rtol": 1e-8, "atol": 1e-10}


def make_rows(seed: int, k: int, n: int = 40) -> np.ndarray:
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    x = common * rng.uniform(0, 1, size=k) + rng.normal(size=(n, k))
    y = x @ rng.normal(size=k) + rng.normal(size=n)
    return np.column_stack([y, x])


def make_cov(seed: int, k: int) -> np.ndarray:
    return take_moments(make_rows(seed, k)).covariance


@quick
@given(seeds, st.integers(1, 7))
def test_shares_sum_to_r_squared(seed, k):
    cov = make_cov(seed, k)
    for measure in (lmg, relative_weights, pratt):
        np.testing.assert_allclose(measure(cov).sum(), r_squared(cov), **CLOSE)
    assert (lmg(cov) >= 0).all() and (relative_weights(cov) >= 0).all()
    np.testing.assert_allclose(conditional_dominance(cov).mean(axis=1), lmg(cov), **CLOSE)


@quick
@given(seeds, st.integers(2, 6))
def test_rescaling_and_order_do_not_matter(seed, k):
    cov = make_cov(seed, k)
    rng = np.random.default_rng(seed)
    scale = np.exp(rng.normal(size=k + 1) * 3) * rng.choice([-1, 1], size=k + 1)
    order = rng.permutation(k)
    rows = np.array([0, *(order + 1)])
    for measure in (lmg, relative_weights, first, pratt):
        expected = measure(cov)
        np.testing.assert_allclose(measure(cov * np.outer(scale, scale)), expected, **CLOSE)
        np.testing.assert_allclose(measure(cov[np.ix_(rows, rows)]), expected[order], **CLOSE)
    moved = complete_dominance(cov[np.ix_(rows, rows)])
    np.testing.assert_array_equal(moved, complete_dominance(cov)[np.ix_(order, order)])


@quick
@given(seeds)
def test_two_drivers_lmg_is_relative_weights(seed):
    cov = make_cov(seed, 2)
    np.testing.assert_allclose(lmg(cov), relative_weights(cov), **CLOSE)


@quick
@given(seeds, st.integers(1, 6))
def test_orthogonal_drivers_give_squared_correlations(seed, k):
    cov = make_cov(seed, k)
    cov[1:, 1:] = np.diag(np.diag(cov)[1:])
    cov[0, 0] = 2 * (cov[0, 1:] ** 2 / np.diag(cov)[1:]).sum()
    for measure in (lmg, relative_weights, pratt):
        np.testing.assert_allclose(measure(cov), first(cov), **CLOSE)


@quick
@given(seeds, st.integers(1, 5))
def test_duplicated_driver_splits_equally(seed, k):
    cov = make_cov(seed, k)
    rows = np.array([*range(k + 1), 1])
    doubled = cov[np.ix_(rows, rows)]
    for measure in (lmg, relative_weights, pratt):
        found = measure(doubled)
        np.testing.assert_allclose(found[0], found[-1], rtol=1e-7, atol=1e-10)
        np.testing.assert_allclose(found.sum(), r_squared(cov), rtol=1e-8)
    # as one group the copies get what the driver alone had
    groups = [[0, k], *([j] for j in range(1, k))]
    np.testing.assert_allclose(lmg_grouped(doubled, groups), lmg(cov), rtol=1e-7, atol=1e-10)


@quick
@given(seeds, st.integers(2, 6))
def test_controls_and_drivers_sum_to_r_squared(seed, k):
    cov = make_cov(seed, k)
    shares = lmg(partial_out(cov, [1]), total_variance=cov[0, 0])
    np.testing.assert_allclose(shares.sum() + first(cov)[0], r_squared(cov), **CLOSE)


@quick
@given(seeds, st.integers(1, 5))
def test_integer_weights_are_repeated_rows(seed, k):
    x = make_rows(seed, k)
    times = np.random.default_rng(seed).integers(1, 5, size=len(x))
    weighted, repeated = take_moments(x, times), take_moments(np.repeat(x, times, axis=0))
    np.testing.assert_allclose(weighted.correlation, repeated.correlation, **CLOSE)
    np.testing.assert_allclose(weighted.mean, repeated.mean, **CLOSE)
    one, other = weighted.covariance, repeated.covariance
    for measure in (lmg, relative_weights, pratt):
        np.testing.assert_allclose(measure(one), measure(other), **CLOSE)
    for name in ("alpha", "alpha_standardized", "lambda6", "average_correlation"):
        function = getattr(consistency, name)
        np.testing.assert_allclose(function(one), function(other), **CLOSE)
    fits = fit_ols(x[:, 0], x[:, 1:], times), fit_ols(np.repeat(x[:, 0], times), np.repeat(x[:, 1:], times, axis=0))
    for field in ("coefficients", "r2", "vif"):  # standard errors differ: probability weights are not frequencies
        np.testing.assert_allclose(getattr(fits[0], field), getattr(fits[1], field), rtol=1e-7, atol=1e-10)
    if k >= 2:
        assert omega_total(one) == pytest.approx(omega_total(other), rel=1e-6, nan_ok=True)


@quick
@given(seeds)
def test_integer_weights_in_descriptives(seed):
    rng = np.random.default_rng(seed)
    x, times = rng.integers(1, 8, size=25).astype(float), rng.integers(1, 5, size=25)
    repeated = np.repeat(x, times)
    assert weighted_mean(x, times) == pytest.approx(repeated.mean())
    assert skewness(x, times) == pytest.approx(skewness(repeated))
    for q in (0.05, 0.25, 0.5, 0.75, 1.0):
        assert weighted_quantile(x, q, times) == weighted_quantile(repeated, q)
    # the two divisors differ, the weighted mean square does not
    n, squares = repeated.size, ((times / times.sum()) ** 2).sum()
    assert weighted_variance(x, times) * (1 - squares) == pytest.approx(repeated.var(ddof=1) * (1 - 1 / n))


@quick
@given(seeds, st.integers(1, 39))
def test_moments_merge(seed, cut):
    x = make_rows(seed, 3) + 100
    w = np.random.default_rng(seed).uniform(0.1, 3, size=len(x))
    whole = take_moments(x, w)
    parts = take_moments(x[:cut], w[:cut]) + take_moments(x[cut:], w[cut:])
    assert parts.n == whole.n
    for field in ("sum_weights", "sum_squared_weights", "mean", "cross", "covariance", "effective_n"):
        np.testing.assert_allclose(getattr(parts, field), getattr(whole, field), rtol=1e-9, atol=1e-9)


@quick
@given(seeds)
def test_raked_margins_equal_their_targets(seed):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(2, 5, size=3)
    codes = np.column_stack([rng.permutation(np.arange(120) % size) for size in sizes])
    targets = [rng.dirichlet(np.full(size, 30.0)) for size in sizes]
    fit = rake(codes, targets, rng.uniform(0.5, 2, size=120))
    assert fit.converged
    assert fit.weights.mean() == pytest.approx(1)
    for j, target in enumerate(targets):
        np.testing.assert_allclose(np.bincount(codes[:, j], weights=fit.weights) / 120, target, atol=1e-9)
    # raking what is raked changes nothing
    np.testing.assert_allclose(rake(codes, targets, fit.weights).weights, fit.weights, rtol=1e-7)


@quick
@given(seeds)
def test_bootstrap_of_equal_weights_is_the_plain_one(seed):
    x = make_rows(seed, 2)
    plain = bootstrap_covariances(x, n_boot=5, seed=seed)
    np.testing.assert_allclose(
        bootstrap_covariances(x, n_boot=5, seed=seed, weights=np.full(len(x), 2.5)), plain, **CLOSE
    )
