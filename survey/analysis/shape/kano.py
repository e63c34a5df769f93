"""Kano analysis: features that must be there, that satisfy the more the better, and that delight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.shape.asymmetry import Asymmetry
from survey.analysis.shape.kano_pairs import KanoInput, KanoPair, Pairs, take_kano
from survey.errors import OptionError
from survey.glossary import Kind
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.stats.descriptives import mean_interval, weighted_mean
from survey.stats.shape.kano import CATEGORIES, count_kano, score_kano

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMES = {
    "M": "must_be",
    "O": "one_dimensional",
    "A": "attractive",
    "I": "indifferent",
    "R": "reverse",
    "Q": "questionable",
}
# What the classes of a penalty–reward contrast are called in Kano's words.
DERIVED = {
    "basic": "must_be",
    "performance": "one_dimensional",
    "excitement": "attractive",
    "indifferent": "indifferent",
    "": "",
}
# Answers that contradict each other above this share speak of a question that was misunderstood.
HIGH_QUESTIONABLE = 0.1


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Kano(Result):
    """Features by their Kano category.

    Attributes
    ----------
    table
        A row per feature: category, its share and lead (`category_strength`) with Fong's test, satisfaction and
        dissatisfaction coefficient with intervals, continuous scores with intervals, stated importance where asked.
    shares
        A row per feature and category: weighted share and number of respondents.
    """

    key: ClassVar[tuple[str, ...]] = ("feature",)
    shown: ClassVar[tuple[str, ...]] = (
        "feature",
        "category",
        "second_category",
        "category_strength",
        "p_value",
        "total_strength",
        "satisfaction_coefficient",
        "dissatisfaction_coefficient",
        "score_category",
        "n",
    )
    kinds: ClassVar[dict[str, Kind]] = {}

    shares: pd.DataFrame

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the features by satisfaction and dissatisfaction coefficient."""
        from survey.plots.kano import plot_kano

        return plot_kano(self.table, ax=ax, language=language)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DerivedKano(Result):
    """Kano categories derived from satisfaction ratings, not from Kano's questions.

    Attributes
    ----------
    table
        A row per driver: the category its penalties and rewards suggest, with the share of settings that agree.
    """

    key: ClassVar[tuple[str, ...]] = ("driver",)

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        raise OptionError("derived Kano categories have no picture of their own; plot the result of assess_asymmetry.")


@speak_language
def classify_kano(
    answers: Responses | pd.DataFrame,
    *,
    pairs: Pairs | None = None,
    importance: Mapping[str, str] | None = None,
    scale: Sequence[float] | None = None,
    weights: str | Sequence[float] | pd.Series | np.ndarray | None = None,
    confidence: float = 0.95,
    language: str | None = None,
) -> Kano:
    """Classify features from pairs of Kano questions.

    Use it to choose features: what people feel if a feature is there, and what if it is not. It needs both questions;
    for categories from ordinary ratings see `derive_kano`.

    Parameters
    ----------
    answers
        Responses, or a plain frame with a row per respondent.
    pairs
        Feature to its two items: the answer with the feature, the answer without it. None takes those that the
        questionnaire's plan has under `kano`.
    importance
        Feature to the item of its stated importance, for those that have one.
    scale
        The five codes from "I like it" over "it must be that way", "I am neutral", "I can live with it" to "I dislike
        it"; None takes the codes of the first item from the lowest, 1 to 5 for a plain frame.
    weights
        For a plain frame: a column name, or one weight a row. Responses bring their own.
    confidence
        Coverage of the intervals.
    language
        Language of the features' labels in the questionnaire; None is its default.

    Returns
    -------
    Kano
        `.table` a row per feature; `.shares`.

    Raises
    ------
    DataError
        Answers other than the five codes, or nobody with both answers to a feature.
    OptionError
        No pairs, unknown items, a scale of other than five codes.

    Notes
    -----
    Weights: in shares, coefficients and means; intervals and Fong's test use the effective n. Ties go to M before O
    before A before I. Reverse and questionable answers stay in the shares and out of the coefficients. Missing: both
    answers to the feature, so that n differs by feature.

    References
    ----------
    Kano et al. (1984), Journal of the Japanese Society for Quality Control 14(2), 39-48. Berger et al. (1993), Center
    for Quality of Management Journal 2(4), 3-36. Fong (1996), same journal 5(3), 21-24. Lee & Newcomb (1997), Quality
    Management Journal 4(3), 95-106.

    Examples
    --------
    >>> frame = pd.DataFrame({"with": [1, 1, 1, 3], "without": [5, 5, 3, 5]})
    >>> found = classify_kano(frame, pairs={"parcel tracking": ("with", "without")})
    >>> found.table[["category", "satisfaction_coefficient", "dissatisfaction_coefficient"]].values.tolist()
    [['one_dimensional', 0.75, -0.75]]
    """
    if not 0 < confidence < 1:
        raise OptionError(f"confidence={confidence} must be between 0 and 1.")
    data = take_kano(answers, pairs, importance, scale, weights, language)
    table = pd.DataFrame([_feature_row(pair, confidence) for pair in data.pairs])
    return Kano(
        table=table,
        n=data.n,
        method=Note(f"kano_{'weighted' if data.weighted else 'unweighted'}", n=data.n, n_total=data.n_total),
        notes=_notes(data, table, confidence),
        shares=pd.concat([_share_rows(pair) for pair in data.pairs], ignore_index=True),
    )


