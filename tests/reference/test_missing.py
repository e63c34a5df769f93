"""Little's test, EM moments, Rubin's rules and imputations against R: plain formulas, and the package mice.

``missing/make_reference.R`` made the numbers. The manual page of naniar prints 35.1 on 14 df, p = .00142 and four
patterns for airquality; its tests have 35.10613 where an EM run to the end gives 35.10617.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.analysis.missing.missing import describe_missing
from survey.prepare.imputation import impute_responses
from survey.stats.incomplete import estimate_moments
from survey.stats.missing.little import compare_patterns
from survey.stats.missing.rubin import pool_estimates
from survey.stats.regression import fit_ols

FOLDER = Path(__file__).parent / "missing"
COPIES = 200


@pytest.fixture(scope="module")
def reference() -> dict:
    return json.loads((FOLDER / "reference.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def ratings() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "ratings.csv")


def check_little(rows: np.ndarray, weights: np.ndarray | None, expected: dict) -> None:
    moments, test = estimate_moments(rows, weights), compare_patterns(rows, weights)
    np.testing.assert_allclose(moments.mean, expected["mean"], rtol=1e-7)
    np.testing.assert_allclose(moments.covariance, expected["covariance"], rtol=1e-6, atol=1e-7)
    assert test.statistic == pytest.approx(expected["statistic"], rel=1e-6)
    assert (test.df, test.n_patterns) == (expected["df"], expected["n_patterns"])
    assert test.p_value == pytest.approx(expected["p_value"], rel=1e-5)


def test_little(ratings, reference):
    rows = ratings.drop(columns="weight").to_numpy(float)
    check_little(rows, None, reference["little_ratings"])
    check_little(rows, ratings["weight"].to_numpy(float), reference["little_weighted"])


def test_little_on_airquality(reference):
    air = pd.read_csv(FOLDER / "airquality.csv")
    check_little(air.to_numpy(float), None, reference["little_airquality"])
    whole = describe_missing(air).mcar.iloc[0]
    assert (round(whole["statistic"], 1), whole["df"], whole["n_patterns"]) == (35.1, 14, 4)
    assert round(whole["p_value"], 5) == 0.00142


def test_rubin(reference):
    expected = reference["pooling"]
    errors = np.array(expected["std_errors"])
    pooled = pool_estimates(expected["estimates"], errors**2, n=200, k=4)
    for name in ("estimate", "total", "df", "riv", "fmi"):
        np.testing.assert_allclose(getattr(pooled, name), expected[name], rtol=1e-9, err_msg=name)


def test_matching_draws_what_mice_draws(ratings, reference):
    """Both draw 200 times; means may differ by four standard errors of a difference of two means of 200."""
    frame, expected = ratings.drop(columns="weight"), reference["mice"]
    imputations = impute_responses(frame, m=COPIES, iterations=5, seed=1)
    fits = [fit_ols(copy["q1"], copy[["q2", "q3", "q5"]]) for copy in imputations]
    pooled = pool_estimates([fit.coefficients for fit in fits], [fit.std_error_classic**2 for fit in fits])
    variance = np.array(expected["std_errors"]) ** 2
    reach = 4 * np.sqrt(2 * variance * np.array(expected["fmi"]) / COPIES)
    assert np.all(np.abs(pooled.estimate - expected["coefficients"]) < reach)
    np.testing.assert_allclose(pooled.std_error, expected["std_errors"], rtol=0.08)
    means = np.array([[copy[name].mean() for name in ("q2", "q3", "q5")] for copy in imputations])
    between = np.array(expected["between_means"])
    assert np.all(np.abs(means.mean(axis=0) - expected["means"]) < 4 * np.sqrt(2 * between / COPIES))
    np.testing.assert_allclose(means.var(axis=0, ddof=1), between, rtol=0.5)


def test_models_of_categories_draw_what_mice_draws(reference):
    """mice draws the parameters of logreg only; ours are drawn for all, so that the others spread more."""
    expected = reference["choices"]
    assert expected["methods"] == "logreg polyreg polr"
    frame = pd.read_csv(FOLDER / "choices.csv").astype({"two": "str", "three": "str"})
    frame = frame.replace({"nan": None})
    imputations = impute_responses(frame, m=60, iterations=5, seed=1, methods={"four": "proportional_odds"})
    assert imputations.table["drawn_by"].tolist() == ["", "", "logistic", "multinomial", "proportional_odds"]
    for place, name in enumerate(("two", "three", "four")):
        shares = np.array([copy[name].value_counts(normalize=True).sort_index() for copy in imputations])
        sd = np.array(expected["sd"][place])
        reach = 4 * sd * np.sqrt(1 / 60 + 1 / COPIES)
        assert np.all(np.abs(shares.mean(axis=0) - expected["shares"][place]) < reach), name
        assert np.all(shares.std(axis=0, ddof=1) > 0.7 * sd), name
        assert name != "two" or np.all(shares.std(axis=0, ddof=1) < 1.4 * sd)
