"""What all weighted least squares of cells have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from survey.stats.structure.implied import Matrices, Slopes


class CellSquares(ABC):
    """A sum of squared gaps between observed and implied cells, each with a weight of its own."""

    weight: np.ndarray

    @abstractmethod
    def gap(self, matrices: Matrices) -> np.ndarray:
        """Return observed less implied cells."""

    @abstractmethod
    def move(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return how the cells change with the parameters, shape (n_parameters, n_cells)."""

    def value(self, matrices: Matrices) -> float:
        """Return the weighted sum of squares."""
        return float(np.sum(self.weight * self.gap(matrices) ** 2))

    def gradient(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return the slope of the value."""
        return np.asarray(-2 * (self.move(matrices, slopes) * self.weight) @ self.gap(matrices))

    def metric(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return the matrix of the Gauss–Newton step."""
        moved = self.move(matrices, slopes)
        return np.asarray(2 * (moved * self.weight) @ moved.T)
