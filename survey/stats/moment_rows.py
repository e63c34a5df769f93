"""A few rows that have given means and covariances."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def rows_with_moments(mean: ArrayLike, cov: ArrayLike) -> Floats:
    """Return 2 p rows with these means and covariances.

    Use them where a function wants rows and takes nothing but means and covariances from them, while the rows
    themselves are too many to be held.

    Parameters
    ----------
    mean
        Shape (p,).
    cov
        Covariances, shape (p, p).

    Returns
    -------
    ndarray
        Shape (2 p, p); their covariances with divisor 2 p are `cov`.

    Examples
    --------
    >>> rows = rows_with_moments([1.0, 2.0], [[2.0, 1.0], [1.0, 3.0]])
    >>> np.cov(rows, rowvar=False, bias=True).round(6)
    array([[2., 1.],
           [1., 3.]])
    """
    middle, matrix = np.asarray(mean, dtype=np.float64), np.asarray(cov, dtype=np.float64)
    values, vectors = np.linalg.eigh(matrix)
    root = vectors * np.sqrt(np.clip(values, 0, None)) @ vectors.T * np.sqrt(len(middle))
    return np.vstack([middle + root, middle - root])
