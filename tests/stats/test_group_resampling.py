"""Bootstrap and jackknife of groups: against what they estimate, and against the same written out."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.group_moments import take_group_moments
from survey.stats.group_resampling import fit_groups, resample_groups
from survey.stats.regression import fit_ols


def draw(n, seed=1):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 2))
    return np.column_stack([x @ [0.6, 0.3] + rng.normal(size=n) * (1 + 0.5 * np.abs(x[:, 0])), x])


def test_the_jackknife_leaves_out_one_group_after_the_other():
    rows, groups = draw(300), np.arange(300) % 12
    weights = np.random.default_rng(2).uniform(0.5, 2, 300)
    found = fit_groups(take_group_moments(list(rows.T), groups, 12, weights))
    whole = fit_ols(rows[:, 0], rows[:, 1:], weights)
    left_out = [
        fit_ols(rows[groups != one, 0], rows[groups != one, 1:], weights[groups != one]).coefficients
        for one in range(12)
    ]
    expected = np.sqrt(11 / 12 * ((np.array(left_out) - whole.coefficients) ** 2).sum(axis=0))
    np.testing.assert_allclose(found.coefficients, whole.coefficients, rtol=1e-10)
    np.testing.assert_allclose(found.std_error, expected, rtol=1e-9)
    np.testing.assert_allclose(found.r2, whole.r2, rtol=1e-10)
    np.testing.assert_allclose(found.vif, whole.vif, rtol=1e-9)
    assert found.df == 11


def test_one_row_a_group_is_nearly_hc3():
    rows = draw(400)
    found = fit_groups(take_group_moments(list(rows.T), np.arange(400), 400))
    # the jackknife's variance is (n - 1) / n of HC3's, less a term of the order 1 / n
    np.testing.assert_allclose(found.std_error, fit_ols(rows[:, 0], rows[:, 1:]).std_error, rtol=0.005)
    np.testing.assert_allclose(found.std_error_classic, fit_ols(rows[:, 0], rows[:, 1:]).std_error_classic, rtol=1e-9)


def test_the_group_bootstrap_has_the_spread_of_the_row_bootstrap():
    rows = draw(6000)
    groups = take_group_moments(list(rows.T), np.random.default_rng(5).integers(0, 600, 6000), 600)
    found = np.std(resample_groups(groups, n_boot=800, seed=1), axis=0, ddof=1)
    rng = np.random.default_rng(3)
    drawn = [np.cov(rows[rng.integers(0, 6000, 6000)], rowvar=False) for _ in range(800)]
    # 600 groups and 800 samples of each kind: a relative error of about .045 of each entry, with normal tails
    np.testing.assert_allclose(found, np.std(drawn, axis=0, ddof=1), rtol=0.2)


def test_rows_of_a_cluster_that_stay_together_widen_the_spread():
    shop = np.repeat(np.arange(200), 20)
    level = np.random.default_rng(4).normal(size=200)[shop]
    together = resample_groups(take_group_moments([level], shop, 200), n_boot=400, seed=1)
    apart = resample_groups(take_group_moments([level], np.arange(4000) % 200, 200), n_boot=400, seed=1)
    assert np.std(together) > 2 * np.std(apart)


def test_samples_depend_on_the_seed_alone():
    groups = take_group_moments(list(draw(200).T), np.arange(200) % 20, 20)
    one, same, other = (resample_groups(groups, n_boot=5, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize(
    ("rows", "groups", "said"),
    [
        (draw(30), np.zeros(30, dtype=int), "at least 2 groups"),
        (draw(3), np.arange(3), "3 rows cannot carry 3 coefficients"),
        (np.column_stack([draw(30)[:, 0], np.ones(30)]), np.arange(30), "Driver 0 has the same value"),
        (draw(30)[:, [0, 1, 1]], np.arange(30), "linear functions of others"),
        (np.column_stack([draw(30)[:, 0], np.arange(30) == 4]), np.arange(30), "one group of rows alone"),
    ],
)
def test_what_cannot_be_fitted_is_refused(rows, groups, said):
    with pytest.raises(DataError, match=said):
        fit_groups(take_group_moments(list(rows.T), groups, 30))
