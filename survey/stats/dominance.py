"""Dominance analysis: whether one driver explains more than another in every model, or on average by size."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

from survey.stats.subset_fits import as_stack, iterate_subset_fits

Floats = NDArray[np.float64]

#: Two models whose R² differ by less than this count as equal; it is rounding, not data.
TIE_TOLERANCE = 1e-12


def conditional_dominance(cov: Floats, groups: Sequence[Sequence[int]] | None = None) -> Floats:
    """Return each driver's average gain in R² by the number of other drivers in the model.

    The average over columns is LMG (general dominance).

    Parameters
    ----------
    cov
        Covariances, shape (..., k + 1, k + 1), outcome first.
    groups
        Positions of the drivers of each group, 0 the first driver; None compares single drivers.

    Returns
    -------
    ndarray
        Shape (..., k, k): driver by number of other drivers, 0 to k - 1.

    References
    ----------
    Azen & Budescu (2003). The dominance analysis approach for comparing predictors in multiple
    regression. Psychological Methods 8, 129-148.

    Examples
    --------
    >>> conditional_dominance(np.array([[1.0, 0.6, 0.6], [0.6, 1.0, 1.0], [0.6, 1.0, 1.0]]))
    array([[0.36, 0.  ],
           [0.36, 0.  ]])
    """
    stack, lead = as_stack(cov)
    k = stack.shape[-1] - 1 if groups is None else len(groups)
    size = np.bitwise_count(np.arange(1 << (k - 1))).astype(np.intp)
    models = np.array([comb(k - 1, s) for s in range(k)])
    result = np.empty((len(stack), k, k))
    for part, fits in iterate_subset_fits(stack, groups):
        for j in range(k):
            gain = (np.take(fits, 1, axis=j) - np.take(fits, 0, axis=j)).reshape(1 << (k - 1), -1)
            sums = [np.bincount(size, column, minlength=k) for column in gain.T]
            result[part, j] = np.array(sums) / models
    return result.reshape(*lead, k, k)


def complete_dominance(cov: Floats, groups: Sequence[Sequence[int]] | None = None) -> Floats:
    """Return whether the row's driver beats the column's in every model of the others.

    Parameters
    ----------
    cov
        Covariances, shape (..., k + 1, k + 1), outcome first.
    groups
        Positions of the drivers of each group, 0 the first driver; None compares single drivers.

    Returns
    -------
    ndarray
        Shape (..., k, k): 1 it adds more to every subset of the others, 0 it adds less, 0.5 neither
        (also on the diagonal; a tie in one model is neither).

    References
    ----------
    Budescu (1993). Dominance analysis. Psychological Bulletin 114, 542-551.

    Examples
    --------
    >>> complete_dominance(np.array([[1.0, 0.6, 0.1], [0.6, 1.0, 0.0], [0.1, 0.0, 1.0]]))
    array([[0.5, 1. ],
           [0. , 0.5]])
    """
    stack, lead = as_stack(cov)
    k = stack.shape[-1] - 1 if groups is None else len(groups)
    result = np.full((len(stack), k, k), 0.5)
    models = tuple(range(k - 2))
    for part, fits in iterate_subset_fits(stack, groups):
        for i in range(k):
            for j in range(i + 1, k):
                rows = np.moveaxis(fits, (i, j), (0, 1))
                ahead = rows[1, 0] - rows[0, 1]
                wins = (ahead.min(axis=models) > TIE_TOLERANCE) * 0.5
                losses = (ahead.max(axis=models) < -TIE_TOLERANCE) * 0.5
                result[part, i, j] = 0.5 + wins - losses
                result[part, j, i] = 0.5 - wins + losses
    return result.reshape(*lead, k, k)


def conditional_dominance_order(levels: Floats) -> Floats:
    """Return whether the row's driver gains more than the column's in models of every size.

    Parameters
    ----------
    levels
        From `conditional_dominance`, shape (..., k, k).

    Returns
    -------
    ndarray
        Shape (..., k, k): 1, 0 or 0.5, as in `complete_dominance`.

    Examples
    --------
    >>> conditional_dominance_order(np.array([[0.4, 0.1], [0.3, 0.2]]))
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    gap = levels[..., :, None, :] - levels[..., None, :, :]
    ahead = np.all(gap > TIE_TOLERANCE, axis=-1)
    behind = np.all(gap < -TIE_TOLERANCE, axis=-1)
    return np.asarray(0.5 + 0.5 * ahead - 0.5 * behind)


def general_dominance_order(importance: Floats) -> Floats:
    """Return whether the row's driver has more Shapley importance than the column's.

    Parameters
    ----------
    importance
        Shape (..., k).

    Returns
    -------
    ndarray
        Shape (..., k, k): 1, 0 or 0.5.

    Examples
    --------
    >>> general_dominance_order(np.array([0.4, 0.1]))
    array([[0.5, 1. ],
           [0. , 0.5]])
    """
    gap = importance[..., :, None] - importance[..., None, :]
    return np.asarray(0.5 + 0.5 * (gap > TIE_TOLERANCE) - 0.5 * (gap < -TIE_TOLERANCE))


def dominance_orders(cov: Floats, groups: Sequence[Sequence[int]] | None = None) -> dict[str, Floats]:
    """Return complete, conditional and general dominance of every pair at once.

    Parameters
    ----------
    cov
        Covariances, shape (..., k + 1, k + 1), outcome first.
    groups
        Positions of the drivers of each group, 0 the first driver; None compares single drivers.

    Returns
    -------
    dict
        "complete", "conditional", "general": shape (..., k, k) each.

    Examples
    --------
    >>> found = dominance_orders(np.array([[1.0, 0.6, 0.1], [0.6, 1.0, 0.0], [0.1, 0.0, 1.0]]))
    >>> {level: float(order[0, 1]) for level, order in found.items()}
    {'complete': 1.0, 'conditional': 1.0, 'general': 1.0}
    """
    levels = conditional_dominance(cov, groups)
    return {
        "complete": complete_dominance(cov, groups),
        "conditional": conditional_dominance_order(levels),
        "general": general_dominance_order(np.mean(levels, axis=-1)),
    }
