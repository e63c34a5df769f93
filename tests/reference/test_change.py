"""Averaged predictions and omitted-variable formulas against R: lm, glm, MASS::polr and sandwich.

``change/make_reference.R`` makes the data and the numbers. polr ends by its own rule, so its averages agree to 1e-4.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.analysis.change.confounding import assess_confounding
from survey.analysis.change.expected_change import simulate_change
from survey.stats.confounding import adjust_estimate

FOLDER = Path(__file__).parent / "change"
DRIVERS = ["service", "price", "speed"]
ABOUT = {"outcome": "y", "drivers": DRIVERS, "csat": "top", "recommend": "recommend", "weights": "w", "n_boot": 0}


@pytest.fixture(scope="module")
def reference() -> dict:
    return json.loads((FOLDER / "reference.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "survey.csv")


@pytest.mark.parametrize(
    ("scenario", "change"), [("moved", {"changes": {"service": 10}}), ("raised", {"raise_to": {"price": 60}})]
)
def test_averaged_predictions(frame, reference, scenario, change):
    table = simulate_change(frame, **change, **ABOUT).table.set_index("indicator")
    names = {"index": "mean", "csat": "top", "promoters": "promoters", "detractors": "detractors"}
    for indicator, name in names.items():
        near = {"abs": 1e-4} if name in ("promoters", "detractors") else {"rel": 1e-8}
        assert table.loc[indicator, "now"] == pytest.approx(reference["now"][name], **near)
        assert table.loc[indicator, "expected"] == pytest.approx(reference[scenario][name], **near)


def test_delta_interval_of_an_uncut_shift_is_hc3(frame, reference):
    found = simulate_change(frame, {"price": 10}, ends=None, **ABOUT).alternatives.query("indicator == 'index'")
    reach = (found["delta_high"] - found["delta_low"]).to_numpy() / 2 / 1.959963984540054
    np.testing.assert_allclose(reach, [reference["hc3"][name] for name in found["driver"]], rtol=1e-8)


def test_partial_r2_and_standard_errors(frame, reference):
    found = assess_confounding(frame, outcome="y", drivers=DRIVERS).table.set_index("driver")
    for name in DRIVERS:
        assert found.loc[name, "partial_r2"] == pytest.approx(reference["partial_r2"][name], rel=1e-8)
        assert found.loc[name, "std_error"] == pytest.approx(reference["std_error"][name], rel=1e-8)
        assert found.loc[name, "df"] == reference["df"]


def test_leaving_a_driver_out_gives_back_the_long_regression(reference):
    short, long = reference["short"], reference["long"]
    adjusted = adjust_estimate(
        short["estimate"], short["std_error"], short["df"], reference["of_driver"], reference["of_outcome"]
    )
    assert float(adjusted.estimate) == pytest.approx(long["estimate"], rel=1e-8)
    assert float(adjusted.std_error) == pytest.approx(long["std_error"], rel=1e-8)
