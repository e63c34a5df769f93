"""What goes into a Kano analysis: the pair of answers of every feature, counted from like to dislike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.sample.frame_weights import align_weights
from survey.errors import DataError, OptionError
from survey.responses import Responses

Pairs = Mapping[str, tuple[str, str]]
Weights = str | Sequence[float] | pd.Series | np.ndarray | None
N_ANSWERS = 5
DEFAULT_SCALE = (1, 2, 3, 4, 5)


@dataclass(frozen=True, kw_only=True)
class KanoPair:
    """Answers to one feature of those who gave both.

    Attributes
    ----------
    functional, dysfunctional
        Answers with and without the feature, 1 (like) to 5 (dislike), shape (n,).
    importance
        Stated importance, shape (n,), NaN where there is none; None where it was not asked.
    w
        Weights, shape (n,), or None.
    """

    feature: str
    functional: np.ndarray
    dysfunctional: np.ndarray
    importance: np.ndarray | None
    w: np.ndarray | None


@dataclass(frozen=True, kw_only=True)
class KanoInput:
    """Every feature's pair, and how many respondents there were; `dropped` had an incomplete pair."""

    pairs: list[KanoPair]
    n: int
    n_total: int
    weighted: bool


def take_kano(
    answers: Responses | pd.DataFrame,
    pairs: Pairs | None,
    importance: Mapping[str, str] | None,
    scale: Sequence[float] | None,
    weights: Weights,
    language: str | None = None,
) -> KanoInput:
    """Take the pairs out of responses or a plain frame, and check them.

    Raises
    ------
    DataError
        A column holds values that are none of the five answers, or nobody answered both questions of a feature.
    OptionError
        No pair, an unknown column, a scale that is not five different codes, or weights beside responses.
    """
    if pairs is None and isinstance(answers, Responses):
        pairs, own = _plan_pairs(answers, language)
        importance = own if importance is None else importance
    stated, pairs = dict(importance or {}), pairs or {}
    scale = _own_scale(answers, pairs) if scale is None else scale
    _check(pairs, stated, scale)
    columns = list(dict.fromkeys([*(name for pair in pairs.values() for name in pair), *stated.values()]))
    frame, w = _numbers(answers, columns, weights)
    used = np.zeros(len(frame), dtype=bool)
    found = []
    for feature, (functional, dysfunctional) in pairs.items():
        rows = frame[[functional, dysfunctional]].notna().all(axis=1).to_numpy()
        rows = rows if w is None else rows & (w > 0)
        if not rows.any():
            raise DataError(f"nobody answered both questions of feature '{feature}' ({functional}, {dysfunctional}).")
        used |= rows
        asked = stated.get(feature)
        found.append(
            KanoPair(
                feature=feature,
                functional=_ranks(frame.loc[rows, functional], scale),
                dysfunctional=_ranks(frame.loc[rows, dysfunctional], scale),
                importance=None if asked is None else frame.loc[rows, asked].to_numpy(float),
                w=None if w is None else w[rows],
            )
        )
    return KanoInput(pairs=found, n=int(used.sum()), n_total=len(frame), weighted=w is not None)


def _plan_pairs(responses: Responses, language: str | None) -> tuple[Pairs, dict[str, str]]:
    """Return the features of the questionnaire's plan by their labels, and the items of their stated importance."""
    questionnaire = responses.questionnaire
    tag = language or questionnaire.languages[0]
    named = {feature.label.in_language(tag): feature for feature in questionnaire.analysis.kano}
    pairs = {label: (feature.with_item, feature.without_item) for label, feature in named.items()}
    return pairs, {label: feature.importance for label, feature in named.items() if feature.importance is not None}


def _own_scale(answers: Responses | pd.DataFrame, pairs: Pairs) -> Sequence[float]:
    """Return the codes of the first item from the lowest; 1 to 5 where there is none."""
    first = next((name for pair in pairs.values() for name in pair), "")
    item = answers.questionnaire.items.get(first) if isinstance(answers, Responses) else None
    codes = [code for code in item.labels if code not in item.special_codes] if item is not None else []
    return tuple(codes) if len(codes) == N_ANSWERS else DEFAULT_SCALE


def _check(pairs: Pairs, stated: Mapping[str, str], scale: Sequence[float]) -> None:
    if not pairs:
        raise OptionError(
            "pairs= must name at least one feature, as {'fast delivery': ('with_item', 'without_item')}, or the plan "
            "of the questionnaire must have some under `kano`."
        )
    wrong = [name for name, pair in pairs.items() if isinstance(pair, str) or len(pair) != 2 or pair[0] == pair[1]]
    if wrong:
        raise OptionError(f"feature '{wrong[0]}' needs two different columns: the answer with it and without it.")
    unknown = [name for name in stated if name not in pairs]
    if unknown:
        raise OptionError(f"importance= has no feature '{unknown[0]}' in pairs; features are: {', '.join(pairs)}.")
    if len(scale) != N_ANSWERS or len(set(scale)) != N_ANSWERS:
        raise OptionError(f"scale={list(scale)} must be five different codes, from like to dislike.")


def _numbers(
    answers: Responses | pd.DataFrame, columns: list[str], weights: Weights
) -> tuple[pd.DataFrame, np.ndarray | None]:
    if isinstance(answers, Responses):
        if weights is not None:
            raise OptionError("responses bring their own weights; set them with responses.with_weights(…).")
        return answers.values(columns), answers.weight_array()
    if not isinstance(answers, pd.DataFrame):
        raise OptionError(f"classify_kano takes Responses or a pandas DataFrame, not {type(answers).__name__}.")
    wanted = [*columns, *([weights] if isinstance(weights, str) else [])]
    unknown = [name for name in wanted if name not in answers]
    if unknown:
        raise OptionError(f"there is no column {unknown[0]!r}; there are: {', '.join(map(str, answers.columns))}.")
    text = [name for name in wanted if not pd.api.types.is_numeric_dtype(answers[name])]
    if text:
        raise DataError(f"column '{text[0]}' holds no numbers ({answers[text[0]].dtype}); code the answers first.")
    given = answers[weights].to_numpy(float) if isinstance(weights, str) else weights
    return answers[columns].astype("float64"), align_weights(given, answers)


def _ranks(column: pd.Series, scale: Sequence[float]) -> np.ndarray:
    places = {float(code): rank for rank, code in enumerate(scale, start=1)}
    ranks = column.map(places)
    if ranks.isna().any():
        odd = column[ranks.isna()]
        raise DataError(
            f"column '{column.name}' has {len(odd)} answers that are none of the five, the first {odd.iloc[0]:g} in "
            f"row {odd.index[0]!r}; give the five codes from like to dislike as scale=, now {list(scale)}."
        )
    return ranks.to_numpy(dtype=np.intp)
