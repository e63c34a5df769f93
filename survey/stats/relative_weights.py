"""Johnson's relative weights, the second opinion beside LMG."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.stats.subset_fits import PIVOT_TOLERANCE, as_stack, standardize

Floats = NDArray[np.float64]


def relative_weights(cov: Floats, *, total_variance: ArrayLike | None = None) -> Floats:
    """Return Johnson's relative weights of the drivers.

    Use them where LMG is too dear (more than 25 drivers) or as a second opinion.

    Parameters
    ----------
    cov
        Covariances, shape (..., k + 1, k + 1), outcome first.
    total_variance
        Outcome variance to divide by, if not the one in `cov`.

    Returns
    -------
    ndarray
        Shape (..., k), not negative, summing to R².

    Notes
    -----
    Identical to Genizi's (1993) decomposition and, for two drivers, to LMG. The method is disputed
    (Thomas, Zumbo, Kwan & Schweitzer 2014, Multivariate Behavioral Research 49, 329-338).

    References
    ----------
    Johnson (2000). A heuristic method for estimating the relative weight of predictor variables in
    multiple regression. Multivariate Behavioral Research 35, 1-19.

    Examples
    --------
    >>> relative_weights(np.array([[1.0, 0.6, 0.6], [0.6, 1.0, 1.0], [0.6, 1.0, 1.0]])).round(12)
    array([0.18, 0.18])
    """
    stack, lead = as_stack(cov)
    corr = standardize(stack)
    values, vectors = np.linalg.eigh(corr[:, 1:, 1:])
    root = np.sqrt(np.clip(values, 0, None))
    usable = values > PIVOT_TOLERANCE * values[:, -1:]
    inverse = np.divide(1.0, root, out=np.zeros_like(root), where=usable)
    square_root = (vectors * root[:, None, :]) @ vectors.swapaxes(1, 2)
    on_orthogonal = vectors @ (inverse[..., None] * (vectors.swapaxes(1, 2) @ corr[:, 1:, :1]))
    shares = (square_root**2 @ on_orthogonal**2)[..., 0]
    own = stack[:, 0, 0]
    total = own if total_variance is None else np.broadcast_to(np.asarray(total_variance, float), lead).reshape(-1)
    scale = np.divide(own, total, out=np.full(len(stack), np.nan), where=total > 0)
    return np.asarray(shares * scale[:, None]).reshape(*lead, corr.shape[-1] - 1)
