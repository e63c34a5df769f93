"""The tables of a penalty–reward contrast, from checked input to tidy frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import get_args

import numpy as np
import pandas as pd
from scipy.stats import norm, t

from survey.analysis.drivers.driver_input import DriverInput
from survey.errors import DataError
from survey.stats.shape.impact_classes import classify_impact
from survey.stats.shape.penalty_reward import (
    CutKind,
    PenaltyReward,
    Rule,
    contrast_penalties,
    find_cuts,
    measure_impact,
)

# Customary smallest base of a subgroup whose mean is reported.
SMALL_CELL = 30


@dataclass(frozen=True)
class Setting:
    """One way to contrast: where the cuts are, which coefficients, which rule."""

    cut: CutKind
    low: float
    high: float
    standardized: bool
    rule: Rule


def contrast_drivers(data: DriverInput, setting: Setting) -> PenaltyReward:
    """Contrast the drivers at one setting.

    Raises
    ------
    DataError
        The cuts of a driver overlap, or the dummies carry no regression.
    """
    k = len(data.drivers)
    drivers, controls = data.rows[:, 1 : k + 1], data.rows[:, k + 1 :]
    cuts = np.stack([find_cuts(column, setting.cut, setting.low, setting.high, data.weights) for column in drivers.T])
    overlap = [name for name, (low, high) in zip(data.drivers, cuts, strict=True) if low >= high]
    if overlap:
        at = data.drivers.index(overlap[0])
        raise DataError(
            f"the cuts of '{overlap[0]}' overlap: low ends at {cuts[at, 0]:g}, high begins at {cuts[at, 1]:g}. Ratings "
            "pile up there; choose cut='points' with values of the scale, or percentiles further apart."
        )
    found = contrast_penalties(data.rows[:, 0], drivers, cuts, data.weights, controls if controls.shape[1] else None)
    return found.standardized() if setting.standardized else found


def contrast_table(
    data: DriverInput,
    found: PenaltyReward,
    chosen: Setting,
    sensitivity: pd.DataFrame,
    limit: float,
    confidence: float,
) -> pd.DataFrame:
    """Return a row per driver, in the order given."""
    impact = measure_impact(found)
    categories = classify_impact(found, chosen.rule, limit=limit, alpha=1 - confidence)
    reach = norm.ppf((1 + confidence) / 2) * impact.asymmetry_std_error
    return pd.DataFrame(
        {
            "driver": data.drivers,
            "label": data.labels,
            **_effect_columns(found, "penalty", 0, confidence),
            **_effect_columns(found, "reward", 1, confidence),
            "low_cut": found.cuts[:, 0],
            "high_cut": found.cuts[:, 1],
            "n_low": found.n_low,
            "n_high": found.n_high,
            "penalty_index": impact.penalty_index,
            "reward_index": impact.reward_index,
            "impact_range": impact.impact_range,
            "impact_asymmetry": impact.asymmetry,
            "asymmetry_low": np.maximum(impact.asymmetry - reach, -1.0),
            "asymmetry_high": np.minimum(impact.asymmetry + reach, 1.0),
            "asymmetry_p": impact.difference_p,
            "category": categories,
            "agree_share": _agreement(data.drivers, categories, sensitivity),
            "flag": [_flag(*pair) for pair in zip(found.penalty, found.reward, strict=True)],
        }
    )


def _effect_columns(found: PenaltyReward, name: str, side: int, confidence: float) -> dict[str, np.ndarray]:
    estimate = (found.penalty, found.reward)[side]
    error = np.sqrt(found.covariance[:, side, side])
    half = t.ppf((1 + confidence) / 2, found.fit.df) * error
    return {
        name: estimate,
        f"{name}_std_error": error,
        f"{name}_p": 2 * t.sf(np.abs(estimate / error), found.fit.df),
        f"{name}_low": estimate - half,
        f"{name}_high": estimate + half,
    }


def _agreement(drivers: list[str], categories: list[str], sensitivity: pd.DataFrame) -> list[float]:
    """Return the share of settings with a known category that agree with the one shown."""
    known = sensitivity[sensitivity["category"] != ""]
    return [
        float((known.loc[known["driver"] == driver, "category"] == category).mean()) if category else float("nan")
        for driver, category in zip(drivers, categories, strict=True)
    ]


def _flag(penalty: float, reward: float) -> str:
    flags = []
    if penalty > 0:
        flags.append("penalty_positive")
    if reward < 0:
        flags.append("reward_negative")
    return " ".join(flags)


def sensitivity_table(
    data: DriverInput, chosen: Setting, cuts: Sequence[tuple[CutKind, float, float]], limit: float, confidence: float
) -> pd.DataFrame:
    """Return a row per driver and setting: the chosen cut and the customary ones, both coefficients, every rule."""
    kinds = list(dict.fromkeys([(chosen.cut, chosen.low, chosen.high), *cuts]))
    parts = []
    for (kind, low, high), standardized in product(kinds, (False, True)):
        parts += _setting_rows(data, Setting(kind, low, high, standardized, chosen.rule), limit, confidence)
    return pd.concat(parts, ignore_index=True)


def _setting_rows(data: DriverInput, setting: Setting, limit: float, confidence: float) -> list[pd.DataFrame]:
    about: dict[str, object] = {"cut": setting.cut, "low_setting": setting.low, "high_setting": setting.high}
    about["coefficient_kind"] = "standardized" if setting.standardized else "raw"
    unknown = np.full(len(data.drivers), np.nan)
    try:
        found = contrast_drivers(data, setting)
        effects = {"penalty": found.penalty, "reward": found.reward}
        classes = {rule: classify_impact(found, rule, limit=limit, alpha=1 - confidence) for rule in get_args(Rule)}
    except DataError:
        effects = {"penalty": unknown, "reward": unknown}
        classes = {rule: [""] * len(data.drivers) for rule in get_args(Rule)}
    base = {"driver": data.drivers, "label": data.labels, **about}
    return [
        pd.DataFrame({**base, "impact_rule": rule, **effects, "category": names}) for rule, names in classes.items()
    ]


def term_table(data: DriverInput, found: PenaltyReward, confidence: float) -> pd.DataFrame:
    """Return the regression in raw units, intercept first."""
    names = [f"{driver}_{side}" for driver in data.drivers for side in ("low", "high")]
    kept = [name for name, place in zip(names, found.places.ravel(), strict=True) if place > 0]
    fit = found.fit
    half = t.ppf((1 + confidence) / 2, fit.df) * fit.std_error
    statistic = fit.coefficients / fit.std_error
    return pd.DataFrame(
        {
            "term": ["(intercept)", *kept, *data.controls],
            "estimate": fit.coefficients,
            "std_error": fit.std_error,
            "statistic": statistic,
            "df": float(fit.df),
            "p_value": 2 * t.sf(np.abs(statistic), fit.df),
            "conf_low": fit.coefficients - half,
            "conf_high": fit.coefficients + half,
        }
    )


def regression_table(data: DriverInput, found: PenaltyReward) -> pd.DataFrame:
    """Return the base and the explained share in one row."""
    fit = found.fit
    row = {"n": fit.n, "n_total": data.n_total, "n_eff": data.n_eff, "r2": fit.r2, "adj_r2": fit.adj_r2}
    return pd.DataFrame([row])
