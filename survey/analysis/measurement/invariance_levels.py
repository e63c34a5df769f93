"""The levels of measurement invariance, climbed one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.notes import Note
from survey.stats.structure.differences import Difference, compare_models
from survey.stats.structure.invariance import Level, Released, Samples, fit_level, try_releases
from survey.stats.structure.model import Model
from survey.stats.structure.syntax import Term

# Cheung & Rensvold (2002), Structural Equation Modeling 9:233. Chen (2007, ibid. 14:464) adds that RMSEA then also
# rises by .015 or more; alone that says little where fit is nearly perfect, so it is shown and decides nothing.
LARGEST_CFI_FALL = 0.01


@dataclass(frozen=True)
class Step:
    """One level tried; it is partial where an item of this or an earlier level is not shared."""

    name: str
    model: Model
    before: Model | None
    difference: Difference | None
    tried: tuple[tuple[str, Difference, bool], ...]
    partial: bool

    @property
    def change(self) -> tuple[float, float]:
        """Change of the robust CFI and RMSEA from the level before."""
        if self.before is None:
            return float("nan"), float("nan")
        now, then = robust_fit(self.model), robust_fit(self.before)
        return now[0] - then[0], now[1] - then[1]

    @property
    def holds(self) -> bool:
        """Whether the level is hardly worse than the one before."""
        if not self.model.fit.converged:
            return False
        return self.before is None or self.change[0] >= -LARGEST_CFI_FALL


@dataclass(frozen=True)
class Climb:
    """All levels tried, in order."""

    steps: tuple[Step, ...]

    def table(self) -> pd.DataFrame:
        """Return a row per level tried."""
        rows = []
        for step in self.steps:
            cfi, rmsea = robust_fit(step.model)
            test, change = step.model.test, step.change
            difference = step.difference
            rows.append(
                {
                    "level": step.name,
                    "statistic": test.corrected,
                    "df": float(test.df),
                    "p_value": test.p_value,
                    "cfi": cfi,
                    "rmsea": rmsea,
                    "srmr": step.model.srmr,
                    "cfi_change": change[0],
                    "rmsea_change": change[1],
                    "difference": np.nan if difference is None else difference.statistic,
                    "difference_df": np.nan if difference is None else float(difference.df),
                    "difference_p": np.nan if difference is None else difference.p_value,
                    "holds": step.holds,
                }
            )
        return pd.DataFrame(rows)

    def items(self) -> pd.DataFrame:
        """Return a row per item of the levels that did not hold."""
        rows = [
            (step.name, item, found.statistic, float(found.df), found.p_value, released)
            for step in self.steps
            for item, found, released in step.tried
        ]
        return pd.DataFrame(rows, columns=["level", "item", "statistic", "df", "p_value", "released"])

    def reached(self) -> Model:
        """Return the model of the last level that holds."""
        held = [step.model for step in self.steps if step.holds]
        return held[-1] if held else self.steps[0].model

    def notes(self) -> list[Note]:
        """Return the levels whose search did not end, and impossible variances of the model that was reached."""
        stuck = [step.name for step in self.steps if not step.model.fit.converged]
        return [*(Note("invariance_not_converged", level=name) for name in stuck), *name_impossible(self.reached())]

    def verdict(self) -> str:
        """Return the last level that holds."""
        held = [step for step in self.steps if step.holds]
        if not held:
            return "none"
        name = held[-1].name.removeprefix("partial ")
        return f"partial {name}" if held[-1].partial else name


def climb_levels(terms: Sequence[Term], samples: Samples, levels: Sequence[Level]) -> Climb:
    """Go up level by level; where one does not hold, release items and go on from there if that helps."""
    steps: list[Step] = []
    released: Released = frozenset()
    before: Model | None = None
    for level in levels:
        model = fit_level(terms, samples, level, released=released)
        step = Step(level, model, before, _test(model, before), (), bool(released))
        steps.append(step)
        if not step.holds and before is not None:
            step, released = _release(terms, samples, level, before, released)
            steps.append(step)
        if not step.holds:
            break
        before = step.model
    return Climb(tuple(steps))


def _test(model: Model, before: Model | None) -> Difference | None:
    return None if before is None else compare_models(model, before)


def _release(
    terms: Sequence[Term], samples: Samples, level: Level, before: Model, released: Released
) -> tuple[Step, Released]:
    """Release the item that costs most, again and again, until the level holds or nothing is left to release."""
    tried: list[tuple[str, Difference, bool]] = []
    while True:
        ranked = try_releases(terms, samples, level, released=released)
        if not tried:
            tried = [(one.item, one.difference, False) for one in ranked]
        if ranked:
            worst = ranked[0]
            released = released | {(worst.kind, worst.item)}
            tried = [(item, found, done or item == worst.item) for item, found, done in tried]
        model = fit_level(terms, samples, level, released=released)
        step = Step(f"partial {level}", model, before, _test(model, before), tuple(tried), True)
        if step.holds or not ranked:
            return step, released


def name_impossible(model: Model) -> list[Note]:
    """Return a note for every residual or factor variance below zero, in whatever group."""
    notes = []
    for number, matrices in enumerate(model.fit.matrices):
        variances = [*zip(model.plan.items, np.diag(matrices.residual), strict=True)]
        variances += [*zip(model.plan.factors, np.diag(matrices.factor), strict=True)]
        for name, value in variances:
            if value < 0:
                notes.append(Note("measurement_heywood", what=f"{name} ~~ {name} [{number + 1}]", value=float(value)))
    return notes


def robust_fit(model: Model) -> tuple[float, float]:
    """Return CFI and RMSEA: robust ones, scaled ones of ordinal items, else plain ones."""
    found = model.robust or (model.corrected if model.log_likelihood is None else None) or model.indices
    return found.cfi, found.rmsea


def tabulate_means(model: Model, groups: Sequence[str], labels: Mapping[str, str]) -> pd.DataFrame:
    """Return the constructs' means beside the first group's; empty where means are not comparable."""
    columns = ["construct", "label", "group", "estimate", "std_error"]
    if "intercept" not in model.plan.shared:
        return pd.DataFrame(columns=columns)
    names = model.fit.blueprint.names
    spread = np.sqrt(np.diag(model.fit.matrices[0].factor_covariance))
    errors = np.sqrt(np.diag(model.spread))
    rows = []
    for at, factor in enumerate(model.plan.factors):
        for number, group in enumerate(groups):
            name = f"{factor} ~ 1 [{number + 1}]"
            place = names.index(name) if name in names else None
            mean = float(model.fit.matrices[number].factor_mean[at]) / spread[at]
            error = float("nan") if place is None else float(errors[place]) / spread[at]
            rows.append((factor, labels.get(factor, factor), group, mean, error))
    return pd.DataFrame(rows, columns=columns)
