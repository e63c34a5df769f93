"""Satisfaction indicators with intervals: CSAT, recommend score, effort, stars, satisfaction index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.sample.design_estimates import same_respondents, take_means
from survey.analysis.sample.weighted_counts import share_of, total_of, unit_weights
from survey.errors import DataError
from survey.notes import Note
from survey.prepare.scoring import score_constructs
from survey.prepare.weights_replicates import ReplicateWeights
from survey.questionnaire.item import Item
from survey.responses import Responses
from survey.result import Result
from survey.stats.descriptives import effective_n, mean_interval, weighted_mean
from survey.stats.proportions import adjusted_wald_recommend_of_shares, wilson_interval
from survey.stats.t_intervals import logit_interval, t_interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Reichheld 2003, Harvard Business Review 81(12): 0–6 detractors, 7–8 passives, 9–10 promoters.
LOWEST_PASSIVE = 7
LOWEST_PROMOTER = 9
TOP_POINTS = 2


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Indicators(Result):
    """The indicators a manager follows.

    Attributes
    ----------
    table
        A row per indicator: "csat", "effort" and "stars" are shares on the two best points; "recommend" is promoters
        minus detractors, -1 to 1; "index" is the outcome's mean score, 0 to 100.
    distribution
        Promoters, passives and detractors as shares.
    confidence
        Coverage of the intervals.
    """

    key: ClassVar[tuple[str, ...]] = ("indicator",)

    distribution: pd.DataFrame
    confidence: float = 0.95

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the shares with their intervals."""
        from survey.plots import plot_indicator

        return plot_indicator(self.table[self.table["indicator"] != "index"], ax=ax, language=language)


def measure_indicators(
    responses: Responses, *, confidence: float = 0.95, replicates: ReplicateWeights | None = None
) -> Indicators:
    """Measure the satisfaction indicators the questionnaire names in its analysis plan.

    Parameters
    ----------
    responses
        The answers.
    confidence
        Coverage of the intervals.
    replicates
        Replicate weights of the same respondents: the indicators then take their weights, and the intervals know the
        sample design and the weighting.

    Returns
    -------
    Indicators
        Indicators whose item is not in the questionnaire or has no answers are left out, with a note.

    Raises
    ------
    DataError
        The replicates are of other respondents.

    Notes
    -----
    Shares: Wilson's interval. Recommend score: adjusted Wald interval on its own variance, never the margin of one
    proportion. Index: t interval of the mean. Weights: shares and means are weighted; the intervals take Kish's
    effective n. With replicates: t intervals of the design, for shares on the logit scale, and n_eff is that of a
    simple random sample with the same standard error. Missing: those with a substantive answer.

    References
    ----------
    Wilson (1927), JASA 22, 209-212. Rocks (2016), The American Statistician 70, 365-372.

    Examples
    --------
    >>> import survey as sv
    >>> responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=80, seed=1)
    >>> measure_indicators(responses).table["indicator"].tolist()
    ['csat', 'recommend', 'effort', 'stars', 'index']
    """
    if replicates is not None:
        full = same_respondents(responses, replicates).full
        responses = responses.with_weights(full.tolist(), because="weights of the replicates")
    plan = responses.questionnaire.analysis
    weights = unit_weights(responses)
    rows: list[dict[str, object]] = []
    notes: list[Note] = []
    distribution: list[tuple[str, str, float]] = []
    for indicator in ("csat", "recommend", "effort", "stars"):
        name = getattr(plan, indicator)
        if name is None:
            continue
        values = responses.keyed([name])[name].to_numpy()
        there = ~np.isnan(values)
        if total_of(there, weights) <= 0:
            notes.append(Note("indicator_empty", indicator=indicator, item=name))
        elif indicator == "recommend":
            rows.append(_recommend(name, values, there, weights, confidence))
            distribution = _groups(values, there, weights)
        else:
            rows.append(_top(indicator, responses.questionnaire.item(name), values, there, weights, confidence))
    rows += _index(responses, weights, confidence, notes)
    columns = ["indicator", "item", "estimate", "conf_low", "conf_high", "n", "n_eff", "estimator"]
    table, method = pd.DataFrame(rows, columns=columns), _say_method(responses)
    if replicates is not None and rows:
        table, method, more = _by_replicates(responses, table, replicates, confidence)
        notes.extend(more)
    return Indicators(
        table=table,
        n=len(responses),
        method=method,
        notes=tuple(notes),
        distribution=pd.DataFrame(distribution, columns=["indicator", "label", "share"]),
        confidence=confidence,
    )


