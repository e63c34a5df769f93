"""`assess_necessity`: input, scope, missing answers, seeds and pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv


@pytest.fixture(scope="module")
def found(simulated: sv.Responses) -> object:
    return sv.assess_necessity(simulated, missing="pairwise", n_permutations=200, seed=1)


def test_scores_have_the_scope_of_their_scale(found):
    assert set(found.table["scope_area"]) == {100.0 * 100.0}


def test_pairwise_takes_those_who_have_the_condition(found, simulated):
    scores = sv.score_constructs(simulated).table
    both = scores[["after_sales", simulated.questionnaire.outcome]].notna().all(axis=1).sum()
    rows = found.table[found.table["condition"] == "after_sales"]
    assert set(rows["n"]) == {both}


def test_p_of_a_condition_does_not_depend_on_the_others(simulated):
    alone = sv.assess_necessity(simulated, conditions=["price"], n_permutations=200, seed=1).table
    beside = sv.assess_necessity(simulated, conditions=["brand", "price"], n_permutations=200, seed=1).table
    beside = beside[beside["condition"] == "price"]
    if set(alone["n"]) == set(beside["n"]):
        np.testing.assert_array_equal(alone["p_value"], beside["p_value"])


def test_bottleneck_counts_those_who_fall_short():
    frame = pd.DataFrame({"speed": [1.0, 2, 3, 4, 4], "rating": [1.0, 1, 3, 4, 2], "w": [1.0, 1, 1, 1, 4]})
    found = sv.assess_necessity(frame, outcome="rating", weights="w", n_permutations=0, levels=[1.0])
    rows = found.bottleneck.set_index("ceiling")
    assert rows.loc["ce_fdh", "needed"] == 4
    assert rows.loc["ce_fdh", "short_share"] == pytest.approx(3 / 8)


def test_no_line_through_one_peer_is_said_and_not_a_zero():
    frame = pd.DataFrame({"speed": [2.0, 3, 4], "rating": [4.0, 3, 2]})
    scope = {"speed": (1, 5), "rating": (1, 5)}
    found = sv.assess_necessity(frame, outcome="rating", scope=scope, n_permutations=50)
    table = found.table.set_index("ceiling")
    assert table.loc["ce_fdh", "necessity_effect"] > 0
    assert np.isnan(table.loc["cr_fdh", "necessity_effect"])
    assert [note.code for note in found.notes] == ["necessity_no_line"]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"scope": "scale"}, "plain frame"),
        ({"ceilings": ["ols"]}, "ce_fdh"),
        ({"corner": "middle"}, "upper_left"),
        ({"levels": [2.0]}, "0 to 1"),
        ({"scope": {"speed": (3, 4)}}, "outside its scope"),
    ],
)
def test_bad_options_are_named(options, word):
    frame = pd.DataFrame({"speed": [1.0, 2, 3, 4], "rating": [1.0, 1, 3, 4]})
    with pytest.raises(sv.SurveyError, match=word):
        sv.assess_necessity(frame, outcome="rating", n_permutations=0, **options)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_draws(found, language):
    assert found.plot(language=language).get_xlabel()
    assert "Necessity" in repr(found)
