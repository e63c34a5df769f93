"""A line through the estimates of several waves."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def slope_factors(times: ArrayLike, errors: ArrayLike) -> Floats:
    """Return what each wave's estimate is multiplied by in the weighted slope over time.

    Parameters
    ----------
    times
        Place of each wave in time, shape (t,).
    errors
        Standard error of each wave's estimate, shape (t,); waves count by one over its square.

    Returns
    -------
    ndarray
        Shape (t,), summing to 0.

    Notes
    -----
    The slope of weighted least squares. Its variance is that of the sum of estimates times factors: for independent
    waves the sum of squared factors times variances.

    References
    ----------
    Armitage, Berry & Matthews (2002). Statistical methods in medical research, 4th ed., section 11.

    Examples
    --------
    >>> slope_factors([1, 2, 3], [1.0, 1.0, 1.0])
    array([-0.5,  0. ,  0.5])
    """
    at, trust = np.asarray(times, dtype=np.float64), 1 / np.asarray(errors, dtype=np.float64) ** 2
    gap = at - trust @ at / np.sum(trust)
    return np.asarray(trust * gap / (trust @ gap**2))
