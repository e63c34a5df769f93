"""Least squares on published data: the coefficients in Chatterjee & Price's table and R's summary(lm)."""

from __future__ import annotations

import numpy as np

from survey.stats.regression import fit_ols


def test_attitude(attitude):
    # Chatterjee & Price (1977), chapter 3: rating = 10.787 + .613 complaints - .073 privileges + .320 learning
    # + .082 raises + .038 critical - .217 advance; R² .733, adjusted .663, sigma 7.068
    fit = fit_ols(attitude["rating"], attitude.drop(columns="rating"))
    np.testing.assert_allclose(fit.coefficients, [10.787, 0.613, -0.073, 0.320, 0.082, 0.038, -0.217], atol=5.1e-4)
    se = [11.5893, 0.1610, 0.1357, 0.1685, 0.2215, 0.1470, 0.1782]
    np.testing.assert_allclose(fit.std_error_classic, se, atol=5.1e-5)
    np.testing.assert_allclose([fit.r2, fit.adj_r2, fit.sigma], [0.7326, 0.6628, 7.068], atol=5e-4)
    assert (fit.n, fit.df) == (30, 23)


def test_swiss_inflation(swiss):
    # car::vif of lm(Fertility ~ .), R 4.2.2
    fit = fit_ols(swiss["Fertility"], swiss.drop(columns="Fertility"))
    np.testing.assert_allclose(fit.vif, [2.284129, 3.675420, 2.774943, 1.937160, 1.107542], atol=5e-7)
