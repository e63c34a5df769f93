"""Scores: respondents × constructs, 0 to 100 of each scale's own range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.notes import Note
from survey.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Scores:
    """The construct scores of each respondent.

    Attributes
    ----------
    table
        Float, shape (n_respondents, n_constructs), 0 (the worst the scale allows) to 100 (the best); NaN where too few
        items were answered.
    not_asked
        Bool, same shape: the respondent was shown none of the construct's items, or all were not applicable.
    weights
        One weight a respondent, or None.
    notes
        How the scores were made.
    """

    questionnaire: Questionnaire
    table: pd.DataFrame
    not_asked: pd.DataFrame
    weights: pd.Series | None = None
    notes: tuple[Note, ...] = ()

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        means = ", ".join(f"{name} {value:.1f}" for name, value in self.table.mean().items())
        return f"Scores of {len(self):,} respondents (0–100, unweighted means): {means}"

    def _repr_html_(self) -> str:
        return self.table.describe().round(1).to_html(border=0)

    def weight_array(self) -> np.ndarray | None:
        """Return the weights as an array of shape (n_respondents,), or None."""
        return None if self.weights is None else self.weights.to_numpy(dtype=float)
