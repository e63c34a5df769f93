"""Curves of answers over the score on the other items, as tidy frames."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey.analysis.items.differential_tables import Comparison
from survey.analysis.measurement.construct_rows import ConstructRows
from survey.stats.item_response import choose_bandwidth, smooth_curves

GRID_POINTS = 41


def rest_means(rows: np.ndarray) -> np.ndarray:
    """Return for each item the mean of the other items, shape (n, k)."""
    return np.asarray((np.sum(rows, axis=1, keepdims=True) - rows) / (rows.shape[1] - 1))


def curve_groups(comparisons: Sequence[Comparison]) -> pd.DataFrame:
    """Return the mean answer of each group over the score on the other items, within the group's own range."""
    parts = []
    for one in comparisons:
        rest = rest_means(one.block.rows)
        for j, item in enumerate(one.block.items):
            for at, group in enumerate(one.names):
                inside = one.place == at
                score, answers = rest[inside, j], one.block.rows[inside, j : j + 1]
                if np.ptp(score) == 0:
                    continue
                grid, means = _curve(score, answers, one.block.frequencies[inside])
                named = {"construct": one.block.construct, "item": item, "group": group}
                parts.append(pd.DataFrame({**named, "rest_score": grid, "mean": means[:, 0]}))
    return pd.concat(parts, ignore_index=True)


def curve_items(blocks: Sequence[ConstructRows]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the mean answer of each item, and the share of each answer, over the score on the other items."""
    means, options = [], []
    for block in blocks:
        rest = rest_means(block.rows)
        for j, item in enumerate(block.items):
            answers = block.rows[:, j]
            codes = np.unique(answers)
            values = np.column_stack([answers, answers[:, None] == codes])
            grid, smooth = _curve(rest[:, j], values, block.frequencies)
            named = {"construct": block.construct, "item": item}
            means.append(pd.DataFrame({**named, "rest_score": grid, "mean": smooth[:, 0]}))
            options += [
                pd.DataFrame({**named, "code": code, "rest_score": grid, "share": smooth[:, 1 + at]})
                for at, code in enumerate(codes)
            ]
    return pd.concat(means, ignore_index=True), pd.concat(options, ignore_index=True)


def _curve(score: np.ndarray, values: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    grid = np.linspace(float(np.min(score)), float(np.max(score)), GRID_POINTS)
    return grid, smooth_curves(score, values, grid, weights, bandwidth=choose_bandwidth(score, weights))
