"""Measurement models, factors and polychoric correlations against R, on data of our own so that it runs everywhere.

`measurement/make_reference.R` makes the data and the numbers (R 4.2 with lavaan 0.6-14 and psych 2.2.9).
"""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.stats.correlations.ordinal_moments import take_ordinal_moments
from survey.stats.factors.extraction import extract_factors
from survey.stats.factors.factorability import measure_factorability
from survey.stats.factors.general_factor import split_general_factor
from survey.stats.factors.retention import average_partials
from survey.stats.factors.rotation import rotate_loadings
from survey.stats.incomplete import estimate_moments
from survey.stats.structure.model import Model, estimate_by_correlations, estimate_by_likelihood
from survey.stats.structure.planning import Plan
from survey.stats.structure.samples import CompleteSample, IncompleteSample
from survey.stats.structure.standardized import standardize
from survey.stats.structure.syntax import parse_model

FOLDER = Path(__file__).parent / "measurement"
ITEMS = [f"{letter}{number}" for letter in "qsv" for number in (1, 2, 3)]
MODEL = "Q =~ q1 + q2 + q3\nS =~ s1 + s2 + s3\nV =~ v1 + v2 + v3"
PLAIN = {"cfi": "cfi", "tli": "tli", "rmsea": "rmsea", "rmsea.ci.lower": "rmsea_low", "rmsea.ci.upper": "rmsea_high"}
STEPS = {
    "configural": [],
    "metric": ["loading"],
    "scalar": ["loading", "intercept"],
    "partial": ["loading", "intercept"],
    "strict": ["loading", "intercept", "residual"],
}


