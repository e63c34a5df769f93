"""`measure_indicators`: each indicator recomputed from the answers and its published interval."""

from __future__ import annotations

import numpy as np
import pytest

import survey as sv
from survey.stats.proportions import adjusted_wald_recommend, wilson_interval


def row(responses: sv.Responses, indicator: str) -> dict[str, object]:
    table = sv.measure_indicators(responses).table
    return table[table["indicator"] == indicator].iloc[0].to_dict()


def test_csat_is_the_top_two_share_with_wilson_interval(simulated: sv.Responses) -> None:
    answers = simulated.data["sat1"]
    valid = answers[answers.between(1, 7)]
    found = row(simulated, "csat")
    assert found["estimate"] == pytest.approx((valid >= 6).mean())
    assert (found["conf_low"], found["conf_high"]) == pytest.approx(wilson_interval((valid >= 6).mean(), len(valid)))


def test_recommend_score_is_promoters_minus_detractors(simulated: sv.Responses) -> None:
    answers = simulated.data["recommend"].dropna()
    promoters, detractors = int((answers >= 9).sum()), int((answers <= 6).sum())
    found = row(simulated, "recommend")
    interval = adjusted_wald_recommend(promoters, len(answers) - promoters - detractors, detractors)
    assert found["estimate"] == pytest.approx((promoters - detractors) / len(answers))
    assert found["conf_low"] == pytest.approx(interval.low)


def test_zero_is_an_answer_to_recommend(simulated: sv.Responses) -> None:
    data = simulated.data.assign(recommend=0.0)
    assert row(simulated.with_data(data, because="a test"), "recommend")["estimate"] == -1


def test_index_is_the_mean_score_of_the_outcome(simulated: sv.Responses) -> None:
    scores = sv.score_constructs(simulated).table["satisfaction"]
    assert row(simulated, "index")["estimate"] == pytest.approx(scores.mean())


def test_integer_weights_equal_replicated_rows(simulated: sv.Responses) -> None:
    counts = np.arange(len(simulated)) % 3 + 1
    weighted = sv.measure_indicators(simulated.with_weights(counts, because="a test")).table["estimate"]
    data = simulated.data.loc[simulated.data.index.repeat(counts)].reset_index(drop=True)
    replicated = sv.Responses(questionnaire=simulated.questionnaire, data=data)
    np.testing.assert_allclose(weighted, sv.measure_indicators(replicated).table["estimate"])


def test_an_indicator_without_answers_is_named(simulated: sv.Responses) -> None:
    data = simulated.data.assign(stars=np.nan)
    found = sv.measure_indicators(simulated.with_data(data, because="a test"))
    assert "stars" not in set(found.table["indicator"])
    assert any("stars" in note for note in found.notes)
