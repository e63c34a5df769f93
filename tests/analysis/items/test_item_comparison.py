"""Items that groups answer differently: which are found, which are not, and bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv

ITEMS = list("abcdef")


def draw_frame(seed: int, *, n: int = 900, shift: float = 0.0, slope: float = 1.0, impact: float = 0.0) -> pd.DataFrame:
    """Answers of two groups; in the second, item c is shifted, steeper or flatter, and the level is up by `impact`."""
    draw = np.random.default_rng(seed)
    second = np.arange(n) % 2 == 1
    trait = draw.normal(size=n) + impact * second
    latent = 1.5 * trait[:, None] + draw.logistic(size=(n, 6))
    latent[:, 2] += second * (shift + (slope - 1) * 1.5 * trait)
    cuts = np.array([-2.5, -1, 0.5, 2])
    frame = pd.DataFrame(1 + (latent[:, :, None] > cuts).sum(axis=2).astype(float), columns=ITEMS)
    return frame.assign(language=np.where(second, "zh-CN", "en"))


def differing(found) -> list[str]:
    return found.table.loc[found.table["p_adjusted"] < 0.05, "item"].tolist()


@pytest.mark.parametrize("seed", range(3))
def test_only_the_item_that_differs_is_found(seed):
    found = sv.compare_items(draw_frame(seed, shift=1.2), by="language", purify_match=True)
    assert differing(found) == ["c"]
    row = found.table.set_index("item").loc["c"]
    assert row["dif_kind"] == "uniform"
    assert row["size"] in {"moderate", "large"}
    groups = found.groups.set_index(["item", "group"])
    assert groups.loc[("c", "zh-CN"), "conf_low"] < 1.2 < groups.loc[("c", "zh-CN"), "conf_high"] + 0.4
    assert groups.loc[("c", "en"), "estimate"] == 0
    assert "purified" in {note.code for note in found.notes}


def test_a_flatter_item_differs_non_uniformly():
    found = sv.compare_items(draw_frame(5, slope=0.1), by="language", purify_match=True)
    assert found.table.set_index("item").loc["c", "dif_kind"] == "nonuniform"


@pytest.mark.parametrize("seed", range(60, 64))
def test_groups_of_another_level_alone_do_not_differ(seed):
    found = sv.compare_items(draw_frame(seed, impact=0.8), by="language")
    assert found.table["size"].eq("negligible").all()
    # on the rest score, which measures more roughly, every item seems to favour the group of the higher level
    rest = sv.compare_items(draw_frame(seed, impact=0.8), by="language", match="rest")
    shifts = [one.groups.query("group == 'zh-CN'")["estimate"].mean() for one in (found, rest)]
    assert abs(shifts[0]) < 0.1 < shifts[1]


def test_false_alarms_are_rare():
    alarms = [len(differing(sv.compare_items(draw_frame(seed, n=400), by="language"))) for seed in range(20, 40)]
    assert sum(count > 0 for count in alarms) <= 4  # Holm at 5 %: one in twenty is expected


def test_purification_clears_items_that_only_lean_on_the_one_that_differs():
    frame = draw_frame(7, n=3000, shift=2.5)
    plain, pure = (sv.compare_items(frame, by="language", purify_match=flag) for flag in (False, True))
    assert set(differing(plain)) > {"c"}
    assert differing(pure) == ["c"]


def test_adjustments_and_matches():
    frame = draw_frame(8, shift=1.0)
    holm, bh = (sv.compare_items(frame, by="language", adjust=name) for name in ("holm", "bh"))
    assert (holm.table["p_adjusted"] >= bh.table["p_adjusted"]).all()
    rest = sv.compare_items(frame, by="language", match="rest")
    assert not np.allclose(rest.table["statistic"], holm.table["statistic"])
    assert {holm.method.code, bh.method.code, rest.method.code} == {
        "differential_total_holm_unweighted",
        "differential_total_bh_unweighted",
        "differential_rest_holm_unweighted",
    }


def test_weights_count_their_effective_number():
    frame = draw_frame(9, shift=1.0)
    plain = sv.compare_items(frame, by="language")
    same = sv.compare_items(frame, by="language", weights=np.full(len(frame), 7.0))
    np.testing.assert_allclose(same.table["statistic"], plain.table["statistic"], rtol=1e-9)
    uneven = sv.compare_items(frame, by="language", weights=np.tile([1.0, 1.0, 5.0], 300))
    assert uneven.table["statistic"].sum() < plain.table["statistic"].sum()


def test_small_groups_are_left_out_and_named():
    frame = draw_frame(10, n=500)
    frame.loc[:20, "language"] = "fr"
    frame.loc[21:30, "language"] = None
    found = sv.compare_items(frame, by="language")
    notes = {note.code: note for note in found.notes}
    assert "fr (21)" in notes["groups_left_out"]
    assert notes["groups_missing"].values["n"] == 10
    assert found.n == 469
    assert set(found.groups["group"]) == {"en", "zh-CN"}


def test_three_groups_and_a_named_reference():
    frame = draw_frame(11)
    segment = pd.Series(np.resize(["north", "south", "west"], len(frame)), index=frame.index)
    found = sv.compare_items(frame[ITEMS], by=segment.sample(frac=1, random_state=1), reference="south")
    assert found.table["df"].eq(4).all()
    assert found.groups["reference_group"].eq("south").all()
    assert len(found.groups) == 18


def test_an_answer_that_a_group_never_gave_is_noted():
    frame = draw_frame(12)
    chinese = frame["language"] == "zh-CN"
    frame.loc[chinese & (frame["a"] == 5), "a"] = 4
    notes = {note.code: note for note in sv.compare_items(frame, by="language").notes}
    assert "a = 5 (zh-CN)" in notes["differential_empty"]


def test_an_item_that_the_groups_separate_is_noted_and_has_no_numbers():
    frame = draw_frame(13)
    frame["f"] = np.where(frame["language"] == "en", 1.0, 2.0)
    found = sv.compare_items(frame, by="language")
    last = found.table.set_index("item").loc["f"]
    assert np.isnan(last["p_value"]) and last["size"] == last["dif_kind"] == ""
    assert "differential_failed" in {note.code for note in found.notes}
    assert np.isfinite(found.table["statistic"][:5]).all()


def test_a_two_answer_item_is_compared():
    frame = draw_frame(14)
    frame["f"] = (frame["f"] > 3).astype(float)
    assert np.isfinite(sv.compare_items(frame, by="language").table["statistic"]).all()


def test_responses_by_item_and_by_language(simulated):
    found = sv.compare_items(simulated, by="gender", constructs=["price", "brand"], language="en")
    assert {"Female", "Male"} <= set(found.groups["group"])
    assert found.table["construct"].unique().tolist() == ["price", "brand"]
    assert found.plot(language="zh-CN").get_xlabel() == "其余题目的均值"
    assert found.draw_item("prworry").get_ylabel() == "Mean answer"
    with pytest.raises(sv.OptionError, match="item='sat1'"):
        found.draw_item("sat1")
    with pytest.raises(sv.DataError, match="1 different"):
        sv.compare_items(simulated, by="language")


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"by": "nothing"}, sv.OptionError, "nothing"),
        ({"by": ["en"] * 900}, sv.DataError, "1 different"),
        ({"by": ["en"] * 3}, sv.DataError, "3 group labels"),
        ({"by": np.arange(900)}, sv.DataError, "900 different"),
        ({"by": "language", "match": "score"}, sv.OptionError, "match='score'"),
        ({"by": "language", "adjust": "none"}, sv.OptionError, "adjust='none'"),
        ({"by": "language", "reference": "fr"}, sv.OptionError, "reference='fr'"),
        ({"by": "language", "least_group": 500}, sv.DataError, "two groups of 500"),
        ({"by": "language", "alpha": 0.0}, sv.OptionError, "alpha"),
    ],
)
def test_bad_input_is_named(change, error, words):
    with pytest.raises(error, match=words):
        sv.compare_items(draw_frame(15), **change)


def test_a_group_of_one_is_named():
    frame = draw_frame(16)
    frame["language"] = ["fr", *["en"] * 899]
    with pytest.raises(sv.DataError, match=r"fr \(1\)"):
        sv.compare_items(frame, by="language")
