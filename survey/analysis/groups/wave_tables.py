"""The tables of a comparison of waves: levels and trends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from survey.analysis.drivers.driver_shares import as_shares, split_r2
from survey.analysis.groups.group_sides import DRIVER_MEASURES, Side, SideOptions
from survey.analysis.groups.wave_input import Waves
from survey.errors import DataError
from survey.notes import Note
from survey.stats.bootstrap import percentile_interval
from survey.stats.false_discovery import Correction, adjust_p_values
from survey.stats.group_contrasts import take_group_means
from survey.stats.moments import take_moments
from survey.stats.regression import fit_ols
from survey.stats.repeated_contrasts import combine_repeated
from survey.stats.resampled_moments import resample_moments
from survey.stats.t_intervals import t_interval
from survey.stats.trends import slope_factors

LEVEL_COLUMNS = [
    "wave", "position", "measure", "subject", "label", "n", "estimate", "std_error", "conf_low", "conf_high",
]  # fmt: skip
TREND_COLUMNS = [
    "measure", "subject", "label", "n", "estimate", "std_error", "statistic", "p_value", "p_adjusted", "conf_low",
    "conf_high",
]  # fmt: skip
FEWEST_WAVES = 3


@dataclass(frozen=True)
class Level:
    """One subject over all waves.

    Attributes
    ----------
    estimate, std_error, low, high
        Shape (waves,).
    draws
        Bootstrap estimates, shape (n_boot, waves), or None where the error comes from a formula.
    """

    measure: str
    subject: str
    n: list[int]
    estimate: np.ndarray
    std_error: np.ndarray
    low: np.ndarray
    high: np.ndarray
    draws: np.ndarray | None = None


def model_drivers(waves: Waves, minimum: int) -> tuple[tuple[str, ...], list[Note]]:
    """Return the drivers with enough answers in every wave that has the base, and a note on the others."""
    first = waves.first
    sides = [side for side in waves.sides if side.size >= minimum]
    kept = [
        name
        for name in first.drivers
        if all(side.base(name) >= minimum and np.ptp(side.column(name)[0]) > 0 for side in sides)
    ]
    dropped = [first.labels.get(name, name) for name in first.drivers if name not in kept]
    notes = [Note("waves_driver_missing", drivers=", ".join(dropped), minimum=minimum)] if dropped else []
    return tuple(kept), notes


def measure_levels(waves: Waves, options: SideOptions, seed: int) -> list[Level]:
    """Return the estimates of every wave that has the base for them."""
    indicators = [
        str(name) for name in waves.first.indicators if all(name in one.data.indicators for one in waves.sides)
    ]
    subjects = [("performance", name) for name in [waves.first.outcome, *waves.first.drivers]]
    subjects += [("indicator", name) for name in indicators]
    levels = [_mean_level(measure, name, waves.sides, options) for measure, name in subjects]
    return levels + _driver_levels(waves, options, seed)


def _mean_level(measure: str, subject: str, sides: Sequence[Side], options: SideOptions) -> Level:
    found = []
    for side in sides:
        x, w, _ = side.column(subject)
        one = take_group_means(x, np.zeros(len(x)), 1, w) if len(x) >= max(options.minimum, 2) else None
        if one is None:
            found.append([np.nan] * 4)
            continue
        ends = t_interval(one.mean, one.std_error, one.n_eff[0] - 1, options.confidence)
        found.append([one.mean[0], one.std_error[0], ends[0][0], ends[1][0]])
    return Level(measure, subject, [side.base(subject) for side in sides], *np.array(found).T)


def _driver_levels(waves: Waves, options: SideOptions, seed: int) -> list[Level]:
    """Return importance and coefficients of the waves whose models can be fitted, NaN for the others."""
    drivers = list(options.drivers or ())
    used = [side.data.complete(side.mask, drivers, options.missing) for side in waves.sides]
    sizes = [int(np.sum(one)) for one in used]
    large = [at for at, size in enumerate(sizes) if size >= max(options.minimum, 2)]
    if not drivers or not large:
        return []
    sides = [waves.sides[at] for at in large]
    try:
        models = [side.data.model(side.mask, drivers, options.missing) for side in sides]
        fits = [fit_ols(one.rows[:, 0], one.rows[:, 1:], one.weights, options.confidence) for one in models]
    except DataError:
        return []
    k = len(drivers)
    whole = _split_covariances([take_moments(one.rows, one.weights).covariance for one in models], k)
    estimates = (*whole, np.array([fit.coefficients[1 : k + 1] for fit in fits]))
    draws: list[np.ndarray] = [np.empty((0, 0))] * len(DRIVER_MEASURES)
    if options.n_boot:
        people = [side.person[used[at]] for side, at in zip(sides, large, strict=True) if side.person is not None]
        moments = resample_moments(
            [one.rows for one in models],
            [one.weights for one in models],
            n_boot=options.n_boot,
            seed=seed,
            persons=people or None,
        )
        shares = _split_covariances([one.cross for one in moments], k)
        draws = [*shares, np.array([one.slopes[:, :k] for one in moments])]
    return [
        _spread_level(measure, name, sizes, large, values[:, at], drawn[..., at].T if options.n_boot else None, options)
        for measure, values, drawn in zip(DRIVER_MEASURES, estimates, draws, strict=True)
        for at, name in enumerate(drivers)
    ]


def _split_covariances(given: Sequence[np.ndarray], k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return importance and its shares for covariances of each wave, waves first."""
    importance = [split_r2(one, k, "shapley") for one in given]
    return np.array(importance), np.array([as_shares(one) for one in importance])


