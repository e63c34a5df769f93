"""The likelihood of ordered answers in proportional odds, its derivatives, and each row's score."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from survey.stats.newton import Likelihood
from survey.stats.outcomes.cross_products import weigh_products

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

__all__ = ["OrderedRows", "order_places", "sort_rows"]


@dataclass(frozen=True, eq=False)
class OrderedRows:
    """Hold rows in the order of their answers, every answer given by at least one.

    Parameters
    ----------
    place
        Position of each row's answer among the answers found, increasing, shape (n,).
    drivers
        Shape (n, k).
    weights
        Positive, shape (n,).
    """

    place: Positions
    drivers: Floats
    weights: Floats

    @property
    def cuts(self) -> int:
        """Return the number of thresholds."""
        return int(self.place[-1])

    @cached_property
    def bounds(self) -> Positions:
        """Return where the rows of every answer begin, and the number of rows."""
        return np.asarray(np.searchsorted(self.place, np.arange(self.cuts + 2)), dtype=np.intp)

    @cached_property
    def mass(self) -> Floats:
        """Return the weight of every answer."""
        return np.asarray(np.add.reduceat(self.weights, self.bounds[:-1]))

    @property
    def null_thresholds(self) -> Floats:
        """Return the thresholds that fit best without drivers."""
        below = np.cumsum(self.mass)[:-1]
        return np.asarray(np.log(below / (np.sum(self.mass) - below)))

    @property
    def null_log_likelihood(self) -> float:
        """Return the log-likelihood without drivers."""
        return float(self.mass @ np.log(self.mass / np.sum(self.mass)))

    def directions(self) -> Floats:
        """Return the rows whose products with a step say whether an answer becomes likelier, drivers last.

        An answer gets no less likely while the cut above it rises and the cut below it falls.
        """
        cut, lower, upper = np.arange(self.cuts), self.place > 0, self.place < self.cuts
        above = np.column_stack([self.place[upper, None] == cut, -self.drivers[upper]])
        below = np.column_stack([self.place[lower, None] - 1 == cut, -self.drivers[lower]])
        return np.vstack([above, -below])

    def likelihood(self, columns: list[int] | None = None) -> Likelihood:
        """Return log-likelihood, gradient and information of thresholds and slopes.

        Parameters
        ----------
        columns
            Which drivers; None takes all.

        Notes
        -----
        For logits b < a of the cuts round an answer F(a) - F(b) = F(a) F(-b) (1 - exp(b - a)) with the logistic F.
        The last factor is the same for all who gave the answer, so a row takes two exponentials and a logarithm, and
        the information is that of two binary models plus terms of the thresholds.
        """
        x = self.drivers if columns is None else np.ascontiguousarray(self.drivers[:, columns])
        if self.cuts == 1:
            return _cut_once(self.place, x, self.weights)
        cuts, bounds, mass, w = self.cuts, self.bounds, self.mass, self.weights
        begins = bounds[:-1]

        def evaluate(parameters: Floats) -> tuple[float, Floats, Floats]:
            gap = np.diff(parameters[:cuts])
            if np.any(gap <= 0):
                return -np.inf, parameters, np.eye(len(parameters))
            below, above = self._shares(parameters, x)
            with np.errstate(divide="ignore"):
                value = w @ np.log(below * above) + mass[1:-1] @ np.log(-np.expm1(-gap))
            down, up = w * (1 - below), w * (1 - above)
            ratio = _ratios(gap)
            ends = np.add.reduceat(down, begins) + mass * ratio, np.add.reduceat(up, begins) + mass * ratio
            sides = np.stack([up - down, down * below, up * above])
            sums = np.array([sides[:, low:high] @ x[low:high] for low, high in pairwise(bounds)])
            gradient = np.concatenate([ends[0][:-1] - ends[1][1:], np.sum(sums[:, 0], axis=0)])
            information = _information(x, sides[1:], sums[:, 1:], bounds, mass * ratio * (1 + ratio))
            return float(value), gradient, information

        return evaluate

    def scores(self, parameters: Floats) -> Floats:
        """Return the weighted gradient of every row, in the order of these rows."""
        cuts, w = self.cuts, self.weights
        below, above = self._shares(parameters, self.drivers)
        down, up = w * (1 - below), w * (1 - above)
        ratio = _ratios(np.diff(parameters[:cuts]))[self.place] * w
        scores = np.zeros((len(w), cuts))
        rows = np.arange(len(w))
        top, bottom = self.place < cuts, self.place > 0
        scores[rows[top], self.place[top]] += (down + ratio)[top]
        scores[rows[bottom], self.place[bottom] - 1] -= (up + ratio)[bottom]
        return np.column_stack([scores, self.drivers * (up - down)[:, None]])

    def _shares(self, parameters: Floats, x: Floats) -> tuple[Floats, Floats]:
        """Return the chances of an answer at or below each row's, and at or above it."""
        cuts, sizes = self.cuts, np.diff(self.bounds)
        level = x @ parameters[cuts:]
        thresholds = np.concatenate([[-np.inf], parameters[:cuts], [np.inf]])
        with np.errstate(over="ignore"):  # exp of a large logit is infinite and its chance 0, as it should be
            below = 1 / (1 + np.exp(level - np.repeat(thresholds[1:], sizes)))
            return below, 1 / (1 + np.exp(np.repeat(thresholds[:-1], sizes) - level))


