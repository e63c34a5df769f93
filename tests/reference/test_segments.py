"""Oaxaca–Blinder splits and weighted tests against R: lm, sandwich and survey.

``segments/make_reference.R`` makes the data and the numbers.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.analysis.groups.decomposition import decompose_change
from survey.analysis.groups.segments import compare_segments
from survey.stats.group_shares import assess_association

FOLDER = Path(__file__).parent / "segments"
DRIVERS = ["service", "price", "speed"]
TWOFOLD, THREEFOLD = ("explained", "unexplained"), ("endowments", "coefficients", "interaction")


@pytest.fixture(scope="module")
def reference() -> dict:
    return json.loads((FOLDER / "reference.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "survey.csv")


def agree(table: pd.DataFrame, totals: pd.DataFrame, component: str, expected: dict) -> None:
    parts = table[table["component"] == component].set_index("driver")
    for name, value in expected["part"].items():
        term = "(intercept)" if name == "intercept" else name
        if term not in parts.index:
            assert value == 0  # the means of a constant do not differ
            continue
        assert parts.loc[term, "part"] == pytest.approx(value, rel=1e-8, abs=1e-8)
        assert parts.loc[term, "std_error"] == pytest.approx(expected["error"][name], rel=1e-8)
    total = totals.set_index("component").loc[component]
    assert total["part"] == pytest.approx(expected["sum"], rel=1e-8, abs=1e-8)
    assert total["std_error"] == pytest.approx(expected["sum_error"], rel=1e-8)


@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize("rule", ["first", "second", "reimers", "cotton", "neumark", "pooled"])
def test_splits(frame, reference, rule, weights):
    expected = reference["plain" if weights is None else "weighted"]
    found = decompose_change(
        frame, by="group", groups=("before", "after"), outcome="y", drivers=DRIVERS, reference=rule, weights=weights
    )
    assert found.difference == pytest.approx(expected["difference"], rel=1e-8)
    for component in TWOFOLD:
        agree(found.table, found.totals, component, expected["twofold"][rule][component])
    for component in THREEFOLD:
        agree(found.threefold, found.totals, component, expected["threefold"][component])


def test_weighted_means_and_their_errors(frame, reference):
    found = compare_segments(frame, by="group", outcome="y", drivers=DRIVERS, weights="w", n_boot=0)
    row = found.table.set_index(["segment", "measure", "subject"]).loc["after", "performance", "y"]
    means = dict(zip(reference["means"]["group"], reference["means"]["mean"], strict=True))
    assert row["estimate"] == pytest.approx(means["after"], rel=1e-8)
    assert row["estimate_rest"] == pytest.approx(means["before"], rel=1e-8)
    assert row["std_error"] == pytest.approx(float(np.hypot(*reference["means"]["error"])), rel=1e-8)


@pytest.mark.parametrize("column", ["top", "class"])
def test_chi_square_under_weights_is_that_of_rao_and_scott(frame, reference, column):
    found = assess_association(frame["group"] == "after", frame[column], frame["w"])
    expected = reference["chi_square"][column]
    assert found.statistic == pytest.approx(expected["statistic"], rel=1e-8)
    assert found.df == pytest.approx(expected["df"], rel=1e-8)
    assert found.df_within == pytest.approx(expected["df_within"], rel=1e-8)
    assert found.p_value == pytest.approx(expected["p"], rel=1e-8)
