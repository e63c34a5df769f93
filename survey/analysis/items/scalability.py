"""Scale analysis after Mokken: whether items order respondents alike, which belong together, whether answers rise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.items.scalability_tables import ScaleChoices, tabulate_scale
from survey.analysis.measurement.construct_rows import take_construct_rows
from survey.analysis.measurement.measurement_items import Constructs
from survey.errors import OptionError
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.stats.scalability.monotonicity import LEAST_VIOLATION

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Scalability(Result):
    """How well the items of each construct make one scale, without a model of their curves.

    Attributes
    ----------
    table
        A row per construct: H of the scale with its interval, Mokken's word for it, and how many scales the automated
        selection makes of the items.
    items
        A row per item: H with the others, its scale in the selection (0: none), and its violations of monotonicity.
    pairs
        A row per pair of items: H.
    steps
        A row per item and step (answers of `code` or more): violations of monotonicity.
    groups
        A row per item, step and group of the rest score: the share at or above the step.
    """

    key: ClassVar[tuple[str, ...]] = ("construct",)
    shown: ClassVar[tuple[str, ...]] = (
        "label",
        "estimate",
        "std_error",
        "conf_low",
        "conf_high",
        "scale_strength",
        "n",
        "n_items",
        "n_scales",
    )

    items: pd.DataFrame
    pairs: pd.DataFrame
    steps: pd.DataFrame
    groups: pd.DataFrame

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw H of each item with its interval."""
        from survey.plots import plot_reliability

        shown = self.items.assign(construct=self.items["item"], estimator="H")
        columns = ["construct", "estimator", "estimate", "conf_low", "conf_high"]
        return plot_reliability(shown[columns], ax=ax, language=language)


@speak_language
def assess_scalability(
    responses: Responses | pd.DataFrame,
    *,
    constructs: Constructs = None,
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    lower_bound: float = 0.3,
    alpha: float = 0.05,
    group_size: int | None = None,
    least_violation: float = LEAST_VIOLATION,
    confidence: float = 0.95,
    language: str | None = None,
) -> Scalability:
    """Assess whether the items of each construct make a Mokken scale.

    Use it for scales that are summed: where the items scale and answers rise with the rest score, the sum orders
    respondents, whatever the shape of the curves. It is no proof of one dimension, and says nothing about distances
    between scores.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame of keyed items, shape (n_respondents, n_items).
    constructs
        Construct ids, or name to item ids. None takes all driver and outcome constructs with two items or more; all
        columns of a plain frame are then one construct, "scale". One entry with all items shows how the selection
        sorts them.
    weights
        For a plain frame: one weight a row. Responses bring their own.
    lower_bound
        Least H of an item in the selection; .3 is Mokken's, .4 and .5 make stronger scales.
    alpha
        Level of the selection's tests, shared by the tests of a scale.
    group_size
        Least size of a rest-score group; None takes a tenth of the rows from 500 on, a fifth from 250 on, else a
        third, at least 50.
    least_violation
        Falls of this share or less are let pass.
    confidence
        Coverage of the intervals.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    Scalability

    Raises
    ------
    DataError
        No construct has two items that vary and three complete rows, or a column holds no numbers.
    OptionError
        An unknown construct or item, a bound out of range, weights for responses.

    Notes
    -----
    Weights: weighted counts throughout; standard errors from the squares of weights, tests and group sizes on the
    effective n. Missing: listwise within a construct. Standard errors by the delta method; intervals are Wald's, cut at
    1. The selection is Mokken's: once taken, an item stays, so it may find another partition than the best one. Cost: a
    pass for each pair of items.

    References
    ----------
    Mokken (1971), A theory and procedure of scale analysis. Kuijpers, van der Ark & Croon (2013), Sociological
    Methodology 43, 42-69. van der Ark (2007), Journal of Statistical Software 20(11).

    Examples
    --------
    >>> frame = pd.DataFrame(np.repeat([[1, 1, 2], [2, 1, 2], [2, 3, 3], [4, 3, 5], [5, 4, 5]], 60, axis=0))
    >>> assess_scalability(frame).table["scale_strength"].tolist()
    ['strong']
    """
    if not 0 < confidence < 1:
        raise OptionError(f"confidence={confidence} must be between 0 and 1.")
    choices = ScaleChoices(
        lower_bound=lower_bound,
        alpha=alpha,
        group_size=group_size,
        least_violation=least_violation,
        confidence=confidence,
    )
    blocks, notes = take_construct_rows(responses, constructs, weights, language)
    found = [tabulate_scale(block, choices) for block in blocks]
    weighted = "unweighted" if blocks[0].weights is None else "weighted"
    return Scalability(
        table=pd.concat([one.table for one in found], ignore_index=True),
        n=max(len(block.rows) for block in blocks),
        method=Note(f"scalability_{weighted}", bound=lower_bound, least_violation=least_violation),
        notes=(*notes, *(note for one in found for note in one.notes)),
        items=pd.concat([one.items for one in found], ignore_index=True),
        pairs=pd.concat([one.pairs for one in found], ignore_index=True),
        steps=pd.concat([one.steps for one in found], ignore_index=True),
        groups=pd.concat([one.groups for one in found], ignore_index=True),
    )