def _cut_once(place: Positions, x: Floats, w: Floats) -> Likelihood:
    """Return the likelihood of two answers, which needs the chance of each row's own answer only."""
    side = np.where(place > 0, 1.0, -1.0)

    def evaluate(parameters: Floats) -> tuple[float, Floats, Floats]:
        with np.errstate(over="ignore", divide="ignore"):
            own = 1 / (1 + np.exp(side * (parameters[0] - x @ parameters[1:])))
            value = w @ np.log(own)
        rest = w * (1 - own)
        slope, curve = side * rest, rest * own
        gradient = np.concatenate([[-np.sum(slope)], slope @ x])
        information = np.empty((len(parameters), len(parameters)))
        information[0, 0] = np.sum(curve)
        information[0, 1:] = information[1:, 0] = -(curve @ x)
        information[1:, 1:] = weigh_products(x, curve)
        return float(value), gradient, information

    return evaluate


def _ratios(gap: Floats) -> Floats:
    """Return 1 / (exp(gap) - 1) of every answer; the answers at the ends have an infinite gap."""
    with np.errstate(over="ignore"):
        return np.concatenate([[0.0], 1 / np.expm1(gap), [0.0]])


def _information(x: Floats, sides: Floats, sums: Floats, bounds: Positions, both: Floats) -> Floats:
    """Put the information together from curvatures below and above each answer and their sums times drivers."""
    cuts, k = len(bounds) - 2, x.shape[1]
    result = np.empty((cuts + k, cuts + k))
    result[cuts:, cuts:] = weigh_products(x, sides[0] + sides[1])
    ends = np.add.reduceat(sides, bounds[:-1], axis=1) + both
    at = np.arange(cuts)
    result[:cuts, :cuts] = 0.0
    result[at, at] = ends[0, :-1] + ends[1, 1:]
    result[at[1:], at[:-1]] = result[at[:-1], at[1:]] = -both[1:-1]
    result[:cuts, cuts:] = -(sums[:-1, 0] + sums[1:, 1])
    result[cuts:, :cuts] = result[:cuts, cuts:].T
    return result


def sort_rows(place: Positions, drivers: Floats, weights: Floats) -> OrderedRows:
    """Sort rows by their answers.

    Parameters
    ----------
    place
        Position of each row's answer, 0 to the number of answers less one, shape (n,).
    drivers
        Shape (n, k).
    weights
        Shape (n,).
    """
    order = order_places(place)
    return OrderedRows(place[order], drivers[order], weights[order])


def order_places(place: Positions) -> Positions:
    """Return the order that sorts rows by their answers, rows of one answer as they were."""
    small = place.astype(np.int16) if np.max(place) < np.iinfo(np.int16).max else place
    return np.asarray(np.argsort(small, kind="stable"), dtype=np.intp)
