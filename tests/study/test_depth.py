"""The further analyses of a study: which are made, with which options, and why one is left out."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.analysis.change.expected_change import DEFAULT_STEP
from survey.notes import Note
from survey.study import depth as depth_module
from survey.study.ground import Ground, NotPossible
from survey.study.options import FURTHER, StudyOptions

QUICK = {"n_boot": 20, "seed": 3}
ALWAYS = ["missing", "validity", "linearity", "asymmetry", "necessity", "change", "confounding"]


@pytest.fixture(scope="module")
def waves(bank: sv.Responses) -> object:
    return sv.run_study(bank, **QUICK, wave="quarter", language="en")


@pytest.fixture(scope="module")
def shop() -> sv.Responses:
    return sv.simulate_responses("ecommerce-service", n=200, seed=5)


def codes(result: object) -> list[str]:
    return [note.code for note in result.notes]


def test_everything_that_the_answers_allow_is_made_in_order(waves):
    assert list(waves.depth) == [*ALWAYS, "segments", "waves", "decomposition", "paths"]
    assert waves.left_out == {}
    assert set(depth_module.ANALYSES) == set(FURTHER)
    assert list(depth_module.ANALYSES) == list(FURTHER)


@pytest.mark.parametrize(
    ("name", "modules", "planned"),
    [
        ("mobi", None, ["paths"]),
        ("csibank", None, ["segments", "paths"]),
        ("ecommerce-service", ["logistics"], ["segments", "comments", "comment_relations", "quotes", "themes"]),
    ],
)
def test_the_questionnaire_plans_what_it_carries_the_input_of(name, modules, planned, monkeypatch):
    def refuse(ground):
        raise NotPossible("study_no_room")

    for key, analysis in depth_module.ANALYSES.items():
        monkeypatch.setitem(depth_module.ANALYSES, key, dataclasses.replace(analysis, make=refuse))
    answers = sv.simulate_responses(sv.load_questionnaire(name, modules=modules), n=100, seed=1)
    study = sv.run_study(answers, n_boot=0, weigh=False)
    assert list(study.left_out) == [*ALWAYS, *planned]


def test_comments_are_coded_and_routed_drivers_keep_everybody(shop):
    study = sv.run_study(shop, **QUICK, depth=["asymmetry", "comments", "comment_relations", "quotes", "themes"])
    assert list(study.depth) == ["asymmetry", "comments", "comment_relations", "quotes", "themes"]
    assert study.drivers.missing_mode == "indicator"
    assert study.depth["asymmetry"].n == study.drivers.n
    assert study.depth["quotes"].n == study.depth["comments"].n


def test_the_results_are_those_of_the_single_calls(waves, bank):
    change = sv.simulate_change(
        waves.responses,
        dict.fromkeys(bank.questionnaire.drivers, DEFAULT_STEP),
        missing="listwise",
        n_boot=20,
        seed=3,
        language="en",
    )
    pd.testing.assert_frame_equal(waves.depth["change"].table, change.table)
    paths = sv.estimate_paths(waves.responses, n_boot=20, seed=3, language="en")
    pd.testing.assert_frame_equal(waves.depth["paths"].table, paths.table)


def test_waves_are_compared_and_decomposed(waves):
    assert waves.depth["waves"].waves["wave"].tolist() == ["Q1", "Q2"]
    assert waves.depth["decomposition"].groups == ("Q1", "Q2")


def test_the_last_two_waves_with_a_base_are_decomposed(bank):
    waves = pd.Series(["1"] * 40 + ["2"] * 90 + ["3"] * 90 + ["4"] * 20, index=bank.data.index, name="wave")
    answers = dataclasses.replace(bank, extra=waves.to_frame())
    study = sv.run_study(answers, n_boot=0, screen=False, depth=["decomposition"], wave="wave")
    assert study.depth["decomposition"].groups == ("2", "3")


def test_weights_of_all_waves_together_are_said(shop):
    answers = dataclasses.replace(shop, extra=pd.DataFrame({"wave": ["a", "b"] * 100}, index=shop.data.index))
    study = sv.run_study(answers, **QUICK, depth=["decomposition"], wave="wave")
    assert study.weighting is not None
    assert "study_raked_together" in codes(study.depth["decomposition"])


def test_resamples_stay_below_what_they_cost(bank):
    study = sv.run_study(bank, n_boot=250, depth=["change", "necessity"])
    assert study.depth["change"].n_boot == depth_module.MOST_SAMPLES["change"] == 200
    assert study.depth["necessity"].n_permutations == 250


def test_the_first_profile_items_with_large_groups_are_compared_and_the_rest_are_named(bank):
    found = sv.run_study(bank, n_boot=0, depth=["segments"], weigh=False).depth["segments"]
    assert found.segments["by"].unique().tolist() == list(bank.questionnaire.analysis.profile[:4])
    [note] = [note for note in found.notes if note.code == "study_further_segments"]
    assert "Region" in note
    assert "gate_skipped" in codes(found)


def test_segments_that_are_named_are_all_compared_after_a_test_of_measurement(bank, monkeypatch):
    asked = []

    def compare(responses, **options):
        asked.append(options)
        raise NotPossible("study_no_room")

    monkeypatch.setattr("survey.study.comparison.compare_segments", compare)
    sv.run_study(bank, n_boot=0, depth=["segments"], segments=["Region", "Gender"])
    assert (list(asked[0]["by"]), asked[0]["gate"]) == (["Region", "Gender"], "measurement")


def test_small_groups_are_left_out_with_the_reason(shop):
    few = shop.without(shop.data.index[100:], because="a test")
    study = sv.run_study(few, n_boot=0, depth=["segments"], segments=["category"], weigh=False)
    assert study.depth == {}
    assert study.left_out["segments"].code == "study_small_segments"
    found = sv.run_study(few, n_boot=0, depth=["segments"], segments=["category", "gender"], weigh=False)
    assert "study_small_groups" in codes(found.depth["segments"])


def test_reasons_are_told_in_both_languages(bank):
    asked = ["paths", "comments", "waves", "decomposition", "service", "segments"]
    plan = dataclasses.replace(bank.questionnaire.analysis, paths=(), profile=())
    bare = dataclasses.replace(bank, questionnaire=dataclasses.replace(bank.questionnaire, analysis=plan))
    study = sv.run_study(bare, n_boot=0, depth=asked)
    assert study.depth == {}
    assert list(study.left_out) == ["segments", "waves", "decomposition", "paths", "comments", "service"]
    for reason in study.left_out.values():
        assert isinstance(reason, Note)
        assert reason.in_language("zh-CN") != str(reason)


def test_what_an_analysis_refuses_is_left_out_with_its_words(bank):
    few = bank.without(bank.data.index[45:], because="a test")
    study = sv.run_study(few, n_boot=0, depth=["linearity", "missing"], screen=False)
    assert study.left_out["linearity"].code == "study_refused"
    assert "50" in study.left_out["linearity"]
    assert "study_no_little" in codes(study.depth["missing"])


def test_other_errors_are_not_swallowed(bank, monkeypatch):
    def fail(ground):
        raise RuntimeError("a fault")

    monkeypatch.setitem(depth_module.ANALYSES, "missing", depth_module.Analysis(fail))
    with pytest.raises(RuntimeError, match="a fault"):
        sv.run_study(bank, n_boot=0, depth=["missing"])


def test_constructs_that_routing_hides_are_left_out_where_too_few_rows_are_complete(shop):
    few = shop.without(shop.data.index[90:], because="a test")
    found = sv.run_study(few, n_boot=0, depth=["validity"], weigh=False, screen=False).depth["validity"]
    assert "after_sales" not in set(found.table["construct"])
    assert "study_validity_asked" in codes(found)


def test_nobody_can_rise_above_the_highest_score(bank):
    items = [item for name in bank.questionnaire.drivers for item in bank.questionnaire.constructs[name].items]
    tops = {
        name: bank.questionnaire.item(name).scale.minimum
        if bank.questionnaire.item(name).reverse
        else bank.questionnaire.item(name).scale.maximum
        for name in items
    }
    best = bank.with_data(bank.data.assign(**tops), because="a test")
    ground = Ground(
        responses=best,
        scores=sv.score_constructs(best),
        missing="listwise",
        raked=False,
        options=StudyOptions(n_boot=0, depth=("change",)),
        tell=lambda stage, done, total: None,
    )
    found, left_out = depth_module.run_depth(ground)
    assert found == {}
    assert left_out["change"].code == "study_no_room"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"depth": ["magic"]}, "depth='magic'"),
        ({"depth": "missing"}, r"give a list of names"),
        ({"wave": "nowhere"}, "wave='nowhere'"),
        ({"segments": ["nowhere"]}, "segments='nowhere'"),
        ({"n_boot": -1}, "n_boot=-1"),
    ],
)
def test_options_that_cannot_be_meant_are_refused_at_once(bank, options, said):
    with pytest.raises(sv.OptionError, match=said):
        sv.run_study(bank, **options)


def test_without_depth_nothing_further_is_made(bank):
    study = sv.run_study(bank, n_boot=0, depth=False)
    assert (study.depth, study.left_out) == ({}, {})


def test_progress_names_each_analysis(bank):
    told = []
    sv.run_study(bank, n_boot=10, depth=["missing", "paths"], progress=lambda *what: told.append(what[0]))
    assert told.index("drivers") < told.index("missing") < told.index("paths")


def test_a_service_log_is_reported_beside_the_survey(shop):
    log = sv.simulate_service_log(n=300, agents=3, days=20, seed=2)
    study = sv.run_study(
        shop, n_boot=0, depth=["service", "scorecard", "control", "rating_screening", "service_relations"], service=log
    )
    assert list(study.depth) == ["service", "scorecard", "control", "rating_screening"]
    assert study.left_out["service_relations"].code == "study_no_orders"
    orders = pd.DataFrame({"order id": log.sessions["order"].head(200).to_numpy()}, index=shop.data.index)
    linked = sv.run_study(dataclasses.replace(shop, extra=orders), n_boot=0, depth=["service_relations"], service=log)
    assert np.isfinite(linked.depth["service_relations"].table["estimate"]).any()
