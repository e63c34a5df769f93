"""Measurement models against lavaan: estimates, standard errors, tests, indices, by every estimator.

lavaan stops when its objective changes by less than 1e-10 of itself; ours ends at the optimum, so its chi-square is
never the larger. In servqual's five factors, whose points are 0 to 100, it stops .0034 above (953.0822 against
953.0788) and its modification indices are up to 2 % off. Given the same answers divided by 20, lavaan 0.6-14 itself
finds 953.079 and, for ASSU =~ a18, 72.389 instead of 71.150; ours is 72.390 in either unit.
"""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.correlations.ordinal_moments import take_ordinal_moments
from survey.stats.structure.factor_scores import score_factors
from survey.stats.structure.model import Model, estimate_by_correlations, estimate_by_likelihood
from survey.stats.structure.modification import list_modifications
from survey.stats.structure.planning import Plan
from survey.stats.structure.samples import CompleteSample, IncompleteSample
from survey.stats.structure.standardized import standardize
from survey.stats.structure.syntax import parse_model

PATTERNS = ["*__cfa_ml*.json", "*__cfa_wlsmv__*.json", "*__cfa_dwls__*.json"]
STOPPED_EARLY = {"servqual__cfa_ml__five", "servqual__cfa_mlr__five"}
PLAIN = {"cfi": "cfi", "tli": "tli", "rmsea": "rmsea", "rmsea.ci.lower": "rmsea_low", "rmsea.ci.upper": "rmsea_high"}
_fitted: dict[str, Model] = {}


def fit(case) -> Model:
    if case.name not in _fitted:
        _fitted[case.name] = estimate(case)
    return _fitted[case.name]


def estimate(case) -> Model:
    call, method = case.about["call"], case.about["method"].split("__")[0]
    plan = Plan(
        terms=parse_model(case.about["model"]),
        scaling="variance" if "std.lv" in call else "marker",
        means="fiml" in method,
    )
    answers = case.data()[case.about["columns"]]
    rows = (answers if plan.means else answers.dropna())[list(plan.items)].to_numpy(float)
    if method in ("cfa_wlsmv", "cfa_dwls"):
        return estimate_by_correlations(plan, take_ordinal_moments(rows))
    kind = IncompleteSample if plan.means else CompleteSample
    sample = kind(rows=rows, weights=np.ones(len(rows)))
    return estimate_by_likelihood(plan, [sample], estimator="MLR" if "mlr" in method else "ML")


def near(case, value: float, rel: float = 1e-5, abs_: float = 1e-7):
    if case.name in STOPPED_EARLY:
        rel, abs_ = 1e-3, 1e-3
    return pytest.approx(value, rel=rel, abs=abs_)


def test_tests_of_fit(shared_case):
    model, said = fit(shared_case), shared_case.results["fit"]
    assert model.fit.converged
    assert model.test.df == said["df"]
    assert model.test.statistic == near(shared_case, said["chisq"])
    if model.log_likelihood is not None:
        assert model.n * model.fit.value <= said["chisq"] + 1e-6
        assert model.log_likelihood == near(shared_case, said["logl"])
        assert model.aic == near(shared_case, said["aic"])
        assert model.bic == near(shared_case, said["bic"])
    assert model.baseline.statistic == near(shared_case, said["baseline.chisq"])
    if "wlsmv" in shared_case.name or "mlr" in shared_case.name:
        assert model.test.corrected == near(shared_case, said["chisq.scaled"])
        assert model.test.scaling == near(shared_case, said["chisq.scaling.factor"])
        assert model.baseline.corrected == near(shared_case, said["baseline.chisq.scaled"])


def test_indices(shared_case):
    model, said = fit(shared_case), shared_case.results["fit"]
    assert model.srmr == near(shared_case, said["srmr"])
    sets = {"": model.indices}
    if "wlsmv" in shared_case.name or "mlr" in shared_case.name:
        sets[".scaled"] = model.corrected
    if "mlr" in shared_case.name or "fiml" in shared_case.name:
        sets[".robust"] = model.robust
    else:
        assert model.robust is None
    for ending, found in sets.items():
        for field, attribute in PLAIN.items():
            expected = said.get(f"{field}{ending}")
            if expected is not None:
                assert getattr(found, attribute) == near(shared_case, expected, abs_=1e-6), f"{field}{ending}"


