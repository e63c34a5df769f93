"""The tables of the sensitivity to a confounder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import t

from survey.analysis.change.confounding_input import Coefficients
from survey.stats.confounding import (
    adjust_estimate,
    bound_confounder,
    needed_of_driver,
    partial_matrix,
    robustness_value,
)
from survey.stats.confounding_halo import add_halo, halo_loadings, halo_to_zero

# Shares of the outcome's rest that an extreme confounder explains, as Cinelli & Hazlett (2020) draw them.
EXTREME_SHARES = (1.0, 0.75, 0.5)
# Shares of the general factor's variance that are taken for halo, and the one that the headline shows: nobody knows how
# much of it is halo, so half is a convention, and `halo_to_zero` tells what it would take.
HALO_SHARES = (0.25, 0.5, 0.75, 1.0)
HEADLINE_HALO = 0.5
SCENARIO_COLUMNS = (
    "driver",
    "scenario",
    "other",
    "times",
    "of_driver",
    "of_outcome",
    "estimate",
    "std_error",
    "conf_low",
    "conf_high",
    "kept",
)


def coefficient_rows(given: Coefficients, reduction: float, confidence: float) -> pd.DataFrame:
    """Return a row per driver: coefficient, partial R² and robustness values."""
    reach = t.ppf((1 + confidence) / 2, given.df) * given.std_error
    return pd.DataFrame(
        {
            "driver": given.drivers,
            "label": given.labels,
            "estimate": given.estimate,
            "std_error": given.std_error,
            "conf_low": given.estimate - reach,
            "conf_high": given.estimate + reach,
            "df": given.df,
            "partial_r2": given.shared,
            "robustness": robustness_value(given.shared, given.df, reduction=reduction),
            "robustness_alpha": robustness_value(given.shared, given.df, reduction=reduction, alpha=1 - confidence),
        }
    )


def scenario_table(given: Coefficients, times: Sequence[float], confidence: float) -> pd.DataFrame:
    """Return a row per driver and confounder: as strong as each other driver, and a halo."""
    if given.cov is None:
        return pd.DataFrame(columns=list(SCENARIO_COLUMNS))
    frames = [_benchmark_rows(given, given.cov, times, confidence), _halo_rows(given, given.cov, confidence)]
    kept = [frame for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(SCENARIO_COLUMNS))


def _benchmark_rows(given: Coefficients, cov: np.ndarray, times: Sequence[float], confidence: float) -> pd.DataFrame:
    k, parts = len(given.drivers), []
    with_outcome, among = partial_matrix(cov)[0, 1:], partial_matrix(cov[1:, 1:])
    for at, name in enumerate(given.drivers):
        for other in (j for j in range(k) if j != at):
            of_driver, of_outcome = bound_confounder(np.array(times), among[at, other], with_outcome[other])
            frame = _adjusted_rows(given, at, of_driver, of_outcome, confidence)
            parts.append(frame.assign(driver=name, scenario="as_strong", other=given.drivers[other], times=times))
    return pd.concat(parts, ignore_index=True)[list(SCENARIO_COLUMNS)] if parts else pd.DataFrame()


def _adjusted_rows(
    given: Coefficients, at: int, of_driver: np.ndarray, of_outcome: np.ndarray, confidence: float
) -> pd.DataFrame:
    """Return the coefficient under each confounder; NaN where none can be so strong."""
    possible = np.isfinite(of_driver)
    adjusted = adjust_estimate(
        given.estimate[at],
        given.std_error[at],
        given.df,
        np.where(possible, of_driver, 0.0),
        np.where(possible, of_outcome, 0.0),
        confidence=confidence,
    )
    columns = {
        "estimate": adjusted.estimate,
        "std_error": adjusted.std_error,
        "conf_low": adjusted.conf_low,
        "conf_high": adjusted.conf_high,
    }
    frame = pd.DataFrame({name: np.where(possible, value, np.nan) for name, value in columns.items()})
    kept = _kept(given.estimate[at], adjusted.conf_low, adjusted.conf_high)
    return frame.assign(of_driver=of_driver, of_outcome=of_outcome, kept=kept & possible)


def _kept(estimate: float, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Tell whether an interval lies wholly on the coefficient's side of 0."""
    return np.asarray(low > 0 if estimate > 0 else high < 0)


