"""Scalability, item selection and monotonicity against the R package mokken; mokken/make_reference.R made the file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.stats.scalability.homogeneity import measure_homogeneity
from survey.stats.scalability.monotonicity import check_monotonicity
from survey.stats.scalability.selection import select_items

FOLDER = Path(__file__).parent / "mokken"
REFERENCE = json.loads((FOLDER / "reference.json").read_text("utf-8"))
CASES = [name for name in REFERENCE if name != "versions"]
PATTERNS = ["*__mokken__*.json"]


def answers_of(name: str) -> np.ndarray:
    return pd.read_csv(FOLDER / f"{name}.csv").to_numpy(float)


def without_diagonal(values: np.ndarray) -> np.ndarray:
    return values[~np.eye(len(values), dtype=bool)]


@pytest.mark.parametrize("name", CASES)
def test_coefficients_and_errors(name):
    expected, found = REFERENCE[name], measure_homogeneity(answers_of(name))
    k = len(found.items)
    assert found.scale == pytest.approx(expected["H"][0], rel=1e-10)
    assert found.scale_std_error == pytest.approx(expected["se_H"][0], rel=1e-10)
    np.testing.assert_allclose(found.items, expected["Hi"], rtol=1e-10)
    np.testing.assert_allclose(found.items_std_error, expected["se_Hi"], rtol=1e-10)
    for ours, theirs in ((found.pairs, "Hij"), (found.pairs_std_error, "se_Hij")):
        table = np.reshape(expected[theirs], (k, k))
        np.testing.assert_allclose(without_diagonal(ours), without_diagonal(table), rtol=1e-10)


@pytest.mark.parametrize("name", CASES)
def test_selection(name):
    found = measure_homogeneity(answers_of(name))
    for case in REFERENCE[name]["aisp"]:
        scales = select_items(found, lower_bound=case["lower_bound"], alpha=case["alpha"])
        assert scales.tolist() == case["scales"], case


@pytest.mark.parametrize("name", CASES)
def test_monotonicity(name):
    expected = REFERENCE[name]["monotonicity"]
    rows = answers_of(name)
    items = check_monotonicity(rows)
    assert [len(item.size) for item in items] == expected["groups"]
    assert [item.active.sum() for item in items] == expected["#ac"]
    assert [item.violations.sum() for item in items] == expected["#vi"]
    assert [item.significant.sum() for item in items] == expected["#zsig"]
    np.testing.assert_allclose([item.largest.max() for item in items], expected["maxvi"], rtol=1e-10)
    np.testing.assert_allclose([item.total.sum() for item in items], expected["sum"], rtol=1e-10)
    np.testing.assert_allclose([item.z.max() for item in items], expected["zmax"], rtol=1e-10)
    scalability = measure_homogeneity(rows).items
    crit = [item.crit(h) for item, h in zip(items, scalability, strict=True)]
    assert np.floor(crit).tolist() == expected["crit"]  # mokken prints whole numbers, cut off


def test_real_answers(shared_case):
    found = measure_homogeneity(shared_case.listwise())
    assert found.n == shared_case.results["n"]
    np.testing.assert_allclose(found.scale, shared_case.table("H").to_numpy().item(), rtol=1e-8)
    np.testing.assert_allclose(found.items, shared_case.table("Hi").to_numpy()[:, 0], rtol=1e-8)
    pairs = shared_case.table("Hij").to_numpy(float)
    np.testing.assert_allclose(without_diagonal(found.pairs), without_diagonal(pairs), rtol=1e-8)
    assert select_items(found).tolist() == shared_case.table("aisp").to_numpy()[:, 0].tolist()
