"""Ranks of groups from draws of their true values."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_TENTH = 10


class Ranks(NamedTuple):
    """Ranks with their uncertainty, shape (n_groups,) each; rank 1 is the highest value.

    Attributes
    ----------
    low, high
        Ends of the interval of the rank.
    top, bottom
        Probability of being among the first and the last tenth.
    """

    low: Floats
    high: Floats
    top: Floats
    bottom: Floats


def rank_draws(draws: Floats, confidence: float = 0.95) -> Ranks:
    """Return the interval of each group's rank and its chances of the first and the last tenth.

    Parameters
    ----------
    draws
        Draws of the groups' true values, shape (n_draws, n_groups).
    confidence
        Coverage of the intervals.

    Notes
    -----
    A tenth of fewer than ten groups is one group.

    References
    ----------
    Laird & Louis (1989), Journal of Educational Statistics 14, 29-46. Goldstein & Spiegelhalter (1996), JRSS A 159,
    385-443.

    Examples
    --------
    >>> ranks = rank_draws(np.array([[3.0, 2.0, 1.0], [3.0, 1.0, 2.0]]))
    >>> ranks.top.tolist(), ranks.low.tolist(), ranks.high.tolist()
    ([1.0, 0.0, 0.0], [1.0, 2.0, 2.0], [1.0, 3.0, 3.0])
    """
    n_groups = draws.shape[1]
    ranks = np.empty(draws.shape, dtype=np.int32)
    np.put_along_axis(ranks, np.argsort(-draws, axis=1), np.arange(1, n_groups + 1, dtype=np.int32)[None], axis=1)
    tail = (1 - confidence) / 2
    low = np.quantile(ranks, tail, axis=0, method="inverted_cdf")
    high = np.quantile(ranks, 1 - tail, axis=0, method="higher")
    tenth = int(np.ceil(n_groups / _TENTH))
    return Ranks(
        low.astype(np.float64),
        high.astype(np.float64),
        np.mean(ranks <= tenth, axis=0),
        np.mean(ranks > n_groups - tenth, axis=0),
    )
