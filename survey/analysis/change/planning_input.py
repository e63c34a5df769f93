"""What a sample is planned for: drivers with assumed shares, their scales, and what weighting costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from survey.errors import OptionError
from survey.notes import Note
from survey.prepare.scoring import item_range
from survey.prepare.truth import LOWER_SIDE, SPREAD, plan_truth
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.stats.descriptives import design_effect as measure_effect
from survey.stats.importance import lmg
from survey.stats.power_shares import correlate_drivers, highest_correlation, imply_covariance, solve_coefficients
from survey.stats.power_simulation import ScoreModel

# Correlation of drivers where none is given: what scores of one person on one page commonly have.
DEFAULT_CORRELATION = 0.5
DEFAULT_R2 = 0.5
# Shares are typed by hand, as .333.
SUM_TOLERANCE = 0.005
FEWEST_DRIVERS = 2


@dataclass(frozen=True, kw_only=True)
class PlanInput:
    """Checked assumptions of a plan.

    Attributes
    ----------
    shares
        Assumed share of R² of each driver, shape (n_drivers,), summing to 1.
    model
        What simulated scores follow.
    """

    drivers: list[str]
    labels: list[str]
    shares: np.ndarray
    r2: float
    correlation: float
    model: ScoreModel
    notes: tuple[Note, ...]


def take_plan(
    given: Questionnaire | str | Path | Mapping[str, float],
    shares: Mapping[str, float] | None,
    r2: float | None,
    correlation: float | None,
    language: str | None,
    complete: float = 1.0,
) -> PlanInput:
    """Take drivers and assumed shares, and find the model that has them.

    Raises
    ------
    OptionError
        Shares that are missing, below 0, of unknown drivers or that do not sum to 1; fewer than two drivers; R² or a
        correlation out of range; shares that drivers so correlated cannot have.
    """
    if isinstance(given, Mapping):
        if shares is not None:
            raise OptionError("shares are given twice; give them first, or as shares= beside a questionnaire.")
        sheet: Questionnaire | None = None
        assumed: dict[str, float] | None = dict(given)
    else:
        sheet = load_questionnaire(given)
        assumed = None if shares is None else dict(shares)
    drivers = list(assumed or {}) if sheet is None else list(sheet.drivers)
    if len(drivers) < FEWEST_DRIVERS:
        raise OptionError(f"{len(drivers)} driver(s) are nothing to separate; name two or more.")
    if sheet is not None and assumed is None and r2 is None and correlation is None:
        values, r2, correlation = _own_truth(sheet)
        notes = [Note("plan_own_shares", questionnaire=sheet.id)]
    elif assumed is None:
        raise OptionError("r2 and correlation go with shares=; give the shares of R² that you assume for each driver.")
    else:
        values, notes = _check_shares(assumed, drivers), []
    r2 = DEFAULT_R2 if r2 is None else r2
    if not 0 < r2 < 1:
        raise OptionError(f"r2={r2} must lie between 0 and 1: the share of the outcome that the drivers explain.")
    if correlation is None:
        correlation = highest_correlation(values, DEFAULT_CORRELATION)
        if correlation is None:
            raise OptionError("no drivers that correlate 0 or more have these shares; give less uneven ones.")
        if correlation < DEFAULT_CORRELATION:
            notes.append(Note("plan_lower_correlation", correlation=correlation))
    labels = _labels(sheet, drivers, language)
    return PlanInput(
        drivers=drivers,
        labels=labels,
        shares=values,
        r2=r2,
        correlation=correlation,
        model=_model(sheet, drivers, values, r2, correlation),
        notes=(*notes, *(_say_routed(sheet, drivers, labels) if complete == 1 else ())),
    )


def _check_shares(assumed: dict[str, float], drivers: list[str]) -> np.ndarray:
    if unknown := [name for name in assumed if name not in drivers]:
        raise OptionError(f"there is no driver '{unknown[0]}'; there are: {', '.join(drivers)}.")
    if absent := [name for name in drivers if name not in assumed]:
        raise OptionError(f"driver '{absent[0]}' has no share; give one for each of: {', '.join(drivers)}.")
    for name, value in assumed.items():
        if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not 0 <= value <= 1:
            raise OptionError(f"the share of '{name}' is {value!r}; give a number from 0 to 1.")
    values = np.array([float(assumed[name]) for name in drivers])
    total = float(np.sum(values))
    if abs(total - 1) > SUM_TOLERANCE:
        raise OptionError(f"the shares sum to {total:.3f}; shares of what is explained have to sum to 1.")
    return values / total


def _own_truth(sheet: Questionnaire) -> tuple[np.ndarray, float, float]:
    """Return shares, R² and correlation of the latent variables that simulated answers to a questionnaire follow."""
    truth = plan_truth(sheet)
    coefficients = np.array([truth.coefficients[name] for name in sheet.drivers])
    between = correlate_drivers(len(coefficients), truth.correlation)
    r2 = float(coefficients @ between @ coefficients)
    return lmg(imply_covariance(coefficients, between, r2)) / r2, r2, truth.correlation


def _model(
    sheet: Questionnaire | None, drivers: list[str], shares: np.ndarray, r2: float, correlation: float
) -> ScoreModel:
    between = correlate_drivers(len(drivers), correlation)
    coefficients = solve_coefficients(shares, r2, correlation)
    mixing = np.asarray(np.linalg.cholesky(between), dtype=np.float64)
    if sheet is None or sheet.outcome is None:
        return ScoreModel(coefficients, mixing, r2)
    names = [sheet.outcome, *drivers]
    levels = plan_truth(sheet).levels
    return ScoreModel(
        coefficients,
        mixing,
        r2,
        levels=np.array([levels[name] for name in names]),
        steps=np.array([_step(sheet, name) for name in names]),
        spread=SPREAD,
        lower_side=LOWER_SIDE,
    )


def _step(sheet: Questionnaire, construct: str) -> float:
    """Return the distance of neighbouring scores of a construct, on the 0–1 line: mean answers of all its items."""
    items = [sheet.item(name) for name in sheet.constructs[construct].items]
    widths = [high - low for low, high in filter(None, (item_range(item) for item in items))]
    return float(1 / (len(items) * max(widths))) if widths else 0.01


def _labels(sheet: Questionnaire | None, drivers: list[str], language: str | None) -> list[str]:
    if sheet is None:
        return drivers
    spoken = sheet.check_language(language)
    return [sheet.constructs[name].label.in_language(spoken) for name in drivers]


def _say_routed(sheet: Questionnaire | None, drivers: list[str], labels: list[str]) -> list[Note]:
    """Say that routing spares respondents a driver, where the plan takes everybody to have all."""
    if sheet is None:
        return []
    routed = [
        label
        for name, label in zip(drivers, labels, strict=True)
        if any(sheet.item(item).shown_if is not None for item in sheet.constructs[name].items)
    ]
    return [Note("plan_routed", drivers=", ".join(routed))] if routed else []


def take_design_effect(given: float | Sequence[float] | pd.Series | np.ndarray) -> float:
    """Return a design effect given as a number of 1 or more, or Kish's of observed weights.

    Raises
    ------
    OptionError
        It is no finite number of 1 or more, and no weights.

    Examples
    --------
    >>> take_design_effect(1.3), round(take_design_effect([1.0, 1.0, 2.0]), 3)
    (1.3, 1.125)
    """
    values = np.asarray(given, dtype=float)
    if values.ndim == 0:
        if not np.isfinite(values) or values < 1:
            raise OptionError(
                f"design_effect={given} must be a number of 1 or more, or the weights of an earlier sample."
            )
        return float(values)
    if not len(values) or not np.all(np.isfinite(values)) or np.any(values < 0) or not np.sum(values) > 0:
        raise OptionError("design_effect holds weights that are missing, infinite, below 0 or all 0.")
    return float(measure_effect(values))
