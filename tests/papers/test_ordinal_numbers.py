"""Satisfaction with housing in Copenhagen (Madsen 1976) against MASS::polr, R 4.2.2, the example of its help page."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.ordinal import OrderedFit, fit_proportional_odds

LEVELS = {"Infl": ["Medium", "High"], "Type": ["Apartment", "Atrium", "Terrace"], "Cont": ["High"]}
ANSWERS = {"Low": 1, "Medium": 2, "High": 3}


def fit_cells(cells, weights) -> OrderedFit:
    drivers = [(cells[name] == level).to_numpy(float) for name, levels in LEVELS.items() for level in levels]
    return fit_proportional_odds(cells["Sat"].map(ANSWERS), np.column_stack(drivers), weights)


@pytest.fixture(scope="module")
def fit(housing) -> OrderedFit:
    return fit_cells(housing, housing["Freq"])


def test_coefficients(fit):
    expected = [0.5664, 1.2888, -0.5724, -0.3662, -1.0910, 0.3603]
    np.testing.assert_allclose(fit.coefficients, expected, atol=6e-5)
    np.testing.assert_allclose(fit.std_error, [0.1047, 0.1272, 0.1192, 0.1552, 0.1515, 0.0955], atol=6e-5)


def test_thresholds(fit):
    np.testing.assert_allclose(fit.thresholds, [-0.4961, 0.6907], atol=6e-5)
    np.testing.assert_allclose(fit.thresholds_std_error, [0.1248, 0.1255], atol=6e-5)


def test_fit(fit):
    assert (fit.n, fit.converged) == (1681, True)
    assert fit.deviance == pytest.approx(3479.149, abs=5e-4)
    assert fit.mcfadden == pytest.approx(0.0465152, abs=5e-8)


def test_frequencies_equal_expanded_rows(fit, housing):
    rows = fit_cells(housing.loc[housing.index.repeat(housing["Freq"])], None)
    for name in ("coefficients", "thresholds", "std_error", "thresholds_std_error"):
        np.testing.assert_allclose(getattr(rows, name), getattr(fit, name), rtol=1e-9)
    assert rows.log_likelihood == pytest.approx(fit.log_likelihood, rel=1e-12)
    assert rows.nagelkerke == pytest.approx(fit.nagelkerke, rel=1e-10)
