"""Unrotated factors of a correlation matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import minimize

from survey.errors import DataError, check_option
from survey.stats.one_factor import LOWEST_UNIQUENESS

Method = Literal["minres", "ml", "principal_axis"]
METHODS = ("minres", "ml", "principal_axis")
_MOST_STEPS = 20_000
_CLOSE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Extraction:
    """Factors before rotation.

    Attributes
    ----------
    loadings
        Shape (n_items, n_factors), the factor that explains most first.
    uniqueness
        Shape (n_items,).
    value
        The minimum: half the squared residuals, or the likelihood discrepancy.
    converged, heywood
        Whether the search ended at a minimum, and whether a uniqueness was stopped at its bound, .005.
    """

    loadings: np.ndarray
    uniqueness: np.ndarray
    value: float
    converged: bool
    heywood: tuple[int, ...]


def extract_factors(correlation: np.ndarray, n_factors: int, *, method: Method = "minres") -> Extraction:
    """Find the loadings that reproduce correlations best.

    Parameters
    ----------
    correlation
        Shape (n_items, n_items).
    n_factors
        At least 1, and few enough that the model has fewer unknowns than there are correlations.
    method
        ``minres`` least squares of the correlations off the diagonal; ``ml`` maximum likelihood; ``principal_axis``
        communalities put into the diagonal until they stay, which ends at the same loadings as minres where both have a
        solution.

    Raises
    ------
    DataError
        Too many factors for the number of items.

    References
    ----------
    Harman & Jones (1966), Psychometrika 31, 351-368. Jöreskog (1967), Psychometrika 32, 443-482.

    Examples
    --------
    >>> loadings = np.array([[0.8, 0], [0.7, 0], [0.6, 0.1], [0, 0.7], [0, 0.8], [0.2, 0.5]])
    >>> correlation = loadings @ loadings.T
    >>> np.fill_diagonal(correlation, 1)
    >>> extract_factors(correlation, 2).uniqueness.round(4)
    array([0.36, 0.51, 0.63, 0.51, 0.36, 0.71])
    """
    check_option("method", method, METHODS)
    items = len(correlation)
    if n_factors < 1 or (items - n_factors) ** 2 < items + n_factors:
        raise DataError(f"{items} items cannot have {n_factors} factors; the model would have more unknowns than data.")
    if method == "principal_axis":
        return _iterate_communalities(correlation, n_factors)
    look = _look_ml if method == "ml" else _look_minres
    start = np.clip(1 / np.diag(np.linalg.pinv(correlation)), 2 * LOWEST_UNIQUENESS, 0.98)
    return _search(correlation, n_factors, start, look, log_scale=method == "ml")


Look = Callable[[np.ndarray, np.ndarray, int], tuple[float, np.ndarray]]


def _search(correlation: np.ndarray, n_factors: int, start: np.ndarray, look: Look, *, log_scale: bool) -> Extraction:
    """Minimise over the uniquenesses, the loadings given by eigenvectors."""
    bounds = [(LOWEST_UNIQUENESS, 1.0)] * len(correlation)
    if log_scale:
        start, bounds = np.log(start), [(np.log(LOWEST_UNIQUENESS), 0.0)] * len(correlation)
    found = minimize(
        lambda at: look(at, correlation, n_factors),
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": _MOST_STEPS, "maxfun": _MOST_STEPS, "ftol": 1e-16, "gtol": _CLOSE, "maxcor": 30},
    )
    uniqueness = np.exp(found.x) if log_scale else found.x
    loadings = (
        _load_scaled(correlation, uniqueness, n_factors) if log_scale else _load(correlation, uniqueness, n_factors)
    )
    low, high = np.array(bounds).T
    held = ((found.x <= low) & (found.jac > 0)) | ((found.x >= high) & (found.jac < 0))
    return Extraction(
        loadings=turn_positive(loadings),
        uniqueness=uniqueness,
        value=float(found.fun),
        converged=bool(np.max(np.abs(np.where(held, 0.0, found.jac))) < 1e-5),
        heywood=tuple(np.flatnonzero(uniqueness <= LOWEST_UNIQUENESS * (1 + 1e-6)).tolist()),
    )


def _look_minres(at: np.ndarray, correlation: np.ndarray, n_factors: int) -> tuple[float, np.ndarray]:
    """Return half the sum of squares that the factors leave, and its slope by the uniquenesses."""
    values, vectors = np.linalg.eigh(correlation - np.diag(at))
    kept = np.concatenate([values[:-n_factors], np.minimum(values[-n_factors:], 0.0)])
    return float(np.sum(kept**2)) / 2, -(vectors**2 @ kept)


def _look_ml(at: np.ndarray, correlation: np.ndarray, n_factors: int) -> tuple[float, np.ndarray]:
    """Return the likelihood discrepancy and its slope by the logarithms of the uniquenesses."""
    scale = np.exp(-at / 2)
    values, vectors = np.linalg.eigh(correlation * np.outer(scale, scale))
    left, across = np.maximum(values[:-n_factors], 1e-12), vectors[:, :-n_factors]
    return float(np.sum(left - np.log(left) - 1)), across**2 @ (1 - left)


def _load(correlation: np.ndarray, uniqueness: np.ndarray, n_factors: int) -> np.ndarray:
    values, vectors = np.linalg.eigh(correlation - np.diag(uniqueness))
    strongest = slice(-1, -n_factors - 1, -1)
    return np.asarray(vectors[:, strongest] * np.sqrt(np.maximum(values[strongest], 0.0)))


def _load_scaled(correlation: np.ndarray, uniqueness: np.ndarray, n_factors: int) -> np.ndarray:
    root = np.sqrt(uniqueness)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    strongest = slice(-1, -n_factors - 1, -1)
    return np.asarray(root[:, None] * vectors[:, strongest] * np.sqrt(np.maximum(values[strongest] - 1, 0.0)))


def _iterate_communalities(correlation: np.ndarray, n_factors: int) -> Extraction:
    """Put the communalities of the factors found into the diagonal until they stay."""
    uniqueness = 1 / np.diag(np.linalg.pinv(correlation))
    converged = False
    for _ in range(_MOST_STEPS):
        moved = np.maximum(1 - np.sum(_load(correlation, uniqueness, n_factors) ** 2, axis=1), LOWEST_UNIQUENESS)
        converged = bool(np.max(np.abs(moved - uniqueness)) < _CLOSE)
        uniqueness = moved
        if converged:
            break
    loadings = _load(correlation, uniqueness, n_factors)
    residual = correlation - loadings @ loadings.T
    off = residual[~np.eye(len(residual), dtype=bool)]
    return Extraction(
        loadings=turn_positive(loadings),
        uniqueness=uniqueness,
        value=float(np.sum(off**2)) / 2,
        converged=converged,
        heywood=tuple(np.flatnonzero(uniqueness <= LOWEST_UNIQUENESS * (1 + 1e-6)).tolist()),
    )


def turn_positive(loadings: np.ndarray) -> np.ndarray:
    """Return loadings whose columns sum to something positive."""
    return np.asarray(loadings * np.where(np.sum(loadings, axis=0) < 0, -1.0, 1.0))
