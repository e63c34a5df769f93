"""Bootstrap of rotated loadings: each sample's factors are put beside those of all respondents."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import linear_sum_assignment

from survey.errors import DataError
from survey.stats.factors.extraction import Method, extract_factors
from survey.stats.factors.rotation import Rotated, Rotation, rotate_loadings

Correlate = Callable[[np.ndarray, np.ndarray | None], np.ndarray]


def bootstrap_loadings(
    rows: np.ndarray,
    weights: np.ndarray | None,
    target: Rotated,
    *,
    correlate: Correlate,
    method: Method,
    rotation: Rotation,
    n_boot: int,
    seed: int,
) -> np.ndarray:
    """Return the rotated loadings of bootstrap samples, shape (n_boot, n_items, n_factors).

    Parameters
    ----------
    rows
        Complete answers, shape (n, n_items).
    target
        The loadings of all respondents, which the samples' factors are ordered and turned after.
    correlate
        Returns the correlations of rows and weights.

    Notes
    -----
    A sample in which an item does not vary, or whose correlations are singular, is NaN. Weights: fixed.
    """
    rng = np.random.default_rng(seed)
    found = np.full((n_boot, *target.loadings.shape), np.nan)
    for number in range(n_boot):
        chosen = rng.integers(0, len(rows), len(rows))
        if np.any(np.ptp(rows[chosen], axis=0) == 0):
            continue
        try:
            correlation = correlate(rows[chosen], None if weights is None else weights[chosen])
            extraction = extract_factors(correlation, target.loadings.shape[1], method=method)
        except (DataError, np.linalg.LinAlgError):
            continue
        found[number] = align_loadings(rotate_loadings(extraction.loadings, rotation).loadings, target.loadings)
    return found


def align_loadings(loadings: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return loadings with the columns ordered and turned to agree best with others, by congruence (Tucker 1951).

    Examples
    --------
    >>> target = np.array([[0.8, 0.1], [0.1, 0.7]])
    >>> align_loadings(-target[:, ::-1], target).tolist() == target.tolist()
    True
    """
    lengths = np.sqrt(np.outer(np.sum(target**2, axis=0), np.sum(loadings**2, axis=0)))
    congruence = target.T @ loadings / np.maximum(lengths, 1e-12)
    places = linear_sum_assignment(-np.abs(congruence))[1]
    signs = np.where(congruence[np.arange(len(places)), places] < 0, -1.0, 1.0)
    return np.asarray(loadings[:, places] * signs)
