"""Outcome, drivers and weights of a likelihood model: checked, and the drivers standardised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.moments import check_rows, check_weights
from survey.stats.outcomes.cross_products import weigh_products
from survey.stats.subset_fits import PIVOT_TOLERANCE

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Design:
    """Hold the rows of positive weight, with drivers of mean 0 and standard deviation 1.

    Standardised drivers keep the information matrix as well conditioned as the correlations are.

    Parameters
    ----------
    outcome
        Shape (n,).
    drivers
        Standardised, shape (n, k).
    weights
        As given, shape (n,).
    mean, scale
        What was taken out of the drivers, shape (k,).
    """

    outcome: Floats
    drivers: Floats
    weights: Floats
    mean: Floats
    scale: Floats

    def back(self, constants: int, sign: float) -> Floats:
        """Return the matrix that turns parameters on standardised drivers into those on the drivers given.

        Parameters
        ----------
        constants
            How many intercepts or thresholds come before the slopes.
        sign
            What a constant gains per mean times slope: -1 for an intercept, 1 for thresholds minus slopes.
        """
        turn = np.diag(np.concatenate([np.ones(constants), 1 / self.scale]))
        turn[:constants, constants:] = sign * self.mean / self.scale
        return turn


def check_design(outcome: ArrayLike, drivers: ArrayLike, weights: ArrayLike | None = None) -> Design:
    """Check outcome, drivers and weights, drop rows of weight 0 and standardise the drivers.

    Parameters
    ----------
    outcome
        Shape (n,), none missing.
    drivers
        Shape (n, k), none missing.
    weights
        One per row, or None.

    Returns
    -------
    Design

    Raises
    ------
    DataError
        If values are missing, rows do not match, or drivers are constant or determine one another.

    Examples
    --------
    >>> check_design([0.0, 1.0, 1.0], [[1.0], [2.0], [6.0]]).mean
    array([3.])
    """
    x = check_rows(drivers)
    y = check_rows(np.asarray(outcome, dtype=np.float64).reshape(-1, 1))[:, 0]
    if len(y) != len(x) or x.shape[1] == 0:
        raise DataError(f"{len(y)} outcomes and drivers of shape {x.shape}: as many rows and at least one driver.")
    w = check_weights(weights, len(y))
    if not np.all(w > 0):
        x, y, w = x[w > 0], y[w > 0], w[w > 0]
    still = np.flatnonzero(np.all(x == x[0], axis=0))
    if still.size:
        raise DataError(f"Driver {still[0]} has the same value in every row: leave it out.")
    mean = (w @ x) / np.sum(w)
    scaled = x - mean
    cross = weigh_products(scaled, w)
    scale = np.sqrt(np.diag(cross) / np.sum(w))
    correlation = cross / (np.outer(scale, scale) * np.sum(w))
    if np.linalg.eigvalsh(correlation)[0] < PIVOT_TOLERANCE * x.shape[1]:
        raise DataError("Some drivers are linear functions of others: leave one out, or combine them into a score.")
    scaled /= scale
    return Design(y, scaled, w, mean, scale)
