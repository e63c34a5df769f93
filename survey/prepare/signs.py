"""The signs of careless responding: one number a respondent each, and whether it breaks the rule."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from survey.notes import Note
from survey.prepare.careless_comments import measure_gibberish
from survey.prepare.careless_consistency import (
    measure_antonyms,
    measure_distance,
    measure_even_odd,
    measure_guttman,
    measure_synonyms,
)
from survey.prepare.careless_copies import measure_duplicates, measure_near_duplicates
from survey.prepare.careless_course import (
    measure_attention,
    measure_average_string,
    measure_longstring,
    measure_missing,
    measure_pace,
    measure_pattern,
    measure_seconds,
    measure_variation,
    measure_variation_of_parts,
)
from survey.prepare.careless_input import CarelessInput, Flags, Floats, Measure, Measured
from survey.questionnaire.construct import ScreeningRules
from survey.responses import Responses

Breaks = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Index:
    """An index of careless responding.

    Attributes
    ----------
    kind
        The behaviour it shows; several signs of one kind count once in the verdict.
    limit
        Its limit among the rules; none where any rule at all switches it on, at 0.
    breaks
        How a value beyond the limit compares with it.
    """

    name: str
    kind: str
    limit: str | None
    breaks: Breaks
    measure: Measure


INDICES = (
    Index("too_fast", "time", "min_seconds", operator.lt, measure_seconds),
    Index("pace", "time", "min_seconds_per_item", operator.lt, measure_pace),
    Index("longstring", "runs", "max_longstring", operator.gt, measure_longstring),
    Index("average_string", "runs", "max_average_string", operator.gt, measure_average_string),
    Index("pattern", "pattern", "max_pattern", operator.gt, measure_pattern),
    Index("low_variation", "variation", "min_irv", operator.lt, measure_variation),
    Index("low_variation_part", "variation", "min_irv_part", operator.lt, measure_variation_of_parts),
    Index("attention", "attention", "attention_failed", operator.ge, measure_attention),
    Index("missing", "missing", "max_missing_share", operator.gt, measure_missing),
    Index("duplicate", "copies", None, operator.gt, measure_duplicates),
    Index("near_duplicate", "copies", "max_same_share", operator.gt, measure_near_duplicates),
    Index("mahalanobis", "distance", "min_mahalanobis_p", operator.lt, measure_distance),
    Index("even_odd", "consistency", "min_even_odd", operator.lt, measure_even_odd),
    Index("synonyms", "consistency", "min_synonyms", operator.lt, measure_synonyms),
    Index("antonyms", "consistency", "min_antonyms", operator.lt, measure_antonyms),
    Index("guttman", "consistency", "max_guttman", operator.gt, measure_guttman),
    Index("gibberish", "comments", "gibberish_comments", operator.ge, measure_gibberish),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Sign:
    """One sign: its rule in words, each respondent's value (NaN where unknown), and who shows it.

    A sign without a rule is an index that nobody is judged by.
    """

    name: str
    kind: str
    rule: Note | None
    value: Floats
    shown: Flags
    detail: pd.DataFrame | None


def find_signs(responses: Responses, rules: ScreeningRules, *, every: bool) -> tuple[list[Sign], list[Note]]:
    """Return the signs whose rules are set (or every index) and can be checked, and notes on those that cannot."""
    given = CarelessInput(responses)
    signs: list[Sign] = []
    notes: list[Note] = []
    for index in INDICES:
        limit = _limit(index, rules)
        if limit is None and not every:
            continue
        found = index.measure(given)
        if isinstance(found, Note):
            notes.append(found)
        else:
            signs.append(_judge(index, found, limit))
            notes += found.notes
    # Two indices can miss the same thing.
    return signs, list(dict.fromkeys(notes))


def _limit(index: Index, rules: ScreeningRules) -> float | None:
    if index.limit is None:
        return 0 if rules.in_use else None
    value: float | None = getattr(rules, index.limit)
    return value


def _judge(index: Index, found: Measured, limit: float | None) -> Sign:
    judged = found.value if found.judged is None else found.judged
    return Sign(
        name=index.name,
        kind=index.kind,
        rule=None if limit is None else Note(f"careless_{index.name}", limit=limit, **found.about),
        value=found.value,
        shown=np.zeros(len(judged), dtype=bool) if limit is None else np.asarray(index.breaks(judged, limit)),
        detail=found.detail,
    )
