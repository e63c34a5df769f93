"""The estimates of one construct, from its complete rows to tidy frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.reliability_input import ItemBlock
from survey.errors import DataError
from survey.notes import Note
from survey.stats.alpha_interval import feldt_interval, spearman_brown
from survey.stats.consistency import alpha, alpha_if_dropped, alpha_standardized, item_rest_correlation, lambda6
from survey.stats.descriptives import effective_n
from survey.stats.moments import Moments, take_moments
from survey.stats.omega import omega_interval, omega_total

# A two-item construct needs three rows for an interval, a larger one a row more than items.
FEWEST_ROWS = 3

Row = tuple[str, float, float, float]


@dataclass(frozen=True)
class ConstructEstimates:
    """The tables and notes of one construct."""

    table: pd.DataFrame
    items: pd.DataFrame
    notes: tuple[Note, ...]


def estimate_construct(block: ItemBlock, *, n_boot: int, seed: int, confidence: float) -> ConstructEstimates:
    """Estimate every reliability of one construct that its items and rows allow."""
    k, n = len(block.items), len(block.rows)
    if k < 2 or n < FEWEST_ROWS:
        note = Note("reliability_undefined", construct=block.construct, n_items=k, n=n)
        return ConstructEstimates(
            _table(block, [("undefined", float("nan"), float("nan"), float("nan"))]),
            _items(block, None),
            (*block.notes, note),
        )
    moments = take_moments(block.rows, block.weights)
    cov = moments.covariance
    n_eff = n if block.weights is None else effective_n(block.weights)
    raw, standardized = float(alpha(cov)), float(alpha_standardized(cov))
    rows: list[Row] = [
        ("alpha", raw, *feldt_interval(raw, n_eff, k, confidence)),
        ("alpha_standardized", standardized, *feldt_interval(standardized, n_eff, k, confidence)),
    ]
    extra, notes = _pair(cov) if k == 2 else _many(block, cov, n_boot, seed, confidence)
    items = _items(block, moments)
    against = items.loc[items["item_rest"] < 0, "item"]
    notes += [Note("item_rest_negative", item=item, construct=block.construct) for item in against]
    return ConstructEstimates(_table(block, rows + extra), items, (*block.notes, *notes))


def _pair(cov: np.ndarray) -> tuple[list[Row], list[Note]]:
    r = float(cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1]))
    return [("spearman_brown", float(spearman_brown(r)), float("nan"), float("nan"))], []


def _many(block: ItemBlock, cov: np.ndarray, n_boot: int, seed: int, confidence: float) -> tuple[list[Row], list[Note]]:
    low = high = float("nan")
    try:
        if n_boot:
            low, high = omega_interval(
                block.rows, weights=block.weights, n_boot=n_boot, seed=seed, confidence=confidence
            )
        omega = float(omega_total(cov))
        standardized = float(omega_total(cov, method="minres", standardized=True, denominator="observed"))
    except DataError as error:
        return [], [Note("omega_failed", construct=block.construct, reason=str(error))]
    nan = float("nan")
    rows: list[Row] = [
        ("omega_total", omega, float(low), float(high)),
        ("omega_total_standardized", standardized, nan, nan),
        ("lambda6", float(lambda6(cov)), nan, nan),
    ]
    return rows, []


def _table(block: ItemBlock, rows: list[Row]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["estimator", "estimate", "conf_low", "conf_high"])
    table.insert(0, "construct", block.construct)
    table.insert(1, "label", block.label)
    return table.assign(n=len(block.rows), n_items=len(block.items))


def _items(block: ItemBlock, moments: Moments | None) -> pd.DataFrame:
    k = len(block.items)
    missing = np.full(k, np.nan)
    cov = None if moments is None else moments.covariance
    return pd.DataFrame(
        {
            "construct": block.construct,
            "item": block.items,
            "wording": block.wordings,
            "reverse": block.reverse,
            "mean": missing if moments is None else moments.mean,
            "sd": missing if cov is None else np.sqrt(np.diag(cov)),
            "item_rest": missing if cov is None else item_rest_correlation(cov),
            "alpha_dropped": missing if cov is None or k < 3 else alpha_if_dropped(cov),
        }
    )
