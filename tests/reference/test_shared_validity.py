"""HTMT, HTMT2, composite reliability and AVE against semTools."""

from __future__ import annotations

import numpy as np
import pytest

from survey.analysis.measurement.validity import assess_validity
from survey.stats.discriminant import (
    average_variance_extracted,
    composite_reliability,
    heterotrait_monotrait,
)
from survey.stats.structure.syntax import list_measures, parse_model

HTMT = ["*__htmt__*.json"]
LOADINGS = ["*__cfa_ml__*.json", "*__cfa_wlsmv__*.json"]


@pytest.mark.parametrize(("field", "mean"), [("semTools_htmt", "arithmetic"), ("semTools_htmt2", "geometric")])
def test_htmt(shared_case, field, mean):
    factors = list_measures(parse_model(shared_case.about["model"]))
    rows = shared_case.listwise()
    columns = list(rows)
    blocks = [[columns.index(item) for item in items] for items in factors.values()]
    found = heterotrait_monotrait(np.corrcoef(rows.to_numpy(float), rowvar=False), blocks, mean=mean)
    expected = shared_case.table(field).loc[list(factors), list(factors)].to_numpy(float)
    below = np.tril_indices(len(found), -1)
    np.testing.assert_allclose(found[below], expected[below], rtol=1e-10)


test_htmt.patterns = HTMT


def test_fornell_larcker(shared_case):
    factors = list_measures(parse_model(shared_case.about["model"]))
    found = assess_validity(shared_case.listwise(), constructs=factors, estimator="ML", n_boot=0)
    said = shared_case.table("fornell_larcker", "latent_cor2")
    close = 1e-3 if "servqual" in shared_case.name else 1e-4  # lavaan stops early there: test_shared_structure
    extracted = found.table.set_index("construct").sort_index()["ave"]  # the file has them in alphabetical order
    assert extracted.to_numpy() == pytest.approx(shared_case.results["fornell_larcker"]["ave"], abs=close)
    model = found.pairs[found.pairs["estimator"] == "correlation"]
    for row in model.itertuples():
        assert row.estimate**2 == pytest.approx(said.loc[row.construct, row.other], abs=close)


test_fornell_larcker.patterns = HTMT


def test_composite_reliability(shared_case):
    loadings = shared_case.table("std_loadings")
    said = shared_case.table("cr_ave_from_std_loadings")
    for construct, rows in loadings.groupby("lhs"):
        values = rows["est.std"].to_numpy(float)
        assert composite_reliability(values) == pytest.approx(said.loc[construct, "CR"], rel=1e-10)
        assert average_variance_extracted(values) == pytest.approx(said.loc[construct, "AVE"], rel=1e-10)


test_composite_reliability.patterns = LOADINGS
