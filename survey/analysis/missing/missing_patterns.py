"""Patterns of missing answers, and Little's test within those who were asked the same items."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.errors import DataError
from survey.notes import Note
from survey.stats.descriptives import effective_n
from survey.stats.missing.little import LittleTest, compare_patterns

#: Respondents to a pattern below which the chi-square of Little's test is a poor approximation; the customary five
#: of expected counts (Cochran 1954, Biometrics 10, 417-451), here of respondents.
FEW_TO_A_PATTERN = 5
COLUMNS = ["base", "hidden_items", "n", "n_items", "n_patterns", "statistic", "df", "p_value", "flag"]


@dataclass(frozen=True, kw_only=True)
class GroupTests:
    """Little's test of each set of respondents asked the same items; respondents left out, by reason."""

    table: pd.DataFrame
    reasons: dict[str, int]


def pattern_table(absent: pd.DataFrame, weights: np.ndarray) -> pd.DataFrame:
    """Return a row per pattern of non-response, the commonest first.

    Parameters
    ----------
    absent
        Bool, shape (n_respondents, n_items): asked and not answered.
    weights
        Shape (n_respondents,).
    """
    flags = absent.to_numpy(dtype=bool)
    kinds, first, place, count = np.unique(flags, axis=0, return_index=True, return_inverse=True, return_counts=True)
    share = np.bincount(place.reshape(-1), weights=weights, minlength=len(kinds)) / np.sum(weights)
    order = np.lexsort((first, -count))
    names = absent.columns.to_numpy(dtype=str)
    return pd.DataFrame(
        {
            "pattern": np.arange(1, len(order) + 1),
            "n_missing": kinds[order].sum(axis=1),
            "count": count[order],
            "share": share[order],
            "missing_items": [", ".join(names[kind]) for kind in kinds[order]],
        }
    )


def group_tests(values: pd.DataFrame, asked: pd.DataFrame, weights: np.ndarray | None) -> GroupTests:
    """Run Little's test within each set of respondents who were asked the same items, and add the tests up.

    Parameters
    ----------
    values
        Answers as numbers, shape (n_respondents, n_items), NaN where missing.
    asked
        Bool, same shape.
    weights
        Shape (n_respondents,), or None.
    """
    flags, rows = asked.to_numpy(dtype=bool), values.to_numpy(dtype=float)
    kinds, place = np.unique(flags, axis=0, return_inverse=True)
    names = values.columns.to_numpy(dtype=str)
    found: list[dict[str, object]] = []
    left_out = 0.0
    for number, kind in enumerate(kinds):
        members = place.reshape(-1) == number
        part = None if weights is None else weights[members]
        row, gone = _test(", ".join(names[~kind]), rows[np.ix_(members, kind)], part)
        found.append(row)
        left_out += gone
    table = pd.DataFrame(found, columns=COLUMNS).sort_values("n", ascending=False, kind="stable")
    failed = table[table["flag"] != ""]
    whole = pd.DataFrame([_sum_up(table[table["flag"] == ""])], columns=COLUMNS)
    reasons = {str(flag): int(part["n"].sum()) for flag, part in failed.groupby("flag", sort=False)}
    if left_out:
        reasons["patterns"] = round(left_out)
    return GroupTests(table=pd.concat([whole, table], ignore_index=True), reasons=reasons)


def _sum_up(tested: pd.DataFrame) -> dict[str, object]:
    from scipy.stats import chi2

    df, statistic = int(tested["df"].sum()), float(tested["statistic"].sum())
    return {
        "base": "all",
        "hidden_items": "",
        "n": int(tested["n"].sum()),
        "n_items": int(tested["n_items"].max()) if len(tested) else 0,
        "n_patterns": int(tested["n_patterns"].sum()),
        "statistic": statistic if df else np.nan,
        "df": df,
        "p_value": float(chi2.sf(statistic, df)) if df else np.nan,
        "flag": "" if df else "nothing_to_compare",
    }


def _test(hidden: str, rows: np.ndarray, weights: np.ndarray | None) -> tuple[dict[str, object], float]:
    """Return the row of one set, with a flag where it cannot be tested, and whom its test leaves out."""
    some = ~np.all(np.isnan(rows), axis=1) if rows.shape[1] else np.zeros(len(rows), dtype=bool)
    if weights is not None:
        some &= weights > 0
    row: dict[str, object] = {
        "base": "same_items",
        "hidden_items": hidden,
        "n": len(rows),
        "n_items": rows.shape[1],
        "n_patterns": 0,
        "df": 0,
    }
    row |= {"statistic": np.nan, "p_value": np.nan}
    reason, test = _compare(rows[some], None if weights is None else weights[some])
    if test is not None:
        row |= {"n_patterns": test.n_patterns, "df": test.df, "statistic": test.statistic, "p_value": test.p_value}
    return {**row, "flag": reason}, 0.0 if test is None else test.left_out


def _compare(rows: np.ndarray, weights: np.ndarray | None) -> tuple[str, LittleTest | None]:
    """Return why rows cannot be compared, as a code of `mcar_notes`, or "" and the test."""
    varied = [len(np.unique(column[~np.isnan(column)])) > 1 for column in rows.T]
    used = rows[:, varied]
    used_rows = ~np.all(np.isnan(used), axis=1) if used.shape[1] else np.zeros(len(rows), dtype=bool)
    if used.shape[1] < 2:
        return "few_items", None
    if not np.any(np.isnan(used)):
        return "complete", None
    if used_rows.sum() <= used.shape[1] + 1:
        return "few_respondents", None
    scaled = None
    if weights is not None:
        part = weights[used_rows]
        scaled = part * (float(effective_n(part)) / np.sum(part))
    try:
        test = compare_patterns(used[used_rows], scaled)
    except (DataError, np.linalg.LinAlgError):
        return "singular", None
    if not np.isfinite(test.statistic):
        return "singular", None
    return "", test


def mcar_notes(tests: GroupTests | None) -> tuple[Note, ...]:
    """Return how Little's test was made, and whom it leaves out."""
    if tests is None:
        return ()
    notes = [Note("mcar_grouped")] if len(tests.table) > 2 else []
    notes += [Note(f"mcar_{flag}", n=n) for flag, n in tests.reasons.items()]
    whole = tests.table.iloc[0]
    if whole["n_patterns"] and whole["n"] < FEW_TO_A_PATTERN * whole["n_patterns"]:
        notes.append(Note("mcar_many_patterns", patterns=int(whole["n_patterns"]), n=int(whole["n"])))
    return tuple(notes)
