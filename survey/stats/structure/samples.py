"""Answers of one group of respondents, complete or with holes, as models are fitted to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from survey.stats.incomplete import IncompleteMoments, Pattern, estimate_moments, sort_patterns, start_moments
from survey.stats.stacked_patterns import StackedPatterns
from survey.stats.structure.discrepancy import IncompleteLikelihood, NormalLikelihood, stack_slopes
from survey.stats.structure.implied import Matrices, Slopes


@dataclass(frozen=True, kw_only=True)
class CompleteSample:
    """Complete answers of one group.

    Attributes
    ----------
    rows
        Shape (n, n_items).
    weights
        Shape (n,), with mean 1.
    """

    rows: np.ndarray
    weights: np.ndarray

    @property
    def n(self) -> int:
        """Respondents."""
        return len(self.rows)

    @cached_property
    def mean(self) -> np.ndarray:
        """Means, shape (n_items,)."""
        return np.asarray(self.weights @ self.rows / np.sum(self.weights))

    @cached_property
    def covariance(self) -> np.ndarray:
        """Covariance over n, shape (n_items, n_items)."""
        around = self.rows - self.mean
        return np.asarray((around * self.weights[:, None]).T @ around / np.sum(self.weights))

    @cached_property
    def saturated_log_likelihood(self) -> float:
        """Of the moments themselves."""
        items = len(self.mean)
        size = items * np.log(2 * np.pi) + np.linalg.slogdet(self.covariance)[1] + items
        return -float(np.sum(self.weights)) / 2 * float(size)

    @property
    def alone(self) -> tuple[np.ndarray, np.ndarray]:
        """Each item's own mean and variance, where the search for a model without relations begins, and ends."""
        return self.mean, self.covariance

    def likelihood(self, *, with_means: bool) -> NormalLikelihood:
        """Return what a model of the group is compared with."""
        mean = self.mean if with_means else None
        return NormalLikelihood(covariance=self.covariance, mean=mean, n=float(np.sum(self.weights)))

    def score(self, matrices: Matrices, slopes: Slopes, *, with_means: bool) -> np.ndarray:
        """Return each respondent's slope of the log-likelihood, weighted, shape (n, n_parameters)."""
        mean = matrices.item_mean if with_means else self.mean
        return _score(self.rows - mean, self.weights, matrices.covariance, slopes.covariance, slopes.mean * with_means)


@dataclass(frozen=True, kw_only=True)
class IncompleteSample:
    """Answers of one group, with holes.

    Attributes
    ----------
    rows
        Shape (n, n_items), NaN where there is no answer.
    weights
        Shape (n,), with mean 1.
    """

    rows: np.ndarray
    weights: np.ndarray

    @cached_property
    def patterns(self) -> list[Pattern]:
        """Respondents by what they answered."""
        return sort_patterns(self.rows, self.weights)

    @property
    def n(self) -> int:
        """Respondents who answered anything."""
        return sum(len(pattern.rows) for pattern in self.patterns)

    @cached_property
    def _moments(self) -> IncompleteMoments:
        return estimate_moments(self.rows, self.weights)

    @property
    def mean(self) -> np.ndarray:
        """Means by maximum likelihood, shape (n_items,)."""
        return self._moments.mean

    @property
    def covariance(self) -> np.ndarray:
        """Covariance by maximum likelihood, shape (n_items, n_items)."""
        return self._moments.covariance

    @property
    def saturated_log_likelihood(self) -> float:
        """Of freely estimated moments."""
        return self._moments.log_likelihood

    @cached_property
    def stacked(self) -> StackedPatterns:
        """The patterns side by side."""
        return StackedPatterns.stack(self.patterns, self.rows.shape[1])

    def likelihood(self, *, with_means: bool) -> IncompleteLikelihood:
        """Return what a model of the group is compared with; it always speaks of means."""
        if not with_means:
            raise ValueError("incomplete answers need a model with means")
        total = float(np.sum(self.stacked.totals))
        return IncompleteLikelihood(patterns=self.stacked, mean=self.mean, covariance=self.covariance, n=total)

    @property
    def alone(self) -> tuple[np.ndarray, np.ndarray]:
        """Each item's own mean and variance, where the search for a model without relations begins, and ends."""
        return start_moments(self.rows, self.weights)

    def score(self, matrices: Matrices, slopes: Slopes, *, with_means: bool) -> np.ndarray:
        """Return each respondent's slope of the log-likelihood, weighted, shape (n, n_parameters).

        Respondents are in the order of the patterns.
        """
        return np.asarray(self.score_moments(matrices.item_mean, matrices.covariance) @ stack_slopes(slopes).T)

    def score_moments(self, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
        """Return respondents' slopes by means and then covariances, weighted, shape (n, n_moments)."""
        inverses, _ = self.stacked.invert(covariance)
        rows, columns = np.tril_indices(len(mean))
        double = np.where(rows == columns, 0.5, 1.0)
        parts = []
        for pattern, inverse in zip(self.patterns, inverses, strict=True):
            turned = (pattern.rows - mean[pattern.seen]) @ inverse[pattern.seen]
            cells = (turned[:, rows] * turned[:, columns] - inverse[rows, columns]) * double
            parts.append(np.concatenate([turned, cells], axis=1) * pattern.weights[:, None])
        return np.concatenate(parts)


Sample = CompleteSample | IncompleteSample


def _score(
    around: np.ndarray, weights: np.ndarray, covariance: np.ndarray, moved: np.ndarray, mean_moved: np.ndarray
) -> np.ndarray:
    """Return scores: half of how the squared distance and the volume change, and what the means change."""
    inverse = np.linalg.inv(covariance)
    turned = around @ inverse
    count, items = len(moved), len(inverse)
    products = (turned[:, :, None] * turned[:, None, :]).reshape(len(turned), items * items)
    spread = products @ moved.reshape(count, items * items).T
    expected = np.tensordot(moved, inverse, 2)
    scores = (spread - expected) / 2 + turned @ mean_moved.T
    return np.asarray(scores * weights[:, None])
