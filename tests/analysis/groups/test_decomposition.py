"""Decompositions of a change through the public call."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import survey as sv

SHEET = sv.load_questionnaire("ecommerce-service")
WAVES = {str(year): sv.simulate_responses(SHEET, n=400, seed=year) for year in (2025, 2026)}
COLUMNS = {"outcome": "y", "drivers": ["speed", "price"]}


def draw(level: float, tie: float, seed: int, n: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    speed, price = rng.normal(60 + level, 10, size=n), rng.normal(50, 10, size=n)
    return pd.DataFrame({"speed": speed, "price": price, "y": tie * speed + 0.4 * price + rng.normal(0, 5, size=n)})


def parts(found: sv.Decomposition) -> pd.DataFrame:
    return found.table.set_index(["component", "driver"])


def test_a_better_driver_is_explained_and_a_closer_tie_is_not():
    better = sv.decompose_change({"1": draw(0, 0.5, 1), "2": draw(8, 0.5, 2)}, origin="mean", **COLUMNS)
    row = parts(better).loc[("explained", "speed")]
    assert row["conf_low"] < 4 < row["conf_high"] and row["p_value"] < 0.001
    closer = sv.decompose_change({"1": draw(0, 0.5, 1), "2": draw(0, 0.6, 2)}, **COLUMNS)
    total = closer.totals.set_index("component")
    assert total.loc["unexplained", "part"] == pytest.approx(6, abs=1.2)
    assert abs(total.loc["explained", "part"]) < 1.2


def test_the_difference_of_means_is_what_is_split():
    first, second = draw(0, 0.5, 1), draw(8, 0.6, 2)
    found = sv.decompose_change({"1": first, "2": second}, **COLUMNS)
    assert found.difference == pytest.approx(second["y"].mean() - first["y"].mean())
    for table in (found.table, found.threefold):
        assert table["part"].sum() == pytest.approx(found.difference)
        assert table["part_share"].sum() == pytest.approx(1)
    turned = sv.decompose_change({"1": first, "2": second}, groups=("2", "1"), **COLUMNS)
    assert turned.difference == pytest.approx(-found.difference)


def test_the_summary_shows_single_means_and_sums_only():
    found = sv.decompose_change({"1": draw(0, 0.5, 1), "2": draw(8, 0.6, 2)}, **COLUMNS)
    shown = found.view(language="zh-CN").shown
    assert shown["组成部分"].tolist() == [*["均值部分（可解释）"] * 3, "系数部分（未解释）", "总差异"]
    assert shown["名称"].tolist() == ["speed", "price", *["合计"] * 3]
    assert list(found.view().shown["Component"]) == [*["explained"] * 3, "unexplained", "difference"]
    assert (found.table["component"] == "unexplained").sum() == 3


@pytest.mark.parametrize("missing", ["listwise", "indicator"])
def test_weights_and_missing_through_responses(missing):
    counts = np.random.default_rng(1).integers(1, 4, size=400)
    first = WAVES["2025"]
    data = first.data.loc[first.data.index.repeat(counts)]
    long = replace(first, data=data.set_axis(range(1, len(data) + 1)), paradata=pd.DataFrame(), truth=None)
    weighted = first.with_weights(counts.astype(float), because="a test")
    how = {"missing": missing, "drivers": ["price", "after_sales"], "language": "en"}
    one = sv.decompose_change({"2025": weighted, "2026": WAVES["2026"]}, **how)
    two = sv.decompose_change({"2025": long, "2026": WAVES["2026"]}, **how)
    np.testing.assert_allclose(one.table["part"], two.table["part"], atol=1e-8)
    assert "_weighted" in one.method.code and missing in one.method.code
    assert ("decomposition_all" in [note.code for note in one.notes]) == (missing == "listwise")


def test_the_sum_of_a_driver_and_its_contact_indicator_is_free_of_what_is_filled_in():
    scored = {name: sv.score_constructs(one) for name, one in WAVES.items()}
    frames = {}
    for name, one in scored.items():
        frame = one.table[["satisfaction", "price", "after_sales"]].copy()
        hidden = one.not_asked["after_sales"]
        frame.loc[hidden, "after_sales"] = 0.0
        frames[name] = frame.assign(asked=(~hidden).astype(float))
    by_hand = sv.decompose_change(frames, outcome="satisfaction", paired=False)
    found = sv.decompose_change(WAVES, missing="indicator", drivers=["price", "after_sales"])
    np.testing.assert_allclose(found.totals["part"], by_hand.totals["part"], atol=1e-9)
    np.testing.assert_allclose(found.totals["std_error"], by_hand.totals["std_error"], atol=1e-9)


def test_contact_indicators_are_named_in_both_languages():
    how = {"missing": "indicator", "drivers": ["price", "after_sales"]}
    for language, label in (("en", "After-sales service: asked"), ("zh-CN", "售后服务：被询问")):
        found = sv.decompose_change(WAVES, language=language, **how)
        assert parts(found).loc[("explained", "asked_after_sales"), "label"] == label
        names = [text.get_text().replace("\n", " ") for text in found.plot(language=language).get_yticklabels()]
        assert label in names and len(names) == 5


def test_a_panel_needs_the_bootstrap_and_is_surer_of_its_means():
    first = draw(0, 0.5, 1, 200).set_axis([f"p{at}" for at in range(200)])
    second = first + np.random.default_rng(7).normal(1, 1, size=first.shape)
    pair = {"1": first, "2": second}
    with pytest.raises(sv.OptionError, match="n_boot="):
        sv.decompose_change(pair, **COLUMNS)
    paired = sv.decompose_change(pair, n_boot=200, **COLUMNS)
    apart = sv.decompose_change(pair, paired=False, **COLUMNS)
    errors = [parts(one).loc[("explained", "speed"), "std_error"] for one in (paired, apart)]
    assert errors[0] < 0.5 * errors[1]


def test_a_driver_that_one_group_lacks_is_named_and_left_out():
    second = draw(0, 0.5, 2).assign(price=np.nan)
    found = sv.decompose_change({"1": draw(0, 0.5, 1), "2": second}, **COLUMNS)
    assert set(found.table["driver"]) == {"speed", "(intercept)"}
    assert any("price" in str(note) for note in found.notes if note.code == "waves_driver_missing")


@pytest.mark.parametrize(
    ("given", "options", "error", "match"),
    [
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2, 12)}, {}, sv.DataError, "2 has 12 complete rows, fewer than 30"),
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2)}, {"drivers": ["typo"]}, sv.OptionError, "typo"),
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2)}, {"reference": "magic"}, sv.OptionError, "magic"),
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2)}, {"origin": "magic"}, sv.OptionError, "magic"),
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2)}, {"groups": ("1", "3")}, sv.OptionError, "3"),
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2)}, {"groups": ("1", "1")}, sv.OptionError, "two different"),
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2)}, {"n_boot": -1}, sv.OptionError, "n_boot=-1"),
        (dict.fromkeys("123", draw(0, 1, 1)), {}, sv.OptionError, "there are 3 groups"),
        ({"1": draw(0, 1, 1)}, {}, sv.DataError, "two or more"),
    ],
)
def test_what_does_not_work_is_named(given, options, error, match):
    with pytest.raises(error, match=match):
        sv.decompose_change(given, **(COLUMNS | {"paired": False} | options))


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_picture_ends_at_the_whole_difference(language):
    found = sv.decompose_change(WAVES, language=language, drivers=["price", "brand"])
    ax = found.plot(language=language)
    bars = ax.patches
    assert bars[-1].get_width() == pytest.approx(found.difference)
    assert bars[-2].get_x() + bars[-2].get_width() == pytest.approx(found.difference)
