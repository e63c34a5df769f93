"""The tables of the question whether a straight line is enough."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import DriverInput
from survey.stats.controls import partial_out
from survey.stats.differential import adjust_p_values
from survey.stats.importance import lmg
from survey.stats.moments import take_moments
from survey.stats.shape.boosted import (
    fit_boosted,
    importance_shares,
    partial_dependence,
    predict_boosted,
    shapley_values,
)
from survey.stats.shape.cross_validation import Learner, corrected_mean, cross_validate, fit_linear, make_folds
from survey.stats.shape.curves import SplineDesign, bend_test, design_products, design_splines, fit_curves, trace_curve
from survey.stats.shape.sandwich import RobustFit, fit_robust
from survey.stats.shape.splines import spline_columns

Models = dict[str, tuple[np.ndarray, Learner]]

# Points of a curve.
N_GRID = 25
# Rows that the curves of the boosted model average over; more change the third digit only.
MOST_ROWS = 2000


@dataclass(frozen=True, kw_only=True)
class Fits:
    """Everything fitted once to all rows.

    Attributes
    ----------
    curves
        The regression with spline terms, or None where the rows do not carry it.
    booster
        The boosted model.
    """

    data: DriverInput
    weights: np.ndarray
    design: SplineDesign
    line: RobustFit
    curves: RobustFit | None
    booster: Any

    @property
    def drivers(self) -> np.ndarray:
        """Drivers, shape (n, k)."""
        return self.data.rows[:, 1 : len(self.data.drivers) + 1]

    @property
    def outcome(self) -> np.ndarray:
        """Outcome, shape (n,)."""
        return self.data.rows[:, 0]


def fit_models(data: DriverInput, n_knots: int, seed: int) -> Fits:
    """Fit line, curves and boosted trees to all rows."""
    y, columns, k = data.rows[:, 0], data.rows[:, 1:], len(data.drivers)
    w = np.ones(len(y)) if data.weights is None else data.weights / np.mean(data.weights)
    design = design_splines(columns[:, :k], columns[:, k:], w, n_knots)
    return Fits(
        data=data,
        weights=w,
        design=design,
        line=fit_robust(y, columns, w),
        curves=fit_curves(y, design, w),
        booster=fit_boosted(y, columns, w, seed),
    )


def list_models(fits: Fits, seed: int) -> Models:
    """Return what is compared: columns and how to learn from them, the straight line first."""
    columns, k = fits.data.rows[:, 1:], len(fits.data.drivers)
    models: Models = {"linear": (columns, fit_linear), "splines": (fits.design.columns, fit_linear)}
    if k > 1:
        models["interactions"] = (design_products(columns[:, :k], columns[:, k:], fits.weights), fit_linear)
    models["boosted"] = (columns, partial(predict_boosted, seed=seed))
    return models


def compare_models(
    fits: Fits, n_folds: int, n_repeats: int, margin: float, confidence: float, seed: int
) -> pd.DataFrame:
    """Return a row per model with its cross-validated R² and what it gains over the straight line."""
    models = list_models(fits, seed)
    folds = make_folds(len(fits.outcome), n_folds, n_repeats, seed)
    found = cross_validate(fits.outcome, fits.weights, folds, models)
    rows = []
    for name, values in found.items():
        score = corrected_mean(values, n_folds, confidence)
        gain = corrected_mean(values - found["linear"], n_folds, confidence)
        row = {"model": name, "cv_r2": score.estimate, "cv_r2_low": score.conf_low, "cv_r2_high": score.conf_high}
        unknown = float("nan")
        if name == "linear":
            rows.append({**row, **dict.fromkeys(("r2_gain", "std_error", "conf_low", "conf_high", "p_value"), unknown)})
            rows[-1]["model_verdict"] = "reference"
            continue
        tested = {"r2_gain": gain.estimate, "std_error": gain.std_error, "conf_low": gain.conf_low}
        tested |= {"conf_high": gain.conf_high, "p_value": gain.p_value}
        rows.append(
            {**row, **tested, "model_verdict": judge_gain(gain.estimate, gain.conf_low, gain.conf_high, margin)}
        )
    return pd.DataFrame(rows)


def judge_gain(gain: float, low: float, high: float, margin: float) -> str:
    """Return "better", "no_gain" or "undecided" for a gain of R² with its interval.

    Examples
    --------
    >>> judge_gain(0.05, 0.02, 0.08, 0.02), judge_gain(0.0, -0.01, 0.01, 0.02), judge_gain(0.02, -0.01, 0.05, 0.02)
    ('better', 'no_gain', 'undecided')
    """
    if low > 0 and gain >= margin:
        return "better"
    return "no_gain" if high < margin else "undecided"


def driver_table(fits: Fits, shapley: bool) -> pd.DataFrame:
    """Return a row per driver: test of its bend, LMG share, share of the boosted model's Shapley values."""
    data, k = fits.data, len(fits.data.drivers)
    tests = [None if fits.curves is None else bend_test(fits.curves, terms) for terms in fits.design.terms]
    p_values = np.array([np.nan if test is None else test.p_value for test in tests])
    adjusted = np.full(k, np.nan)
    known = np.isfinite(p_values)
    if known.any():
        adjusted[known] = adjust_p_values(p_values[known], "holm")
    values = shapley_values(fits.booster, data.rows[:, 1:]) if shapley else None
    shares = np.full(k, np.nan) if values is None else importance_shares(values[:, :k], fits.weights)
    importance = _lmg(data)
    return pd.DataFrame(
        {
            "driver": data.drivers,
            "label": data.labels,
            "statistic": [np.nan if test is None else test.statistic for test in tests],
            "df": [np.nan if test is None else float(test.df) for test in tests],
            "df_within": [np.nan if test is None else float(test.df_within) for test in tests],
            "p_value": p_values,
            "p_adjusted": adjusted,
            "n_knots": [len(knots) for knots in fits.design.knots],
            "importance_share": importance / importance.sum(),
            "shap_share": shares,
        }
    )


