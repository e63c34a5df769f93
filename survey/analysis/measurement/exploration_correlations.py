"""The correlations that factors are found in: Pearson's, or polychoric ones that fit together."""

from __future__ import annotations

from typing import Literal

import numpy as np

from survey.analysis.measurement.measurement_items import MeasurementItems
from survey.notes import Note
from survey.stats.correlations.nearest import repair_correlation
from survey.stats.correlations.polychoric import estimate_polychoric
from survey.stats.factors.resampling import Correlate
from survey.stats.item_covariances import correlations
from survey.stats.moments import take_moments

Kind = Literal["auto", "pearson", "polychoric"]


def choose_kind(taken: MeasurementItems, asked: Kind) -> str:
    """Return the kind asked for, or the one that suits the items."""
    if asked != "auto":
        return asked
    return "polychoric" if taken.is_ordinal else "pearson"


def _pearson(rows: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
    return np.asarray(correlations(take_moments(rows, weights).covariance))


def _polychoric(rows: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
    return repair_correlation(estimate_polychoric(rows, weights=weights).correlation).correlation


CORRELATE: dict[str, Correlate] = {"pearson": _pearson, "polychoric": _polychoric}


def correlate_soundly(
    correlate: Correlate, rows: np.ndarray, weights: np.ndarray | None
) -> tuple[np.ndarray, list[Note]]:
    """Return the correlations, and a note if they had to be repaired."""
    if correlate is _pearson:
        return correlate(rows, weights), []
    repaired = repair_correlation(estimate_polychoric(rows, weights=weights).correlation)
    notes = [Note("correlation_repaired", change=repaired.largest_change)] if repaired.largest_change else []
    return repaired.correlation, notes
