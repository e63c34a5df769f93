"""Weighted means and proportions with standard errors that know the sample design and the weighting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.sample.design_estimates import estimate_columns, take_means
from survey.errors import DataError
from survey.glossary import Kind
from survey.prepare.scoring import score_constructs
from survey.prepare.weighting import Weighting
from survey.prepare.weights_replicates import Labels, Population, ReplicateWeights
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.stats.t_intervals import logit_interval, t_interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DesignMeans(Result):
    """Weighted means with design-based standard errors.

    Attributes
    ----------
    table
        A row for each construct (0 to 100) or item (its own points): quantity, estimate, std_error, conf_low,
        conf_high, n (who have a value), deff (variance relative to a simple random sample of n), n_eff (n / deff), df.
    confidence
        Coverage of the intervals.
    """

    key: ClassVar[tuple[str, ...]] = ("quantity",)

    confidence: float


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DesignProportions(Result):
    """Weighted proportions of answers with design-based standard errors.

    Attributes
    ----------
    table
        A row for each item and answer: item, code, answer, estimate (share of those who answered), std_error, conf_low,
        conf_high, n (who answered the item), deff, n_eff, df.
    confidence
        Coverage of the intervals.
    """

    key: ClassVar[tuple[str, ...]] = ("item", "code")
    kinds: ClassVar[dict[str, Kind]] = dict.fromkeys(("estimate", "std_error", "conf_low", "conf_high"), "share")

    confidence: float

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the proportions with their intervals."""
        from survey.plots import plot_indicator

        names = self.table["item"] + ": " + self.table["answer"]
        return plot_indicator(self.table.assign(indicator=names), ax=ax, language=language)


def estimate_means(
    responses: Responses,
    *,
    items: Iterable[str] | None = None,
    strata: Labels = None,
    clusters: Labels = None,
    population: Population = None,
    weighting: Weighting | None = None,
    replicates: ReplicateWeights | None = None,
    confidence: float = 0.95,
) -> DesignMeans:
    """Estimate weighted means with standard errors of the sample design.

    Use it to quote a mean of a stratified, clustered or raked sample. Without a design and a weighting it treats the
    sample as a simple random one with fixed weights.

    Parameters
    ----------
    responses
        The answers, with the weights the means are to have.
    items
        Items whose means are wanted, in their own points as answered; None takes the construct scores, 0 to 100.
    strata, clusters, population
        Columns' names or labels by respondent id, and the number of clusters in the population, as for
        `replicate_weights`.
    weighting
        The raking or post-stratification that made the weights: what its margins explain then adds nothing to the
        standard errors. None treats the weights as fixed.
    replicates
        Replicate weights of the same respondents, in place of linearisation; they know design and weighting.
    confidence
        Coverage of the intervals.

    Returns
    -------
    DesignMeans

    Raises
    ------
    DataError
        Respondents differ, an item has no answers, or the design does not allow standard errors.
    OptionError
        `replicates` are given beside a design or a weighting.

    Notes
    -----
    Weights: those of the responses, or of `weighting` or `replicates`. Missing: each mean is of those with a value; the
    others stay in the design. Standard errors: Taylor linearisation with residuals on the margins, or replicates.

    References
    ----------
    Binder (1983), International Statistical Review 51, 279-292. Deville & Särndal (1992), JASA 87, 376-382. Rao & Wu
    (1988), JASA 83, 231-241.

    Examples
    --------
    >>> import survey as sv
    >>> responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=200, seed=1)
    >>> estimate_means(responses, items=["sat1"]).table[["quantity", "n", "df"]].to_numpy().tolist()
    [['sat1', 191, 199]]
    """
    values = score_constructs(responses).table if items is None else _rated(responses, items)
    about, method, notes = take_means(responses, values, strata, clusters, population, weighting, replicates)
    ends = t_interval(about.estimate, about.std_error, about.df, confidence)
    table = pd.DataFrame({"quantity": list(values.columns), **estimate_columns(about, ends)})
    return DesignMeans(table=table, n=len(responses), method=method, notes=notes, confidence=confidence)


