"""The tables of category use: one construct at a time, from rows to tidy frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.items.item_curves import rest_means
from survey.analysis.items.scalability_tables import as_codes
from survey.analysis.measurement.construct_rows import ConstructRows
from survey.errors import DataError
from survey.notes import Note
from survey.stats.correlations.polychoric import estimate_polychoric
from survey.stats.graded_response import fit_graded_response
from survey.stats.item_response import average_by_answer, convert_factor

# Linacre (2002), Journal of Applied Measurement 3:85: at least ten observations of each category.
RARE = 10
# Terwee et al. (2007), Journal of Clinical Epidemiology 60:34: more than 15 % at the lowest or highest possible score.
FLOOR_CEILING = 0.15
FEWEST_GRADED = 3
# Reise & Yu (1990), Journal of Educational Measurement 27:133: 500 respondents for a graded response model.
SMALL_BASE = 500


@dataclass(frozen=True)
class ConstructCategories:
    """The frames and notes of one construct; `scale` has one row."""

    table: pd.DataFrame
    categories: pd.DataFrame
    scale: pd.DataFrame
    thresholds: pd.DataFrame
    notes: tuple[Note, ...]


def tabulate_categories(
    block: ConstructRows, answers: Mapping[str, Mapping[float, str]], model: str
) -> ConstructCategories:
    """Describe how the answers of a construct's items are used.

    Parameters
    ----------
    block
        The construct's rows.
    answers
        For each item its keyed codes, in order, with their labels.
    model
        How slopes and thresholds are estimated: ``factor`` or ``likelihood``.
    """
    rest = rest_means(block.rows)
    parts = [
        _tabulate_item(block, item, block.rows[:, j], rest[:, j], answers[item]) for j, item in enumerate(block.items)
    ]
    slopes, thresholds, notes = _grade(block, model)
    if len(block.rows) < SMALL_BASE:
        notes = (*notes, Note("small_base", construct=block.construct, n=len(block.rows), least=SMALL_BASE))
    categories = pd.concat(parts, ignore_index=True)
    table = pd.concat([pd.DataFrame([_summarise(part) for part in parts]), slopes], axis=1)
    table.insert(2, "wording", block.wordings)
    table.insert(3, "n", len(block.rows))
    return ConstructCategories(table, categories, _tabulate_scale(block, answers), thresholds, notes)


def _tabulate_item(
    block: ConstructRows, item: str, given: np.ndarray, rest: np.ndarray, labels: Mapping[float, str]
) -> pd.DataFrame:
    codes = np.array(list(labels), dtype=float)
    place = np.searchsorted(codes, given)
    w = block.frequencies
    counts = np.bincount(place, minlength=len(codes))
    means = average_by_answer(rest, place, len(codes), w)
    return pd.DataFrame(
        {
            "construct": block.construct,
            "item": item,
            "code": as_codes(codes),
            "answer": list(labels.values()),
            "count": counts,
            "share": np.bincount(place, weights=w, minlength=len(codes)) / np.sum(w),
            "rest_mean": means,
            "flag": _flag(counts, means),
        }
    )


def _flag(counts: np.ndarray, means: np.ndarray) -> list[str]:
    """Return for each answer: unused, rare, or disordered (rest mean no higher than the answer below's)."""
    flags, below = [], -np.inf
    for count, mean in zip(counts, means, strict=True):
        if count == 0:
            flags.append("unused")
            continue
        marks = ["rare"] if count < RARE else []
        flags.append(" ".join([*marks, "disordered"] if mean <= below else marks))
        below = mean
    return flags


def _summarise(part: pd.DataFrame) -> dict[str, object]:
    """Return an item's row."""
    marks = [mark for mark in ("unused", "rare", "disordered") if part["flag"].str.contains(mark).any()]
    share = part["share"].to_numpy()
    return {
        "construct": part["construct"].iloc[0],
        "item": part["item"].iloc[0],
        "n_categories": len(part),
        "n_used": int((part["count"] > 0).sum()),
        "floor_share": float(share[0]),
        "ceiling_share": float(share[-1]),
        "flag": " ".join(marks),
    }


def _tabulate_scale(block: ConstructRows, answers: Mapping[str, Mapping[float, str]]) -> pd.DataFrame:
    """Return the shares at the lowest and at the highest score that the construct can have."""
    ends = np.array([[min(answers[item]), max(answers[item])] for item in block.items])
    w = block.frequencies / np.sum(block.frequencies)
    floor, ceiling = (float(w @ np.all(block.rows == ends[:, at], axis=1)) for at in (0, 1))
    marks = [name for name, share in (("floor", floor), ("ceiling", ceiling)) if share > FLOOR_CEILING]
    return pd.DataFrame(
        {
            "construct": [block.construct],
            "label": [block.label],
            "n": [len(block.rows)],
            "n_items": [len(block.items)],
            "floor_share": [floor],
            "ceiling_share": [ceiling],
            "flag": [" ".join(marks)],
        }
    )


def _grade(block: ConstructRows, model: str) -> tuple[pd.DataFrame, pd.DataFrame, tuple[Note, ...]]:
    """Return slopes and thresholds of a graded response model; NaN and a note where there is none."""
    none = pd.DataFrame({"slope": np.full(len(block.items), np.nan), "slope_std_error": np.nan})
    failed = none, _no_thresholds(), (Note("graded_failed", construct=block.construct),)
    if len(block.items) < FEWEST_GRADED:
        return failed
    try:
        found = _fit(block, model)
    except DataError:
        return failed
    codes = [np.unique(column)[1:] for column in block.rows.T]
    parts = [
        pd.DataFrame({"construct": block.construct, "item": item, "code": as_codes(steps), "threshold": cuts, **error})
        for item, steps, cuts, error in zip(block.items, codes, found.thresholds, found.errors, strict=True)
    ]
    slopes = pd.DataFrame({"slope": found.slopes, "slope_std_error": found.slope_errors})
    notes = () if found.converged else (Note("graded_not_converged", construct=block.construct),)
    return slopes, pd.concat(parts, ignore_index=True), notes


@dataclass(frozen=True)
class _Graded:
    """Slopes and thresholds by either way; errors are NaN for the converted solution."""

    slopes: np.ndarray
    slope_errors: np.ndarray
    thresholds: tuple[np.ndarray, ...]
    errors: list[dict[str, np.ndarray]]
    converged: bool


def _fit(block: ConstructRows, model: str) -> _Graded:
    if model == "likelihood":
        fit = fit_graded_response(block.rows, block.weights)
        errors = [{"std_error": one} for one in fit.thresholds_std_error]
        return _Graded(fit.slopes, fit.slopes_std_error, fit.thresholds, errors, fit.converged)
    found = estimate_polychoric(block.rows, weights=block.weights)
    converted = convert_factor(found.correlation, found.thresholds)
    errors = [{"std_error": np.full(len(one), np.nan)} for one in converted.thresholds]
    blank = np.full(len(block.items), np.nan)
    return _Graded(converted.slopes, blank, converted.thresholds, errors, True)


def _no_thresholds() -> pd.DataFrame:
    kinds = {"construct": "str", "item": "str", "code": "int64", "threshold": "float64", "std_error": "float64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
