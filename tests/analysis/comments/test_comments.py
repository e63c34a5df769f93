"""Coded comments: counts one can see, weights, relations, quotes, themes, and hand-checks."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from scipy.stats import ttest_ind

import survey as sv
from survey.errors import DataError, OptionError

SAID = ["物流太慢了", "Delivery was slow", "质量很好", "Good quality", "物流不慢", "普通", "", "……"]


def frame_of(texts, **columns):
    return pd.DataFrame({"comment": texts, **columns})


@pytest.fixture(scope="module")
def many():
    """Two hundred comments whose writers' ratings depend on what they name."""
    random = np.random.default_rng(1)
    texts = random.choice(
        ["物流太慢了，等了很久", "质量很好，面料舒服", "The agent was rude to me", "没什么想说的话"], 200
    )
    texts = [f"{text}（第{number}单）" for number, text in enumerate(texts)]
    slow = np.array(["物流" in text for text in texts])
    frame = frame_of(texts, rating=np.where(slow, 3.0, 6.0) + random.normal(size=200), w=random.uniform(0.5, 2, 200))
    return frame.set_index(np.arange(1000, 1200))


@pytest.fixture(scope="module")
def coded(many):
    return sv.code_comments(many, item="comment", outcome="rating", weights="w")


def test_counts_are_those_one_can_see():
    found = sv.code_comments(frame_of(SAID), item="comment")
    table = found.table.set_index("code")
    assert found.n == 6  # an empty answer and one of dots are no comments
    assert table.loc["delivery_slow", "n"] == 2
    assert table.loc["praise_quality", "share"] == pytest.approx(2 / 6)
    assert table.loc["praise_delivery", "n"] == 1  # "not slow"
    assert found.uncoded_share == pytest.approx(1 / 6)
    assert found.languages.set_index("comment_language")["n"].to_dict() == {"zh": 4, "en": 2}
    [negated] = found.mentions[found.mentions["negated"]].to_dict("records")
    assert (negated["respondent"], negated["code"], negated["counts_for"]) == (4, "delivery_slow", "praise_delivery")
    assert any("1" in note and "punctuation" in note for note in found.notes)


def test_results_hold_no_text_of_a_respondent():
    secret = "物流太慢，我的电话13800138000"
    found = sv.code_comments(frame_of([secret] * 3), item="comment")
    assert "13800138000" not in json.dumps(found.to_dict(), ensure_ascii=False, default=str) + repr(found)


def test_a_respondent_counts_once_and_rows_may_be_shuffled():
    frame = frame_of(["物流慢，物流慢，快递也慢", *SAID[:6]])
    found = sv.code_comments(frame, item="comment").table
    assert found.set_index("code").loc["delivery_slow", "n"] == 3
    pd.testing.assert_frame_equal(found, sv.code_comments(frame.iloc[::-1], item="comment").table)


def test_equal_weights_change_no_share_and_unequal_ones_do(many, coded):
    plain = sv.code_comments(many, item="comment").table.set_index("code")
    equal = sv.code_comments(many, item="comment", weights=[2.0] * len(many)).table.set_index("code")
    assert equal["share"].to_numpy() == pytest.approx(plain["share"].to_numpy())
    marks = coded.marks.of("attitude")
    share = coded.table.set_index("code").loc["attitude", "share"]
    assert share == pytest.approx(many["w"][marks].sum() / many["w"].sum())
    assert "weighted" in coded.method


def test_responses_bring_item_outcome_weights_and_language():
    responses = sv.simulate_responses("ecommerce-service", n=150, seed=2, language="en")
    responses = responses.with_weights(np.linspace(0.5, 1.5, 150), because="test")
    found = sv.code_comments(responses, language="zh-CN")
    assert found.texts.item == "comment"
    assert found.texts.outcome == "satisfaction"
    assert "退款" in found.table["label"].tolist()
    assert found.n == responses.data["comment"].notna().sum()
    assert sv.relate_comments(found, "recommend").outcome == "recommend"
    with pytest.raises(OptionError, match="with_weights"):
        sv.code_comments(responses, weights=[1.0] * 150)
    with pytest.raises(OptionError, match="no open question"):
        sv.code_comments(responses, item="sat1")


def test_what_cannot_be_coded_is_refused():
    with pytest.raises(OptionError, match="no column"):
        sv.code_comments(frame_of(SAID), item="text")
    with pytest.raises(DataError, match="nobody"):
        sv.code_comments(frame_of(["", None]), item="comment")
    with pytest.raises(DataError, match="no word"):
        sv.code_comments(frame_of(["!!", "。"]), item="comment")
    with pytest.raises(DataError, match="weights"):
        sv.code_comments(frame_of(SAID, w=-1.0), item="comment", weights="w")
    with pytest.raises(OptionError, match="there are: none"):
        sv.relate_comments(sv.code_comments(frame_of(SAID), item="comment"))


