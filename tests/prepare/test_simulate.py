from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from survey.errors import OptionError
from survey.prepare.simulate import simulate_responses
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses

MANY = 20_000


@pytest.fixture(scope="module")
def many(shop) -> Responses:
    """20,000 respondents without anything unanswered or careless."""
    return simulate_responses(shop, n=MANY, seed=11, careless=0, nonresponse=0)


def within(observed: float, share: float, n: int) -> bool:
    """Whether a share of n independent draws lies within 5 of its standard errors."""
    return abs(observed - share) < 5 * np.sqrt(share * (1 - share) / n)


@pytest.mark.parametrize("name", ["shop", "shipped"])
def test_the_same_seed_gives_the_same_answers(name, request):
    questionnaire = request.getfixturevalue(name)
    one, two, other = (simulate_responses(questionnaire, n=200, seed=seed) for seed in (4, 4, 5))
    pd.testing.assert_frame_equal(one.data, two.data)
    pd.testing.assert_frame_equal(one.paradata, two.paradata)
    assert not one.data.equals(other.data)
    assert one.simulated


def test_the_truth_depends_on_neither_seed_nor_number(shop, many, simulated):
    assert simulated.truth is not None
    pd.testing.assert_frame_equal(many.truth, simulated.truth)
    assert many.truth.to_dict("list") == {
        "driver": ["product", "staff", "price"],
        "coefficient": [0.5, 0.3, 0.1],
        "rank": [1, 2, 3],
    }
    again = simulate_responses(shop, n=MANY, seed=12, careless=0, nonresponse=0)
    difference = many.values().mean() - again.values().mean()
    error = np.sqrt(2 * many.values().var() / many.values().count())
    assert (difference.abs() < 5 * error).all()


@pytest.mark.parametrize("name", ["shop", "shipped"])
def test_columns_and_codes_are_the_questionnaires(name, request):
    questionnaire: Questionnaire = request.getfixturevalue(name)
    responses = simulate_responses(questionnaire, n=1000, seed=2)
    assert tuple(responses.data.columns) == questionnaire.columns
    for item in questionnaire.items.values():
        if item.type not in ("multiple_choice", "number", "date") and not item.is_text:
            assert set(responses.data[item.id].dropna().unique()) <= set(item.labels), item.id


@pytest.mark.parametrize("name", ["shop", "shipped"])
def test_hidden_items_have_no_answer_and_required_ones_that_are_shown_have_one(name, request):
    responses = simulate_responses(request.getfixturevalue(name), n=2000, seed=2)
    for item in responses.questionnaire.items.values():
        columns = [name for name in item.columns if not name.endswith("__text")]
        shown = responses.shown(item.id)
        assert responses.data.loc[~shown, list(item.columns)].isna().all(axis=None), item.id
        if item.required and not item.is_text:
            assert responses.data.loc[shown, columns].notna().all(axis=None), item.id
    kinds = responses.missing()
    assert set(np.unique(kinds)) <= {"", "not_shown", "blank", "dont_know", "no_answer"}


def test_routing_questions_let_seventy_per_cent_through(many):
    assert within((many.data["contacted"] == 1).mean(), 0.7, MANY)


def test_a_routed_choice_is_only_for_those_who_see_it(many):
    ladies = many.data.loc[many.data["plan"] == 3]
    assert len(ladies) > 100
    assert (ladies["gender"] == 1).all()


def test_choices_follow_the_margins(many, shop):
    for code, share in shop.margins["gender"].targets.items():
        assert within((many.data["gender"] == code).mean(), share, MANY)


def test_an_exclusive_choice_stands_alone_and_something_is_chosen(many):
    chosen = many.data.loc[many.shown("channels"), [f"channels__{code}" for code in (1, 2, 3, 4)]]
    assert set(np.unique(chosen)) == {0.0, 1.0}
    assert (chosen.sum(axis=1) >= 1).all()
    assert (chosen.loc[chosen["channels__4"] == 1].sum(axis=1) == 1).all()
    assert (many.data["channels__3__text"].notna() == (many.data["channels__3"] == 1)).all()


def test_numbers_and_dates_are_plausible(many):
    assert many.data["age"].between(16, 100).all()
    assert (many.data["age"] == many.data["age"].round()).all()
    assert (many.data["spent"] >= 0).all()
    days = pd.to_datetime(many.data["visited"], format="%Y-%m-%d")
    assert days.max() < pd.Timestamp("2026-01-05")


def test_reverse_keyed_items_are_answered_turned_round(many):
    raw = many.values(["pq1", "pq2", "sat1", "sat2"]).corr()
    keyed = many.keyed(["pq1", "pq2", "sat1", "sat2"]).corr()
    assert raw.loc["pq1", "pq2"] < -0.3 < 0.3 < keyed.loc["pq1", "pq2"]
    assert keyed.loc["sat1", "sat2"] > 0.3


