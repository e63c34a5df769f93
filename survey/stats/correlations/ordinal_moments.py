"""Thresholds and polychoric correlations with their sampling covariance, for models of ordinal items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import ndtr

from survey.errors import DataError
from survey.stats.correlations.contingency import Categories, count_pairs, sort_categories
from survey.stats.correlations.polychoric import Polychoric, cell_chances, correlate_categories, cut_slopes

_ROWS = 20_000  # respondents whose scores are held at a time
_SMALLEST = 1e-12
_FAR = 40.0


@dataclass(frozen=True, kw_only=True)
class OrdinalMoments:
    """What a model of ordinal items is fitted to.

    Attributes
    ----------
    polychoric
        Thresholds and correlations.
    covariance
        Sampling covariance of all thresholds, item by item, and then of the correlations in the order of
        ``numpy.triu_indices(n_items, 1)``; shape (n_statistics, n_statistics).
    n
        Respondents with a weight.
    """

    polychoric: Polychoric
    covariance: np.ndarray
    n: int

    @cached_property
    def std_error(self) -> np.ndarray:
        """Standard errors of the correlations, shape (n_items, n_items), 0 on the diagonal."""
        items = len(self.polychoric.correlation)
        first, second = np.triu_indices(items, 1)
        errors = np.zeros((items, items))
        errors[first, second] = errors[second, first] = np.sqrt(np.diag(self.covariance)[-len(first) :])
        return errors


def take_ordinal_moments(codes: np.ndarray, *, weights: np.ndarray | None = None) -> OrdinalMoments:
    """Estimate thresholds and polychoric correlations, and how they would vary together from sample to sample.

    Parameters
    ----------
    codes
        Ordinal codes, shape (n, n_items); NaN is missing.
    weights
        Shape (n,), none negative.

    Returns
    -------
    OrdinalMoments

    Raises
    ------
    DataError
        Nearly everybody answered alike, or the weights or an item's answers do not allow a correlation.

    Notes
    -----
    The sandwich of the two-step estimating equations: the scores of every respondent, and their slopes by the products
    of scores. It is not multiplied by n / (n - 1), as some programs do. Weights: probability weights; their squares
    enter the scores' covariance. Missing: an answer that is not there adds nothing to the equations of its item and
    pairs. Cost: a matrix product of n by the square of the number of statistics.

    References
    ----------
    Muthén (1984), Psychometrika 49, 115-132.
    """
    categories = sort_categories(codes, weights)
    polychoric = correlate_categories(categories)
    equations = _Equations.build(categories, polychoric)
    try:
        bread = np.linalg.inv(equations.slopes())
    except np.linalg.LinAlgError as error:
        raise DataError(
            "nearly everybody answered alike, so that the correlations of ordinal items have no standard errors; leave "
            "the items with hardly any variation out."
        ) from error
    covariance = bread @ equations.products() @ bread.T
    n = len(codes) if weights is None else int(np.count_nonzero(weights))
    return OrdinalMoments(polychoric=polychoric, covariance=(covariance + covariance.T) / 2, n=n)


@dataclass(frozen=True, kw_only=True)
class _Equations:
    """The estimating equations: what a respondent in a category, or a cell of a pair, adds to each.

    Attributes
    ----------
    single
        Scores of an item's thresholds, shape (n_items, widest, widest - 1).
    chances, pair
        Probability and score of each cell of each pair, shape (n_pairs, widest, widest).
    cuts
        Cuts with both infinities, shape (n_items, widest + 1).
    own
        Which of the thresholds an item has, shape (n_items, widest - 1).
    """

    categories: Categories
    counts: np.ndarray
    rho: np.ndarray
    cuts: np.ndarray
    own: np.ndarray
    single: np.ndarray
    chances: np.ndarray
    pair: np.ndarray

    @classmethod
    def build(cls, categories: Categories, polychoric: Polychoric) -> _Equations:
        widest = categories.widest
        cuts = np.full((len(categories.codes), widest + 1), np.inf)
        cuts[:, 0] = -np.inf
        for row, values in zip(cuts, polychoric.thresholds, strict=True):
            row[1 : len(values) + 1] = values
        first, second = np.triu_indices(len(cuts), 1)
        rho = polychoric.correlation[first, second]
        chances, slopes = cell_chances(cuts[first], cuts[second], rho)
        return cls(
            categories=categories,
            counts=count_pairs(categories)[first, second],
            rho=rho,
            cuts=cuts,
            own=np.isfinite(cuts[:, 1:-1]),
            single=_score_thresholds(cuts),
            chances=chances,
            pair=slopes / chances,
        )

    @property
    def _pairs(self) -> tuple[np.ndarray, np.ndarray]:
        return np.triu_indices(len(self.cuts), 1)

    def products(self) -> np.ndarray:
        """Return the sum over respondents of their weighted scores' outer products."""
        total = np.zeros((self._size, self._size))
        for scores in self._scores():
            total += scores.T @ scores
        return total

    @property
    def _size(self) -> int:
        return int(np.sum(self.own)) + len(self.rho)

    def _scores(self) -> Iterator[np.ndarray]:
        """Yield the weighted scores of some respondents at a time, shape (n_some, n_statistics)."""
        first, second = self._pairs
        pairs = np.arange(len(first))
        items = np.arange(len(self.cuts))
        for start in range(0, len(self.categories.places), _ROWS):
            places = self.categories.places[start : start + _ROWS]
            given = places >= 0
            alone = self.single[items, places] * given[:, :, None]
            both = self.pair[pairs, places[:, first], places[:, second]] * (given[:, first] & given[:, second])
            scores = np.concatenate([alone[:, self.own], both], axis=1)
            weights = self.categories.weights
            yield scores if weights is None else scores * weights[start : start + _ROWS, None]

    def slopes(self) -> np.ndarray:
        """Return how the equations change with the statistics, by products of scores."""
        thresholds = int(np.sum(self.own))
        slopes = np.zeros((self._size, self._size))
        slopes[:thresholds, :thresholds] = self._single_slopes()
        ahead = np.arange(len(self.rho)) + thresholds
        slopes[ahead, ahead] = np.sum(self.counts * self.pair**2, axis=(1, 2))
        place = np.full(self.own.shape, -1)
        place[self.own] = np.arange(thresholds)
        first, second = self._pairs
        for items, across in ((first, self._cross(rows=True)), (second, self._cross(rows=False))):
            has = self.own[items]
            row = np.broadcast_to(ahead[:, None], has.shape)[has]
            slopes[row, place[items][has]] = across[has]
        return slopes

    def _single_slopes(self) -> np.ndarray:
        """Return the products of the thresholds' scores within each item; between items there are none."""
        items = len(self.cuts)
        widest = self.cuts.shape[1] - 1
        steps = np.arange(widest)
        marks = self.categories.places[:, :, None] == steps
        weights = self.categories.weights
        counts = np.tensordot(np.ones(len(marks)) if weights is None else weights, marks, 1)
        blocks = np.einsum("ic,icj,ick->ijk", counts, self.single, self.single)
        full = np.zeros((items, widest - 1, items, widest - 1))
        full[np.arange(items), :, np.arange(items), :] = blocks
        own = self.own.reshape(-1)
        return np.asarray(full.reshape(len(own), len(own))[np.ix_(own, own)])

    def _cross(self, *, rows: bool) -> np.ndarray:
        """Return for each pair the products of the correlation's score and those of one item's thresholds.

        Shape (n_pairs, widest - 1).
        """
        first, second = self._pairs
        own, other = (first, second) if rows else (second, first)
        table = self.counts * self.pair / self.chances
        table = table if rows else table.transpose(0, 2, 1)
        moved = cut_slopes(self.cuts[own], self.cuts[other], self.rho)
        return np.asarray(np.sum((table[:, :-1] - table[:, 1:]) * moved, axis=2))


def _score_thresholds(cuts: np.ndarray) -> np.ndarray:
    """Return the slope of the log of each category's probability by each threshold: (n_items, widest, widest - 1)."""
    chances = np.maximum(np.diff(ndtr(cuts), axis=1), _SMALLEST)
    inner = np.clip(cuts[:, 1:-1], -_FAR, _FAR)
    heights = np.exp(-(inner**2) / 2) / np.sqrt(2 * np.pi)
    widest = chances.shape[1]
    steps = np.arange(widest - 1)
    scores = np.zeros((len(cuts), widest, widest - 1))
    scores[:, steps, steps] = heights / chances[:, :-1]
    scores[:, steps + 1, steps] = -heights / chances[:, 1:]
    return scores
