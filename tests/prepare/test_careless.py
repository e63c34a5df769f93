from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from survey.prepare.careless import Careless, flag_careless
from survey.prepare.simulate import simulate_responses
from survey.questionnaire.construct import ScreeningRules
from survey.responses import Responses

NAN = np.nan
RATINGS = ("sat1", "sat2", "pq1", "pq2", "pq3", "pq4", "cm1", "cm2", "cm3", "pr1", "nps", "stars", "fix1")
VARIED = [1, 5, 2, 6, 3, 7, 2, 5, 1, 6, 9, 3, 2]


def values_of(careless: Careless, sign: str) -> list[float]:
    return careless.details.loc[careless.details["sign"] == sign, "value"].tolist()


def passed(careless: Careless, sign: str) -> list[bool]:
    return careless.details.loc[careless.details["sign"] == sign, "passed"].tolist()


def rows(*each: list[float]) -> dict[str, list[float]]:
    return {name: [row[at] for row in each] for at, name in enumerate(RATINGS)}


def test_time_below_the_limit_is_a_sign_and_unknown_time_is_none(answers):
    careless = flag_careless(answers(**rows(VARIED, VARIED, VARIED), seconds=[29, 30, NAN]))
    assert passed(careless, "too_fast") == [True, False, False]


def test_a_run_longer_than_the_limit_is_a_sign(answers):
    five = [4, 4, 4, 4, 4, 1, 2, 3, 1, 2, 9, 3, 2]
    six = [4, 4, 4, 4, 4, 4, 2, 3, 1, 2, 9, 3, 2]
    careless = flag_careless(answers(contacted=[1, 1], age=[40, 40], **rows(five, six)))
    assert values_of(careless, "longstring") == [5, 6]
    assert passed(careless, "longstring") == [False, True]


def test_hidden_items_do_not_end_a_run_and_blanks_do(answers):
    # cm1-cm3 stand between pq4 and pr1: hidden without contact, blank with it.
    row = [1, 2, 3, 4, 4, 4, NAN, NAN, NAN, 4, 4, 4, NAN]
    careless = flag_careless(answers(contacted=[2, 1], **rows(row, row)))
    assert values_of(careless, "longstring") == [6, 3]


def test_runs_are_of_answers_as_given(answers):
    # sat2 and pq2 are reverse-keyed; 6 throughout is a run although the keyed answers alternate.
    row = [6, 6, 6, 6, 6, 6, 1, 2, 3, 1, 9, 3, 2]
    assert values_of(flag_careless(answers(contacted=[1], age=[40], **rows(row))), "longstring") == [6]


def test_variation_is_taken_over_the_commonest_range(answers):
    # All 7s on 1-7; the 10 of the recommend question and the 5 stars are no variation.
    row = [7] * 10 + [10, 5, NAN]
    careless = flag_careless(answers(contacted=[1], age=[40], **rows(row)))
    assert values_of(careless, "low_variation") == [0]
    assert passed(careless, "low_variation") == [True]


def test_variation_is_the_standard_deviation_with_n_minus_1(answers):
    careless = flag_careless(answers(**rows(VARIED)))
    on_seven = [value for name, value in zip(RATINGS, VARIED, strict=True) if name not in ("nps", "stars")]
    assert values_of(careless, "low_variation") == [pytest.approx(np.std(on_seven, ddof=1))]


def test_nobody_is_careless_for_a_variation_that_cannot_be_computed(answers):
    row = [5] + [NAN] * 12
    careless = flag_careless(answers(**rows(row)))
    assert np.isnan(values_of(careless, "low_variation")[0])
    assert passed(careless, "low_variation") == [False]


def test_a_wrong_answer_to_an_attention_check_is_a_sign_and_a_blank_is_none(answers):
    careless = flag_careless(answers(**rows(VARIED, VARIED, VARIED, VARIED), check=[3, 4, 98, NAN]))
    assert passed(careless, "attention") == [False, True, True, False]


def test_missing_counts_what_was_shown_and_no_free_text(answers):
    responses = answers(**rows(VARIED), contacted=[2], gender=[99])
    data = responses.data.assign(**dict.fromkeys(("cm1", "cm2", "cm3", "fix1"), NAN))
    careless = flag_careless(responses.with_data(data, because="hidden items"))
    # Shown, 19: contacted gender plan age spent visited, sat1-2, pq1-4, check, pr1 pr2 nps stars complained, fix1 (sat1
    # <= 4). Of these no answer, 9: gender (99) plan age spent visited check pr2 complained fix1.
    assert values_of(careless, "missing") == [pytest.approx(9 / 19)]
    assert passed(careless, "missing") == [False]


