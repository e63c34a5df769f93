from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.errors import DataError, OptionError
from survey.prepare.weights import post_stratify, rake_weights
from survey.prepare.weights_cells import check_cells
from survey.stats.descriptives import design_effect, effective_n

NAN = np.nan
ONE = {"contacted": {1: 0.7, 2: 0.3}}
TWO = {"contacted": {1: 0.7, 2: 0.3}, "gender": {1: 0.4, 2: 0.6}}
BOTH_WAYS = {"contacted": [1, 1, 1, 2, 2, 2, 1, 2], "gender": [1, 1, 2, 1, 2, 2, 2, 1]}


def weighted_share(responses, item: str, code: int, weights) -> float:
    values = responses.values([item])[item]
    return float(weights[values == code].sum() / weights[values.notna()].sum())


def test_one_margin_is_target_over_share(answers):
    # Post-stratification: the weight of a cell is its target over its share.
    weighting = rake_weights(answers(contacted=[1, 2, 2, 2]), targets=ONE)
    np.testing.assert_allclose(weighting.weights, [0.7 / 0.25, *[0.3 / 0.75] * 3])
    # Kish: n sum(w^2) / sum(w)^2.
    squares = float((weighting.weights**2).sum())
    assert weighting.deff == pytest.approx(4 * squares / 16)
    assert weighting.n_eff == pytest.approx(16 / squares)


def test_the_table_has_the_margins_before_and_after(answers):
    table = rake_weights(answers(**BOTH_WAYS), targets=TWO).table
    assert table[["item", "code", "answer", "count"]].to_numpy().tolist() == [
        ["contacted", 1, "是", 4],
        ["contacted", 2, "否", 4],
        ["gender", 1, "女", 4],
        ["gender", 2, "男", 4],
    ]
    np.testing.assert_allclose(table["share"], 0.5)
    np.testing.assert_allclose(table["weighted_share"], table["target"])
    np.testing.assert_allclose(table["target"], [0.7, 0.3, 0.4, 0.6])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    contacted=st.lists(st.sampled_from([1, 2]), min_size=4, max_size=40),
    gender=st.data(),
    share=st.floats(0.1, 0.9),
)
def test_margins_equal_their_targets(answers, contacted, gender, share):
    n = len(contacted)
    second = gender.draw(st.lists(st.sampled_from([1, 2, 99, NAN]), min_size=n, max_size=n))
    # Every combination is there, so that the targets can be met.
    responses = answers(contacted=[*contacted, 1, 1, 2, 2], gender=[*second, 1, 2, 1, 2])
    targets = {"contacted": {1: share, 2: 1 - share}, "gender": {1: 0.5, 2: 0.5}}
    weighting = rake_weights(responses, targets=targets)
    assert weighting.converged
    assert weighting.weights.mean() == pytest.approx(1)
    for item, shares in targets.items():
        for code, wanted in shares.items():
            assert weighted_share(responses, item, code, weighting.weights) == pytest.approx(wanted, abs=1e-8)


def test_weights_already_there_are_the_start_and_integers_count_as_repeated_rows(answers):
    times = [1, 3, 2, 1, 2, 1, 1, 4]
    weighted = rake_weights(answers(**BOTH_WAYS).with_weights(times, because="design"), targets=TWO)
    repeated = rake_weights(answers(**{k: np.repeat(v, times) for k, v in BOTH_WAYS.items()}), targets=TWO)
    # w of a row of weight t, over t, is proportional to w of each of its t copies.
    per_copy = (weighted.weights / times).repeat(times).to_numpy()
    np.testing.assert_allclose(per_copy / per_copy.mean(), repeated.weights, rtol=1e-8)
    np.testing.assert_allclose(weighted.table["weighted_share"], repeated.table["weighted_share"])
    np.testing.assert_allclose(weighted.table["share"], repeated.table["share"])


