"""What every index of careless responding starts from: a table of respondents by items."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def check_answers(x: ArrayLike) -> Floats:
    """Return answers as floats of shape (n, k), NaN where missing, or raise `DataError`."""
    values = np.asarray(x, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] == 0:
        raise DataError(f"A table of respondents by items is needed; the shape is {values.shape}.")
    if np.isinf(values).any():
        row, column = np.argwhere(np.isinf(values))[0]
        raise DataError(f"The answer in row {row}, column {column} is infinite; leave it missing (NaN).")
    return values


def divide(over: Floats, under: Floats) -> Floats:
    """Return a quotient that is NaN wherever the divisor is not above 0."""
    return np.asarray(np.divide(over, under, out=np.full(np.shape(over), np.nan), where=np.asarray(under) > 0))


def centre(values: Floats, weights: Floats) -> Floats:
    """Return answers minus their column's weighted mean, 0 where missing; rounding of a constant column becomes 0."""
    there = ~np.isnan(values)
    mean = divide(weights @ np.where(there, values, 0.0), weights @ there)
    around = np.where(there, values - mean, 0.0)
    return np.where(np.abs(around) > 1e-13 * np.abs(mean), around, 0.0)
