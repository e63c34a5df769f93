"""Whether a model's parameters can be told from its moments at all, and whether the answers tell them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.errors import DataError
from survey.stats.structure.blueprint import FIXED, Blueprint, Cell
from survey.stats.structure.discrepancy import Discrepancy
from survey.stats.structure.implied import Matrices, differentiate, fill_matrices

_FLAT = 1e-12  # of a squared singular value of the slopes, each parameter's being of length one
_MARKED = 0.05  # of a parameter's part in a direction that nothing moves with
_MOST_NAMED = 6
_AWAY = 0.25
_MOST_CONDITION = 1e12


def check_identified(blueprint: Blueprint, observed: Sequence[Discrepancy]) -> None:
    """Refuse a model whose parameters can change together without changing what it implies.

    Parameters
    ----------
    observed
        What each group's model is compared with.

    Raises
    ------
    DataError
        The model is not identified; the message names the parameters that cannot be told apart.

    Notes
    -----
    The slopes of the moments have less than full rank near the starting values, which are moved a little so that no
    accident of theirs, such as constructs that do not correlate, counts. Cost: the derivatives once, and the
    eigenvalues of a matrix of parameters by parameters.

    References
    ----------
    Bekker, Merckens & Wansbeek (1994), Identification, equivalent models and computer algebra.
    """
    if not blueprint.n_parameters:
        return
    at = _move_away(blueprint)
    moved = []
    for group, one in zip(blueprint.groups, observed, strict=True):
        matrices = fill_matrices(blueprint, group, at)
        moved.append(one.move(matrices, differentiate(blueprint, group, matrices)))
    slopes = np.concatenate(moved, axis=1)
    lengths = np.sqrt(np.sum(slopes**2, axis=1))
    slopes = slopes / np.where(lengths > 0, lengths, 1.0)[:, None]
    values, directions = np.linalg.eigh(slopes @ slopes.T)
    flat = np.any(np.abs(directions[:, values < _FLAT]) > _MARKED, axis=1)
    if np.any(flat):
        named = [name for name, is_flat in zip(blueprint.names, flat, strict=True) if is_flat]
        more = ", …" if len(named) > _MOST_NAMED else ""
        raise DataError(
            f"the model is not identified: {', '.join(named[:_MOST_NAMED])}{more} cannot be told from these items. "
            "Give a construct of its own three items or more, fix a loading or a variance (1*item), or take terms out."
        )


def check_distinct(items: Sequence[str], covariance: np.ndarray) -> np.ndarray:
    """Return the covariance of items that do not repeat one another; if they do, a normal likelihood has no end.

    Parameters
    ----------
    covariance
        Of the items, shape (n_items, n_items).

    Raises
    ------
    DataError
        An item does not vary, or some items give another one exactly.
    """
    spread = np.sqrt(np.diag(covariance))
    if still := [item for item, one in zip(items, spread, strict=True) if not one > 0]:
        raise DataError(f"everybody answered {', '.join(still)} alike; leave the item out.")
    values, directions = np.linalg.eigh(covariance / np.outer(spread, spread))
    if values[-1] > _MOST_CONDITION * max(values[0], 0.0):
        part = np.abs(directions[:, 0]) > _MARKED
        named = [item for item, is_part in zip(items, part, strict=True) if is_part]
        raise DataError(f"{', '.join(named)} repeat one another: each follows from the others. Leave one of them out.")
    return covariance


def check_information(information: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """Return an information matrix of parameters that has an inverse.

    Raises
    ------
    DataError
        It has none: the answers do not tell some parameters; the message names them.
    """
    if not np.all(np.isfinite(information)):
        raise DataError("the search for the model ran away to infinity. Leave out weak items or join constructs.")
    if not len(information):
        return information
    scale = np.sqrt(np.abs(np.diag(information)))
    scale = np.where(scale > 0, scale, 1.0)
    values, directions = np.linalg.eigh(information / np.outer(scale, scale))
    sizes = np.abs(values)
    if np.max(sizes) > _MOST_CONDITION * np.min(sizes):
        part = np.abs(directions[:, np.argmin(sizes)]) > _MARKED
        named = [name for name, is_part in zip(names, part, strict=True) if is_part]
        raise DataError(
            f"these answers do not tell {', '.join(named[:_MOST_NAMED])}: their information is singular. Leave out "
            "weak items or join constructs."
        )
    return information


def _move_away(blueprint: Blueprint) -> np.ndarray:
    """Return parameters near the starting values and in no special place, shape (n_parameters,)."""
    random = np.random.default_rng(0)
    starts = blueprint.starts()
    at = starts * (1 + _AWAY * random.uniform(-1, 1, len(starts)))
    for group in blueprint.groups:
        matrices = fill_matrices(blueprint, group, starts)
        for cell in group.cells:
            if cell.parameter != FIXED and starts[cell.parameter] == 0:
                at[cell.parameter] = _AWAY * random.uniform(0.5, 1) * _unit(cell, matrices)
    return at


def _unit(cell: Cell, matrices: Matrices) -> float:
    """Return the size of one in the unit of a cell that begins at zero."""
    if cell.matrix in ("factor", "residual"):
        variances = np.diag(getattr(matrices, cell.matrix))
        return float(np.sqrt(np.abs(variances[cell.row] * variances[cell.column])))
    if cell.matrix == "path":
        variances = np.abs(np.diag(matrices.factor))
        return float(np.sqrt(variances[cell.row] / variances[cell.column])) if variances[cell.column] > 0 else 1.0
    return 1.0
