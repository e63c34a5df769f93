"""The design of a path model: which items measure which construct, and which construct leads to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError, check_option

Bools = NDArray[np.bool_]
Mode = Literal["A", "B"]
Scheme = Literal["path", "factor", "centroid"]

MODES: tuple[Mode, ...] = ("A", "B")
SCHEMES: tuple[Scheme, ...] = ("path", "factor", "centroid")


@dataclass(frozen=True, eq=False)
class PathDesign:
    """Blocks of items, paths between constructs, and how weights are found.

    Parameters
    ----------
    blocks
        Whether an item measures a construct, shape (n_items, n_constructs). An item may measure two: that is the
        repeated-indicators form of a construct of higher order.
    paths
        Whether there is a path from the row's construct to the column's, shape (n_constructs, n_constructs).
    modes
        For each construct ``"A"`` (weights are covariances with the neighbours' sum) or ``"B"`` (regression weights).
    scheme
        How neighbours are weighed: ``"path"``, ``"factor"`` or ``"centroid"``.

    Raises
    ------
    DataError
        A construct without items or without neighbours, an item of no construct, or paths that form a cycle.

    References
    ----------
    Wold (1982), in Joreskog & Wold, Systems under indirect observation, part 2, 1-54. Lohmoller (1989), Latent variable
    path modeling with partial least squares.

    Examples
    --------
    >>> design = PathDesign(np.eye(3, dtype=bool), np.eye(3, k=1, dtype=bool), ("A", "A", "A"), "path")
    >>> design.order, [before.tolist() for before in design.predecessors]
    ((0, 1, 2), [[], [0], [1]])
    """

    blocks: Bools
    paths: Bools
    modes: tuple[Mode, ...]
    scheme: Scheme = "path"

    def __post_init__(self) -> None:
        check_option("scheme", self.scheme, SCHEMES)
        for mode in self.modes:
            check_option("modes", mode, MODES)
        linked = self.paths.any(axis=0) | self.paths.any(axis=1)
        if not self.blocks.any(axis=0).all() or not self.blocks.any(axis=1).all():
            raise DataError("every construct needs an item, and every item a construct.")
        if not linked.all():
            raise DataError(f"construct number {int(np.argmin(linked))} has no path to or from it; leave it out.")
        if len(self.order) < self.n_constructs:
            raise DataError("the paths form a cycle; a path model needs a direction without return.")

    @property
    def n_constructs(self) -> int:
        """Number of constructs."""
        return int(self.blocks.shape[1])

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Constructs with all predecessors before them; shorter than their number where paths form a cycle."""
        return tuple(sort_constructs(self.paths))

    @cached_property
    def predecessors(self) -> list[NDArray[np.intp]]:
        """For each construct, those with a path to it."""
        return [np.flatnonzero(self.paths[:, one]) for one in range(self.n_constructs)]

    @cached_property
    def endogenous(self) -> Bools:
        """Whether a construct has a predecessor, shape (n_constructs,)."""
        return np.asarray(self.paths.any(axis=0))

    @cached_property
    def members(self) -> list[NDArray[np.intp]]:
        """For each construct, its items."""
        return [np.flatnonzero(self.blocks[:, one]) for one in range(self.n_constructs)]

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """Number of items of each construct, shape (n_constructs,)."""
        return np.asarray(self.blocks.sum(axis=0), dtype=np.int64)

    def keep(self, constructs: Sequence[int] | NDArray[np.intp], paths: Bools) -> PathDesign:
        """Return the design of some constructs with all items of them."""
        chosen = np.asarray(constructs, dtype=np.intp)
        blocks = self.blocks[:, chosen]
        return PathDesign(
            blocks[blocks.any(axis=1)],
            paths[np.ix_(chosen, chosen)],
            tuple(self.modes[one] for one in chosen),
            self.scheme,
        )


def sort_constructs(paths: Bools) -> list[int]:
    """Return constructs so that every path points forward, leaving out those on or behind a cycle.

    Parameters
    ----------
    paths
        Shape (n_constructs, n_constructs), from row to column.

    Examples
    --------
    >>> sort_constructs(np.array([[False, False], [True, False]]))
    [1, 0]
    >>> sort_constructs(np.array([[False, True], [True, False]]))
    []
    """
    waiting = paths.sum(axis=0).astype(int)
    ready = [int(one) for one in np.flatnonzero(waiting == 0)]
    order: list[int] = []
    while ready:
        one = ready.pop(0)
        order.append(one)
        waiting -= paths[one].astype(int)
        ready += [int(other) for other in np.flatnonzero(paths[one]) if waiting[other] == 0]
    return order