def test_the_unit_of_the_starting_weights_does_not_matter(answers):
    responses = answers(**BOTH_WAYS)
    small = responses.with_weights([1, 3, 2, 1, 2, 1, 1, 4], because="design")
    large = responses.with_weights([100, 300, 200, 100, 200, 100, 100, 400], because="design")
    pd.testing.assert_series_equal(rake_weights(small, targets=TWO).weights, rake_weights(large, targets=TWO).weights)


def test_a_sample_that_fits_keeps_equal_weights(answers):
    weighting = rake_weights(answers(contacted=[1, 1, 2, 2]), targets={"contacted": {1: 0.5, 2: 0.5}})
    np.testing.assert_allclose(weighting.weights, 1)
    assert weighting.deff == pytest.approx(1)


def test_labels_in_any_language_and_clear_beginnings_stand_for_codes(answers):
    responses = answers(**BOTH_WAYS)
    same = [
        {1: 0.4, 2: 0.6},
        {"Female": 0.4, "male": 0.6},
        {"女": 0.4, "Male": 0.6},
        {"f": 0.4, "m": 0.6},
        {"1": 0.4, 2: 0.6},
    ]
    weights = [rake_weights(responses, targets={"gender": shares}).weights for shares in same]
    for other in weights[1:]:
        pd.testing.assert_series_equal(weights[0], other)


def test_the_questionnaires_margins_are_the_default(simulated):
    weighting = rake_weights(simulated)
    assert weighting.table["target"].tolist() == [0.55, 0.45]
    np.testing.assert_allclose(weighting.table["weighted_share"], [0.55, 0.45])
    assert weighting.weights.index.equals(simulated.data.index)


def test_those_without_an_answer_are_raked_on_the_other_margin(answers):
    responses = answers(contacted=[1, 1, 1, 2, 2, 2, 1, 2], gender=[1, 1, 2, 1, 2, 2, 99, NAN])
    weighting = rake_weights(responses, targets=TWO)
    # Contact alone gives target over share: .7 / .5 and .3 / .5.
    np.testing.assert_allclose(weighting.weights.iloc[6:].sum(), 2)
    assert weighting.weights.iloc[6] > 1 > weighting.weights.iloc[7]
    assert weighted_share(responses, "gender", 1, weighting.weights) == pytest.approx(0.4)
    assert any("gender 2" in note for note in weighting.notes)


def test_those_without_an_answer_to_the_only_margin_keep_their_weight(answers):
    weighting = rake_weights(answers(contacted=[1, 2, 2, 2, NAN]), targets=ONE)
    np.testing.assert_allclose(weighting.weights, [4 * 0.7, *[4 * 0.3 / 3] * 3, 1])


def test_many_without_an_answer_in_one_group_do_not_stand_in_the_way(answers):
    # All who gave no gender had contact; contact has to shrink to an eighth.
    responses = answers(contacted=[1, 1, 1, 1, 1, 1, 2, 2], gender=[1, 1, 1, 99, 1, 2, 1, 2])
    targets = {"contacted": {1: 0.125, 2: 0.875}, "gender": {1: 0.5, 2: 0.5}}
    weighting = rake_weights(responses, targets=targets)
    assert weighting.converged
    # Raked on contact alone: its target over its share.
    assert weighting.weights.iloc[3] == pytest.approx(0.125 / 0.75)


def test_trimmed_weights_stay_within_and_say_what_they_miss(answers):
    weighting = rake_weights(answers(contacted=[1] + [2] * 9), targets=ONE, trim=(0.5, 2))
    assert weighting.weights.between(0.5, 2).all()
    assert not weighting.converged
    assert any("did not meet every margin" in note for note in weighting.notes)
    assert any("between 0.5 and 2" in note for note in weighting.notes)


