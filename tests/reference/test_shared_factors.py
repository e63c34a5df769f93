"""Exploratory factor analysis against psych and GPArotation."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from survey.stats.factors.extraction import extract_factors
from survey.stats.factors.factorability import measure_factorability
from survey.stats.factors.general_factor import split_general_factor
from survey.stats.factors.retention import average_partials, list_eigenvalues
from survey.stats.factors.rotation import rotate_loadings

EXTRACTION = ["*__efa_*.json"]
METHODS = {"efa_minres": "minres", "efa_ml": "ml", "efa_pa": "principal_axis"}
# psych's principal axis stops when the communalities' sum moves by less than .001; ours goes on to the end. How far
# that is depends on how slowly the data converge: at most .01 in these files.
PISA_KEYS = [-1, 1, 1, -1, 1, -1, 1, -1, -1, 1, 1]  # of pisa_reading__alpha__ALL.json
CLOSE = {"minres": 1e-4, "ml": 1e-4, "principal_axis": 1e-2}
TURNED = {"varimax": "varimax", "oblimin": "oblimin", "promax": "promax_m4", "geomin": "geomin"}


def distance(found: np.ndarray, expected: np.ndarray) -> float:
    """Largest difference after the columns are ordered and turned alike."""
    gaps = []
    for order in permutations(range(found.shape[1])):
        moved = found[:, order]
        signs = np.sign(np.sum(moved * expected, axis=0))
        gaps.append(float(np.max(np.abs(moved * signs - expected))))
    return min(gaps)


def correlation_of(case) -> np.ndarray:
    return np.corrcoef(case.listwise().to_numpy(float), rowvar=False)


def test_extraction(shared_case):
    method = METHODS[shared_case.about["method"].split("__")[0]]
    found = extract_factors(correlation_of(shared_case), shared_case.results["nfactors"], method=method)
    assert found.converged
    assert distance(found.loadings, shared_case.table("none", "loadings").to_numpy(float)) < CLOSE[method]


test_extraction.patterns = EXTRACTION


@pytest.mark.parametrize("rotation", TURNED)
def test_rotation(shared_case, rotation):
    """The same unrotated loadings turned to the optimum."""
    key = f"{TURNED[rotation]}_loadings"
    if key not in shared_case.results["tight"]:
        pytest.skip("the file has no such rotation")
    found = rotate_loadings(shared_case.table("none", "loadings").to_numpy(float), rotation)
    assert found.converged
    assert distance(found.loadings, shared_case.table("tight", key).to_numpy(float)) < 5e-6


test_rotation.patterns = EXTRACTION


def test_factorability(shared_case):
    rows = shared_case.listwise()
    found, said = measure_factorability(correlation_of(shared_case), len(rows)), shared_case.results
    assert found.kmo == pytest.approx(said["kmo_overall"], rel=1e-8)
    assert found.item_kmo == pytest.approx(list(said["kmo_items"].values()), rel=1e-8)
    assert found.squared_multiple == pytest.approx(list(said["smc"].values()), rel=1e-8)
    assert found.bartlett == pytest.approx(said["bartlett"]["chisq"], rel=1e-8)
    assert found.df == said["bartlett"]["df"]
    assert found.determinant == pytest.approx(said["determinant"], rel=1e-6)


test_factorability.patterns = ["*__factorability__*.json"]


def test_retention(shared_case):
    correlation, said = correlation_of(shared_case), shared_case.results
    assert list_eigenvalues(correlation) == pytest.approx(said["pc_values"], abs=1e-8)
    assert list_eigenvalues(correlation, "factors") == pytest.approx(said["fa_values"], abs=1e-5)
    most = min(len(correlation) - 1, 8)
    found = average_partials(correlation, most=most).average
    expected = np.array(said["velicer"]["map"], dtype=float)[: most - 1]
    assert found[1:most] == pytest.approx(expected, rel=1e-6)


test_retention.patterns = ["*__parallel__*.json"]


def test_general_factor(shared_case):
    keys = [key for key in shared_case.results if key.startswith("psych_omega_nf") and key.endswith("minres")]
    if not keys:
        pytest.skip("the file has no Schmid-Leiman solution")
    rows = shared_case.listwise().to_numpy(float)
    for key in keys:
        n_factors, said = int(key.removeprefix("psych_omega_nf").split("_")[0]), shared_case.results[key]
        keyed = rows * PISA_KEYS if shared_case.about["dataset"] == "pisa_reading" else rows
        found = split_general_factor(np.corrcoef(keyed, rowvar=False), n_factors)
        assert found.omega_hierarchical == pytest.approx(said["omega_h"], abs=1e-3), key
        assert found.omega_total == pytest.approx(said["omega_total"], abs=1e-3), key


test_general_factor.patterns = ["*__omega__*.json"]
