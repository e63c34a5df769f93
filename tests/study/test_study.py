"""`run_study`: what it leaves out, weighs and compares, and what it says to answers that allow no study."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

import survey as sv


@pytest.fixture(scope="module")
def simulated() -> sv.Responses:
    return sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=3000, seed=1)


@pytest.fixture(scope="module")
def study(simulated: sv.Responses) -> object:
    return sv.run_study(simulated, n_boot=60, seed=1, depth=False)


def test_the_true_order_is_recovered_on_both_bases(simulated: sv.Responses, study: object) -> None:
    coefficients = simulated.questionnaire.simulation.coefficients
    true_order = sorted(coefficients, key=coefficients.get, reverse=True)
    assert study.drivers.table["driver"].tolist() == true_order
    assert study.drivers_contact.table["driver"].tolist() == true_order


def test_flagged_respondents_are_left_out_and_the_results_with_them_kept(study: object) -> None:
    flagged = set(study.careless.respondents)
    assert flagged
    assert not flagged & set(study.responses.data.index)
    assert study.drivers_all.fit["n_total"].iloc[0] == len(study.received)
    assert [step.n_after for step in study.responses.log][-2:] == [len(study.responses)] * 2


def test_simulated_answers_are_raked_to_illustrative_margins(study: object) -> None:
    assert study.weighting is not None
    np.testing.assert_allclose(study.weighting.table["weighted_share"], study.weighting.table["target"])


def test_answers_of_people_are_not_raked_to_illustrative_margins(simulated: sv.Responses) -> None:
    people = dataclasses.replace(simulated, simulated=False, truth=None)
    study = sv.run_study(people, n_boot=0, depth=False)
    assert study.weighting is None
    assert study.responses.weights is None
    assert study.profile.table["target"].isna().all()
    assert any("illustrative" in note for note in sv.rake_weights(people).notes)


def test_a_margin_without_respondents_says_how_to_go_on(simulated: sv.Responses) -> None:
    few = simulated.without(simulated.data.index[simulated.data["ageband"] == 5], because="a test")
    with pytest.raises(sv.DataError, match=r"weights: nobody answered ageband = 5.*weigh=False, --no-weights"):
        sv.run_study(few, n_boot=0, depth=False)
    assert sv.run_study(few, n_boot=0, weigh=False, depth=False).weighting is None


def test_own_weights_are_kept(simulated: sv.Responses) -> None:
    weighted = simulated.with_weights(np.arange(len(simulated)) % 3 + 1, because="a test")
    study = sv.run_study(weighted, n_boot=0, screen=False, depth=False)
    assert study.weighting is None
    pd.testing.assert_series_equal(study.responses.weights, weighted.weights)


def test_the_same_seed_gives_the_same_study(simulated: sv.Responses, study: object) -> None:
    again = sv.run_study(simulated, n_boot=60, seed=1, depth=False)
    pd.testing.assert_frame_equal(again.drivers.table, study.drivers.table)
    pd.testing.assert_frame_equal(again.reliability.table, study.reliability.table)


def test_three_respondents_are_too_few(simulated: sv.Responses) -> None:
    three = dataclasses.replace(simulated, data=simulated.data.head(3), paradata=simulated.paradata.head(3))
    with pytest.raises(sv.DataError, match="3 complete rows of 3 are too few"):
        sv.run_study(three, weigh=False, screen=False)


def test_an_item_without_answers_is_named_and_nothing_else_is_lost(simulated: sv.Responses) -> None:
    silent = simulated.with_data(simulated.data.assign(pqmatch=np.nan), because="a test")
    study = sv.run_study(silent, n_boot=0, depth=False)
    assert any("'pqmatch' has no answers" in note for note in study.reliability.notes)
    assert len(study.drivers.table) == 6


def test_progress_is_told(simulated: sv.Responses) -> None:
    told: list[tuple[str, int, int]] = []
    sv.run_study(simulated, n_boot=40, depth=False, progress=lambda *what: told.append(what))
    assert {stage for stage, _, _ in told} >= {"screening", "weights", "items", "reliability", "drivers"}
    assert all(0 <= done <= total for _, done, total in told)
