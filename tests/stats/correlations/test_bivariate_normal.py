from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import multivariate_normal, norm

from survey.stats.correlations.bivariate_normal import bivariate_normal_cdf, bivariate_normal_density


def _height(x: float, second: float, rho: float, root: float) -> float:
    return float(norm.pdf(x) * norm.cdf((second - rho * x) / root))


def test_against_integration():
    rng = np.random.default_rng(1)
    for first, second, rho in zip(*rng.normal(size=(2, 25)) * 1.5, rng.uniform(-0.999, 0.999, 25), strict=True):
        root = np.sqrt(1 - rho**2)
        expected = quad(_height, -12, first, args=(second, rho, root), epsabs=1e-13, limit=400)[0]
        found = bivariate_normal_cdf(np.array(first), np.array(second), rho)
        assert float(found) == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("rho", [-0.99999, -0.5, 0.0, 0.3, 0.99999])
def test_limits_at_infinity_and_zero(rho):
    ends = np.array([-np.inf, -1.0, 0.0, 2.0, np.inf])
    np.testing.assert_allclose(bivariate_normal_cdf(ends, np.array(np.inf), rho), norm.cdf(ends), atol=1e-14)
    np.testing.assert_allclose(bivariate_normal_cdf(np.array(-np.inf), ends, rho), 0, atol=1e-14)
    centre = float(bivariate_normal_cdf(np.array(0.0), np.array(0.0), rho))
    assert centre == pytest.approx(0.25 + np.arcsin(rho) / (2 * np.pi), abs=1e-13)  # Sheppard (1899)


def test_it_is_symmetric_and_grows():
    rng = np.random.default_rng(2)
    first, second, rho = rng.normal(size=500), rng.normal(size=500), rng.uniform(-0.99, 0.99, 500)
    there = bivariate_normal_cdf(first, second, rho)
    np.testing.assert_allclose(there, bivariate_normal_cdf(second, first, rho), atol=1e-15)
    assert np.all(bivariate_normal_cdf(first + 0.1, second, rho) >= there)
    mirrored = norm.cdf(first) - bivariate_normal_cdf(first, -second, -rho)
    np.testing.assert_allclose(there, mirrored, atol=1e-14)


def test_density():
    rho = 0.4
    expected = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).pdf([0.3, -1.1])
    assert float(bivariate_normal_density(np.array(0.3), np.array(-1.1), rho)) == pytest.approx(expected, abs=1e-14)
