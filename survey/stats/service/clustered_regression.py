"""Least squares with standard errors that allow for clusters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]


class ClusteredFit(NamedTuple):
    """Coefficients, shape (n_columns,), their covariance, and degrees of freedom (clusters less one)."""

    coefficients: Floats
    covariance: Floats
    df: int


def fit_clustered(x: Floats, y: Floats, clusters: NDArray[np.intp], weights: Floats | None = None) -> ClusteredFit:
    """Fit weighted least squares with the covariance of clusters (CR1).

    Parameters
    ----------
    x
        Columns, the constant among them, shape (n, n_columns).
    y
        Outcome, shape (n,).
    clusters
        The cluster of each row, from 0 without gaps.
    weights
        One a row, or None.

    Raises
    ------
    DataError
        Columns depend on each other, or there are fewer than two clusters.

    Notes
    -----
    Factor G / (G - 1) · (n - 1) / (n - p), as in Stata and in R's sandwich with ``type="HC1"``.

    References
    ----------
    Liang & Zeger (1986), Biometrika 73, 13-22. Cameron & Miller (2015), Journal of Human Resources 50, 317-372.
    """
    n, p = x.shape
    groups = int(clusters.max()) + 1
    if groups < 2 or n <= p:
        raise DataError(f"{groups} cluster(s) and {n} rows do not carry a regression with {p} coefficients.")
    w = np.ones(n) if weights is None else weights
    gram = (x * w[:, None]).T @ x
    if np.linalg.matrix_rank(gram) < p:
        raise DataError("some of the measures depend on each other; leave one out.")
    bread = np.linalg.inv(gram)
    beta = bread @ (x * w[:, None]).T @ y
    scores = x * (w * (y - x @ beta))[:, None]
    sums = np.stack([np.bincount(clusters, weights=column, minlength=groups) for column in scores.T], axis=1)
    factor = groups / (groups - 1) * (n - 1) / (n - p)
    return ClusteredFit(beta, factor * bread @ (sums.T @ sums) @ bread, groups - 1)
