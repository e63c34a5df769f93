"""`describe_items` and `describe_profile`: every number recomputed from the answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv


def test_shares_are_of_substantive_answers(simulated: sv.Responses) -> None:
    table = sv.describe_items(simulated, items=["sat1"]).table.iloc[0]
    answers = simulated.data["sat1"]
    valid = answers[answers.between(1, 7)]
    assert table["n"] == len(valid)
    assert table["mean"] == pytest.approx(valid.mean())
    assert table["sd"] == pytest.approx(valid.std())
    assert table["top2_share"] == pytest.approx((valid >= 6).mean())
    assert table["floor_share"] == pytest.approx((valid == 1).mean())
    assert table["ceiling_share"] == pytest.approx((valid == 7).mean())
    assert table["nonresponse_share"] == pytest.approx(1 - len(valid) / len(answers))


def test_hidden_items_are_not_non_response(simulated: sv.Responses) -> None:
    table = sv.describe_items(simulated).table.set_index("item")
    construct = simulated.questionnaire.constructs["after_sales"]
    row = table.loc[construct.items[0]]
    shown = simulated.shown(construct.items[0])
    assert (~shown).any()
    assert row["n_asked"] <= shown.sum()
    assert row["not_applicable_share"] >= (~shown).mean()
    assert row["nonresponse_share"] < 0.2


def test_top_two_of_a_reversed_item_are_the_two_lowest(simulated: sv.Responses) -> None:
    table = sv.describe_items(simulated, items=["prworry"]).table.iloc[0]
    answers = simulated.data["prworry"]
    valid = answers[answers.between(1, 7)]
    assert table["reverse"]
    assert table["top2_share"] == pytest.approx((valid <= 2).mean())
    assert table["mean"] == pytest.approx(valid.mean())


def test_distribution_sums_to_one_and_weights_move_it(simulated: sv.Responses) -> None:
    plain = sv.describe_items(simulated).distribution
    np.testing.assert_allclose(plain.groupby("item")["share"].sum(), 1)
    weights = pd.Series(np.where(simulated.data["sat1"] == 7, 2.0, 1.0), index=simulated.data.index)
    weighted = sv.describe_items(simulated.with_weights(weights, because="a test"), items=["sat1"])
    valid = simulated.data["sat1"].between(1, 7)
    top = simulated.data["sat1"] == 7
    expected = weights[top].sum() / weights[valid].sum()
    assert weighted.distribution["share"].iloc[-1] == pytest.approx(expected)
    assert weighted.distribution["count"].iloc[-1] == top.sum()


def test_an_item_nobody_answered_has_no_mean(simulated: sv.Responses) -> None:
    data = simulated.data.assign(sat1=np.nan)
    table = sv.describe_items(simulated.with_data(data, because="a test"), items=["sat1"]).table.iloc[0]
    assert table["n"] == 0
    assert np.isnan(table["mean"])
    assert table["nonresponse_share"] == 1


def test_profile_shares_sum_to_one_with_blanks_and_targets(simulated: sv.Responses) -> None:
    data = simulated.data.copy()
    data.loc[data.index[:30], "gender"] = np.nan
    profile = sv.describe_profile(simulated.with_data(data, because="a test"), items=["gender"], language="en").table
    assert profile["share"].sum() == pytest.approx(1)
    assert profile.loc[profile["answer"] == "(left blank)", "count"].iloc[0] >= 30
    margins = simulated.questionnaire.margins["gender"].targets
    assert profile["target"].iloc[0] == margins[1]


def test_language_of_wordings(simulated: sv.Responses) -> None:
    english = sv.describe_items(simulated, items=["sat1"], language="en").table["wording"].iloc[0]
    chinese = sv.describe_items(simulated, items=["sat1"]).table["wording"].iloc[0]
    assert english.isascii()
    assert not chinese.isascii()
    with pytest.raises(sv.OptionError, match="use one of: zh-CN, en"):
        sv.describe_items(simulated, language="fr")


def test_text_items_are_no_ratings(simulated: sv.Responses) -> None:
    with pytest.raises(sv.OptionError, match="comment is no rating item"):
        sv.describe_items(simulated, items=["comment"])
