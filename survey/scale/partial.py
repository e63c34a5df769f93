"""The sums of some rows of a table: they add up to those of all rows, in any order."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.scale.batch import Batch, text_error
from survey.scale.coding import Coded, Coder
from survey.scale.plan import TablePlan
from survey.scale.respondents import number_rows
from survey.stats.group_moments import GroupMoments, assign_groups, take_group_moments

Floats = NDArray[np.float64]

#: Columns of `TablePartial.available`.
N, N_WEIGHTED, SUM, WEIGHT, SQUARED_WEIGHT, WEIGHTED_SUM, WEIGHTED_SQUARES = range(7)


@dataclass(frozen=True, eq=False)
class TablePartial:
    """What is kept of some rows; nothing of a single respondent.

    Attributes
    ----------
    moments
        Of the rows used, group by group: the variables in their steps, then the indicators of not having been asked.
    available
        For each variable, over everybody who has it: rows, rows with a positive weight, sum, sums of weights and of
        squared weights, weighted sum and weighted sum of squares, shape (p, 7).
    spared
        Rows in which neither of two drivers was asked, shape (s, s).
    n_read, n_total, n_complete
        Rows read, rows that fulfil the filter, complete rows among them with any weight.
    problems
        How often what was found where: (what, column) to count.
    """

    moments: GroupMoments
    available: Floats
    spared: Floats
    n_read: int = 0
    n_total: int = 0
    n_complete: int = 0
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __add__(self, other: TablePartial) -> TablePartial:
        """Return the sums of both parts."""
        return TablePartial(
            self.moments + other.moments,
            self.available + other.available,
            self.spared + other.spared,
            self.n_read + other.n_read,
            self.n_total + other.n_total,
            self.n_complete + other.n_complete,
            self.problems + other.problems,
        )

    def to_bytes(self) -> bytes:
        """Return the sums as bytes, the half of the symmetric matrices only."""
        products = self.moments.products
        rows, columns = np.tril_indices(products.shape[1])
        names = [f"{what}\n{column}" for what, column in self.problems]
        held = io.BytesIO()
        np.savez(
            held,
            n=self.moments.n,
            squared_weights=self.moments.squared_weights,
            products=products[:, rows, columns],
            available=self.available,
            spared=self.spared,
            counts=np.array([self.n_read, self.n_total, self.n_complete], dtype=np.int64),
            names=np.array(names, dtype=np.str_),
            found=np.array(list(self.problems.values()), dtype=np.int64),
        )
        return held.getvalue()

    @classmethod
    def from_bytes(cls, held: bytes) -> TablePartial:
        """Return the sums that `to_bytes` wrote."""
        with np.load(io.BytesIO(held), allow_pickle=False) as file:
            one = {name: file[name] for name in file.files}
        half = one["products"]
        width = int((np.sqrt(8 * half.shape[1] + 1) - 1) / 2)
        rows, columns = np.tril_indices(width)
        products = np.empty((len(half), width, width))
        products[:, rows, columns] = half
        products[:, columns, rows] = half
        problems: Counter[tuple[str, str]] = Counter()
        for name, count in zip(one["names"].tolist(), one["found"].tolist(), strict=True):
            what, column = name.split("\n", 1)
            problems[what, column] = count
        moments = GroupMoments(one["n"], one["squared_weights"], products)
        n_read, n_total, n_complete = one["counts"].tolist()
        return cls(moments, one["available"], one["spared"], n_read, n_total, n_complete, problems)


def empty_partial(plan: TablePlan) -> TablePartial:
    """Return the sums of no rows."""
    p, s, g = len(plan.variables), len(plan.spared), plan.n_groups
    moments = GroupMoments(np.zeros(g), np.zeros(g), np.zeros((g, p + s + 1, p + s + 1)))
    return TablePartial(moments, np.zeros((p, 7)), np.zeros((s, s)))


def take_partial(batch: Batch, plan: TablePlan) -> TablePartial:
    """Return the sums of a batch.

    Parameters
    ----------
    batch
        Rows with every column of the plan.
    plan
        What to take.

    Returns
    -------
    TablePartial
        Whole numbers as long as there are no weights and codes are whole, so that it is the same however rows are cut
        into batches.
    """
    for name in plan.number_columns:
        if isinstance(batch.columns[name].values, list):
            raise text_error(name, "text")
    whole = empty_partial(plan)
    for part in batch.parts(plan.rows_at_once):
        whole = whole + _take_part(part, plan)
    return whole


def _take_part(batch: Batch, plan: TablePlan) -> TablePartial:
    coder = Coder(batch, plan)
    coded = [coder.code(variable) for variable in plan.variables]
    spared = [_flags(coded[at].spared, batch.size) for at in plan.spared]
    weights = _weigh(batch, plan, coder)
    kept = np.ones(batch.size, dtype=bool) if batch.kept is None else batch.kept
    complete = _complete(coded, plan, kept)
    used = complete if weights is None else complete & (weights > 0)
    groups = assign_groups(number_rows(batch, plan.respondent), plan.n_groups)
    groups = np.where(used, groups, np.uint16(plan.n_groups)) if not used.all() else groups
    moments = take_group_moments(
        [*(one.values for one in coded), *spared], groups, plan.n_groups, weights, largest=_largest(coded, plan)
    )
    n_complete = int(np.count_nonzero(complete))
    everything = weights is None and n_complete == batch.size and all(one.missing is None for one in coded)
    return TablePartial(
        moments,
        _from_moments(moments, len(coded)) if everything else _available(coded, kept, weights),
        _together([flag & kept for flag in spared]) if spared else np.zeros((0, 0)),
        batch.size,
        int(np.count_nonzero(kept)),
        n_complete,
        coder.problems,
    )


def _flags(mask: NDArray[np.bool_] | None, size: int) -> NDArray[np.bool_]:
    return np.zeros(size, dtype=bool) if mask is None else mask


def _complete(coded: list[Coded], plan: TablePlan, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows have everything, or were spared what they lack."""
    complete = kept.copy()
    for at, one in enumerate(coded):
        if one.missing is not None:
            excused = one.spared if at in plan.spared else None
            complete &= ~one.missing if excused is None else ~one.missing | excused
    return complete


