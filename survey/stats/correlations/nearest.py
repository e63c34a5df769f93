"""The nearest correlation matrix to one that is not a correlation matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.errors import DataError

_MOST_STEPS = 1_000
_CLOSE = 1e-12


@dataclass(frozen=True, kw_only=True)
class Repaired:
    """A correlation matrix, and how far it is from the one given.

    Attributes
    ----------
    correlation
        Positive definite with ones on its diagonal, shape (k, k).
    largest_change
        Of any correlation; 0 if the matrix given was sound.
    smallest_eigenvalue
        Of the matrix given.
    """

    correlation: np.ndarray
    largest_change: float
    smallest_eigenvalue: float


def repair_correlation(correlation: np.ndarray, *, least: float = 1e-6) -> Repaired:
    """Return the nearest matrix whose eigenvalues reach a least one, by the sum of squared differences.

    Use it where correlations were estimated pair by pair and do not fit together. Say so where the result is shown.

    Parameters
    ----------
    correlation
        Symmetric with ones on its diagonal, shape (k, k).
    least
        The smallest eigenvalue allowed.

    Raises
    ------
    DataError
        A correlation is missing, or the projections do not settle.

    References
    ----------
    Higham (2002), IMA J. Numerical Analysis 22, 329-343: alternating projections with Dykstra's correction.

    Examples
    --------
    >>> repaired = repair_correlation(np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]))
    >>> repaired.correlation.round(3).tolist()
    [[1.0, 0.5, -0.5], [0.5, 1.0, 0.5], [-0.5, 0.5, 1.0]]
    """
    given = np.asarray(correlation, dtype=float)
    if not np.all(np.isfinite(given)):
        raise DataError("a correlation is missing: two items have no answers in common; leave one of them out.")
    smallest = float(np.linalg.eigvalsh(given)[0])
    if smallest >= least:
        return Repaired(correlation=given.copy(), largest_change=0.0, smallest_eigenvalue=smallest)
    found = _project(given, least)
    change = float(np.max(np.abs(found - given)))
    return Repaired(correlation=found, largest_change=change, smallest_eigenvalue=smallest)


def _project(given: np.ndarray, least: float) -> np.ndarray:
    """Alternate between matrices with large enough eigenvalues and those with ones on the diagonal."""
    current, correction = given.copy(), np.zeros_like(given)
    for _ in range(_MOST_STEPS):
        start = current - correction
        values, vectors = np.linalg.eigh((start + start.T) / 2)
        raised = (vectors * np.maximum(values, least)) @ vectors.T
        correction = raised - start
        moved = raised.copy()
        np.fill_diagonal(moved, 1.0)
        done = float(np.max(np.abs(moved - current))) < _CLOSE
        current = moved
        if done:
            break
    else:
        raise DataError(
            "the correlations contradict each other so much that no correlation matrix near them was found."
        )
    scale = np.sqrt(np.diag(raised))
    return np.asarray(raised / np.outer(scale, scale))
