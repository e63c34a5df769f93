"""The signs of careless responding: one number a respondent each, and whether it breaks the questionnaire's rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.notes import Note
from survey.questionnaire.item import TEXT_TYPES, Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses
from survey.stats.careless import intra_individual_sd, longest_run

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Two respondents agree on fewer ratings than these by chance often enough to mean nothing.
DUPLICATE_ITEMS = 10


@dataclass(frozen=True, kw_only=True, eq=False)
class Sign:
    """One sign: its rule in words, each respondent's value (NaN where unknown), and who shows it."""

    name: str
    rule: Note
    value: Floats
    shown: Flags


Finding = Sign | Note | None


def find_signs(responses: Responses) -> tuple[list[Sign], list[Note]]:
    """Return the signs whose rules are set and can be checked, and notes on those that cannot."""
    found = [find(responses) for find in _FINDERS]
    return [each for each in found if isinstance(each, Sign)], [each for each in found if isinstance(each, Note)]


def _find_speed(responses: Responses) -> Finding:
    limit = responses.questionnaire.screening.min_seconds
    if limit is None:
        return None
    if "seconds" not in responses.paradata or not responses.paradata["seconds"].notna().any():
        return Note("careless_no_seconds")
    seconds = responses.paradata["seconds"].reindex(responses.data.index).to_numpy(dtype=float)
    return Sign(name="too_fast", rule=Note("careless_too_fast", limit=limit), value=seconds, shown=seconds < limit)


def _find_longstring(responses: Responses) -> Finding:
    limit = responses.questionnaire.screening.max_longstring
    if limit is None:
        return None
    items = [name for name in responses.questionnaire.rating_items if name in responses.data]
    if not items:
        return Note("careless_no_ratings", sign="longstring")
    runs = longest_run(_as_shown(responses, items)).astype(float)
    return Sign(name="longstring", rule=Note("careless_longstring", limit=limit), value=runs, shown=runs > limit)


def _find_low_variation(responses: Responses) -> Finding:
    limit = responses.questionnaire.screening.min_irv
    if limit is None:
        return None
    items = _common_range(responses)
    if len(items) < 2:
        return Note("careless_no_ratings", sign="low_variation")
    spread = intra_individual_sd(responses.values(items).to_numpy())
    rule = Note("careless_low_variation", limit=limit, n_items=len(items))
    return Sign(name="low_variation", rule=rule, value=spread, shown=spread < limit)


def _find_attention(responses: Responses) -> Finding:
    limit = responses.questionnaire.screening.attention_failed
    if limit is None:
        return None
    items = [name for name in responses.questionnaire.attention_items if name in responses.data]
    if not items:
        return Note("careless_no_attention")
    answers = responses.data[items].astype("float64").to_numpy()
    right = np.array([responses.questionnaire.item(name).attention for name in items], dtype=float)
    there = ~np.isnan(answers)
    failed = np.where(there.any(axis=1), (there & (answers != right)).sum(axis=1), np.nan)
    rule = Note("careless_attention", limit=limit, n_items=len(items))
    return Sign(name="attention", rule=rule, value=failed, shown=failed >= limit)


def _find_missing(responses: Responses) -> Finding:
    limit = responses.questionnaire.screening.max_missing_share
    if limit is None:
        return None
    asked, missing = np.zeros(len(responses)), np.zeros(len(responses))
    for item in responses.questionnaire.items.values():
        if item.type not in TEXT_TYPES and any(column in responses.data for column in item.columns):
            blank, refused = _unanswered(responses, item)
            hidden = blank & ~responses.shown(item.id).to_numpy()
            asked += ~hidden
            missing += (blank & ~hidden) | refused
    share = np.divide(missing, asked, out=np.full(len(responses), np.nan), where=asked > 0)
    return Sign(name="missing", rule=Note("careless_missing", limit=limit), value=share, shown=share > limit)


def _find_duplicates(responses: Responses) -> Finding:
    """Compare whole rows of ratings; the first of several equal rows is taken for the original."""
    if not has_rules(responses.questionnaire):
        return None
    items = [name for name in responses.questionnaire.rating_items if name in responses.data]
    if len(items) < DUPLICATE_ITEMS:
        return Note("careless_few_ratings", n_items=DUPLICATE_ITEMS)
    answers = responses.data[items].astype("float64")
    enough = responses.values(items).notna().sum(axis=1).to_numpy() >= DUPLICATE_ITEMS
    # Straight-liners answer alike without copying one another; they show other signs.
    varied = intra_individual_sd(responses.values(_common_range(responses)).to_numpy()) > 0
    usable = enough & varied
    copies = np.zeros(len(responses))
    groups = answers[usable].groupby(items, dropna=False, sort=False)
    copies[usable] = groups.cumcount().to_numpy()
    rule = Note("careless_duplicate", n_items=DUPLICATE_ITEMS)
    return Sign(name="duplicate", rule=rule, value=copies, shown=copies > 0)


_FINDERS: tuple[Callable[[Responses], Finding], ...] = (
    _find_speed,
    _find_longstring,
    _find_low_variation,
    _find_attention,
    _find_missing,
    _find_duplicates,
)


def has_rules(questionnaire: Questionnaire) -> bool:
    """Return whether the questionnaire sets any rule on careless responding."""
    rules = questionnaire.screening
    limits = (rules.min_seconds, rules.max_longstring, rules.min_irv, rules.max_missing_share, rules.attention_failed)
    return any(limit is not None for limit in limits)


def _as_shown(responses: Responses, items: list[str]) -> Floats:
    """Return answers with those hidden from a respondent moved to the end, so that they do not end a run."""
    values = responses.values(items).to_numpy()
    hidden = np.column_stack([~responses.shown(name).to_numpy() for name in items]) & np.isnan(values)
    if not hidden.any():
        return values
    return np.take_along_axis(values, np.argsort(hidden, axis=1, kind="stable"), axis=1)


def _common_range(responses: Responses) -> list[str]:
    """Return the rating items of the commonest response range; spreads on 1–7 and 0–10 do not compare."""
    scales = {name: responses.questionnaire.item(name).scale for name in responses.questionnaire.rating_items}
    ranges = {
        name: (scale.minimum, scale.maximum) for name, scale in scales.items() if scale and name in responses.data
    }
    if not ranges:
        return []
    commonest = Counter(ranges.values()).most_common(1)[0][0]
    return [name for name, own in ranges.items() if own == commonest]


def _unanswered(responses: Responses, item: Item) -> tuple[Flags, Flags]:
    """Return where an item is blank, and where don't know or no answer was chosen."""
    columns = [name for name in item.columns if name in responses.data and not name.endswith("__text")]
    answers = responses.data[columns or [name for name in item.columns if name in responses.data]]
    codes = [code for code, kind in item.special_codes.items() if kind != "not_applicable"]
    blank: Flags = answers.isna().all(axis=1).to_numpy()
    refused: Flags = answers.iloc[:, 0].isin(codes).to_numpy()
    return blank, refused
