"""The likelihood of ordered answers with slopes of their own at every cut, its derivatives, and each row's score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.stats.newton import Likelihood

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

__all__ = ["PartialRows", "pair_cuts"]


@dataclass(frozen=True, eq=False)
class PartialRows:
    """Hold for every row what makes the logits of the cuts below and above its answer.

    Parameters
    ----------
    lower, upper
        Products with the parameters give the logits, shape (n, p); zeros where there is no such cut.
    place
        Position of each row's answer, shape (n,).
    weights
        Shape (n,).
    cuts
        Number of thresholds.
    """

    lower: Floats
    upper: Floats
    place: Positions
    weights: Floats
    cuts: int

    def directions(self) -> Floats:
        """Return the rows whose products with a step say whether an answer becomes likelier, thresholds first."""
        return np.vstack([self.upper[self.place < self.cuts], -self.lower[self.place > 0]])

    def likelihood(self) -> Likelihood:
        """Return log-likelihood, gradient and information.

        Notes
        -----
        For logits b < a, F(a) - F(b) = F(a) F(-b) (1 - exp(b - a)) with the logistic F, so each factor has a logarithm
        without cancellation; an answer at an end has an infinite cut, whose terms vanish.
        """
        from scipy.special import expit, log_expit

        lower, upper, w = self.lower, self.upper, self.weights

        def evaluate(parameters: Floats) -> tuple[float, Floats, Floats]:
            a, b = self._logits(parameters)
            if np.any(a <= b):
                return -np.inf, parameters, np.eye(len(parameters))
            with np.errstate(over="ignore"):
                ratio = 1 / np.expm1(a - b)
            value = w @ (log_expit(a) + log_expit(-b) + np.log(-np.expm1(b - a)))
            by_a, by_b, both = w * (expit(-a) + ratio), -w * (expit(b) + ratio), w * ratio * (1 + ratio)
            mixed = (upper * both[:, None]).T @ lower
            information = (
                (upper * (w * expit(a) * expit(-a) + both)[:, None]).T @ upper
                + (lower * (w * expit(b) * expit(-b) + both)[:, None]).T @ lower
                - mixed
                - mixed.T
            )
            return float(value), upper.T @ by_a + lower.T @ by_b, information

        return evaluate

    def scores(self, parameters: Floats) -> Floats:
        """Return the weighted gradient of every row."""
        from scipy.special import expit

        a, b = self._logits(parameters)
        with np.errstate(over="ignore"):
            ratio = 1 / np.expm1(a - b)
        by_a, by_b = self.weights * (expit(-a) + ratio), self.weights * (expit(b) + ratio)
        return np.asarray(self.upper * by_a[:, None] - self.lower * by_b[:, None])

    def _logits(self, parameters: Floats) -> tuple[Floats, Floats]:
        a = np.where(self.place == self.cuts, np.inf, self.upper @ parameters)
        return a, np.where(self.place == 0, -np.inf, self.lower @ parameters)


def pair_cuts(place: Positions, x: Floats, w: Floats, order: tuple[list[int], list[int]]) -> PartialRows:
    """Lay out rows for drivers with common slopes and drivers with their own.

    Parameters
    ----------
    place
        Position of each row's answer, shape (n,).
    x
        Drivers, shape (n, k).
    w
        Weights, shape (n,).
    order
        Positions of the drivers with common slopes, and of those with their own.
    """
    cuts = int(np.max(place))
    sides = []
    for cut in (place - 1, place):
        at = np.asarray(cut[:, None] == np.arange(cuts), dtype=np.float64)
        there = np.any(at, axis=1, keepdims=True)
        own = [-x[:, [j]] * at for j in order[1]]
        sides.append(np.column_stack([at, np.where(there, -x[:, order[0]], 0.0), *own]))
    return PartialRows(sides[0], sides[1], place, w, cuts)
