"""What goes into a measurement model: the keyed items of several constructs, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from survey.analysis.sample.frame_weights import align_weights
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.responses import Responses

FEWEST_ITEMS = 2
# Rhemtulla, Brosseau-Liard & Savalei (2012), Psychological Methods 17:354: from five categories on, robust likelihood
# does as well as methods for ordinal answers.
FEWEST_CONTINUOUS = 5
Constructs = Mapping[str, Sequence[str]] | Sequence[str] | None


@dataclass(frozen=True, kw_only=True)
class MeasurementItems:
    """Items of constructs with everybody's answers.

    Attributes
    ----------
    factors
        Construct to its items, those left out taken away.
    labels
        Construct to its name for people.
    values
        Keyed answers, shape (n_respondents, n_items), NaN where there is none.
    weights
        Shape (n_respondents,), or None.
    notes
        What was left out.
    """

    factors: dict[str, list[str]]
    labels: dict[str, str]
    values: pd.DataFrame
    weights: np.ndarray | None
    notes: tuple[Note, ...]

    @property
    def items(self) -> list[str]:
        """Items of all constructs, each once."""
        return list(dict.fromkeys(item for items in self.factors.values() for item in items))

    @property
    def is_ordinal(self) -> bool:
        """Whether an item has so few categories that its answers must be taken as ordinal."""
        return bool((self.values[self.items].nunique() < FEWEST_CONTINUOUS).any())

    def complete(self) -> np.ndarray:
        """Tell who answered every item and has a weight, shape (n_respondents,)."""
        rows = self.values[self.items].notna().all(axis=1).to_numpy()
        return rows if self.weights is None else rows & (self.weights > 0)

    def answered(self) -> np.ndarray:
        """Tell who answered any item and has a weight, shape (n_respondents,)."""
        rows = self.values[self.items].notna().any(axis=1).to_numpy()
        return rows if self.weights is None else rows & (self.weights > 0)

    def rows(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the chosen respondents' answers and weights; weights have mean 1."""
        answers = self.values[self.items].to_numpy(dtype=float)[chosen]
        if self.weights is None:
            return answers, np.ones(len(answers))
        weights = self.weights[chosen]
        return answers, weights / np.mean(weights)

    def complete_rows(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the answers and weights of those who answered every item.

        Raises
        ------
        DataError
            There are not more of them than items, or they all answered an item alike.
        """
        answers, weights = self.rows(self.complete())
        if len(answers) <= len(self.items):
            raise DataError(
                f"{len(answers)} of {len(self.values)} respondents answered all {len(self.items)} items: there must be "
                "more respondents than items. Use fewer constructs, or a method that takes incomplete answers."
            )
        if flat := [item for item, one in zip(self.items, np.ptp(answers, axis=0), strict=True) if one == 0]:
            raise DataError(
                f"those who answered all items answered {', '.join(flat)} alike; leave the item out, or the one that "
                "the others did not answer."
            )
        return answers, weights

    def answered_rows(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the answers, NaN where there is none, and weights of those who answered any item.

        Raises
        ------
        DataError
            There are not more of them than items, or nobody answered some two items together.
        """
        answers, weights = self.rows(self.answered())
        if len(answers) <= len(self.items):
            raise DataError(
                f"{len(answers)} of {len(self.values)} respondents answered any of {len(self.items)} items: there must "
                "be more respondents than items. Use fewer constructs."
            )
        given = (~np.isnan(answers)).astype(float)
        apart = np.argwhere(given.T @ given == 0)
        if len(apart):
            one, other = (self.items[at] for at in apart[0])
            raise DataError(f"nobody answered both {one} and {other}: how they go together is unknown. Leave one out.")
        return answers, weights


def take_items(
    responses: Responses | pd.DataFrame,
    constructs: Constructs,
    weights: Sequence[float] | pd.Series | np.ndarray | None,
    language: str | None,
) -> MeasurementItems:
    """Take the items of constructs out of responses or a plain frame.

    Raises
    ------
    DataError
        A construct has fewer than two items that vary, a column holds no numbers, or an answer is infinite.
    OptionError
        An unknown construct or item, an item named twice in a construct; weights beside responses.
    """
    if isinstance(responses, Responses):
        if weights is not None:
            raise OptionError("responses bring their own weights; set them with responses.with_weights(…).")
        taken = _take_responses(responses, constructs, responses.questionnaire.check_language(language))
    elif isinstance(responses, pd.DataFrame):
        taken = _take_frame(responses, constructs, weights)
    else:
        raise OptionError(f"answers are Responses or a pandas DataFrame, not {type(responses).__name__}.")
    _check_answers(taken)
    return _leave_out_constant(taken)


def _check_answers(taken: MeasurementItems) -> None:
    for name, items in taken.factors.items():
        if twice := [item for item in dict.fromkeys(items) if items.count(item) > 1]:
            raise OptionError(f"construct '{name}' names {', '.join(twice)} twice; name each item once.")
    endless = np.isinf(taken.values[taken.items].to_numpy(dtype=float))
    if np.any(endless):
        where = [item for item, one in zip(taken.items, np.any(endless, axis=0), strict=True) if one]
        raise DataError(
            f"{int(np.sum(endless))} answers to {', '.join(where)} are infinite; make them missing (NaN) or mend them."
        )


def _take_responses(responses: Responses, constructs: Constructs, language: str) -> MeasurementItems:
    questionnaire = responses.questionnaire
    known = questionnaire.constructs
    if isinstance(constructs, Mapping):
        wanted = {name: list(items) for name, items in constructs.items()}
    else:
        default = [name for name, one in known.items() if one.role != "profile"]
        names = default if constructs is None else list(constructs)
        if unknown := [name for name in names if name not in known]:
            raise OptionError(f"there is no construct {', '.join(map(repr, unknown))}; there are: {', '.join(known)}.")
        wanted = {name: list(known[name].items) for name in names}
    rated = {name: [item for item in items if questionnaire.item(item).is_rating] for name, items in wanted.items()}
    if constructs is None:
        rated = {name: items for name, items in rated.items() if len(items) >= FEWEST_ITEMS}
    if not rated:
        raise DataError(
            f"questionnaire {questionnaire.id} has no driver or outcome construct of two rated items; give items as "
            "constructs={'name': ['item', …]}, or add constructs to the questionnaire."
        )
    items = list(dict.fromkeys(item for group in rated.values() for item in group))
    return MeasurementItems(
        factors=rated,
        labels={name: known[name].label.in_language(language) if name in known else name for name in rated},
        values=responses.keyed(items),
        weights=responses.weight_array(),
        notes=(),
    )


def _take_frame(
    frame: pd.DataFrame, constructs: Constructs, weights: Sequence[float] | pd.Series | np.ndarray | None
) -> MeasurementItems:
    if not isinstance(constructs, Mapping):
        raise OptionError(
            "for a plain frame give constructs as a mapping of names to columns: {'price': ['p1', 'p2']}."
        )
    wanted = {str(name): list(items) for name, items in constructs.items()}
    named = list(dict.fromkeys(item for items in wanted.values() for item in items))
    if unknown := [item for item in named if item not in frame]:
        raise OptionError(
            f"there is no column {', '.join(map(repr, unknown))}; there are: {', '.join(map(str, frame))}."
        )
    if text := [item for item in named if not pd.api.types.is_numeric_dtype(frame[item])]:
        raise DataError(f"column {', '.join(map(repr, text))} holds no numbers; code the answers first.")
    return MeasurementItems(
        factors=wanted,
        labels={name: name for name in wanted},
        values=frame[named].astype("float64"),
        weights=align_weights(weights, frame),
        notes=(),
    )


def _leave_out_constant(taken: MeasurementItems) -> MeasurementItems:
    """Take items out that do not vary; a construct keeps two or is refused."""
    still = [item for item in taken.items if taken.values[item].nunique() < FEWEST_ITEMS]
    factors = {name: [item for item in items if item not in still] for name, items in taken.factors.items()}
    for name, items in factors.items():
        if len(items) < FEWEST_ITEMS:
            raise DataError(
                f"construct '{name}' has {len(items)} item(s) whose answers vary; a measurement model needs two. "
                "Leave the construct out with constructs=[…]."
            )
    notes = tuple(
        Note("item_constant" if taken.values[item].notna().any() else "item_empty", item=item, construct=name)
        for name, items in taken.factors.items()
        for item in items
        if item in still
    )
    return replace(taken, factors=factors, notes=notes)