def test_the_weights_fit_into_the_responses(answers):
    responses = answers(**BOTH_WAYS, index=list("abcdefgh"))
    weighted = responses.with_weights(rake_weights(responses, targets=TWO).weights, because="raked")
    assert weighted_share(weighted, "contacted", 1, weighted.weights) == pytest.approx(0.7)
    assert responses.weights is None


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ({"sex": {1: 1.0}}, "'sex' is no item to weight by; items .* contacted"),
        ({"channels": {1: 1.0}}, "'channels' is no item"),
        ({"nickname": {1: 1.0}}, "'nickname' is no item"),
        ({"gender": {"x": 1.0}}, "'x' is no answer; answers are: 1 .女 / Female.; 2"),
        ({"gender": {99: 0.1, 1: 0.9}}, "99 is no answer"),
        ({"gender": {1: 0.5, 2: 0.4}}, "sum to 0.9, not to 1"),
        ({"gender": {1: 0.5, "f": 0.5}}, "has a share already"),
        ({"gender": {1: 1.0, 2: 0.0}}, "shares above 0"),
        ({"gender": {1: 1.0, 2: NAN}}, "shares above 0"),
        ({"gender": {1: 1.0}}, "4 respondents gave an answer to gender without a target, such as 2"),
        ({"plan": {1: 0.5, 2: 0.5}}, "nobody answered plan = 2.* merge it"),
        ({"check": {"T": 1.0}}, "'T' stands for several answers"),
    ],
)
def test_targets_that_cannot_be_met_say_why(answers, targets, words):
    responses = answers(**BOTH_WAYS, plan=[1] * 8)
    with pytest.raises(DataError, match=words):
        rake_weights(responses, targets=targets)


def test_without_any_margin_there_is_nothing_to_rake_to(answers):
    with pytest.raises(OptionError, match="has no margins"):
        rake_weights(answers(**BOTH_WAYS), targets={})


@pytest.mark.parametrize("trim", [(1.5, 3), (0.2, 0.9), (-1, 2)])
def test_bounds_must_lie_around_one(answers, trim):
    with pytest.raises(OptionError, match="trim"):
        rake_weights(answers(**BOTH_WAYS), targets=TWO, trim=trim)


CELLS = pd.DataFrame(
    {"contacted": ["Yes", "Yes", "No", "No"], "gender": ["f", "m", "f", "m"], "target": [0.4, 0.1, 0.2, 0.3]}
)


def test_trimmed_weights_still_meet_the_margins(answers):
    rng = np.random.default_rng(1)
    responses = answers(contacted=rng.integers(1, 3, 80).tolist(), gender=rng.integers(1, 3, 80).tolist())
    targets = {"contacted": {1: 0.75, 2: 0.25}, "gender": {1: 0.3, 2: 0.7}}
    free = rake_weights(responses, targets=targets)
    bound = (0.3, float(free.weights.max()) - 0.05)
    weighting = rake_weights(responses, targets=targets, trim=bound)
    assert weighting.converged and weighting.margins["met"].all()
    assert weighting.weights.between(*bound).all() and weighting.weights.mean() == pytest.approx(1)
    np.testing.assert_allclose(weighting.table["weighted_share"], weighting.table["target"], atol=1e-9)


def test_margins_that_contradict_each_other_say_so(answers):
    responses = answers(contacted=[1, 1, 1, 2, 2], gender=[1, 1, 1, 2, 2])
    with pytest.raises(
        DataError, match=r"did not converge .*contradict each other: any weights miss a share by 0\.1000"
    ):
        rake_weights(responses, targets={"contacted": {1: 0.5, 2: 0.5}, "gender": {1: 0.7, 2: 0.3}})


def test_margins_met_only_by_weights_near_zero_say_so(answers):
    # contact is 0.4 and all women had contact: nobody else may have any
    responses = answers(contacted=[1, 1, 2, 2, 1], gender=[1, 1, 2, 2, 2])
    with pytest.raises(DataError, match="weights near 0"):
        rake_weights(responses, targets={"contacted": {1: 0.4, 2: 0.6}, "gender": {1: 0.4, 2: 0.6}})