def test_not_applicable_is_an_answer_in_the_share_of_missing(answers):
    shares = [
        values_of(flag_careless(answers(**rows(VARIED), contacted=[1], age=[40], check=[code])), "missing")[0]
        for code in (3, 97, 98, NAN)
    ]
    assert shares[0] == shares[1] < shares[2] == shares[3]


def test_the_same_varied_answers_twice_are_a_sign_for_the_later_respondent(answers):
    other = [2, *VARIED[1:]]
    careless = flag_careless(answers(contacted=[1] * 4, age=[40] * 4, **rows(VARIED, other, VARIED, VARIED)))
    assert passed(careless, "duplicate") == [False, False, True, True]
    assert values_of(careless, "duplicate") == [0, 0, 1, 2]


def test_straight_liners_and_short_rows_are_no_duplicates(answers):
    straight = [4] * 10 + [7, 5, 4]
    short = [*VARIED[:9], NAN, NAN, NAN, NAN]
    careless = flag_careless(answers(contacted=[1] * 4, age=[40] * 4, **rows(straight, straight, short, short)))
    assert not any(passed(careless, "duplicate"))


def test_enough_signs_make_a_respondent_careless(answers):
    straight = [7] * 10 + [10, 5, NAN]
    careless = flag_careless(
        answers(
            **rows(VARIED, straight, [2, *VARIED[1:]]),
            contacted=[1] * 3,
            age=[40] * 3,
            seconds=[10, 10, 100],
            index=["a", "b", "c"],
        )
    )
    assert careless.verdicts["signs"].tolist() == [1, 3, 0]
    assert careless.respondents == ["b"]
    assert careless.table.set_index("sign").loc["careless", "count"] == 1


def test_nothing_is_left_out_before_one_says_so(answers):
    responses = answers(**rows(VARIED, [7] * 13), seconds=[10, 10])
    before = responses.data.copy()
    careless = flag_careless(responses)
    assert len(responses) == careless.n == 2
    pd.testing.assert_frame_equal(responses.data, before)
    assert len(responses.without(careless.respondents, because="careless responding")) == 1


def test_the_signs_that_cannot_be_checked_are_named(shop):
    responses = Responses(questionnaire=shop, data=pd.DataFrame({"pq1": [1.0, 2.0]}))
    careless = flag_careless(responses)
    notes = " ".join(careless.notes)
    assert careless.table["sign"].tolist() == ["longstring", "missing", "careless"]
    for words in ("time spent", "attention check in the data", "low_variation", "fewer than 10 ratings"):
        assert words in notes


def test_too_few_signs_to_check_are_noted(shop):
    rules = ScreeningRules(min_seconds=30, signs_needed=3)
    responses = Responses(questionnaire=replace(shop, screening=rules), data=pd.DataFrame({"pq1": [1.0, 2.0]}))
    careless = flag_careless(responses)
    assert careless.respondents == []
    assert any("3 signs are needed but only 0" in note for note in careless.notes)


def test_without_rules_nobody_is_flagged(shop, simulated):
    careless = flag_careless(replace(simulated, questionnaire=replace(shop, screening=ScreeningRules())))
    assert careless.respondents == []
    assert careless.table["sign"].tolist() == ["careless"]
    assert careless.details.empty
    assert any("sets no rules" in note for note in careless.notes)


def test_rules_speak_both_languages_and_the_result_is_plain_data(simulated):
    careless = flag_careless(simulated)
    assert careless.table.set_index("sign").loc["too_fast", "rule"].in_language("zh-CN") == "用时少于 30 秒"
    plain = careless.to_dict()
    assert plain["table"][0] == {
        "sign": "too_fast",
        "rule": "finished in less than 30 seconds",
        "count": int(passed(careless, "too_fast").count(True)),
        "share": pytest.approx(np.mean(passed(careless, "too_fast"))),
    }
    assert "careless" in repr(careless)


def test_only_the_sign_of_copies_depends_on_the_order_of_respondents(simulated):
    back = replace(simulated, data=simulated.data.iloc[::-1])
    there, again = (
        flag_careless(one).details.query("sign != 'duplicate'").set_index(["respondent", "sign"])["value"]
        for one in (simulated, back)
    )
    pd.testing.assert_series_equal(there, again.loc[there.index])


def test_simulated_careless_respondents_are_found_and_attentive_ones_left_alone(shipped):
    responses = simulate_responses(shipped, n=2000, seed=5)
    truth = responses.extra["simulated_careless"].to_numpy()
    found = flag_careless(responses).verdicts["careless"].to_numpy()
    assert found[truth].mean() > 0.95
    assert found[~truth].mean() < 0.005
