from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.errors import DataError, OptionError
from survey.prepare.scoring import score_constructs
from survey.responses import Responses

NAN = np.nan


def test_a_score_is_the_mean_of_keyed_answers_on_the_scales_range(answers):
    # (x - 1) / 6 * 100 on a 1-7 scale, pq2 reversed to 8 - x first.
    responses = answers(pq1=[7, 1, 4], pq2=[1, 7, 4], pq3=[7, 1, 4], pq4=[7, 1, 7])
    scores = score_constructs(responses, constructs=["product"])
    np.testing.assert_allclose(scores.table["product"], [100, 0, (50 + 50 + 50 + 100) / 4])


def test_the_range_is_the_scales_and_not_the_samples(answers):
    scores = score_constructs(answers(pq1=[3, 5], pq2=[5, 3], pq3=[3, 5], pq4=[3, 5]), constructs=["product"])
    np.testing.assert_allclose(scores.table["product"], [100 / 3, 200 / 3])


def test_special_codes_are_no_answers(answers):
    responses = answers(pq1=[7, 97, 98], pq2=[99, 1, 99], pq3=[1, 98, 97], pq4=[NAN, 7, NAN])
    scores = score_constructs(responses, constructs=["product"])
    np.testing.assert_allclose(scores.table["product"], [50, 100, NAN])
    assert not scores.not_asked["product"].any()


@pytest.mark.parametrize(("share", "answered"), [(0.01, 1), (0.25, 1), (0.26, 2), (0.5, 2), (0.75, 3), (1.0, 4)])
def test_enough_items_must_be_answered(answers, share, answered):
    rows = np.where(np.tri(5, 4, -1) > 0, 4.0, NAN)  # row k has k answers
    responses = answers(**{f"pq{k + 1}": rows[:, k] for k in range(4)})
    scored = score_constructs(responses, constructs=["product"], min_answered=share).table["product"].notna()
    assert scored.tolist() == [k >= answered for k in range(5)]


def test_items_hidden_by_routing_do_not_count_as_unanswered(answers):
    # cm3 is shown from 30 on: one answer of the two shown is half, one of three is not.
    responses = answers(contacted=[1, 1, 2], age=[20, 40, 40], cm1=[7, 7, NAN])
    scores = score_constructs(responses, constructs=["staff"])
    np.testing.assert_allclose(scores.table["staff"], [100, NAN, NAN])
    assert scores.not_asked["staff"].tolist() == [False, False, True]


def test_what_the_platform_tells_of_hidden_items_goes_before_the_routing(answers):
    from dataclasses import replace

    responses = answers(contacted=[1, 1], age=[40, 40], cm1=[7, 7])  # by the routing two of three are unanswered
    told = replace(responses, hidden=pd.DataFrame({"cm2": [True, False]}, index=responses.data.index))
    np.testing.assert_allclose(score_constructs(told, constructs=["staff"]).table["staff"], [100, NAN])


def test_not_applicable_throughout_is_not_asked(answers):
    responses = answers(contacted=[1, 1, 1], age=[20, 40, 40], cm1=[97, 97, 97], cm2=[97, 97, 97], cm3=[NAN, 97, 98])
    scores = score_constructs(responses, constructs=["staff"])
    assert scores.not_asked["staff"].tolist() == [True, True, False]
    assert scores.table["staff"].isna().all()


def test_bounded_numbers_are_scored_on_their_own_range(answers):
    scores = score_constructs(answers(pr1=[7, 1, NAN], pr2=[50, 100, 0]), constructs=["price"])
    np.testing.assert_allclose(scores.table["price"], [75, 50, 0])


def test_drivers_and_outcomes_are_scored_unless_others_are_asked_for(simulated):
    assert list(score_constructs(simulated).table) == ["satisfaction", "product", "staff", "price"]
    assert list(score_constructs(simulated, constructs=["recovery", "product"]).table) == ["recovery", "product"]


