"""Weights that meet known margins, with everything a reader must know about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.prepare.weights_cells import SMALL_CELL, cell_rows
from survey.prepare.weights_margins import PlacedMargin
from survey.result import Result
from survey.stats.descriptives import design_effect, effective_n, weighted_quantile

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
# A margin is met where no share is further from its target; far below what any display shows.
MET_TOLERANCE = 1e-6


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Weighting(Result):
    """Weights that meet margins of the population; the responses are unchanged.

    Attributes
    ----------
    table
        A row for each item and answer of the margins: item, code, answer, count, share (before weighting, by the
        starting weights), weighted_share (after), target. Shares are of those who answered the item; after
        post-stratification, of those who answered every item of the cross table.
    margins
        A row for each margin, or one for the cross table: n (who answered), n_unanswered, gap_before and gap_after
        (largest difference of a share from its target), met, deff (what weighting on this margin alone would cost).
    cells
        A row for each category or cell: count, share, target, factor (target over share), flag ("small" or ""),
        mean_weight, deff and n_eff of its respondents' weights.
    distribution
        The weights' minimum, quantiles, maximum, mean, coefficient of variation, deff and n_eff.
    weights
        One weight a respondent, mean 1, indexed by respondent id; for `responses.with_weights`.
    start
        The weights before, mean 1.
    deff
        Kish's design effect of weighting, n · Σw² / (Σw)².
    n_eff
        Effective sample size, n / deff.
    converged
        Whether every margin equals its target, to 1e-6.
    trim
        Bounds of the weights, or None.
    placed
        Each respondent's category on each margin, for weighting again inside replicates.
    """

    key: ClassVar[tuple[str, ...]] = ("item", "code")

    margins: pd.DataFrame
    cells: pd.DataFrame
    distribution: pd.DataFrame
    weights: pd.Series
    start: pd.Series
    deff: float
    n_eff: float
    converged: bool
    trim: tuple[float, float] | None
    placed: tuple[PlacedMargin, ...]

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the sample's shares beside their targets."""
        from survey.plots import plot_profile

        return plot_profile(self.table.rename(columns={"answer": "choice"}), ax=ax, language=language)


def margin_rows(margin: PlacedMargin, before: np.ndarray, after: np.ndarray) -> pd.DataFrame:
    """Return a row for each category: its share before and after weighting, and its target."""
    k = len(margin.shares)
    return pd.DataFrame(
        {
            "item": [margin.item] * k,
            "code": list(margin.codes),
            "answer": list(margin.answers),
            "count": margin.counts(),
            "share": margin.weighted_shares(before),
            "weighted_share": margin.weighted_shares(after),
            "target": margin.shares,
        }
    )


def margin_summary(margin: PlacedMargin, before: np.ndarray, after: np.ndarray) -> dict[str, object]:
    """Return one margin's row: how far its shares were and are off, and what it costs alone."""
    there = margin.place >= 0
    shares = margin.weighted_shares(before)
    gaps = [float(np.max(np.abs(margin.weighted_shares(weights) - margin.shares))) for weights in (before, after)]
    factor = np.where(there, (margin.shares / shares)[np.maximum(margin.place, 0)], 1.0)
    return {
        "item": margin.item,
        "n": int(there.sum()),
        "n_unanswered": int((~there).sum()),
        "gap_before": gaps[0],
        "gap_after": gaps[1],
        "met": gaps[1] <= MET_TOLERANCE,
        "deff": design_effect(before * factor),
    }


def weighted_cells(margin: PlacedMargin, before: np.ndarray, after: np.ndarray) -> pd.DataFrame:
    """Return a margin's cells with the weights of their respondents."""
    members = [after[margin.place == category] for category in range(len(margin.shares))]
    return cell_rows(margin, before, SMALL_CELL).assign(
        mean_weight=[float(weights.mean()) for weights in members],
        deff=[design_effect(weights) for weights in members],
        n_eff=[effective_n(weights) for weights in members],
    )


def weight_distribution(weights: np.ndarray) -> pd.DataFrame:
    """Return how weights are spread: a row a measure."""
    quantiles = {f"quantile_{q:g}": weighted_quantile(weights, q) for q in QUANTILES}
    spread = {
        "minimum": float(weights.min()),
        **quantiles,
        "maximum": float(weights.max()),
        "mean": float(weights.mean()),
        "cv": float(weights.std() / weights.mean()),
        "deff": design_effect(weights),
        "n_eff": effective_n(weights),
    }
    return pd.DataFrame({"measure": list(spread), "estimate": list(spread.values())})
