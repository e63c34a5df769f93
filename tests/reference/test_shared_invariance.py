"""Measurement invariance between groups against lavaan: configural, metric, scalar and strict."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.structure.model import estimate_by_likelihood
from survey.stats.structure.planning import Plan
from survey.stats.structure.samples import CompleteSample
from survey.stats.structure.syntax import parse_model

PATTERNS = ["*__invariance_ml*.json"]
STEPS = {
    "configural": [],
    "metric": ["loading"],
    "scalar": ["loading", "intercept"],
    "strict": ["loading", "intercept", "residual"],
}
FIELDS = {"cfi": "cfi", "tli": "tli", "rmsea": "rmsea", "rmsea.ci.lower": "rmsea_low", "rmsea.ci.upper": "rmsea_high"}


@pytest.mark.parametrize("step", STEPS)
def test_steps(shared_case, step):
    table = shared_case.table("fit")
    if step not in table.index:
        pytest.skip("the file has no such step")
    said = table.loc[step]
    plan = Plan(terms=parse_model(shared_case.about["model"]), means=True, shared=frozenset(STEPS[step]))
    answers = shared_case.listwise()
    group = answers[next(name for name in shared_case.about["columns"] if name not in plan.items)]
    samples = [
        CompleteSample(rows=part[list(plan.items)].to_numpy(float), weights=np.ones(len(part)))
        for name, part in answers.groupby(group, sort=False)
        if str(name) in shared_case.results["n_by_group"]
    ]
    estimator = "MLR" if "mlr" in shared_case.name else "ML"
    model = estimate_by_likelihood(plan, samples, estimator=estimator)
    assert model.fit.converged
    assert model.test.df == said["df"]
    assert model.fit.blueprint.n_parameters == said["npar"]
    assert model.test.statistic == pytest.approx(said["chisq"], rel=1e-5)
    assert model.srmr == pytest.approx(said["srmr"], rel=1e-4)
    if "aic" in said:
        assert model.aic == pytest.approx(said["aic"], rel=1e-7)
        assert model.bic == pytest.approx(said["bic"], rel=1e-7)
    for field, attribute in FIELDS.items():
        if field in said:
            assert getattr(model.indices, attribute) == pytest.approx(said[field], rel=1e-4, abs=1e-6), field
        if f"{field}.robust" in said and model.robust is not None:
            assert getattr(model.robust, attribute) == pytest.approx(said[f"{field}.robust"], rel=1e-3), field
    if estimator == "MLR":
        assert model.test.corrected == pytest.approx(said["chisq.scaled"], rel=1e-4)
