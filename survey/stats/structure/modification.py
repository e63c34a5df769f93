"""Modification indices: by how much chi-square would fall if a fixed cell were freed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from survey.stats.structure.blueprint import FIXED, Blueprint, Cell, Group
from survey.stats.structure.discrepancy import Discrepancy
from survey.stats.structure.fitting import Fit
from survey.stats.structure.implied import differentiate

_LEAST = 1e-10


@dataclass(frozen=True)
class Modification:
    """What freeing one cell would do.

    Attributes
    ----------
    group
        Number of the cell's group.
    cell
        A cell that is fixed or absent now.
    index
        The expected fall of chi-square, one degree of freedom.
    change
        The expected value of the cell less the present one.
    """

    group: int
    cell: Cell
    index: float
    change: float


def list_modifications(fit: Fit, observed: Sequence[Discrepancy]) -> list[Modification]:
    """Return what freeing each absent loading, residual covariance or fixed cell would do, the largest first.

    Notes
    -----
    Cost: one evaluation of the derivatives with a parameter for every candidate.

    References
    ----------
    Sörbom (1989), Psychometrika 54, 371-384.
    """
    blueprint = fit.blueprint
    total = sum(one.n for one in observed)
    found: list[Modification] = []
    for number, group in enumerate(blueprint.groups):
        candidates = _list_candidates(blueprint, group)
        if not candidates:
            continue
        gradient, metric = _evaluate(fit, observed, number, candidates)
        count = blueprint.n_parameters
        own, cross = metric[count:, count:], metric[count:, :count]
        known = np.linalg.lstsq(metric[:count, :count], cross.T, rcond=None)[0]
        free = np.diag(own) - np.sum(cross.T * known, axis=0)
        for cell, slope, room in zip(candidates, gradient[count:], free, strict=True):
            if room > _LEAST:
                found.append(Modification(number, cell, float(total * slope**2 / (2 * room)), float(-slope / room)))
    return sorted(found, key=lambda one: -one.index)


def _list_candidates(blueprint: Blueprint, group: Group) -> list[Cell]:
    """Return the loadings and residual covariances that are absent, and fixed loadings other than the markers."""
    taken = {(cell.matrix, cell.row, cell.column) for cell in group.cells}
    items = range(len(blueprint.items))
    cells = [Cell("loading", item, factor, FIXED, 0.0) for factor in range(len(blueprint.factors)) for item in items]
    cells += [Cell("residual", one, other, FIXED, 0.0) for one in items for other in range(one)]
    return [cell for cell in cells if (cell.matrix, cell.row, cell.column) not in taken]


def _evaluate(
    fit: Fit, observed: Sequence[Discrepancy], number: int, candidates: Sequence[Cell]
) -> tuple[np.ndarray, np.ndarray]:
    """Return gradient and scoring matrix with the candidates of one group as further parameters."""
    count = fit.blueprint.n_parameters
    added = tuple(replace(cell, parameter=count + at) for at, cell in enumerate(candidates))
    wide = replace(fit.blueprint, n_parameters=count + len(added), names=(*fit.blueprint.names, *("" for _ in added)))
    total = sum(one.n for one in observed)
    gradient, metric = np.zeros(wide.n_parameters), np.zeros((wide.n_parameters,) * 2)
    for at, (group, matrices, one) in enumerate(zip(wide.groups, fit.matrices, observed, strict=True)):
        cells = (*group.cells, *added) if at == number else group.cells
        slopes = differentiate(wide, Group(cells=cells), matrices)
        gradient += one.n / total * one.gradient(matrices, slopes)
        metric += one.n / total * one.metric(matrices, slopes)
    return gradient, metric
