"""The rows of a path model: complete ones, or filled with means, and items that vary in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from survey.errors import DataError
from survey.notes import Note

PathMissing = Literal["listwise", "mean"]
Range = tuple[float, float]
#: Rows needed beyond the paths into one construct: an intercept, and a degree of freedom for the error.
SPARE_ROWS = 3


@dataclass(frozen=True, kw_only=True)
class PathInput:
    """Checked input of a path model.

    Attributes
    ----------
    blocks
        Construct to its items; a construct of higher order is not among them.
    higher
        Construct of higher order to its constructs.
    paths
        Pairs of constructs.
    labels
        Construct to its name for people.
    rows
        Keyed answers used, shape (n, n_items), indexed by respondent.
    weights
        Shape (n,), or None.
    outcome
        The construct the questionnaire asks about most, or None.
    positions
        Which rows of the input were used, shape (n,).
    ranges
        Item to the ends of its scale, where known.
    notes
        What was left out.
    """

    blocks: dict[str, list[str]]
    higher: dict[str, list[str]]
    paths: list[tuple[str, str]]
    labels: dict[str, str]
    rows: pd.DataFrame
    weights: np.ndarray | None
    ranges: dict[str, Range]
    n_total: int
    missing: PathMissing
    outcome: str | None = None
    positions: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    notes: tuple[Note, ...] = ()

    @property
    def items(self) -> list[str]:
        """Items, each once."""
        return list(self.rows.columns)

    @property
    def values(self) -> np.ndarray:
        """The rows as numbers, shape (n, n_items)."""
        return self.rows.to_numpy(dtype=float)


def use_rows(taken: PathInput) -> PathInput:
    """Keep the rows with a weight that are complete (or filled with means), and items that vary in them.

    Raises
    ------
    DataError
        Infinite values, too few rows, or a construct without an item that varies.
    """
    notes = list(taken.notes)
    infinite = [str(name) for name in taken.items if np.isinf(taken.rows[name]).any()]
    if infinite:
        raise DataError(f"column {', '.join(map(repr, infinite))} has infinite values; replace them by missing ones.")
    keep = np.ones(len(taken.rows), dtype=bool) if taken.weights is None else taken.weights > 0
    if not keep.all():
        notes.append(Note("zero_weights", n=int((~keep).sum())))
    rows = taken.rows[keep]
    weights = None if taken.weights is None else taken.weights[keep]
    empty = [str(name) for name in rows.columns if rows[name].isna().all()]
    rows = rows.drop(columns=empty)
    if taken.missing == "mean":
        rows, filled = _fill_means(rows, weights)
        notes += [Note("paths_means_filled", n=filled, share=filled / max(rows.size, 1))] if filled else []
    complete = rows.notna().all(axis=1).to_numpy()
    if not complete.all():
        notes.append(Note("listwise", n=int(complete.sum()), n_total=int(keep.sum())))
    rows, weights = rows[complete], None if weights is None else weights[complete]
    still = [str(name) for name in rows.columns if rows[name].nunique() < 2] if len(rows) else []
    kept, more = _without_items(taken, empty, still)
    used = rows[list(dict.fromkeys(item for own in kept.values() for item in own))]
    _check_count(len(used), taken)
    return replace(
        taken, blocks=kept, rows=used, weights=weights, positions=np.flatnonzero(keep)[complete], notes=(*notes, *more)
    )


def _fill_means(rows: pd.DataFrame, weights: np.ndarray | None) -> tuple[pd.DataFrame, int]:
    used = np.ones(len(rows)) if weights is None else weights
    filled = rows.copy()
    for name in rows.columns:
        there = rows[name].notna().to_numpy()
        if there.any() and used[there].sum() > 0:
            filled[name] = rows[name].fillna(float(np.average(rows[name].to_numpy()[there], weights=used[there])))
    return filled, int(rows.isna().to_numpy().sum())


def _without_items(taken: PathInput, empty: list[str], still: list[str]) -> tuple[dict[str, list[str]], list[Note]]:
    kept: dict[str, list[str]] = {}
    notes: list[Note] = []
    for name, items in taken.blocks.items():
        kept[name] = [item for item in items if item not in empty and item not in still]
        if not kept[name]:
            raise DataError(
                f"no item of construct '{name}' varies among the rows used ({', '.join(items)}); leave the construct "
                "out of the paths."
            )
        notes += [Note("item_empty", item=item, construct=name) for item in items if item in empty]
        notes += [Note("item_constant", item=item, construct=name) for item in items if item in still]
    return kept, notes


def _check_count(n: int, taken: PathInput) -> None:
    most = max(sum(end == name for _, end in taken.paths) for name in {end for _, end in taken.paths})
    if n < most + SPARE_ROWS:
        raise DataError(
            f"{n} complete rows of {taken.n_total} are too few for {most} paths into one construct; at least "
            f"{most + SPARE_ROWS} are needed. Collect more answers, leave constructs out, or use missing='mean'."
        )