def test_not_asked_agrees_with_the_kinds_of_missing_answers(simulated):
    data = simulated.data.copy()
    data.iloc[::7, data.columns.get_indexer(["cm1", "cm2", "cm3"])] = 97
    responses = simulated.with_data(data, because="more answers that do not apply")
    scores = score_constructs(responses)
    for name in scores.table:
        kinds = responses.missing(responses.questionnaire.constructs[name].items)
        expected = kinds.isin(["not_shown", "not_applicable"]).all(axis=1)
        assert (scores.not_asked[name] == expected).all()
        assert not (scores.not_asked[name] & scores.table[name].notna()).any()


def test_the_score_agrees_with_a_row_by_row_mean(simulated):
    responses = simulated.without(simulated.data.index[300:], because="a few are enough")
    items = list(responses.questionnaire.constructs["product"].items)
    percent = (responses.keyed(items) - 1) / 6 * 100
    enough = percent.notna().mean(axis=1) >= 0.5
    expected = percent.mean(axis=1).where(enough)
    np.testing.assert_allclose(score_constructs(responses).table["product"], expected)


def test_a_respondents_score_depends_on_nobody_else(simulated):
    part = simulated.without(simulated.data.index[5:], because="the first five")
    pd.testing.assert_frame_equal(score_constructs(part).table, score_constructs(simulated).table.iloc[:5])


def test_weights_are_carried_and_nothing_changes(answers):
    responses = answers(pq1=[7, 1], pq2=[1, 7], pq3=[7, 1], pq4=[7, 1]).with_weights([1, 3], because="test")
    before = responses.data.copy()
    scores = score_constructs(responses, constructs=["product"])
    assert scores.weight_array().tolist() == [1, 3]
    pd.testing.assert_frame_equal(responses.data, before)


def test_a_construct_that_the_file_lacks_has_no_scores(shop):
    responses = Responses(questionnaire=shop, data=pd.DataFrame({"pq1": [1.0, 2.0]}))
    scores = score_constructs(responses, constructs=["price"])
    assert scores.table["price"].isna().all()
    assert not scores.not_asked["price"].any()


def test_the_notes_say_who_has_no_score(answers):
    responses = answers(contacted=[1, 2, 1], cm1=[5, NAN, NAN])
    notes = score_constructs(responses, constructs=["staff"], min_answered=0.5).notes
    text = " ".join(notes)
    assert "at least 50%" in text
    assert "not shown or do not apply: staff 1." in text
    assert "too few items were answered: staff 1." in text
    assert all(note.in_language("zh-CN") != str(note) for note in notes)


@pytest.mark.parametrize("share", [0, -0.5, 1.5])
def test_a_share_out_of_range_is_refused(simulated, share):
    with pytest.raises(OptionError, match="min_answered"):
        score_constructs(simulated, min_answered=share)


def test_an_unknown_construct_names_the_good_ones(simulated):
    with pytest.raises(OptionError, match="no construct 'service'; it has: satisfaction, product"):
        score_constructs(simulated, constructs=["product", "service"])


def test_a_construct_without_ranges_is_refused_by_name_and_noted_otherwise(simulated, shop):
    from dataclasses import replace

    price = replace(shop.constructs["price"], items=("pr1", "spent"))
    changed = replace(simulated, questionnaire=replace(shop, constructs=shop.constructs | {"price": price}))
    with pytest.raises(DataError, match="'price' cannot be scored: item 'spent'"):
        score_constructs(changed, constructs=["price"])
    scores = score_constructs(changed)
    assert "price" not in scores.table
    assert "Not scored, because an item has no response scale: price." in scores.notes


def test_a_questionnaire_without_constructs_is_refused(simulated, shop):
    from dataclasses import replace

    with pytest.raises(DataError, match="no construct to score"):
        score_constructs(replace(simulated, questionnaire=replace(shop, constructs={})))