def _lmg(data: DriverInput) -> np.ndarray:
    cov = take_moments(data.rows, data.weights).covariance
    k = len(data.drivers)
    inner = partial_out(cov, list(range(k + 1, len(cov)))) if len(cov) > k + 1 else cov
    return lmg(inner, total_variance=cov[0, 0])


def curve_table(fits: Fits, confidence: float) -> pd.DataFrame:
    """Return a row per driver, model and value: the expected outcome, others at their mean (trees: averaged over)."""
    rows, weights = _evenly(fits)
    parts = []
    for at, name in enumerate(fits.data.drivers):
        values = np.linspace(np.min(fits.drivers[:, at]), np.max(fits.drivers[:, at]), N_GRID)
        base = {"driver": name, "label": fits.data.labels[at], "driver_value": values}
        for model, (estimate, low, high) in _traces(fits, at, values, confidence).items():
            parts.append(
                pd.DataFrame({**base, "model": model, "estimate": estimate, "conf_low": low, "conf_high": high})
            )
        mean = partial_dependence(fits.booster, rows, weights, at, values)
        parts.append(
            pd.DataFrame({**base, "model": "boosted", "estimate": mean, "conf_low": np.nan, "conf_high": np.nan})
        )
    return pd.concat(parts, ignore_index=True)


def _traces(
    fits: Fits, at: int, values: np.ndarray, confidence: float
) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    columns, w = fits.data.rows[:, 1:], fits.weights
    straight = np.empty((len(values), 0))
    found = {"linear": trace_curve(fits.line, w @ columns / w.sum(), at, [], values, straight, confidence)}
    if fits.curves is not None:
        terms, centre = fits.design.terms[at], w @ fits.design.columns / w.sum()
        bends = spline_columns(values, fits.design.knots[at])
        found["splines"] = trace_curve(fits.curves, centre, at, terms, values, bends, confidence)
    return found


def _evenly(fits: Fits) -> tuple[np.ndarray, np.ndarray]:
    """Return at most so many rows, evenly spaced, with their weights."""
    step = -(-len(fits.outcome) // MOST_ROWS)
    return fits.data.rows[::step, 1:], fits.weights[::step]
