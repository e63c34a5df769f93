"""What to know of an estimated path model before quoting it, and what forbids quoting it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from survey.analysis.paths.path_rows import PathInput
from survey.errors import DataError
from survey.notes import Note
from survey.stats.paths.design import PathDesign
from survey.stats.paths.estimate import PathEstimate
from survey.stats.paths.stages import StagedDesign, StagedEstimate
from survey.stats.paths.weights import MOST_ITERATIONS, find_regular

#: Predecessors whose correlation matrix is worse conditioned than this cannot be told apart in double precision.
WORST_CONDITION = 1e10
MOST_HTMT = 0.9  # Henseler, Ringle & Sarstedt 2015
MOST_VIF = 5.0  # Hair, Ringle & Sarstedt 2011
ROWS_PER_TERM = 10  # Barclay, Higgins & Thompson 1995: ten times the largest regression of the model


def refuse_failures(found: StagedEstimate, staged: StagedDesign, names: list[str], first_names: list[str]) -> None:
    """Raise where an estimate is no solution.

    Raises
    ------
    DataError
        A block of mode B is singular, the iteration did not settle, the correction for unreliability is impossible, or
        predecessors cannot be told apart.
    """
    if found.first is not None and staged.first is not None:
        _refuse_weights(found.first, staged.first, first_names)
    _refuse_weights(found.final, staged.final, names)
    _refuse_reliability(found.final, names)
    for one, before in enumerate(staged.final.predecessors):
        among = found.final.correlations[np.ix_(before, before)]
        if before.size > 1 and (not find_regular(among[None])[0] or np.linalg.cond(among) > WORST_CONDITION):
            raise DataError(
                f"the constructs that lead to '{names[one]}' ({', '.join(names[at] for at in before)}) are linearly "
                "dependent, so their paths cannot be told apart: leave one out, or join them."
            )


def _refuse_weights(estimate: PathEstimate, design: PathDesign, names: list[str]) -> None:
    if bool(estimate.converged):
        return
    _refuse_copies(design, names)
    for one, members in enumerate(design.members):
        if not np.isfinite(estimate.weights[members, one]).all() and design.modes[one] == "B":
            raise DataError(
                f"the items of '{names[one]}' are linearly dependent, so their mode B weights cannot be told apart: "
                "leave an item out, or use mode A."
            )
    raise DataError(
        f"the weights did not settle in {MOST_ITERATIONS:,} iterations; constructs that hardly correlate with their "
        "neighbours, or whose items contradict each other, do this: check the items' keys, or try scheme='centroid'."
    )


def _refuse_copies(design: PathDesign, names: list[str]) -> None:
    for one, before in enumerate(design.predecessors):
        for first, second in combinations(before, 2):
            if np.array_equal(design.blocks[:, first], design.blocks[:, second]):
                raise DataError(
                    f"'{names[first]}' and '{names[second]}' have the same items and both lead to '{names[one]}': they "
                    "are linearly dependent; leave one out, or join them."
                )


def _refuse_reliability(estimate: PathEstimate, names: list[str]) -> None:
    if np.isfinite(estimate.correlations).all():
        return
    bad = [name for name, rho in zip(names, estimate.rho_a, strict=True) if not rho > 0]
    raise DataError(
        f"the items of {', '.join(map(repr, bad))} do not share one factor (rho_A is not above 0), so paths cannot "
        "be corrected for it: check the items' keys, or use consistent=False."
    )


def note_model(
    taken: PathInput,
    found: StagedEstimate,
    staged: StagedDesign,
    names: list[str],
    loadings: pd.DataFrame,
    htmt: pd.DataFrame,
    paths: pd.DataFrame,
    *,
    consistent: bool,
) -> tuple[Note, ...]:
    """Return notes on admissibility, items that go against their construct, overlap, collinearity and rows."""
    notes = [
        Note("paths_item_negative", item=item, construct=construct)
        for construct, item, loading in _list_loadings(loadings)
        if loading < 0
    ]
    if consistent:
        notes += _note_admissible(found.final, staged.final, names, loadings)
    close = htmt[htmt["estimate"] > MOST_HTMT]
    if len(close):
        pairs = ", ".join(f"{row.construct} – {row.other} ({row.estimate:.2f})" for row in close.itertuples())
        notes.append(Note("paths_not_distinct", pairs=pairs, limit=MOST_HTMT))
    crowded = paths[paths["vif"] > MOST_VIF]
    if len(crowded):
        which = ", ".join(f"{row.path_from} → {row.path_to}" for row in crowded.itertuples())
        notes.append(Note("paths_collinear", paths=which, limit=MOST_VIF))
    needed = ROWS_PER_TERM * largest_regression(staged)
    if len(taken.rows) < needed:
        notes.append(Note("paths_few_rows", n=len(taken.rows), needed=needed))
    parts = count_parts(staged.final)
    return (*notes, Note("paths_in_parts", parts=parts)) if parts > 1 else tuple(notes)


def _list_loadings(loadings: pd.DataFrame) -> list[tuple[str, str, float]]:
    columns = (loadings["construct"], loadings["item"], loadings["loading"].astype(float))
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _note_admissible(
    estimate: PathEstimate, design: PathDesign, names: list[str], loadings: pd.DataFrame
) -> list[Note]:
    notes = [
        Note("paths_rho_above_one", construct=name, rho=float(rho))
        for name, rho in zip(names, estimate.rho_a, strict=True)
        if rho > 1
    ]
    notes += [
        Note("paths_loading_above_one", item=item, construct=construct, loading=loading)
        for construct, item, loading in _list_loadings(loadings)
        if abs(loading) > 1 + 1e-9
    ]
    if np.min(np.linalg.eigvalsh(estimate.correlations)) <= 0:
        notes.append(Note("paths_inadmissible"))
    return notes + [
        Note("paths_r2_above_one", construct=name) for name, r2 in zip(names, estimate.r2, strict=True) if r2 > 1
    ]


def largest_regression(staged: StagedDesign) -> int:
    """Return the number of terms of the largest regression: paths into a construct, or items of mode B."""
    designs = [staged.final] if staged.first is None else [staged.final, staged.first]
    return max(
        max(
            int(design.paths.sum(axis=0).max()),
            *(size if mode == "B" else 1 for mode, size in zip(design.modes, design.sizes.tolist(), strict=True)),
        )
        for design in designs
    )


def count_parts(design: PathDesign) -> int:
    """Return how many parts of the model no path joins."""
    reach = np.eye(design.n_constructs, dtype=bool) | design.paths | design.paths.T
    for _ in range(design.n_constructs):
        reach = reach @ reach
    return len({row.tobytes() for row in reach})
