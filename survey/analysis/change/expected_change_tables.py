"""The tables of expected differences, from averaged predictions to tidy frames."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

import numpy as np
import pandas as pd
from scipy.stats import norm, rankdata

from survey.stats.bootstrap import percentile_interval


class Named(Protocol):
    """Whatever has drivers with labels."""

    @property
    def drivers(self) -> list[str]:
        """Names."""

    @property
    def labels(self) -> list[str]:
        """Labels, in the same order."""


@dataclass(frozen=True, eq=False)
class Measured:
    """One indicator's averaged predictions.

    Attributes
    ----------
    indicator
        "index", "index_points", "csat", "recommend", "promoters" or "detractors".
    item
        Where it comes from.
    estimator
        The model.
    n
        Rows with an answer.
    predictions
        Now, the change asked for, then each driver alone, shape (2 + n_drivers,).
    errors
        Standard errors of the differences by influence, shape (1 + n_drivers,).
    draws
        Bootstrap predictions, shape (n_boot, 2 + n_drivers).
    """

    indicator: str
    item: str
    estimator: str
    n: int
    predictions: np.ndarray
    errors: np.ndarray
    draws: np.ndarray

    def differences(self) -> np.ndarray:
        """Return the bootstrap differences from now, shape (n_boot, 1 + n_drivers)."""
        return np.asarray(self.draws[:, 1:] - self.draws[:, :1])


def change_table(measured: list[Measured], confidence: float) -> pd.DataFrame:
    """Return a row per indicator: now, expected, and the difference with both intervals."""
    z = norm.ppf((1 + confidence) / 2)
    rows = []
    for each in measured:
        now, then = each.predictions[0], each.predictions[1]
        draws = each.differences()[:, 0]
        low, high = _interval(draws, confidence)
        rows.append(
            {
                "indicator": each.indicator,
                "item": each.item,
                "now": now,
                "expected": then,
                "estimate": then - now,
                "std_error": float(np.nanstd(draws, ddof=1)) if len(draws) > 1 else np.nan,
                "conf_low": low,
                "conf_high": high,
                "delta_low": then - now - z * each.errors[0],
                "delta_high": then - now + z * each.errors[0],
                "n": each.n,
                "estimator": each.estimator,
            }
        )
    return pd.DataFrame(rows)


def alternative_table(
    data: Named, measured: list[Measured], moved: np.ndarray, applies: np.ndarray, confidence: float
) -> pd.DataFrame:
    """Return a row per indicator and driver: the same points for each driver alone, the largest difference first.

    Parameters
    ----------
    moved
        Mean shift of each driver among those it applies to, shape (n_drivers,).
    applies
        Weighted share of the rows that each driver applies to, shape (n_drivers,).
    """
    z, frames = norm.ppf((1 + confidence) / 2), []
    for each in measured:
        gaps, errors = each.predictions[2:] - each.predictions[0], each.errors[1:]
        ends = [_interval(draws, confidence) for draws in each.differences()[:, 1:].T]
        frame = pd.DataFrame(
            {
                "indicator": each.indicator,
                "driver": data.drivers,
                "label": data.labels,
                "estimate": gaps,
                "conf_low": [low for low, _ in ends],
                "conf_high": [high for _, high in ends],
                "delta_low": gaps - z * errors,
                "delta_high": gaps + z * errors,
                "rank": rankdata(-gaps * _better(each.indicator), method="ordinal"),
                "points_applied": moved,
                "asked_share": applies,
            }
        )
        frames.append(frame.sort_values("rank", kind="stable"))
    return pd.concat(frames, ignore_index=True)


def difference_table(data: Named, measured: list[Measured], confidence: float) -> pd.DataFrame:
    """Return a row per indicator and pair of drivers: by how much their differences differ, and whether it is sure."""
    rows = []
    for each in measured:
        gaps, draws = each.predictions[2:] - each.predictions[0], each.differences()[:, 1:]
        order = np.argsort(-gaps * _better(each.indicator), kind="stable")
        for one, other in combinations(order, 2):
            low, high = _interval(draws[:, one] - draws[:, other], confidence)
            resolved = bool(low > 0 or high < 0) if len(draws) else None
            names = data.drivers[one], data.drivers[other]
            rows.append((each.indicator, *names, gaps[one] - gaps[other], low, high, resolved))
    columns = ["indicator", "driver", "other", "estimate", "conf_low", "conf_high", "resolved"]
    return pd.DataFrame(rows, columns=columns)


def _better(indicator: str) -> float:
    """Return -1 where less is better."""
    return -1.0 if indicator == "detractors" else 1.0


def _interval(draws: np.ndarray, confidence: float) -> tuple[float, float]:
    if not len(draws):
        return float("nan"), float("nan")
    low, high = percentile_interval(draws[:, None], confidence)
    return float(low[0]), float(high[0])
