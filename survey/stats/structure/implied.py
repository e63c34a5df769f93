"""The moments a model implies, and how they change with its parameters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.stats.structure.blueprint import FIXED, SYMMETRIC, Blueprint, Cell, Group


@dataclass(frozen=True, kw_only=True)
class Matrices:
    """The matrices of one group, filled in.

    Attributes
    ----------
    loading, factor, residual
        Shapes (n_items, n_factors), (n_factors, n_factors), (n_items, n_items).
    total
        Effects of the factors' disturbances on the factors, the inverse of one minus the paths.
    intercept, mean
        Shapes (n_items,), (n_factors,).
    threshold
        Shape (n_items, most cuts); infinite where an item has no cut.
    """

    loading: np.ndarray
    path: np.ndarray
    total: np.ndarray
    factor: np.ndarray
    residual: np.ndarray
    intercept: np.ndarray
    mean: np.ndarray
    threshold: np.ndarray

    @property
    def factor_covariance(self) -> np.ndarray:
        """Covariance of the factors, shape (n_factors, n_factors)."""
        return np.asarray(self.total @ self.factor @ self.total.T)

    @property
    def factor_mean(self) -> np.ndarray:
        """Means of the factors, shape (n_factors,)."""
        return np.asarray(self.total @ self.mean)

    @property
    def covariance(self) -> np.ndarray:
        """Covariance of the items, shape (n_items, n_items)."""
        implied = self.loading @ self.factor_covariance @ self.loading.T + self.residual
        return np.asarray((implied + implied.T) / 2)

    @property
    def item_mean(self) -> np.ndarray:
        """Means of the items, shape (n_items,)."""
        return np.asarray(self.intercept + self.loading @ self.factor_mean)


@dataclass(frozen=True, kw_only=True)
class Slopes:
    """Derivatives of a group's moments by every free parameter.

    Attributes
    ----------
    covariance
        Shape (n_parameters, n_items, n_items).
    mean
        Shape (n_parameters, n_items).
    threshold
        Shape (n_parameters, n_items, most cuts).
    """

    covariance: np.ndarray
    mean: np.ndarray
    threshold: np.ndarray


def fill_matrices(blueprint: Blueprint, group: Group, parameters: np.ndarray) -> Matrices:
    """Fill the matrices of a group with fixed values and parameters."""
    items, factors = len(blueprint.items), len(blueprint.factors)
    most = max(blueprint.cuts, default=0)
    filled = {
        "loading": np.zeros((items, factors)),
        "path": np.zeros((factors, factors)),
        "factor": np.zeros((factors, factors)),
        "residual": np.zeros((items, items)),
        "intercept": np.zeros((items, 1)),
        "mean": np.zeros((factors, 1)),
        "threshold": np.full((items, most), np.inf),
    }
    for cell in group.cells:
        value = cell.value if cell.parameter == FIXED else parameters[cell.parameter]
        filled[cell.matrix][cell.row, cell.column] = value
        if cell.matrix in SYMMETRIC:
            filled[cell.matrix][cell.column, cell.row] = value
    total = np.linalg.inv(np.eye(factors) - filled["path"]) if np.any(filled["path"]) else np.eye(factors)
    return Matrices(
        loading=filled["loading"],
        path=filled["path"],
        total=total,
        factor=filled["factor"],
        residual=filled["residual"],
        intercept=filled["intercept"][:, 0],
        mean=filled["mean"][:, 0],
        threshold=filled["threshold"],
    )


def differentiate(blueprint: Blueprint, group: Group, matrices: Matrices) -> Slopes:
    """Return how the moments of a group change with every free parameter.

    References
    ----------
    Bollen (1989), Structural equations with latent variables, appendix 4A.
    """
    count, items = blueprint.n_parameters, len(blueprint.items)
    covariance = np.zeros((count, items, items))
    mean = np.zeros((count, items))
    threshold = np.zeros((count, *matrices.threshold.shape))
    reach = matrices.loading @ matrices.total
    spread = matrices.factor_covariance @ matrices.loading.T
    level = matrices.factor_mean
    for cell in group.cells:
        at = cell.parameter
        if at == FIXED:
            continue
        if cell.matrix == "threshold":
            threshold[at, cell.row, cell.column] += 1
        elif cell.matrix == "intercept":
            mean[at, cell.row] += 1
        elif cell.matrix == "mean":
            mean[at] += reach[:, cell.row]
        else:
            _add_covariance(covariance[at], cell, reach, spread)
            _add_mean(mean[at], cell, reach, level)
    return Slopes(covariance=covariance, mean=mean, threshold=threshold)


def _add_covariance(slope: np.ndarray, cell: Cell, reach: np.ndarray, spread: np.ndarray) -> None:
    """Add to a slope of the covariances what a cell of loadings, paths, factors or residuals moves."""
    row, column = cell.row, cell.column
    if cell.matrix == "loading":
        slope[row] += spread[column]
        slope[:, row] += spread[column]
    elif cell.matrix == "path":
        moved = np.outer(reach[:, row], spread[column])
        slope += moved + moved.T
    elif cell.matrix == "factor":
        moved = np.outer(reach[:, row], reach[:, column])
        slope += moved if row == column else moved + moved.T
    else:
        slope[row, column] += 1
        if row != column:
            slope[column, row] += 1


def _add_mean(slope: np.ndarray, cell: Cell, reach: np.ndarray, level: np.ndarray) -> None:
    if cell.matrix == "loading":
        slope[cell.row] += level[cell.column]
    elif cell.matrix == "path":
        slope += reach[:, cell.row] * level[cell.column]


def pull_parameters(
    blueprint: Blueprint, group: Group, matrices: Matrices, mean: np.ndarray, covariance: np.ndarray
) -> np.ndarray:
    """Return the slope by every parameter of what has given slopes by means and covariances, shape (n_parameters,).

    It is the product of those with the derivatives of `differentiate`, without making these.

    Parameters
    ----------
    mean, covariance
        Slopes by the means, and by the covariances as a symmetric matrix.
    """
    reach = matrices.loading @ matrices.total
    spread = matrices.loading @ matrices.factor_covariance
    level, pulled = matrices.factor_mean, reach.T @ mean
    turned = covariance @ spread
    by_cell = {
        "loading": 2 * turned + np.outer(mean, level),
        "path": 2 * reach.T @ turned + np.outer(pulled, level),
        "factor": reach.T @ covariance @ reach,
        "residual": covariance,
        "intercept": mean[:, None],
        "mean": pulled[:, None],
    }
    slopes = np.zeros(blueprint.n_parameters)
    for cell in group.cells:
        if cell.parameter != FIXED and cell.matrix != "threshold":
            twice = 2 if cell.matrix in SYMMETRIC and cell.row != cell.column else 1
            slopes[cell.parameter] += twice * by_cell[cell.matrix][cell.row, cell.column]
    return slopes
