"""Penalty–reward contrast on the mobi data (Tenenhaus et al. 2005), against R 4.2.2's lm and sandwich."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

import survey as sv

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "reference"
BLOCKS = {"SAT": "CUSA", "QUAL": "PERQ", "VAL": "PERV", "IMAG": "IMAG", "EXPE": "CUEX"}
# lm(SAT ~ dummies <= 5 and >= 9 of every construct mean)
INTERCEPT = 7.4527325
NUMBERS = {
    "QUAL": (-1.5296860, 0.8457804),
    "VAL": (-0.7598142, 0.5291126),
    "IMAG": (-0.4481358, 0.5621055),
    "EXPE": (-0.3267286, 0.3900417),
}


@pytest.fixture(scope="module")
def mobi() -> pd.DataFrame:
    start = Path(os.environ.get("SURVEY_REFERENCE", BESIDE))
    path = next((path for path in (start / "data/mobi.csv", start / "open/data/mobi.csv") if path.exists()), None)
    if path is None:
        pytest.skip("the shared R reference is not here; set SURVEY_REFERENCE to its folder")
    data = pd.read_csv(path)
    return pd.DataFrame(
        {
            name: data[[column for column in data if column.startswith(start) and column != "CUSCO"]].mean(axis=1)
            for name, start in BLOCKS.items()
        }
    )


def test_penalties_and_rewards(mobi):
    found = sv.assess_asymmetry(mobi, outcome="SAT", cut="points", low=5, high=9)
    table = found.table.set_index("driver")
    for driver, (penalty, reward) in NUMBERS.items():
        assert table.loc[driver, "penalty"] == pytest.approx(penalty, abs=6e-8)
        assert table.loc[driver, "reward"] == pytest.approx(reward, abs=6e-8)
    assert found.coefficients["estimate"].iloc[0] == pytest.approx(INTERCEPT, abs=6e-8)


def test_few_raters_are_said(mobi):
    found = sv.assess_asymmetry(mobi, outcome="SAT", cut="points", low=5, high=9)
    said = {(note.values["driver"], note.values["n"]) for note in found.notes if note.code == "asymmetry_few_low"}
    assert said == {("QUAL", 13), ("IMAG", 9), ("EXPE", 7)}


def test_classes_depend_on_the_setting(mobi):
    found = sv.assess_asymmetry(mobi, outcome="SAT", cut="points", low=5, high=9)
    quality = found.sensitivity[found.sensitivity["driver"] == "QUAL"]
    assert set(quality["category"]) == {"basic", "performance"}
    agree = (quality["category"] == "basic").mean()
    assert found.table.set_index("driver").loc["QUAL", "agree_share"] == pytest.approx(agree)