def _halo_rows(given: Coefficients, cov: np.ndarray, confidence: float) -> pd.DataFrame:
    loadings = take_halo(given)
    if loadings is None:
        return pd.DataFrame()
    k, parts = len(given.drivers), []
    for share in HALO_SHARES:
        halo = add_halo(cov, k, np.sqrt(share) * loadings)
        if halo is None:
            continue
        plain = adjust_estimate(
            given.estimate, given.std_error, given.df, halo.of_driver, halo.of_outcome, confidence=confidence
        )
        reach = plain.conf_high - plain.estimate
        low, high = halo.estimate - reach, halo.estimate + reach
        kept = [bool(_kept(b, a, c)) for b, a, c in zip(given.estimate, low, high, strict=True)]
        columns = {
            "driver": given.drivers,
            "scenario": "halo",
            "other": "",
            "times": share,
            "of_driver": halo.of_driver,
            "of_outcome": halo.of_outcome,
            "estimate": halo.estimate,
            "std_error": plain.std_error,
            "conf_low": low,
            "conf_high": high,
            "kept": kept,
        }
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def take_halo(given: Coefficients) -> np.ndarray | None:
    """Return how far outcome and drivers go with their general factor, shape (1 + n_drivers,)."""
    if given.cov is None:
        return None
    size = 1 + len(given.drivers)
    return halo_loadings(given.cov[:size, :size])


def add_summaries(table: pd.DataFrame, given: Coefficients, scenarios: pd.DataFrame) -> pd.DataFrame:
    """Add to each driver the observed driver whose equal would take most off it, what a halo leaves, and a flag."""
    strong = scenarios[(scenarios["scenario"] == "as_strong") & (scenarios["times"] == 1)]
    worst = [
        _worst(strong[strong["driver"] == name], b) for name, b in zip(table["driver"], table["estimate"], strict=True)
    ]
    loadings = take_halo(given)
    to_zero = (
        np.full(len(table), np.nan)
        if loadings is None or given.cov is None
        else halo_to_zero(given.cov, len(given.drivers), loadings)
    )
    half = scenarios[(scenarios["scenario"] == "halo") & (scenarios["times"] == HEADLINE_HALO)].set_index("driver")
    extended = table.assign(
        strongest=[name for name, _, _ in worst],
        adjusted=[value for _, value, _ in worst],
        with_halo=[float(half["estimate"].get(name, np.nan)) for name in table["driver"]],
        halo_to_zero=to_zero,
    )
    kept_halo = [bool(half["kept"].get(name, True)) for name in table["driver"]]
    flags = [
        _flag(alpha, kept, halo)
        for alpha, (_, _, kept), halo in zip(table["robustness_alpha"], worst, kept_halo, strict=True)
    ]
    return extended.assign(flag=flags)


def _worst(rows: pd.DataFrame, estimate: float) -> tuple[str, float, bool]:
    """Return the benchmark that takes most off a coefficient, what it leaves, and whether that differs from 0."""
    possible = rows[rows["estimate"].notna()]
    if not len(possible):
        return "", float("nan"), True
    left = possible["estimate"].to_numpy(dtype=float) * (1 if estimate >= 0 else -1)
    row = possible.iloc[int(np.argmin(left))]
    return str(row["other"]), float(row["estimate"]), bool(row["kept"])


def _flag(robustness_alpha: float, kept: bool, kept_halo: bool) -> str:
    if robustness_alpha <= 0:
        return "not_different"
    return " ".join(
        name for name, kept_so in (("lost_with_strongest", kept), ("lost_with_halo", kept_halo)) if not kept_so
    )


def extreme_table(given: Coefficients, reduction: float) -> pd.DataFrame:
    """Return how much of a driver a confounder must explain that explains much of the outcome's rest."""
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "driver": given.drivers,
                    "of_outcome": share,
                    "of_driver": needed_of_driver(given.shared, share, reduction=reduction),
                }
            )
            for share in EXTREME_SHARES
        ],
        ignore_index=True,
    )


def contour_table(given: Coefficients, driver: int, confidence: float, points: int = 60) -> pd.DataFrame:
    """Return the coefficient of one driver over a grid of confounders, somewhat beyond the robustness value."""
    reach = float(np.clip(1.35 * robustness_value(given.shared[driver], given.df), 0.05, 0.95))
    grid = np.linspace(0.0, reach, points)
    of_driver, of_outcome = (side.ravel() for side in np.meshgrid(grid, grid))
    about = given.estimate[driver], given.std_error[driver], given.df
    adjusted = adjust_estimate(*about, of_driver, of_outcome, confidence=confidence)
    near = adjusted.conf_low if given.estimate[driver] >= 0 else adjusted.conf_high
    return pd.DataFrame(
        {"of_driver": of_driver, "of_outcome": of_outcome, "estimate": adjusted.estimate, "conf_low": near}
    )
