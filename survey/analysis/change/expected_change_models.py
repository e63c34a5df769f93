"""The models of expected differences: scenarios, fits, predictions, and what to warn of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.change.expected_change_input import (
    CSAT_MEASURES,
    RECOMMEND_MEASURES,
    ChangeInput,
    recommend_groups,
)
from survey.analysis.change.expected_change_tables import Measured
from survey.errors import DataError
from survey.notes import Note
from survey.stats.expected_change import (
    MeanPredictor,
    Predictor,
    influence_error,
    raise_scores,
    share_outside,
    shift_scores,
)
from survey.stats.expected_shares import fit_shares

# Share of a scale below which the answers look as if they came from another scale.
NARROW_RANGE = 0.5


def shift_all(given: ChangeInput, asked: dict[str, float], least: dict[str, float], step: float) -> np.ndarray:
    """Return the shifts of the change asked for, then of each driver alone, shape (1 + k, n, p)."""
    data = given.data
    k, values = len(data.drivers), data.rows[:, 1:]
    shifts = np.zeros((1 + k, *values.shape))
    for at, name in enumerate(data.drivers):
        if name in asked:
            shifts[0, :, at] = shift_scores(values[:, at], asked[name], given.applies[:, at], given.ends)
        elif name in least:
            shifts[0, :, at] = raise_scores(values[:, at], least[name], given.applies[:, at])
        if (name in asked or name in least) and not np.any(shifts[0, :, at]):
            raise DataError(
                f"nobody's score of '{name}' can move: everyone it applies to is at the end of the scale, or at the "
                "score asked for, already. Choose another driver or another score."
            )
        shifts[1 + at, :, at] = shift_scores(values[:, at], step, given.applies[:, at], given.ends)
    return shifts


def fit_all(given: ChangeInput, shifts: np.ndarray) -> tuple[dict[str, tuple[Predictor, np.ndarray]], list[Note]]:
    """Return the models by indicator, each with the rows that have its answer, and what could not be fitted."""
    rows, notes = given.data.rows, []
    models: dict[str, tuple[Predictor, np.ndarray]] = {
        "index": (MeanPredictor(rows[:, 0], rows[:, 1:], shifts), np.ones(len(rows), dtype=bool))
    }
    for indicator, answers in (("csat", given.csat), ("recommend", given.recommend)):
        if answers is None:
            continue
        there = ~np.isnan(answers)
        codes = np.unique(answers[there])
        groups = codes[:, None] if indicator == "csat" else recommend_groups(codes)
        try:
            model = fit_shares(np.where(there, answers, codes[0]), rows[:, 1:], shifts, groups, given.weights * there)
        except (DataError, IndexError):
            notes.append(Note("change_no_model", indicator=indicator, item=given.items[indicator]))
        else:
            models[indicator] = (_Part(model, there), there)
    return models, notes


@dataclass(frozen=True, eq=False)
class _Part:
    """A model of the rows that have an answer, called with the weights of all rows."""

    model: Predictor
    there: np.ndarray

    @property
    def size(self) -> tuple[int, int]:
        return self.model.size

    def predict(self, weights: np.ndarray) -> np.ndarray:
        return self.model.predict(weights * self.there)

    def influence(self, weights: np.ndarray) -> np.ndarray:
        return self.model.influence(weights * self.there)


def measure_all(
    given: ChangeInput, models: dict[str, tuple[Predictor, np.ndarray]], draws: list[np.ndarray]
) -> list[Measured]:
    """Return every indicator's predictions, the mean in scale points after the mean."""
    names = {"index": ("index",), "csat": CSAT_MEASURES, "recommend": RECOMMEND_MEASURES}
    estimators = {"index": "ols_average", "csat": "logit_average", "recommend": "proportional_odds_average"}
    found = []
    for (indicator, (model, there)), drawn in zip(models.items(), draws, strict=True):
        predictions, errors = model.predict(given.weights), influence_error(model, given.weights)
        for at, name in enumerate(names[indicator]):
            parts = predictions[:, at], errors[:, at], drawn[:, :, at]
            about = given.items[name], estimators[indicator], int(np.sum(there))
            found.append(Measured(name, *about, *parts))
            if name == "index" and given.points is not None:
                low, width = given.points[0], (given.points[1] - given.points[0]) / 100
                found.append(
                    Measured("index_points", *about, low + width * parts[0], width * parts[1], low + width * parts[2])
                )
    return found


def applied_table(
    given: ChangeInput, asked: dict[str, float], least: dict[str, float], shift: np.ndarray
) -> pd.DataFrame:
    """Return how much of each change could be applied to those the driver applies to, weighted."""
    rows = []
    for at, name in enumerate(given.data.drivers):
        if name not in asked and name not in least:
            continue
        there = given.applies[:, at]
        weights = given.weights[there] / np.sum(given.weights[there])
        values, moved = given.data.rows[there, 1 + at], shift[there, at]
        wanted = asked.get(name, np.nan)
        end = None if given.ends is None else given.ends[int(wanted > 0 or name in least)]
        rows.append(
            {
                "driver": name,
                "label": given.data.labels[at],
                "points_asked": wanted,
                "raised_to": least.get(name, np.nan),
                "n": int(np.sum(there)),
                "end_share": np.nan if end is None else float(weights @ (np.abs(values - end) < 1e-9)),
                "moved_share": float(weights @ (moved != 0)),
                "points_applied": float(weights @ moved),
                "applied_share": float(weights @ moved) / wanted,
            }
        )
    return pd.DataFrame(rows)


def warn_of(given: ChangeInput, shifts: np.ndarray) -> list[Note]:
    """Say where scores were moved to where nobody is, and where the scale looks like another."""
    data, k = given.data, len(given.data.drivers)
    values = data.rows[:, 1:]
    beyond, far = share_outside(values, shifts[:1], given.weights)
    notes = []
    if beyond[0] > 0:
        notes.append(Note("change_beyond", share=float(beyond[0])))
    elif far[0] > 0:
        notes.append(Note("change_far", share=float(far[0])))
    if given.ends is not None:
        low, high = float(np.min(values[:, :k])), float(np.max(values[:, :k]))
        if high - low < NARROW_RANGE * (given.ends[1] - given.ends[0]):
            notes.append(Note("change_narrow", low=low, high=high, start=given.ends[0], end=given.ends[1]))
    return notes