def _say_method(responses: Responses) -> Note:
    return Note("indicators_weighted" if responses.weights is not None else "indicators_unweighted")


def _by_replicates(
    responses: Responses, table: pd.DataFrame, replicates: ReplicateWeights, confidence: float
) -> tuple[pd.DataFrame, Note, tuple[Note, ...]]:
    """Return the table with the intervals of replicate weights, which every indicator has as a mean of respondents."""
    values = pd.DataFrame(
        {
            indicator: _respondent_values(responses, indicator, name)
            for indicator, name in zip(table["indicator"], table["item"], strict=True)
        }
    )
    about, _, notes = take_means(responses, values, None, None, None, None, replicates)
    low, high = t_interval(about.estimate, about.std_error, about.df, confidence)
    shares = table["estimator"].eq("top2_wilson").to_numpy()
    ends = logit_interval(np.where(shares, about.estimate, np.nan), about.std_error, about.df, confidence)
    named = table.assign(
        estimate=about.estimate,
        conf_low=np.where(shares, ends[0], low),
        conf_high=np.where(shares, ends[1], high),
        n_eff=about.n_eff,
        estimator=np.where(shares, "top2_replicates", "mean_replicates"),
    )
    method = Note("indicators_replicates", n_boot=replicates.replicates.n_boot, df=about.df)
    return named, method, notes


def _respondent_values(responses: Responses, indicator: str, name: str) -> np.ndarray:
    """Return what each respondent adds to an indicator, shape (n,); NaN without an answer."""
    if indicator == "index":
        return score_constructs(responses, constructs=[name]).table[name].to_numpy()
    values = responses.keyed([name])[name].to_numpy()
    if indicator == "recommend":
        sides = (values >= LOWEST_PROMOTER).astype(float) - (values < LOWEST_PASSIVE)
        return np.where(np.isnan(values), np.nan, sides)
    scale = responses.questionnaire.item(name).scale
    assert scale is not None
    return np.where(np.isnan(values), np.nan, values >= sorted(scale.codes)[-TOP_POINTS])


def _top(
    indicator: str, item: Item, values: np.ndarray, there: np.ndarray, weights: np.ndarray, confidence: float
) -> dict[str, object]:
    assert item.scale is not None
    best = values >= sorted(item.scale.codes)[-TOP_POINTS]
    share, n_eff = share_of(best, there, weights), effective_n(weights[there])
    low, high = wilson_interval(share, n_eff, confidence)
    return _line(indicator, item.id, (share, low, high), there, n_eff, "top2_wilson")


def _groups(values: np.ndarray, there: np.ndarray, weights: np.ndarray) -> list[tuple[str, str, float]]:
    masks = {
        "promoters": values >= LOWEST_PROMOTER,
        "passives": (values >= LOWEST_PASSIVE) & (values < LOWEST_PROMOTER),
        "detractors": values < LOWEST_PASSIVE,
    }
    return [("recommend", name, share_of(mask, there, weights)) for name, mask in masks.items()]


def _recommend(
    name: str, values: np.ndarray, there: np.ndarray, weights: np.ndarray, confidence: float
) -> dict[str, object]:
    promoters, _, detractors = (share for _, _, share in _groups(values, there, weights))
    n_eff = effective_n(weights[there])
    interval = adjusted_wald_recommend_of_shares(promoters, detractors, n_eff, confidence)
    estimate = (promoters - detractors, interval.low, interval.high)
    return _line("recommend", name, estimate, there, n_eff, "adjusted_wald")


def _index(responses: Responses, weights: np.ndarray, confidence: float, notes: list[Note]) -> list[dict[str, object]]:
    outcome = responses.questionnaire.outcome
    if outcome is None:
        return []
    try:
        scores = score_constructs(responses, constructs=[outcome]).table[outcome].to_numpy()
    except DataError:
        return []
    there = ~np.isnan(scores) & (weights > 0)
    if there.sum() < 2:
        notes.append(Note("indicator_empty", indicator="index", item=outcome))
        return []
    used = weights[there]
    low, high = mean_interval(scores[there], used, confidence)
    estimate = (float(weighted_mean(scores[there], used)), low, high)
    return [_line("index", outcome, estimate, there, effective_n(used), "mean_t")]


def _line(
    indicator: str, item: str, estimate: tuple[float, float, float], there: np.ndarray, n_eff: float, estimator: str
) -> dict[str, object]:
    value, low, high = (float(number) for number in estimate)
    return {
        "indicator": indicator,
        "item": item,
        "estimate": value,
        "conf_low": low,
        "conf_high": high,
        "n": int(there.sum()),
        "n_eff": float(n_eff),
        "estimator": estimator,
    }
