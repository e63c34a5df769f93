"""What simulated answers follow, and what an analysis finds of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import survey as sv
from survey.errors import DataError
from survey.prepare.interviews import Interviews
from survey.prepare.scoring import score_constructs
from survey.prepare.simulate import population_truth, simulate_responses
from survey.prepare.truth import cut_points, from_normal, plan_truth, to_normal
from survey.questionnaire.construct import Simulation
from survey.questionnaire.questionnaire import Questionnaire

N = 200_000
# Standard error of a correlation is at most 1 / sqrt(n); 5 of them.
CLOSE = 5 / np.sqrt(N)


def with_simulation(questionnaire: Questionnaire, coefficients: dict[str, float], correlation: float) -> Questionnaire:
    return replace(questionnaire, simulation=Simulation(coefficients=coefficients, correlation=correlation))


@pytest.fixture(scope="module")
def interviews(shop) -> Interviews:
    return Interviews(shop, plan_truth(shop), N, (1,))


def test_latent_drivers_have_the_common_correlation(interviews):
    drivers = [interviews.latent(name) for name in ("product", "staff", "price")]
    expected = np.full((3, 3), 0.3) + 0.7 * np.eye(3)
    np.testing.assert_allclose(np.cov(drivers), expected, atol=2 * CLOSE)
    np.testing.assert_allclose(np.mean(drivers, axis=1), 0, atol=CLOSE)


def test_the_latent_outcome_follows_the_coefficients_among_those_asked_everything(interviews):
    asked = interviews.shown(interviews.questionnaire.item("cm1").shown_if)
    drivers = np.column_stack([interviews.latent(name) for name in ("product", "staff", "price")])[asked]
    outcome = interviews.latent("satisfaction")[asked]
    assert np.var(outcome) == pytest.approx(1, abs=2 * CLOSE)
    found = np.linalg.lstsq(drivers, outcome, rcond=None)[0]
    np.testing.assert_allclose(found, [0.5, 0.3, 0.1], atol=2 * CLOSE)


def test_a_driver_that_is_not_asked_contributes_nothing(interviews):
    hidden = ~interviews.shown(interviews.questionnaire.item("cm1").shown_if)
    drivers = np.column_stack([interviews.latent(name) for name in ("product", "staff", "price")])[hidden]
    found = np.linalg.lstsq(drivers, interviews.latent("satisfaction")[hidden], rcond=None)[0]
    np.testing.assert_allclose(found, [0.5, 0.0, 0.1], atol=3 * CLOSE)


def test_a_driver_routed_by_the_outcome_counts_for_everybody(shop):
    recovery = replace(shop.constructs["recovery"], role="driver")
    routed = replace(shop, constructs=shop.constructs | {"recovery": recovery})
    drawn = Interviews(routed, plan_truth(routed), 500, (1,))
    assert drawn.frame()["fix1"].notna().sum() > 0
    assert np.isfinite(drawn.latent("satisfaction")).all()


def test_coefficients_without_room_for_error_are_scaled_and_logged(shop):
    # (.9 + .5 + .4) with correlation .3: .7 * 1.22 + .3 * 3.24 = 1.826, scaled to .9.
    full = with_simulation(shop, {"product": 0.9, "staff": 0.5, "price": 0.4}, 0.3)
    truth = plan_truth(full)
    assert truth.factor == pytest.approx(np.sqrt(0.9 / 1.826))
    assert truth.r2 == pytest.approx(0.9)
    log = simulate_responses(full, n=3).log
    assert log[-1].because == f"as given they left no room for error; multiplied by {truth.factor:.3f}, latent R² 0.90"


def test_without_coefficients_importance_falls_in_the_order_of_the_plan(shop):
    truth = plan_truth(with_simulation(shop, {}, 0.3))
    assert truth.r2 == pytest.approx(0.5)
    values = list(truth.coefficients.values())
    np.testing.assert_allclose(np.array(values) / values[-1], [3, 2, 1])
    assert truth.factor == 1


@pytest.mark.parametrize("correlation", [-0.5, 1.0])
def test_an_impossible_correlation_is_refused(shop, correlation):
    # Three variables cannot all correlate at -1 / 2 or below.
    with pytest.raises(DataError, match="impossible for 3 drivers"):
        simulate_responses(with_simulation(shop, {"product": 0.2}, correlation))


def test_ranks_go_by_size_and_not_by_sign(shop):
    truth = plan_truth(with_simulation(shop, {"product": 0.1, "staff": -0.4, "price": 0.2}, 0.2))
    assert truth.ranks() == {"product": 3, "staff": 1, "price": 2}


def test_cutting_a_normal_gives_the_planned_shares(shop):
    item = shop.item("sat1")
    cuts = cut_points(item, 0.7)
    assert len(cuts) == 6
    assert (np.diff(cuts) > 0).all()
    line = np.array([0.2, 0.5, 0.9])
    np.testing.assert_allclose(from_normal(to_normal(line, item, 0.7), item, 0.7), line)


@pytest.fixture(scope="module")
def population(shipped):
    return population_truth(shipped, n=400_000)


@pytest.mark.parametrize("base", ["everyone", "asked everything"])
def test_the_true_order_of_importance_is_that_of_the_coefficients(shipped, population, base):
    here = population[population["base"] == base]
    ranks = plan_truth(shipped).ranks()
    assert dict(zip(here["driver"], here["rank"], strict=True)) == {name: ranks[name] for name in shipped.drivers}
    assert here["importance_share"].sum() == pytest.approx(1)
    assert here["performance"].between(50, 90).all()


@pytest.mark.parametrize(("base", "missing"), [("everyone", "indicator"), ("asked everything", "listwise")])
def test_an_analysis_of_simulated_answers_finds_the_population(shipped, population, base, missing):
    responses = simulate_responses(shipped, n=40_000, seed=8, careless=0, nonresponse=0)
    found = sv.rank_drivers(score_constructs(responses), missing=missing).table.set_index("driver")
    truth = population[population["base"] == base].set_index("driver").loc[found.index]
    # Standard errors of shares at n = 40,000 (half of them complete) are below .005.
    np.testing.assert_allclose(found["importance_share"], truth["importance_share"], atol=0.015)
    np.testing.assert_allclose(found["importance"].sum(), truth["importance"].sum(), atol=0.02)
    np.testing.assert_allclose(found["performance"], truth["performance"], atol=1)


def test_without_routing_both_bases_are_the_same(shipped):
    plain = replace(shipped, analysis=replace(shipped.analysis, drivers=("product_quality", "price", "brand")))
    truth = population_truth(plain, n=5000)
    first, second = (group.drop(columns="base").reset_index(drop=True) for _, group in truth.groupby("base"))
    np.testing.assert_allclose(first[["importance", "performance"]], second[["importance", "performance"]])


def test_population_truth_needs_an_outcome_and_drivers(shop):
    with pytest.raises(DataError, match="no outcome or no drivers"):
        population_truth(replace(shop, constructs={}, analysis=type(shop.analysis)()), n=10)
