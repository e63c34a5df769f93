"""How common each choice of a simulated choice item is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.prepare.truth import fixed_draws
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Condition, leaves

Floats = NDArray[np.float64]

# Share of respondents whom a routing question lets through.
GATE_SHARE = 0.70
# An "other" choice is this much rarer than its place in the list would have it.
OTHER_FACTOR = 0.2
# Share of respondents who tick an option of a multiple choice, from and to.
SEVERAL_SHARES = (0.15, 0.6)
# Choice items whose ids start so go with the outcome: their first choice, "yes", is this common.
COMPLAINT, COMPLAINT_SHARE = "complain", 0.12


def plan_shares(questionnaire: Questionnaire, item: Item) -> Floats:
    """Return the share of each choice, shape (n_choices,), the same in every simulation.

    The margin's targets where there are any, else plausible shares. Of a single choice they sum to 1; of a multiple
    choice each is a share of its own.
    """
    if item.id in questionnaire.margins:
        targets = questionnaire.margins[item.id].targets
        return np.array([targets.get(choice.code, 0.0) for choice in item.choices])
    shares = _plausible(item)
    passing = np.isin([choice.code for choice in item.choices], passing_codes(questionnaire, item))
    if is_complaint(item):
        passing = np.arange(len(shares)) == 0
        return _set_together(shares, passing, COMPLAINT_SHARE)
    if not passing.any():
        return shares
    return np.where(passing, GATE_SHARE, shares) if _several(item) else _set_together(shares, passing, GATE_SHARE)


def is_complaint(item: Item) -> bool:
    """Return whether an item asks about a complaint."""
    return item.type == "single_choice" and item.id.startswith(COMPLAINT) and len(item.choices) > 1


def passing_codes(questionnaire: Questionnaire, item: Item) -> list[int]:
    """Return the codes of a routing question that show further items; empty where none or all do."""
    found = {other.shown_if.text: other.shown_if for other in questionnaire.items.values() if other.shown_if}
    here = [condition for condition in found.values() if item.id in condition.items]
    parts = [Condition("", leaf) for condition in here for leaf in leaves(condition.node) if leaf.item == item.id]
    codes = [choice.code for choice in item.choices]
    for conditions in (here, parts):
        passing = [code for code in codes if any(_lets_through(one, item, code) for one in conditions)]
        if 0 < len(passing) < len(codes):
            return passing
    return []


def _plausible(item: Item) -> Floats:
    draws = fixed_draws(f"{item.id}/choices", len(item.choices))
    if _several(item):
        low, high = SEVERAL_SHARES
        return np.asarray(low + (high - low) * draws)
    falling = (0.6 + 0.8 * draws) / np.sqrt(np.arange(1, len(item.choices) + 1))
    shares = falling * np.array([OTHER_FACTOR if choice.has_text else 1.0 for choice in item.choices])
    return np.asarray(shares / shares.sum())


def _set_together(shares: Floats, chosen: NDArray[np.bool_], together: float) -> Floats:
    scale = np.where(chosen, together / shares[chosen].sum(), (1 - together) / shares[~chosen].sum())
    return np.asarray(shares * scale)


def _several(item: Item) -> bool:
    return item.type == "multiple_choice"


def _lets_through(condition: Condition, item: Item, code: int) -> bool:
    return condition.holds({f"{item.id}__{code}": 1} if _several(item) else {item.id: code})
