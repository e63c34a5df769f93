"""Categorical omega: the reliability of a sum of ordinal answers, on the scale on which they were given."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from survey.stats.correlations.bivariate_normal import bivariate_normal_cdf

_CORNERS_AT_ONCE = 2_000_000
_NEARLY_ONE = 1 - 1e-12


def categorical_omega(
    loadings: np.ndarray, cuts: np.ndarray, steps: np.ndarray, correlation: np.ndarray | None = None
) -> np.ndarray:
    """Return categorical omega of each solution of a stack.

    Parameters
    ----------
    loadings
        Standardised loadings of the variables behind the answers on one factor, shape (n_stack, k).
    cuts
        Thresholds with both infinities, shape (n_stack, k, widest + 1).
    steps
        Distances between neighbouring codes, shape (k, widest - 1).
    correlation
        Polychoric correlations, shape (n_stack, k, k): the variance of the sum is the one that they imply. None takes
        the one that the loadings imply.

    Returns
    -------
    numpy.ndarray
        Shape (n_stack,).

    Notes
    -----
    The covariance of two answers is the sum over their thresholds of the bivariate normal probability beyond what
    independent answers have. The factor's part takes the correlation of loading by loading for every pair, an item
    with itself too: two answers to it that have nothing but the factor in common. Cost: k² times thresholds² normal
    probabilities for each solution.

    References
    ----------
    Green & Yang (2009). Reliability of summed item scores using structural equation modeling: an alternative to
    coefficient alpha. Psychometrika 74, 155-167.

    Examples
    --------
    >>> cuts = np.tile([-np.inf, 0.0, np.inf], (1, 3, 1))
    >>> float(categorical_omega(np.full((1, 3), 0.5**0.5), cuts, np.ones((3, 1)))[0].round(6))
    0.6
    """
    explained = _sum_covariances(loadings[:, :, None] * loadings[:, None, :], cuts, steps)
    implied = loadings[:, :, None] * loadings[:, None, :] if correlation is None else correlation
    own = _sum_variances(cuts, steps)
    off = implied * (1 - np.eye(implied.shape[1]))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(explained / (_sum_covariances(off, cuts, steps) + own))


def _sum_covariances(correlation: np.ndarray, cuts: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Return the sum of the covariances of all answers, given those of the variables behind them, shape (n_stack,)."""
    items, widest = steps.shape
    size = max(1, _CORNERS_AT_ONCE // (items * widest) ** 2)
    sums = np.empty(len(cuts))
    for begin in range(0, len(cuts), size):
        part = slice(begin, begin + size)
        inner = cuts[part, :, 1:-1]
        rho = np.clip(correlation[part], -_NEARLY_ONE, _NEARLY_ONE)[:, :, :, None, None]
        both = bivariate_normal_cdf(inner[:, :, None, :, None], inner[:, None, :, None, :], rho)
        moved = np.einsum("sijab,ia,jb->s", both, steps, steps, optimize=True)
        sums[part] = moved - np.einsum("sia,ia->s", ndtr(inner), steps) ** 2
    return sums


def _sum_variances(cuts: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Return the sum of the variances of the answers, shape (n_stack,)."""
    below = ndtr(cuts[:, :, 1:-1])
    both = np.minimum(below[:, :, :, None], below[:, :, None, :])
    return np.asarray(
        np.einsum("siab,ia,ib->s", both - below[:, :, :, None] * below[:, :, None, :], steps, steps, optimize=True)
    )
