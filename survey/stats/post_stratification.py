"""Weights whose weighted shares equal the population's in every cell of a cross table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.raking import RakingFit, rake


def cross_codes(codes: ArrayLike, sizes: Sequence[int]) -> NDArray[np.intp]:
    """Return the cell of every row in the cross table of several variables.

    Parameters
    ----------
    codes
        Category of every row on every variable, 0 to size - 1, or -1 for no answer, shape (n, m).
    sizes
        Number of categories of each variable.

    Returns
    -------
    ndarray
        Shape (n,): the last variable runs fastest; -1 where any answer is missing.

    Raises
    ------
    DataError
        A code is out of range.

    Examples
    --------
    >>> cross_codes([[0, 0], [1, 2], [1, -1]], [2, 3])
    array([ 0,  5, -1])
    """
    values = np.asarray(codes)
    if values.ndim != 2 or values.shape[1] != len(sizes) or np.any(values < -1) or np.any(values >= np.array(sizes)):
        raise DataError(
            f"Codes of shape {values.shape} do not fit {len(sizes)} variables of {tuple(sizes)} categories."
        )
    away = np.any(values < 0, axis=1)
    filled = np.where(away[:, None], 0, values)
    return np.where(away, -1, np.ravel_multi_index(tuple(filled.T), tuple(sizes))).astype(np.intp)


def post_stratify_weights(
    cells: ArrayLike, targets: ArrayLike, weights: ArrayLike | None = None, *, bounds: tuple[float, float] | None = None
) -> RakingFit:
    """Return weights that give every cell its share of the population.

    Parameters
    ----------
    cells
        Cell of every row, 0 to c - 1, or -1 where it is not known, shape (n,).
    targets
        Share of each cell in the population, summing to 1, shape (c,).
    weights
        Weights to start from.
    bounds
        Smallest and largest weight, on the scale of mean 1.

    Returns
    -------
    RakingFit

    Raises
    ------
    DataError
        As for `rake`; a cell with a target needs respondents.

    Notes
    -----
    Within a cell weights keep their proportions. Rows of no known cell keep their share.

    References
    ----------
    Holt & Smith (1979). Post stratification. Journal of the Royal Statistical Society A 142, 33-46.

    Examples
    --------
    >>> post_stratify_weights([0, 0, 0, 1], [0.5, 0.5]).weights.round(4)
    array([0.6667, 0.6667, 0.6667, 2.    ])
    """
    return rake(np.asarray(cells)[:, None], [targets], weights, bounds=bounds)
