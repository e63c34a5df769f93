"""Path models against the formulas written out in R, mediation against lavaan's `sem`, on simulated answers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.analysis.paths.mediation import estimate_mediation
from survey.analysis.paths.paths import estimate_paths
from survey.stats.mediation import fit_equations, list_routes, route_errors

FOLDER = Path(__file__).parent / "paths"
BLOCKS = {
    "image": ["i1", "i2", "i3"],
    "quality": ["q1", "q2", "q3"],
    "value": ["v1", "v2"],
    "loyalty": ["l1", "l2", "l3"],
}
PATHS = ["image -> quality, value", "quality -> value, loyalty", "value -> loyalty"]
CLOSE = 1e-6
MODELS = {
    "path_A": {},
    "factor_A": {"scheme": "factor"},
    "centroid_A": {"scheme": "centroid"},
    "path_B": {"modes": "B"},
    "path_mixed": {"modes": {"image": "B"}},
    "path_A_weighted": {"weights": "w"},
    "path_B_weighted": {"modes": "B", "weights": "w"},
    "path_A_unscaled": {"scaled": False},
    "consistent": {"consistent": True},
    "consistent_weighted": {"consistent": True, "weights": "w"},
}


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "answers.csv")


@pytest.fixture(scope="module")
def results() -> dict:
    return json.loads((FOLDER / "results.json").read_text("utf-8"))


@pytest.mark.parametrize("key", list(MODELS))
def test_path_models_are_the_formulas(answers, results, key):
    said = results["models"][key]
    model = estimate_paths(answers, paths=PATHS, constructs=BLOCKS, **MODELS[key])
    assert len(model.table) == 5
    for row in model.table.itertuples():
        assert row.estimate == pytest.approx(said["paths"][row.path_to][row.path_from], abs=CLOSE)
    r2 = model.constructs.set_index("construct")["r2"].dropna()
    assert r2.to_dict() == pytest.approx(said["r2"], abs=CLOSE)
    for name, rows in model.loadings.groupby("construct"):
        assert rows["loading"].to_numpy() == pytest.approx(np.array(said["loadings"][name]), abs=CLOSE)
        if "weights" in said:
            assert rows["outer_weight"].to_numpy() == pytest.approx(np.array(said["weights"][name]), abs=CLOSE)
    if "rho_a" in said:
        rho = model.constructs.set_index("construct")["rho_a"]
        assert rho.to_dict() == pytest.approx(said["rho_a"], abs=CLOSE)


MEDIATIONS = {
    "simple": ("parallel", ["q1"], []),
    "parallel": ("parallel", ["q1", "v1"], []),
    "serial": ("serial", ["q1", "v1"], []),
    "covariate": ("parallel", ["q1"], ["i2"]),
}


@pytest.mark.parametrize("key", list(MEDIATIONS))
def test_mediation_is_the_saturated_path_model(answers, results, key):
    structure, mediators, covariates = MEDIATIONS[key]
    said = pd.DataFrame(results["mediation"][key]).set_index("label")
    found = estimate_mediation(
        answers,
        predictor="i1",
        mediators=mediators,
        outcome="l1",
        covariates=covariates,
        structure=structure,
        n_boot=0,
    )
    routes = [name for name in said.index if name.startswith("ind") and name != "ind"]
    names = [*(routes or ["ind"]), *(["ind"] if routes else []), "c", "tot"]
    assert found.table["estimate"].to_numpy() == pytest.approx(said.loc[names, "est"].to_numpy(), abs=CLOSE)
    assert found.table["standardized"].to_numpy() == pytest.approx(said.loc[names, "std.all"].to_numpy(), abs=CLOSE)
    assert maximum_likelihood_errors(answers, structure, mediators, covariates) == pytest.approx(
        said.loc[names, "se"].to_numpy(), abs=CLOSE
    )


def maximum_likelihood_errors(answers, structure, mediators, covariates) -> list[float]:
    """Our standard errors with residual sums over n, as maximum likelihood has them, in place of n - k."""
    columns = answers[["i1", *mediators, *covariates]].to_numpy(float)
    equations = fit_equations(columns, answers["l1"].to_numpy(float), len(mediators), structure)
    n, width = len(answers), columns.shape[1]
    shrink = np.repeat(np.sqrt(equations.df / n), width)
    smaller = replace(equations, covariance=equations.covariance * np.outer(shrink, shrink))
    routes = list_routes(len(mediators), structure)
    errors, every = route_errors(smaller, routes)
    direct = np.sqrt(smaller.covariance[-width, -width])
    total = equations.total_error * np.sqrt((n - 2 - len(covariates)) / n)
    return [*errors, *([every] if len(routes) > 1 else []), direct, total]