@speak_language
def estimate_proportions(
    responses: Responses,
    *,
    items: Iterable[str],
    strata: Labels = None,
    clusters: Labels = None,
    population: Population = None,
    weighting: Weighting | None = None,
    replicates: ReplicateWeights | None = None,
    confidence: float = 0.95,
    language: str | None = None,
) -> DesignProportions:
    """Estimate the weighted proportion of each answer with standard errors of the sample design.

    Use it to quote the share of an answer in a stratified, clustered or raked sample.

    Parameters
    ----------
    responses
        The answers, with the weights the proportions are to have.
    items
        Items with one coded answer: choices and scales.
    strata, clusters, population, weighting, replicates, confidence
        As for `estimate_means`.
    language
        Language of the answers in the table; None is the questionnaire's default.

    Returns
    -------
    DesignProportions

    Raises
    ------
    DataError
        An item has several answers or none, respondents differ, or the design does not allow standard errors.
    OptionError
        `replicates` are given beside a design or a weighting.

    Notes
    -----
    Weights and standard errors: as for `estimate_means`. Intervals: t on the logit scale. Missing: shares are of those
    with a substantive answer; the others stay in the design. A share that the weighting fixed has no error: its
    deff and n_eff are missing.

    References
    ----------
    Binder (1983), International Statistical Review 51, 279-292. Korn & Graubard (1998), Survey Methodology 24, 193-201.

    Examples
    --------
    >>> import survey as sv
    >>> responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=200, seed=1)
    >>> estimate_proportions(responses, items=["gender"], language="en").table["answer"].tolist()
    ['Female', 'Male']
    """
    spoken = responses.questionnaire.check_language(language)
    parts = {name: _dummies(responses, name) for name in items}
    if not parts:
        raise DataError("no items were given; name those whose answers are to be counted.")
    about, method, notes = take_means(
        responses, pd.concat(parts, axis=1), strata, clusters, population, weighting, replicates
    )
    labels = {name: responses.questionnaire.item(name).labels for name in parts}
    rows = [
        (name, code, labels[name][code].in_language(spoken) or str(code))
        for name, part in parts.items()
        for code in map(int, part.columns)
    ]
    ends = logit_interval(about.estimate, about.std_error, about.df, confidence)
    table = pd.DataFrame(rows, columns=["item", "code", "answer"]).assign(**estimate_columns(about, ends))
    return DesignProportions(table=table, n=len(responses), method=method, notes=notes, confidence=confidence)


def _rated(responses: Responses, items: Iterable[str]) -> pd.DataFrame:
    """Return the answers to items whose mean makes sense."""
    names = list(items)
    wrong = [name for name in names if _is_no_number(responses, name)]
    if wrong:
        raise DataError(f"items without a mean: {', '.join(wrong)}; give scales and numbers.")
    if not names:
        raise DataError("no items were given; leave items out for the construct scores.")
    return responses.values(names)


def _is_no_number(responses: Responses, name: str) -> bool:
    item = responses.questionnaire.item(name)
    return item.scale is None and item.type != "number"


def _dummies(responses: Responses, name: str) -> pd.DataFrame:
    """Return a column of zeros and ones for each answer of an item; NaN without a substantive answer."""
    item = responses.questionnaire.item(name)
    codes = [code for code in item.labels if code not in item.special_codes]
    if item.type == "multiple_choice" or not codes:
        raise DataError(f"'{name}' has no single coded answer; give choices and scales.")
    answers = responses.values([name])[name]
    if answers.isna().all():
        raise DataError(f"'{name}' has no answers.")
    return pd.DataFrame(
        {code: np.where(answers.isna(), np.nan, answers == code) for code in codes}, index=answers.index
    )
