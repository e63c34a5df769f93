"""The steps of modelling an outcome after its input is taken: what is assumed, what is freed, who promotes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from survey.analysis.outcomes.outcome_fits import FittedOutcome, ModelRows, fit_outcome, name_cuts
from survey.analysis.outcomes.outcome_input import Kind, OutcomeInput, cut_promoters
from survey.analysis.outcomes.outcome_tables import (
    RATIOS,
    brant_table,
    coefficient_table,
    dispersion_rows,
    driver_table,
    empty_assumptions,
    partial_row,
)
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.stats.outcomes.brant import compare_cuts
from survey.stats.outcomes.overdispersion import regress_dispersion
from survey.stats.outcomes.sandwich import Weighting
from survey.stats.sample_design import SampleDesign

SUGGESTED: Literal["suggested"] = "suggested"
OVERDISPERSED_BELOW = 0.05


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The options of a model of an outcome."""

    kind: Kind
    model: str
    weighting: Weighting
    free: tuple[str, ...] | str
    confidence: float
    unit: float
    importance: bool
    test_slopes: bool
    n_boot: int
    seed: int
    design: SampleDesign | None
    progress: Callable[[int, int], None] | None


def make_rows(coded: OutcomeInput, weighting: Weighting, design: SampleDesign | None) -> ModelRows:
    """Return the rows a model takes; without weights every row is one.

    Raises
    ------
    DataError
        The design has no more clusters than strata and drivers together.
    """
    data = coded.data
    if design is not None and design.df <= len(data.drivers) + len(data.controls):
        raise DataError(
            f"{int(np.sum(design.clusters))} clusters in {len(design.clusters)} strata leave no degrees of freedom for "
            f"{len(data.drivers) + len(data.controls)} drivers and controls; name fewer with drivers=[…]."
        )
    return ModelRows(
        outcome=coded.outcome,
        drivers=data.rows[:, 1:],
        weights=data.weights,
        weighting="frequency" if data.weights is None else weighting,
        names=[*data.drivers, *data.controls],
        design=design,
    )


def check_slopes(rows: ModelRows) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return Brant's test of ordered answers, and what was left out of it; empty where it cannot be made."""
    if len(np.unique(rows.outcome)) < 3:
        return empty_assumptions(), ()
    try:
        test = compare_cuts(rows.ordered, rows.proportional.peak)
    except (DataError, np.linalg.LinAlgError):
        return empty_assumptions(), (Note("outcome_brant_failed"),)
    names = name_cuts(rows.proportional.categories)
    notes = [
        Note(f"outcome_brant_{reason}", cuts=", ".join(names[cut] for cut in left))
        for reason, left in (("separated", test.separated), ("thin", test.thin))
        if left
    ]
    return brant_table(test, rows.names), tuple(notes)


def free_drivers(rows: ModelRows, plan: Plan, assumption: pd.DataFrame) -> tuple[ModelRows, tuple[Note, ...]]:
    """Return the rows with the drivers that get slopes of their own, and advice on those that might."""
    if isinstance(plan.free, str) and plan.free != SUGGESTED:
        raise OptionError(f"free={plan.free!r} is no list of drivers; give free=[{plan.free!r}], or free='suggested'.")
    suggested = tuple(assumption.loc[assumption["free_slopes"].astype(bool), "driver"])
    wanted = suggested if plan.free == SUGGESTED else tuple(plan.free)
    if unknown := [name for name in wanted if name not in rows.names]:
        raise OptionError(f"free names {unknown[0]!r}, which is no driver; there are: {', '.join(rows.names)}.")
    if wanted and plan.model != "ordinal":
        raise OptionError(f"free=[…] is for ordered answers; kind='{plan.kind}' has one slope for each driver.")
    left = [name for name in suggested if name not in wanted]
    notes = (Note("outcome_not_parallel", drivers=", ".join(left)),) if left else ()
    freed = replace(rows, free=tuple(rows.names.index(name) for name in wanted)) if wanted else rows
    return freed, notes


def check_fit(
    rows: ModelRows, fit: FittedOutcome, plan: Plan, assumption: pd.DataFrame
) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Add the test of common against free slopes, or of overdispersion."""
    if fit.partial_test is not None:
        added = partial_row(fit, rows.weighting == "probability")
        return pd.concat([assumption, added], ignore_index=True) if len(assumption) else added, ()
    if plan.model != "poisson" or fit.count is None:
        return assumption, ()
    test = regress_dispersion(rows.outcome, fit.count.fitted, rows.weights)
    over = test.p_value < OVERDISPERSED_BELOW
    said = "< .001" if test.p_value < 0.001 else f"= {test.p_value:.3f}"
    return dispersion_rows(test), (Note("outcome_overdispersed", p=said),) if over else ()


def model_promoters(coded: OutcomeInput, plan: Plan, labels: dict[str, str]) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return the drivers of promoters against the rest, for the recommend answer."""
    if plan.kind != "recommend":
        return empty_drivers(), ()
    cut = cut_promoters(coded)
    if cut is None:
        return empty_drivers(), (
            Note("outcome_recommend"),
            Note("outcome_no_promoters", reason="all or none answered 9 or 10."),
        )
    rows = make_rows(cut, plan.weighting, plan.design)
    try:
        fit = fit_outcome("logistic", rows)
    except DataError as error:
        return empty_drivers(), (Note("outcome_recommend"), Note("outcome_no_promoters", reason=str(error)))
    coefficients = coefficient_table(fit, rows.names, plan.confidence)
    return driver_table(coefficients, rows, labels, RATIOS["logistic"], plan.unit), (Note("outcome_recommend"),)


def empty_drivers() -> pd.DataFrame:
    """Return a table of drivers without a row."""
    numbers = ("coefficient", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high")
    ratios = ("odds_ratio", "odds_ratio_low", "odds_ratio_high", "vif")
    texts = {name: pd.Series(dtype="str") for name in ("driver", "label", "cut_point")}
    return pd.DataFrame({**texts, **{name: pd.Series(dtype=float) for name in (*numbers, *ratios)}})
