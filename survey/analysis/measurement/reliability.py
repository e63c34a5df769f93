"""Reliability: how consistently the items of a construct measure together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import pandas as pd

from survey.analysis.measurement.reliability_estimates import ReliabilityRequest, estimate_construct
from survey.analysis.measurement.reliability_input import ItemBlock, take_blocks
from survey.errors import OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.stats.scale_reliability import INTERVALS, Interval, IntervalOptions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STANDARD = (
    "alpha",
    "alpha_standardized",
    "omega_total",
    "omega_total_standardized",
    "lambda6",
    "spearman_brown",
)
ESTIMATORS = (
    *STANDARD[:2],
    "alpha_ordinal",
    *STANDARD[2:4],
    "omega_ordinal",
    "omega_categorical",
    "omega_categorical_observed",
    "omega_hierarchical",
    "composite_reliability",
    "ave",
    "lambda1",
    "lambda2",
    "lambda3",
    "lambda4",
    "lambda5",
    "lambda6",
    "lambda1_raw",
    "lambda2_raw",
    "lambda3_raw",
    "lambda4_raw",
    "lambda5_raw",
    "lambda6_raw",
    "split_half_odd_even",
    "split_half_first_last",
    "split_half_mean",
    "beta",
    "spearman_brown",
)
Choice = Sequence[str] | Literal["standard", "all"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Reliability(Result):
    """The reliability of each construct by every estimator.

    Attributes
    ----------
    table
        A row per construct and estimator, with the method of its interval; "undefined" with no estimate where fewer
        than two items can be used.
    items
        A row per item: mean, SD, corrected item–total correlation, and alpha and omega total if the item is dropped.
    halves
        Coefficients of single splits: odd against even items, first against last, and of all splits the best, the mean
        and the worst. Empty unless a split-half estimator is asked for.
    equivalence
        A row per construct whose items can be tested for being equally good measures, which alpha takes for granted.
    confidence
        Coverage of the intervals.
    """

    key: ClassVar[tuple[str, ...]] = ("construct", "estimator")
    shown: ClassVar[tuple[str, ...]] = ("label", "estimator", "estimate", "conf_low", "conf_high", "n", "n_items")

    items: pd.DataFrame
    halves: pd.DataFrame
    equivalence: pd.DataFrame
    confidence: float = 0.95

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw alpha of each construct with its interval."""
        from survey.plots import plot_reliability

        shown = self.table[self.table["estimator"] == "alpha"]
        return plot_reliability(shown.assign(construct=shown["label"]), ax=ax, language=language)


