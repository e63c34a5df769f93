"""Least squares of thresholds and polychoric correlations: what models of ordinal items in groups are held against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.stats.structure.cell_squares import CellSquares
from survey.stats.structure.implied import Matrices, Slopes


@dataclass(frozen=True, kw_only=True)
class OrdinalLeastSquares(CellSquares):
    """Weighted least squares of one group's thresholds and correlations.

    The items' answers are cuts of normal variables with the model's means and covariances; these have a unit of their
    own, in which the residual variances are parameters (the theta parameterisation). What is compared is in the unit of
    the observed thresholds, in which every variable has variance one.

    Attributes
    ----------
    items, cuts
        The item and the cut of each threshold, shape (n_thresholds,).
    rows, columns
        The pair of each correlation, shape (n_pairs,).
    observed, weight
        Thresholds and then correlations, shape (n_cells,).
    covariance
        Sampling covariance of the cells, shape (n_cells, n_cells).
    n
        Respondents.

    References
    ----------
    Muthén & Asparouhov (2002), Latent variable analysis with categorical outcomes: multiple-group modeling in Mplus.
    """

    items: np.ndarray
    cuts: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    observed: np.ndarray
    weight: np.ndarray
    covariance: np.ndarray
    n: float

    def gap(self, matrices: Matrices) -> np.ndarray:
        """Return observed less implied cells; NaN where an implied variance is not positive."""
        implied, means = matrices.covariance, matrices.item_mean
        with np.errstate(invalid="ignore", divide="ignore"):
            scale = 1 / np.sqrt(np.diag(implied))
            thresholds = (matrices.threshold[self.items, self.cuts] - means[self.items]) * scale[self.items]
            correlations = implied[self.rows, self.columns] * scale[self.rows] * scale[self.columns]
        return np.asarray(self.observed - np.concatenate([thresholds, correlations]))

    def value(self, matrices: Matrices) -> float:
        """Return the weighted sum of squares, infinite where an implied variance is not positive."""
        if not np.all(np.diag(matrices.covariance) > 0):
            return np.inf
        return super().value(matrices)

    def move(self, matrices: Matrices, slopes: Slopes) -> np.ndarray:
        """Return how the cells change with the parameters, shape (n_parameters, n_cells)."""
        implied = matrices.covariance
        variances = np.diag(implied)
        scale = 1 / np.sqrt(variances)
        shrinks = -np.diagonal(slopes.covariance, axis1=1, axis2=2) / (2 * variances)
        level = (matrices.threshold[self.items, self.cuts] - matrices.item_mean[self.items]) * scale[self.items]
        thresholds = (slopes.threshold[:, self.items, self.cuts] - slopes.mean[:, self.items]) * scale[self.items]
        thresholds = thresholds + level * shrinks[:, self.items]
        both = scale[self.rows] * scale[self.columns]
        correlations = slopes.covariance[:, self.rows, self.columns] * both
        fixed = implied[self.rows, self.columns] * both
        correlations = correlations + fixed * (shrinks[:, self.rows] + shrinks[:, self.columns])
        return np.concatenate([thresholds, correlations], axis=1)