def _spread_level(
    measure: str,
    name: str,
    sizes: list[int],
    large: list[int],
    values: np.ndarray,
    drawn: np.ndarray | None,
    options: SideOptions,
) -> Level:
    """Put what was found for some waves in the places of all."""
    estimate, error, low, high = np.full((4, len(sizes)), np.nan)
    estimate[large] = values
    if drawn is None:
        return Level(measure, name, sizes, estimate, error, low, high)
    error[large] = np.nanstd(drawn, axis=0, ddof=1)
    low[large], high[large] = percentile_interval(drawn, options.confidence)
    draws = np.full((len(drawn), len(sizes)), np.nan)
    draws[:, large] = drawn
    return Level(measure, name, sizes, estimate, error, low, high, draws)


def tabulate_levels(waves: Waves, levels: Sequence[Level]) -> pd.DataFrame:
    """Return a row per wave, measure and subject."""
    labels = waves.first.labels
    rows = [
        [wave, waves.times[at], one.measure, one.subject, labels.get(one.subject, one.subject), one.n[at],
         one.estimate[at], one.std_error[at], one.low[at], one.high[at]]
        for one in levels
        for at, wave in enumerate(waves.names)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=LEVEL_COLUMNS)


def tabulate_trends(waves: Waves, levels: Sequence[Level], confidence: float, adjust: Correction) -> pd.DataFrame:
    """Return the weighted slope over time of every subject with an estimate in three waves or more."""
    rows = [_trend(waves, one, confidence) for one in levels if len(waves.names) >= FEWEST_WAVES]
    table = pd.DataFrame([row for row in rows if row is not None], columns=TREND_COLUMNS)
    for measure in table["measure"].unique():
        own = table["measure"] == measure
        table.loc[own, "p_adjusted"] = adjust_p_values(table.loc[own, "p_value"].to_numpy(dtype=float), adjust)
    return table


def _trend(waves: Waves, level: Level, confidence: float) -> list[object] | None:
    there = np.flatnonzero(level.std_error > 0)
    if len(there) < FEWEST_WAVES:
        return None
    factors = slope_factors(waves.times[there], level.std_error[there])
    slope = float(factors @ level.estimate[there])
    error = _slope_error(waves, level, there, factors)
    half = norm.ppf((1 + confidence) / 2) * error
    z = slope / error
    label = waves.first.labels.get(level.subject, level.subject)
    return [
        level.measure, level.subject, label, len(there), slope, error, z, 2 * norm.sf(abs(z)), np.nan, slope - half,
        slope + half,
    ]  # fmt: skip


def _slope_error(waves: Waves, level: Level, there: np.ndarray, factors: np.ndarray) -> float:
    """Return the slope's standard error; in a panel the waves' estimates hang together."""
    if not waves.paired:
        return float(np.sqrt(factors**2 @ level.std_error[there] ** 2))
    if level.draws is not None:
        return float(np.nanstd(level.draws[:, there] @ factors, ddof=1))
    columns = [waves.sides[at].column(level.subject) for at in there]
    persons = [who for _, _, who in columns if who is not None]
    error, _ = combine_repeated([x for x, _, _ in columns], [w for _, w, _ in columns], persons, list(factors))
    return float(error[0])
