"""Patterns of missing answers side by side: likelihoods and their slopes for all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

_CELLS_AT_A_TIME = 2_000_000  # of the patterns' inverses that are multiplied at a time


class Seen(Protocol):
    """Respondents who answered the same items: which, and the sum of weights, means and covariance over n."""

    @property
    def seen(self) -> np.ndarray:
        """Places of the items they answered."""

    @property
    def total(self) -> float:
        """Sum of the weights."""

    @property
    def mean(self) -> np.ndarray:
        """Means of the items seen."""

    @property
    def covariance(self) -> np.ndarray:
        """Covariance over n of the items seen."""


@dataclass(frozen=True, kw_only=True)
class PatternSums:
    """What all patterns together say of means and covariances.

    Attributes
    ----------
    log_likelihood
        Without the part that no moments change.
    mean, covariance
        Its slopes: by the means, and by the covariances as a symmetric matrix whose product with a change of them,
        summed over all cells, is the change of the log-likelihood.
    """

    log_likelihood: float
    mean: np.ndarray
    covariance: np.ndarray


@dataclass(frozen=True, kw_only=True)
class StackedPatterns:
    """All patterns, with zeros for what is not seen.

    Attributes
    ----------
    given
        Which items were answered, shape (n_patterns, n_items).
    totals
        Sums of weights, shape (n_patterns,).
    means, covariances
        Shapes (n_patterns, n_items), (n_patterns, n_items, n_items).
    """

    given: np.ndarray
    totals: np.ndarray
    means: np.ndarray
    covariances: np.ndarray

    @classmethod
    def stack(cls, patterns: Sequence[Seen], n_items: int) -> StackedPatterns:
        """Put patterns side by side."""
        given = np.zeros((len(patterns), n_items), dtype=bool)
        means, covariances = np.zeros(given.shape), np.zeros((*given.shape, n_items))
        for number, pattern in enumerate(patterns):
            given[number, pattern.seen] = True
            means[number, pattern.seen] = pattern.mean
            covariances[number][np.ix_(pattern.seen, pattern.seen)] = pattern.covariance
        totals = np.array([pattern.total for pattern in patterns])
        return cls(given=given, totals=totals, means=means, covariances=covariances)

    @cached_property
    def _batches(self) -> list[tuple[np.ndarray, np.ndarray, bool]]:
        """Return patterns that hide as many items, those items or the ones seen, and whether they are the hidden."""
        counts = np.sum(~self.given, axis=1)
        batches = []
        for count in np.unique(counts):
            numbers = np.flatnonzero(counts == count)
            hidden = 2 * count <= self.given.shape[1]
            marked = ~self.given[numbers] if hidden else self.given[numbers]
            batches.append((numbers, np.nonzero(marked)[1].reshape(len(numbers), -1), bool(hidden)))
        return batches

    def invert(self, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the inverse of each pattern's part of a covariance matrix, zero outside it, and log-determinants.

        Few hidden items are taken out of the inverse of the whole; of few seen ones the part itself is inverted.

        Raises
        ------
        numpy.linalg.LinAlgError
            The matrix is not positive definite.
        """
        whole_lower = np.linalg.inv(np.linalg.cholesky(covariance))
        whole = whole_lower.T @ whole_lower
        whole_log = -2 * float(np.sum(np.log(np.diag(whole_lower))))
        inverses, logs = np.empty_like(self.covariances), np.empty(len(self.totals))
        for numbers, places, hidden in self._batches:
            part = (whole if hidden else covariance)[places[:, :, None], places[:, None, :]]
            lower = np.linalg.inv(np.linalg.cholesky(part))
            log = -2 * np.sum(np.log(np.diagonal(lower, axis1=1, axis2=2)), axis=1)
            if hidden:
                reach = lower @ whole[places]
                found = whole - reach.transpose(0, 2, 1) @ reach
                both = self.given[numbers]
                inverses[numbers] = np.where(both[:, :, None] & both[:, None, :], found, 0.0)
                logs[numbers] = whole_log + log
            else:
                inverses[numbers] = 0.0
                at = numbers[:, None, None], places[:, :, None], places[:, None, :]
                inverses[at] = lower.transpose(0, 2, 1) @ lower
                logs[numbers] = log
        return inverses, logs

    def log_likelihood(self, mean: np.ndarray, covariance: np.ndarray) -> float:
        """Return the log-likelihood, without the part that no moments change."""
        inverses, logs = self.invert(covariance)
        return self._likelihood(mean, inverses, logs)

    def _likelihood(self, mean: np.ndarray, inverses: np.ndarray, logs: np.ndarray) -> float:
        gaps = self.gaps(mean)
        spread = np.einsum("pij,pij->p", self.covariances, inverses)
        spread = spread + np.sum((inverses @ gaps[:, :, None])[:, :, 0] * gaps, axis=1)
        return -float(self.totals @ (logs + spread)) / 2

    def gaps(self, mean: np.ndarray) -> np.ndarray:
        """Return each pattern's means less those given, zero where nothing is seen."""
        return np.where(self.given, self.means - mean, 0.0)

    def sum(self, mean: np.ndarray, covariance: np.ndarray) -> PatternSums:
        """Return the log-likelihood and its slopes at some moments."""
        inverses, logs = self.invert(covariance)
        by_mean, by_covariance = np.zeros(len(mean)), np.zeros_like(covariance)
        for part, explained, pull in self._explain(mean, inverses):
            totals = self.totals[part]
            by_mean += totals @ pull
            by_covariance += np.tensordot(totals, explained - inverses[part], 1) / 2
        return PatternSums(
            log_likelihood=self._likelihood(mean, inverses, logs), mean=by_mean, covariance=by_covariance
        )

    def _explain(self, mean: np.ndarray, inverses: np.ndarray) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
        """Yield for some patterns at a time: inverse, spread around the means, inverse; and inverse times gaps."""
        gaps = self.gaps(mean)
        step = max(1, _CELLS_AT_A_TIME // len(mean) ** 2)
        for start in range(0, len(self.totals), step):
            part = slice(start, start + step)
            inverse = inverses[part]
            pull = (inverse @ gaps[part, :, None])[:, :, 0]
            explained = inverse @ self.covariances[part] @ inverse + pull[:, :, None] * pull[:, None, :]
            yield part, explained, pull

    def information(self, mean: np.ndarray, covariance: np.ndarray, *, expected: bool = False) -> np.ndarray:
        """Return minus the second derivative of the log-likelihood by means and then covariances.

        Parameters
        ----------
        expected
            Whether what is expected under the moments given is wanted.

        Returns
        -------
        numpy.ndarray
            By the means and the covariances in the order of ``numpy.tril_indices(n_items)``.

        Notes
        -----
        Cost: one product of the patterns' inverses with themselves.
        """
        inverses, _ = self.invert(covariance)
        rows, columns = np.tril_indices(len(mean))
        cells = inverses[:, rows, columns]
        if expected:
            crossed = cells.T @ (self.totals[:, None] * cells)
            return join_information(np.tensordot(self.totals, inverses, 1), np.zeros((len(rows), len(mean))), crossed)
        crossed, pulled = np.zeros((len(rows), len(rows))), np.zeros((len(rows), len(mean)))
        for part, explained, pull in self._explain(mean, inverses):
            turned = self.totals[part, None] * (2 * explained - inverses[part])[:, rows, columns]
            crossed += cells[part].T @ turned
            pulled += cells[part].T @ (self.totals[part, None] * pull)
        return join_information(np.tensordot(self.totals, inverses, 1), pulled, (crossed + crossed.T) / 2)


def join_information(inverse: np.ndarray, pulled: np.ndarray, crossed: np.ndarray) -> np.ndarray:
    """Return an information matrix of means and covariances from sums of products of inverses.

    Parameters
    ----------
    inverse
        Sum of the inverses, shape (n_items, n_items).
    pulled
        Sum of the inverses' cells times what the means lack, shape (n_cells, n_items).
    crossed
        Sum of the inverses' cells times those of another symmetric matrix, itself symmetric, shape (n_cells, n_cells).
    """
    items = len(inverse)
    rows, columns = np.tril_indices(items)
    place = np.empty((items, items), dtype=int)
    place[rows, columns] = place[columns, rows] = np.arange(len(rows))
    double = np.where(rows == columns, 0.5, 1.0)
    # Plain places in the flat matrix: reading a million cells by two indices takes three times as long.
    flat, start = crossed.ravel(), place * len(rows)
    within = flat[start[:, rows][rows] + place[:, columns][columns]]
    within += flat[start[:, columns][rows] + place[:, rows][columns]]
    within *= double[:, None]
    within *= double
    across = (pulled[place[:, rows], columns] + pulled[place[:, columns], rows]) * double
    return np.block([[inverse, across], [across.T, within]])