def _weigh(batch: Batch, plan: TablePlan, coder: Coder) -> Floats | None:
    """Return checked weights: those that are none count as 0 and are reported."""
    if plan.weights is None:
        return None
    column = batch.columns[plan.weights]
    weights = np.asarray(column.values, dtype=np.float64)
    bad = ~np.isfinite(weights) | (weights < 0)
    bad = bad if column.missing is None else bad | column.missing
    kept = bad if batch.kept is None else bad & batch.kept
    if kept.any():
        coder.problems["weight", plan.weights] += int(np.count_nonzero(kept))
    return np.where(bad, 0.0, weights)


def _largest(coded: list[Coded], plan: TablePlan) -> float | None:
    """Return a bound on the size of every value where all are whole numbers, else None."""
    bounds = [
        float(variable.steps) if variable.steps else _bound(one.values)
        for variable, one in zip(plan.variables, coded, strict=True)
    ]
    return max(bounds) if all(np.isfinite(bounds)) else None


def _bound(values: NDArray[Any]) -> float:
    if values.dtype.kind in "iu":
        return float(max(abs(int(np.min(values, initial=0))), int(np.max(values, initial=0))))
    return float("inf")


def _from_moments(moments: GroupMoments, p: int) -> Floats:
    """Return `available` of rows that all have everything and weigh 1."""
    products = moments.products.sum(axis=0)
    n, sums, squares = products[0, 0], products[0, 1 : p + 1], np.diag(products)[1 : p + 1]
    count = np.full(p, n)
    return np.column_stack([count, count, sums, count, count, sums, squares])


def _available(coded: list[Coded], kept: NDArray[np.bool_], weights: Floats | None) -> Floats:
    rows = []
    for one in coded:
        mask = kept if one.missing is None else kept & ~one.missing
        values = np.multiply(one.values, mask, dtype=np.float64)
        count, total = float(np.count_nonzero(mask)), float(values.sum())
        if weights is None:
            rows.append([count, count, total, count, count, total, float(values @ values)])
        else:
            heavy = weights * mask
            positive = float(np.count_nonzero(heavy))
            weight, squared = float(heavy.sum()), float(heavy @ heavy)
            weighted = values * heavy
            rows.append([count, positive, total, weight, squared, float(weighted.sum()), float(weighted @ values)])
    return np.array(rows, dtype=np.float64)


def _together(masks: list[NDArray[np.bool_]]) -> Floats:
    """Return in how many rows two masks hold both; exact, for a batch has fewer rows than single precision counts."""
    stacked = np.array(masks, dtype=np.float32)
    return np.asarray(stacked @ stacked.T, dtype=np.float64)


def check_problems(partial: TablePartial) -> None:
    """Raise `DataError` for what makes an analysis impossible: codes that are no whole numbers, weights that are none.

    Raises
    ------
    DataError
        Names the column, how many rows, and what to do.
    """
    advice = {
        "fractional": "answers that are no whole codes; name the column as a driver of its own, or code the answers",
        "infinite": "infinite values; replace them by missing ones",
        "weight": "weights that are missing, negative or infinite; give each row a finite number >= 0",
    }
    for (what, column), count in sorted(partial.problems.items()):
        if what in advice:
            raise DataError(f"column '{column}' has {count:,} rows with {advice[what]}.")
