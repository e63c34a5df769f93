"""Equal rows made one, with their weights added up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Codes are made dense again before they reach this.
MOST_CODES = 1 << 40

__all__ = ["collapse_rows"]


def collapse_rows(columns: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the distinct rows and the sums of their weights.

    A survey's answers are few points, so that there are often far fewer distinct rows than respondents. Where a column
    has a value of its own for most rows, nothing is gained, and the rows come back as they are.

    Parameters
    ----------
    columns
        Shape (n, p).
    weights
        Shape (n,).

    Returns
    -------
    tuple
        Rows, shape (m, p), and weights, shape (m,).

    Examples
    --------
    >>> rows, weights = collapse_rows(np.array([[1.0, 2.0], [1.0, 3.0], [1.0, 2.0], [1.0, 2.0]]), np.ones(4))
    >>> rows.tolist(), weights.tolist()
    ([[1.0, 2.0], [1.0, 3.0]], [3.0, 1.0])
    """
    n = len(columns)
    code, size = np.zeros(n, dtype=np.int64), 1
    for column in columns.T:
        values, place = np.unique(column, return_inverse=True)
        if len(values) > n // 2:
            return columns, weights
        if size * len(values) > MOST_CODES:
            code, size = _make_dense(code)
        code, size = code * len(values) + place.reshape(-1), size * len(values)
    _, first, place = np.unique(code, return_index=True, return_inverse=True)
    if len(first) > n // 2:
        return columns, weights
    return columns[first], np.asarray(np.bincount(place.reshape(-1), weights=weights), dtype=np.float64)


def _make_dense(code: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    kinds, place = np.unique(code, return_inverse=True)
    return place.reshape(-1).astype(np.int64), len(kinds)
