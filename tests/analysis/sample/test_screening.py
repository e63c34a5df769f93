"""The comparison with and without the flagged: its numbers are those of the single analyses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.analysis.sample.screening import compare_screening
from survey.errors import DataError
from survey.questionnaire.construct import AnalysisPlan


@pytest.fixture(scope="module")
def received() -> sv.Responses:
    return sv.simulate_responses("ecommerce-service", n=500, seed=2, careless=0.1)


@pytest.fixture(scope="module")
def careless(received):
    return sv.flag_careless(received)


@pytest.fixture(scope="module")
def compared(received, careless):
    return compare_screening(received, careless)


def row_of(compared, *key: str) -> pd.Series:
    return compared.table.set_index(["measure", "subject", "estimator"]).loc[key]


def test_numbers_are_those_of_the_single_analyses(received, careless, compared):
    kept = received.without(careless.respondents, because="a test")
    for column, n, responses in (("estimate_all", "n_all", received), ("estimate_kept", "n_kept", kept)):
        for line in sv.measure_indicators(responses).table.itertuples():
            row = row_of(compared, "indicator", line.indicator, line.estimator)
            assert (row[column], row[n]) == (line.estimate, line.n)
        reliability = sv.assess_reliability(responses).table
        for line in reliability[reliability["estimator"] == "alpha"].itertuples():
            row = row_of(compared, "reliability", line.construct, "alpha")
            assert (row[column], row[n]) == (line.estimate, line.n)
        drivers = sv.rank_drivers(sv.score_constructs(responses), missing="indicator")
        assert row_of(compared, "r2", "satisfaction", "ols")[column] == drivers.r2
        shares = drivers.table.set_index("driver")["importance_share"]
        for driver, share in shares.items():
            row = row_of(compared, "importance_share", driver, "shapley")
            assert (row[column], row[n]) == (share, drivers.n)


def test_differences_and_bases(received, careless, compared):
    table = compared.table
    np.testing.assert_allclose(table["change"], table["estimate_kept"] - table["estimate_all"])
    assert compared.flagged == len(careless.respondents) > 30
    assert (table["n_all"] - table["n_kept"]).between(1, compared.flagged).all()
    assert table["change"].abs().max() > 0.01
    assert not table.duplicated(list(compared.key)).any()
    assert "500" in compared.method and str(compared.flagged) in compared.method.in_language("zh-CN")


def test_ids_can_be_given(received, careless, compared):
    again = compare_screening(received, careless.respondents)
    pd.testing.assert_frame_equal(again.table, compared.table)


def test_weights_stay_as_they_are(received, careless, compared):
    weights = np.random.default_rng(1).uniform(0.3, 3, size=len(received))
    weighted = compare_screening(received.with_weights(weights, because="a test"), careless)
    kept = received.with_weights(weights, because="a test").without(careless.respondents, because="a test")
    csat = sv.measure_indicators(kept).table.set_index("indicator").loc["csat", "estimate"]
    assert row_of(weighted, "indicator", "csat", "top2_wilson")["estimate_kept"] == csat
    assert (weighted.table["estimate_all"] - compared.table["estimate_all"]).abs().max() > 1e-3
    assert "not raked again" in weighted.method


def test_with_nobody_flagged_nothing_differs(received):
    same = compare_screening(received, [])
    assert (same.table["change"] == 0).all() and same.flagged == 0
    assert any("Nobody is flagged" in note for note in same.notes)


def test_responses_have_to_be_those_that_were_flagged(received, careless):
    kept = received.without(careless.respondents, because="a test")
    with pytest.raises(DataError, match="before `without`"):
        compare_screening(kept, careless)
    with pytest.raises(DataError, match="leave nobody"):
        compare_screening(received, received.data.index)


def test_without_a_driver_analysis_the_rest_is_compared(received):
    few = received.data.index[5:]
    small = compare_screening(received, few)
    assert set(small.table["measure"]) == {"indicator", "reliability"}
    assert any("drivers are not compared" in note for note in small.notes)
    bare = replace(received.questionnaire, analysis=AnalysisPlan(csat="sat1"), constructs={})
    only = compare_screening(replace(received, questionnaire=bare), few)
    assert only.table["subject"].tolist() == ["csat"]


def test_a_number_that_only_one_has_is_missing_in_the_other(received):
    data = received.data.copy()
    data.loc[data.index[:-3], "effort"] = np.nan
    compared = compare_screening(replace(received, data=data), data.index[-3:])
    row = row_of(compared, "indicator", "effort", "top2_wilson")
    assert row["n_all"] == 3
    assert np.isnan([row["estimate_kept"], row["change"], row["n_kept"]]).all()


def test_labels_speak_a_language(received, careless):
    english = compare_screening(received, careless, language="en")
    assert english.table["label"].str.isascii().all()
    assert "With everyone" in repr(english)
