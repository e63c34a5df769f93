"""Necessity beside importance and performance: reading it from an analysis or a plain frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey.errors import OptionError
from survey.result import Result

LEAST_EFFECT = 0.1  # Dul 2016: a smaller effect size is small
MOST_P = 0.05
CEILING = "ce_fdh"
CONDITION = ("condition", "construct", "driver")
EFFECT = ("necessity_effect", "d", "effect_size", "necessity_d", "estimate")
P_VALUE = ("p_value", "p")
NEEDED = ("required", "needed", "required_level", "needed_level")


def add_necessity(
    table: pd.DataFrame,
    necessity: Result | pd.DataFrame,
    scores: pd.DataFrame,
    weights: np.ndarray | None,
    level: float,
) -> tuple[pd.DataFrame, list[str]]:
    """Add effect size, p, needed level and the share of respondents below it to a table of constructs.

    Parameters
    ----------
    table
        A row per construct.
    necessity
        An analysis, or a frame with a row per condition.
    scores
        Index of each respondent, 0 to 100, a column per construct.
    weights
        One a respondent, or None.
    level
        Level of the outcome, as share of its observed range.

    Returns
    -------
    tuple
        The table with its new columns, and constructs without a result.

    Raises
    ------
    OptionError
        The frame lacks a column, or the level is not among those of the analysis.
    """
    frame = necessity if isinstance(necessity, pd.DataFrame) else _from_result(necessity, level)
    condition = _column(frame, CONDITION, "condition")
    given = frame.assign(_name=frame[condition].astype(str)).drop_duplicates("_name").set_index("_name")
    effect = given[_column(frame, EFFECT, "d")].reindex(table["construct"]).to_numpy(dtype=float)
    p_value = given[_column(frame, P_VALUE, "p_value")].reindex(table["construct"]).to_numpy(dtype=float)
    needed = _needed(given, table["construct"])
    below = [_share_below(scores[name], one, weights) for name, one in zip(table["construct"], needed, strict=True)]
    added = table.assign(
        necessity_d=effect,
        necessity_p=p_value,
        needed_level=needed,
        below_needed_share=below,
        necessary=(effect >= LEAST_EFFECT) & (p_value < MOST_P),
    )
    return added, [name for name in table["construct"] if name not in given.index]


def _from_result(necessity: Result, level: float) -> pd.DataFrame:
    """Take effect size and p of the ceiling, and what the level needs, from an analysis."""
    table, levels = necessity.table, getattr(necessity, "bottleneck", None)
    if "ceiling" in table:
        table = table[
            table["ceiling"] == (CEILING if (table["ceiling"] == CEILING).any() else table["ceiling"].iloc[0])
        ]
    if levels is None:
        return table
    at = levels[np.isclose(levels["outcome_level"], level)]
    if "ceiling" in table:
        at = at[at["ceiling"] == table["ceiling"].iloc[0]]
    if at.empty:
        known = ", ".join(f"{one:g}" for one in sorted(levels["outcome_level"].unique()))
        raise OptionError(
            f"level={level:g} is not among the levels of the necessity analysis ({known}); give one of them, or "
            f"assess_necessity(…, levels=[{level:g}])."
        )
    return table.merge(at[["condition", "needed"]], on="condition", how="left")


def _column(frame: pd.DataFrame, names: Sequence[str], what: str) -> str:
    found = next((name for name in names if name in frame), None)
    if found is None:
        raise OptionError(f"the necessity frame has no column `{what}`; it has: {', '.join(map(str, frame))}.")
    return found


def _needed(given: pd.DataFrame, constructs: pd.Series) -> np.ndarray:
    name = next((name for name in NEEDED if name in given), None)
    if name is None:
        return np.full(len(constructs), np.nan)
    return given[name].reindex(constructs).to_numpy(dtype=float)


def _share_below(scores: pd.Series, needed: float, weights: np.ndarray | None) -> float:
    """Return the share of respondents below the level; none where no level is needed."""
    if np.isnan(needed):
        return float("nan")
    return float(np.average(scores.to_numpy(dtype=float) < needed, weights=weights))
