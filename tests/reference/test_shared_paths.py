"""Path models, index scores and mediation against seminr, plspm, semPLS, cSEM, lavaan and R's own regressions.

Not compared: of seminr BIC and AIC, of plspm goodness of fit, redundancy and eigenvalues of blocks, which no table of
ours has; scores of single respondents, which follow from the weights that are compared; bootstrap results of R's own
random numbers, but for one percentile interval, within 8 % of its width; regressions of lavaan's latent variables and
their standard errors, which no function of ours estimates (fit and standardised loadings are those of correlated
factors, and are compared).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.analysis.measurement.confirmation import confirm_factors
from survey.analysis.paths.index_scores import score_index
from survey.analysis.paths.mediation import estimate_mediation
from survey.analysis.paths.path_priorities import map_path_priorities
from survey.analysis.paths.paths import estimate_paths

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


def compare_overlap(case, key: str, model) -> None:
    """Cross-loadings, correlations, roots of AVE and collinearity of composites."""
    said = case.results[key]
    crossed = case.table(key, "cross_loadings")
    assert len(model.cross_loadings) == crossed.size
    for row in model.cross_loadings.itertuples():
        assert row.loading == pytest.approx(crossed.loc[row.item, row.construct], abs=CLOSE)
    correlations = case.table(key, "construct_cor")
    for row in model.correlations.itertuples():
        assert row.estimate == pytest.approx(correlations.loc[row.construct, row.other], abs=CLOSE)
    roots = case.table(key, "fornell_larcker")
    for row in model.fornell_larcker.itertuples():
        assert row.root_ave == pytest.approx(roots.loc[row.construct, row.construct], abs=CLOSE)
    for row in model.loadings.itertuples():
        assert row.vif == pytest.approx(said["item_vifs"][row.construct][row.item], rel=CLOSE)
    for row in model.table.itertuples():
        expected = said["antecedent_vifs"][row.path_to][row.path_from]
        assert row.vif == pytest.approx(1.0 if expected is None else expected, rel=CLOSE)


@pytest.mark.parametrize("scheme", list(ENDS))
def test_composites(shared_case, scheme):
    key = f"composite_modeA__{scheme}"
    model = fit(shared_case, scheme=ENDS[scheme])
    compare_seminr(shared_case, key, model)
    compare_overlap(shared_case, key, model)


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


@pytest.mark.parametrize("scheme", ["centroid", "factorial", "pathWeighting"])
def test_sempls(shared_case, scheme):
    said = shared_case.table(scheme, "path_coefficients")
    names, weights = list(said.index), shared_case.table(scheme, "outer_weights")
    blocks = {name: weights.index[weights[name] != 0].tolist() for name in names}
    paths = [(start, end) for start in names for end in names if said.loc[start, end] != 0]
    ours = {"factorial": "factor", "pathWeighting": "path"}.get(scheme, scheme)
    model = estimate_paths(shared_case.data(), paths=paths, constructs=blocks, scheme=ours)
    np.testing.assert_allclose(wide(model.table, "estimate", names), said, atol=1e-6)
    totals = shared_case.table(scheme, "total_effects")
    np.testing.assert_allclose(wide(model.effects, "total", names), totals, atol=1e-6)
    loadings = shared_case.table(scheme, "outer_loadings")
    for row in model.loadings.itertuples():
        assert row.loading == pytest.approx(loadings.loc[row.item, row.construct], abs=1e-6)
        assert row.outer_weight == pytest.approx(weights.loc[row.item, row.construct], abs=1e-6)
    r2 = model.constructs.set_index("construct")["r2"].loc[names].to_numpy(float)
    np.testing.assert_allclose(r2, shared_case.table(scheme, "rsquared")["R-squared"].to_numpy(float), atol=1e-6)


test_sempls.patterns = ["*__sempls__*.json"]


def test_mediation_of_lavaan(shared_case):
    said = shared_case.table("parameters").set_index("label")
    model = shared_case.about["model"]
    mediator, predictor = model.split(" ~ a*")[0], model.split(" ~ a*")[1].split("\n")[0]
    outcome = model.split("\n")[1].split(" ~ ")[0]
    rows = shared_case.data()[[predictor, mediator, outcome]].dropna()
    found = estimate_mediation(rows, predictor=predictor, mediators=mediator, outcome=outcome, n_boot=0)
    labels = ["ind", "cp", "tot"]
    table = found.table.set_index("association").loc[["indirect", "direct", "total"]]
    assert table["estimate"].tolist() == pytest.approx(said.loc[labels, "est"].tolist(), rel=1e-6)
    assert table["standardized"].tolist() == pytest.approx(said.loc[labels, "std_all"].tolist(), rel=1e-6)
    # maximum likelihood divides residual sums by n, least squares by n - k
    n = shared_case.results["n"]
    steps = found.coefficients.set_index(["path_from", "path_to"])
    a, b = steps.loc[(predictor, mediator)], steps.loc[(mediator, outcome)]
    errors = [a["std_error"] * np.sqrt((n - 2) / n), b["std_error"] * np.sqrt((n - 3) / n)]
    delta = np.hypot(a["estimate"] * errors[1], b["estimate"] * errors[0])
    smaller = [delta, *(table["std_error"].iloc[1:].to_numpy() * np.sqrt([(n - 3) / n, (n - 2) / n]))]
    assert smaller == pytest.approx(said.loc[labels, "se"].tolist(), rel=1e-5)


test_mediation_of_lavaan.patterns = ["*__sem__med_*.json"]


def test_latent_regressions_fit_as_correlated_factors(shared_case):
    # three latent variables joined by every possible path imply what three correlated factors do
    measures = [line for line in shared_case.about["model"].split("\n") if "=~" in line]
    found = confirm_factors(shared_case.data(), model="\n".join(measures), estimator="ML")
    fit, said = found.fit.set_index("indicator")["estimate"], shared_case.results["fit"]
    names = {"chi_square": "chisq", "cfi": "cfi", "tli": "tli", "rmsea": "rmsea", "srmr": "srmr", "bic": "bic"}
    assert fit[list(names)].tolist() == pytest.approx([said[name] for name in names.values()], rel=1e-6)
    parameters = shared_case.table("parameters")
    loadings = parameters[parameters["op"] == "=~"].set_index(["lhs", "rhs"])["std_all"]
    assert len(found.table) == len(loadings)
    for row in found.table.itertuples():
        assert row.estimate == pytest.approx(loadings[(row.construct, row.item)], abs=1e-4)


test_latent_regressions_fit_as_correlated_factors.patterns = ["mobi__sem__*.json"]
