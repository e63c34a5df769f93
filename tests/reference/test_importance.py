"""Intervals of importance, dominance, designs and corrections against R: boot, relaimpo and formulas written out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import survey as sv

FOLDER = Path(__file__).parent / "importance"
DRIVERS = ["a", "b", "c", "d"]
SAMPLES = 8000
# in standard deviations; an end at the 2.5 % point of 8,000 draws has a standard error of .03 on each side. BCa moves
# upper ends of skewed shares to the 99.5 % point, where it is about .08, and adds the error of the median.
ENDS = {"percentile": 0.15, "bca": 0.25}


@pytest.fixture(scope="module")
def sample() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "sample.csv")


@pytest.fixture(scope="module")
def results() -> dict:
    return json.loads((FOLDER / "importance.json").read_text("utf-8"))


def rank(sample: pd.DataFrame, **options: object) -> sv.Drivers:
    return sv.rank_drivers(sample, outcome="rating", drivers=DRIVERS, n_boot=SAMPLES, seed=7, **options)


@pytest.mark.parametrize("key", ["rows", "strata"])
@pytest.mark.parametrize(("interval", "theirs"), [("percentile", "perc"), ("bca", "bca")])
def test_intervals_are_those_of_boot(sample, results, key, interval, theirs):
    expected = results[key]
    ranked = rank(sample, interval=interval, strata="stratum" if key == "strata" else None)
    table = ranked.table.set_index("driver").loc[DRIVERS]
    np.testing.assert_allclose(table["importance"], expected["estimate"][:4], rtol=1e-8)
    np.testing.assert_allclose(table["importance_share"], expected["estimate"][4:8], rtol=1e-8)
    ends = np.array([one[theirs] for one in expected["intervals"]])
    spread = np.array(expected["std_error"][:9])
    found = table[["importance_low", "importance_high"]].to_numpy(), table[["conf_low", "conf_high"]].to_numpy()
    pair = ranked.differences.set_index(["driver", "other"]).loc[("a", "b"), ["conf_low", "conf_high"]]
    ours = np.vstack([*found, pair.to_numpy(dtype=float)])
    assert np.max(np.abs(ours - ends) / spread[:, None]) < ENDS[interval]


def test_accelerated_ends_differ_from_percentile_ends_by_more_than_the_tolerance(sample, results):
    # otherwise the test above could not tell one from the other
    apart = [np.subtract(one["bca"], one["perc"]) for one in results["rows"]["intervals"]]
    spread = np.array(results["rows"]["std_error"][:9])
    assert np.max(np.abs(apart) / spread[:, None]) > 1.5 * ENDS["bca"]


def test_dominance_is_reproduced_as_often(sample, results):
    dominance = rank(sample).dominance.query("level == 'complete'").set_index(["driver", "other"])
    for at, pair in ((9, ("a", "b")), (10, ("a", "d"))):
        row = dominance.loc[pair]
        assert row["estimate"] == results["rows"]["estimate"][at]
        # two shares of 8,000 samples differ by .008 (one standard error) at most
        assert row["mean"] == pytest.approx(results["rows"]["mean"][at], abs=0.025)
        assert row["std_error"] == pytest.approx(results["rows"]["std_error"][at], abs=0.02)


def test_clusters_give_the_spread_of_drawing_clusters(sample, results):
    ranked = rank(sample, clusters="cluster")
    expected = results["clusters"]["std_error"]
    np.testing.assert_allclose(np.std(ranked.shares, axis=0, ddof=1), expected[4:8], rtol=0.05)
    pair = ranked.differences.set_index(["driver", "other"]).loc[("a", "b"), "std_error"]
    assert pair == pytest.approx(expected[8], rel=0.05)


def test_corrected_shares_are_those_of_corrected_correlations(sample, results):
    expected = results["disattenuated"]
    reliability = dict(zip(["rating", *DRIVERS], expected["reliability"], strict=True))
    ranked = sv.rank_drivers(sample, outcome="rating", drivers=DRIVERS, reliability=reliability)
    found = ranked.table.set_index("driver").loc[DRIVERS, "importance"]
    np.testing.assert_allclose(found, expected["lmg"], rtol=1e-8)


# boot_indicative.lmg: BCa ends of relaimpo from 1,000 samples or fewer, of another stream; two runs of 1,000 samples
# are a tenth of the interval apart at most, and more with the few rows of the small studies
BCA = [
    ("corp_rep__relimp__cusa_comp_like", 0.015),
    ("mobi__relimp__CUSA1_image_quality", 0.015),
    ("satisfaction__relimp__sat1_qual_val", 0.015),
    ("servqual_dims__relimp__sat", 0.015),
    ("hoteles__relimp__item15_items1to6", 0.03),
]


@pytest.mark.parametrize(("name", "tolerance"), BCA)
def test_accelerated_intervals_are_those_of_relaimpo(reference_dir, name, tolerance):
    stored = json.loads((reference_dir / "open/results" / f"{name}.json").read_text("utf-8"))
    frame = pd.read_csv(reference_dir / "open" / stored["data_file"])[stored["columns"]].dropna()
    drivers = list(stored["results"]["raw"]["rownames"])
    outcome = next(column for column in stored["columns"] if column not in drivers)
    ranked = sv.rank_drivers(frame, outcome=outcome, drivers=drivers, interval="bca", n_boot=4000, seed=3)
    table = ranked.table.set_index("driver").loc[drivers]
    for ours, theirs in (("importance_low", "lower"), ("importance_high", "upper")):
        expected = [stored["results"]["boot_indicative"]["lmg"][theirs][driver] for driver in drivers]
        np.testing.assert_allclose(table[ours], expected, atol=tolerance, err_msg=f"{name} {theirs}")
