"""Sufficient statistics of a sample that merge: counts, means, centred cross products."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Moments:
    """Hold what covariances need of a sample, so that parts of it can be added up.

    Parameters
    ----------
    n
        Number of rows.
    sum_weights, sum_squared_weights
        Sums of the weights and of their squares; both equal `n` without weights.
    mean
        Weighted means, shape (p,).
    cross
        Weighted cross products around the means, shape (p, p).

    Notes
    -----
    Adding two moments gives the moments of the stacked rows [1]_; the order of adding changes the
    last digits only.

    References
    ----------
    .. [1] Chan, Golub & LeVeque (1983). Algorithms for computing the sample variance. The American
       Statistician 37, 242-247.

    Examples
    --------
    >>> both = take_moments([[1.0], [2.0]]) + take_moments([[6.0]])
    >>> both.n, float(both.mean[0]), float(both.covariance[0, 0])
    (3, 3.0, 7.0)
    """

    n: int
    sum_weights: float
    sum_squared_weights: float
    mean: Floats
    cross: Floats

    @property
    def covariance(self) -> Floats:
        """Return the unbiased covariances, shape (p, p).

        With weights w scaled to sum 1 the divisor is 1 - sum(w^2); without weights that is n - 1.
        """
        divisor = self.sum_weights - self.sum_squared_weights / self.sum_weights
        if self.n < 2 or divisor <= 0:
            raise DataError(f"Covariances need at least two rows with a positive weight; there are {self.n} rows.")
        return self.cross / divisor

    @property
    def correlation(self) -> Floats:
        """Return the correlations, shape (p, p); a constant column has NaN."""
        scale = np.sqrt(np.diag(self.cross))
        with np.errstate(divide="ignore", invalid="ignore"):
            result: Floats = self.cross / np.outer(scale, scale)
        np.fill_diagonal(result, np.where(scale > 0, 1.0, np.nan))
        return result

    @property
    def effective_n(self) -> float:
        """Return Kish's effective sample size, (sum w)^2 / sum w^2."""
        return self.sum_weights**2 / self.sum_squared_weights

    def __add__(self, other: Moments) -> Moments:
        """Return the moments of both samples stacked."""
        if self.mean.shape != other.mean.shape:
            raise DataError(f"Moments of {self.mean.size} and {other.mean.size} columns cannot be added.")
        total = self.sum_weights + other.sum_weights
        shift = other.mean - self.mean
        between = np.outer(shift, shift) * (self.sum_weights * other.sum_weights / total)
        return Moments(
            self.n + other.n,
            total,
            self.sum_squared_weights + other.sum_squared_weights,
            self.mean + shift * (other.sum_weights / total),
            self.cross + other.cross + between,
        )


def check_rows(x: ArrayLike) -> Floats:
    """Return `x` as a float array of rows and columns, or raise `DataError`.

    Parameters
    ----------
    x
        Numbers, shape (n, p), none missing.

    Returns
    -------
    ndarray
        Shape (n, p).

    Raises
    ------
    DataError
        If the shape is not (n, p), there is no row, or a value is missing or infinite.
    """
    values = np.asarray(x, dtype=np.float64)
    if values.ndim != 2 or values.shape[0] == 0:
        raise DataError(f"A table of rows and columns is needed; the shape is {values.shape}.")
    bad = ~np.isfinite(values)
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise DataError(
            f"{int(bad.sum())} values are missing or infinite, the first in row {row}, column {column}: "
            "drop those rows or impute them first."
        )
    return values


def check_weights(weights: ArrayLike | None, n: int) -> Floats:
    """Return one weight per row (ones where `weights` is None), or raise `DataError`.

    Parameters
    ----------
    weights
        Weights, one per row, not negative, or None.
    n
        Number of rows.

    Returns
    -------
    ndarray
        Shape (n,).

    Raises
    ------
    DataError
        If the number is wrong, a weight is missing, infinite or negative, or all are zero.
    """
    if weights is None:
        return np.ones(n)
    values = np.asarray(weights, dtype=np.float64)
    if values.shape != (n,):
        raise DataError(f"{n} weights are needed, one per row; there are {values.size}.")
    if not np.isfinite(values).all() or (values < 0).any() or values.sum() <= 0:
        raise DataError("Weights have to be numbers of at least zero, none missing and not all zero.")
    return values


def take_moments(x: ArrayLike, weights: ArrayLike | None = None) -> Moments:
    """Return the moments of the rows of `x`.

    Use it wherever only means and covariances are needed; parts of a large file can be added.

    Parameters
    ----------
    x
        Values, shape (n, p), none missing.
    weights
        One weight per row; None counts every row once.

    Returns
    -------
    Moments

    Raises
    ------
    DataError
        If values are missing or the weights do not fit.

    Examples
    --------
    >>> take_moments([[1.0, 2.0], [3.0, 5.0]]).covariance
    array([[2. , 3. ],
           [3. , 4.5]])
    """
    values = check_rows(x)
    w = check_weights(weights, len(values))
    total = float(w.sum())
    mean = (w @ values) / total
    centred = values - mean
    cross = (centred if weights is None else centred * w[:, None]).T @ centred
    return Moments(len(values), total, float(w @ w), mean, (cross + cross.T) / 2)