@pytest.fixture(scope="module")
def reference() -> dict:
    return json.loads((FOLDER / "reference.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def complete() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "complete.csv")


@pytest.fixture(scope="module")
def incomplete() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "incomplete.csv")


def sample_of(frame: pd.DataFrame, items: list[str] = ITEMS, weights: np.ndarray | None = None) -> CompleteSample:
    rows = frame[items].to_numpy(float)
    return CompleteSample(rows=rows, weights=np.ones(len(rows)) if weights is None else weights / np.mean(weights))


def compare(model: Model, said: dict) -> None:
    """Require lavaan's tests, indices, estimates and standard errors."""
    fit = said["fit"]
    plain = {
        "cfi": "cfi",
        "tli": "tli",
        "rmsea": "rmsea",
        "rmsea.ci.lower": "rmsea_low",
        "rmsea.ci.upper": "rmsea_high",
    }
    found = {name: getattr(model.indices, attribute) for name, attribute in plain.items()}
    found |= {"chisq": model.test.statistic, "df": model.test.df, "srmr": model.srmr}
    found |= {"logl": model.log_likelihood, "aic": model.aic, "bic": model.bic}
    found |= {"baseline.chisq": model.baseline.statistic}
    if model.corrected is not None:
        found |= {"chisq.scaled": model.test.corrected, "chisq.scaling.factor": model.test.scaling}
        found |= {"cfi.scaled": model.corrected.cfi, "rmsea.scaled": model.corrected.rmsea}
        found |= {"baseline.chisq.scaled": model.baseline.corrected}
    if model.robust is not None:
        found |= {"cfi.robust": model.robust.cfi, "rmsea.robust": model.robust.rmsea, "tli.robust": model.robust.tli}
    for name, value in found.items():
        if value is not None and fit.get(name) is not None:
            assert value == pytest.approx(fit[name], rel=2e-5, abs=2e-6), name
    assert model.fit.converged
    names, errors = model.fit.blueprint.names, np.sqrt(np.diag(model.spread))
    seen = set()
    for row in said["parameters"]:
        ending = f" [{row['group']}]" if "group" in row else ""
        right = "~ 1" if row["op"] == "~1" else f"{row['op']} {row['rhs']}"
        texts = [f"{row['lhs']} {right}", f"{row['rhs']} {row['op']} {row['lhs']}"]
        name = next((one for text in texts for one in (text, text + ending) if one in names), None)
        if name is not None:
            seen.add(name)
            at = names.index(name)
            assert model.fit.parameters[at] == pytest.approx(row["est"], rel=1e-4, abs=1e-4), name
            assert errors[at] == pytest.approx(row["se"], rel=5e-4), name
    assert len(seen) > len(names) / 2


def test_likelihood(complete, reference):
    plan = Plan(terms=parse_model(MODEL))
    compare(estimate_by_likelihood(plan, [sample_of(complete)]), reference["ml"])
    compare(estimate_by_likelihood(plan, [sample_of(complete)], estimator="MLR"), reference["mlr"])


def test_weights(complete, reference):
    sample = sample_of(complete, weights=complete["weight"].to_numpy())
    compare(
        estimate_by_likelihood(Plan(terms=parse_model(MODEL)), [sample], estimator="MLR"), reference["mlr_weighted"]
    )


def test_holes(incomplete, reference):
    rows = incomplete[ITEMS].to_numpy(float)
    plan = Plan(terms=parse_model(MODEL), means=True)
    sample = IncompleteSample(rows=rows, weights=np.ones(len(rows)))
    compare(estimate_by_likelihood(plan, [sample]), reference["fiml"])
    compare(
        estimate_by_likelihood(plan, [sample], estimator="MLR"),
        reference["mlr_fiml"],
    )
    moments = estimate_moments(rows)
    assert moments.converged
    np.testing.assert_allclose(moments.mean, reference["em"]["mean"], atol=1e-4)
    np.testing.assert_allclose(moments.covariance, reference["em"]["cov"], atol=1e-4)


def test_ordinal(complete, reference):
    moments = take_ordinal_moments(complete[ITEMS].to_numpy(float))
    plan = Plan(terms=parse_model(MODEL), scaling="variance")
    model = estimate_by_correlations(plan, moments)
    compare(model, reference["wlsmv"])
    loadings = {
        ITEMS[one.cell.row]: one.estimate
        for one in standardize(model.fit.blueprint, model.fit.parameters, model.spread, unit_items=True)
        if one.cell.matrix == "loading"
    }
    expected = {row["rhs"]: row["std.all"] for row in reference["wlsmv"]["parameters"] if row["op"] == "=~"}
    assert loadings == pytest.approx(expected, abs=1e-5)
    larger = np.sqrt(moments.n / (moments.n - 1))
    for row in reference["polychoric"]["parameters"]:
        if row["op"] == "~~" and row["lhs"] != row["rhs"]:
            at = ITEMS.index(row["lhs"]), ITEMS.index(row["rhs"])
            assert moments.polychoric.correlation[at] == pytest.approx(row["est"], abs=1e-6)
            assert moments.std_error[at] * larger == pytest.approx(row["se"], rel=1e-4)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_groups(complete, reference, step, estimator):
    released = frozenset({("intercept", "s2")} if step == "partial" else set())
    plan = Plan(terms=parse_model(MODEL), means=True, shared=frozenset(STEPS[step]), released=released)
    samples = [sample_of(part) for _, part in complete.groupby("group", sort=False)]
    model = estimate_by_likelihood(plan, samples, estimator=estimator)
    compare(model, reference["groups"][estimator.lower()][step])


def test_labels_and_paths(complete, reference):
    equal = Plan(terms=parse_model("Q =~ a*q1 + a*q2 + a*q3"), scaling="variance")
    model = estimate_by_likelihood(equal, [sample_of(complete, ["q1", "q2", "q3"])])
    assert model.test.statistic == pytest.approx(reference["equal"]["fit"]["chisq"], rel=1e-5)
    assert model.test.df == reference["equal"]["fit"]["df"] == 2
    paths = Plan(terms=parse_model(f"{MODEL}\nV ~ Q + S\nq1 ~~ s1"))
    compare(estimate_by_likelihood(paths, [sample_of(complete)]), reference["structural"])


def distance(found: np.ndarray, expected: np.ndarray) -> float:
    gaps = []
    for order in permutations(range(found.shape[1])):
        moved = found[:, order]
        gaps.append(float(np.max(np.abs(moved * np.sign(np.sum(moved * expected, axis=0)) - expected))))
    return min(gaps)


def test_factors(complete, reference):
    correlation = np.corrcoef(complete[ITEMS].to_numpy(float), rowvar=False)
    ml = np.array(reference["efa"]["ml"])
    assert distance(extract_factors(correlation, 3, method="ml").loadings, ml) < 1e-4
    assert distance(extract_factors(correlation, 3).loadings, np.array(reference["efa"]["minres"])) < 1e-3
    turned = rotate_loadings(ml, "oblimin")
    assert distance(turned.loadings, np.array(reference["quartimin"]["loadings"])) < 1e-5
    assert np.sort(np.abs(turned.correlation), axis=None) == pytest.approx(
        np.sort(np.abs(reference["quartimin"]["phi"]), axis=None), abs=1e-5
    )
    general = split_general_factor(correlation, 3)
    assert general.omega_hierarchical == pytest.approx(reference["omega"]["hierarchical"], abs=1e-3)
    assert general.omega_total == pytest.approx(reference["omega"]["total"], abs=1e-3)
    measure = measure_factorability(correlation, reference["n"])
    assert measure.kmo == pytest.approx(reference["kmo"]["all"], abs=1e-10)
    assert measure.bartlett == pytest.approx(reference["bartlett"], rel=1e-10)
    assert average_partials(correlation).average[1:7] == pytest.approx(reference["map"], rel=1e-8)
