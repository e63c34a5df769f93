"""Population targets for weighting: items and answers as people name them, checked and turned into codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from survey.errors import DataError, OptionError
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

Targets = Mapping[str, Mapping[Any, float]]

# Shares printed with three decimals may miss 1 by their rounding; more than this is a mistake.
SUM_TOLERANCE = 0.005

TARGET_COLUMN = "target"

Cell = TypeVar("Cell", int, tuple[int, ...])


@dataclass(frozen=True)
class CrossTargets:
    """The population shares of the cells of a cross table.

    Attributes
    ----------
    items
        Ids of the items that are crossed.
    cells
        One code an item to the cell's share; the shares sum to 1.
    """

    items: tuple[str, ...]
    cells: dict[tuple[int, ...], float]


def read_targets(questionnaire: Questionnaire, targets: Targets | None) -> dict[str, dict[int, float]]:
    """Return the target shares by item and answer code, each item's summing to 1.

    Parameters
    ----------
    questionnaire
        What was asked.
    targets
        Item to code or label to share; None takes the questionnaire's margins.

    Raises
    ------
    DataError
        An item or answer is unknown, has several answers a respondent, or shares are not shares that sum to 1.
    OptionError
        There are no targets at all.
    """
    if targets is None:
        targets = {name: margin.targets for name, margin in questionnaire.margins.items()}
    if not targets:
        raise OptionError(
            f"questionnaire {questionnaire.id} has no margins; give targets= item -> code or label -> share."
        )
    return {name: _item_targets(questionnaire, name, shares) for name, shares in targets.items()}


def read_cross_targets(questionnaire: Questionnaire, targets: pd.DataFrame) -> CrossTargets:
    """Return the target shares of the cells of a cross table, summing to 1.

    Parameters
    ----------
    questionnaire
        What was asked.
    targets
        A row per cell: a column per item with codes or labels, and a column ``target`` with shares.

    Raises
    ------
    DataError
        A column, an item or an answer is unknown, a cell is there twice, or shares are not shares that sum to 1.
    """
    items = tuple(str(name) for name in targets.columns if name != TARGET_COLUMN)
    if TARGET_COLUMN not in targets.columns or not items or targets.empty:
        raise DataError(
            "targets of a cross table need a row per cell, a column per item and a column 'target'; "
            f"columns are: {', '.join(map(str, targets.columns))}."
        )
    asked = [_check_item(questionnaire, name) for name in items]
    cells: dict[tuple[int, ...], float] = {}
    for answers, share in zip(targets[list(items)].itertuples(index=False), targets[TARGET_COLUMN], strict=True):
        cell = tuple(_code(item, answer) for item, answer in zip(asked, answers, strict=True))
        if cell in cells:
            raise DataError(f"targets of {' × '.join(items)}: the cell {' × '.join(map(str, cell))} is there twice.")
        cells[cell] = float(share)
    return CrossTargets(items, _check_shares(" × ".join(items), cells))


def _item_targets(questionnaire: Questionnaire, name: str, shares: Mapping[Any, float]) -> dict[int, float]:
    item = _check_item(questionnaire, name)
    coded: dict[int, float] = {}
    for answer, share in shares.items():
        code = _code(item, answer)
        if code in coded:
            raise DataError(f"targets of {name}: '{answer}' stands for code {code}, which has a share already.")
        coded[code] = float(share)
    return _check_shares(name, coded)


def _check_item(questionnaire: Questionnaire, name: str) -> Item:
    good = [item.id for item in questionnaire.items.values() if _codes(item)]
    if name not in good:
        raise DataError(f"'{name}' is no item to weight by; items with one coded answer are: {', '.join(good)}.")
    return questionnaire.item(name)


def _check_shares(name: str, coded: dict[Cell, float]) -> dict[Cell, float]:
    if any(not share > 0 for share in coded.values()):
        raise DataError(f"targets of {name} must be shares above 0; leave out answers that nobody gives: {coded}.")
    total = sum(coded.values())
    if abs(total - 1) > SUM_TOLERANCE:
        raise DataError(f"targets of {name} sum to {total:g}, not to 1; give the share of every answer.")
    return {code: share / total for code, share in coded.items()}


def _codes(item: Item) -> list[int]:
    """Return the substantive codes of an item with one coded answer; empty for any other item."""
    if item.type == "multiple_choice":
        return []
    return [code for code in item.labels if code not in item.special_codes]


def _code(item: Item, answer: Any) -> int:
    codes = _codes(item)
    if not isinstance(answer, str):
        found = [code for code in codes if code == answer]
    else:
        found = [code for code in codes if str(code) == answer.strip()] or _by_label(item, codes, answer)
    if len(found) == 1:
        return found[0]
    known = "; ".join(f"{code} ({' / '.join(item.labels[code].values())})" for code in codes)
    problem = "stands for several answers" if found else "is no answer"
    raise DataError(f"targets of {item.id}: {answer!r} {problem}; answers are: {known}.")


def _by_label(item: Item, codes: list[int], answer: str) -> list[int]:
    """Return the codes with that label in any language, else those whose label begins so."""
    wanted = answer.strip().casefold()
    labels = {code: [text.casefold() for text in item.labels[code].values() if text] for code in codes}
    same = [code for code in codes if wanted in labels[code]]
    return same or [code for code in codes if wanted and any(text.startswith(wanted) for text in labels[code])]
