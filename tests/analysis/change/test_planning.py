"""Refusals of expected differences, sensitivity and planning, and what the questionnaire adds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.analysis.change.confounding import assess_confounding
from survey.analysis.change.expected_change import simulate_change
from survey.analysis.change.planning import plan_sample
from survey.errors import DataError, OptionError


@pytest.fixture(scope="module")
def responses():
    return sv.simulate_responses("ecommerce-service", n=300, seed=3)


def test_only_those_asked_move(responses):
    found = simulate_change(responses, {"after_sales": 5}, n_boot=20)
    scores = sv.score_constructs(responses)
    plan = [responses.questionnaire.outcome, *responses.questionnaire.drivers]
    used = (scores.table[plan].notna() | scores.not_asked[plan]).all(axis=1)
    asked = int(scores.table.loc[used, "after_sales"].notna().sum())
    assert found.applied["n"].iloc[0] == asked < found.n == int(used.sum())
    assert list(found.table["indicator"]) == ["index", "index_points", "csat", "recommend", "promoters", "detractors"]
    points = found.table.set_index("indicator")["estimate"]
    assert points["index_points"] == pytest.approx(points["index"] * 6 / 100)
    assert "associated with" in str(found.notes[-1])


@pytest.mark.parametrize(
    "changes", [{"nobody": 5}, {"price": "five"}, {"price": float("nan")}, {"price": True}, {"price": 0}, {}]
)
def test_changes_that_say_nothing_are_refused(responses, changes):
    with pytest.raises(OptionError):
        simulate_change(responses, changes, n_boot=0)


def test_nobody_who_can_move_is_an_error():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"a": rng.choice([60.0, 80.0, 100.0], 80), "y": rng.normal(size=80)})
    with pytest.raises(DataError, match="nobody's score"):
        simulate_change(frame, raise_to={"a": 60}, outcome="y", n_boot=0)
    with pytest.raises(DataError, match="ends"):
        simulate_change(frame, {"a": 1}, outcome="y", ends=(1, 7), n_boot=0)


def test_going_beyond_the_data_is_noted():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"a": rng.uniform(10, 80, 80), "b": rng.uniform(10, 80, 80)})
    frame["y"] = frame["a"] + rng.normal(size=80)
    codes = [note.code for note in simulate_change(frame, {"a": 15}, outcome="y", n_boot=0).notes]
    assert "change_beyond" in codes


def test_a_driver_analysis_has_robustness_values_only(responses):
    ranked = assess_confounding(sv.rank_drivers(responses)).table.set_index("driver")
    whole = assess_confounding(responses).table.set_index("driver").loc[ranked.index]
    for column in ("partial_r2", "robustness", "robustness_alpha", "std_error"):
        np.testing.assert_allclose(ranked[column], whole[column], rtol=1e-8)


@pytest.mark.parametrize(
    "about",
    [
        {"shares": {"a": 0.5, "b": 0.3}},
        {"shares": {"a": 0.6, "b": 0.4}, "r2": 1.0},
        {"shares": {"a": 0.5, "b": 0.5}},
        {"shares": {"a": 0.8, "b": 0.1, "c": 0.1}, "correlation": 0.8},
        {"shares": {"a": 0.6, "b": 0.4}, "correlation": 1.0},
        {"shares": {"a": 0.6, "b": 0.4}, "design_effect": 0.5},
        {"shares": {"a": 0.6, "b": 0.4}, "response_rate": 0.0},
    ],
)
def test_plans_that_cannot_be_are_refused(about):
    with pytest.raises(OptionError):
        plan_sample(about.pop("shares"), method="formula", **about)


def test_a_questionnaire_brings_its_drivers(tmp_path):
    plan = plan_sample("ecommerce-service", method="formula", language="en")
    assert plan.table["driver"].iloc[0] == "after_sales"
    assert {note.code for note in plan.notes} >= {"plan_own_shares", "plan_routed", "plan_scored"}
    told = plan_sample("ecommerce-service", method="formula", language="en", complete=0.55)
    assert "plan_routed" not in {note.code for note in told.notes}
    with pytest.raises(OptionError, match="no share"):
        plan_sample("ecommerce-service", shares={"price": 1.0})