def test_each_margin_says_how_far_it_was_off_and_what_it_costs_alone(answers):
    responses = answers(contacted=[1, 1, 1, 2, 2, 2, 1, 2], gender=[1, 1, 2, 1, 2, 2, 99, NAN])
    margins = rake_weights(responses, targets=TWO).margins.set_index("item")
    assert margins["n"].tolist() == [8, 6] and margins["n_unanswered"].tolist() == [0, 2]
    np.testing.assert_allclose(margins["gap_before"], [0.2, 0.1])
    assert (margins["gap_after"] < 1e-8).all() and margins["met"].all()
    assert margins.loc["contacted", "deff"] == pytest.approx(rake_weights(responses, targets=ONE).deff)
    gender = rake_weights(responses, targets={"gender": TWO["gender"]})
    assert margins.loc["gender", "deff"] == pytest.approx(gender.deff)


def test_each_cell_says_what_its_respondents_weigh(answers):
    weighting = rake_weights(answers(**BOTH_WAYS), targets=TWO)
    cells = weighting.cells.set_index(["item", "code"])
    women = weighting.weights[np.array(BOTH_WAYS["gender"]) == 1]
    row = cells.loc[("gender", 1)]
    assert row["factor"] == pytest.approx(0.4 / 0.5) and row["flag"] == "small"
    assert row["mean_weight"] == pytest.approx(women.mean())
    assert row["deff"] == pytest.approx(design_effect(women)) and row["n_eff"] == pytest.approx(effective_n(women))
    assert any("Fewer than 20 respondents" in note and "gender = 1 (女): 4" in note for note in weighting.notes)


def test_the_spread_of_the_weights(answers):
    weighting = rake_weights(answers(**BOTH_WAYS), targets=TWO)
    spread = weighting.distribution.set_index("measure")["estimate"]
    assert spread["minimum"] == weighting.weights.min() and spread["maximum"] == weighting.weights.max()
    assert spread["cv"] ** 2 == pytest.approx(weighting.deff - 1)  # Kish: 1 + cv^2
    assert spread["n_eff"] == pytest.approx(weighting.n_eff)
    assert any(f"design effect {weighting.deff:.2f}" in note for note in weighting.notes)


def test_a_weighting_draws_its_margins(answers):
    drawn = rake_weights(answers(**BOTH_WAYS), targets=TWO).plot(language="zh-CN")
    assert "女" in [label.get_text() for label in drawn.get_yticklabels()]


def test_post_stratified_cells_have_their_shares(answers):
    responses = answers(**BOTH_WAYS).with_weights([1, 3, 2, 1, 2, 1, 1, 4], because="design")
    weighting = post_stratify(responses, targets=CELLS)
    assert weighting.converged and weighting.weights.mean() == pytest.approx(1)
    contacted, gender = (np.array(BOTH_WAYS[name]) for name in ("contacted", "gender"))
    for (a, b), share in {(1, 1): 0.4, (1, 2): 0.1, (2, 1): 0.2, (2, 2): 0.3}.items():
        cell = (contacted == a) & (gender == b)
        assert weighting.weights[cell].sum() / 8 == pytest.approx(share)
        start = weighting.start[cell]
        np.testing.assert_allclose(weighting.weights[cell] / weighting.weights[cell].sum(), start / start.sum())
    assert weighting.cells["answer"].tolist() == ["是 × 女", "是 × 男", "否 × 女", "否 × 男"]
    np.testing.assert_allclose(weighting.table["target"], [0.5, 0.5, 0.6, 0.4])
    np.testing.assert_allclose(weighting.table["weighted_share"], weighting.table["target"])


def test_post_stratifying_one_item_is_raking_it(answers):
    responses = answers(contacted=[1, 2, 2, 2, NAN])
    cells = pd.DataFrame({"contacted": [1, 2], "target": [0.7, 0.3]})
    one = post_stratify(responses, targets=cells)
    pd.testing.assert_series_equal(one.weights, rake_weights(responses, targets=ONE).weights)
    assert any("keep their share of the weights" in note for note in one.notes)


