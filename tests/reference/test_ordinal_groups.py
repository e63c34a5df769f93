"""Models of ordinal items in several groups against lavaan: simulated answers everywhere, a real study where it is.

`measurement/make_ordinal_groups.R` makes the data and the numbers (R 4.2 with lavaan 0.6-14): five-point items, one of
three and one of two categories, three groups. lavaan enlarges sampling covariances by n / (n - groups) of all,
ours by n / (n - 1) of the group: standard errors differ by a relative 2.5e-4 at most here.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.analysis.measurement.invariance import compare_measurement
from survey.stats.correlations.ordinal_moments import OrdinalMoments, take_ordinal_moments
from survey.stats.structure.differences import compare_models
from survey.stats.structure.invariance import ORDINAL_LEVELS
from survey.stats.structure.model import Model
from survey.stats.structure.ordinal_groups import estimate_by_thresholds
from survey.stats.structure.planning import Plan
from survey.stats.structure.standardized import standardize
from survey.stats.structure.syntax import parse_model

FOLDER = Path(__file__).parent / "measurement"
FACTORS = {"Q": [f"q{number}" for number in range(1, 5)], "S": [f"s{number}" for number in range(1, 5)]}
ITEMS = [item for items in FACTORS.values() for item in items]
MODEL = "\n".join(f"{name} =~ {' + '.join(items)}" for name, items in FACTORS.items())
LEVELS = {name: (frozenset(shared), frozenset()) for name, shared in ORDINAL_LEVELS.items()}
LEVELS["partial"] = (frozenset(ORDINAL_LEVELS["scalar"]), frozenset({("intercept", "q3")}))
LEVELS["free_thresholds"] = (frozenset({"threshold"}), frozenset({("threshold", "q3")}))
PATTERNS = ["*__invariance_wlsmv__*.json"]


@cache
def reference() -> dict:
    return json.loads((FOLDER / "ordinal_groups.json").read_text("utf-8"))


@cache
def answers() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "ordinal_groups.csv")


@cache
def moments() -> list[OrdinalMoments]:
    return [take_ordinal_moments(part[ITEMS].to_numpy(float)) for _, part in answers().groupby("group", sort=False)]


@cache
def fitted(level: str) -> Model:
    shared, released = LEVELS[level]
    return estimate_by_thresholds(Plan(terms=parse_model(MODEL), shared=shared, released=released), moments())


def measure(model: Model) -> dict[str, float]:
    plain, scaled = model.indices, model.corrected
    return {
        "npar": model.fit.blueprint.n_parameters,
        "df": model.test.df,
        "chisq": model.test.statistic,
        "chisq.scaled": model.test.corrected,
        "chisq.scaling.factor": model.test.scaling,
        "baseline.chisq": model.baseline.statistic,
        "baseline.chisq.scaled": model.baseline.corrected,
        "cfi": plain.cfi,
        "tli": plain.tli,
        "rmsea": plain.rmsea,
        "rmsea.ci.lower": plain.rmsea_low,
        "rmsea.ci.upper": plain.rmsea_high,
        "rmsea.pvalue": plain.rmsea_p_close,
        "cfi.scaled": scaled.cfi,
        "tli.scaled": scaled.tli,
        "rmsea.scaled": scaled.rmsea,
        "rmsea.ci.lower.scaled": scaled.rmsea_low,
        "rmsea.ci.upper.scaled": scaled.rmsea_high,
        "srmr": model.srmr,
    }


def compare(model: Model, said: dict, rel: float) -> None:
    assert model.fit.converged
    found = measure(model)
    for name in set(found) & set(said):
        assert found[name] == pytest.approx(said[name], rel=rel, abs=1e-5), name


def name_of(row: dict) -> list[str]:
    right = "~ 1" if row["op"] == "~1" else f"{row['op']} {row['rhs']}"
    texts = [f"{row['lhs']} {right}", f"{row['rhs']} {row['op']} {row['lhs']}"]
    return [one for text in texts for one in (text, f"{text} [{row['group']}]")]


@pytest.mark.parametrize("level", LEVELS)
def test_simulated_groups(level):
    model, said = fitted(level), reference()["levels"][level]
    compare(model, said["fit"], 1e-4)
    names, errors = model.fit.blueprint.names, np.sqrt(np.diag(model.spread))
    seen = set()
    for row in said["parameters"]:
        name = next((one for one in name_of(row) if one in names), None)
        if name is not None and row["se"] > 0:
            seen.add(name)
            at = names.index(name)
            assert model.fit.parameters[at] == pytest.approx(row["est"], abs=1e-4), name
            assert errors[at] == pytest.approx(row["se"], rel=5e-4), name
    assert seen == set(names)


@pytest.mark.parametrize("level", ["configural", "metric", "partial"])
def test_standardized_loadings(level):
    model = fitted(level)
    found = {
        (model.plan.items[one.cell.row], one.group + 1): one
        for one in standardize(model.fit.blueprint, model.fit.parameters, model.spread)
        if one.cell.matrix == "loading"
    }
    for row in reference()["levels"][level]["standardized"]:
        one = found[row["rhs"], row["group"]]
        assert one.estimate == pytest.approx(row["est.std"], abs=1e-4)
        assert one.std_error == pytest.approx(row["se"], rel=1e-3)


@pytest.mark.parametrize("at", range(7))
def test_differences(at):
    said = reference()["differences"][at]
    found = compare_models(fitted(said["restricted"]), fitted(said["free"]))
    assert found.df == said["df"]
    assert found.statistic == pytest.approx(said["statistic"], rel=1e-3)
    assert found.p_value == pytest.approx(said["p"], rel=5e-3, abs=1e-12)


def test_the_public_call_says_the_same():
    found = compare_measurement(answers(), by="group", constructs=FACTORS, estimator="WLSMV", up_to="strict")
    table = found.table.set_index("level")
    said = reference()["levels"]
    assert list(table.index[:4]) == ["configural", "thresholds", "metric", "scalar"]
    for level in ("configural", "thresholds", "metric", "scalar"):
        fit = said[level]["fit"]
        assert table.loc[level, "statistic"] == pytest.approx(fit["chisq.scaled"], rel=1e-4)
        assert table.loc[level, "cfi"] == pytest.approx(fit["cfi.scaled"], abs=1e-5)
        assert table.loc[level, "rmsea"] == pytest.approx(fit["rmsea.scaled"], abs=1e-5)
    scalar = next(one for one in reference()["differences"] if (one["free"], one["restricted"]) == ("metric", "scalar"))
    assert table.loc["scalar", "difference"] == pytest.approx(scalar["statistic"], rel=1e-3)
    assert found.groups["group"].tolist() == ["zh", "en", "es"]


def test_a_real_study(shared_case):
    plan = Plan(terms=parse_model(shared_case.about["model"]))
    rows = shared_case.listwise()
    group = next(name for name in shared_case.about["columns"] if name not in plan.items)
    samples = [
        take_ordinal_moments(part[list(plan.items)].to_numpy(float))
        for name, part in rows.groupby(group, sort=False)
        if str(name) in shared_case.results["n_by_group"]
    ]
    said = shared_case.results["fit"]
    models = {
        level: estimate_by_thresholds(Plan(terms=plan.terms, shared=frozenset(ORDINAL_LEVELS[level])), samples)
        for level in said
    }
    for level, model in models.items():
        compare(model, {name: value for name, value in said[level].items() if value is not None}, 1e-5)
    assert {"configural", "thresholds", "metric", "scalar"} <= set(models)
    table = shared_case.table("parameters", "scalar")
    names = models["scalar"].fit.blueprint.names
    errors = np.sqrt(np.diag(models["scalar"].spread))
    seen = set()
    for row in table.to_dict("records"):
        name = next((one for one in name_of(row) if one in names), None)
        if name is not None and row["se"] > 0:
            seen.add(name)
            at = names.index(name)
            assert models["scalar"].fit.parameters[at] == pytest.approx(row["est"], abs=1e-4), name
            assert errors[at] == pytest.approx(row["se"], rel=5e-4), name
    assert seen == set(names)
