"""Centre lines and limits of control charts: shares (p, Laney's p'), single values (XmR)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
#: Mean range of two normal values over their SD.
RANGE_OF_TWO = 1.128
LIMIT_SDS = 3.0


class Limits(NamedTuple):
    """What a chart holds the values against.

    Attributes
    ----------
    centre
        Centre line.
    sigma
        SD of each value, shape (n_periods,).
    inflation
        SD of the standardised values beyond what counting alone makes; 1 without Laney's correction.
    """

    centre: float
    sigma: Floats
    inflation: float


def share_limits(hits: Floats, n: Floats, baseline: Flags, *, laney: bool) -> Limits:
    """Return the limits of shares.

    Parameters
    ----------
    hits, n
        Numerator and denominator of each period, in order, n above 0.
    baseline
        The periods that tell centre and spread.
    laney
        Whether the SD is multiplied by that of the standardised shares, from their moving range, so that spread beyond
        that of counting does not raise alarms.

    References
    ----------
    Montgomery (2013), Introduction to statistical quality control, 7th ed., ch. 7. Laney (2002), Quality Engineering
    14, 531-537.

    Examples
    --------
    >>> n = np.full(4, 50.0)
    >>> limits = share_limits(np.array([10.0, 12.0, 8.0, 10.0]), n, np.ones(4, dtype=bool), laney=False)
    >>> limits.centre, limits.sigma.round(4).tolist()
    (0.2, [0.0566, 0.0566, 0.0566, 0.0566])
    """
    centre = float(np.sum(hits[baseline]) / np.sum(n[baseline]))
    sigma = np.sqrt(centre * (1 - centre) / n)
    if not laney or not sigma.all():
        return Limits(centre, sigma, 1.0)
    inflation = moving_sd((hits / n - centre)[baseline] / sigma[baseline])
    return Limits(centre, sigma * inflation, inflation)


def value_limits(values: Floats, baseline: Flags) -> Limits:
    """Return the limits of single values (XmR) from the mean moving range.

    Examples
    --------
    >>> flow = np.array([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    >>> limits = value_limits(flow, np.ones(10, dtype=bool))
    >>> round(float(limits.centre + 3 * limits.sigma[0]), 3)
    55.804
    """
    chosen = values[baseline]
    return Limits(float(np.mean(chosen)), np.full(len(values), moving_sd(chosen)), 1.0)


def moving_sd(values: Floats) -> float:
    """Return the SD that the mean range of neighbours implies."""
    return float(np.mean(np.abs(np.diff(values))) / RANGE_OF_TWO)
