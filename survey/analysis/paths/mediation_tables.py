"""Tables of a mediation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from survey.analysis.drivers.driver_input import DriverInput
from survey.stats.bootstrap import percentile_interval
from survey.stats.descriptives import weighted_variance
from survey.stats.mediation import Equations, route_effects, route_errors
from survey.stats.resampled_interval import bca_interval

ARROW = " → "


@dataclass(frozen=True, eq=False)
class RouteDraws:
    """Coefficients in bootstrap samples, and without single rows where the interval needs them.

    Attributes
    ----------
    interval
        "percentile" or "bca".
    coefficients
        Shape (n_boot, n_equations, n_columns).
    left_out
        Shape (n_groups, n_equations, n_columns), or None.
    """

    interval: str
    coefficients: np.ndarray
    left_out: np.ndarray | None


def effect_table(
    equations: Equations,
    routes: list[tuple[int, ...]],
    data: DriverInput,
    labels: list[str],
    draws: RouteDraws | None,
    confidence: float,
) -> pd.DataFrame:
    """Build a row per indirect route, their sum where there are several, the direct and the total association."""
    values = split_effects(equations.coefficients, routes)
    errors, sum_error = route_errors(equations, routes)
    width = equations.coefficients.shape[-1]
    last = (equations.coefficients.shape[0] - 1) * width
    direct_error = float(np.sqrt(equations.covariance[last, last]))
    error = np.array([*errors, *([sum_error] if len(routes) > 1 else []), direct_error, equations.total_error])
    statistic = values / error
    df = _degrees(equations, len(values), len(data.controls))
    low, high = _interval(values, error, df, draws, routes, confidence)
    through = [ARROW.join([labels[0], *(labels[1 + one] for one in route), data.outcome_label]) for route in routes]
    middle = ["", ""] if len(routes) > 1 else [""]
    spread = np.sqrt(
        weighted_variance(data.rows[:, 1], data.weights) / weighted_variance(data.rows[:, 0], data.weights)
    )
    return pd.DataFrame(
        {
            "association": ["indirect"] * len(routes) + ["indirect_total"] * (len(middle) - 1) + ["direct", "total"],
            "route": [*through, *middle, ""],
            "estimate": values,
            "std_error": error,
            "statistic": statistic,
            "p_value": 2 * _tail(-np.abs(statistic), df),
            "conf_low": low,
            "conf_high": high,
            "interval": "normal" if draws is None else draws.interval,
            "standardized": values * spread,
            "share_of_total": values / values[-1],
        }
    )


def split_effects(coefficients: np.ndarray, routes: list[tuple[int, ...]]) -> np.ndarray:
    """Return routes, their sum where there are several, direct and total, shape (..., n_rows)."""
    through = route_effects(coefficients, routes)
    every = through.sum(axis=-1, keepdims=True)
    direct = coefficients[..., -1, :1]
    parts = [through, every, direct, every + direct] if len(routes) > 1 else [through, direct, every + direct]
    return np.concatenate(parts, axis=-1)


def _degrees(equations: Equations, count: int, n_covariates: int) -> np.ndarray:
    """Return the degrees of freedom of each row: products of coefficients are normal, single ones have t."""
    total = equations.df[-1] + equations.coefficients.shape[1] - 1 - n_covariates
    return np.array([np.inf] * (count - 2) + [float(equations.df[-1]), float(total)])


def _tail(statistic: np.ndarray, df: np.ndarray) -> np.ndarray:
    exact = special.stdtr(np.where(np.isinf(df), 1.0, df), statistic)
    return np.asarray(np.where(np.isinf(df), special.ndtr(statistic), exact))


def _interval(
    values: np.ndarray,
    error: np.ndarray,
    df: np.ndarray,
    draws: RouteDraws | None,
    routes: list[tuple[int, ...]],
    confidence: float,
) -> tuple[np.ndarray, np.ndarray]:
    if draws is None:
        normal, exact = (
            special.ndtri((1 + confidence) / 2),
            special.stdtrit(np.where(np.isinf(df), 1.0, df), (1 + confidence) / 2),
        )
        reach = np.where(np.isinf(df), normal, exact) * error
        return values - reach, values + reach
    samples = split_effects(draws.coefficients, routes)
    if draws.left_out is None:
        return percentile_interval(samples, confidence)
    left = split_effects(draws.left_out, routes)
    ends = [bca_interval(samples[:, at], values[at], left[:, at], confidence) for at in range(len(values))]
    return np.array([low for low, _ in ends]), np.array([high for _, high in ends])


def coefficient_table(equations: Equations, data: DriverInput, labels: list[str], confidence: float) -> pd.DataFrame:
    """Build a row per regressor of each mediator and of the outcome."""
    targets = [*labels[1 : len(equations.terms)], data.outcome_label]
    width = equations.coefficients.shape[1]
    rows = [
        (labels[term], targets[equation], equations.coefficients[equation, term], equation * width + term, equation)
        for equation, terms in enumerate(equations.terms)
        for term in terms
    ]
    estimate = np.array([row[2] for row in rows])
    error = np.sqrt(np.diag(equations.covariance)[[row[3] for row in rows]])
    df = equations.df[[row[4] for row in rows]]
    statistic = estimate / error
    reach = special.stdtrit(df, (1 + confidence) / 2) * error
    return pd.DataFrame(
        {
            "path_from": [row[0] for row in rows],
            "path_to": [row[1] for row in rows],
            "estimate": estimate,
            "std_error": error,
            "statistic": statistic,
            "df": df,
            "p_value": 2 * special.stdtr(df, -np.abs(statistic)),
            "conf_low": estimate - reach,
            "conf_high": estimate + reach,
        }
    )


def product_test_table(
    equations: Equations, routes: list[tuple[int, ...]], data: DriverInput, labels: list[str]
) -> pd.DataFrame:
    """Build a row per route through one mediator and test of its product of two coefficients."""
    last, width = equations.coefficients.shape[0] - 1, equations.coefficients.shape[1]
    variances = np.diag(equations.covariance)
    rows = []
    for route in (route for route in routes if len(route) == 1):
        a, b = equations.coefficients[route[0], 0], equations.coefficients[last, 1 + route[0]]
        var_a, var_b = variances[route[0] * width], variances[last * width + 1 + route[0]]
        for name, sign in (("sobel", 0), ("aroian", 1), ("goodman", -1)):
            square = a**2 * var_b + b**2 * var_a + sign * var_a * var_b
            error = float(np.sqrt(square)) if square > 0 else float("nan")
            label = ARROW.join([labels[0], labels[1 + route[0]], data.outcome_label])
            rows.append((label, name, a * b, error, a * b / error, float(2 * special.ndtr(-abs(a * b / error)))))
    return pd.DataFrame(rows, columns=["route", "estimator", "estimate", "std_error", "statistic", "p_value"])
