"""Proportional odds: special cases, weights, derivatives, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.logistic import fit_logistic
from survey.stats.ordinal import fit_proportional_odds


@pytest.fixture(scope="module")
def sample() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(200, 2)) * [1, 10] + [0, 50]
    return np.digitize(x[:, 0] + 0.05 * x[:, 1] + rng.logistic(size=200), [1, 2.5, 4]), x


def test_two_answers_are_logistic_regression(sample):
    y, x = (sample[0] > 1).astype(float), sample[1]
    fit, logistic = fit_proportional_odds(y, x), fit_logistic(y, x)
    np.testing.assert_allclose(fit.coefficients, logistic.coefficients[1:], rtol=1e-8)
    np.testing.assert_allclose(-fit.thresholds, logistic.coefficients[:1], rtol=1e-8)
    np.testing.assert_allclose(fit.std_error, logistic.std_error[1:], rtol=1e-8)
    np.testing.assert_allclose(fit.thresholds_std_error, logistic.std_error[:1], rtol=1e-8)
    assert fit.nagelkerke == pytest.approx(logistic.nagelkerke, rel=1e-10)
    assert fit.cox_snell == pytest.approx(logistic.cox_snell, rel=1e-10)


def log_likelihood(y, x, thresholds, coefficients) -> float:
    """The definition, by differences of cumulative probabilities."""
    cuts = np.concatenate([[-np.inf], thresholds, [np.inf]])
    below = 1 / (1 + np.exp(-(cuts[None, :] - (x @ coefficients)[:, None])))
    return float(np.log(np.diff(below, axis=1)[np.arange(len(y)), y]).sum())


def test_the_estimate_is_a_maximum_of_the_definition_and_standard_errors_its_curvature(sample):
    y, x = sample
    fit = fit_proportional_odds(y, x)
    assert fit.log_likelihood == pytest.approx(log_likelihood(y, x, fit.thresholds, fit.coefficients), rel=1e-12)
    best = np.concatenate([fit.thresholds, fit.coefficients])
    steps = np.diag(1e-3 * np.concatenate([fit.thresholds_std_error, fit.std_error]))

    def at(parameters):
        return log_likelihood(y, x, parameters[:3], parameters[3:])

    slope = [(at(best + step) - at(best - step)) / 2e-3 for step in steps]
    np.testing.assert_allclose(slope, 0, atol=1e-4)
    bend = [
        [at(best + a + b) - at(best + a - b) - at(best - a + b) + at(best - a - b) for b in steps * 30]
        for a in steps * 30
    ]
    inverse = np.linalg.inv(-np.array(bend) / 4)
    np.testing.assert_allclose(np.sqrt(np.diag(inverse)) * np.diag(steps * 30), np.diag(steps) * 1e3, rtol=1e-2)


def test_thresholds_increase_and_the_sign_is_towards_higher_answers(sample):
    fit = fit_proportional_odds(*sample)
    assert (np.diff(fit.thresholds) > 0).all()
    assert (fit.coefficients > 0).all()
    assert fit.deviance == -2 * fit.log_likelihood


def test_a_reversed_scale_turns_the_signs(sample):
    y, x = sample
    fit, turned = fit_proportional_odds(y, x), fit_proportional_odds(-y, x)
    np.testing.assert_allclose(turned.coefficients, -fit.coefficients, rtol=1e-8)
    np.testing.assert_allclose(turned.thresholds, -fit.thresholds[::-1], rtol=1e-8)


def test_only_the_order_of_answers_matters(sample):
    y, x = sample
    np.testing.assert_allclose(
        fit_proportional_odds(np.array([1, 2, 7, 10])[y], x).coefficients, fit_proportional_odds(y, x).coefficients
    )


def test_whole_number_weights_are_repeated_rows(sample):
    y, x = sample
    weights = np.random.default_rng(4).integers(0, 4, len(y))
    rows = np.repeat(np.arange(len(y)), weights)
    fit, repeated = fit_proportional_odds(y, x, weights), fit_proportional_odds(y[rows], x[rows])
    for name in ("coefficients", "thresholds", "std_error", "thresholds_std_error", "log_likelihood", "mcfadden", "n"):
        np.testing.assert_allclose(getattr(fit, name), getattr(repeated, name), rtol=1e-8, err_msg=name)


@pytest.mark.parametrize(
    ("outcome", "message"),
    [([1, 1, 2, 2, 3, 3], "separate"), ([2, 2, 2, 2, 2, 2], "nothing to explain"), ([1, 2, 1, 3, 2, 3], "")],
)
def test_what_is_refused(outcome, message):
    drivers = np.arange(6.0)[:, None]
    if message:
        with pytest.raises(DataError, match=message):
            fit_proportional_odds(outcome, drivers)
    else:
        assert fit_proportional_odds(outcome, drivers).converged


def test_a_category_with_only_the_highest_answer_is_refused(sample):
    y, x = sample
    dummy = (np.arange(len(y)) < 5).astype(float)
    with pytest.raises(DataError, match="separate"):
        fit_proportional_odds(np.where(dummy == 1, 3, y), np.column_stack([x, dummy]))
