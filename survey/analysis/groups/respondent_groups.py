"""Groups of respondents to compare: by an item, a language, a column or labels given beside the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError
from survey.responses import Responses

MOST_GROUPS = 20


@dataclass(frozen=True)
class RespondentGroups:
    """Which group each respondent is in.

    Attributes
    ----------
    names
        Names of the groups.
    place
        Place in `names`, -1 without a group, shape (n_respondents,).
    """

    names: list[str]
    place: np.ndarray


def take_groups(
    responses: Responses | pd.DataFrame, by: str | Sequence[object] | pd.Series | np.ndarray, language: str | None
) -> RespondentGroups:
    """Take groups from a choice item, from what the platform knows (`language`), from a column, or as given.

    Raises
    ------
    OptionError
        There is no such item or column.
    DataError
        Labels are too few or too many for the respondents, or make no two groups, or more than 20.
    """
    labels = _find_labels(responses, by, language)
    kinds = (
        list(labels.cat.categories)
        if isinstance(labels.dtype, pd.CategoricalDtype)
        else sorted(labels.dropna().unique(), key=lambda one: (isinstance(one, str), one))
    )
    used = [kind for kind in kinds if (labels == kind).any()]
    if not 2 <= len(used) <= MOST_GROUPS:
        raise DataError(
            f"the groups to compare have {len(used)} different value(s); there must be 2 to {MOST_GROUPS}. "
            "Recode numbers into classes first."
        )
    place = pd.Categorical(labels, categories=used).codes.astype(int)
    return RespondentGroups([f"{kind:g}" if isinstance(kind, float) else str(kind) for kind in used], place)


def _find_labels(
    responses: Responses | pd.DataFrame, by: str | Sequence[object] | pd.Series | np.ndarray, language: str | None
) -> pd.Series:
    frame = responses if isinstance(responses, pd.DataFrame) else responses.data
    if isinstance(by, str):
        return _from_frame(responses, by) if isinstance(responses, pd.DataFrame) else _named(responses, by, language)
    if isinstance(by, pd.Series) and not by.index.equals(frame.index):
        if not (by.index.is_unique and frame.index.is_unique):
            raise DataError(
                "groups and answers have different row labels, some of them twice; give groups in row order."
            )
        by = by.reindex(frame.index)
    if len(by) != len(frame):
        raise DataError(f"{len(by)} group labels for {len(frame)} respondents; give one each.")
    return by if isinstance(by, pd.Series) else pd.Series(list(by), index=frame.index)


def _from_frame(frame: pd.DataFrame, by: str) -> pd.Series:
    if by not in frame:
        raise OptionError(f"there is no column {by!r}; there are: {', '.join(map(str, frame))}.")
    return frame[by]


def _named(responses: Responses, by: str, language: str | None) -> pd.Series:
    """Return labels from an item with choices, else from the paradata, else from the file's own columns."""
    questionnaire = responses.questionnaire
    spoken = questionnaire.check_language(language)
    items = {name: item for name, item in questionnaire.items.items() if item.type == "single_choice"}
    if by in items:
        item = items[by]
        labels = {choice.code: choice.label.in_language(spoken) or str(choice.code) for choice in item.choices}
        named = responses.data[by].map(labels) if by in responses.data else pd.Series(np.nan, responses.data.index)
        return named.astype(pd.CategoricalDtype(list(dict.fromkeys(labels.values()))))
    for kept in (responses.paradata, responses.extra):
        if by in kept:
            return kept[by]
    known = [*items, *responses.paradata, *responses.extra]
    raise OptionError(f"by={by!r} is no single-choice item and no column; there are: {', '.join(map(str, known))}.")
