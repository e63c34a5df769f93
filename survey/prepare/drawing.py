"""Answers to one item out of random numbers: ratings, choices, numbers, dates, texts, and what is left unanswered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.prepare.comments import OTHER_ANSWERS, SHORT_ANSWERS, bank_language, draw_reasons, write_comments
from survey.prepare.truth import cut_points, from_normal
from survey.questionnaire.item import Item

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Random = np.random.Generator

# The interviews' clock starts here, so that the same seed gives the same file on every day.
BASE_DATE = np.datetime64("2026-01-05")
DATE_DAYS = 90
# Shares of respondents who leave an open question empty, and who read carelessly without being careless throughout.
EMPTY_LONG, EMPTY_SHORT, ATTENTION_SLIP = 0.6, 0.7, 0.02
# Share of respondents who tick the option of a multiple choice that stands alone.
EXCLUSIVE_SHARE = 0.08
# Blanks among the answers to an item that is not required, per special code among those of an item that has them.
BLANK_RATIO = 0.5
# Places on the scale where a careless respondent puts every answer.
STRAIGHT_PLACES = (0.5, 2 / 3, 5 / 6, 1.0)


def draw_rating(item: Item, value: Floats, level: float) -> Floats:
    """Return the codes of a rating item for its latent normal; a reverse-keyed item is answered turned round."""
    codes = _codes(item)
    place = np.searchsorted(cut_points(item, level), value)
    return codes[::-1][place] if item.reverse else codes[place]


def draw_straight(item: Item, place: Floats) -> Floats:
    """Return the codes of respondents who answer every rating alike, at their own place of the scale, 0 to 1."""
    codes = _codes(item)
    at = np.rint(place * (len(codes) - 1)).astype(np.intp)
    chosen = codes[at]
    return np.where(chosen == item.attention, codes[(at + 1) % len(codes)], chosen)


def draw_attention(item: Item, random: Random, n: int) -> Floats:
    """Return answers to an attention check: right but for a slip now and then."""
    others = np.setdiff1d(_codes(item), [item.attention])
    slip = random.random(n) < ATTENTION_SLIP
    return np.where(slip, random.choice(others, n), float(item.attention or 0))


def draw_choice(item: Item, shares: Floats, uniform: Floats, order: Sequence[int]) -> Floats:
    """Return one choice a respondent.

    Parameters
    ----------
    shares
        Share of each choice, shape (n_choices,) or (n, n_choices); they need not sum to 1.
    uniform
        Shape (n,), 0 to 1; low numbers take the choices that come first in `order`.
    order
        Positions of the choices.
    """
    codes = np.array([choice.code for choice in item.choices], dtype=float)[list(order)]
    cumulated = np.cumsum(np.atleast_2d(shares)[:, list(order)], axis=1)
    total = cumulated[:, -1:]
    place = (cumulated[:, :-1] <= uniform[:, None] * total).sum(axis=1)
    return np.where(total[:, 0] > 0, codes[place], np.nan)


def draw_multiple(item: Item, shares: Floats, random: Random, n: int) -> dict[str, Floats]:
    """Return a 0/1 column for each choice; everybody chooses something, and an exclusive choice stands alone."""
    exclusive = np.array([choice.exclusive for choice in item.choices])
    offered = np.broadcast_to(np.atleast_2d(shares) > 0, (n, len(item.choices)))
    chosen = (random.random((n, len(item.choices))) < shares) & ~exclusive & offered
    empty = ~chosen.any(axis=1)
    first = np.where(offered & ~exclusive, 1, 0).argmax(axis=1)
    chosen[empty, first[empty]] = offered[empty, first[empty]]
    if exclusive.any():
        alone = random.random(n) < EXCLUSIVE_SHARE
        chosen[alone] = False
        chosen[alone, int(np.argmax(exclusive))] = True
    return {f"{item.id}__{choice.code}": chosen[:, at].astype(float) for at, choice in enumerate(item.choices)}


def draw_number(item: Item, random: Random, n: int) -> Floats:
    """Return plausible numbers, mostly in the lower half of the item's range; without an end, with a long tail."""
    low = item.minimum or 0.0
    if item.maximum is not None:
        values = low + (item.maximum - low) * random.beta(2, 3.5, n)
    else:
        values = low + random.gamma(2, 20, n)
    return np.rint(values) if item.integer else np.round(values, 1)


def draw_rated_number(item: Item, value: Floats, level: float) -> Floats:
    """Return numbers of a bounded item that belongs to a construct, for its latent normal."""
    low, high = item.minimum or 0.0, item.maximum if item.maximum is not None else 1.0
    values = low + (high - low) * from_normal(value, item, level)
    return np.rint(values) if item.integer else np.round(values, 1)


def draw_dates(random: Random, n: int) -> np.ndarray:
    """Return days before the interviews as ISO text."""
    days = random.integers(1, DATE_DAYS + 1, n).astype("timedelta64[D]")
    return np.asarray((BASE_DATE - days).astype(str), dtype=object)


def draw_comments(
    outcome: Floats, own: Floats, careless: Flags, random: Random, language: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return open comments and the reasons given in each, ids parted by spaces; most respondents leave them empty.

    Parameters
    ----------
    outcome
        The latent outcome, shape (n,).
    own
        The latent construct of each reason, shape (n, n_reasons); minus infinity where a respondent was not asked.
    careless
        Who writes something without a reason.
    """
    n = len(outcome)
    random.random(n)  # who comments stays who it was when the sentences were fewer
    writers = np.flatnonzero(random.random(n) >= EMPTY_LONG)
    given = draw_reasons(outcome[writers], own[writers], random, careless[writers])
    texts, reasons = (np.full(n, np.nan, dtype=object) for _ in range(2))
    texts[writers] = write_comments(given, random, language)
    reasons[writers] = [" ".join(some) for some in given]
    return texts, reasons


def draw_words(random: Random, n: int, language: str) -> np.ndarray:
    """Return short answers; most respondents leave them empty."""
    words = np.array(SHORT_ANSWERS[bank_language(language)], dtype=object)
    texts = words[random.integers(0, len(words), n)]
    texts[random.random(n) < EMPTY_SHORT] = np.nan
    return texts


def write_other(chosen: Flags, language: str) -> np.ndarray:
    """Return the text beside an "other" choice for those who chose it."""
    texts = np.full(len(chosen), np.nan, dtype=object)
    texts[chosen] = OTHER_ANSWERS[bank_language(language)]
    return texts


def leave_out(item: Item, answers: Floats, random: Random, rate: float, exempt: Flags) -> Floats:
    """Replace a few answers by don't know, no answer or nothing, as far as the item allows them."""
    codes = [code for code, kind in item.special_codes.items() if kind in ("dont_know", "no_answer")]
    place = np.where(exempt, 1.0, random.random(len(answers)))
    special = rate if codes else 0.0
    if codes:
        answers = np.where(place < special, random.choice(np.array(codes, dtype=float), len(answers)), answers)
    if not item.required:
        answers = np.where((place >= special) & (place < special + rate * BLANK_RATIO), np.nan, answers)
    return answers


def _codes(item: Item) -> Floats:
    return np.array(item.scale.codes if item.scale else (), dtype=float)
