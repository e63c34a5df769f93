"""Freely estimated moments: their information, and what scaled tests need of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.stats.structure.samples import CompleteSample, IncompleteSample, Sample


def trace_saturated(samples: Sequence[Sample], *, with_means: bool) -> float:
    """Return the trace of the score products of freely estimated moments over their observed information.

    Notes
    -----
    Cost: for incomplete answers a matrix of respondents by moments.
    """
    return sum(
        _trace_complete(sample, with_means=with_means)
        if isinstance(sample, CompleteSample)
        else _trace_incomplete(sample)
        for sample in samples
    )


def _trace_complete(sample: CompleteSample, *, with_means: bool) -> float:
    covariance = sample.covariance
    inverse = np.linalg.inv(covariance)
    rows, columns = np.tril_indices(len(covariance))
    around = sample.rows - sample.mean
    scores = _score_covariances(around @ inverse, inverse, rows, columns) * sample.weights[:, None]
    information = np.sum(sample.weights) * _cross(inverse, inverse, rows, columns) / 2
    total = float(np.trace(np.linalg.solve(information, scores.T @ scores)))
    if with_means:
        around = around * sample.weights[:, None]
        total += float(np.trace(np.linalg.solve(covariance, around.T @ around)) / np.sum(sample.weights))
    return total


def _trace_incomplete(sample: IncompleteSample) -> float:
    scores = sample.score_moments(sample.mean, sample.covariance)
    information = sample.stacked.information(sample.mean, sample.covariance)
    return float(np.trace(np.linalg.solve(information, scores.T @ scores)))


def _score_covariances(turned: np.ndarray, inverse: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return respondents' slopes of the log-likelihood by each covariance, shape (n, n_cells)."""
    double = np.where(rows == columns, 0.5, 1.0)
    return np.asarray((turned[:, rows] * turned[:, columns] - inverse[rows, columns]) * double)


def _cross(one: np.ndarray, other: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return tr(one E other F) for every two cells, E and F being symmetric with ones in their cell."""
    double = np.where(rows == columns, 0.5, 1.0)
    crossed = one[rows][:, rows] * other[columns][:, columns] + one[columns][:, columns] * other[rows][:, rows]
    crossed = (
        crossed + one[rows][:, columns] * other[columns][:, rows] + one[columns][:, rows] * other[rows][:, columns]
    )
    return np.asarray(crossed * np.outer(double, double))