def test_who_lacks_an_answer_of_the_cross_table_keeps_the_share(answers):
    responses = answers(contacted=[1, 1, 2, 2, 1, 2], gender=[1, 2, 1, 2, 99, NAN])
    weighting = post_stratify(responses, targets=CELLS)
    np.testing.assert_allclose(weighting.weights, [1.6, 0.4, 0.8, 1.2, 1, 1])
    np.testing.assert_allclose(weighting.table["weighted_share"], weighting.table["target"])
    assert weighting.table["count"].tolist() == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ({"contacted": ["Yes", "No"], "target": [0.5, 0.6]}, "sum to 1.1, not to 1"),
        ({"contacted": ["Yes", "No"], "share": [0.5, 0.5]}, "a column 'target'"),
        ({"target": [1.0]}, "a column per item"),
        ({"contacted": ["Yes", "Yes"], "target": [0.5, 0.5]}, "the cell 1 is there twice"),
        ({"sex": ["Yes"], "target": [1.0]}, "'sex' is no item"),
        ({"contacted": ["Perhaps", "No"], "target": [0.5, 0.5]}, "'Perhaps' is no answer"),
        ({"contacted": [1, 1], "gender": [1, 2], "target": [0.5, 0.5]}, "4 respondents .* such as 2 × 1"),
        (
            {"contacted": [1, 1, 2, 2, 1], "plan": [1, 1, 1, 1, 2], "gender": [1, 2, 1, 2, 1], "target": [0.2] * 5},
            "nobody answered contacted × plan × gender = 1 × 2 × 1, whose target is 0.2",
        ),
        ({"contacted": ["Yes", "No"], "target": [1.0, 0.0]}, "shares above 0"),
    ],
)
def test_cross_tables_that_cannot_be_met_say_why(answers, frame, words):
    responses = answers(**BOTH_WAYS, plan=[1] * 8)
    with pytest.raises(DataError, match=words):
        post_stratify(responses, targets=pd.DataFrame(frame))


def test_cells_are_looked_at_before_weighting(answers):
    responses = answers(contacted=[1] * 25 + [2] * 5, plan=[1] * 30, gender=[1] * 29 + [2])
    targets = {"contacted": {1: 0.5, 2: 0.5}, "plan": {1: 0.5, 2: 0.5}, "gender": {1: 1.0}}
    checked = check_cells(responses, targets=targets)
    assert checked.table["flag"].tolist() == ["", "small", "", "empty", ""]
    assert checked.table["count"].tolist() == [25, 5, 30, 0, 29]
    np.testing.assert_allclose(checked.table["factor"], [0.6, 3, 0.5, NAN, 1])
    text = "\n".join(checked.notes)
    assert "Nobody is in: plan = 2 (乙)" in text and "contacted = 2 (否): 5" in text
    assert "answer has no target: gender 1" in text
    assert "Of 4 combinations of the margins' answers, 2 have no respondent" in text


def test_cells_of_a_cross_table(answers):
    checked = check_cells(answers(**BOTH_WAYS), targets=CELLS, minimum=2, language="en")
    assert checked.table["answer"].tolist() == ["Yes × Female", "Yes × Male", "No × Female", "No × Male"]
    assert checked.table["count"].tolist() == [2, 2, 2, 2] and not checked.notes
    with pytest.raises(OptionError, match="minimum=0"):
        check_cells(answers(**BOTH_WAYS), targets=CELLS, minimum=0)


def test_a_base_weight_of_zero_stays_zero(answers):
    responses = answers(**BOTH_WAYS).with_weights([0, 1, 1, 1, 1, 1, 1, 1], because="design")
    for trim in (None, (0.2, 4)):
        weighting = rake_weights(responses, targets=TWO, trim=trim)
        assert weighting.weights.iloc[0] == 0 and weighting.converged
    with pytest.raises(DataError, match="nobody answered contacted = 1"):
        rake_weights(responses.with_weights([0, 0, 0, 1, 1, 1, 0, 1], because="none"), targets=TWO)
