"""`classify_kano`: the evaluation table cell by cell, coefficients by hand, ties, Fong's test, input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.stats.shape.kano import EVALUATION, count_kano, score_kano


def test_the_evaluation_table():
    # Kano (1984), Berger et al. (1993): rows with the feature, columns without it, like to dislike
    assert ["".join(row) for row in EVALUATION] == ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]


def test_coefficients_strengths_and_fong_by_hand():
    # 40 O, 30 M, 20 A, 10 I
    with_it = [1] * 40 + [3] * 30 + [1] * 20 + [3] * 10
    without = [5] * 40 + [5] * 30 + [3] * 20 + [3] * 10
    found = count_kano(with_it, without)
    assert found.category == "O"
    assert found.satisfaction[0] == pytest.approx(0.6)
    assert found.dissatisfaction[0] == pytest.approx(-0.7)
    assert found.total_strength == pytest.approx(0.9)
    assert found.category_strength == pytest.approx(0.1)
    assert found.statistic == pytest.approx(10 / np.sqrt(70 * 130 / 200))
    assert found.dissatisfaction[1] < -0.7 < found.dissatisfaction[2]


@pytest.mark.parametrize(("pairs", "winner"), [("MOAI", "M"), ("OAI", "O"), ("AI", "A"), ("IR", "I")])
def test_ties_go_by_the_rule(pairs, winner):
    answers = {"M": (3, 5), "O": (1, 5), "A": (1, 3), "I": (3, 3), "R": (5, 1)}
    with_it, without = zip(*(answers[name] for name in reversed(pairs)), strict=True)
    assert count_kano(with_it, without).category == winner


def test_continuous_scores():
    found = score_kano([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    assert found.functional[0] == pytest.approx((4 + 2 + 0 - 1 - 2) / 5)
    assert found.dysfunctional[0] == pytest.approx((-2 - 1 + 0 + 2 + 4) / 5)


def test_other_codes_and_missing_pairs():
    frame = pd.DataFrame({"a": [5.0, 5, np.nan, 3], "b": [1.0, 1, 1, 1], "i": [9.0, 7, 1, np.nan]})
    pairs, importance = {"tracking": ("a", "b")}, {"tracking": "i"}
    found = sv.classify_kano(frame, pairs=pairs, importance=importance, scale=(5, 4, 3, 2, 1))
    assert found.table.loc[0, ["category", "n", "stated_importance"]].tolist() == ["one_dimensional", 3, 8.0]
    assert found.notes[0].code == "kano_incomplete"


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"pairs": {}}, "at least one"),
        ({"pairs": {"x": ("a", "a")}}, "two different"),
        ({"pairs": {"x": ("a", "z")}}, "'z'"),
        ({"pairs": {"x": ("a", "b")}, "scale": (1, 2, 3)}, "five"),
        ({"pairs": {"x": ("a", "c")}}, "none of the five"),
    ],
)
def test_bad_input_is_named(options, word):
    frame = pd.DataFrame({"a": [1, 2], "b": [5, 5], "c": [7, 7]})
    with pytest.raises(sv.SurveyError, match=word):
        sv.classify_kano(frame, **options)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_draws(language):
    frame = pd.DataFrame({"a": [1, 1, 3, 2], "b": [5, 3, 5, 3]})
    assert sv.classify_kano(frame, pairs={"tracking": ("a", "b")}).plot(language=language).get_ylabel()


def test_the_pairs_come_from_the_questionnaire():
    from survey.questionnaire.build import build_questionnaire
    from survey.responses import Responses

    feelings = ["I like it", "It must be so", "I am neutral", "I can live with it", "I dislike it"]
    both = [{"id": name, "type": "scale", "scale": "kano", "text": {"en": name}} for name in ("yes", "no")]
    tree = {
        "id": "features",
        "languages": ["en"],
        "title": {"en": "Features"},
        "scales": {"kano": {"points": {code: {"en": text} for code, text in enumerate(feelings, 2)}}},
        "pages": [{"id": "all", "items": both}],
        "analysis": {"kano": {"track": {"label": {"en": "Parcel tracking"}, "with": "yes", "without": "no"}}},
    }
    data = pd.DataFrame({"yes": [2, 2, 2, 4], "no": [6, 6, 4, 6]}, dtype="float32")
    found = sv.classify_kano(Responses(questionnaire=build_questionnaire(tree), data=data), language="en")
    assert found.table[["feature", "category"]].values.tolist() == [["Parcel tracking", "one_dimensional"]]
    assert found.table["satisfaction_coefficient"].item() == pytest.approx(0.75)


def test_a_questionnaire_without_pairs_says_what_to_do(simulated):
    with pytest.raises(sv.OptionError, match="under `kano`"):
        sv.classify_kano(simulated)
