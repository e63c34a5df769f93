"""What a model leaves free: the cells of its matrices in every group, as numbers or as parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

MatrixName = Literal["loading", "path", "factor", "residual", "intercept", "mean", "threshold"]
SYMMETRIC = ("factor", "residual")
FIXED = -1


@dataclass(frozen=True)
class Cell:
    """One cell of a matrix of the model.

    Attributes
    ----------
    matrix
        ``loading`` (items × factors), ``path`` (factors × factors, the row depends on the column), ``factor``
        (covariances of factors or of their disturbances), ``residual`` (covariances of items' errors), ``intercept``
        (of items), ``mean`` (of factors), ``threshold`` (items × cuts).
    row, column
        Places; a vector has column 0.
    parameter
        Number of the free parameter, or -1 where the cell is fixed.
    value
        The fixed value, or where the search begins.
    """

    matrix: MatrixName
    row: int
    column: int
    parameter: int
    value: float


@dataclass(frozen=True, kw_only=True)
class Group:
    """The cells of one group that are not zero; of a symmetric matrix each pair once."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Blueprint:
    """A model of several groups that may share parameters.

    Attributes
    ----------
    items, factors
        Names, in the order of the matrices.
    groups
        One or more.
    n_parameters
        Free parameters of all groups together.
    names
        What each free parameter is called, such as ``SAT =~ CUSA2``.
    cuts
        How many thresholds each item has; 0 for items that are not ordinal.
    """

    items: tuple[str, ...]
    factors: tuple[str, ...]
    groups: tuple[Group, ...]
    n_parameters: int
    names: tuple[str, ...] = field(repr=False)
    cuts: tuple[int, ...] = ()

    @property
    def has_means(self) -> bool:
        """Whether the model speaks of means."""
        return any(cell.matrix in ("intercept", "mean") for group in self.groups for cell in group.cells)

    def starts(self) -> np.ndarray:
        """Return where the search begins, shape (n_parameters,)."""
        values = np.zeros(self.n_parameters)
        for group in self.groups:
            for cell in group.cells:
                if cell.parameter != FIXED:
                    values[cell.parameter] = cell.value
        return values


class BlueprintBuilder:
    """Collects cells and numbers their free parameters; a name used twice is one parameter."""

    def __init__(self, items: Sequence[str], factors: Sequence[str], cuts: Sequence[int] = ()) -> None:
        self.items, self.factors, self.cuts = tuple(items), tuple(factors), tuple(cuts)
        self._names: dict[str, int] = {}
        self._groups: list[list[Cell]] = []

    def open_group(self) -> None:
        """Begin the next group."""
        self._groups.append([])

    def fix(self, matrix: MatrixName, row: int, column: int, value: float) -> None:
        """Fix a cell of the group."""
        self._groups[-1].append(Cell(matrix, row, column, FIXED, value))

    def free(self, matrix: MatrixName, row: int, column: int, *, name: str, start: float) -> None:
        """Free a cell of the group; cells of one name share a parameter."""
        parameter = self._names.setdefault(name, len(self._names))
        self._groups[-1].append(Cell(matrix, row, column, parameter, start))

    def build(self) -> Blueprint:
        """Return the model."""
        return Blueprint(
            items=self.items,
            factors=self.factors,
            groups=tuple(Group(cells=tuple(cells)) for cells in self._groups),
            n_parameters=len(self._names),
            names=tuple(self._names),
            cuts=self.cuts,
        )
