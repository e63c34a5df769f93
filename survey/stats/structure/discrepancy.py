"""How far implied moments are from those observed: normal likelihood, complete or not, and weighted least squares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from survey.stats.structure.implied import Matrices, Slopes

# Patterns of missing answers that the scoring step looks at: it needs only a rough second derivative.
_PATTERNS_LOOKED_AT = 8


class Discrepancy(Protocol):
    """What is minimised for one group."""

    @property
    def n(self) -> float:
        """Respondents, or the sum of their weights: the group's share in the whole."""

    def value(self, matrices: Matrices) -> float:
        """Return the discrepancy, infinite where the implied moments are impossible."""

    def gradient(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return its slope by the parameters, shape (n_parameters,)."""

    def metric(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return the matrix of the scoring step: the second derivative that is expected, or near it."""


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

    def gradient(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return the slope of the value."""
        inverse = np.linalg.inv(matrices.covariance)
        gap = self._gap(matrices)
        around = inverse - inverse @ (self.covariance + np.outer(gap, gap)) @ inverse
        return np.asarray(np.tensordot(slopes.covariance, around, 2) - 2 * slopes.mean @ (inverse @ gap))

    def metric(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return twice the expected information of one respondent."""
        inverse = np.linalg.inv(matrices.covariance)
        return 2 * expected_information(inverse, slopes, with_means=self.mean is not None)


def expected_information(inverse: np.ndarray, slopes: Slopes, *, with_means: bool) -> np.ndarray:
    """Return the expected information of one respondent under normality, shape (n_parameters, n_parameters)."""
    count, items = slopes.covariance.shape[:2]
    # Two plain matrix products do what a product for each parameter would, many times faster.
    half = (slopes.covariance.reshape(-1, items) @ inverse).reshape(count, items, items)
    turned = half.transpose(0, 2, 1).reshape(-1, items) @ inverse
    information = turned.reshape(count, -1) @ slopes.covariance.reshape(count, -1).T / 2
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

    @cached_property
    def _stacked(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return what is seen, the shares, and means and covariances with zeros for what is not, pattern by pattern."""
        items = 1 + max(int(np.max(seen)) for seen, _, _, _ in self.patterns)
        given = np.zeros((len(self.patterns), items), dtype=bool)
        means, covariances = np.zeros(given.shape), np.zeros((*given.shape, items))
        for number, (seen, _, mean, covariance) in enumerate(self.patterns):
            given[number, seen] = True
            means[number, seen] = mean
            covariances[number][np.ix_(seen, seen)] = covariance
        return given, np.array([share for _, share, _, _ in self.patterns]), means, covariances

    def _invert(self, matrices: Matrices) -> tuple[np.ndarray, np.ndarray]:
        """Return the inverse of what is implied for each pattern, zero outside it, and its log-determinants."""
        given = self._stacked[0]
        both = given[:, :, None] & given[:, None, :]
        # An item that is not seen gets variance one and no covariance: it changes neither inverse nor determinant.
        lower = np.linalg.cholesky(np.where(both, matrices.covariance, np.eye(given.shape[1])))
        inverse = np.linalg.inv(lower)
        log_determinant = 2 * np.sum(np.log(np.diagonal(lower, axis1=1, axis2=2)), axis=1)
        return np.where(both, inverse.transpose(0, 2, 1) @ inverse, 0.0), log_determinant

    def _gaps(self, matrices: Matrices) -> np.ndarray:
        given, _, means, _ = self._stacked
        return np.where(given, means - matrices.item_mean, 0.0)

    def value(self, matrices: Matrices) -> float:
        """Return twice the negative log-likelihood of a respondent, less that of freely estimated moments."""
        _, shares, _, covariances = self._stacked
        try:
            inverse, log_determinant = self._invert(matrices)
        except np.linalg.LinAlgError:
            return np.inf
        gaps = self._gaps(matrices)
        spread = np.sum(covariances * inverse, axis=(1, 2)) + np.einsum("pi,pij,pj->p", gaps, inverse, gaps)
        return float(np.sum(shares * (log_determinant + spread))) - self.least

    def gradient(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return the slope of the value."""
        _, shares, _, covariances = self._stacked
        inverse, _ = self._invert(matrices)
        pull = np.einsum("pij,pj->pi", inverse, self._gaps(matrices))
        explained = inverse @ covariances @ inverse + pull[:, :, None] * pull[:, None, :]
        around = np.tensordot(shares, inverse - explained, 1)
        return np.asarray(np.tensordot(slopes.covariance, around, 2) - 2 * slopes.mean @ (shares @ pull))

    def metric(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return twice the expected information of one respondent, from the commonest patterns."""
        implied = matrices.covariance
        common = sorted(self.patterns, key=lambda pattern: -pattern[1])[:_PATTERNS_LOOKED_AT]
        information = np.zeros((len(slopes.mean),) * 2)
        for seen, share, _, _ in common:
            inverse = np.linalg.inv(implied[np.ix_(seen, seen)])
            part = Slopes(
                covariance=slopes.covariance[:, seen][:, :, seen], mean=slopes.mean[:, seen], threshold=slopes.threshold
            )
            information += share * expected_information(inverse, part, with_means=True)
        return 2 * information / sum(share for _, share, _, _ in common)


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

    def gradient(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return the slope of the value."""
        return np.asarray(-2 * (self.move(slopes) * self.weight) @ self._gap(matrices))

    def metric(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return the matrix of the Gauss–Newton step."""
        moved = self.move(slopes)
        return np.asarray(2 * (moved * self.weight) @ moved.T)

    def move(self, slopes: Slopes) -> np.ndarray:
        """Return how the cells that count change with the parameters, shape (n_parameters, n_cells)."""
        return np.asarray(slopes.covariance[:, self.rows, self.columns])
