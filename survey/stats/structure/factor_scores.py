"""Scores of respondents on the factors of a fitted model."""

from __future__ import annotations

from typing import Literal

import numpy as np

from survey.stats.structure.implied import Matrices

ScoreMethod = Literal["regression", "bartlett"]


def score_factors(
    rows: np.ndarray, matrices: Matrices, mean: np.ndarray, *, method: ScoreMethod = "regression"
) -> np.ndarray:
    """Return factor scores, shape (n, n_factors).

    Parameters
    ----------
    rows
        Answers, shape (n, n_items); a row with a NaN is scored from the answers it has.
    mean
        Item means at the factors' means, shape (n_items,).
    method
        ``regression`` has the smallest squared error, ``bartlett`` is unbiased for each respondent.

    References
    ----------
    Thurstone (1935); Bartlett (1937), British J. Psychology 28, 97-104.
    """
    scores = np.full((len(rows), matrices.loading.shape[1]), np.nan)
    given = ~np.isnan(rows)
    kinds, inverse = np.unique(given, axis=0, return_inverse=True)
    for number, kind in enumerate(kinds):
        member = inverse.reshape(-1) == number
        if np.any(kind):
            weights = _weigh(matrices, kind, method)
            scores[member] = (rows[np.ix_(member, kind)] - mean[kind]) @ weights.T + matrices.factor_mean
    return scores


def _weigh(matrices: Matrices, seen: np.ndarray, method: ScoreMethod) -> np.ndarray:
    """Return the weights of the items seen, shape (n_factors, n_seen)."""
    loading = matrices.loading[seen]
    if method == "regression":
        implied = matrices.covariance[np.ix_(seen, seen)]
        return np.asarray(np.linalg.solve(implied, loading @ matrices.factor_covariance).T)
    unique = np.linalg.solve(matrices.residual[np.ix_(seen, seen)], loading)
    return np.asarray(np.linalg.pinv(loading.T @ unique) @ unique.T)
