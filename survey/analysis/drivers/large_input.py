"""From the sums of a large table to the checked input of a driver analysis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.analysis.drivers.driver_checks import SPARE_ROWS, check_rows
from survey.analysis.drivers.driver_input import DriverInput, say_rows_used
from survey.errors import DataError
from survey.notes import Note
from survey.scale.partial import (
    N_WEIGHTED,
    SQUARED_WEIGHT,
    SUM,
    WEIGHT,
    WEIGHTED_SQUARES,
    WEIGHTED_SUM,
    N,
    TablePartial,
    check_problems,
)
from survey.scale.plan import TablePlan
from survey.stats.group_moments import GroupMoments
from survey.stats.moment_rows import rows_with_moments

#: A variance below this share of the mean square is rounding.
STILL = 1e-13


@dataclass(frozen=True, kw_only=True, eq=False)
class LargeInput:
    """Checked sums of a driver analysis.

    Attributes
    ----------
    data
        What the tables take; its rows are a few that have the means and covariances of all.
    groups
        Moments of outcome, drivers and contact indicators by group of respondents, less their origins.
    origin
        What was taken off each of these columns.
    n
        Rows used.
    n_eff
        Kish's effective number of them.
    """

    data: DriverInput
    groups: GroupMoments
    origin: np.ndarray
    n: int
    n_eff: float


def check_sums(partial: TablePartial, plan: TablePlan) -> LargeInput:
    """Return the input of a driver analysis from the sums of a table.

    Raises
    ------
    DataError
        There is no row, a column has no value, never varies or follows from others, or rows are too few.
    """
    check_problems(partial)
    _check_base(partial, plan)
    matrix, controls = _final_columns(partial, plan)
    names = [*(variable.name for variable in plan.variables), *controls]
    groups = partial.moments.map(matrix)
    whole = groups.whole
    square = np.diag(groups.products.sum(axis=0))[1:] / whole.sum_weights
    still = [
        name
        for name, cross, size in zip(names, np.diag(whole.cross), square, strict=True)
        if cross <= STILL * max(size, 1e-300) * whole.sum_weights
    ]
    if still:
        raise DataError(
            f"{', '.join(map(repr, still))} never varies among the {whole.n:,} rows used; without variation there is "
            "nothing to explain or to explain with: leave it out."
        )
    origin = np.array([plan.origins.get(name, 0.0) for name in names])
    rows = rows_with_moments(whole.mean + origin, whole.covariance)
    check_rows(rows, names)
    data = DriverInput(
        outcome=plan.variables[0].name,
        outcome_label=plan.variables[0].label,
        drivers=[variable.name for variable in plan.variables[1:]],
        labels=[variable.label for variable in plan.variables[1:]],
        controls=controls,
        rows=rows,
        weights=None,
        performance=_performance(partial, plan),
        n_total=partial.n_total,
        missing=plan.missing,
        notes=_notes(partial, controls, whole.n),
    )
    return LargeInput(data=data, groups=groups, origin=origin, n=whole.n, n_eff=whole.effective_n)


def _check_base(partial: TablePartial, plan: TablePlan) -> None:
    if partial.n_total == 0:
        found = f"none of {partial.n_read:,} rows fulfils where={plan.where!r}" if partial.n_read else "it has no rows"
        raise DataError(f"the table has nothing to analyse: {found}.")
    names = [variable.name for variable in plan.variables]
    counts = partial.available[:, N]
    empty = [name for name, count in zip(names, counts, strict=True) if count == 0]
    if empty:
        raise DataError(f"nobody has a value for {', '.join(map(repr, empty))}; leave it out of the analysis.")
    needed = len(names) + 1 + SPARE_ROWS - 1
    if partial.n_complete < needed:
        fewest = int(np.argmin(counts))
        raise DataError(
            f"{partial.n_complete} complete rows of {partial.n_total:,} are too few for {len(names) - 1} drivers: at "
            f"least {needed} are needed (fewest answers: {names[fewest]} with {int(counts[fewest]):,}). Name fewer "
            "drivers."
        )
    if partial.moments.n.sum() == 0:
        raise DataError("weights must be finite numbers >= 0, at least one above 0; all complete rows have 0.")


def _final_columns(partial: TablePartial, plan: TablePlan) -> tuple[np.ndarray, list[str]]:
    """Return the matrix that makes final columns of (1, steps, not asked), and the names of contact indicators.

    Whoever was not asked about a driver gets its mean, and an indicator that everybody with the same pattern shares.
    """
    p = len(plan.variables)
    width = p + len(plan.spared) + 1
    rows = [np.eye(1, width)[0]]
    units = [variable.unit for variable in plan.variables]
    for at, unit in enumerate(units):
        row = np.zeros(width)
        row[at + 1] = unit
        rows.append(row)
    controls: dict[int, str] = {}
    for place, at in enumerate(plan.spared):
        count = partial.spared[place, place]
        if 0 < count < partial.n_total:
            rows[at + 1][p + 1 + place] = partial.available[at, SUM] / partial.available[at, N] * units[at]
            if not any(partial.spared[place, other] == count == partial.spared[other, other] for other in controls):
                controls[place] = f"asked_{plan.variables[at].name}"
                row = np.zeros(width)
                row[0], row[p + 1 + place] = 1, -1
                rows.append(row)
    return np.array(rows), list(controls.values())


def _performance(partial: TablePartial, plan: TablePlan) -> np.ndarray:
    """Return mean and standard error of each driver over everybody who has it, shape (n_drivers, 2)."""
    units = np.array([variable.unit for variable in plan.variables])
    origins = np.array([plan.origins.get(variable.name, 0.0) for variable in plan.variables])
    found = partial.available
    total, squares = found[:, WEIGHT], found[:, SQUARED_WEIGHT]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = found[:, WEIGHTED_SUM] / total
        variance = (found[:, WEIGHTED_SQUARES] - total * mean**2) / (total - squares / total)
        error = np.sqrt(np.clip(variance, 0, None) * squares) / total
    known = (total > 0) & (found[:, N_WEIGHTED] > 1)
    return np.where(known[:, None], np.column_stack([mean * units + origins, error * units]), np.nan)[1:]


def _notes(partial: TablePartial, controls: list[str], n_used: int) -> tuple[Note, ...]:
    notes = []
    if partial.n_total < partial.n_read:
        notes.append(Note("table_filtered", n=partial.n_total, n_total=partial.n_read))
    notes += say_rows_used(partial.n_complete, partial.n_total, marked=bool(controls))
    if controls:
        notes.append(Note("contact_indicators", drivers=", ".join(name.removeprefix("asked_") for name in controls)))
    if n_used < partial.n_complete:
        notes.append(Note("zero_weights", n=partial.n_complete - n_used))
    unknown = {column: count for (what, column), count in sorted(partial.problems.items()) if what == "unknown"}
    if unknown:
        counts = ", ".join(f"{column} {count:,}" for column, count in unknown.items())
        notes.append(Note("table_unknown_codes", counts=counts))
    return tuple(notes)
