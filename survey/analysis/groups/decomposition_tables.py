"""The tables of a decomposition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from survey.stats.bootstrap import percentile_interval
from survey.stats.decomposition import Components, DecomposedDifference
from survey.stats.descriptives import weighted_mean
from survey.stats.regression import fit_ols

INTERCEPT = "(intercept)"
PART_COLUMNS = [
    "part", "std_error", "statistic", "p_value", "conf_low", "conf_high", "part_share", "boot_low", "boot_high",
]  # fmt: skip
COMPONENTS = ("explained", "unexplained", "endowments", "coefficients", "interaction")


@dataclass(frozen=True)
class Split:
    """A decomposition with its rows, its bootstrap samples, the names of its terms, and whether persons recur."""

    rows: Sequence[np.ndarray]
    weights: Sequence[np.ndarray | None]
    found: DecomposedDifference
    draws: Components | None
    drivers: list[str]
    labels: dict[str, str]
    confidence: float
    paired: bool


def tabulate_parts(split: Split, components: Sequence[str]) -> pd.DataFrame:
    """Return a row per component and driver, the intercept last where it has a part."""
    rows = []
    for component in components:
        parts, errors = split.found.parts[component], split.found.errors[component]
        draws = None if split.draws is None else split.draws[component]
        places = [*range(1, len(parts)), 0]
        # differences of the means of a constant are none: the intercept has a part in the coefficients only
        for at in places if component in ("unexplained", "coefficients") else places[:-1]:
            name = INTERCEPT if at == 0 else split.drivers[at - 1]
            own = None if draws is None else draws[:, at]
            rows.append([component, name, split.labels.get(name, name), *_part(split, parts[at], errors[at], own)])
    return pd.DataFrame(rows, columns=["component", "driver", "label", *PART_COLUMNS])


def tabulate_totals(split: Split) -> pd.DataFrame:
    """Return a row for the difference, with the two means, and one per component."""
    found = split.found
    table = []
    for component in COMPONENTS:
        draws = None if split.draws is None else np.sum(split.draws[component], axis=1)
        table.append([component, *_part(split, *found.totals[component], draws)])
    whole = None
    if split.draws is not None:
        whole = np.sum(split.draws["explained"], axis=1) + np.sum(split.draws["unexplained"], axis=1)
    table.insert(0, ["difference", *_part(split, found.difference, found.difference_error, whole)])
    frame = pd.DataFrame(table, columns=["component", *PART_COLUMNS])
    means = [weighted_mean(x[:, 0], w) for x, w in zip(split.rows, split.weights, strict=True)]
    first = (frame["component"] == "difference").to_numpy()
    frame.insert(1, "mean_rest", np.where(first, means[0], np.nan))
    frame.insert(2, "mean", np.where(first, means[1], np.nan))
    return frame


def _part(split: Split, value: float, error: float, draws: np.ndarray | None) -> list[float]:
    """Return a part with its test and intervals; in a panel the bootstrap's stand in for the formula's."""
    nothing = float("nan")
    boot_low, boot_high = nothing, nothing
    if draws is not None:
        ends = percentile_interval(draws[:, None], split.confidence)
        boot_low, boot_high = float(ends[0][0]), float(ends[1][0])
    if split.paired and draws is not None:
        error = float(np.nanstd(draws, ddof=1))
    reach = float(norm.ppf((1 + split.confidence) / 2))
    half = reach * error
    statistic = value / error if error > 0 else nothing
    whole = split.found.difference
    share = value / whole if abs(whole) > reach * split.found.difference_error else nothing
    p = float(2 * norm.sf(abs(statistic)))
    return [value, error, statistic, p, value - half, value + half, share, boot_low, boot_high]


def tabulate_drivers(split: Split) -> pd.DataFrame:
    """Return what the parts are made of: means and coefficients."""
    names = [INTERCEPT, *split.drivers]
    first, second = (fit_ols(x[:, 0], x[:, 1:], w) for x, w in zip(split.rows, split.weights, strict=True))
    means = [
        [1.0, *(weighted_mean(x[:, at], w) for at in range(1, x.shape[1]))]
        for x, w in zip(split.rows, split.weights, strict=True)
    ]
    table = pd.DataFrame(
        {
            "driver": names,
            "label": [split.labels.get(name, name) for name in names],
            "mean_rest": means[0],
            "mean": means[1],
            "coefficient_rest": first.coefficients,
            "coefficient": second.coefficients,
            "reference_coefficient": split.found.reference,
        }
    )
    # the reference's own intercept depends on which group it is written for, and values nothing
    table.loc[0, "reference_coefficient"] = np.nan
    return table
