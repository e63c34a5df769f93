"""The indices of careless responding as signs: which ratings they take, what counts once, what cannot be checked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from survey.errors import DataError
from survey.prepare.careless import Careless, flag_careless
from survey.questionnaire.construct import ScreeningRules
from survey.responses import Responses
from survey.stats.careless import closest_match, guttman_errors, mahalanobis

NAN = np.nan
RATINGS = ("sat1", "sat2", "pq1", "pq2", "pq3", "pq4", "cm1", "cm2", "cm3", "pr1", "nps", "stars", "fix1")
ON_SEVEN = [name for name in RATINGS if name not in ("nps", "stars")]
VARIED = [1, 5, 2, 6, 3, 7, 2, 5, 1, 6, 9, 3, 2]
ALL_INDICES = [
    *(
        "too_fast",
        "pace",
        "longstring",
        "average_string",
        "pattern",
        "low_variation",
        "low_variation_part",
        "attention",
    ),
    *("missing", "duplicate", "near_duplicate", "mahalanobis", "even_odd", "synonyms", "antonyms", "guttman"),
    "gibberish",
]


def values_of(careless: Careless, sign: str) -> np.ndarray:
    return careless.details.loc[careless.details["sign"] == sign, "value"].to_numpy()


def passed(careless: Careless, sign: str) -> list[bool]:
    return careless.details.loc[careless.details["sign"] == sign, "passed"].tolist()


def rows(*each: list[float]) -> dict[str, list[float]]:
    return {name: [row[at] for row in each] for at, name in enumerate(RATINGS)}


def with_texts(responses: Responses, texts: list[str | float]) -> Responses:
    data = responses.data.assign(why=pd.Series(texts, index=responses.data.index, dtype="str"))
    return replace(responses, data=data)


@pytest.fixture(scope="module")
def mixed(simulated) -> Responses:
    """300 simulated respondents, the last a copy of another but for one answer."""
    data = simulated.data.iloc[:300].copy()
    ratings = list(RATINGS)
    given = simulated.values(ratings).iloc[:299]
    first, copy = given[given.count(axis=1) >= 12].nunique(axis=1).idxmax(), data.index[-1]
    data.loc[copy, ratings] = data.loc[first, ratings]
    data.loc[copy, "sat1"] = 8 - data.loc[first, "sat1"] if data.loc[first, "sat1"] != 4 else 5
    return Responses(questionnaire=simulated.questionnaire, data=data, paradata=simulated.paradata.iloc[:300])


# -- the course of the interview -----------------------------------------------------------------------------------


def test_pace_is_by_question_shown(answers):
    # Shown, 19: contacted gender plan age spent visited nickname, sat1-2, pq1-4, check, pr1-2 nps stars complained.
    row = [7, *VARIED[1:6], NAN, NAN, NAN, *VARIED[9:12], NAN]
    careless = flag_careless(
        answers(contacted=[2] * 3, **rows(row, row, row), seconds=[37, 38, NAN]),
        rules=ScreeningRules(min_seconds_per_item=2),
    )
    np.testing.assert_allclose(values_of(careless, "pace"), [37 / 19, 2, NAN])
    assert passed(careless, "pace") == [True, False, False]


def test_average_runs_leave_hidden_items_out(answers):
    # Shown without contact and complaint: sat1-2, pq1-4, pr1, nps, stars and, sat1 <= 4, fix1: runs of 4 4 1 1.
    row = [4, 4, 4, 4, 5, 5, NAN, NAN, NAN, 5, 5, 3, 2]
    careless = flag_careless(answers(contacted=[2], **rows(row)), rules=ScreeningRules(max_average_string=2.4))
    assert values_of(careless, "average_string") == [10 / 4]
    assert passed(careless, "average_string") == [True]


def test_an_item_that_the_platform_hid_ends_no_run(answers):
    row = [1, 2, 3, 4, 4, NAN, 4, 4, 1, 2, 9, 3, 2]
    responses = answers(contacted=[1], age=[40], **rows(row))
    told = replace(responses, hidden=pd.DataFrame({"pq4": [True]}, index=responses.data.index))
    rules = ScreeningRules(max_longstring=3, max_missing_share=0.5)
    assert values_of(flag_careless(responses, rules=rules), "longstring") == [2]
    assert values_of(flag_careless(told, rules=rules), "longstring") == [4]
    by_routing, by_platform = (values_of(flag_careless(each, rules=rules), "missing") for each in (responses, told))
    assert by_platform < by_routing


def test_a_seesaw_is_a_sign(answers):
    seesaw = [1, 2] * 6 + [1]
    careless = flag_careless(
        answers(contacted=[1] * 2, age=[40] * 2, **rows(seesaw, VARIED)), rules=ScreeningRules(max_pattern=8)
    )
    assert values_of(careless, "pattern").tolist() == [13, 0]
    assert passed(careless, "pattern") == [True, False]


def test_giving_up_on_the_way_is_a_sign(answers):
    tired = [1, 5, 2, 6, 3, 7, 2, 5, 4, 4, 9, 3, 4]
    careless = flag_careless(
        answers(contacted=[1] * 2, age=[40] * 2, **rows(tired, VARIED)), rules=ScreeningRules(min_irv_part=0.5)
    )
    assert values_of(careless, "low_variation_part")[0] == 0
    assert passed(careless, "low_variation_part") == [True, False]


def test_signs_of_one_behaviour_count_once(answers):
    straight = [4] * 10 + [9, 3, 4]
    rules = ScreeningRules(max_longstring=5, max_average_string=2, min_irv=0.1, min_irv_part=0.1)
    careless = flag_careless(answers(contacted=[1], age=[40], **rows(straight)), rules=rules)
    assert [passed(careless, sign) for sign in ALL_INDICES[2:4] + ALL_INDICES[5:7]] == [[True]] * 4
    assert careless.verdicts["signs"].tolist() == [2]
    assert careless.respondents == [1]
    assert "counted once" in careless.table["rule"].iloc[-1]


def test_verdicts_need_as_many_behaviours_as_the_rules_say(answers):
    straight = [4] * 10 + [9, 3, 4]
    rules = ScreeningRules(max_longstring=5, max_average_string=2, signs_needed=3)
    careless = flag_careless(answers(contacted=[1], age=[40], **rows(straight)), rules=rules)
    assert careless.respondents == []
    # Copies are looked for with any rule, so there are two behaviours.
    assert any("3 signs are needed but only 2" in note for note in careless.notes)


# -- copies --------------------------------------------------------------------------------------------------------


def test_near_copies_name_their_twin(mixed):
    careless = flag_careless(mixed, rules=ScreeningRules(max_same_share=0.9))
    copy = mixed.data.index[-1]
    assert careless.details.set_index(["respondent", "sign"])["passed"][copy, "near_duplicate"]
    answers = mixed.data[list(RATINGS)].astype(float)
    twin = careless.copies.set_index("respondent").loc[copy, "twin"]
    both = answers.loc[copy].notna() & answers.loc[twin].notna()
    assert values_of(careless, "near_duplicate")[-1] == (answers.loc[copy] == answers.loc[twin])[both].mean() > 0.9
    assert np.isnan(values_of(careless, "near_duplicate")[0])


def test_near_copies_are_compared_where_answers_tell(mixed):
    careless = flag_careless(mixed, rules=ScreeningRules(max_same_share=0.9))
    answers = mixed.data[list(RATINGS)].astype(float)
    commonest = answers.apply(lambda row: row.value_counts(normalize=True).max(), axis=1)
    enough = mixed.values(RATINGS).notna().sum(axis=1) >= 10
    telling = (enough & (commonest <= 2 / 3)).to_numpy()
    expected = closest_match(answers[telling].to_numpy(), least_shared=10, earlier=True).share
    np.testing.assert_array_equal(values_of(careless, "near_duplicate")[telling], expected)
    assert np.isnan(values_of(careless, "near_duplicate")[~telling]).all()
    assert any(
        f"near copies: {int((enough & (commonest > 2 / 3)).sum())} respondents" in note for note in careless.notes
    )


def test_an_exact_copy_is_one_behaviour(answers):
    rules = ScreeningRules(max_same_share=0.8)
    careless = flag_careless(answers(contacted=[1] * 2, age=[40] * 2, **rows(VARIED, VARIED)), rules=rules)
    assert passed(careless, "duplicate") == passed(careless, "near_duplicate") == [False, True]
    assert careless.verdicts["signs"].tolist() == [0, 1]


# -- consistency ---------------------------------------------------------------------------------------------------


def test_distances_are_over_answered_ratings_and_judged_by_their_p_value(mixed):
    careless = flag_careless(mixed, rules=ScreeningRules(min_mahalanobis_p=0.05))
    x = mixed.values(RATINGS).to_numpy()
    found = values_of(careless, "mahalanobis")
    np.testing.assert_allclose(found, mahalanobis(x, missing="answered"))
    assert 0 < np.mean(passed(careless, "mahalanobis")) < 0.3


def test_weights_serve_what_describes_the_sample(mixed):
    weights = np.random.default_rng(1).uniform(0.2, 4, size=len(mixed))
    weighted = mixed.with_weights(weights, because="a test")
    plain, careless = flag_careless(mixed, every_index=True), flag_careless(weighted, every_index=True)
    x = mixed.values(RATINGS).to_numpy()
    np.testing.assert_allclose(values_of(careless, "mahalanobis"), mahalanobis(x, weights, missing="answered"))
    assert np.nanmax(np.abs(values_of(careless, "guttman") - values_of(plain, "guttman"))) > 0
    np.testing.assert_array_equal(values_of(careless, "low_variation"), values_of(plain, "low_variation"))
    assert "weighted" in careless.method and "unweighted" in plain.method


def test_weights_that_are_none_are_refused(mixed):
    wrong = replace(mixed, weights=pd.Series(-1.0, index=mixed.data.index))
    with pytest.raises(DataError, match="at least zero"):
        flag_careless(wrong, rules=ScreeningRules(min_mahalanobis_p=0.05))


def test_ratings_that_do_not_vary_are_left_out_of_distances_and_named(mixed):
    still = replace(mixed, data=mixed.data.assign(pq3=4.0))
    careless = flag_careless(still, rules=ScreeningRules(min_mahalanobis_p=0.05))
    assert any("Left out of mahalanobis, because nobody differs: pq3" in note for note in careless.notes)
    others = mixed.values([name for name in RATINGS if name != "pq3"]).to_numpy()
    np.testing.assert_allclose(values_of(careless, "mahalanobis"), mahalanobis(others, missing="answered"))


def test_even_and_odd_items_of_constructs(answers):
    # satisfaction 1 0, product .5 .5 .5 .5, staff 0 1 0 of their range, keyed: halves (1, .5, 0) and (0, .5, 1).
    row = [7, 7, 4, 4, 4, 4, 1, 7, 1, 4, 5, 3, NAN]
    careless = flag_careless(answers(contacted=[1], age=[40], **rows(row)), rules=ScreeningRules(min_even_odd=0.3))
    assert values_of(careless, "even_odd").tolist() == [-1]
    assert passed(careless, "even_odd") == [True]


def test_guttman_errors_add_up_over_constructs(mixed):
    careless = flag_careless(mixed, rules=ScreeningRules(max_guttman=0.5))
    parts = [
        guttman_errors(mixed.keyed(items).to_numpy(), 1, 7)
        for items in (["sat1", "sat2"], ["pq1", "pq2", "pq3", "pq4"], ["cm1", "cm2", "cm3"])
    ]
    errors, most = (np.nansum([getattr(part, name) for part in parts], axis=0) for name in ("errors", "most"))
    expected = np.divide(errors, most, out=np.full(len(errors), NAN), where=most > 0)
    np.testing.assert_allclose(values_of(careless, "guttman"), expected)
    assert passed(careless, "guttman") == (expected > 0.5).tolist()


def test_synonyms_and_antonyms_are_answers_as_given(shop):
    rng = np.random.default_rng(3)
    trait = rng.normal(size=(400, 1))
    latent = 4 + 1.5 * trait * np.where([name in ("sat2", "pq2") for name in ON_SEVEN], -1, 1)
    points = np.clip(np.round(latent + 0.4 * rng.normal(size=(400, len(ON_SEVEN)))), 1, 7)
    points[0] = rng.permutation([1, 1, 2, 3, 4, 4, 5, 6, 7, 7, 2])
    points[1] = [7, 7, 5, 5, 7, 6, 7, 6, 7, 5, 6]  # agrees with what contradicts itself
    responses = Responses(questionnaire=shop, data=pd.DataFrame(points, columns=ON_SEVEN))
    careless = flag_careless(responses, rules=ScreeningRules(min_synonyms=0.1, min_antonyms=0.1))
    assert "over 37 pairs" in careless.table.set_index("sign").loc["synonyms", "rule"]
    assert "above −0.1 over 18 pairs" in careless.table.set_index("sign").loc["antonyms", "rule"]
    agree = np.array([[name in ("sat2", "pq2") for name in ON_SEVEN]])
    first, second = np.tril_indices(len(ON_SEVEN), -1)
    opposed = agree[0, first] != agree[0, second]
    by_hand = np.corrcoef(points[0, first[opposed]], points[0, second[opposed]])[0, 1]
    assert values_of(careless, "antonyms")[0] == pytest.approx(by_hand)
    assert passed(careless, "antonyms") == (values_of(careless, "antonyms") > -0.1).tolist()


# -- comments ------------------------------------------------------------------------------------------------------


def test_gibberish_and_copied_texts_are_signs_and_named(answers):
    long = "客服一直没有回复我的消息，等了三天。"
    texts = [
        "asdasd asdasd",
        long,
        "客服一直没有回复我的消息!等了三天",
        "不错",
        "不错",
        NAN,
        "此用户没有填写评价",
        "此用户没有填写评价",
    ]
    responses = with_texts(answers(**rows(*[VARIED] * 8)), texts)
    careless = flag_careless(responses, rules=ScreeningRules(gibberish_comments=1))
    assert passed(careless, "gibberish") == [True, False, True] + [False] * 5
    assert np.isnan(values_of(careless, "gibberish")[5])
    assert careless.comments["respondent"].tolist() == [1, 3]
    assert careless.comments["item"].tolist() == ["why", "why"]
    assert [reason.in_language("zh-CN") for reason in careless.comments["reason"]] == [
        "随意敲击键盘",
        "与更早的受访者逐字相同",
    ]


def test_simulated_comments_are_not_called_copied(simulated):
    careless = flag_careless(simulated, rules=ScreeningRules(gibberish_comments=1))
    assert careless.comments.empty
    assert any("short list" in note for note in careless.notes)


# -- all together --------------------------------------------------------------------------------------------------


def test_every_index_can_be_looked_at_without_a_rule(mixed, shop):
    bare = replace(mixed, questionnaire=replace(shop, screening=ScreeningRules()))
    careless = flag_careless(bare, every_index=True)
    left = [note for note in careless.notes if note.startswith("Not checked")]
    assert careless.details["sign"].unique().tolist() == [name for name in ALL_INDICES if name != "antonyms"]
    assert [name in " ".join(left) for name in ("antonyms", "mahalanobis")] == [True, False]
    assert careless.table["sign"].tolist() == ["careless"]
    assert not careless.details["passed"].any() and careless.respondents == []


def test_other_rules_than_those_of_the_questionnaire(simulated):
    default = flag_careless(simulated)
    same = flag_careless(simulated, rules=simulated.questionnaire.screening)
    pd.testing.assert_frame_equal(default.verdicts, same.verdicts)
    assert (
        flag_careless(simulated, rules=ScreeningRules(min_seconds=1e9, signs_needed=1)).table["count"].iloc[-1] > 3900
    )


@pytest.mark.parametrize("kind", ["nobody", "nothing answered", "one item", "fewer respondents than items"])
def test_poor_data_give_notes_and_no_flags(simulated, kind):
    data = simulated.data.iloc[: 0 if kind == "nobody" else 8].copy()
    if kind == "nothing answered":
        data[:] = NAN
    if kind == "one item":
        data = data[["pq1"]]
    careless = flag_careless(Responses(questionnaire=simulated.questionnaire, data=data), every_index=True)
    assert any("mahalanobis" in note for note in careless.notes)
    assert not careless.verdicts["careless"].any()
    assert len(careless.verdicts) == len(data)


def test_rules_speak_both_languages(mixed):
    rules = ScreeningRules(
        min_seconds_per_item=2,
        max_average_string=3,
        max_pattern=9,
        min_irv_part=0.2,
        max_same_share=0.9,
        min_mahalanobis_p=0.001,
        min_even_odd=0.3,
        min_synonyms=0.2,
        max_guttman=0.6,
        gibberish_comments=1,
    )
    table = flag_careless(mixed, rules=rules).table.set_index("sign")["rule"]
    assert len(table) == 12
    for rule in table:
        assert not any("\u4e00" <= mark <= "\u9fff" for mark in rule)
        assert any("\u4e00" <= mark <= "\u9fff" for mark in rule.in_language("zh-CN"))
    assert table["near_duplicate"].in_language("zh-CN") == "10 道及以上评分题中，超过 90% 与更早的某位受访者相同"
