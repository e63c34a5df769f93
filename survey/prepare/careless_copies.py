"""Signs that an interview was copied: the same ratings as somebody before, all or nearly all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from survey.notes import Note
from survey.prepare.careless_input import CarelessInput, Measured
from survey.stats.careless import closest_match, intra_individual_sd

# Two respondents agree on fewer ratings than these by chance often enough to mean nothing.
DUPLICATE_ITEMS = 10
# Two who give one answer to two thirds of the ratings agree on about half of them by chance; where 50 answers were
# independent, on more than 90 % in one of 50 million pairs (binomial). With more of one answer strangers look copied.
MOST_ALIKE = 2 / 3


def measure_duplicates(given: CarelessInput) -> Measured | Note:
    """Return how many respondents further up gave the same ratings; the first of several is the original."""
    responses, items = given.responses, given.ratings
    if len(items) < DUPLICATE_ITEMS:
        return Note("careless_few_ratings", n_items=DUPLICATE_ITEMS)
    answers = responses.data[items].astype("float64")
    usable = _enough(given) & _varied(given)
    copies = np.zeros(len(responses))
    groups = answers[usable].groupby(items, dropna=False, sort=False)
    copies[usable] = groups.cumcount().to_numpy()
    return Measured(value=copies, about={"n_items": DUPLICATE_ITEMS})


def measure_near_duplicates(given: CarelessInput) -> Measured | Note:
    """Return the largest share of ratings identical with those of one respondent further up."""
    responses, items = given.responses, given.ratings
    if len(items) < DUPLICATE_ITEMS:
        return Note("careless_few_ratings", n_items=DUPLICATE_ITEMS)
    answers = responses.data[items].astype("float64").to_numpy()
    usable = _enough(given)
    telling = usable & (_largest_share(answers) <= MOST_ALIKE)
    share = np.full(len(responses), np.nan)
    match = closest_match(answers[telling], least_shared=DUPLICATE_ITEMS, earlier=True)
    share[telling] = match.share
    found = match.twin >= 0
    ids = responses.data.index[telling]
    detail = pd.DataFrame({"respondent": ids[found], "twin": ids[match.twin[found]], "share": match.share[found]})
    alike = int(np.sum(usable & ~telling))
    notes = (Note("careless_alike", n=alike, share=MOST_ALIKE),) if alike else ()
    return Measured(value=share, about={"n_items": DUPLICATE_ITEMS}, notes=notes, detail=detail)


def _enough(given: CarelessInput) -> np.ndarray:
    return given.responses.values(given.ratings).notna().sum(axis=1).to_numpy() >= DUPLICATE_ITEMS


def _varied(given: CarelessInput) -> np.ndarray:
    """Return who varies at all: straight-liners answer alike without copying, and show other signs."""
    if not given.of_one_range:
        return np.zeros(len(given.responses), dtype=bool)
    return intra_individual_sd(given.responses.values(given.of_one_range).to_numpy()) > 0


def _largest_share(answers: np.ndarray) -> np.ndarray:
    """Return the share of each respondent's answers that the commonest of them makes up."""
    codes = np.unique(answers[~np.isnan(answers)])
    counts = np.zeros(len(answers))
    for code in codes:
        np.maximum(counts, (answers == code).sum(axis=1), out=counts)
    return np.asarray(counts / np.maximum((~np.isnan(answers)).sum(axis=1), 1))
