"""Reliability: how consistently the items of a construct measure together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.reliability_estimates import estimate_construct
from survey.analysis.reliability_input import ItemBlock, take_blocks
from survey.errors import OptionError
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ESTIMATORS = (
    "alpha",
    "alpha_standardized",
    "omega_total",
    "omega_total_standardized",
    "lambda6",
    "spearman_brown",
)
HEADLINE = ("omega_total", "spearman_brown", "alpha")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Reliability(Result):
    """The reliability of each construct by every estimator.

    Attributes
    ----------
    table
        A row per construct and estimator; "undefined" with no estimate where fewer than two items can be used.
    items
        A row per item: mean, SD, corrected item–total correlation, and alpha if the item is dropped.
    confidence
        Coverage of the intervals.
    """

    key: ClassVar[tuple[str, ...]] = ("construct", "estimator")
    shown: ClassVar[tuple[str, ...]] = ("label", "estimator", "estimate", "conf_low", "conf_high", "n", "n_items")

    items: pd.DataFrame
    confidence: float = 0.95

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw alpha of each construct with its interval."""
        from survey.plots import plot_reliability

        shown = self.table[self.table["estimator"] == "alpha"]
        return plot_reliability(shown.assign(construct=shown["label"]), ax=ax, language=language)


def assess_reliability(
    responses: Responses | pd.DataFrame,
    *,
    constructs: Mapping[str, Sequence[str]] | Sequence[str] | None = None,
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    n_boot: int = 0,
    seed: int | None = None,
    confidence: float = 0.95,
    language: str | None = None,
) -> Reliability:
    """Assess how consistently the items of each construct measure together.

    Use it before construct scores are used. Alpha is the reliability of the sum only if the items are equally good
    measures of one thing (tau-equivalence); omega total lets them differ. A high value does not show that there is
    one dimension.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame of keyed items, shape (n_respondents, n_items).
    constructs
        Construct ids, or name to item ids. None takes all driver and outcome constructs; all columns of a plain frame
        are then one construct, "scale".
    weights
        For a plain frame: one weight a row. Responses bring their own.
    n_boot
        Bootstrap samples for the interval of omega; 0 gives none.
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
        A plain frame that has no two usable items or no complete rows, or holds text.
    OptionError
        An unknown construct or item, weights for responses.

    Notes
    -----
    Weights: weighted covariances; Feldt's interval takes Kish's effective n. Missing: listwise within a construct, `n`
    counts complete rows. Estimators: raw alpha from covariances with Feldt's interval; standardised alpha from
    correlations; omega total of a one-factor maximum-likelihood model of the covariances, and of a minimum-residual
    model of the correlations over their observed sum (standardised); Guttman's lambda-6 on correlations;
    Spearman–Brown for two items. Cost: one pass and a small optimisation a construct.

    References
    ----------
    Cronbach (1951), Psychometrika 16, 297-334. Feldt, Woodruff & Salih (1987), Applied Psychological Measurement 11,
    93-103. McDonald (1999), Test theory. Eisinga, te Grotenhuis & Pelzer (2013), Int. J. Public Health 58, 637-642.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1, 2, 4, 5, 7], "b": [2, 2, 5, 4, 6], "c": [1, 3, 4, 6, 6]})
    >>> reliability = assess_reliability(frame)
    >>> reliability.table.loc[0, ["construct", "estimator"]].tolist()
    ['scale', 'alpha']
    """
    if n_boot < 0 or not 0 < confidence < 1:
        raise OptionError(f"n_boot={n_boot} must be 0 or more, and confidence={confidence} between 0 and 1.")
    blocks = take_blocks(responses, constructs, weights, language)
    estimates = [estimate_construct(block, n_boot=n_boot, seed=seed or 0, confidence=confidence) for block in blocks]
    return Reliability(
        table=pd.concat([estimate.table for estimate in estimates], ignore_index=True),
        n=max((len(block.rows) for block in blocks), default=0),
        method=_describe(blocks, n_boot, seed or 0),
        notes=tuple(note for estimate in estimates for note in estimate.notes),
        items=pd.concat([estimate.items for estimate in estimates], ignore_index=True),
        confidence=confidence,
    )


def _describe(blocks: Sequence[ItemBlock], n_boot: int, seed: int) -> Note:
    weighted = "weighted" if any(block.weights is not None for block in blocks) else "unweighted"
    return Note(f"reliability_{weighted}", n_boot=n_boot, seed=seed)
