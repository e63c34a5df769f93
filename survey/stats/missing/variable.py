"""A question to be imputed: its answers, who was asked, and how it stands as a predictor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: How missing answers are drawn. "matching": an answer of a respondent with a like prediction. "logistic": two
#: categories; "multinomial": several without order; "proportional_odds": several in order.
Method = Literal["matching", "logistic", "multinomial", "proportional_odds"]
METHODS: tuple[Method, ...] = get_args(Method)


@dataclass(frozen=True, eq=False, kw_only=True)
class Variable:
    """One question, of one column or, for a multiple choice, one column an option.

    Attributes
    ----------
    name
        For messages.
    values
        Shape (n, n_columns), NaN where there is no answer.
    asked
        Bool, shape (n,): False where an answer is structurally missing, so that there is nothing to impute.
    method
        How missing answers are drawn; several columns are always drawn together, by matching.
    nominal
        Whether the values are categories without order.
    group
        Variables of the same group (construct) predict each other before others do; "" is none.
    delta
        What imputed answers are shifted by: units of the values for matching, log odds for models.
    points
        The values an answer can take, in order, for shifted ones to land on; None for numbers without steps.
    gated
        Names of variables that were hidden where this one is missing, because routing goes by it: that they were not
        asked says nothing of its answer, so they do not predict it.
    """

    name: str
    values: Floats
    asked: Flags
    method: Method = "matching"
    nominal: bool = False
    group: str = ""
    delta: float = 0.0
    points: Floats | None = None
    gated: frozenset[str] = frozenset()

    @cached_property
    def missing(self) -> Flags:
        """Where an answer is to be imputed: asked, and no column answered."""
        return np.asarray(self.asked & np.all(np.isnan(self.values), axis=1))

    @cached_property
    def answered(self) -> Flags:
        """Where there is an answer."""
        return np.asarray(self.asked & ~self.missing)

    @cached_property
    def levels(self) -> Floats:
        """The different answers given in the first column, in order."""
        return np.unique(self.values[self.answered, 0])

    @cached_property
    def varies(self) -> bool:
        """Whether two answers differ."""
        given = self.values[self.answered]
        return bool(np.any(np.nanmax(given, axis=0) > np.nanmin(given, axis=0))) if len(given) else False

    @cached_property
    def _scale(self) -> tuple[Floats, Floats]:
        """Mean and spread of the answers, by column."""
        given = self.values[self.answered]
        if not len(given):
            return np.zeros(self.values.shape[1]), np.ones(self.values.shape[1])
        mean, spread = np.nanmean(given, axis=0), np.nanstd(given, axis=0)
        return mean, np.where(spread > 0, spread, 1.0)

    @property
    def width(self) -> int:
        """Columns of `encode`."""
        return max(len(self.levels) - 1, 0) if self.nominal else self.values.shape[1]

    def encode(self, values: Floats) -> Floats:
        """Return answers as columns of a design: standardised, or an indicator for each category but the first.

        Parameters
        ----------
        values
            Shape (n, n_columns).

        Returns
        -------
        ndarray
            Shape (n, width); NaN where there is no answer.
        """
        if self.nominal:
            chosen = (values[:, :1] == self.levels[1:]).astype(np.float64)
            return np.where(np.isnan(values[:, :1]), np.nan, chosen)
        mean, spread = self._scale
        return (values - mean) / spread
