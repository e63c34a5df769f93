"""Scorecards: agents, shops or channels beside each other, small bases drawn to the mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.service.scorecard_fits import GroupFit, fit_seconds, fit_shares, funnel_table
from survey.analysis.service.service_levels import By
from survey.analysis.service.service_units import MEASURES, find_period
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.operations.service_log import ServiceLog
from survey.result import Result
from survey.stats.service.posterior_ranks import rank_draws

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWEST_GROUPS = 3
#: Below so many groups the spread between them is known so poorly that intervals come out too narrow.
FEW_GROUPS = 20
N_DRAWS = 4000
_MOST_CELLS = 20_000_000  # of the draws


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Scorecard(Result):
    """Groups in the order of a measure, best first.

    Attributes
    ----------
    table
        A row per group: `raw` as counted, `estimate` drawn to the mean, interval, rank with interval, probabilities of
        the best and the worst tenth. Shares are 0 to 1, times seconds (geometric means).
    spread
        Mean and SD of the true values between groups; of times, the SD is of logarithms.
    funnel
        Between which limits groups like the mean fall, by the number of units.
    """

    key: ClassVar[tuple[str, ...]] = ("group",)
    shown: ClassVar[tuple[str, ...]] = (
        *("rank", "group", "denominator", "raw", "estimate", "conf_low", "conf_high"),
        *("rank_low", "rank_high", "top_tenth", "bottom_tenth"),
    )

    spread: pd.DataFrame
    funnel: pd.DataFrame
    operation: str
    by: str
    confidence: float = 0.95

    @property
    def is_share(self) -> bool:
        """Whether its values are shares; else they are seconds."""
        return MEASURES[self.operation].kind == "share"

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the groups with their intervals."""
        from survey.plots.service_scorecard import plot_scorecard

        return plot_scorecard(self.table, ax=ax, language=language, share=self.is_share)

    def plot_funnel(self, ax: Axes | None = None, *, language: str = "en") -> Axes:
        """Draw what was counted against the number of units, with the limits of chance."""
        from survey.plots.service_scorecard import plot_service_funnel

        return plot_service_funnel(self.table, funnel=self.funnel, ax=ax, language=language, share=self.is_share)


def score_service(
    log: ServiceLog,
    by: By = "agent",
    *,
    measure: str = "answered_20s",
    until: str | pd.Timestamp | None = None,
    days: float = 30,
    confidence: float = 0.95,
    n_draws: int = N_DRAWS,
    seed: int = 1,
) -> Scorecard:
    """Put agents, shops or channels beside each other, by partial pooling.

    Use it instead of a sorted list of raw shares, where small bases come first and last by chance. It compares what was
    logged; who had the harder cases, it does not know.

    Parameters
    ----------
    log
        A service log.
    by
        What is compared.
    measure
        answered_20s, answered, first_response, resolution_rate, transfer_rate, refund_rate, after_sales_satisfaction
        or csat, as `measure_service` counts them.
    until, days
        The time counted, as in `measure_service`.
    confidence
        Coverage of the intervals, of ranks too.
    n_draws, seed
        Draws behind the ranks and probabilities.

    Returns
    -------
    Scorecard

    Raises
    ------
    DataError
        Fewer than three groups have a unit.
    OptionError
        An argument has no such value.

    Notes
    -----
    Shares: beta-binomial model, mean and precision by maximum likelihood; estimate and interval are mean and quantiles
    of the posterior beta. Times: mean log seconds, variance within groups pooled, variance between them by REML; the
    estimate is the best linear unbiased prediction, as seconds; times under half a second count as half a second. Where
    groups differ no more than by chance, all estimates are the mean. The error of the fitted spread itself is not in
    the intervals of shares. Ranks: order of the estimates; intervals and probabilities from draws of the true values. A
    tenth of fewer than ten groups is one group. Rank 1 is the best: the highest share, but the lowest transfer and
    refund rate and time. Weights: none. Missing: units of unknown value or without a group are left out.

    References
    ----------
    Griffiths (1973), Biometrics 29, 637-648. Efron & Morris (1975), JASA 70, 311-319. Goldstein & Spiegelhalter (1996),
    JRSS A 159, 385-443. Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.

    Examples
    --------
    >>> from survey.operations.simulate_log import simulate_service_log
    >>> card = score_service(simulate_service_log(2000, seed=1), measure="resolution_rate")
    >>> len(card.table), bool(card.table["estimate"].max() < card.table["raw"].max())
    (12, True)
    """
    check_option("by", by, ("shop", "agent", "channel"))
    check_option("measure", measure, MEASURES)
    if not 0 < confidence < 1 or n_draws < 100 or seed < 0:
        raise OptionError("confidence is between 0 and 1, n_draws at least 100, seed at least 0.")
    period = find_period(log, until, days)
    chosen = MEASURES[measure]
    units = chosen.units(log, period)
    named = units[units[by].notna()]
    if named[by].nunique() < FEWEST_GROUPS:
        raise DataError(
            f"{named[by].nunique()} {by}(s) have a unit for {measure}; a scorecard compares at least {FEWEST_GROUPS}."
        )
    fit = (fit_shares if chosen.kind == "share" else fit_seconds)(named, by, confidence)
    draws = max(100, min(n_draws, _MOST_CELLS // len(fit.table)))
    table = _rank(fit, chosen.better, confidence, draws, seed)
    method = "scorecard_shares" if chosen.kind == "share" else "scorecard_seconds"
    facts = {"groups": len(table), "draws": draws, "seed": seed, "n": len(named)}
    return Scorecard(
        table=table,
        n=len(named),
        method=Note(method, since=str(period.since), until=str(period.until), **facts),
        notes=_notes(log, fit, len(units) - len(named)),
        spread=fit.spread,
        funnel=funnel_table(fit, chosen.kind),
        operation=measure,
        by=by,
        confidence=confidence,
    )


def _rank(fit: GroupFit, better: str, confidence: float, n_draws: int, seed: int) -> pd.DataFrame:
    """Return the table with ranks, best first."""
    sign = 1.0 if better == "high" else -1.0
    ranks = rank_draws(sign * fit.draw(np.random.default_rng(seed), n_draws), confidence)
    table = fit.table.assign(
        rank=(-sign * fit.table["estimate"]).rank(method="min"),
        rank_low=ranks.low,
        rank_high=ranks.high,
        top_tenth=ranks.top,
        bottom_tenth=ranks.bottom,
    )
    return table.sort_values(["rank", "group"], kind="stable", ignore_index=True)


def _notes(log: ServiceLog, fit: GroupFit, unnamed: int) -> tuple[Note, ...]:
    found = [
        (log.simulated, Note("service_simulated")),
        (not fit.differs, Note("scorecard_no_spread")),
        (fit.differs and len(fit.table) < FEW_GROUPS, Note("scorecard_few", groups=len(fit.table))),
        (unnamed > 0, Note("service_unnamed", n=unnamed)),
    ]
    return tuple(note for holds, note in found if holds)
