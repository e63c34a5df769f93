"""Edges of the reliability estimators."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError, OptionError
from survey.stats import consistency
from survey.stats.omega import omega_total, omega_total_batch, omega_total_if_dropped
from survey.stats.one_factor import LOWEST_UNIQUENESS, fit_one_factor

COV = np.array([[2.0, 0.8, 0.6, 0.5], [0.8, 1.5, 0.7, 0.4], [0.6, 0.7, 1.0, 0.3], [0.5, 0.4, 0.3, 3.0]])


@pytest.mark.parametrize("function", ["alpha", "alpha_standardized", "lambda6", "average_correlation"])
def test_one_item_is_not_defined(function):
    with pytest.raises(DataError, match="at least 2 items"):
        getattr(consistency, function)(np.array([[1.0]]))


def test_dropping_one_of_two_leaves_nothing():
    assert np.isnan(consistency.alpha_if_dropped(COV[:2, :2])).all()


def test_dropped_is_alpha_of_the_rest():
    found = consistency.alpha_if_dropped(COV)
    for j in range(4):
        kept = [i for i in range(4) if i != j]
        assert found[j] == pytest.approx(float(consistency.alpha(COV[np.ix_(kept, kept)])))


def test_stacks():
    stack = np.stack([COV, 2 * COV, np.eye(4)])
    np.testing.assert_allclose(consistency.alpha(stack)[[0, 2]], [consistency.alpha(COV), 0], atol=1e-12)
    assert consistency.item_rest_correlation(stack).shape == (3, 4)
    np.testing.assert_allclose(consistency.lambda6(stack)[0], consistency.lambda6(2 * COV))


def test_constant_item_gives_no_number_and_no_warning():
    cov = COV.copy()
    cov[0] = cov[:, 0] = 0
    assert np.isnan(consistency.alpha_standardized(cov)) and np.isnan(consistency.lambda6(cov))
    assert np.isnan(consistency.item_rest_correlation(cov)[0])
    assert np.isnan(omega_total(cov))


def test_feldt_needs_rows():
    with pytest.raises(DataError, match="two rows"):
        consistency.feldt_interval(0.8, 1, 4)


@pytest.mark.parametrize("method", ["ml", "minres"])
@pytest.mark.parametrize("k", [3, 4, 8])
def test_known_factor_is_found(method, k):
    loadings = np.linspace(0.4, 0.9, k)
    sd = np.linspace(1, 3, k)
    corr = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    fit = fit_one_factor(corr * np.outer(sd, sd), method)
    np.testing.assert_allclose(fit.loadings, loadings * sd, rtol=1e-7)
    np.testing.assert_allclose(fit.uniquenesses, (1 - loadings**2) * sd**2, rtol=1e-7)
    assert fit.converged and not fit.heywood


@pytest.mark.parametrize("method", ["ml", "minres"])
def test_item_against_the_others_keeps_its_sign(method):
    loadings = np.array([0.8, 0.7, -0.6, 0.5])
    fit = fit_one_factor(np.outer(loadings, loadings) + np.diag(1 - loadings**2), method)
    np.testing.assert_allclose(fit.loadings, loadings, rtol=1e-7)


@pytest.mark.parametrize("method", ["ml", "minres"])
def test_heywood_case_is_held_and_flagged(method):
    corr = np.array([[1, 0.8, 0.8], [0.8, 1, 0.4], [0.8, 0.4, 1.0]])  # .8 * .8 / .4 = 1.6 > 1
    fit = fit_one_factor(corr, method)
    assert fit.heywood and fit.converged
    assert fit.uniquenesses.min() == pytest.approx(LOWEST_UNIQUENESS)


@pytest.mark.parametrize("method", ["ml", "minres"])
def test_iterations_agree_with_the_formula_for_three(method):
    from survey.stats.one_factor import _solve_minres, _solve_ml

    corr = np.array([[1, 0.5, 0.4], [0.5, 1, 0.3], [0.4, 0.3, 1.0]])
    solve = _solve_ml if method == "ml" else _solve_minres
    loadings, _, converged = solve(corr[None], np.full((1, 3), 0.5))
    assert converged.all()
    np.testing.assert_allclose(np.abs(loadings[0]), fit_one_factor(corr).loadings, rtol=1e-7)


def test_derivatives_against_differences():
    from survey.stats.one_factor import _look_minres, _look_ml

    corr = np.corrcoef(np.random.default_rng(3).normal(size=(50, 5)) + np.random.default_rng(4).normal(size=(50, 1)), rowvar=False)  # fmt: skip  # noqa: E501
    off = (np.arange(25.0).reshape(5, 5) + np.arange(25.0).reshape(5, 5).T) / 20 * (1 - np.eye(5))

    def look_minres(matrix, at):
        return _look_minres(matrix, at, off[None])

    for look, x in ((_look_ml, np.log(np.full(5, 0.5))), (look_minres, np.full(5, 0.6))):
        _, gradient, hessian = look(corr[None], x[None])
        for i in range(5):
            step = np.zeros(5)
            step[i] = 1e-5
            ahead, behind = look(corr[None], (x + step)[None]), look(corr[None], (x - step)[None])
            assert (ahead[0] - behind[0])[0] / 2e-5 == pytest.approx(gradient[0, i], abs=1e-8)
            np.testing.assert_allclose((ahead[1] - behind[1])[0] / 2e-5, hessian[0, i], atol=1e-7)


def test_two_items_have_no_factor():
    with pytest.raises(DataError, match="three items"):
        omega_total(COV[:2, :2])


def test_batch_equals_single():
    stack = np.stack([COV, COV * 2, COV + 0.1])
    for method in ("ml", "minres"):
        found = omega_total_batch(stack, method=method)
        np.testing.assert_allclose(found, [omega_total(cov, method=method) for cov in stack], rtol=1e-8)


def test_omega_if_dropped_is_omega_of_the_rest():
    found = omega_total_if_dropped(COV)
    for j in range(4):
        kept = [i for i in range(4) if i != j]
        assert found[j] == pytest.approx(omega_total(COV[np.ix_(kept, kept)]), rel=1e-8)
    assert np.isnan(omega_total_if_dropped(COV[:3, :3])).all()


def test_weights_of_residuals_belong_to_minres():
    with pytest.raises(OptionError, match="minres"):
        fit_one_factor(COV, "ml", weights=np.ones((4, 4)))


def test_equal_weights_of_residuals_change_nothing():
    plain = fit_one_factor(COV, "minres").loadings
    np.testing.assert_allclose(fit_one_factor(COV, "minres", weights=np.full((4, 4), 7.0)).loadings, plain, rtol=1e-8)


def test_bootstrap_se_is_near_duhachek():
    # normal items: the large-sample standard error of alpha and the bootstrap's agree within a tenth
    from survey.stats.bootstrap import bootstrap_covariances

    rng = np.random.default_rng(7)
    x = rng.normal(size=(500, 1)) + rng.normal(size=(500, 5))
    spread = consistency.alpha(bootstrap_covariances(x, n_boot=2000, seed=1)).std()
    assert spread == pytest.approx(float(consistency.duhachek_std_error(np.cov(x.T), 500)), rel=0.1)
