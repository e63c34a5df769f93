"""Construct scores: each respondent's mean answer, 0 to 100 of the scale's own range."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses
from survey.scores import Scores

# Half of a scale's items, the rule of the EORTC's scoring manual (Fayers et al. 2001, QLQ-C30 Scoring Manual, 3rd ed.).
MIN_ANSWERED = 0.5


def score_constructs(
    responses: Responses, *, constructs: Iterable[str] | None = None, min_answered: float = MIN_ANSWERED
) -> Scores:
    """Score constructs as the mean of their answered items, 0 to 100.

    Use it before every analysis of constructs. The range is that of the response scale, not of the answers, so scores
    of different samples, waves and scales compare.

    Parameters
    ----------
    responses
        The answers; nothing in them changes.
    constructs
        Construct ids; None takes every driver and outcome whose items are all ratings or bounded numbers.
    min_answered
        Share of the items shown to a respondent that must be answered, above 0 to 1. At least one always must.

    Returns
    -------
    Scores
        0 (the worst the scale allows) to 100 (the best), shape (n_respondents, n_constructs).

    Raises
    ------
    OptionError
        `min_answered` is out of range, or there is no such construct.
    DataError
        A construct asked for has an item without a range, or there is no construct to score.

    Notes
    -----
    Each item becomes (answer − minimum) / (maximum − minimum) · 100 after keying; the score is their unweighted mean.
    Missing: don't know, no answer, not applicable and blanks are left out of the mean. Items hidden from a respondent,
    as the platform told or by the routing, do not count in `min_answered`; the others do. Weights are carried along,
    not used. Cost: one pass.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> from survey.questionnaire.load import load_questionnaire
    >>> scores = score_constructs(simulate_responses(load_questionnaire("ecommerce-service"), n=50, seed=1))
    >>> float(scores.table.min().min()) >= 0, float(scores.table.max().max()) <= 100
    (True, True)
    """
    if not 0 < min_answered <= 1:
        raise OptionError(f"min_answered={min_answered} is out of range; give a share above 0 and at most 1.")
    chosen, left_out = _choose(responses.questionnaire, constructs)
    table, not_asked = {}, {}
    for construct in chosen:
        items = [responses.questionnaire.item(name) for name in responses.questionnaire.constructs[construct].items]
        table[construct], not_asked[construct] = _score(responses, items, min_answered)
    scores = pd.DataFrame(table, index=responses.data.index)
    hidden = pd.DataFrame(not_asked, index=responses.data.index)
    return Scores(
        questionnaire=responses.questionnaire,
        table=scores,
        not_asked=hidden,
        weights=responses.weights,
        notes=_notes(scores, hidden, left_out, min_answered),
    )


def item_range(item: Item) -> tuple[float, float] | None:
    """Return the lowest and the highest possible answer of an item, or None where it has no range."""
    if item.scale is not None:
        return float(item.scale.minimum), float(item.scale.maximum)
    if item.type == "number" and item.minimum is not None and item.maximum is not None:
        return item.minimum, item.maximum
    return None


def _choose(questionnaire: Questionnaire, constructs: Iterable[str] | None) -> tuple[list[str], list[str]]:
    named = constructs is not None
    wanted = list(dict.fromkeys(constructs)) if constructs is not None else _roles(questionnaire)
    if unknown := [name for name in wanted if name not in questionnaire.constructs]:
        good = ", ".join(questionnaire.constructs) or "none"
        raise OptionError(f"questionnaire {questionnaire.id} has no construct '{unknown[0]}'; it has: {good}.")
    bare = {name: _without_range(questionnaire, name) for name in wanted}
    refused = [name for name, items in bare.items() if items]
    if named and refused:
        raise DataError(
            f"construct '{refused[0]}' cannot be scored: item '{bare[refused[0]][0]}' has no response scale. "
            "Score constructs of rating items, or numbers with min and max."
        )
    chosen = [name for name in wanted if name not in refused]
    if not chosen:
        raise DataError(
            f"questionnaire {questionnaire.id} has no construct to score; "
            "give it constructs with role driver or outcome."
        )
    return chosen, refused


def _roles(questionnaire: Questionnaire) -> list[str]:
    return [name for name, construct in questionnaire.constructs.items() if construct.role in ("driver", "outcome")]


def _without_range(questionnaire: Questionnaire, construct: str) -> list[str]:
    items = [questionnaire.item(name) for name in questionnaire.constructs[construct].items]
    return [item.id for item in items if item_range(item) is None]


def _score(responses: Responses, items: list[Item], min_answered: float) -> tuple[np.ndarray, np.ndarray]:
    """Sum over items one by one: no array larger than one column is made."""
    n = len(responses)
    total, answered, shown = np.zeros(n), np.zeros(n), np.zeros(n)
    not_asked = np.ones(n, dtype=bool)
    keyed = responses.keyed([item.id for item in items])
    for item in items:
        low, high = item_range(item) or (0.0, 1.0)
        values = keyed[item.id].to_numpy()
        there = ~np.isnan(values)
        total += np.where(there, (values - low) / (high - low) * 100, 0)
        answered += there
        shown += there | ~responses.was_hidden(item.id).to_numpy()
        not_asked &= _not_asked(responses, item)
    enough = (answered >= 1) & (answered >= min_answered * shown - 1e-9)
    return np.divide(total, answered, out=np.full(n, np.nan), where=enough), not_asked


def _not_asked(responses: Responses, item: Item) -> np.ndarray:
    """Tell where an item was hidden by routing or does not apply, as `Responses.missing` does in words."""
    hidden = responses.was_hidden(item.id).to_numpy()
    if item.id not in responses.data:
        return hidden
    answers = responses.data[item.id]
    codes = [code for code, kind in item.special_codes.items() if kind == "not_applicable"]
    flags: np.ndarray = (answers.isna().to_numpy() & hidden) | answers.isin(codes).to_numpy()
    return flags


def _notes(scores: pd.DataFrame, not_asked: pd.DataFrame, left_out: list[str], min_answered: float) -> tuple[Note, ...]:
    too_few = scores.isna() & ~not_asked
    notes = [Note("scores_method", share=min_answered)]
    if not_asked.to_numpy().any():
        notes.append(Note("scores_not_asked", counts=_counts(not_asked)))
    if too_few.to_numpy().any():
        notes.append(Note("scores_too_few", counts=_counts(too_few)))
    if left_out:
        notes.append(Note("scores_left_out", constructs=", ".join(left_out)))
    return tuple(notes)


def _counts(flags: pd.DataFrame) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in flags.sum().items() if count)
