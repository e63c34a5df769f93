"""Whether chains of imputations have mixed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Iterations that a chain needs after its first half for its own variance to be known.
FEWEST_LATE = 5
#: Chains above this have not mixed (Gelman & Rubin 1992; for imputation Oberman, van Buuren & Vink 2021).
NOT_MIXED = 1.2


def reduce_scale(trace: Floats) -> Floats:
    """Return the potential scale reduction of chains: near 1 once they have mixed.

    Parameters
    ----------
    trace
        A summary of each chain at each iteration, shape (m, iterations, ...). The first half is left out.

    Returns
    -------
    ndarray
        Shape (...); NaN for a single chain or fewer than five iterations left, or where nothing varies.

    References
    ----------
    Gelman & Rubin (1992), Statistical Science 7, 457-472.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> bool(reduce_scale(rng.normal(size=(20, 40))) < 1.05)
    True
    """
    late = trace[:, trace.shape[1] // 2 :]
    m, length = late.shape[:2]
    if m < 2 or length < FEWEST_LATE:
        return np.full(trace.shape[2:], np.nan)
    within = np.mean(np.var(late, axis=1, ddof=1), axis=0)
    between = np.var(np.mean(late, axis=1), axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.sqrt((length - 1) / length + between / within))
