"""Rows with given moments have them."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.moment_rows import rows_with_moments


@pytest.mark.parametrize("rank", [4, 2])
def test_means_and_covariances_are_those_given(rank):
    factors = np.random.default_rng(1).normal(size=(4, rank))
    mean, cov = np.array([1.0, -2, 300, 0]), factors @ factors.T
    rows = rows_with_moments(mean, cov)
    assert rows.shape == (8, 4)
    np.testing.assert_allclose(rows.mean(axis=0), mean, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(np.cov(rows, rowvar=False, bias=True), cov, atol=1e-10)
