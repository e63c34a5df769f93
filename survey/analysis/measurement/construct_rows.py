"""The complete rows of each construct, for analyses that look at its items one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from survey.analysis.measurement.measurement_items import Constructs, MeasurementItems, take_items
from survey.errors import DataError
from survey.notes import Note
from survey.responses import Responses
from survey.stats.descriptives import effective_n

FEWEST_ITEMS = 2
FEWEST_ROWS = 3


@dataclass(frozen=True, kw_only=True)
class ConstructRows:
    """The keyed answers of those who answered every item of a construct.

    Attributes
    ----------
    construct, label
        Id and name for people.
    items, wordings
        Items that vary among these rows, and what they say.
    rows
        Shape (n, n_items).
    weights
        Shape (n,), scaled to sum to Kish's effective n, so that tests and errors count it; None without weights.
    chosen
        Which respondents the rows are, shape (n_respondents,).
    """

    construct: str
    label: str
    items: list[str]
    wordings: list[str]
    rows: np.ndarray
    weights: np.ndarray | None
    chosen: np.ndarray

    @property
    def frequencies(self) -> np.ndarray:
        """The weights, or ones."""
        return np.ones(len(self.rows)) if self.weights is None else self.weights

    def keep(self, inside: np.ndarray) -> ConstructRows:
        """Return some of the rows; weights sum to the effective n of those."""
        chosen = self.chosen.copy()
        chosen[chosen] = inside
        weights = None if self.weights is None else scale_weights(self.weights[inside])
        return replace(self, rows=self.rows[inside], weights=weights, chosen=chosen)


def take_construct_rows(
    responses: Responses | pd.DataFrame,
    constructs: Constructs,
    weights: Sequence[float] | pd.Series | np.ndarray | None,
    language: str | None,
) -> tuple[list[ConstructRows], tuple[Note, ...]]:
    """Take the complete rows of each construct, and say what was left out.

    All columns of a plain frame are one construct, "scale", if none are named.

    Raises
    ------
    DataError
        No construct has two items that vary and three complete rows.
    OptionError
        An unknown construct or item; weights beside responses.
    """
    if isinstance(responses, pd.DataFrame) and constructs is None:
        constructs = {"scale": list(responses.columns)}
    taken = take_items(responses, constructs, weights, language)
    wordings = _find_wordings(responses, taken, language)
    found: list[ConstructRows] = []
    notes = list(taken.notes)
    for name, items in taken.factors.items():
        rows, left_out = _take_rows(taken, name, items, wordings)
        notes += left_out
        if len(rows.items) >= FEWEST_ITEMS and len(rows.rows) >= FEWEST_ROWS:
            found.append(rows)
        else:
            notes.append(Note("construct_too_small", construct=name, n_items=len(rows.items), n=len(rows.rows)))
    if not found:
        raise DataError(
            f"no construct has {FEWEST_ITEMS} items that vary and {FEWEST_ROWS} complete rows. {' '.join(notes)}"
        )
    return found, tuple(notes)


def scale_weights(weights: np.ndarray) -> np.ndarray:
    """Return weights that sum to Kish's effective n."""
    return np.asarray(weights * (effective_n(weights) / np.sum(weights)))


def _find_wordings(
    responses: Responses | pd.DataFrame, taken: MeasurementItems, language: str | None
) -> dict[str, str]:
    if isinstance(responses, pd.DataFrame):
        return {item: str(item) for item in taken.items}
    spoken = responses.questionnaire.check_language(language)
    return {item: responses.questionnaire.item(item).text.in_language(spoken) for item in taken.items}


def _take_rows(
    taken: MeasurementItems, name: str, items: list[str], wordings: dict[str, str]
) -> tuple[ConstructRows, list[Note]]:
    """Keep complete rows, and of the items those that vary among them."""
    answers = taken.values[items].to_numpy(dtype=float)
    chosen = ~np.isnan(answers).any(axis=1)
    if taken.weights is not None:
        chosen &= taken.weights > 0
    rows = answers[chosen]
    varies = np.ptp(rows, axis=0) > 0 if len(rows) else np.ones(len(items), dtype=bool)
    notes = [Note("item_constant", item=item, construct=name) for item in np.array(items)[~varies]]
    kept = [item for item, keep in zip(items, varies, strict=True) if keep]
    found = ConstructRows(
        construct=name,
        label=taken.labels[name],
        items=[str(item) for item in kept],
        wordings=[wordings[item] for item in kept],
        rows=rows[:, varies],
        weights=None if taken.weights is None or not len(rows) else scale_weights(taken.weights[chosen]),
        chosen=chosen,
    )
    return found, notes
