"""What goes into a necessary condition analysis: each condition with the outcome, and the range they can have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import DriverInput, take_input
from survey.errors import OptionError
from survey.notes import Note
from survey.prepare.scoring import score_constructs
from survey.responses import Responses
from survey.scores import Scores

PairMode = Literal["listwise", "pairwise"]
ScopeOption = Literal["scale", "data"] | Mapping[str, tuple[float, float]] | None
Weights = str | Sequence[float] | pd.Series | np.ndarray | None

# Scores run from 0 to 100 of the range of the questionnaire's own scale.
SCORE_RANGE = (0.0, 100.0)


@dataclass(frozen=True, kw_only=True)
class ConditionPair:
    """One condition with the outcome, complete rows only.

    Attributes
    ----------
    x, y
        Condition and outcome, shape (n,).
    w
        Weights, shape (n,), or None.
    n_total
        Respondents before incomplete rows were left out.
    """

    condition: str
    label: str
    outcome: str
    outcome_label: str
    x: np.ndarray
    y: np.ndarray
    w: np.ndarray | None
    n_total: int
    notes: tuple[Note, ...]


def take_pairs(
    scores: Scores | Responses | pd.DataFrame,
    outcome: str | None,
    conditions: Iterable[str] | None,
    weights: Weights,
    missing: PairMode,
    language: str | None,
) -> list[ConditionPair]:
    """Take each condition with the outcome out of scores, responses or a plain frame, and check them."""
    if isinstance(scores, Responses):
        scores = score_constructs(scores)
    named = None if conditions is None else list(conditions)
    if missing == "listwise":
        data = take_input(scores, outcome, named, weights, "listwise", language)
        return [_pair(data, at) for at in range(len(data.drivers))]
    names = _default_names(scores, outcome, weights) if named is None else named
    return [_pair(take_input(scores, outcome, [name], weights, "listwise", language), 0) for name in names]


def _pair(data: DriverInput, at: int) -> ConditionPair:
    return ConditionPair(
        condition=data.drivers[at],
        label=data.labels[at],
        outcome=data.outcome,
        outcome_label=data.outcome_label,
        x=data.rows[:, 1 + at],
        y=data.rows[:, 0],
        w=data.weights,
        n_total=data.n_total,
        notes=data.notes,
    )


def _default_names(scores: Scores | pd.DataFrame, outcome: str | None, weights: Weights) -> list[str]:
    if isinstance(scores, Scores):
        return [name for name in scores.questionnaire.drivers if name in scores.table]
    taken = {outcome, weights} if isinstance(weights, str) else {outcome}
    names = [str(name) for name in scores.columns if str(name) not in taken]
    if not names:
        raise OptionError("there is no condition; name at least one column that the outcome may need.")
    return names


def find_scope(scope: ScopeOption, pair: ConditionPair, *, scored: bool) -> tuple[float, float, float, float]:
    """Return lowest and highest possible condition and outcome.

    Raises
    ------
    OptionError
        The scope is none of the options, names an unknown column, or a plain frame has no scale to take it from.
    """
    if scope is None:
        scope = "scale" if scored else "data"
    if isinstance(scope, Mapping):
        given = [scope.get(name, _ends(values)) for name, values in ((pair.condition, pair.x), (pair.outcome, pair.y))]
    elif scope == "data":
        given = [_ends(pair.x), _ends(pair.y)]
    elif scope == "scale" and scored:
        given = [SCORE_RANGE, SCORE_RANGE]
    elif scope == "scale":
        raise OptionError(
            "scope='scale' needs scores or responses; for a plain frame give the ranges, as "
            f"scope={{'{pair.condition}': (1, 5), '{pair.outcome}': (1, 5)}}, or scope='data'."
        )
    else:
        raise OptionError(
            f"scope={scope!r} is not an option; use one of: scale, data, or a mapping of column to range."
        )
    return (*given[0], *given[1])


def _ends(values: np.ndarray) -> tuple[float, float]:
    return float(np.min(values)), float(np.max(values))
