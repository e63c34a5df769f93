"""How far implied moments are from those observed: normal likelihood, complete or not, and weighted least squares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from survey.stats.stacked_patterns import StackedPatterns, join_information
from survey.stats.structure.cell_squares import CellSquares
from survey.stats.structure.implied import Matrices, Slopes


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A log-likelihood near some moments.

    Attributes
    ----------
    information
        Minus its second derivative by means and covariances, these in the order of ``numpy.tril_indices(n_items)``.
    mean, covariance
        Its slopes by the means, and by the covariances as a symmetric matrix.
    """

    information: np.ndarray
    mean: np.ndarray
    covariance: np.ndarray


def stack_slopes(slopes: Slopes) -> np.ndarray:
    """Return derivatives of means and then covariances, in the order of `Curve`: (n_parameters, n_moments)."""
    rows, columns = np.tril_indices(slopes.mean.shape[1])
    return np.concatenate([slopes.mean, slopes.covariance[:, rows, columns]], axis=1)


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

    def move(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return how what is compared changes with the parameters, shape (n_parameters, n_cells)."""


class Likelihood(Discrepancy, Protocol):
    """A discrepancy that is minus twice a log-likelihood."""

    def curve(self, matrices: Matrices) -> Curve:
        """Return the log-likelihood's slopes and curvature by the moments."""


class LeastSquares(Discrepancy, Protocol):
    """A discrepancy that is a weighted sum of squared gaps, of cells whose sampling covariance is known."""

    @property
    def weight(self) -> np.ndarray:
        """Weight of each cell, shape (n_cells,)."""

    @property
    def covariance(self) -> np.ndarray:
        """Sampling covariance of the cells, shape (n_cells, n_cells)."""

    def gap(self, matrices: Matrices) -> np.ndarray:
        """Return observed less implied cells, shape (n_cells,)."""


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

    def move(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return how means and covariances change with the parameters, shape (n_parameters, n_moments)."""
        return stack_slopes(slopes)

    def curve(self, matrices: Matrices) -> Curve:
        """Return the log-likelihood's slopes and curvature by the moments."""
        inverse = np.linalg.inv(matrices.covariance)
        gap = self._gap(matrices)
        explained = inverse @ (self.covariance + np.outer(gap, gap)) @ inverse
        rows, columns = np.tril_indices(len(inverse))
        cells, turned = inverse[rows, columns], (2 * explained - inverse)[rows, columns]
        crossed = (np.outer(cells, turned) + np.outer(turned, cells)) / 2
        information = join_information(inverse, np.outer(cells, inverse @ gap), crossed)
        return Curve(
            information=self.n * information,
            mean=self.n * inverse @ gap,
            covariance=self.n * (explained - inverse) / 2,
        )


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
        Respondents by what they answered.
    mean, covariance
        Freely estimated moments, shapes (n_items,), (n_items, n_items).
    n
        Sum of the weights that count.

    References
    ----------
    Arbuckle (1996), Full information estimation in the presence of incomplete data.
    """

    patterns: StackedPatterns
    mean: np.ndarray
    covariance: np.ndarray
    n: float

    @cached_property
    def _most(self) -> float:
        return self.patterns.log_likelihood(self.mean, self.covariance)

    def value(self, matrices: Matrices) -> float:
        """Return twice the negative log-likelihood of a respondent, less that of freely estimated moments."""
        try:
            found = self.patterns.log_likelihood(matrices.item_mean, matrices.covariance)
        except np.linalg.LinAlgError:
            return np.inf
        return 2 * (self._most - found) / self.n

    def gradient(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return the slope of the value."""
        sums = self.patterns.sum(matrices.item_mean, matrices.covariance)
        return np.asarray(-2 * (np.tensordot(slopes.covariance, sums.covariance, 2) + slopes.mean @ sums.mean) / self.n)

    def metric(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return twice the expected information of one respondent."""
        moved = stack_slopes(slopes)
        expected = self.patterns.information(matrices.item_mean, matrices.covariance, expected=True)
        return np.asarray(2 * moved @ expected @ moved.T / self.n)

    def move(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return how means and covariances change with the parameters, shape (n_parameters, n_moments)."""
        return stack_slopes(slopes)

    def curve(self, matrices: Matrices) -> Curve:
        """Return the log-likelihood's slopes and curvature by the moments."""
        mean, covariance = matrices.item_mean, matrices.covariance
        sums = self.patterns.sum(mean, covariance)
        return Curve(
            information=self.patterns.information(mean, covariance), mean=sums.mean, covariance=sums.covariance
        )


@dataclass(frozen=True, kw_only=True)
class WeightedLeastSquares(CellSquares):
    """Least squares of covariances or correlations, each squared difference with a weight.

    Attributes
    ----------
    rows, columns
        Which cells count, such as ``numpy.tril_indices(n_items)``.
    observed, weight
        One a cell.
    covariance
        Sampling covariance of the cells, shape (n_cells, n_cells).
    n
        Respondents, or the sum of their weights.
    """

    rows: np.ndarray
    columns: np.ndarray
    observed: np.ndarray
    weight: np.ndarray
    covariance: np.ndarray
    n: float

    def gap(self, matrices: Matrices) -> np.ndarray:
        """Return observed less implied cells."""
        return np.asarray(self.observed - matrices.covariance[self.rows, self.columns])

    def move(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return how the cells that count change with the parameters, shape (n_parameters, n_cells)."""
        return np.asarray(slopes.covariance[:, self.rows, self.columns])
