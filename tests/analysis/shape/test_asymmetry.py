"""`assess_asymmetry`: planted factors are found, small cells are said, pictures are drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    x = rng.integers(1, 6, (1500, 4)).astype(float)
    y = -2.0 * (x[:, 0] <= 2) + 2.0 * (x[:, 1] >= 4) + 0.8 * (x[:, 2] - 3) + rng.normal(size=1500)
    return pd.DataFrame(np.column_stack([x, y]), columns=["must", "delight", "even", "none", "rating"])


@pytest.mark.parametrize("rule", ["significance", "difference"])
def test_planted_factors(frame, rule):
    found = sv.assess_asymmetry(frame, outcome="rating", cut="points", low=2, high=4, rule=rule).table
    assert found["category"].tolist() == ["basic", "excitement", "performance", "indifferent"]


def test_derived_kano_says_that_it_is_derived(frame):
    found = sv.assess_asymmetry(frame, outcome="rating", cut="points", low=2, high=4, rule="significance")
    derived = sv.derive_kano(found)
    assert derived.table["category"].tolist() == ["must_be", "attractive", "one_dimensional", "indifferent"]
    assert derived.notes[0].code == "kano_derived"


def test_an_empty_cell_has_no_category(frame):
    nobody = frame.assign(must=np.where(frame["must"] <= 2, 3.0, frame["must"]))
    found = sv.assess_asymmetry(nobody, outcome="rating", cut="points", low=2, high=4)
    row = found.table.set_index("driver").loc["must"]
    assert np.isnan(row["penalty"])
    assert row["category"] == ""
    assert "asymmetry_few_low" in [note.code for note in found.notes]


def test_overlapping_cuts_are_refused(frame):
    with pytest.raises(sv.DataError, match="overlap"):
        sv.assess_asymmetry(frame, outcome="rating", cut="points", low=4, high=2)


def test_points_of_a_plain_frame_are_asked_for(frame):
    with pytest.raises(sv.OptionError, match="low="):
        sv.assess_asymmetry(frame, outcome="rating", cut="points")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_draws(simulated, language):
    assert sv.assess_asymmetry(simulated, missing="indicator").plot(language=language).get_xlabel()
