"""Splines and robust tests against R's Hmisc, splines, lm and sandwich; `shape/splines.R` made the numbers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.stats.shape.cross_validation import fit_linear
from survey.stats.shape.curves import bend_test
from survey.stats.shape.sandwich import fit_robust
from survey.stats.shape.splines import spline_columns

FOLDER = Path(__file__).parent / "shape"


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "splines.csv")


@pytest.fixture(scope="module")
def expected() -> dict:
    return json.loads((FOLDER / "splines.json").read_text("utf-8"))


def columns(data, expected):
    return np.column_stack([data[["x", "z"]], spline_columns(data["x"], expected["knots"])])


def test_columns_are_those_of_rcspline_eval(data, expected):
    np.testing.assert_allclose(spline_columns(data["x"], expected["knots"]), expected["columns"], rtol=1e-9, atol=1e-11)


def test_fit_is_that_of_natural_splines(data, expected):
    x = columns(data, expected)
    fitted = fit_linear(data["y"].to_numpy(), x, data["w"].to_numpy(), x)
    np.testing.assert_allclose(fitted, expected["ns_fitted"], rtol=1e-9)


def test_straight_line(data, expected):
    fit = fit_robust(data["y"], data[["x", "z"]], data["w"])
    np.testing.assert_allclose(fit.coefficients, expected["line"], rtol=1e-9)
    np.testing.assert_allclose(fit.std_error, expected["line_hc3"], rtol=1e-9)


def test_bend(data, expected):
    fit = fit_robust(data["y"], columns(data, expected), data["w"])
    np.testing.assert_allclose(fit.coefficients, expected["coefficients"], rtol=1e-8)
    np.testing.assert_allclose(fit.std_error, expected["hc3"], rtol=1e-8)
    test = bend_test(fit, [2, 3])
    assert test.statistic == pytest.approx(expected["wald"], rel=1e-8)
    assert test.p_value == pytest.approx(expected["wald_p"], rel=1e-7)
