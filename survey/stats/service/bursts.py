"""Bursts of events: windows that hold more of them than chance puts into any window."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_PART = 100  # numbers of events tried at a time


def burst_probability(k: int, n: int, window: float) -> float:
    """Return the probability that some window of a length holds k or more of n events that fall anywhere.

    Parameters
    ----------
    k
        Events in the window, at least 2.
    n
        Events in all.
    window
        Its length as a share of the whole time, 0 to 0.5.

    Notes
    -----
    The approximation is exact for k > n / 2 and bounds the probability from above where it is small.

    References
    ----------
    Wallenstein & Neff (1987), Statistics in Medicine 6, 197-207. Naus (1965), JASA 60, 532-538.

    Examples
    --------
    >>> round(burst_probability(2, 2, 0.1), 4), round(burst_probability(5, 8, 0.1), 6)
    (0.19, 0.017601)
    """
    return float(_probabilities(np.array([k]), n, window)[0])


def _probabilities(k: NDArray[np.int64], n: int, window: float) -> Floats:
    from scipy.stats import binom

    at, above = binom.pmf(k, n, window), binom.sf(k, n, window)
    bounded: Floats = np.clip((k / window - n - 1) * at + 2 * (at + above), 0, 1)
    return bounded


def fewest_of_burst(n: int, window: float, alpha: float) -> int:
    """Return the fewest events in a window that chance reaches with a probability of at most alpha; n + 1 if none.

    Examples
    --------
    >>> fewest_of_burst(100, 0.01, 0.001)
    9
    """
    start = max(2, int(n * window) + 1)
    for first in range(start, n + 1, _PART):
        k = np.arange(first, min(first + _PART, n + 1))
        enough = np.flatnonzero(_probabilities(k, n, window) <= alpha)
        if len(enough):
            return int(k[enough[0]])
    return n + 1


def mark_bursts(moments: Floats, length: float, fewest: int) -> tuple[Flags, Floats]:
    """Return which events lie in a window of a length with so many events or more, and the largest such window of each.

    Parameters
    ----------
    moments
        In order, shape (n,).
    length
        Of the window, ends included.
    fewest
        Events a burst has.

    Returns
    -------
    tuple
        Flags, and for each event the number of events in its fullest window (0 outside bursts), shape (n,).

    Examples
    --------
    >>> mark_bursts(np.array([0.0, 5.0, 5.1, 5.2, 9.0]), 1.0, 3)[0].tolist()
    [False, True, True, True, False]
    """
    ends = np.searchsorted(moments, moments + length, side="right")
    counts = ends - np.arange(len(moments))
    fullest = np.zeros(len(moments))
    for start in np.flatnonzero(counts >= fewest):
        inside = slice(start, ends[start])
        fullest[inside] = np.maximum(fullest[inside], counts[start])
    return fullest > 0, fullest
