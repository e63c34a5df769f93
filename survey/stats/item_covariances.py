"""Covariances of the items of one scale: their check and their correlations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]


def check_items(cov: Floats, at_least: int = 2) -> Floats:
    """Return covariances of items as an array, or raise `DataError`.

    Parameters
    ----------
    cov
        Covariances, shape (..., k, k).
    at_least
        Smallest number of items allowed.

    Returns
    -------
    ndarray
        Shape (..., k, k).

    Raises
    ------
    DataError
        If the matrices are not square or there are too few items.
    """
    values = np.asarray(cov, dtype=np.float64)
    if values.ndim < 2 or values.shape[-1] != values.shape[-2]:
        raise DataError(f"Square covariances are needed; the shape is {values.shape}.")
    if values.shape[-1] < at_least:
        raise DataError(f"Internal consistency needs at least {at_least} items; there are {values.shape[-1]}.")
    return values


def correlations(cov: Floats) -> Floats:
    """Return the correlations of covariances; an item without variance has NaN.

    Parameters
    ----------
    cov
        Covariances, shape (..., k, k).

    Returns
    -------
    ndarray
        Shape (..., k, k).

    Examples
    --------
    >>> correlations(np.array([[4.0, 1.0], [1.0, 1.0]]))
    array([[1. , 0.5],
           [0.5, 1. ]])
    """
    values = check_items(cov, 1)
    scale = np.sqrt(np.diagonal(values, axis1=-2, axis2=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(values / (scale[..., :, None] * scale[..., None, :]))
