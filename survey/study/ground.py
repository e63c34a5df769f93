"""What the further analyses of a study start from, and how one says that it cannot be made."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import MissingMode
from survey.analysis.groups.respondent_groups import RespondentGroups, take_groups
from survey.errors import DataError
from survey.notes import Note
from survey.operations.service_log import ServiceLog
from survey.responses import Responses
from survey.result import Result
from survey.scores import Scores
from survey.study.options import Progress, StudyOptions


class NotPossible(DataError):
    """Say why these answers do not allow an analysis, in every language of the reports."""

    def __init__(self, code: str, **values: object) -> None:
        self.note = Note(code, **values)
        super().__init__(str(self.note))


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The respondents kept, with their weights and scores.

    Attributes
    ----------
    missing
        How driver models treat those whom routing kept from a driver: as in the study's own driver analysis.
    raked
        Whether the study itself made the weights.
    made
        The further analyses made so far, for those that build on one.
    """

    responses: Responses
    scores: Scores
    missing: MissingMode
    raked: bool
    options: StudyOptions
    tell: Progress
    service: ServiceLog | None = None
    made: dict[str, Result] = field(default_factory=dict)

    def resamples(self, most: int) -> int:
        """Return bootstrap samples: as many as the study was asked for, at most so many."""
        return min(self.options.n_boot, most)

    def groups(self, by: str) -> RespondentGroups:
        """Return the groups that an item or column makes.

        Raises
        ------
        DataError, OptionError
            As `take_groups`.
        """
        return take_groups(self.responses, self.labels(by), self.options.language)

    def labels(self, by: str) -> str | pd.Series:
        """Return what tells a group: a name that analyses know, or the answers to an item of another type."""
        item = self.responses.questionnaire.items.get(by)
        known = item is None or item.type == "single_choice" or by not in self.responses.data
        return by if known else self.responses.data[by]

    def sizes(self, groups: RespondentGroups) -> np.ndarray:
        """Count the respondents of each group, those with weight 0 left out."""
        weights = self.responses.weight_array()
        there = groups.place >= 0 if weights is None else (groups.place >= 0) & (weights > 0)
        return np.bincount(groups.place[there], minlength=len(groups.names))