def name_of(lhs: str, op: str, rhs: str, names: tuple[str, ...]) -> str | None:
    texts = [f"{lhs} {op} {rhs}", f"{rhs} {op} {lhs}", f"{lhs} ~ 1" if op == "~1" else ""]
    return next((text for text in texts if text in names), None)


def test_parameters(shared_case):
    model = fit(shared_case)
    names = model.fit.blueprint.names
    errors = np.sqrt(np.diag(model.spread))
    table = shared_case.table("parameters")
    seen = set()
    for row in table.itertuples():
        name = name_of(row.lhs, row.op, row.rhs, names)
        if name is None:
            continue
        at = names.index(name)
        seen.add(name)
        tolerance = {"rel": 5e-3, "abs_": 5e-3} if shared_case.name in STOPPED_EARLY else {"rel": 1e-4, "abs_": 1e-4}
        assert model.fit.parameters[at] == pytest.approx(row.est, rel=tolerance["rel"], abs=tolerance["abs_"]), name
        if "dwls" not in shared_case.name:  # plain DWLS errors are not robust in lavaan
            assert errors[at] == pytest.approx(row.se, rel=max(tolerance["rel"], 5e-4)), name
    assert seen == set(names)


def test_standardized_loadings(shared_case):
    model = fit(shared_case)
    blueprint = model.fit.blueprint
    found = {
        (blueprint.factors[one.cell.column], blueprint.items[one.cell.row]): one
        for one in standardize(blueprint, model.fit.parameters, model.spread, unit_items=model.log_likelihood is None)
        if one.cell.matrix == "loading"
    }
    for row in shared_case.table("std_loadings").to_dict("records"):
        one = found[row["lhs"], row["rhs"]]
        assert one.estimate == near(shared_case, row["est.std"], rel=1e-4, abs_=1e-4)
        if "dwls" not in shared_case.name and shared_case.name not in STOPPED_EARLY:
            assert one.std_error == pytest.approx(row["se"], rel=1e-3)


def test_modification_indices(shared_case):
    if "modification_top15" not in shared_case.results:
        pytest.skip("the file has no modification indices")
    model = fit(shared_case)
    blueprint = model.fit.blueprint
    found = {}
    for one in list_modifications(model.fit, model.observed):
        cell = one.cell
        left = blueprint.factors[cell.column] if cell.matrix == "loading" else blueprint.items[cell.column]
        key = (left, "=~" if cell.matrix == "loading" else "~~", blueprint.items[cell.row])
        found[key] = found[key[2], key[1], key[0]] = one
    for row in shared_case.table("modification_top15").itertuples():
        one = found[row.lhs, row.op, row.rhs]
        # In science__cfa_ml__two freeing one cell leaves the model all but unidentified: it would move by 21.
        tolerance = 2e-2 if shared_case.name in STOPPED_EARLY else 5e-4
        assert one.index == pytest.approx(row.mi, rel=tolerance, abs=1e-3), row
        assert one.change == pytest.approx(row.epc, rel=tolerance, abs=1e-4), row


@pytest.mark.parametrize("method", ["regression", "bartlett"])
def test_factor_scores(shared_case, method):
    key = f"factor_scores_{method}_head"
    if key not in shared_case.results:
        pytest.skip("the file has no factor scores")
    model = fit(shared_case)
    plan, expected = model.plan, shared_case.table(key)
    answers = shared_case.data()[shared_case.about["columns"]]
    rows = (answers if plan.means else answers.dropna())[list(plan.items)].to_numpy(float)
    mean = model.fit.matrices[0].intercept if plan.means else np.mean(rows, axis=0)
    scores = score_factors(rows[: len(expected)], model.fit.matrices[0], mean, method=method)
    spread = np.std(expected.to_numpy(float), axis=0)
    close = 5e-3 if shared_case.name in STOPPED_EARLY else 1e-4
    np.testing.assert_allclose(scores / spread, expected[list(plan.factors)].to_numpy(float) / spread, atol=close)