def test_relations_are_welchs(many):
    found = sv.relate_comments(sv.code_comments(many, item="comment"), "rating").table.set_index("code")
    slow = many["comment"].str.contains("物流").to_numpy()
    expected = ttest_ind(many["rating"][slow], many["rating"][~slow], equal_var=False)
    row = found.loc["delivery_slow"]
    assert row["change"] == pytest.approx(many["rating"][slow].mean() - many["rating"][~slow].mean())
    assert row["p_value"] == pytest.approx(expected.pvalue)
    interval = expected.confidence_interval()
    assert (row["conf_low"], row["conf_high"]) == pytest.approx((interval.low, interval.high))
    assert (found["p_adjusted"] >= found["p_value"]).all()
    assert found.index[0] == "delivery_slow"  # the lowest first


def test_few_mentions_are_flagged_and_not_compared():
    texts = ["物流慢"] * 4 + ["质量好"] * 10 + ["普通"] * 40
    frame = frame_of(texts, rating=np.arange(54.0))
    found = sv.relate_comments(sv.code_comments(frame, item="comment"), "rating")
    table = found.table.set_index("code")
    assert table.loc["delivery_slow", "flag"] == "too_few"
    assert np.isnan(table.loc["delivery_slow", "p_value"])
    assert table.loc["praise_quality", "flag"] == "small"
    assert any("delivery_slow" in note for note in found.notes)


def test_weights_of_zero_leave_respondents_out(many):
    half = many.assign(w=np.where(np.arange(200) < 100, 1.0, 0.0))
    weighted = sv.relate_comments(sv.code_comments(half, item="comment", weights="w"), "rating").table
    alone = sv.relate_comments(sv.code_comments(many.iloc[:100], item="comment", weights=[1.0] * 100), "rating").table
    pd.testing.assert_frame_equal(weighted, alone)


def test_quotes_are_masked_typical_and_never_twice(many):
    frame = many.assign(comment=[f"{text}，电话13800138000" for text in many["comment"]])
    coded = sv.code_comments(frame, item="comment", outcome="rating")
    quotes = sv.quote_comments(coded, 2, seed=3)
    assert quotes.table["quote"].is_unique
    assert not quotes.table["quote"].str.contains("138001").any()
    assert quotes.of("attitude") == sv.quote_comments(coded, 2, seed=3).of("attitude")
    values = frame["rating"][coded.marks.of("attitude")]
    place = {f"（第{number}单）": rating for number, rating in enumerate(frame["rating"])}
    [shown] = [rating for key, rating in place.items() if key in quotes.of("attitude")[0]]
    assert values.quantile(0.25) <= shown <= values.quantile(0.75)
    assert len(quotes.of("attitude")) == 1  # the others say nearly the same
    with pytest.raises(OptionError, match="per_code"):
        sv.quote_comments(coded, 0)


def test_themes_find_what_comes_together(many):
    found = sv.find_themes(many, item="comment", outcome="rating", seed=1)
    assert found.table["n"].sum() <= found.n
    assert found.stability["chosen"].sum() == 1
    slow = found.table[found.table["top_words"].str.contains("物流")]
    assert slow["outcome_mean"].iloc[0] < 4
    again = sv.find_themes(many, item="comment", outcome="rating", seed=1)
    pd.testing.assert_frame_equal(found.table, again.table)
    with pytest.raises(DataError, match="fewer than 20"):
        sv.find_themes(frame_of(SAID), item="comment")
    with pytest.raises(OptionError, match="out of range"):
        sv.find_themes(many, 1, item="comment")


# -- checking by hand ------------------------------------------------------------------------------------------------


def fill(coded, sheet, wrong=()):
    """Fill a sheet as the codebook did, but for some rows."""
    names = {}
    for row in coded.mentions[coded.mentions["counts_for"] != ""].itertuples():
        names.setdefault(str(row.respondent), set()).add(row.counts_for)
    codes = [", ".join(sorted(names.get(respondent, ()))) or "none" for respondent in sheet["respondent"]]
    return sheet.assign(codes=["refund" if at in wrong else one for at, one in enumerate(codes)])


def test_a_sample_stands_for_all_comments_and_shows_no_code(coded):
    sample = sv.sample_comments(coded, 40, seed=2)
    assert sample.table["sampling_weight"].sum() == pytest.approx(coded.n)
    assert len(sample.table) == 40
    assert not {"code", "label"} & set(sample.sheet().columns)
    assert sample.table["stratum"].nunique() >= 3
    assert len(sv.sample_comments(coded, 5000).table) == coded.n
    with pytest.raises(OptionError, match="at least 10"):
        sv.sample_comments(coded, 5)


