"""The fits and tables of differential item functioning, one construct at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import ndtri

from survey.analysis.measurement.construct_rows import ConstructRows
from survey.errors import DataError
from survey.notes import Note
from survey.stats.differential import (
    JODOIN_GIERL,
    ZUMBO_THOMAS,
    NestedFits,
    adjust_p_values,
    classify_size,
    fit_nested,
    match_scores,
)

TESTS = ("uniform", "nonuniform", "total")
FEWEST_ANCHORS = 2
# Scott et al. (2009), Journal of Clinical Epidemiology 62:288: 200 respondents a group for adequate power.
ADEQUATE_GROUP = 200


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One construct's rows with their groups, the anchors of the matching score and the fits of its items."""

    block: ConstructRows
    names: list[str]
    place: np.ndarray
    anchors: np.ndarray
    fits: tuple[NestedFits | None, ...] = ()


def fit_items(comparison: Comparison, *, rest: bool) -> Comparison:
    """Fit every item; None where the models have no finite estimates."""
    block = comparison.block
    scores = match_scores(block.rows, comparison.anchors, rest=rest)
    fits: list[NestedFits | None] = []
    for j in range(len(block.items)):
        try:
            fits.append(fit_nested(block.rows[:, j], scores[:, j], comparison.place, block.weights))
        except DataError:
            fits.append(None)
    return replace(comparison, fits=tuple(fits))


def purify(comparison: Comparison, *, rest: bool, adjust: str, alpha: float) -> tuple[Comparison, list[Note]]:
    """Take the item that differs most out of the matching score and fit again, until no item left in it differs."""
    name = comparison.block.construct
    found = comparison
    while True:
        p_values = adjust_p_values(_p_values(found.fits)[:, 2], adjust)
        differs = found.anchors & (p_values < alpha)
        if not np.any(differs):
            break
        if np.sum(found.anchors) <= FEWEST_ANCHORS + rest:
            return comparison, [Note("purified_too_far", construct=name)]
        sizes = np.array([-np.inf if fit is None else fit.chi_square[2] for fit in found.fits])
        anchors = found.anchors.copy()
        anchors[int(np.argmax(np.where(differs, sizes, -np.inf)))] = False
        found = fit_items(replace(found, anchors=anchors), rest=rest)
    left_out = [item for item, anchor in zip(found.block.items, found.anchors, strict=True) if not anchor]
    return found, [Note("purified", construct=name, items=", ".join(left_out))] if left_out else []


def _p_values(fits: Sequence[NestedFits | None]) -> np.ndarray:
    return np.array([np.full(3, np.nan) if fit is None else fit.p_value for fit in fits])


def tabulate_tests(comparisons: Sequence[Comparison], adjust: str) -> pd.DataFrame:
    """Return a row per item and test; p values are adjusted over all items, apart for each kind of test."""
    parts = []
    for one in comparisons:
        for item, fit in zip(one.block.items, one.fits, strict=True):
            blank = np.full(3, np.nan)
            parts.append(
                pd.DataFrame(
                    {
                        "construct": one.block.construct,
                        "item": item,
                        "test": TESTS,
                        "statistic": blank if fit is None else fit.chi_square,
                        "df": blank if fit is None else fit.df,
                        "p_value": blank if fit is None else fit.p_value,
                        "r2_change": blank if fit is None else fit.nagelkerke_change,
                        "mcfadden_change": blank if fit is None else fit.mcfadden_change,
                    }
                )
            )
    tests = pd.concat(parts, ignore_index=True)
    tests["p_adjusted"] = np.nan
    for test in TESTS:
        chosen = (tests["test"] == test).to_numpy()
        tests.loc[chosen, "p_adjusted"] = adjust_p_values(tests.loc[chosen, "p_value"].to_numpy(dtype=float), adjust)
    return tests


def tabulate_items(comparisons: Sequence[Comparison], tests: pd.DataFrame, alpha: float) -> pd.DataFrame:
    """Return a row per item: the joint test, its size and what kind of difference it is."""
    by_test = {test: tests[tests["test"] == test].reset_index(drop=True) for test in TESTS}
    total = by_test["total"].drop(columns="test")
    significant = (total["p_adjusted"] < alpha).to_numpy()
    uneven = (by_test["nonuniform"]["p_adjusted"] < alpha).to_numpy()
    change = total["r2_change"].to_numpy(dtype=float)
    untested = total["p_value"].isna().to_numpy()
    kind = np.where(significant, np.where(uneven, "nonuniform", "uniform"), "none")
    total.insert(2, "wording", [wording for one in comparisons for wording in one.block.wordings])
    total.insert(3, "n", [len(one.block.rows) for one in comparisons for _ in one.block.items])
    return total.assign(
        dif_kind=np.where(untested, "", kind),
        size=_grade(change, significant, untested, JODOIN_GIERL),
        size_zumbo=_grade(change, significant, untested, ZUMBO_THOMAS),
    )


def _grade(change: np.ndarray, significant: np.ndarray, untested: np.ndarray, cuts: tuple[float, float]) -> list[str]:
    rows = zip(change, significant, untested, strict=True)
    return ["" if none else classify_size(float(one), bool(sure), cuts) for one, sure, none in rows]


def tabulate_groups(comparisons: Sequence[Comparison], confidence: float) -> pd.DataFrame:
    """Return a row per item and group: log odds of a higher answer against the reference at the same score."""
    half = float(ndtri(0.5 + confidence / 2))
    rows = []
    for one in comparisons:
        w = one.block.frequencies
        for j, (item, fit) in enumerate(zip(one.block.items, one.fits, strict=True)):
            for at, group in enumerate(one.names):
                inside = one.place == at
                shift, error = (0.0, np.nan) if at == 0 else _shift(fit, at)
                rows.append(
                    {
                        "construct": one.block.construct,
                        "item": item,
                        "group": group,
                        "reference_group": one.names[0],
                        "n": int(np.sum(inside)),
                        "mean": float(np.average(one.block.rows[inside, j], weights=w[inside])),
                        "estimate": shift,
                        "std_error": error,
                        "conf_low": shift - half * error,
                        "conf_high": shift + half * error,
                    }
                )
    return pd.DataFrame(rows)


def _shift(fit: NestedFits | None, group: int) -> tuple[float, float]:
    if fit is None:
        return float("nan"), float("nan")
    return float(fit.uniform.coefficients[group]), float(fit.uniform.std_error[group])
