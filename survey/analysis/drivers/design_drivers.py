"""Drivers' shares of the explained outcome with standard errors of a sample design."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from survey.analysis.drivers.driver_input import take_input
from survey.analysis.sample.design_estimates import same_respondents, say_failed
from survey.notes import Note
from survey.prepare.scoring import score_constructs
from survey.prepare.weights_replicates import ReplicateWeights
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.stats.replicate_statistics import replicate_importance
from survey.stats.replicates import Replicates


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DesignShares(Result):
    """Drivers' shares of R² with standard errors from replicate weights.

    Attributes
    ----------
    table
        A row for each driver: importance (R² units), importance_share (sums to 1), std_error, conf_low and conf_high of
        the share, n, n_eff (Kish's).
    confidence
        Coverage of the intervals.
    """

    key: ClassVar[tuple[str, ...]] = ("driver",)

    confidence: float


@speak_language
def estimate_driver_shares(
    responses: Responses, *, replicates: ReplicateWeights, confidence: float = 0.95, language: str | None = None
) -> DesignShares:
    """Estimate the drivers' shares of the explained outcome with intervals of the sample design.

    Use it beside `rank_drivers`, whose intervals resample respondents one by one with fixed weights, where respondents
    came in strata or clusters or were raked.

    Parameters
    ----------
    responses
        The answers.
    replicates
        Replicate weights of the same respondents.
    confidence
        Coverage of the intervals.
    language
        Language of the drivers' names; None is the questionnaire's default.

    Returns
    -------
    DesignShares

    Raises
    ------
    DataError
        Respondents differ, or complete rows are too few.

    Notes
    -----
    Weights: those of the replicates. Missing: complete rows. Intervals: t on the logit scale, for shares are
    bounded. It describes association in this population, not what would happen if a driver changed.

    References
    ----------
    Grömping (2006), Journal of Statistical Software 17(1). Rao & Wu (1988), JASA 83, 231-241.

    Examples
    --------
    >>> import survey as sv
    >>> responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=300, seed=1)
    >>> shares = estimate_driver_shares(responses, replicates=sv.replicate_weights(responses, n_boot=50))
    >>> float(shares.table["importance_share"].sum().round(6))
    1.0
    """
    arrays = same_respondents(responses, replicates)
    scores = score_constructs(responses.with_weights(arrays.full.tolist(), because="weights of the replicates"))
    given = take_input(scores, None, None, None, "listwise", language)
    columns = [given.outcome, *given.drivers]
    there = scores.table[columns].notna().all(axis=1).to_numpy() & (arrays.full > 0)
    used = Replicates(arrays.weights[:, there], arrays.full[there], arrays.scales, arrays.df)
    importance, found = replicate_importance(scores.table.loc[there, columns], used, confidence)
    table = pd.DataFrame(
        {
            "driver": given.drivers,
            "label": given.labels,
            "importance": importance,
            "importance_share": found.estimate,
            "std_error": found.std_error,
            "conf_low": found.conf_low,
            "conf_high": found.conf_high,
            "n": int(there.sum()),
            "n_eff": given.n_eff,
        }
    )
    method = Note("shares_replicates", n=int(there.sum()), n_total=len(responses), n_boot=arrays.n_boot, df=arrays.df)
    notes = (*given.notes, *say_failed(found.failed, arrays.n_boot), *replicates.notes)
    return DesignShares(table=table, n=int(there.sum()), method=method, notes=notes, confidence=confidence)
