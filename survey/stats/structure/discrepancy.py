"""How far implied moments are from those observed: normal likelihood, complete or not, and weighted least squares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from survey.stats.structure.implied import Matrices, Slopes


class Discrepancy(Protocol):
    """What is minimised for one group."""

    @property
    def n(self) -> float:
        """Respondents, or the sum of their weights: the group's share in the whole."""

    def value(self, matrices: Matrices) -> float:
        """Return the discrepancy, infinite where the implied moments are impossible."""

    def slopes(self, matrices: Matrices, slopes: Slopes) -> tuple[np.ndarray, np.ndarray]:
        """Return its gradient by the parameters, and the matrix of the scoring step: an expected second derivative."""


@dataclass(frozen=True, kw_only=True)
class NormalLikelihood:
    """Maximum likelihood of complete data: zero where the model reproduces the moments.

    Attributes
    ----------
    covariance
        Over n, not n - 1; shape (n_items, n_items).
    mean
        Shape (n_items,), or None where the model does not speak of means.
    n
        Sum of the weights that count.
    """

    covariance: np.ndarray
    mean: np.ndarray | None
    n: float

    @cached_property
    def _log_determinant(self) -> float:
        return float(np.linalg.slogdet(self.covariance)[1])

    def _gap(self, matrices: Matrices) -> np.ndarray:
        return np.zeros(len(self.covariance)) if self.mean is None else self.mean - matrices.item_mean

    def value(self, matrices: Matrices) -> float:
        """Return log|Σ| + tr(SΣ⁻¹) − log|S| − p + (m − μ)'Σ⁻¹(m − μ)."""
        implied = matrices.covariance
        try:
            lower = np.linalg.cholesky(implied)
        except np.linalg.LinAlgError:
            return np.inf
        gap = self._gap(matrices)
        inverse = np.linalg.inv(implied)
        spread = np.sum((self.covariance + np.outer(gap, gap)) * inverse)
        log_determinant = 2 * float(np.sum(np.log(np.diag(lower))))
        return log_determinant + float(spread) - self._log_determinant - len(implied)

    def slopes(self, matrices: Matrices, slopes: Slopes) -> tuple[np.ndarray, np.ndarray]:
        """Return the gradient of the value and twice the expected information of one respondent."""
        inverse = np.linalg.inv(matrices.covariance)
        gap = self._gap(matrices)
        around = inverse - inverse @ (self.covariance + np.outer(gap, gap)) @ inverse
        gradient = np.tensordot(slopes.covariance, around, 2) - 2 * slopes.mean @ (inverse @ gap)
        return gradient, 2 * expected_information(inverse, slopes, with_means=self.mean is not None)


def expected_information(inverse: np.ndarray, slopes: Slopes, *, with_means: bool) -> np.ndarray:
    """Return the expected information of one respondent under normality, shape (n_parameters, n_parameters)."""
    count = len(slopes.covariance)
    turned = (inverse @ slopes.covariance @ inverse).reshape(count, -1)
    information = turned @ slopes.covariance.reshape(count, -1).T / 2
    if with_means:
        information = information + slopes.mean @ inverse @ slopes.mean.T
    return np.asarray(information)


@dataclass(frozen=True, kw_only=True)
class IncompleteLikelihood:
    """Maximum likelihood of answers with holes (full information): zero for freely estimated moments.

    Attributes
    ----------
    patterns
        For respondents who answered the same items: those items, their share, the answers' means and covariance over n.
    n
        Sum of the weights that count.
    least
        The value of freely estimated moments before it is taken off.

    References
    ----------
    Arbuckle (1996), Full information estimation in the presence of incomplete data.
    """

    patterns: tuple[tuple[np.ndarray, float, np.ndarray, np.ndarray], ...]
    n: float
    least: float

    def value(self, matrices: Matrices) -> float:
        """Return twice the negative log-likelihood of a respondent, less that of freely estimated moments."""
        total = -self.least
        implied, level = matrices.covariance, matrices.item_mean
        for seen, share, mean, covariance in self.patterns:
            part = implied[np.ix_(seen, seen)]
            try:
                lower = np.linalg.cholesky(part)
            except np.linalg.LinAlgError:
                return np.inf
            gap = mean - level[seen]
            spread = np.sum((covariance + np.outer(gap, gap)) * np.linalg.inv(part))
            total += share * (2 * float(np.sum(np.log(np.diag(lower)))) + float(spread))
        return total

    def slopes(self, matrices: Matrices, slopes: Slopes) -> tuple[np.ndarray, np.ndarray]:
        """Return the gradient of the value and twice the expected information of one respondent."""
        implied, level = matrices.covariance, matrices.item_mean
        around, pull = np.zeros_like(implied), np.zeros_like(level)
        information = np.zeros((len(slopes.mean),) * 2)
        for seen, share, mean, covariance in self.patterns:
            cells = np.ix_(seen, seen)
            inverse = np.linalg.inv(implied[cells])
            gap = mean - level[seen]
            around[cells] += share * (inverse - inverse @ (covariance + np.outer(gap, gap)) @ inverse)
            pull[seen] += share * (inverse @ gap)
            part = Slopes(
                covariance=slopes.covariance[:, seen][:, :, seen], mean=slopes.mean[:, seen], threshold=slopes.threshold
            )
            information += share * expected_information(inverse, part, with_means=True)
        return np.tensordot(slopes.covariance, around, 2) - 2 * slopes.mean @ pull, 2 * information


@dataclass(frozen=True, kw_only=True)
class WeightedLeastSquares:
    """Least squares of covariances or correlations, each squared difference with a weight.

    Attributes
    ----------
    rows, columns
        Which cells count, such as ``numpy.tril_indices(n_items)``.
    observed, weight
        One a cell.
    n
        Respondents, or the sum of their weights.
    """

    rows: np.ndarray
    columns: np.ndarray
    observed: np.ndarray
    weight: np.ndarray
    n: float

    def _gap(self, matrices: Matrices) -> np.ndarray:
        return np.asarray(self.observed - matrices.covariance[self.rows, self.columns])

    def value(self, matrices: Matrices) -> float:
        """Return the weighted sum of squares."""
        return float(np.sum(self.weight * self._gap(matrices) ** 2))

    def slopes(self, matrices: Matrices, slopes: Slopes) -> tuple[np.ndarray, np.ndarray]:
        """Return the gradient and the matrix of the Gauss–Newton step."""
        moved = self.move(slopes)
        weighted = moved * self.weight
        return -2 * weighted @ self._gap(matrices), 2 * weighted @ moved.T

    def move(self, slopes: Slopes) -> np.ndarray:
        """Return how the cells that count change with the parameters, shape (n_parameters, n_cells)."""
        return np.asarray(slopes.covariance[:, self.rows, self.columns])
