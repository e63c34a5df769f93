"""What must hold whatever the answers: saturated models, equal groups, whole weights, other units."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from survey.stats.correlations.ordinal_moments import take_ordinal_moments
from survey.stats.structure.covariance_fit import estimate_by_least_squares
from survey.stats.structure.differences import compare_models
from survey.stats.structure.invariance import fit_level
from survey.stats.structure.model import Model, estimate_by_correlations, estimate_by_likelihood
from survey.stats.structure.planning import Plan
from survey.stats.structure.samples import CompleteSample, IncompleteSample
from survey.stats.structure.standardized import standardize
from survey.stats.structure.syntax import parse_model

MODEL = parse_model("f =~ x1 + x2 + x3\ng =~ x4 + x5 + x6")
RANDOM = np.random.default_rng(3)
LATENT = RANDOM.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], 400)
ROWS = np.repeat(LATENT, 3, axis=1) * 0.8 + RANDOM.normal(size=(400, 6)) * 0.6
CODES = np.digitize(ROWS, [-0.8, 0.1, 0.9]).astype(float)
HOLES = np.where(RANDOM.random(ROWS.shape) < 0.2, np.nan, ROWS)
ESTIMATORS = ["ML", "MLR", "ULS", "WLSMV", "ULSMV", "FIML", "FIML robust"]


def estimate(kind: str, *, terms=MODEL, rows=None, weights=None) -> Model:
    if kind in ("WLSMV", "ULSMV"):
        moments = take_ordinal_moments(CODES if rows is None else rows, weights=weights)
        items = [int(item[1:]) - 1 for item in Plan(terms=terms).items]
        if len(items) < 6:
            moments = take_ordinal_moments(CODES[:, items], weights=weights)
        return estimate_by_correlations(Plan(terms=terms), moments, weighted=kind == "WLSMV")
    given = (HOLES if "FIML" in kind else ROWS) if rows is None else rows
    plan = Plan(terms=terms, means="FIML" in kind)
    given = given[:, [int(item[1:]) - 1 for item in plan.items]]
    given = given[~np.all(np.isnan(given), axis=1)]
    weight = np.ones(len(given)) if weights is None else weights
    sample = (IncompleteSample if "FIML" in kind else CompleteSample)(rows=given, weights=weight)
    if kind == "ULS":
        return estimate_by_least_squares(plan, [sample])
    return estimate_by_likelihood(plan, [sample], estimator="MLR" if kind in ("MLR", "FIML robust") else "ML")


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_a_saturated_model_has_no_misfit(kind):
    model = estimate(kind, terms=parse_model("f =~ x1 + x2 + x3"))
    assert model.test.df == 0
    assert model.test.statistic == pytest.approx(0, abs=1e-6)
    assert model.srmr == pytest.approx(0, abs=1e-5)
    assert model.indices.cfi == pytest.approx(1, abs=1e-6)
    assert np.isnan(model.test.p_value)


@pytest.mark.parametrize("ordinal", [False, True])
def test_equal_groups_differ_in_nothing(ordinal):
    """Two copies of one group: each level fits as well as one group twice, and no step costs anything."""
    one = take_ordinal_moments(CODES) if ordinal else CompleteSample(rows=ROWS, weights=np.ones(400))
    levels = ["configural", *(["thresholds"] if ordinal else []), "metric", "scalar", "strict"]
    fits = [fit_level(MODEL, [one, one], level) for level in levels]
    alone = estimate("WLSMV") if ordinal else estimate("MLR")
    assert fits[0].test.statistic == pytest.approx(2 * alone.test.statistic, abs=1e-5)
    assert fits[0].test.df == 2 * alone.test.df
    for before, after in pairwise(fits):
        difference = compare_models(after, before)
        assert difference.df > 0
        assert after.test.statistic - before.test.statistic == pytest.approx(0, abs=1e-5)
    matrices = fits[-1].fit.matrices
    np.testing.assert_allclose(matrices[0].loading, matrices[1].loading, atol=1e-6)
    np.testing.assert_allclose(matrices[0].residual, matrices[1].residual, atol=1e-5)
    np.testing.assert_allclose(matrices[1].factor_mean, 0, atol=1e-5)


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_whole_weights_are_repeated_rows(kind):
    """The estimates are; errors are not, for a weight is one respondent's."""
    times = np.random.default_rng(4).integers(1, 4, 400)
    rows = HOLES if "FIML" in kind else CODES if kind in ("WLSMV", "ULSMV") else ROWS
    kept = ~np.all(np.isnan(rows), axis=1)
    rows, times = rows[kept], times[kept]
    weighted = estimate(kind, rows=rows, weights=times / np.mean(times))
    repeated = estimate(kind, rows=np.repeat(rows, times, axis=0))
    # DWLS weighs cells by their errors, which are those of respondents: its estimates differ a little.
    close = 0.01 if kind == "WLSMV" else 1e-6
    found, expected = (one.fit.parameters * over_n(kind, one) for one in (weighted, repeated))
    np.testing.assert_allclose(found, expected, atol=close)


def over_n(kind: str, model: Model) -> np.ndarray:
    """Return what takes variances over n - 1, which least squares compares, to those over n."""
    larger = (model.n - 1) / model.n if kind == "ULS" else 1.0
    return np.array([larger if "~~" in name else 1.0 for name in model.fit.blueprint.names])


@pytest.mark.parametrize("kind", ["ML", "MLR", "FIML", "FIML robust"])
def test_units_of_items_do_not_matter(kind):
    units = np.array([0.01, 1, 3, 1000, 7, 0.3])
    plain, other = estimate(kind), estimate(kind, rows=(HOLES if "FIML" in kind else ROWS) * units)
    assert other.test.statistic == pytest.approx(plain.test.statistic, rel=1e-6)
    assert other.test.corrected == pytest.approx(plain.test.corrected, rel=1e-5)
    for one, two in zip(solve(plain), solve(other), strict=True):
        if one.cell.matrix != "intercept":
            assert two.estimate == pytest.approx(one.estimate, abs=1e-6)
            assert two.std_error == pytest.approx(one.std_error, abs=1e-5, nan_ok=True)


def solve(model: Model):
    return standardize(model.fit.blueprint, model.fit.parameters, model.spread)


def test_markers_do_not_matter():
    """A factor's unit is a convention: any item, or its variance, may give it."""
    marked, other = estimate("ML"), estimate("ML", terms=parse_model("f =~ x2 + x1 + x3\ng =~ x4 + x5 + x6"))
    sample = CompleteSample(rows=ROWS, weights=np.ones(400))
    unit = estimate_by_likelihood(Plan(terms=MODEL, scaling="variance"), [sample])
    assert marked.test.statistic == pytest.approx(other.test.statistic, abs=1e-7)
    assert marked.test.statistic == pytest.approx(unit.test.statistic, abs=1e-7)
    np.testing.assert_allclose(unit.implied_covariances[0], marked.implied_covariances[0], atol=1e-7)