def test_satisfaction_is_skewed_to_the_left_and_items_differ(many):
    answers = many.keyed(["sat1", "sat2", "pq1", "pq2", "pq3", "pq4", "nps", "stars"])
    assert (answers.skew().drop(["pq1", "pq2", "pq3", "pq4"]) < 0).all()
    assert answers[["pq1", "pq2", "pq3", "pq4"]].mean().round(3).is_unique
    assert answers[["pq1", "pq2", "pq3", "pq4"]].std().round(3).is_unique


def test_ratings_outside_constructs_complaints_and_comments_follow_the_outcome(many):
    satisfaction = many.keyed(["sat1", "sat2"]).mean(axis=1)
    for item in ("nps", "stars"):
        assert many.values([item])[item].corr(satisfaction) > 0.4
    by_complaint = satisfaction.groupby(many.data["complained"]).mean()
    assert by_complaint[1] < by_complaint[2] - 0.5
    assert 0.05 < (many.data["complained"] == 1).mean() < 0.2


def test_forty_per_cent_comment_in_the_language_of_the_interview(shipped):
    english = simulate_responses(shipped, n=3000, seed=1, language="en")
    chinese = simulate_responses(shipped, n=3000, seed=1)
    assert within(english.data["comment"].notna().mean(), 0.4, 3000)
    assert english.data["comment"].dropna().map(str.isascii).all()
    assert not chinese.data["comment"].dropna().map(str.isascii).any()
    assert (english.paradata["language"] == "en").all()
    assert (chinese.paradata["language"] == "zh-CN").all()
    pd.testing.assert_frame_equal(english.values(), chinese.values())


def test_the_clock_is_consistent_and_does_not_look_at_today(simulated):
    clock = simulated.paradata
    assert ((clock["submitted"] - clock["started"]).dt.total_seconds() == clock["seconds"]).all()
    assert clock["started"].is_monotonic_increasing
    assert clock["started"].min() >= pd.Timestamp("2026-01-05")
    assert clock["started"].max() < pd.Timestamp("2026-01-19")


def test_a_known_share_is_careless(simulated, many):
    truth = simulated.extra["simulated_careless"]
    assert truth.sum() == round(0.03 * len(simulated))
    assert not many.extra["simulated_careless"].any()
    ratings = simulated.values(["sat1", "sat2", "pq1", "pq2", "pq3", "pq4", "pr1"])
    assert (ratings.loc[truth].nunique(axis=1) == 1).all()
    assert (simulated.data.loc[truth, "check"] != 3).all()
    assert simulated.paradata["seconds"][truth].median() < simulated.paradata["seconds"][~truth].median() / 3
    assert (simulated.data.loc[~truth, "check"] == 3).mean() > 0.95


def test_unanswered_items_come_at_the_rate_asked_for(shop, many):
    responses = simulate_responses(shop, n=MANY, seed=11, careless=0, nonresponse=0.1)
    kinds = responses.missing(["sat1", "pq1", "contacted"])
    assert within(kinds["sat1"].isin(["dont_know", "no_answer"]).mean(), 0.1, MANY)
    assert not (kinds["sat1"] == "blank").any()
    assert within((kinds["pq1"] == "blank").mean(), 0.05, MANY)
    assert (kinds["contacted"] == "").all()
    assert (many.missing(["sat1", "pq1", "check"]) == "").all(axis=None)


def test_fewer_unanswered_items_leave_the_other_answers_alone(shop, many):
    some = simulate_responses(shop, n=MANY, seed=11, careless=0, nonresponse=0.02)
    both = some.values(["sat1", "pr1", "pq1"]).notna()
    pd.testing.assert_frame_equal(some.values(["sat1", "pr1", "pq1"]), many.values(["sat1", "pr1", "pq1"]).where(both))


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("name", ["shop", "shipped"])
def test_a_handful_of_respondents_is_enough(name, n, request):
    responses = simulate_responses(request.getfixturevalue(name), n=n, seed=1)
    assert len(responses) == n
    assert responses.data.index.tolist() == list(range(1, n + 1))


def test_the_log_says_that_nobody_was_asked(simulated):
    (step,) = simulated.log
    assert step.because.startswith("no respondents: made up from the known truth of prepare-shop")
    assert "模拟" in step.what.in_language("zh-CN")


def test_a_questionnaire_without_constructs_can_be_simulated(shop):
    bare = replace(shop, constructs={}, analysis=type(shop.analysis)(), simulation=type(shop.simulation)())
    responses = simulate_responses(bare, n=50, seed=1)
    assert responses.truth.empty
    assert responses.values().notna().any(axis=None)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"n": 0}, "n=0"),
        ({"seed": -1}, "seed=-1"),
        ({"careless": 0.6}, "careless=0.6"),
        ({"nonresponse": -0.1}, "nonresponse=-0.1"),
        ({"language": "fr"}, "language='fr'"),
    ],
)
def test_options_out_of_range_are_refused(shop, option, words):
    with pytest.raises(OptionError, match=words):
        simulate_responses(shop, **option)
