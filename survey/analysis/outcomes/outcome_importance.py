"""Importance of the drivers of an outcome of any kind, as a table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from survey.analysis.outcomes.outcome_fits import ModelRows
from survey.analysis.outcomes.outcome_steps import Plan
from survey.notes import Note
from survey.stats.bootstrap import percentile_interval
from survey.stats.outcomes.outcome_importance import bootstrap_outcome, measures_of, split_outcome

MEASURE_NAMES = {"r2": "R²", "mcfadden": "R² (McFadden)", "nagelkerke": "R² (Nagelkerke)"}
COLUMNS = (
    "measure",
    "driver",
    "label",
    "importance",
    "importance_low",
    "importance_high",
    "importance_share",
    "conf_low",
    "conf_high",
    "rank",
)


def empty_importance() -> pd.DataFrame:
    """Return the table of importance without a row."""
    texts = ("measure", "driver", "label")
    return pd.DataFrame({name: pd.Series(dtype="str" if name in texts else float) for name in COLUMNS})


def share_importance(rows: ModelRows, labels: dict[str, str], plan: Plan) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return a row per measure and driver, the most important first, and what to know of it."""
    if not plan.importance:
        return empty_importance(), ()
    model, n_boot, seed = plan.model, plan.n_boot, plan.seed
    k, controls = len(labels), len(rows.names) - len(labels)
    values = split_outcome(rows.outcome, rows.drivers, rows.weights, model=model, controls=controls)
    draws = np.empty((0, len(values), k))
    if n_boot:
        draws = bootstrap_outcome(
            rows.outcome,
            rows.drivers,
            rows.weights,
            model=model,
            controls=controls,
            n_boot=n_boot,
            seed=seed,
            progress=plan.progress,
        )
    measures = measures_of(model)
    parts = [
        _part(measure, value, draws[:, at], labels, plan.confidence)
        for at, (measure, value) in enumerate(zip(measures, values, strict=True))
    ]
    said = ", ".join(MEASURE_NAMES[name] for name in measures)
    drawn = Note("outcome_shares_drawn", measures=said, n_boot=n_boot, seed=seed)
    notes = [drawn if n_boot else Note("outcome_shares", measures=said)]
    if rows.free:
        notes.append(Note("outcome_shares_common"))
    if failed := int(np.sum(np.isnan(draws).any(axis=(1, 2)))):
        notes.append(Note("outcome_failed_samples", n=failed, n_boot=n_boot))
    return pd.concat(parts, ignore_index=True), tuple(notes)


def _part(
    measure: str, value: np.ndarray, draws: np.ndarray, labels: dict[str, str], confidence: float
) -> pd.DataFrame:
    blank = np.full(len(value), np.nan)
    low, high = percentile_interval(draws, confidence) if len(draws) else (blank, blank)
    share_low, share_high = percentile_interval(_shares(draws), confidence) if len(draws) else (blank, blank)
    table = pd.DataFrame(
        {
            "measure": measure,
            "driver": list(labels),
            "label": list(labels.values()),
            "importance": value,
            "importance_low": low,
            "importance_high": high,
            "importance_share": _shares(value),
            "conf_low": share_low,
            "conf_high": share_high,
            "rank": (-value).argsort(kind="stable").argsort(kind="stable") + 1,
        }
    )
    return table.sort_values("rank", ignore_index=True)


def _shares(importance: np.ndarray) -> np.ndarray:
    total = np.sum(importance, axis=-1, keepdims=True)
    return np.asarray(np.divide(importance, total, out=np.full_like(importance, np.nan), where=total > 0))
