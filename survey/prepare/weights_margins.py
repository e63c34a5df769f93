"""Margins held against respondents: which category of a target each of them is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.errors import DataError
from survey.prepare.targets import CrossTargets
from survey.questionnaire.item import Item
from survey.responses import Responses
from survey.stats.post_stratification import cross_codes

CROSS = " × "
NAMED_AT_MOST = 5  # cells that an error or a note names


@dataclass(frozen=True, kw_only=True, eq=False)
class PlacedMargin:
    """A margin, or the cells of a cross table, with each respondent's place in it.

    Attributes
    ----------
    item
        The item's id; several joined by × for a cross table.
    codes, answers
        Code and label of each category, those of a cross table joined by ×.
    place
        Category of each respondent, shape (n,); -1 without a substantive answer, -2 for an answer without a target.
    shares
        Target share of each category, shape (c,).
    """

    item: str
    codes: tuple[int | str, ...]
    answers: tuple[str, ...]
    place: np.ndarray
    shares: np.ndarray

    def counts(self) -> np.ndarray:
        """Return the respondents of each category, shape (c,)."""
        return np.bincount(self.place[self.place >= 0], minlength=len(self.shares))

    def totals(self, weights: np.ndarray) -> np.ndarray:
        """Return the weights of each category, shape (c,)."""
        there = self.place >= 0
        return np.bincount(self.place[there], weights[there], len(self.shares))

    def weighted_shares(self, weights: np.ndarray) -> np.ndarray:
        """Return each category's share of the weights of those who answered, shape (c,)."""
        totals = self.totals(weights)
        return np.asarray(totals / totals.sum()) if totals.sum() > 0 else np.full(len(totals), np.nan)

    def name(self, category: int) -> str:
        """Return a category as people name it: item = code (answer)."""
        return f"{self.item} = {self.codes[category]} ({self.answers[category]})"


def place_margin(
    responses: Responses,
    name: str,
    shares: Mapping[int, float],
    language: str,
    *,
    among: np.ndarray | None = None,
) -> PlacedMargin:
    """Place the respondents, or those among a mask, on one item's targets."""
    answers = responses.values([name])[name]
    place = np.array(pd.Index(list(shares)).get_indexer(pd.Index(answers)))
    strange = (place < 0) & answers.notna().to_numpy()
    left_out = np.zeros(len(place), dtype=bool) if among is None else ~among
    return PlacedMargin(
        item=name,
        codes=tuple(shares),
        answers=tuple(_label(responses.questionnaire.item(name), code, language) for code in shares),
        place=np.where(answers.isna().to_numpy() | left_out, -1, np.where(strange, -2, place)),
        shares=np.array(list(shares.values())),
    )


def place_cells(responses: Responses, targets: CrossTargets, language: str) -> PlacedMargin:
    """Place the respondents in the cells of a cross table; -1 where any of its items has no answer."""
    codes = [sorted({cell[j] for cell in targets.cells}) for j in range(len(targets.items))]
    places = [
        place_margin(responses, name, dict.fromkeys(known, 0.0), language).place
        for name, known in zip(targets.items, codes, strict=True)
    ]
    stacked = np.column_stack(places)
    inside = cross_codes(np.maximum(stacked, -1), [len(known) for known in codes])
    listed = {
        int(np.ravel_multi_index([known.index(code) for known, code in zip(codes, cell, strict=True)],
                                 [len(known) for known in codes])): position
        for position, cell in enumerate(targets.cells)
    }  # fmt: skip
    found = np.array([listed.get(int(cell), -2) for cell in inside], dtype=np.intp)
    place = np.where((stacked == -2).any(axis=1), -2, found)
    items = [responses.questionnaire.item(name) for name in targets.items]
    return PlacedMargin(
        item=CROSS.join(targets.items),
        codes=tuple(CROSS.join(map(str, cell)) for cell in targets.cells),
        answers=tuple(
            CROSS.join(_label(item, code, language) for item, code in zip(items, cell, strict=True))
            for cell in targets.cells
        ),
        place=np.where((stacked == -1).any(axis=1), -1, place),
        shares=np.array(list(targets.cells.values())),
    )


def refuse_gaps(responses: Responses, margin: PlacedMargin, weights: np.ndarray) -> None:
    """Raise DataError where answers have no target, or a target has nobody to stand for it."""
    strange = margin.place == -2
    if strange.any():
        names = margin.item.split(CROSS)
        first = responses.values(names).to_numpy()[strange][0]
        raise DataError(
            f"{int(strange.sum())} respondents gave an answer to {margin.item} without a target, such as "
            f"{CROSS.join(f'{code:g}' for code in first)}; give each answer one, or merge answers in the data "
            "(responses.with_data)."
        )
    empty = np.flatnonzero(margin.totals(weights) <= 0)
    if len(empty):
        named = ", ".join(f"{margin.item} = {margin.codes[i]}" for i in empty[:NAMED_AT_MOST])
        more = f" and {len(empty) - NAMED_AT_MOST} more" if len(empty) > NAMED_AT_MOST else ""
        raise DataError(
            f"nobody answered {named}{more}, whose target is {margin.shares[empty[0]]:g}; merge it with another "
            "answer, so that somebody can stand for it."
        )


def stack_places(margins: Sequence[PlacedMargin]) -> np.ndarray:
    """Return the categories of all margins, shape (n, n_margins); -1 without an answer."""
    return np.column_stack([np.maximum(margin.place, -1) for margin in margins])


def _label(item: Item, code: int, language: str) -> str:
    return item.labels[code].in_language(language) or str(code)
