"""Covariances of what was meant to be measured: corrected for unreliability, and repaired where that is impossible."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.stats.subset_fits import standardize

Floats = NDArray[np.float64]

#: Smallest eigenvalue of a corrected correlation matrix that counts as possible, and that a repaired one is given.
SMALLEST_EIGENVALUE = 1e-4
#: A repair that moves a correlation further than this is refused: the reliabilities do not fit the answers.
LARGEST_REPAIR = 0.1


def disattenuate(cov: Floats, reliability: Floats) -> Floats:
    """Return covariances of true scores: each variance times its reliability, the rest as it is.

    Parameters
    ----------
    cov
        Covariances of scores, shape (..., p, p).
    reliability
        Shape (p,) or (..., p), above 0 to 1.

    Returns
    -------
    ndarray
        Shape (..., p, p); correlations of it are r / sqrt(reliability of both).

    References
    ----------
    Spearman (1904). The proof and measurement of association between two things. American Journal of Psychology 15,
    72-101.

    Examples
    --------
    >>> disattenuate(np.array([[1.0, 0.4], [0.4, 1.0]]), np.array([0.8, 0.5]))
    array([[0.8, 0.4],
           [0.4, 0.5]])
    """
    result = np.array(cov, dtype=np.float64)
    at = np.arange(result.shape[-1])
    result[..., at, at] *= reliability
    return result


def repair(cov: Floats) -> tuple[Floats, NDArray[np.bool_], Floats]:
    """Return covariances that can exist, with which ones were repaired and by how much.

    Parameters
    ----------
    cov
        Shape (B, p, p).

    Returns
    -------
    tuple
        Covariances, shape (B, p, p); which were repaired, shape (B,); the largest change of a correlation, shape (B,).

    Notes
    -----
    Eigenvalues of the correlations below a small one are raised to it, and the diagonal scaled back to 1.

    References
    ----------
    Rebonato & Jäckel (2000). The most general methodology to create a valid correlation matrix for risk management and
    option pricing purposes. Journal of Risk 2, 17-28. Higham (2002), IMA Journal of Numerical Analysis 22, 329-343.

    Examples
    --------
    >>> fixed, changed, change = repair(np.array([[[1.0, 1.1], [1.1, 1.0]]]))
    >>> bool(changed[0]), bool(fixed[0, 0, 1] < 1), float(change[0].round(2))
    (True, True, 0.1)
    """
    corr = standardize(cov)
    values, vectors = np.linalg.eigh(corr)
    bad = values[:, 0] < SMALLEST_EIGENVALUE
    raised = np.maximum(values, SMALLEST_EIGENVALUE)
    rebuilt = (vectors * raised[:, None, :]) @ vectors.swapaxes(1, 2)
    rebuilt = standardize(rebuilt)
    fixed = np.where(bad[:, None, None], rebuilt, corr)
    sd = np.sqrt(np.diagonal(cov, axis1=1, axis2=2))
    return fixed * sd[:, :, None] * sd[:, None, :], bad, np.max(np.abs(fixed - corr), axis=(1, 2))


def check_repair(change: float, names: str) -> None:
    """Refuse a repair that is more than a touch-up.

    Raises
    ------
    DataError
        The largest change of a correlation is above 0.1.
    """
    if change > LARGEST_REPAIR:
        raise DataError(
            f"corrected for unreliability, the correlations of {names} cannot all hold at once: a repair would move "
            f"one by {change:.2f}. The reliabilities are too low for these correlations: check them, or leave the "
            "correction out."
        )
