"""What goes into a model of an outcome: its answers coded as the model takes them, and the drivers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import DriverInput, MissingMode, Weights, take_input
from survey.analysis.sample.indicators import LOWEST_PROMOTER
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.prepare.scoring import score_constructs
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses
from survey.scores import Scores

Kind = Literal["continuous", "top_box", "ordered", "recommend", "count"]

#: More different values than this are a score, not the answers of an item.
MOST_POINTS = 20
RECOMMEND_POINTS = tuple(float(point) for point in range(11))


@dataclass(frozen=True, kw_only=True)
class OutcomeInput:
    """The drivers' input with the outcome coded.

    Attributes
    ----------
    data
        Complete rows.
    outcome
        As the model takes it: a score, 0 or 1, ordered answers, a count; shape (n,).
    points
        Every answer that could be given; none for scores and counts.
    labels
        Their labels, where there are any.
    cut
        The lowest answer that counts as 1; NaN without one.
    is_cut
        Whether the outcome is 0 or 1.
    """

    data: DriverInput
    outcome: np.ndarray
    points: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()
    cut: float = float("nan")
    is_cut: bool = False
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is to be explained, how, and by what; as in `model_outcome`."""

    kind: Kind
    outcome: str | None
    drivers: Iterable[str] | None
    controls: Iterable[str]
    top: int
    cut: float | None
    language: str | None


def take_outcome(
    scores: Scores | Responses | pd.DataFrame,
    question: Question,
    *,
    weights: Weights,
    missing: MissingMode,
    aside: Iterable[str] = (),
) -> OutcomeInput:
    """Take the outcome and the drivers out of responses, scores or a frame, and code the outcome.

    Columns set `aside`, such as clusters, are no drivers by default.
    """
    if not isinstance(scores, Responses | Scores | pd.DataFrame):
        raise OptionError(f"model_outcome takes Scores, Responses or a pandas DataFrame, not {type(scores).__name__}.")
    kind, outcome, language = question.kind, question.outcome, question.language
    item = None
    if isinstance(scores, Responses):
        responses = scores
        item = _find_item(responses.questionnaire, outcome, kind)
        scores = score_constructs(responses)
        if item is not None:
            outcome, scores = item.id, _add_item(responses, scores, item)
    elif isinstance(scores, Scores) and kind in ("recommend", "count") and outcome is None:
        raise OptionError(f"scores hold constructs, and kind='{kind}' needs an item: hand in the responses.")
    data = take_input(
        scores, outcome, question.drivers, weights, missing, language, controls=question.controls, aside=aside
    )
    if item is None:
        return _code(data, None, kind, question.top, question.cut, ())
    _check_part(item.id, data.drivers, scores)
    language = scores.questionnaire.check_language(language) if isinstance(scores, Scores) else "en"
    data = replace(data, outcome_label=item.text.in_language(language))
    labels = {float(code): text.in_language(language) for code, text in item.labels.items()}
    codes = tuple(code for code in labels if code not in item.special_codes)
    coded = _code(data, item, kind, question.top, question.cut, codes)
    return replace(coded, labels=tuple(labels.get(point, "") for point in coded.points))


def _find_item(questionnaire: Questionnaire, outcome: str | None, kind: Kind) -> Item | None:
    """Return the item that is the outcome, None where a construct's score is."""
    if outcome is not None:
        if outcome in questionnaire.constructs or outcome not in questionnaire.items:
            return None
        return questionnaire.item(outcome)
    if kind == "continuous":
        return None
    plan = questionnaire.analysis
    named = plan.recommend if kind == "recommend" else plan.csat
    if kind == "count":
        counts = [item.id for item in questionnaire.items.values() if item.type == "number" and item.integer]
        named = counts[0] if len(counts) == 1 else None
    elif named is None and kind == "recommend":
        named = next((item.id for item in questionnaire.items.values() if item.type == "recommend"), None)
    elif named is None and questionnaire.outcome is not None:
        named = questionnaire.constructs[questionnaire.outcome].items[0]
    if named is None:
        raise OptionError(f"questionnaire {questionnaire.id} names no outcome for kind='{kind}'; give outcome=ITEM.")
    return questionnaire.item(named)


def _add_item(responses: Responses, scores: Scores, item: Item) -> Scores:
    """Add an item's answers to the scores as one more column."""
    reasons = responses.missing([item.id])[item.id]
    values = responses.keyed([item.id])[item.id]
    return replace(
        scores,
        table=scores.table.assign(**{item.id: values}),
        not_asked=scores.not_asked.assign(**{item.id: reasons.isin(["not_shown", "not_applicable"])}),
    )


