"""Measurement invariance: whether groups may be compared on the constructs at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from survey.analysis.measurement.invariance_groups import (
    GroupEstimator,
    choose_samples,
    label_respondents,
    split_groups,
)
from survey.analysis.measurement.invariance_levels import climb_levels, tabulate_means
from survey.analysis.measurement.measurement_items import Constructs, take_items
from survey.errors import check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.stats.correlations.ordinal_moments import OrdinalMoments
from survey.stats.structure.invariance import levels_of
from survey.stats.structure.syntax import list_terms

Levels = Literal["metric", "scalar", "strict"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class MeasurementComparison(Result):
    """Models of several groups that share more and more.

    Attributes
    ----------
    table
        A row per level: fit, the change from the level before, and whether it holds. A partial level, in which the
        items named in `items` are not shared, follows the one that does not hold.
    items
        A row per level and item: how much chi-square falls when it is not shared, and whether it was released.
    means
        A row per construct and group: its mean beside the first group's, in standard deviations of the first group, at
        the scalar level or the partial one.
    groups
        A row per group with its respondents.
    verdict
        ``scalar``, ``partial scalar``, ``metric``, ``partial metric``, ``thresholds`` (ordinal answers only),
        ``configural`` or ``none``: the last level that holds. Means may be compared at scalar or partial scalar,
        relations at metric and above.
    """

    key: ClassVar[tuple[str, ...]] = ("level",)
    shown: ClassVar[tuple[str, ...]] = (
        "level",
        "statistic",
        "df",
        "cfi",
        "rmsea",
        "cfi_change",
        "rmsea_change",
        "holds",
    )

    items: pd.DataFrame
    means: pd.DataFrame
    groups: pd.DataFrame
    verdict: str

    @property
    def means_comparable(self) -> bool:
        """Whether means of the constructs may be compared between the groups."""
        return self.verdict in ("scalar", "partial scalar", "strict", "partial strict")


@speak_language
def compare_measurement(
    responses: Responses | pd.DataFrame,
    *,
    by: str | pd.Series | Sequence[object],
    constructs: Constructs = None,
    up_to: Levels = "scalar",
    estimator: GroupEstimator = "auto",
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    language: str | None = None,
) -> MeasurementComparison:
    """Test whether the items measure the same thing in the same way in every group.

    Use it before groups, languages or waves are compared. If loadings differ, relations cannot be compared; if
    intercepts differ, means cannot: some of the difference is how the group answers.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame of keyed items.
    by
        What makes the groups: an item id, ``language`` or another column of the paradata, a column of a plain frame, or
        one value a respondent.
    constructs
        Construct ids, or name to item ids. None takes all driver and outcome constructs with two items or more.
    up_to
        The last level: ``metric``, ``scalar`` or ``strict``.
    estimator
        ``MLR``, robust to answers that are not normal; ``WLSMV`` for ordinal answers, with a level ``thresholds``
        before ``metric``. ``auto`` takes WLSMV where an item has fewer than five categories and every group uses all
        of them, else MLR.
    weights
        For a plain frame: one weight a row. Responses bring their own.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    MeasurementComparison

    Raises
    ------
    DataError
        Fewer than two groups with enough complete rows; an item that everybody in a group answers alike; with WLSMV a
        category that one group uses and another does not.
    OptionError
        An unknown column, construct or level.

    Notes
    -----
    Weights: probability weights, with mean 1 in each group. Missing: complete rows. CFI and RMSEA are the robust ones
    with MLR and the scaled ones with WLSMV. A level holds where CFI falls by at most .01, a rule made for likelihoods:
    with WLSMV read the chi-square difference beside it. Where a level does not hold, items are released, the one that
    costs most first, until it does or two items of a construct are left. Differences of chi-square are scaled (Satorra
    & Bentler 2001; with WLSMV Satorra 2000). Cost: a fit for every level, and for every item of a level that fails.

    References
    ----------
    Meredith (1993), Psychometrika 58, 525-543. Byrne, Shavelson & Muthén (1989), Psychological Bulletin 105, 456-466.
    Cheung & Rensvold (2002), Structural Equation Modeling 9, 233-255. Chen (2007), ibid. 14, 464-504. Wu & Estabrook
    (2016), Psychometrika 81, 1014-1045, for ordinal answers.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> simulated = simulate_responses("ecommerce-service", n=800, seed=3)
    >>> found = compare_measurement(simulated, by="gender", constructs=["price"])
    >>> found.table["level"].tolist()
    ['configural', 'metric', 'scalar']
    """
    check_option("up_to", up_to, ("metric", "scalar", "strict"))
    check_option("estimator", estimator, ("auto", "MLR", "WLSMV"))
    taken = take_items(responses, constructs, weights, language)
    groups = split_groups(taken, label_respondents(responses, by))
    samples, notes = choose_samples(taken, groups, estimator)
    levels = tuple(levels_of(samples))
    climb = climb_levels(list_terms(taken.factors), samples, levels[: levels.index(up_to) + 1])
    n, used = sum(groups.counts), "wlsmv" if isinstance(samples[0], OrdinalMoments) else "mlr"
    weighting = "unweighted" if taken.weights is None else "weighted"
    return MeasurementComparison(
        table=climb.table(),
        n=n,
        method=Note(f"invariance_{used}_{weighting}", n=n, n_total=len(taken.values)),
        notes=(*taken.notes, *groups.notes, *notes, *climb.notes()),
        items=climb.items(),
        means=tabulate_means(climb.reached(), groups.names, taken.labels),
        groups=pd.DataFrame({"group": groups.names, "n": groups.counts}),
        verdict=climb.verdict(),
    )