def test_precision_and_recall_are_weighted_back(many):
    plain = sv.code_comments(many, item="comment")
    sheet = sv.sample_comments(plain, 60, seed=2).sheet()
    filled = fill(plain, sheet)
    slow = plain.marks.of("delivery_slow")
    missed = filled.index[[not slow[plain.marks.respondents.astype(str).get_loc(one)] for one in filled["respondent"]]][
        0
    ]
    filled.loc[missed, "codes"] = "delivery_slow"  # the person found it where the codebook did not
    row = sv.assess_coding(plain, filled).table.set_index("code").loc["delivery_slow"]
    weight = filled.loc[missed, "sampling_weight"]
    assert row["precision"] == 1
    assert row["recall"] == pytest.approx(slow.sum() / (slow.sum() + weight))


def test_survey_weights_come_in(coded):
    sheet = fill(coded, sv.sample_comments(coded, 60, seed=2).sheet(), wrong=(0, 1, 2))
    weighted = sv.assess_coding(coded, sheet).table["kappa"]
    assert weighted.notna().any()
    assert weighted.min() < 1


def test_several_people_are_held_against_each_other(coded):
    sheet = sv.sample_comments(coded, 40, seed=2).sheet()
    one, other = fill(coded, sheet), fill(coded, sheet, wrong=range(10))
    found = sv.assess_coding(coded, {"one": one, "other": other})
    assert set(zip(found.table["coder"], found.table["other_coder"], strict=True)) == {
        ("codebook", "one"), ("codebook", "other"), ("one", "other"),
    }  # fmt: skip
    row = found.coders.set_index("code").loc["refund"]
    assert row["n_coders"] == 2
    assert row["fleiss"] < 0
    assert found.table.query("other_coder == 'one'")["kappa"].to_numpy() == pytest.approx(1)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_sheet_is_inert_and_read_back(tmp_path, suffix):
    texts = ['=HYPERLINK("http://evil.example","物流太慢")', "+慢物流13800138000\x00", "@质量好", *["普通的话"] * 20]
    coded = sv.code_comments(frame_of(texts), item="comment")
    path = sv.sample_comments(coded, 23).save(tmp_path / f"check{suffix}")
    if suffix == ".xlsx":
        book = load_workbook(path)
        cells = [cell for row in book["comments"].iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        assert book["codes"].cell(2, 1).value == "attitude"
        sheet = pd.read_excel(path, dtype=str, engine="openpyxl")
    else:
        sheet = pd.read_csv(path, dtype=str, encoding="utf-8-sig")
        assert not sheet["comment"].str.match(r"[=+\-@\t\r]").any()
    assert not sheet["comment"].str.contains("13800138000").any()
    sheet["codes"] = ["Slow delivery；quality" if "物流" in text else "无" for text in sheet["comment"]]
    found = sv.assess_coding(coded, sheet).table.set_index("code")
    assert found.loc["delivery_slow", "kappa"] == pytest.approx(1)
    with pytest.raises(OptionError, match=r"\.csv or \.xlsx"):
        sv.sample_comments(coded, 23).save(tmp_path / "check.pdf")


def test_a_wrong_sheet_says_where(coded):
    sheet = fill(coded, sv.sample_comments(coded, 20).sheet())
    for change, said in (
        (sheet.drop(columns="codes"), "lacks codes"),
        (sheet.assign(codes=["refnd", *sheet["codes"][1:]]), r"row 2: 'refnd' is no code; did you mean 'refund'"),
        (sheet.assign(codes=""), "no row has codes"),
        (sheet.assign(respondent=["7", *sheet["respondent"][1:]]), "respondent 7 wrote no comment"),
        (pd.concat([sheet, sheet[:1]]), "comes twice"),
        ("nowhere.csv", "there is no file"),
    ):
        with pytest.raises(DataError, match=said):
            sv.assess_coding(coded, change)
    left = sv.assess_coding(coded, sheet.assign(codes=["", *sheet["codes"][1:]]))
    assert left.n == 19
    assert any("has not coded: 1" in note for note in left.notes)


def test_hostile_comments_are_inert_everywhere():
    texts = [
        "a" * 10_000,
        "😡" * 500,
        "\u202e物流慢\u202c",
        "=1+1 慢物流",
        "<script>slow delivery</script>",
        "\x00",
        "。",
        "物流慢",
    ] * 5
    found = sv.code_comments(frame_of(texts), item="comment")
    assert found.n == 30
    assert found.table.set_index("code").loc["delivery_slow", "n"] == 20
    assert sv.quote_comments(found).of("delivery_slow")
    assert len(sv.sample_comments(found, 20).table["comment"].str.len()) == 20


def test_charts_draw_in_both_languages(coded):
    for result in (coded, sv.relate_comments(coded)):
        for language in ("en", "zh-CN"):
            assert len(result.plot(language=language).get_yticklabels()) >= 3
    with pytest.raises(DataError, match="nothing to draw"):
        sv.code_comments(frame_of(["普通"]), item="comment").plot()
