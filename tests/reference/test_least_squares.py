"""Unweighted least squares and polyserial correlations against R (`measurement/make_least_squares.R`)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.errors import DataError
from survey.stats.correlations.ordinal_moments import take_ordinal_moments
from survey.stats.correlations.polyserial import estimate_polyserial
from survey.stats.structure.covariance_fit import estimate_by_least_squares
from survey.stats.structure.model import estimate_by_correlations
from survey.stats.structure.modification import list_modifications
from survey.stats.structure.planning import Plan
from survey.stats.structure.samples import CompleteSample
from survey.stats.structure.syntax import parse_model

FOLDER = Path(__file__).parent / "measurement"
PLAN = Plan(terms=parse_model("Q =~ q1 + q2 + q3\nS =~ s1 + s2 + s3\nV =~ v1 + v2 + v3"))
SAID = json.loads((FOLDER / "least_squares.json").read_text("utf-8"))
ROWS = pd.read_csv(FOLDER / "complete.csv")[list(PLAN.items)].to_numpy(float)


@pytest.mark.parametrize("kind", ["uls", "ulsmv"])
def test_unweighted_least_squares(kind):
    if kind == "uls":
        model = estimate_by_least_squares(PLAN, [CompleteSample(rows=ROWS, weights=np.ones(len(ROWS)))])
    else:
        model = estimate_by_correlations(PLAN, take_ordinal_moments(ROWS), weighted=False)
    fit, names = SAID[kind]["fit"], model.fit.blueprint.names
    assert model.fit.converged
    assert model.test.statistic == pytest.approx(fit["chisq"], rel=1e-6)
    assert model.test.corrected == pytest.approx(fit["chisq.scaled"], rel=1e-5)
    assert model.baseline.corrected == pytest.approx(fit["baseline.chisq.scaled"], rel=1e-5)
    assert model.corrected.cfi == pytest.approx(fit["cfi.scaled"], rel=1e-5)
    assert model.srmr == pytest.approx(fit["srmr"], rel=1e-4)
    rows = [row for row in SAID[kind]["parameters"] if f"{row['lhs']} {row['op']} {row['rhs']}" in names]
    assert len(rows) == len(names)
    for row in rows:
        at = names.index(f"{row['lhs']} {row['op']} {row['rhs']}")
        assert model.fit.parameters[at] == pytest.approx(row["est"], abs=1e-4)
        assert np.sqrt(model.spread[at, at]) == pytest.approx(row["se"], rel=5e-4)


def test_modification_indices_of_ordinal_items():
    """lavaan multiplies by (n - 1) / n once more than its chi-square has it."""
    model = estimate_by_correlations(PLAN, take_ordinal_moments(ROWS))
    found = {}
    for one in list_modifications(model.fit, model.observed):
        left = PLAN.factors if one.cell.matrix == "loading" else PLAN.items
        found[frozenset((left[one.cell.column], PLAN.items[one.cell.row]))] = one
    for row in SAID["modifications"]:
        one = found[frozenset((row["lhs"], row["rhs"]))]
        assert one.index * (model.n - 1) / model.n == pytest.approx(row["mi"], rel=1e-3)


def test_polyserial():
    """polycor divides the value by its deviation over n - 1, ours over n: the ratio turns one into the other."""
    frame = pd.read_csv(FOLDER / "polyserial.csv")
    for row in SAID["polyserial"]:
        x, y = frame[row["x"]].to_numpy(float), frame[row["y"]].to_numpy(float)
        joint = estimate_polyserial(x, y, method="ml")
        slope = joint.correlation / np.sqrt(1 - joint.correlation**2) * np.sqrt(len(x) / (len(x) - 1))
        assert joint.converged
        assert slope / np.sqrt(1 + slope**2) == pytest.approx(row["ml"], abs=1e-5)
    # lavaan's two steps: covariance 1.12599044823212 over the root of the variance 4.10018771 of its sample statistics
    step = next(
        row for row in SAID["lavaan_two_step"] if (row["lhs"], row["rhs"]) == ("x", "five") and row["op"] == "~~"
    )
    x, y = frame["x"].to_numpy(float), frame["five"].to_numpy(float)
    two = estimate_polyserial(x, y)
    assert two.correlation == pytest.approx(step["est"] / np.std(x), abs=1e-6)
    left_out = np.array([estimate_polyserial(np.delete(x, at), np.delete(y, at)).correlation for at in range(len(x))])
    assert two.std_error == pytest.approx(np.sqrt((len(x) - 1) * np.var(left_out)), rel=0.03)


def test_polyserial_names_bad_data():
    with pytest.raises(DataError, match="does not vary"):
        estimate_polyserial(np.ones(5), np.array([1, 2, 1, 2, 1]))
    with pytest.raises(DataError, match="one category"):
        estimate_polyserial(np.arange(5), np.ones(5))
    with pytest.raises(DataError, match="infinite"):
        estimate_polyserial(np.array([1, np.inf, 2, 3]), np.array([1, 2, 1, 2]))
