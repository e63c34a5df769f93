"""The standardised solution: the cells of a model when items and factors have variance one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from survey.stats.structure.blueprint import Blueprint, Cell
from survey.stats.structure.implied import Matrices, fill_matrices

_STEP = 1e-5
_ROUNDING = 1e-13  # of a cell's change over a step


@dataclass(frozen=True)
class Standardized:
    """One cell of the model in standardised units.

    Attributes
    ----------
    group
        Number of its group.
    cell
        The cell.
    estimate, std_error
        In units of standard deviations; the error is NaN for a cell that cannot vary.
    """

    group: int
    cell: Cell
    estimate: float
    std_error: float


def standardize(
    blueprint: Blueprint, parameters: np.ndarray, covariance: np.ndarray, *, unit_items: bool = False
) -> list[Standardized]:
    """Return every cell in standardised units, with standard errors by the delta method.

    Parameters
    ----------
    parameters
        Estimates, shape (n_parameters,).
    covariance
        Their sampling covariance.
    unit_items
        Whether items have variance one whatever the residuals say, as in models of polychoric correlations.
    """

    def everything(at: np.ndarray) -> np.ndarray:
        return _standard_cells(blueprint, at, unit_items=unit_items)

    estimates = everything(parameters)
    sizes = np.maximum(np.abs(parameters), np.sqrt(np.maximum(np.diag(covariance), 0.0)))
    lengths = _STEP * np.where(sizes > 0, sizes, 1.0)
    slopes = _differentiate(everything, parameters, lengths)
    variances = np.einsum("cp,pq,cq->c", slopes, covariance, slopes)
    moves = np.any(np.abs(slopes) * lengths > _ROUNDING, axis=1)
    errors = np.where(moves, np.sqrt(np.maximum(variances, 0.0)), np.nan)
    cells = [(number, cell) for number, group in enumerate(blueprint.groups) for cell in group.cells]
    return [
        Standardized(number, cell, float(estimate), float(error))
        for (number, cell), estimate, error in zip(cells, estimates, errors, strict=True)
    ]


def _differentiate(function: Callable[[np.ndarray], np.ndarray], at: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return derivatives by central differences of given lengths, shape (n_values, n_parameters)."""
    columns = []
    for place, length in enumerate(lengths):
        step = np.zeros(len(at))
        step[place] = length
        columns.append((function(at + step) - function(at - step)) / (2 * length))
    return np.array(columns).T


def _standard_cells(blueprint: Blueprint, parameters: np.ndarray, *, unit_items: bool) -> np.ndarray:
    values = []
    for group in blueprint.groups:
        matrices = fill_matrices(blueprint, group, parameters)
        scales = _find_scales(matrices, unit_items=unit_items)
        values += [_standardize_cell(cell, matrices, *scales) for cell in group.cells]
    return np.array(values)


def _find_scales(matrices: Matrices, *, unit_items: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the standard deviations of the items and of the factors; NaN where a variance is negative."""
    with np.errstate(invalid="ignore"):
        items = np.ones(len(matrices.loading)) if unit_items else np.sqrt(np.diag(matrices.covariance))
        return items, np.sqrt(np.diag(matrices.factor_covariance))


def _standardize_cell(cell: Cell, matrices: Matrices, items: np.ndarray, factors: np.ndarray) -> float:
    row, column = cell.row, cell.column
    if cell.matrix == "loading":
        return float(matrices.loading[row, column] * factors[column] / items[row])
    if cell.matrix == "path":
        return float(matrices.path[row, column] * factors[column] / factors[row])
    if cell.matrix == "factor":
        return _standardize_covariance(matrices.factor, row, column, factors)
    if cell.matrix == "residual":
        return _standardize_covariance(matrices.residual, row, column, items)
    if cell.matrix == "intercept":
        return float(matrices.intercept[row] / items[row])
    if cell.matrix == "mean":
        return float(matrices.mean[row] / factors[row])
    return float(matrices.threshold[row, column] / items[row])


def _standardize_covariance(matrix: np.ndarray, row: int, column: int, scale: np.ndarray) -> float:
    """Return a share of variance on the diagonal, and beside it the correlation of what is left unexplained."""
    if row == column:
        return float(matrix[row, row] / scale[row] ** 2)
    with np.errstate(invalid="ignore"):
        return float(matrix[row, column] / np.sqrt(matrix[row, row] * matrix[column, column]))
