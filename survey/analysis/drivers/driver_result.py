"""The result of a driver analysis."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_dominance import dominance_table
from survey.analysis.drivers.driver_input import MissingMode
from survey.analysis.drivers.driver_players import Method, Players
from survey.errors import DataError
from survey.glossary import Kind, check_columns
from survey.result import Result
from survey.stats.importance_inference import IntervalKind

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Drivers(Result):
    """The drivers of an outcome by their share of its explained variance.

    Attributes
    ----------
    table
        A row per driver (or group of drivers), the most important first: `importance` in raw R² units and
        `importance_share` (sums to 1), each with its interval (`importance_low`, `importance_high`; `conf_low`,
        `conf_high`), rank with the ranks that resolved pairs leave (`rank_low`, `rank_high`), `letters` (drivers that
        share one are not told apart), `noise_limit` (what 95 % of drivers of pure noise stay below) and `above_noise`,
        regression coefficient with HC3 standard error, correlation, performance, and the second opinions.
    differences
        A row per pair of drivers: the difference of their shares with its own interval, the simultaneous band over all
        pairs, `resolved` (which steps down from that band and so finds at least as much), and the same as a `verdict`.
    coefficients
        The regression, intercept first, with HC3 standard errors, or a delete-a-group jackknife for tables.
    fit
        One row: base, R², adjusted R².
    outcome, outcome_label
        What is explained.
    shares
        Shares in every bootstrap sample, players in the order of the input, shape (n_boot, n_players).
    """

    key: ClassVar[tuple[str, ...]] = ("driver",)
    shown: ClassVar[tuple[str, ...]] = (
        "label",
        "importance",
        "importance_share",
        "conf_low",
        "conf_high",
        "rank",
        "letters",
        "coefficient",
        "std_error",
        "p_value",
        "correlation",
        "performance",
        "flag",
    )
    kinds: ClassVar[dict[str, Kind]] = {"conf_low": "share", "conf_high": "share"}
    frame_kinds: ClassVar[dict[str, dict[str, Kind]]] = {
        "differences": {
            "estimate": "signed_share",
            "std_error": "share",
            "conf_low": "signed_share",
            "conf_high": "signed_share",
        },
    }

    differences: pd.DataFrame
    coefficients: pd.DataFrame
    fit: pd.DataFrame
    outcome: str
    outcome_label: str
    missing_mode: MissingMode = "listwise"
    importance_method: Method = "shapley"
    interval: IntervalKind = "percentile"
    confidence: float = 0.95
    n_boot: int = 0
    seed: int = 0
    shares: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    covariance: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    covariance_draws: np.ndarray = field(default_factory=lambda: np.empty((0, 0, 0)))
    players: Players | None = None

    @property
    def r2(self) -> float:
        """The share of the outcome's variance that all drivers explain together, controls included."""
        return float(self.fit["r2"].iloc[0])

    @cached_property
    def dominance(self) -> pd.DataFrame:
        """A row per pair and level (complete, conditional, general): does one driver dominate the other, and how often.

        `estimate` is 1 if the first dominates, 0 if the second does, 0.5 if neither. Over bootstrap samples `mean` and
        `std_error` are those of the same number, `reproducibility` is the share of samples that agree with `estimate`,
        and `dominates`, `dominated`, `undetermined` say which way the samples went. Made when first asked for; from 15
        drivers on, only so many of the samples are used as make some 16 million models (`n_boot`).

        References
        ----------
        Azen & Budescu (2003), Psychological Methods 8, 129-148.
        """
        if self.players is None:
            raise DataError("this result holds no covariances to find dominance in; rank the drivers again.")
        table = dominance_table(self.covariance, self.covariance_draws, self.players, self.table["driver"].tolist())
        check_columns("Drivers.dominance", table.columns)
        return table

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the shares with their intervals."""
        from survey.plots import plot_importance

        total = self.table["importance"].sum()
        frame = self.table.assign(driver=self.table["label"], noise_share=self.table["noise_limit"] / total)
        return plot_importance(frame, ax=ax, language=language)