def derive_kano(asymmetry: Asymmetry) -> DerivedKano:
    """Derive Kano categories from a penalty–reward contrast.

    Nobody was asked Kano's questions, so these are readings of a regression: good for a first look, and as unstable as
    `agree_share` says.

    Parameters
    ----------
    asymmetry
        From `assess_asymmetry`.

    Returns
    -------
    DerivedKano

    Notes
    -----
    Weights and missing answers are those of the contrast.

    References
    ----------
    Matzler & Sauerwein (2002). The factor structure of customer satisfaction. International Journal of Service Industry
    Management 13, 314-332.

    Examples
    --------
    >>> from survey.analysis.shape.asymmetry import assess_asymmetry
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame({"speed": rng.integers(1, 6, 400).astype(float)})
    >>> frame["rating"] = -2.0 * (frame["speed"] <= 2) + rng.normal(size=400)
    >>> derive_kano(assess_asymmetry(frame, outcome="rating", cut="points", low=2, high=4)).table["category"].tolist()
    ['must_be']
    """
    columns = ["driver", "label", "penalty_index", "reward_index", "impact_range", "impact_asymmetry", "category"]
    table = asymmetry.table[[*columns, "agree_share"]].copy()
    table["category"] = table["category"].map(DERIVED)
    notes = (Note("kano_derived"), *asymmetry.notes)
    return DerivedKano(table=table, n=asymmetry.n, method=asymmetry.method, notes=notes)


def _feature_row(pair: KanoPair, confidence: float) -> dict[str, Any]:
    counts = count_kano(pair.functional, pair.dysfunctional, pair.w, confidence)
    scores = score_kano(pair.functional, pair.dysfunctional, pair.w, confidence)
    mean, low, high = _importance(pair, confidence)
    return {
        "feature": pair.feature,
        "category": NAMES[counts.category],
        "second_category": NAMES[counts.second],
        "category_strength": counts.category_strength,
        "statistic": counts.statistic,
        "p_value": counts.p_value,
        "total_strength": counts.total_strength,
        "satisfaction_coefficient": counts.satisfaction[0],
        "satisfaction_low": counts.satisfaction[1],
        "satisfaction_high": counts.satisfaction[2],
        "dissatisfaction_coefficient": counts.dissatisfaction[0],
        "dissatisfaction_low": counts.dissatisfaction[1],
        "dissatisfaction_high": counts.dissatisfaction[2],
        "functional_score": scores.functional[0],
        "functional_low": scores.functional[1],
        "functional_high": scores.functional[2],
        "dysfunctional_score": scores.dysfunctional[0],
        "dysfunctional_low": scores.dysfunctional[1],
        "dysfunctional_high": scores.dysfunctional[2],
        "score_category": NAMES[scores.category],
        "stated_importance": mean,
        "stated_low": low,
        "stated_high": high,
        "n": counts.n,
        "n_eff": counts.n_eff,
    }


def _importance(pair: KanoPair, confidence: float) -> tuple[float, float, float]:
    """Return mean stated importance with its interval, NaN where it was not asked or not answered."""
    unknown = float("nan")
    if pair.importance is None or np.isnan(pair.importance).all():
        return unknown, unknown, unknown
    there = np.isfinite(pair.importance)
    values, w = pair.importance[there], None if pair.w is None else pair.w[there]
    mean = weighted_mean(values, w)
    if len(values) < 2:
        return mean, unknown, unknown
    return (mean, *mean_interval(values, w, confidence))


def _share_rows(pair: KanoPair) -> pd.DataFrame:
    counts = count_kano(pair.functional, pair.dysfunctional, pair.w)
    return pd.DataFrame(
        {"feature": pair.feature, "category": [NAMES[name] for name in CATEGORIES], "share": counts.shares}
    )


def _notes(data: KanoInput, table: pd.DataFrame, confidence: float) -> tuple[Note, ...]:
    notes = []
    fewest = int(np.min(table["n"]))
    if fewest < data.n_total:
        notes.append(Note("kano_incomplete", fewest=fewest, n_total=data.n_total))
    for pair, row in zip(data.pairs, table.to_dict("records"), strict=True):
        if row["p_value"] >= 1 - confidence:
            notes.append(Note("kano_tied", feature=pair.feature, p=row["p_value"], confidence=confidence))
        odd = count_kano(pair.functional, pair.dysfunctional, pair.w).shares[CATEGORIES.index("Q")]
        if odd > HIGH_QUESTIONABLE:
            notes.append(Note("kano_questionable", feature=pair.feature, share=float(odd)))
    return tuple(notes)
