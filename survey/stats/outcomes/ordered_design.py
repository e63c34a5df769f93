"""Ordered answers and their drivers, checked and sorted once for every model of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.design import Design, check_design
from survey.stats.newton import Peak, climb
from survey.stats.outcomes.ordered_likelihood import OrderedRows, order_places
from survey.stats.outcomes.sandwich import Weighting, scale_weights
from survey.stats.outcomes.separation import RUNAWAY_LOGIT, refuse_separation

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

#: From so many rows on every answer the search begins at the maximum of every tenth row.
MANY, TENTH = 200, 10

__all__ = ["OrderedDesign", "find_peak", "order_answers"]


@dataclass(frozen=True, eq=False)
class OrderedDesign:
    """Hold ordered answers as their models take them.

    Parameters
    ----------
    design
        Rows of positive weight with standardised drivers.
    rows
        The same in the order of their answers, weights as the likelihood takes them.
    categories
        The answers found, in order.
    weighting
        What weights are.
    order
        Which row of `design` each of `rows` is.
    """

    design: Design
    rows: OrderedRows
    categories: Floats
    weighting: Weighting
    order: Positions

    def scores(self, parameters: Floats) -> Floats:
        """Return the weighted gradient of every row, in the order of `design`."""
        sorted_scores = self.rows.scores(parameters)
        scores = np.empty_like(sorted_scores)
        scores[self.order] = sorted_scores
        return scores


def order_answers(
    outcome: ArrayLike, drivers: ArrayLike, weights: ArrayLike | None, weighting: Weighting
) -> OrderedDesign:
    """Check and sort ordered answers.

    Parameters
    ----------
    outcome, drivers, weights, weighting
        As in `fit_proportional_odds`.

    Raises
    ------
    DataError
        If values are missing, all answers are the same, a driver is constant, or drivers determine one another.
    """
    design = check_design(outcome, drivers, weights)
    w = scale_weights(design.weights, weighting)
    categories, place = np.unique(design.outcome, return_inverse=True)
    if len(categories) == 1:
        raise DataError(f"The outcome is {categories[0]:g} in every row: there is nothing to explain.")
    order = order_places(place.reshape(-1))
    rows = OrderedRows(place.reshape(-1)[order], design.drivers[order], w[order])
    return OrderedDesign(design, rows, categories, weighting, order)


def find_peak(rows: OrderedRows, start: Floats | None = None) -> Peak:
    """Find the thresholds and slopes that fit best.

    Parameters
    ----------
    rows
        Sorted rows with standardised drivers.
    start
        Thresholds and slopes to begin with; None begins without slopes.

    Raises
    ------
    SeparationError
        Drivers separate the answers.
    """
    peak = climb(_begin(rows) if start is None else start, rows.likelihood())
    if not peak.converged or np.max(np.abs(rows.drivers @ peak.parameters[rows.cuts :])) > RUNAWAY_LOGIT:
        refuse_separation(rows.directions(), rows.cuts)
    return peak


def _begin(rows: OrderedRows) -> Floats:
    """Return thresholds and slopes near the maximum, or those without slopes where rows are few."""
    plain = np.concatenate([rows.null_thresholds, np.zeros(rows.drivers.shape[1])])
    if np.min(np.diff(rows.bounds)) < MANY:
        return plain
    some = OrderedRows(rows.place[::TENTH], np.ascontiguousarray(rows.drivers[::TENTH]), rows.weights[::TENTH])
    near = climb(plain, some.likelihood(), tolerance=1.0, settle=False)
    return near.parameters if near.converged else plain
