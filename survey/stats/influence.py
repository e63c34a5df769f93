"""Standard errors without normality for anything computed from covariances, from each row's influence on it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.stats.moments import check_weights, take_moments

Floats = NDArray[np.float64]

#: Step of the differences, in units of the items' standard deviations.
_STEP = 1e-4


def influence_std_error(estimate: Callable[[Floats], Floats], x: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Return the large-sample standard error of a function of covariances, whatever the distribution of the answers.

    Parameters
    ----------
    estimate
        Takes covariances of shape (n_stack, k, k), over the sum of weights, and returns estimates of shape (n_stack,
        ...).
    x
        Keyed items, shape (n, k), none missing.
    weights
        Sampling weights, one per row; their squares enter the variance.

    Returns
    -------
    ndarray
        Shape (...).

    Notes
    -----
    The delta method with the fourth moments of the answers: a row's influence is the estimate's slope by each
    covariance times what the row adds to that covariance. Slopes are central differences. Cost: k² + k estimates.

    References
    ----------
    Browne (1984), British Journal of Mathematical and Statistical Psychology 37, 62-83. Maydeu-Olivares, Coffman &
    Hartmann (2007). Asymptotically distribution-free (ADF) interval estimation of coefficient alpha. Psychological
    Methods 12, 157-176.

    Examples
    --------
    >>> from survey.stats.consistency import alpha
    >>> x = np.random.default_rng(1).normal(size=(500, 1)) + np.random.default_rng(2).normal(size=(500, 3))
    >>> float(influence_std_error(alpha, x).round(3))
    0.022
    """
    moments = take_moments(x, weights)
    w = check_weights(weights, moments.n)
    cov = moments.cross / moments.sum_weights
    rows, columns = np.tril_indices(len(cov))
    slopes = _slopes(estimate, cov, rows, columns)
    centred = np.asarray(x, dtype=np.float64) - moments.mean
    shape = slopes.shape[1:]
    influence = np.zeros((len(centred), int(np.prod(shape, dtype=int))))
    flat = slopes.reshape(len(rows), -1)
    for place, (i, j) in enumerate(zip(rows, columns, strict=True)):
        gap = centred[:, i] * centred[:, j] - cov[i, j]
        influence += gap[:, None] * flat[place]
    variance = np.sum((w[:, None] * influence) ** 2, axis=0) / w.sum() ** 2
    return np.asarray(np.sqrt(variance).reshape(shape))


def _slopes(
    estimate: Callable[[Floats], Floats], cov: Floats, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> Floats:
    """Return the slopes by each covariance on or below the diagonal, shape (n_cells, ...)."""
    sd = np.sqrt(np.diag(cov))
    steps = _STEP * sd[rows] * sd[columns]
    moved = np.tile(cov, (2, len(rows), 1, 1))
    cell = np.arange(len(rows))
    for side, sign in enumerate((1, -1)):
        moved[side, cell, rows, columns] = moved[side, cell, columns, rows] = cov[rows, columns] + sign * steps
    found = estimate(moved.reshape(-1, *cov.shape))
    ahead, behind = found[: len(rows)], found[len(rows) :]
    scale = 2 * steps.reshape(-1, *(1,) * (found.ndim - 1))
    return np.asarray((ahead - behind) / scale)
