"""Comparisons of waves through the public call."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import survey as sv

SHEET = sv.load_questionnaire("ecommerce-service")
WAVES = {str(year): sv.simulate_responses(SHEET, n=300, seed=year) for year in (2024, 2025, 2026)}
FEW = {"drivers": ["product_quality", "price"], "language": "en", "n_boot": 0}


def draw(level: float, tie: float, seed: int, n: int = 300) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(level, 1, size=(n, 2)), columns=["speed", "price"])
    return frame.assign(y=tie * frame["speed"] + 0.5 * frame["price"] + rng.normal(size=n))


def rising(n: int = 300) -> dict[str, pd.DataFrame]:
    return {
        "2022": draw(0.0, 0.2, 1, n),
        "2023": draw(0.5, 0.6, 2, n),
        "2026": draw(2.0, 1.4, 3, n),
    }


def change(found: sv.WaveComparison, *key: str) -> pd.Series:
    return found.table.set_index(["wave", "measure", "subject"]).sort_index().loc[key]


def note_codes(found: sv.WaveComparison) -> list[str]:
    return [note.code for note in found.notes]


def test_a_trend_takes_the_waves_own_years():
    found = sv.compare_waves(rising(), outcome="y", n_boot=100)
    trends = found.trends.set_index(["measure", "subject"])
    assert trends.loc[("performance", "price"), "estimate"] == pytest.approx(0.5, abs=0.06)
    assert trends.loc[("coefficient", "speed"), "estimate"] == pytest.approx(0.3, abs=0.06)
    assert trends.loc[("importance", "speed"), "p_adjusted"] < 0.01
    named = sv.compare_waves(dict(zip("abc", rising().values(), strict=True)), outcome="y", n_boot=0)
    assert named.waves["position"].tolist() == [1, 2, 3]


def test_the_slope_is_that_of_weighted_least_squares():
    found = sv.compare_waves(rising(), outcome="y", n_boot=0)
    levels = found.levels.query("measure == 'performance' and subject == 'price'")
    slope = np.polyfit(levels["position"], levels["estimate"], 1, w=1 / levels["std_error"])[0]
    row = found.trends.set_index(["measure", "subject"]).loc[("performance", "price")]
    assert row["estimate"] == pytest.approx(slope, rel=1e-8)


def test_two_waves_have_no_trend():
    pair = dict(list(rising().items())[:2])
    assert sv.compare_waves(pair, outcome="y", n_boot=0).trends.empty


def test_changes_count_from_the_previous_or_the_first_wave():
    one = sv.compare_waves(rising(), outcome="y", n_boot=0)
    first = sv.compare_waves(rising(), outcome="y", n_boot=0, against="first")
    assert one.table["against"].unique().tolist() == ["2022", "2023"]
    assert first.table["against"].unique().tolist() == ["2022"]
    steps = one.table.query("measure == 'performance' and subject == 'price'")["change"]
    assert change(first, "2026", "performance", "price")["change"] == pytest.approx(steps.sum())


def test_importance_changes_with_the_tie():
    found = sv.compare_waves(rising(), outcome="y", n_boot=200, against="first")
    row = change(found, "2026", "importance_share", "speed")
    assert row["conf_low"] > 0 and row["p_adjusted"] < 0.01


def test_waves_in_one_frame_are_the_same_waves():
    stacked = pd.concat([frame.assign(year=year) for year, frame in rising().items()], ignore_index=True)
    one = sv.compare_waves(stacked, by="year", outcome="y", n_boot=0)
    two = sv.compare_waves(rising(), outcome="y", n_boot=0)
    pd.testing.assert_frame_equal(one.table, two.table)


def test_a_wave_that_is_too_small_leaves_the_others_alone():
    waves = rising() | {"2027": draw(2.0, 1.4, 4, 12)}
    found = sv.compare_waves(waves, outcome="y", n_boot=30)
    assert found.table[found.table["wave"] == "2027"]["suppressed"].all()
    assert np.isfinite(change(found, "2026", "coefficient", "speed")["change"])
    levels = found.levels.set_index(["wave", "measure", "subject"])["estimate"]
    assert np.isnan(levels["2027", "importance", "speed"]) and np.isfinite(levels["2026", "importance", "speed"])
    trend = found.trends.set_index(["measure", "subject"])
    without = sv.compare_waves(rising(), outcome="y", n_boot=30).trends.set_index(["measure", "subject"])
    assert trend.loc[("importance", "speed"), "estimate"] == pytest.approx(
        without.loc[("importance", "speed"), "estimate"]
    )


def test_questionnaires_that_differ_compare_what_they_share():
    constructs = {name: one for name, one in SHEET.constructs.items() if name != "brand"}
    plan = replace(SHEET.analysis, drivers=tuple(name for name in SHEET.analysis.drivers if name != "brand"))
    price = replace(constructs["price"], items=constructs["price"].items[:4])
    older = replace(SHEET, constructs=constructs | {"price": price}, analysis=plan)
    waves = {"2025": replace(WAVES["2025"], questionnaire=older), "2026": WAVES["2026"]}
    found = sv.compare_waves(waves, n_boot=0, language="en")
    assert "brand" not in set(found.table["subject"])
    said = {note.code: str(note) for note in found.notes}
    assert "Brand" in said["waves_left_out"] and "2026" in said["waves_left_out"]
    assert "Price" in said["waves_items_differ"]
    assert np.isfinite(change(found, "2026", "coefficient", "price")["change"])


def test_the_gate_names_the_item_that_drifts():
    data = WAVES["2026"].data.copy()
    data["pqmatch"] = np.maximum(data["pqmatch"] - 1, 1)
    drifted = WAVES["2026"].with_data(data, because="one item is read otherwise")
    found = sv.compare_waves({"2025": WAVES["2025"], "2026": drifted}, **FEW)
    gate = found.gate.set_index("construct")
    assert "pqmatch" in gate.loc["product_quality", "released_items"]
    assert "pqmatch" not in gate.loc["price", "released_items"]


@pytest.mark.parametrize("missing", ["listwise", "indicator"])
def test_weights_of_responses_are_used(missing):
    counts = np.random.default_rng(1).integers(1, 4, size=300)
    first = WAVES["2025"]
    data = first.data.loc[first.data.index.repeat(counts)]
    long = replace(first, data=data.set_axis(range(1, len(data) + 1)), paradata=pd.DataFrame(), truth=None)
    how = FEW | {"drivers": ["product_quality", "after_sales"], "gate": None, "missing": missing}
    weighted = first.with_weights(counts.astype(float), because="a test")
    one = sv.compare_waves({"2025": weighted, "2026": WAVES["2026"]}, **how)
    two = sv.compare_waves({"2025": long, "2026": WAVES["2026"]}, **how)
    np.testing.assert_allclose(one.table["change"], two.table["change"], atol=1e-8)
    assert "_weighted" in one.method.code and missing in one.method.code


def test_persons_are_followed_by_a_column():
    base = draw(0.0, 0.5, 5, 120).assign(who=[f"p{at}" for at in range(120)], year="1")
    later = base.assign(year="2", speed=base["speed"] + np.random.default_rng(6).normal(0.2, 0.1, 120))
    stacked = pd.concat([base, later], ignore_index=True)
    how = {"by": "year", "outcome": "y", "drivers": ["speed", "price"], "n_boot": 30}
    followed = sv.compare_waves(stacked, persons="who", **how)
    assert followed.paired and "waves_paired" in note_codes(followed)
    apart = sv.compare_waves(stacked, paired=False, **how)
    pair = [change(one, "2", "performance", "speed")["std_error"] for one in (followed, apart)]
    assert pair[0] < 0.2 * pair[1]


@pytest.mark.parametrize(
    ("given", "options", "error", "match"),
    [
        ({"1": draw(0, 1, 1)}, {}, sv.DataError, "two or more"),
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2)}, {"drivers": ["speed", "typo"]}, sv.OptionError, "typo"),
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2)}, {"outcome": "typo"}, sv.OptionError, "typo"),
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2)}, {"against": "last"}, sv.OptionError, "last"),
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2)}, {"minimum": 500}, sv.DataError, "fewer than two waves have 500"),
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2)}, {"weights": [1.0]}, sv.OptionError, "mapping"),
        ({"1": draw(0, 1, 1), "2": draw(0, 1, 2).drop(columns=["speed", "price"])}, {}, sv.DataError, "in common"),
        (draw(0, 1, 1), {}, sv.OptionError, "by="),
        (draw(0, 1, 1), {"by": "typo"}, sv.OptionError, "typo"),
        (draw(0, 1, 1).assign(year=1), {"by": "year"}, sv.DataError, "1 different"),
        (draw(0, 1, 1).assign(year=np.arange(300) % 2), {"by": "year", "paired": True}, sv.DataError, "persons="),
    ],
)
def test_what_does_not_work_is_named(given, options, error, match):
    with pytest.raises(error, match=match):
        sv.compare_waves(given, **({"outcome": "y", "n_boot": 0} | options))


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_pictures(language):
    found = sv.compare_waves(WAVES, n_boot=10, gate=None, language=language, drivers=["price", "brand"])
    for measure in found.levels["measure"].unique():
        assert found.plot_measure(measure, language=language).get_xlabel()
    assert len(found.plot(language=language).get_yticklabels()) == 3
    with pytest.raises(sv.OptionError, match="magic"):
        found.plot_measure("magic")
