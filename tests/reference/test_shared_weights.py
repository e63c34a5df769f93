"""Raking against survey::rake, survey::calibrate and anesrake.

Not compared, because the toolkit does not offer them: linear and logit calibration, post-stratification on the
first margin alone, ``trimWeights`` (which spreads what it cuts without raking again: its margins are off the
targets; ours rakes again), standard errors of a raked mean.
"""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.descriptives import design_effect, effective_n
from survey.stats.raking import rake

PATTERNS = ["*__rake__*.json"]


def margins(case):
    rows = case.data()[list(case.results["targets"])].dropna()
    codes = np.column_stack(
        [
            rows[name].astype(str).map({label: code for code, label in enumerate(target)}).to_numpy(int)
            for name, target in case.results["targets"].items()
        ]
    )
    return rows, codes, [list(target.values()) for target in case.results["targets"].values()]


def test_raked_weights(shared_case):
    rows, codes, targets = margins(shared_case)
    expected = shared_case.scores("weights_csv")
    assert len(rows) == shared_case.results["n"] == len(expected)
    fit = rake(codes, targets)
    assert fit.converged and fit.margin_error < 1e-9
    for column in ("w_rake", "w_cal_raking"):
        np.testing.assert_allclose(fit.weights, expected[column], rtol=1e-6)
    stats = shared_case.results["weight_stats"]["w_rake"]
    assert design_effect(fit.weights) == pytest.approx(stats["kish_deff"], rel=1e-6)
    assert effective_n(fit.weights) == pytest.approx(stats["kish_neff"], rel=1e-6)
    achieved = [share for target in shared_case.results["achieved"].values() for share in target.values()]
    found = np.concatenate(
        [np.bincount(codes[:, j], weights=fit.weights) / fit.weights.sum() for j in range(codes.shape[1])]
    )
    np.testing.assert_allclose(found, achieved, atol=1e-8)


def test_raked_with_bounds(shared_case):
    _, codes, targets = margins(shared_case)
    expected = shared_case.scores("weights_csv")["w_anesrake_cap5"]
    fit = rake(codes, targets, bounds=(0.0, 5.0))
    assert fit.weights.max() <= 5 + 1e-12
    assert fit.converged
    np.testing.assert_allclose(fit.weights, expected, atol=1e-3)  # stated for anesrake