@speak_language
def assess_reliability(
    responses: Responses | pd.DataFrame,
    *,
    constructs: Mapping[str, Sequence[str]] | Sequence[str] | None = None,
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    estimators: Choice = "standard",
    interval: Interval = "feldt",
    group_factors: int = 3,
    n_boot: int = 0,
    seed: int | None = None,
    confidence: float = 0.95,
    language: str | None = None,
) -> Reliability:
    """Assess how consistently the items of each construct measure together.

    Use it before construct scores are used. Alpha is the reliability of the sum only if the items are equally good
    measures of one thing (tau-equivalence), which is tested; omega total lets them differ. A high value does not show
    that there is one dimension.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame of keyed items, shape (n_respondents, n_items).
    constructs
        Construct ids, or name to item ids. None takes all driver and outcome constructs; all columns of a plain frame
        are then one construct, "scale".
    weights
        For a plain frame: one weight a row. Responses bring their own.
    estimators
        ``standard`` (alpha, standardised alpha, omega total raw and standardised, lambda 6; Spearman–Brown for two
        items), ``all``, or names; the page on reliability lists them.
    interval
        ``feldt`` and ``duhachek`` are for alphas only; ``distribution_free`` is for all that covariances give;
        ``percentile`` and ``bca`` (bias-corrected, accelerated) are bootstraps, for everything. Estimators that the
        method does not cover get percentiles if `n_boot` is given.
    group_factors
        Below the general factor of omega hierarchical.
    n_boot
        Bootstrap samples; 0 makes none.
    seed
        Seed of the bootstrap; None is 0.
    confidence
        Coverage of the intervals.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    Reliability

    Raises
    ------
    DataError
        A plain frame that has no two usable items or no complete rows, or holds text; a negative weight.
    OptionError
        An unknown construct, item, estimator or method, weights for responses, a bootstrap interval without samples.

    Notes
    -----
    Weights: weighted covariances and tables, so that whole numbers give the estimates of repeated rows; in intervals
    and tests they are sampling weights: Kish's effective n in Feldt's and Duhachek and Iacobucci's, their squares in
    distribution-free ones, and fixed in a bootstrap. Missing: listwise within a construct, `n` counts complete rows.
    Cost: one pass and small optimisations a construct; a bootstrap is matrix products, then all samples at once, except
    for omega hierarchical, which takes a search for each.

    References
    ----------
    Cronbach (1951), Psychometrika 16, 297-334. Feldt, Woodruff & Salih (1987), Applied Psychological Measurement 11,
    93-103. Duhachek & Iacobucci (2004), Journal of Applied Psychology 89, 792-808. McDonald (1999), Test theory.
    Green & Yang (2009), Psychometrika 74, 155-167. Zumbo, Gadermann & Zeisser (2007), J. Modern Applied Statistical
    Methods 6, 21-29. Kelley & Pornprasertmanit (2016), Psychological Methods 21, 69-92. Eisinga, te Grotenhuis &
    Pelzer (2013), Int. J. Public Health 58, 637-642.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1, 2, 4, 5, 7], "b": [2, 2, 5, 4, 6], "c": [1, 3, 4, 6, 6]})
    >>> reliability = assess_reliability(frame)
    >>> reliability.table.loc[0, ["construct", "estimator"]].tolist()
    ['scale', 'alpha']
    """
    names = _choose(estimators)
    intervals = _check_intervals(interval, n_boot, seed or 0, confidence)
    if group_factors < 2:
        raise OptionError(f"group_factors={group_factors} must be 2 or more: a general factor stands above others.")
    request = ReliabilityRequest(
        names=names, intervals=intervals, group_factors=group_factors, chosen=estimators != "standard"
    )
    blocks = take_blocks(responses, constructs, weights, language)
    estimates = [estimate_construct(block, request) for block in blocks]
    return Reliability(
        table=_stack([estimate.table for estimate in estimates]),
        n=max((len(block.rows) for block in blocks), default=0),
        method=_describe(blocks, intervals),
        notes=tuple(note for estimate in estimates for note in estimate.notes),
        items=_stack([estimate.items for estimate in estimates]),
        halves=_stack([estimate.halves for estimate in estimates]),
        equivalence=_stack([estimate.equivalence for estimate in estimates]),
        confidence=confidence,
    )


def _choose(estimators: Choice) -> tuple[str, ...]:
    """Return the estimators asked for, in the order of the list."""
    if isinstance(estimators, str):
        check_option("estimators", estimators, ("standard", "all"))
        return STANDARD if estimators == "standard" else ESTIMATORS
    for name in estimators:
        check_option("estimators", name, ESTIMATORS)
    if not estimators:
        raise OptionError(f"estimators is empty; there are: {', '.join(ESTIMATORS)}.")
    return tuple(name for name in ESTIMATORS if name in estimators)


def _check_intervals(interval: Interval, n_boot: int, seed: int, confidence: float) -> IntervalOptions:
    check_option("interval", interval, INTERVALS)
    if n_boot < 0 or not 0 < confidence < 1:
        raise OptionError(f"n_boot={n_boot} must be 0 or more, and confidence={confidence} between 0 and 1.")
    if interval in ("percentile", "bca") and not n_boot:
        raise OptionError(f"interval='{interval}' needs bootstrap samples; give n_boot, for example n_boot=1000.")
    return IntervalOptions(method=interval, n_boot=n_boot, seed=seed, confidence=confidence)


def _stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put frames of the same columns under each other; empty ones would blur the types of the others."""
    full = [frame for frame in frames if len(frame)]
    return pd.concat(full, ignore_index=True) if full else frames[0]


def _describe(blocks: Sequence[ItemBlock], intervals: IntervalOptions) -> Note:
    weighted = "weighted" if any(block.weights is not None for block in blocks) else "unweighted"
    kind = "reliability" if intervals.method == "feldt" else "reliability_intervals"
    return Note(f"{kind}_{weighted}", n_boot=intervals.n_boot, seed=intervals.seed)
