"""`assess_agreement` and `assess_retest`: the public calls, pingouin beside our own formulas, and bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.stats.intraclass import FORMS, estimate_intraclass, take_mean_squares


@pytest.fixture
def ratings() -> pd.DataFrame:
    rng = np.random.default_rng(2)
    numbers = np.round(5 + rng.normal(size=(30, 1)) + [0, 1, -0.5] + rng.normal(size=(30, 3)), 1)
    return pd.DataFrame(numbers, columns=["anna", "ben", "chen"])


@pytest.fixture
def times() -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(3)
    level = 60 + 12 * rng.normal(size=(50, 2))
    first, second = (pd.DataFrame(level + 5 * rng.normal(size=(50, 2)), columns=["price", "brand"]) for _ in range(2))
    return first, second.iloc[::-1]


def test_pingouin_says_the_same_as_our_formulas(ratings):
    table = sv.assess_agreement(ratings).table
    ours = estimate_intraclass(take_mean_squares(ratings.to_numpy()))
    assert table["estimator"].tolist() == list(FORMS)
    for column, attribute in (("estimate", "estimate"), ("statistic", "statistic"), ("p_value", "p_value")):
        np.testing.assert_allclose(table[column], [getattr(one, attribute) for one in ours], rtol=1e-9)


def test_weights_and_coverage_are_used(ratings):
    weights = np.arange(30) % 3 + 1
    table = sv.assess_agreement(ratings, weights=weights, confidence=0.9).table
    repeated = sv.assess_agreement(ratings.loc[ratings.index.repeat(weights)].reset_index(drop=True)).table
    np.testing.assert_allclose(table["estimate"], repeated["estimate"], rtol=1e-9)
    wide = sv.assess_agreement(ratings, weights=weights).table
    assert (wide["conf_high"] - wide["conf_low"] > table["conf_high"] - table["conf_low"]).all()


def test_incomplete_targets_are_left_out_and_counted(ratings):
    ratings.loc[:4, "ben"] = np.nan
    result = sv.assess_agreement(ratings)
    assert result.n == 25 and "25 of 30" in result.method


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (lambda frame: frame.assign(ben="good"), sv.DataError, "'ben' holds no numbers"),
        (lambda frame: frame[["ben"]], sv.DataError, "two raters"),
        (lambda frame: frame * 0, sv.DataError, "All ratings are the same"),
        (lambda frame: frame.to_numpy(), sv.OptionError, "DataFrame"),
    ],
)
def test_ratings_that_cannot_be_compared(ratings, change, error, says):
    with pytest.raises(error, match=says):
        sv.assess_agreement(change(ratings))


def test_respondents_are_matched_by_id(times):
    first, second = times
    result = sv.assess_retest(first, second)
    table = result.table.set_index(["construct", "estimator"])["estimate"]
    assert table["price", "pearson"] == pytest.approx(first["price"].corr(second["price"]))
    assert table["brand", "mean_change"] == pytest.approx((second["brand"] - first["brand"]).mean())
    assert result.n == 50


def test_who_is_missing_once_is_left_out_and_counted(times):
    first, second = times
    first.loc[3, "price"] = np.nan
    result = sv.assess_retest(first, second.drop(index=[7, 8]).drop(columns="brand"))
    assert set(result.table["construct"]) == {"price"} and set(result.table["n"]) == {47}
    assert any("48 people are in both" in note for note in result.notes)
    assert any("brand" in note for note in result.notes)


def test_responses_are_scored_and_bring_their_weights():
    questionnaire = sv.load_questionnaire("ecommerce-service")
    first = sv.simulate_responses(questionnaire, n=60, seed=1)
    scores = sv.score_constructs(first)
    again = sv.assess_retest(first, scores)
    agreed = again.table[again.table["estimator"] == "icc_a1"]
    np.testing.assert_allclose(agreed["estimate"], 1)
    weights = pd.Series(np.linspace(0.5, 1.5, 60), index=first.data.index)
    weighted = first.with_weights(weights, because="for the test")
    assert str(sv.assess_retest(weighted, first).method).endswith(", weighted.")
    assert str(again.method).endswith(", unweighted.")
    with pytest.raises(sv.OptionError, match="bring their own weights"):
        sv.assess_retest(weighted, first, weights=weights)


def test_a_score_that_never_varies_is_undefined(times):
    first, second = times
    result = sv.assess_retest(first.assign(price=1.0), second)
    assert result.table.loc[result.table["construct"] == "price", "estimator"].tolist() == ["undefined"]
    assert any("'price' cannot be compared" in note for note in result.notes)


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (lambda frame: frame.rename(columns=str.upper), sv.OptionError, "no construct in common"),
        (lambda frame: frame.set_axis(frame.index + 1000), sv.DataError, "nobody is in both"),
        (lambda frame: pd.concat([frame, frame]), sv.DataError, "twice"),
        (lambda frame: frame.assign(price="high"), sv.DataError, "'price' of second holds no numbers"),
        (lambda frame: frame.to_numpy(), sv.OptionError, "second must be"),
    ],
)
def test_times_that_cannot_be_matched(times, change, error, says):
    first, second = times
    with pytest.raises(error, match=says):
        sv.assess_retest(first, change(second))


def test_negative_weights_are_an_error(times):
    with pytest.raises(sv.DataError, match="negative"):
        sv.assess_retest(*times, weights=[-1.0, *[1.0] * 49])
