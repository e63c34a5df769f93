"""The groups of a comparison of measurement: who is in which, and what each group's model is fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from survey.analysis.measurement.measurement_items import MeasurementItems
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.responses import Responses
from survey.stats.correlations.ordinal_moments import OrdinalMoments, take_ordinal_moments
from survey.stats.structure.samples import CompleteSample

FEWEST_IN_GROUP = 100
TELLING_CATEGORIES = 4  # Wu & Estabrook (2016): with fewer, equal thresholds are only another way to write the model
GroupEstimator = Literal["auto", "MLR", "WLSMV"]


@dataclass(frozen=True, kw_only=True)
class Groups:
    """The groups that are large enough, in the order in which they appear.

    Attributes
    ----------
    names
        What they are called.
    answers, weights
        Complete rows of each group and their weights, of mean 1 in the group.
    notes
        Groups that were left out or are small.
    """

    names: list[str]
    answers: list[np.ndarray]
    weights: list[np.ndarray]
    notes: list[Note]

    @property
    def counts(self) -> list[int]:
        """Respondents of each group."""
        return [len(rows) for rows in self.answers]


def label_respondents(responses: Responses | pd.DataFrame, by: str | pd.Series | Sequence[object]) -> pd.Series:
    """Return one group a respondent; missing ones have none.

    Raises
    ------
    OptionError
        There is no such column, or there are not as many groups as respondents.
    """
    index = responses.data.index if isinstance(responses, Responses) else responses.index
    if not isinstance(by, str):
        given = by if isinstance(by, pd.Series) else pd.Series(list(by), index=index if len(by) == len(index) else None)
        if len(given) != len(index):
            raise OptionError(f"{len(given)} groups for {len(index)} respondents; give one each.")
        return given.reindex(index) if isinstance(by, pd.Series) else given
    if isinstance(responses, pd.DataFrame):
        if by not in responses:
            raise OptionError(f"there is no column '{by}'; there are: {', '.join(map(str, responses))}.")
        return responses[by]
    if by in responses.questionnaire.items:
        return responses.values([by])[by]
    if by in responses.paradata:
        return responses.paradata[by]
    raise OptionError(f"'{by}' is neither an item nor a column of the paradata; groups come from one of these.")


def split_groups(taken: MeasurementItems, labels: pd.Series) -> Groups:
    """Return the groups with more than twice as many complete rows as there are items.

    Raises
    ------
    DataError
        There are fewer than two, or everybody in a group answered an item alike.
    """
    complete = taken.complete() & labels.notna().to_numpy()
    found = Groups(names=[], answers=[], weights=[], notes=[])
    for label in pd.unique(labels[complete]):
        chosen, name = complete & (labels == label).to_numpy(), _write_group(label)
        count = int(np.sum(chosen))
        if count <= 2 * len(taken.items):
            found.notes.append(Note("invariance_small", group=name, n=count))
            continue
        if count < FEWEST_IN_GROUP:
            found.notes.append(Note("invariance_rough", group=name, n=count))
        answers, weights = taken.rows(chosen)
        flat = [item for item, spread in zip(taken.items, np.ptp(answers, axis=0), strict=True) if spread == 0]
        if flat:
            raise DataError(
                f"group {name}: everybody answered {', '.join(flat)} alike; leave the item or the group out."
            )
        found.names.append(name)
        found.answers.append(answers)
        found.weights.append(weights)
    if len(found.names) < 2:
        raise DataError(
            f"{len(found.names)} group(s) have more than twice as many complete rows as there are items "
            f"({len(taken.items)}); a comparison needs two. Use fewer constructs or larger groups."
        )
    return found


def choose_samples(
    taken: MeasurementItems, groups: Groups, estimator: GroupEstimator
) -> tuple[list[CompleteSample] | list[OrdinalMoments], list[Note]]:
    """Return what each group's model is fitted to: answers, or thresholds and correlations of ordinal items.

    Raises
    ------
    DataError
        WLSMV was asked for and a group does not use a category that another one uses.
    """
    apart = _find_unused(taken.items, groups) if estimator != "MLR" else []
    if estimator == "WLSMV" and apart:
        item, group, code = apart[0]
        raise DataError(
            f"item {item}: nobody in group {group} answered {code:g}, which other groups did; thresholds cannot be "
            "compared. Join the category with its neighbour, leave the item or the group out, or use estimator='MLR'."
        )
    if estimator == "WLSMV" or (estimator == "auto" and taken.is_ordinal and not apart):
        return _take_moments(taken, groups)
    samples = [
        CompleteSample(rows=rows, weights=weights) for rows, weights in zip(groups.answers, groups.weights, strict=True)
    ]
    if estimator == "auto" and taken.is_ordinal:
        item, group, code = apart[0]
        return samples, [Note("invariance_unused_category", item=item, group=group, answer=float(code))]
    return samples, []


def _find_unused(items: Sequence[str], groups: Groups) -> list[tuple[str, str, float]]:
    """Return items, groups and codes that other groups use and this one does not."""
    apart = []
    for at, item in enumerate(items):
        used = [np.unique(rows[:, at]) for rows in groups.answers]
        every = np.unique(np.concatenate(used))
        for name, own in zip(groups.names, used, strict=True):
            apart += [(item, name, float(code)) for code in np.setdiff1d(every, own)]
    return apart


def _take_moments(taken: MeasurementItems, groups: Groups) -> tuple[list[OrdinalMoments], list[Note]]:
    """Return each group's thresholds and correlations, and notes on what they cannot tell."""
    samples, notes = [], []
    for name, rows, weights in zip(groups.names, groups.answers, groups.weights, strict=True):
        moments = take_ordinal_moments(rows, weights=None if taken.weights is None else weights)
        notes += [
            Note("invariance_at_bound", group=name, item=taken.items[one], other=taken.items[other])
            for one, other in moments.polychoric.at_bound
        ]
        samples.append(moments)
    cuts = samples[0].polychoric.thresholds
    few = [item for item, own in zip(taken.items, cuts, strict=True) if len(own) + 1 < TELLING_CATEGORIES]
    if few:
        notes.append(Note("invariance_few_categories", items=", ".join(few)))
    return samples, notes


def _write_group(name: object) -> str:
    return str(int(name)) if isinstance(name, float) and name.is_integer() else str(name)
