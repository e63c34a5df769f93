"""The bootstrap of covariances equals resampling rows, whatever the chunks and blocks."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats import bootstrap
from survey.stats.bootstrap import bootstrap_covariances, draw_counts, percentile_interval
from survey.stats.moments import take_moments

X = np.random.default_rng(5).integers(1, 8, size=(40, 3)).astype(float)
WEIGHTS = np.random.default_rng(6).uniform(0.5, 2, size=40)


def draw(seed: int, n: int, samples: int) -> np.ndarray:
    counts = np.empty((samples, n), dtype=int)
    draw_counts(np.random.default_rng(seed), counts)
    return counts


@pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["plain", "weighted"])
def test_equals_resampled_rows(weights):
    found = bootstrap_covariances(X, n_boot=20, seed=3, weights=weights)
    counts = draw(3, len(X), 20)
    for matrix, count in zip(found, counts, strict=True):
        rows = np.repeat(np.arange(len(X)), count)
        expected = take_moments(X[rows], None if weights is None else weights[rows]).covariance
        np.testing.assert_allclose(matrix, expected, rtol=1e-10, atol=1e-12)


def test_chunks_and_blocks_do_not_change_draws(monkeypatch):
    whole = bootstrap_covariances(X, n_boot=20, seed=3, weights=WEIGHTS)
    monkeypatch.setattr(bootstrap, "PRODUCT_BYTES", 1000)
    monkeypatch.setattr(bootstrap, "COUNT_BYTES", 500)
    np.testing.assert_allclose(bootstrap_covariances(X, n_boot=20, seed=3, weights=WEIGHTS), whole, rtol=1e-10)


def test_seed_decides():
    one, again, other = (bootstrap_covariances(X, n_boot=5, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_counts_are_multinomial():
    counts = draw(0, 10, 4000).astype(float)
    assert (counts.sum(axis=1) == 10).all()
    # mean 1, variance (n - 1) / n = .9, covariance -1 / n = -.1 of a multinomial; 4000 draws
    np.testing.assert_allclose(counts.mean(axis=0), 1, atol=0.06)
    np.testing.assert_allclose(np.cov(counts.T), np.full((10, 10), -0.1) + np.eye(10), atol=0.1)


def test_column_constant_in_a_sample_has_zeros():
    x = np.column_stack([np.arange(30.0), np.zeros(30)])
    x[0, 1] = 1e6
    found = bootstrap_covariances(x, n_boot=200, seed=1)
    drawn = draw(1, 30, 200)[:, 0] > 0
    assert (found[~drawn][:, 1] == 0).all() and (found[drawn][:, 1, 1] > 0).all()
    assert (~drawn).sum() > 20


def test_progress_reaches_the_total():
    seen = []
    bootstrap_covariances(X, n_boot=600, seed=1, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (600, 600) and len(seen) > 1


def test_refusals():
    with pytest.raises(DataError, match="at least one sample"):
        bootstrap_covariances(X, n_boot=0, seed=1)
    with pytest.raises(DataError, match="missing"):
        bootstrap_covariances([[np.nan], [1.0]], n_boot=2, seed=1)


def test_percentiles_leave_out_missing_draws():
    draws = np.column_stack([np.arange(101.0), np.full(101, np.nan)])
    draws[50, 0] = np.nan
    low, high = percentile_interval(draws, 0.8)
    # the (B + 1) p rule: of 100 draws, place 10.1 from below and from above
    assert (low[0], high[0]) == pytest.approx((9.1, 90.9)) and np.isnan([low[1], high[1]]).all()
