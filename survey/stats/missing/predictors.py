"""Which questions predict which: those of the same construct, then the most correlated, up to a number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.stats.missing.variable import Variable

Floats = NDArray[np.float64]

#: Answers needed for each predictor, the customary ten (Harrell 2015, Regression modeling strategies, 2nd ed., 4.4).
ANSWERS_PER_PREDICTOR = 10
#: A correlation over fewer respondents counts as none.
FEWEST_PAIRS = 10
#: More than this many columns add little and cost time; van Buuren (2018), 6.3.2, takes 15 to 25 from very many.
MOST_PREDICTORS = 60


def choose_predictors(
    variables: Sequence[Variable], weights: Floats, most: int | None = None
) -> tuple[list[list[int]], Floats]:
    """Choose the predictors of each variable with missing answers.

    First come variables of the same group, then the others; within each the ones first that correlate most with the
    answers or with their being missing. They are taken in this order as long as their columns number at most `most`,
    and at most one for ten answers (for ten answers and category, where there are categories). A variable is not
    predicted by those that routing shows by it.

    Parameters
    ----------
    variables
        All variables of the imputation.
    weights
        Shape (n,).
    most
        Columns at most; None is 60.

    Returns
    -------
    chosen : list
        For each variable the places of its predictors, the best first; empty where nothing is missing.
    strength : ndarray
        Shape (n_variables, n_variables): the larger of both correlations, of the row's variable with the column's.

    References
    ----------
    van Buuren, Boshuizen & Knook (1999), Statistics in Medicine 18, 681-694. van Buuren (2018), Flexible imputation of
    missing data, 2nd ed., section 6.3.2.
    """
    strength = _strengths(variables, weights)
    cap = MOST_PREDICTORS if most is None else most
    chosen = []
    for place, variable in enumerate(variables):
        budget = min(cap, int(np.sum(variable.answered & (weights > 0))) // _answers_needed(variable))
        chosen.append(_take(variables, place, strength[place], budget) if np.any(variable.missing) else [])
    return chosen, strength


def _answers_needed(variable: Variable) -> int:
    models = variable.method in ("logistic", "multinomial") and variable.nominal
    return ANSWERS_PER_PREDICTOR * (max(len(variable.levels) - 1, 1) if models else 1)


def _take(variables: Sequence[Variable], place: int, strength: Floats, budget: int) -> list[int]:
    own = variables[place].group
    related = [bool(own) and variable.group == own for variable in variables]
    order = sorted(range(len(variables)), key=lambda other: (not related[other], -strength[other]))
    taken = []
    for other in order:
        width = variables[other].width
        if other == place or variables[other].name in variables[place].gated:
            continue
        if 0 < width <= budget and variables[other].varies:
            taken.append(other)
            budget -= width
    return taken


def _strengths(variables: Sequence[Variable], weights: Floats) -> Floats:
    """Return the largest correlation of answers, or of missingness with answers, between all pairs of variables."""
    blocks = [variable.encode(variable.values) for variable in variables]
    columns = np.column_stack(blocks)
    owner = np.repeat(np.arange(len(variables)), [block.shape[1] for block in blocks])
    absent = np.column_stack([np.where(variable.asked, variable.missing, np.nan) for variable in variables])
    every = np.column_stack([columns, absent])
    enough = (~np.isnan(every)).astype(np.float64).T @ ~np.isnan(columns) >= FEWEST_PAIRS
    both = np.abs(correlate_pairs(every, columns, weights)) * enough
    strength = np.zeros((len(variables), len(variables)))
    np.maximum.at(strength, (owner[:, None], owner[None, :]), both[: len(owner)])
    np.maximum.at(strength, (np.arange(len(variables))[:, None], owner[None, :]), both[len(owner) :])
    return strength


def correlate_pairs(left: Floats, right: Floats, weights: Floats) -> Floats:
    """Return correlations between two sets of columns, each over the rows that have both; 0 where there are none.

    Parameters
    ----------
    left, right
        Shapes (n, p) and (n, q), NaN where a value is missing.
    weights
        Shape (n,).

    Examples
    --------
    >>> x = np.array([[1.0, 2], [2, 4], [3, np.nan]])
    >>> correlate_pairs(x, x, np.ones(3)).round(6).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    here, there = (~np.isnan(part) for part in (left, right))
    a, b = np.where(here, left, 0.0), np.where(there, right, 0.0)
    wa, wh = a * weights[:, None], here * weights[:, None]
    n, sum_a, sum_b = wh.T @ there, wa.T @ there, wh.T @ b
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = wa.T @ b - sum_a * sum_b / n
        spread = ((wa * a).T @ there - sum_a**2 / n) * (wh.T @ (b * b) - sum_b**2 / n)
        found = cross / np.sqrt(np.clip(spread, 0, None))
    return np.where(np.isfinite(found), found, 0.0)
