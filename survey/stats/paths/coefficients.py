"""Paths between composites: regressions on correlations, effects along the paths, collinearity and effect sizes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.stats.paths.design import PathDesign
from survey.stats.paths.weights import solve_stack

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PathCoefficients:
    """Standardised paths.

    Attributes
    ----------
    paths
        From row to column, shape (..., n_constructs, n_constructs), zero where there is none.
    r2
        Explained share of each construct's variance, shape (..., n_constructs); NaN without predecessors.
    """

    paths: Floats
    r2: Floats


def regress_paths(correlations: Floats, design: PathDesign) -> PathCoefficients:
    """Regress each construct on its predecessors.

    Parameters
    ----------
    correlations
        Of constructs, shape (..., n_constructs, n_constructs).
    design
        The paths.

    Examples
    --------
    >>> design = PathDesign(np.eye(3, dtype=bool), np.array([[0, 0, 1], [0, 0, 1], [0, 0, 0]], dtype=bool), ("A",) * 3)
    >>> found = regress_paths(np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]]), design)
    >>> found.paths[:, 2].round(2).tolist(), round(float(found.r2[2]), 2)
    ([0.6, 0.3, 0.0], 0.45)
    """
    stack = correlations.reshape(-1, *correlations.shape[-2:])
    paths = np.zeros(stack.shape)
    r2 = np.full(stack.shape[:2], np.nan)
    for one, before in enumerate(design.predecessors):
        if before.size:
            among, with_one = stack[:, before[:, None], before], stack[:, before, one]
            coefficients = solve_stack(among, with_one)
            paths[:, before, one] = coefficients
            r2[:, one] = np.sum(coefficients * with_one, axis=1)
    return PathCoefficients(paths.reshape(correlations.shape), r2.reshape(correlations.shape[:-1]))


def total_effects(paths: Floats) -> Floats:
    """Sum the products of paths along every way from one construct to another, the direct path among them.

    Parameters
    ----------
    paths
        Shape (..., n_constructs, n_constructs), without cycles.

    Returns
    -------
    ndarray
        (I - paths)^-1 - I, same shape.

    Examples
    --------
    >>> total_effects(np.array([[0.0, 0.5, 0.1], [0.0, 0.0, 0.4], [0.0, 0.0, 0.0]]))[0].round(2).tolist()
    [0.0, 0.5, 0.3]
    """
    total = paths.copy()
    longer = paths @ paths
    for _ in range(paths.shape[-1] - 2):
        total = total + longer
        longer = longer @ paths
    return np.asarray(total)


def adjust_r2(r2: Floats, n: float, design: PathDesign) -> Floats:
    """Adjust R² for the number of predecessors.

    Parameters
    ----------
    r2
        Shape (n_constructs,).
    n
        Number of rows, or their effective number.
    design
        The paths.
    """
    count = design.paths.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(n - count - 1 > 0, 1 - (1 - r2) * (n - 1) / (n - count - 1), np.nan)


def inflate_variances(correlations: Floats, design: PathDesign) -> Floats:
    """Return the variance inflation factor of each path's start among the predecessors of its end.

    Parameters
    ----------
    correlations
        Shape (n_constructs, n_constructs).
    design
        The paths.

    Returns
    -------
    ndarray
        Shape (n_constructs, n_constructs), NaN where there is no path, 1 for an only predecessor.
    """
    factors = np.full(correlations.shape, np.nan)
    for one, before in enumerate(design.predecessors):
        if before.size:
            factors[before, one] = np.diag(np.linalg.inv(correlations[np.ix_(before, before)]))
    return factors
