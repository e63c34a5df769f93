"""Comparisons of segments through the public call."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv

SHEET = sv.load_questionnaire("ecommerce-service")
RESPONSES = sv.simulate_responses(SHEET, n=500, seed=1)
SIDE = np.where(np.arange(500) % 2, "east", "west")
FEW = {"drivers": ["product_quality", "price", "after_sales"], "language": "en"}


def draw(n: int, ties: tuple[float, float], seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(n, 2)), columns=["speed", "price"])
    return frame.assign(y=frame["speed"] * ties[0] + frame["price"] * ties[1] + rng.normal(size=n))


def two_towns(n: int = 600) -> pd.DataFrame:
    """Return answers where speed matters in the north and price in the south."""
    return pd.concat(
        [draw(n, (1.0, 0.2), 1).assign(town="north"), draw(n, (0.2, 1.0), 2).assign(town="south")], ignore_index=True
    )


def rows(found: sv.SegmentComparison, *key: str) -> pd.Series:
    return found.table.set_index(["segment", "measure", "subject"]).sort_index().loc[key]


def note_codes(found: sv.SegmentComparison) -> list[str]:
    return [note.code for note in found.notes]


def test_differences_of_importance_are_found_with_their_sign():
    found = sv.compare_segments(two_towns(), by="town", outcome="y", n_boot=200)
    for measure in ("importance", "importance_share", "coefficient"):
        north = rows(found, "north", measure, "speed")
        assert north["conf_low"] > 0 and north["p_adjusted"] < 0.01
        assert rows(found, "south", measure, "speed")["change"] == pytest.approx(-north["change"])
    alone = sv.rank_drivers(two_towns().query("town == 'north'").drop(columns="town"), outcome="y", n_boot=0).table
    share = alone.set_index("driver").loc["speed", "importance_share"]
    assert rows(found, "north", "importance_share", "speed")["estimate"] == pytest.approx(share, abs=1e-10)


def test_the_same_seed_gives_the_same_intervals():
    one, two, other = (
        sv.compare_segments(two_towns(80), by="town", outcome="y", n_boot=40, seed=seed).table["conf_low"]
        for seed in (3, 3, 4)
    )
    pd.testing.assert_series_equal(one, two)
    assert not one.equals(other)


def test_without_bootstrap_importance_has_no_interval_and_a_note_says_so():
    found = sv.compare_segments(two_towns(80), by="town", outcome="y", n_boot=0)
    row = rows(found, "north", "importance", "speed")
    assert np.isfinite(row["change"]) and np.isnan(row["conf_low"]) and np.isnan(row["p_value"])
    assert "segments_no_draws" in note_codes(found)


def test_the_gate_names_the_item_that_is_shifted():
    data = RESPONSES.data.copy()
    east = SIDE == "east"
    data.loc[east, "pqmatch"] = np.maximum(data.loc[east, "pqmatch"] - 1, 1)
    shifted = RESPONSES.with_data(data, because="the east likes one item less than its driver")
    found = sv.compare_segments(shifted, by=SIDE, n_boot=0, **FEW)
    gate = found.gate.set_index("construct")
    assert "pqmatch" in gate.loc["product_quality", "released_items"]
    assert "pqmatch" not in "".join(gate.drop(index="product_quality")["released_items"])
    assert any("pqmatch" in str(note) for note in found.notes if note.code == "gate_items")
    plain = sv.compare_segments(RESPONSES, by=SIDE, n_boot=0, **FEW)
    assert bool(plain.gate.set_index("construct").loc["product_quality", "means_comparable"])


def test_mostly_shifted_items_forbid_comparing_means():
    data = RESPONSES.data.copy()
    east = SIDE == "east"
    for item, step in {"pqmatch": 2, "pqfunction": -2, "pqperform": 2}.items():
        data.loc[east, item] = np.clip(data.loc[east, item] + step, 1, 5)
    found = sv.compare_segments(
        RESPONSES.with_data(data, because="the east reads three items otherwise"), by=SIDE, n_boot=0, **FEW
    )
    assert not bool(found.gate.set_index("construct").loc["product_quality", "means_comparable"])
    assert "gate_means_differ" in note_codes(found)


def test_a_gate_that_is_not_wanted_or_not_possible_is_said():
    assert "gate_skipped" in note_codes(sv.compare_segments(two_towns(80), by="town", outcome="y", n_boot=0, gate=None))
    assert "gate_not_checked" in note_codes(sv.compare_segments(two_towns(80), by="town", outcome="y", n_boot=0))


@pytest.mark.parametrize("missing", ["listwise", "indicator"])
def test_integer_weights_are_replicated_rows(missing):
    counts = np.random.default_rng(1).integers(1, 4, size=500)
    weighted = RESPONSES.with_weights(counts.astype(float), because="a test")
    data = RESPONSES.data.loc[RESPONSES.data.index.repeat(counts)]
    long = sv.Responses(questionnaire=SHEET, data=data.set_axis(range(1, len(data) + 1)))
    how = {"n_boot": 0, "gate": None, "missing": missing, **FEW}
    one = sv.compare_segments(weighted, by=SIDE, **how)
    two = sv.compare_segments(long, by=np.repeat(SIDE, counts), **how)
    np.testing.assert_allclose(one.table["estimate"], two.table["estimate"], atol=1e-8)
    np.testing.assert_allclose(one.table["estimate_rest"], two.table["estimate_rest"], atol=1e-8)
    assert ("indicator" in one.method.code) == (missing == "indicator") and "_weighted" in one.method.code


def test_an_indicator_keeps_those_who_were_not_asked():
    bases = {
        missing: rows(
            sv.compare_segments(RESPONSES, by=SIDE, n_boot=0, gate=None, missing=missing, **FEW),
            "east", "coefficient", "after_sales",
        )["n"]
        for missing in ("listwise", "indicator")
    }  # fmt: skip
    assert bases["indicator"] > 1.3 * bases["listwise"]


@pytest.mark.parametrize("missing", ["listwise", "indicator"])
def test_a_driver_nobody_in_a_segment_was_asked_about_is_named_and_the_rest_goes_on(missing):
    data = RESPONSES.data.copy()
    data.loc[SIDE == "east", "hadaftersales"] = 2
    data.loc[SIDE == "east", list(SHEET.constructs["after_sales"].items)] = np.nan
    third = np.where(np.arange(500) % 4 == 0, "north", SIDE)
    found = sv.compare_segments(
        RESPONSES.with_data(data, because="the east sells no service"), by=third, n_boot=20, missing=missing, **FEW
    )
    assert rows(found, "east", "coefficient", "after_sales")["reason"] == "driver_missing"
    assert rows(found, "east", "performance", "after_sales")["reason"] == "small_base"
    assert np.isfinite(rows(found, "east", "coefficient", "price")["change"])
    assert np.isfinite(rows(found, "west", "coefficient", "after_sales")["change"])
    assert any("east" in str(note) and "After-sales" in str(note) for note in found.notes)


def test_a_small_segment_is_suppressed_once_and_stays_in_everyone_else():
    labels = np.where(np.arange(500) < 12, "tiny", SIDE)
    found = sv.compare_segments(RESPONSES, by=labels, n_boot=0, gate=None, **FEW)
    own = found.table[found.table["segment"] == "tiny"]
    assert own["suppressed"].all() and set(own["reason"]) == {"small_base"} and own["estimate"].isna().all()
    assert note_codes(found).count("segments_small") == 1 and "segments_driver_missing" not in note_codes(found)
    east = rows(found, "east", "performance", "satisfaction")
    assert east["n"] + east["n_rest"] == RESPONSES.data[["sat1", "sat2", "sat3"]].notna().any(axis=1).sum()
    assert "tiny" not in set(found.pairs["segment"]) | set(found.pairs["other"])


def test_tests_of_all_segments_and_pairs_agree_with_scipy():
    from scipy.stats import chi2_contingency

    third = np.arange(500) % 3
    found = sv.compare_segments(RESPONSES, by=third, n_boot=0, gate=None, **FEW)
    answers = RESPONSES.values(["sat1"])["sat1"]
    there = answers.notna().to_numpy()
    expected = chi2_contingency(pd.crosstab(third[there], answers[there] >= 6), correction=False)
    row = found.tests.set_index("subject").loc["csat"]
    assert row["statistic"] == pytest.approx(expected.statistic) and row["test"] == "chi_square"
    assert len(found.pairs) == 3 * 4


def test_several_groupings_share_one_family_of_tests():
    found = sv.compare_segments(RESPONSES, by=["gender", "region"], n_boot=0, gate=None, **FEW)
    assert list(found.table["by"].unique()) == ["gender", "region"]
    raw = found.table.query("measure == 'performance'")
    assert (raw["p_adjusted"].dropna() >= raw.loc[raw["p_adjusted"].notna(), "p_value"] - 1e-12).all()


@pytest.mark.parametrize(
    ("change", "error", "match"),
    [
        ({"by": "nothing"}, sv.OptionError, "nothing"),
        ({"outcome": "nothing"}, sv.OptionError, "nothing"),
        ({"drivers": ["nothing"]}, sv.OptionError, "nothing"),
        ({"by": ["only"] * 160}, sv.DataError, "1 different"),
        ({"by": ["short"] * 5}, sv.OptionError, "160"),
        ({"by": np.array(["short"] * 5)}, sv.DataError, "5"),
        ({"minimum": 100}, sv.DataError, "no segment has 100"),
        ({"minimum": 1}, sv.OptionError, "minimum=1"),
        ({"adjust": "magic"}, sv.OptionError, "magic"),
        ({"gate": "magic"}, sv.OptionError, "magic"),
        ({"missing": "magic"}, sv.OptionError, "magic"),
        ({"confidence": 1.0}, sv.OptionError, "confidence"),
    ],
)
def test_what_does_not_work_is_named(change, error, match):
    how = {"by": "town", "outcome": "y", "drivers": ["speed", "price"], "n_boot": 0} | change
    with pytest.raises(error, match=match):
        sv.compare_segments(two_towns(80), **how)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_pictures(language):
    found = sv.compare_segments(RESPONSES, by=["gender", "platform"], n_boot=20, gate=None, language=language)
    for measure in found.table["measure"].unique():
        ax = found.plot_measure(measure, language=language)
        assert ax.get_xlabel()
    assert found.plot(language=language).get_yticklabels()[0].get_text() == found.table["label"].iloc[0]
    with pytest.raises(sv.OptionError, match="magic"):
        found.plot_measure("magic")
