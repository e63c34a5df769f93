"""Tables of a path model."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from survey.stats.paths.coefficients import adjust_r2, inflate_variances
from survey.stats.paths.design import PathDesign
from survey.stats.paths.estimate import PathEstimate
from survey.stats.paths.prediction import Prediction
from survey.stats.paths.quality import (
    extract_variance,
    heterotrait_ratios,
    inflate_items,
    joreskog_reliability,
    standardized_alpha,
)
from survey.stats.paths.resampling import PathDraws, measure_uncertainty


def path_table(
    estimate: PathEstimate,
    design: PathDesign,
    names: list[str],
    sizes: np.ndarray,
    draws: PathDraws | None,
    confidence: float,
) -> pd.DataFrame:
    """Build a row per path, in the order of the constructs they lead to."""
    ends, starts = np.nonzero(design.paths.T)
    at = (starts, ends)
    inflated = inflate_variances(estimate.composites, design)
    table = {
        "path_from": [names[one] for one in starts],
        "path_to": [names[one] for one in ends],
        "estimate": estimate.paths[at],
        **_spread(estimate.paths[at], None if draws is None else draws.paths[:, starts, ends], confidence),
        "f2": sizes[at],
        "vif": inflated[at],
    }
    return pd.DataFrame(table)


def _spread(estimate: np.ndarray, draws: np.ndarray | None, confidence: float) -> dict[str, np.ndarray]:
    """Return standard error, test and interval; missing values without draws."""
    if draws is None:
        nothing = np.full(len(estimate), np.nan)
        return dict.fromkeys(("std_error", "statistic", "p_value", "conf_low", "conf_high"), nothing)
    found = measure_uncertainty(estimate, draws, confidence)
    return {
        "std_error": found.std_error,
        "statistic": found.statistic,
        "p_value": found.p_value,
        "conf_low": found.low,
        "conf_high": found.high,
    }


def loading_table(
    estimate: PathEstimate,
    design: PathDesign,
    names: list[str],
    items: list[str],
    correlation: np.ndarray,
    draws: tuple[np.ndarray, np.ndarray] | None,
    confidence: float,
) -> pd.DataFrame:
    """Build a row per item and construct: loading and weight with intervals, and the item's collinearity."""
    columns, rows = np.nonzero(design.blocks.T)
    at = (rows, columns)
    parts: dict[str, object] = {
        "construct": [names[one] for one in columns],
        "item": [items[one] for one in rows],
    }
    for what, values, drawn in (
        ("loading", estimate.loadings[at], None if draws is None else draws[0][:, rows, columns]),
        ("outer_weight", estimate.weights[at], None if draws is None else draws[1][:, rows, columns]),
    ):
        spread = _spread(values, drawn, confidence)
        parts |= {
            what: values,
            f"{what}_std_error": spread["std_error"],
            f"{what}_low": spread["conf_low"],
            f"{what}_high": spread["conf_high"],
        }
    return pd.DataFrame({**parts, "vif": inflate_items(correlation, design)[at]})


def crossing_table(estimate: PathEstimate, names: list[str], items: list[str]) -> pd.DataFrame:
    """Build a row per item and construct with their correlation, whether or not the item is the construct's."""
    return pd.DataFrame(
        {
            "item": np.repeat(items, len(names)),
            "construct": np.tile(names, len(items)),
            "loading": estimate.crossed.ravel(),
        }
    )


def construct_table(
    estimate: PathEstimate,
    design: PathDesign,
    names: list[str],
    labels: Mapping[str, str],
    correlation: np.ndarray,
    n: float,
    draws: PathDraws | None,
    prediction: Prediction | None,
    confidence: float,
) -> pd.DataFrame:
    """Build a row per construct: R², reliability, extracted variance, prediction."""
    spread = _spread(estimate.r2, None if draws is None else draws.r2, confidence)
    single = design.sizes == 1
    return pd.DataFrame(
        {
            "construct": names,
            "label": [labels.get(name, name) for name in names],
            "mode": list(design.modes),
            "n_items": design.sizes,
            "r2": estimate.r2,
            "r2_low": spread["conf_low"],
            "r2_high": spread["conf_high"],
            "adj_r2": adjust_r2(estimate.r2, n, design),
            "q2_predict": np.full(len(names), np.nan) if prediction is None else prediction.q2_constructs,
            "alpha": standardized_alpha(correlation, design),
            "rho_a": np.where(single, np.nan, estimate.rho_a),
            "rho_c": joreskog_reliability(estimate.loadings, design),
            "ave": extract_variance(estimate.loadings, design),
        }
    )


def effect_table(
    estimate: PathEstimate, design: PathDesign, names: list[str], draws: PathDraws | None, confidence: float
) -> pd.DataFrame:
    """Build a row per pair of constructs that paths join: direct, indirect and total effect with intervals."""
    joined = np.linalg.matrix_power(np.eye(len(names)) + design.paths, len(names)) > 0
    np.fill_diagonal(joined, False)
    ends, starts = np.nonzero(joined.T)
    parts: dict[str, object] = {"path_from": [names[one] for one in starts], "path_to": [names[one] for one in ends]}
    for what, values, drawn in (
        ("direct", estimate.paths, None if draws is None else draws.paths),
        ("indirect", estimate.total - estimate.paths, None if draws is None else draws.total - draws.paths),
        ("total", estimate.total, None if draws is None else draws.total),
    ):
        at = values[starts, ends]
        spread = _spread(at, None if drawn is None else drawn[:, starts, ends], confidence)
        parts |= {
            what: at,
            f"{what}_std_error": spread["std_error"],
            f"{what}_low": spread["conf_low"],
            f"{what}_high": spread["conf_high"],
        }
    return pd.DataFrame(parts)


def correlation_table(estimate: PathEstimate, names: list[str]) -> pd.DataFrame:
    """Build a row per pair of constructs with their correlation, consistent where asked."""
    first, second = np.tril_indices(len(names), -1)
    return pd.DataFrame(
        {
            "construct": [names[one] for one in first],
            "other": [names[one] for one in second],
            "estimate": estimate.correlations[first, second],
        }
    )


def discriminant_table(
    correlation: np.ndarray, design: PathDesign, names: list[str], draws: PathDraws | None, confidence: float
) -> pd.DataFrame:
    """Build a row per pair of constructs with HTMT and its interval."""
    first, second = np.tril_indices(len(names), -1)
    values = heterotrait_ratios(correlation, design)[first, second]
    spread = _spread(values, None if draws is None else draws.htmt[:, first, second], confidence)
    return pd.DataFrame(
        {
            "construct": [names[one] for one in first],
            "other": [names[one] for one in second],
            "estimate": values,
            "conf_low": spread["conf_low"],
            "conf_high": spread["conf_high"],
        }
    )


def fornell_larcker_table(estimate: PathEstimate, design: PathDesign, names: list[str]) -> pd.DataFrame:
    """Build a row per construct: root of AVE beside its largest correlation with another construct."""
    root = np.sqrt(np.where(design.sizes > 1, extract_variance(estimate.loadings, design), 1.0))
    size = np.abs(estimate.composites) - np.eye(len(names))
    nearest = np.argmax(size, axis=1)
    largest = np.max(size, axis=1)
    return pd.DataFrame(
        {
            "construct": names,
            "root_ave": root,
            "other": [names[one] for one in nearest],
            "largest_correlation": largest,
            "distinct": root > largest,
        }
    )
