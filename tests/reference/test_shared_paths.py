"""Path models, index scores and mediation against seminr, plspm, cSEM and R's own regressions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.analysis.index_scores import score_index
from survey.analysis.mediation import estimate_mediation
from survey.analysis.path_priorities import map_path_priorities
from survey.analysis.paths import estimate_paths

PLS, PLSPM, IPMA, MEDIATION = ["*__pls__*.json"], ["*__plspm__*.json"], ["*__ipma__*.json"], ["*__mediation__*.json"]
CLOSE = 1e-8  # the file's fixed point was iterated to 1e-12, ours to 1e-10
ENDS = {"path_weighting": "path", "path_factorial": "factor"}


def wide(frame: pd.DataFrame, value: str, names: list[str]) -> pd.DataFrame:
    table = frame.pivot(index="path_from", columns="path_to", values=value)
    return table.reindex(index=names, columns=names).fillna(0.0)


def links(about: dict) -> list[tuple[str, str]]:
    return [(a, b) for one in about["paths"] for a in one["from"] for b in one["to"]]


def fit(case, **options):
    return estimate_paths(case.listwise(), paths=links(case.about), constructs=case.about["blocks"], **options)


def compare_seminr(case, key: str, model) -> None:
    names = list(case.about["blocks"])
    for table, column, field in (
        (model.table, "estimate", "path_coef"),
        (model.table, "f2", "f_square"),
        (model.effects, "total", "total_effects"),
        (model.effects, "indirect", "indirect_effects"),
    ):
        said = case.table(key, field).loc[names, names].astype(float).fillna(0.0)
        np.testing.assert_allclose(wide(table, column, names), said, atol=CLOSE)
    said = case.table(key, "reliability")
    ours = model.constructs.set_index("construct").loc[said.index]
    several = (ours["n_items"] > 1).to_numpy()
    for column, field in (("alpha", "alpha"), ("rho_a", "rhoA"), ("rho_c", "rhoC"), ("ave", "AVE")):
        np.testing.assert_allclose(ours[column][several], said[field].astype(float)[several], atol=CLOSE)
    squared = case.table(key, "r_squared")
    ours = model.constructs.set_index("construct").loc[squared.columns]
    np.testing.assert_allclose(ours[["r2", "adj_r2"]].to_numpy().T, squared.to_numpy(float), atol=CLOSE)
    for column, field in (("loading", "outer_loadings"), ("outer_weight", "outer_weights")):
        if field == "outer_weights" and key == "plsc_reflective":
            continue  # seminr prints the rescaled loadings there for some models
        said = case.table(key, field)
        for row in model.loadings.to_dict("records"):
            assert row[column] == pytest.approx(said.loc[row["item"], row["construct"]], abs=CLOSE)
    said = case.table(key, "htmt").astype(float)
    for row in model.htmt.itertuples():
        pair = [said.loc[row.construct, row.other], said.loc[row.other, row.construct]]
        assert row.estimate == pytest.approx(np.nanmax(pair), abs=CLOSE)


@pytest.mark.parametrize("scheme", list(ENDS))
def test_composites(shared_case, scheme):
    key = f"composite_modeA__{scheme}"
    compare_seminr(shared_case, key, fit(shared_case, scheme=ENDS[scheme]))


test_composites.patterns = PLS


def test_consistent(shared_case):
    if "plsc_reflective" not in shared_case.results:
        pytest.skip("the file has no consistent model")
    compare_seminr(shared_case, "plsc_reflective", fit(shared_case, consistent=True))


test_consistent.patterns = PLS


@pytest.mark.parametrize(("scheme", "ours"), [("centroid", "centroid"), ("factorial", "factor"), ("path", "path")])
def test_plspm(shared_case, scheme, ours):
    said = shared_case.table(scheme, "path_coefs").T
    model_rows = shared_case.table(scheme, "outer_model")
    blocks = {name: rows["name"].tolist() for name, rows in model_rows.groupby("block", sort=False)}
    paths = [(start, end) for start in said.index for end in said.columns if said.loc[start, end] != 0]
    model = estimate_paths(shared_case.listwise(), paths=paths, constructs=blocks, scheme=ours)
    np.testing.assert_allclose(wide(model.table, "estimate", list(said.index)), said.to_numpy(float), atol=1e-6)


test_plspm.patterns = PLSPM


def test_index_and_importance(shared_case):
    about, results = shared_case.about, shared_case.results
    blocks = {name: list(weights) for name, weights in results["weights_unstandardised_sum1"].items()}
    table = shared_case.table("path_unstandardised")
    paths = [(start, end) for start in table.index for end in table.columns if table.loc[start, end] != 0]
    ends = (about["scale_min"], about["scale_max"])
    model = estimate_paths(shared_case.listwise(), paths=paths, constructs=blocks, scale=ends)
    index = score_index(model)
    performance = index.table.set_index("construct")["performance"]
    for name, said in results["performance_0_100"].items():
        assert performance[name] == pytest.approx(said, abs=1e-6)
    for row in index.weights.itertuples():
        assert row.index_weight == pytest.approx(
            results["weights_unstandardised_sum1"][row.construct][row.item], abs=1e-6
        )
    total = shared_case.table("importance_total_unstandardised")
    target = about["target"] or paths[-1][1]
    for row in map_path_priorities(model, target=target).table.itertuples():
        assert row.importance_points == pytest.approx(total.loc[row.construct, target], abs=1e-6)


test_index_and_importance.patterns = IPMA


def test_mediation(shared_case):
    results, columns = shared_case.results, shared_case.about["columns"]
    found = estimate_mediation(
        shared_case.listwise(),
        predictor=columns[0],
        mediators=columns[1],
        outcome=columns[2],
        covariates=columns[3:],
        n_boot=2000,
    )
    table = found.table.set_index("association")
    assert table.loc["indirect", "estimate"] == pytest.approx(results["indirect"], rel=1e-8)
    assert table.loc["indirect", "standardized"] == pytest.approx(results["indirect_fully_standardised"], rel=1e-8)
    assert table.loc["indirect", "share_of_total"] == pytest.approx(results["proportion_mediated"], rel=1e-8)
    for name, field in (("direct", "c_prime"), ("total", "c_total")):
        row, said = table.loc[name], results[field]
        values = [row["estimate"], row["std_error"], row["statistic"], row["p_value"]]
        assert values == pytest.approx([said[key] for key in ("estimate", "se", "t", "p")], rel=1e-7)
    for row in found.product_tests.itertuples():
        assert [row.std_error, row.statistic] == pytest.approx(
            [results[row.estimator]["se"], results[row.estimator]["z"]], rel=1e-8
        )
    low, high = results["bootstrap_indicative"]["percentile"]
    assert [table.loc["indirect", "conf_low"], table.loc["indirect", "conf_high"]] == pytest.approx(
        [low, high], abs=0.08 * (high - low)
    )


test_mediation.patterns = MEDIATION
