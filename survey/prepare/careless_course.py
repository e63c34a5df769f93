"""Signs in the course of the interview: time, runs, patterns, variation, attention checks, blanks."""

from __future__ import annotations

import numpy as np

from survey.notes import Note
from survey.prepare.careless_input import CarelessInput, Measured, find_hidden
from survey.questionnaire.item import TEXT_TYPES, Item
from survey.responses import Responses
from survey.stats.careless import average_run, intra_individual_sd, longest_pattern, longest_run, split_sd

PARTS = 4


def measure_seconds(given: CarelessInput) -> Measured | Note:
    """Return the seconds spent."""
    paradata = given.responses.paradata
    if "seconds" not in paradata or not paradata["seconds"].notna().any():
        return Note("careless_no_seconds")
    return Measured(value=paradata["seconds"].reindex(given.responses.data.index).to_numpy(dtype=float))


def measure_pace(given: CarelessInput) -> Measured | Note:
    """Return the seconds spent for each question shown."""
    seconds, responses = measure_seconds(given), given.responses
    if isinstance(seconds, Note):
        return seconds
    items = [item for item in responses.questionnaire.items.values() if set(item.columns) & set(responses.data)]
    asked = np.zeros(len(responses))
    for item in items:
        asked += ~(_unanswered(responses, item)[0] & find_hidden(responses, item.id))
    return Measured(value=np.divide(seconds.value, asked, out=np.full(len(asked), np.nan), where=asked > 0))


def measure_longstring(given: CarelessInput) -> Measured | Note:
    """Return the longest run of identical ratings."""
    if not given.ratings:
        return Note("careless_no_ratings", sign="longstring")
    return Measured(value=longest_run(given.in_order).astype(float))


def measure_average_string(given: CarelessInput) -> Measured | Note:
    """Return the mean length of runs of identical ratings."""
    if not given.ratings:
        return Note("careless_no_ratings", sign="average_string")
    return Measured(value=average_run(given.in_order, len(given.ratings) - given.hidden.sum(axis=1)))


def measure_pattern(given: CarelessInput) -> Measured | Note:
    """Return the longest stretch of a repeating pattern."""
    if len(given.ratings) < 2:
        return Note("careless_no_ratings", sign="pattern")
    return Measured(value=longest_pattern(given.in_order).astype(float))


def measure_variation(given: CarelessInput) -> Measured | Note:
    """Return the standard deviation over the ratings of the commonest range."""
    items = given.of_one_range
    if len(items) < 2:
        return Note("careless_no_ratings", sign="low_variation")
    spread = intra_individual_sd(given.responses.values(items).to_numpy())
    return Measured(value=spread, about={"n_items": len(items)})


def measure_variation_of_parts(given: CarelessInput) -> Measured | Note:
    """Return the smallest standard deviation over a quarter of the ratings of the commonest range."""
    items = given.of_one_range
    if len(items) < 2 * PARTS:
        return Note("careless_no_ratings", sign="low_variation_part")
    parts = split_sd(given.responses.values(items).to_numpy(), PARTS)
    return Measured(value=np.fmin.reduce(parts, axis=1), about={"n_items": len(items)})


def measure_attention(given: CarelessInput) -> Measured | Note:
    """Return the number of attention checks answered wrong."""
    questionnaire, data = given.responses.questionnaire, given.responses.data
    items = [name for name in questionnaire.attention_items if name in data]
    if not items:
        return Note("careless_no_attention")
    answers = data[items].astype("float64").to_numpy()
    right = np.array([questionnaire.item(name).attention for name in items], dtype=float)
    there = ~np.isnan(answers)
    failed = np.where(there.any(axis=1), (there & (answers != right)).sum(axis=1), np.nan)
    return Measured(value=failed, about={"n_items": len(items)})


def measure_missing(given: CarelessInput) -> Measured | Note:
    """Return the share of the questions shown that were not answered, free text aside."""
    responses = given.responses
    asked, missing = np.zeros(len(responses)), np.zeros(len(responses))
    for item in responses.questionnaire.items.values():
        if item.type not in TEXT_TYPES and any(column in responses.data for column in item.columns):
            blank, refused = _unanswered(responses, item)
            hidden = blank & find_hidden(responses, item.id)
            asked += ~hidden
            missing += (blank & ~hidden) | refused
    return Measured(value=np.divide(missing, asked, out=np.full(len(responses), np.nan), where=asked > 0))


def _unanswered(responses: Responses, item: Item) -> tuple[np.ndarray, np.ndarray]:
    """Return where an item is blank, and where don't know or no answer was chosen."""
    columns = [name for name in item.columns if name in responses.data and not name.endswith("__text")]
    answers = responses.data[columns or [name for name in item.columns if name in responses.data]]
    codes = [code for code, kind in item.special_codes.items() if kind != "not_applicable"]
    return answers.isna().all(axis=1).to_numpy(), answers.iloc[:, 0].isin(codes).to_numpy()
