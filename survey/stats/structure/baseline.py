"""Models that others are compared with or made from: without relations between items, without residual variances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from survey.stats.structure.blueprint import Blueprint, BlueprintBuilder, Cell, Group
from survey.stats.structure.planning import Plan


def without_relations(plan: Plan, covariances: Sequence[np.ndarray], means: Sequence[np.ndarray] | None) -> Blueprint:
    """Return the model whose items have variances only."""
    builder = BlueprintBuilder(plan.items, ())
    for group, covariance in enumerate(covariances):
        builder.open_group()
        for one, item in enumerate(plan.items):
            builder.free("residual", one, one, name=f"{item} ~~ {item} [{group}]", start=float(covariance[one, one]))
            if means is not None:
                builder.free("intercept", one, 0, name=f"{item} ~ 1 [{group}]", start=float(means[group][one]))
    return builder.build()


def without_residuals(blueprint: Blueprint) -> Blueprint:
    """Take the residual variances out of a model of correlations, whose diagonal is not compared."""
    gone = {
        cell.parameter
        for group in blueprint.groups
        for cell in group.cells
        if cell.matrix == "residual" and cell.row == cell.column
    }
    kept = [number for number in range(blueprint.n_parameters) if number not in gone]
    places = {old: new for new, old in enumerate(kept)}

    def move(cell: Cell) -> Cell:
        return replace(cell, parameter=places.get(cell.parameter, cell.parameter))

    groups = tuple(
        Group(cells=tuple(move(cell) for cell in group.cells if cell.parameter not in gone or cell.parameter < 0))
        for group in blueprint.groups
    )
    names = tuple(blueprint.names[number] for number in kept)
    return replace(blueprint, groups=groups, n_parameters=len(kept), names=names)