def _check_part(item: str, drivers: list[str], scores: Scores | pd.DataFrame) -> None:
    if not isinstance(scores, Scores):
        return
    constructs = scores.questionnaire.constructs
    holders = [name for name in drivers if name in constructs and item in constructs[name].items]
    if holders:
        raise OptionError(f"item '{item}' is part of driver '{holders[0]}', which would explain itself: leave one out.")


def _code(
    data: DriverInput, item: Item | None, kind: Kind, top: int, cut: float | None, codes: tuple[float, ...]
) -> OutcomeInput:
    values = data.rows[:, 0]
    if kind in ("continuous", "count"):
        return OutcomeInput(data=data, outcome=values)
    if kind == "top_box" and cut is not None:
        return _cut(data, values, _possible(values, item, codes), cut)
    points = RECOMMEND_POINTS if kind == "recommend" else _possible(values, item, codes)
    if kind == "recommend" and not set(values) <= set(points):
        wrong = sorted(set(values) - set(points))[0]
        raise DataError(f"'{data.outcome}' has the answer {wrong:g}; kind='recommend' takes whole numbers 0 to 10.")
    if not points:
        raise OptionError(
            f"'{data.outcome}' has {len(np.unique(values)):,} different values, too many for the answers of an item: "
            "use kind='continuous', or kind='top_box' with cut=, the lowest value that counts."
        )
    if kind != "top_box":
        return OutcomeInput(data=data, outcome=values, points=points, notes=_empty_notes(values, points))
    if item is not None and item.type == "single_choice":
        return _first_choice(data, values, points)
    if len(points) > 2 and not 1 <= top < len(points):
        raise OptionError(f"top={top} of {len(points)} points; give 1 to {len(points) - 1}.")
    return _cut(data, values, points, points[-1] if len(points) == 2 else points[-top])


def _possible(values: np.ndarray, item: Item | None, codes: tuple[float, ...]) -> tuple[float, ...]:
    """Return the answers that could be given: the item's points, or the values found with gaps of whole numbers."""
    if item is not None and codes:
        return tuple(sorted(codes))
    found = np.unique(values)
    whole = bool(np.all(found == np.round(found)))
    if whole and found[-1] - found[0] < MOST_POINTS:
        return tuple(float(point) for point in np.arange(found[0], found[-1] + 1))
    return tuple(map(float, found)) if len(found) <= MOST_POINTS else ()


def _cut(data: DriverInput, values: np.ndarray, points: tuple[float, ...], cut: float) -> OutcomeInput:
    coded = (values >= cut).astype(float)
    if np.ptp(coded) == 0:
        side = "at or above" if coded[0] else "below"
        raise DataError(
            f"'{data.outcome}' is {side} {cut:g} for everybody used, so there is nothing to explain: "
            "cut it elsewhere with top= or cut=."
        )
    note = Note("outcome_cut", cut=f"{cut:g}", share=f"{100 * np.average(coded, weights=data.weights):.1f}")
    return OutcomeInput(data=data, outcome=coded, points=points, cut=float(cut), is_cut=True, notes=(note,))


def _first_choice(data: DriverInput, values: np.ndarray, points: tuple[float, ...]) -> OutcomeInput:
    coded = (values == points[0]).astype(float)
    if np.ptp(coded) == 0:
        raise DataError(f"everybody used gave the same answer to '{data.outcome}', so there is nothing to explain.")
    note = Note("outcome_choice", choice=f"{points[0]:g}")
    return OutcomeInput(data=data, outcome=coded, points=points, is_cut=True, notes=(note,))


def _empty_notes(values: np.ndarray, points: tuple[float, ...]) -> tuple[Note, ...]:
    empty = sorted(set(points) - set(np.unique(values)))
    return (Note("outcome_empty", answers=", ".join(f"{point:g}" for point in empty)),) if empty else ()


def cut_promoters(coded: OutcomeInput) -> OutcomeInput | None:
    """Return the outcome cut into promoters and others; None where there are only the ones or the others."""
    values = coded.outcome
    if np.min(values) >= LOWEST_PROMOTER or np.max(values) < LOWEST_PROMOTER:
        return None
    return replace(coded, outcome=(values >= LOWEST_PROMOTER).astype(float), cut=float(LOWEST_PROMOTER), is_cut=True)
