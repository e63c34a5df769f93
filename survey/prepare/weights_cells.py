"""The cells of a weighting before anything is weighted: who is there, and how far the sample is off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from survey.errors import OptionError
from survey.notes import Note
from survey.prepare.targets import Targets, read_cross_targets, read_targets
from survey.prepare.weights_margins import (
    NAMED_AT_MOST,
    PlacedMargin,
    place_cells,
    place_margin,
    stack_places,
)
from survey.responses import Responses
from survey.result import Result, speak_language

# Cochran (1977). Sampling techniques, 3rd ed., section 5A.9: post-stratification is almost as precise as proportional
# stratified sampling where every cell has, say, more than 20.
SMALL_CELL = 20


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CellCheck(Result):
    """The cells that weights would be made from; nothing is weighted.

    Attributes
    ----------
    table
        A row for each item and answer of the margins, or cell of the cross table: item, code, answer, count
        (respondents), share (by the weights already there), target, factor (target over share, what weighting on this
        margin alone would multiply by), flag: "empty" (nobody stands for the target), "small", or "".
    """

    key: ClassVar[tuple[str, ...]] = ("item", "code")


@speak_language
def check_cells(
    responses: Responses,
    *,
    targets: Targets | pd.DataFrame | None = None,
    minimum: int = SMALL_CELL,
    language: str | None = None,
) -> CellCheck:
    """Look at the cells of a weighting before weighting.

    Use it to see which categories nobody answered and which are too small to stand for their share, and to merge them
    before `rake_weights` or `post_stratify`, which refuse empty cells.

    Parameters
    ----------
    responses
        The answers; weights they have already enter the shares.
    targets
        Item to code or label to share, as for `rake_weights`; or a frame with a row per cell, as for `post_stratify`.
        None takes the questionnaire's `margins`.
    minimum
        Cells with fewer respondents are flagged as small.
    language
        Language of the answers in the table; None is the questionnaire's default.

    Returns
    -------
    CellCheck

    Raises
    ------
    DataError
        An item or answer is unknown, or shares do not sum to 1.
    OptionError
        `minimum` is below 1, or neither `targets` nor the questionnaire give any margin.

    Notes
    -----
    Counts are unweighted. Missing: shares are of those with a substantive answer that has a target; a note counts
    answers without one. Cost: one pass over the respondents.

    References
    ----------
    Cochran (1977). Sampling techniques, 3rd ed., section 5A.9. Wiley.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> from survey.questionnaire.load import load_questionnaire
    >>> responses = simulate_responses(load_questionnaire("ecommerce-service"), n=300, seed=1)
    >>> check_cells(responses, targets={"gender": {"Female": 0.6, "Male": 0.4}}).table["flag"].tolist()
    ['', '']
    """
    if minimum < 1:
        raise OptionError(f"minimum={minimum} is out of range; give a number of respondents of at least 1.")
    spoken = responses.questionnaire.check_language(language)
    if isinstance(targets, pd.DataFrame):
        placed = [place_cells(responses, read_cross_targets(responses.questionnaire, targets), spoken)]
    else:
        read = read_targets(responses.questionnaire, targets)
        placed = [place_margin(responses, name, shares, spoken) for name, shares in read.items()]
    weights = start_weights(responses)
    return CellCheck(
        table=pd.concat([cell_rows(margin, weights, minimum) for margin in placed], ignore_index=True),
        n=len(responses),
        method=Note("cells_checked", items=", ".join(margin.item for margin in placed), minimum=minimum),
        notes=(*_warn_of_strange(placed), *warn_of_cells(placed, minimum), *warn_of_combinations(placed)),
    )


def start_weights(responses: Responses) -> np.ndarray:
    """Return the weights before weighting, mean 1, shape (n,): those there already, or ones."""
    weights = responses.weight_array()
    return np.ones(len(responses)) if weights is None else weights * (len(weights) / weights.sum())


def cell_rows(margin: PlacedMargin, weights: np.ndarray, minimum: int) -> pd.DataFrame:
    """Return a row for each category of a margin: count, share, target, factor, flag."""
    counts, shares = margin.counts(), margin.weighted_shares(weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(shares > 0, margin.shares / shares, np.nan)
    return pd.DataFrame(
        {
            "item": [margin.item] * len(shares),
            "code": list(margin.codes),
            "answer": list(margin.answers),
            "count": counts,
            "share": shares,
            "target": margin.shares,
            "factor": factor,
            "flag": ["empty" if not count else "small" if count < minimum else "" for count in counts],
        }
    )


def warn_of_cells(placed: Sequence[PlacedMargin], minimum: int) -> tuple[Note, ...]:
    """Name the cells that are empty, and those that have too few respondents."""
    empty, small = [], []
    for margin in placed:
        for category, count in enumerate(margin.counts()):
            if not count:
                empty.append(margin.name(category))
            elif count < minimum:
                small.append(f"{margin.name(category)}: {count}")
    notes = [Note("cells_empty", cells=_list_some(empty))] if empty else []
    return (*notes, *([Note("cells_small", cells=_list_some(small), minimum=minimum)] if small else []))


def warn_of_combinations(placed: Sequence[PlacedMargin]) -> tuple[Note, ...]:
    """Count the combinations of several margins' categories that have no respondent."""
    sizes = [len(margin.shares) for margin in placed]
    codes = stack_places(placed)
    there = np.unique(codes[(codes >= 0).all(axis=1)], axis=0)
    total = int(np.prod(np.array(sizes, dtype=float)))
    return (
        (Note("cells_absent", absent=total - len(there), total=total),) if len(there) < total and len(sizes) > 1 else ()
    )


def _warn_of_strange(placed: Sequence[PlacedMargin]) -> tuple[Note, ...]:
    strange = {margin.item: int((margin.place == -2).sum()) for margin in placed}
    counts = ", ".join(f"{name} {count:,}" for name, count in strange.items() if count)
    return (Note("cells_without_target", counts=counts),) if counts else ()


def _list_some(names: list[str]) -> str:
    more = f" … (+{len(names) - NAMED_AT_MOST})" if len(names) > NAMED_AT_MOST else ""
    return "; ".join(names[:NAMED_AT_MOST]) + more
