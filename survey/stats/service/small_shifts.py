"""Charts that gather small shifts: EWMA and CUSUM of standardised values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Weight of the newest value and width of the limits; 500 periods between false alarms (Lucas & Saccucci 1990).
EWMA_WEIGHT, EWMA_WIDTH, EWMA_FALSE_ALARM = 0.2, 2.962, 500
#: Slack and limit in SDs; 465 periods between false alarms, both sides (Montgomery 2013, table 9.3).
CUSUM_SLACK, CUSUM_LIMIT, CUSUM_FALSE_ALARM = 0.5, 5.0, 465


def run_ewma(z: Floats, weight: float = EWMA_WEIGHT, width: float = EWMA_WIDTH) -> tuple[Floats, Floats]:
    """Return the exponentially weighted moving average and its limit at each period, from the true SD at that period.

    Parameters
    ----------
    z
        Standardised values in order, shape (..., n_periods).
    weight, width
        Weight of the newest value; width of the limits in SDs of the average.

    References
    ----------
    Roberts (1959), Technometrics 1, 239-250. Lucas & Saccucci (1990), Technometrics 32, 1-12.

    Examples
    --------
    >>> average, limit = run_ewma(np.array([1.0, 1.0, 1.0]))
    >>> average.round(3).tolist(), limit.round(3).tolist()
    ([0.2, 0.36, 0.488], [0.592, 0.759, 0.848])
    """
    average, last = np.empty_like(z), np.zeros(z.shape[:-1])
    for period in range(z.shape[-1]):
        last = weight * z[..., period] + (1 - weight) * last
        average[..., period] = last
    past = 1 - (1 - weight) ** (2 * np.arange(1, z.shape[-1] + 1))
    return average, width * np.sqrt(weight / (2 - weight) * past)


def run_cusum(z: Floats, slack: float = CUSUM_SLACK) -> tuple[Floats, Floats]:
    """Return the sums of what lies above and below the centre by more than the slack, never under 0.

    Parameters
    ----------
    z
        Standardised values in order, shape (..., n_periods).
    slack
        SDs that are let pass; half of the shift to be found.

    References
    ----------
    Page (1954), Biometrika 41, 100-115.

    Examples
    --------
    >>> [part.tolist() for part in run_cusum(np.array([1.5, 1.5, -2.5]))]
    [[1.0, 2.0, 0.0], [0.0, 0.0, 2.0]]
    """
    above, below = np.empty_like(z), np.empty_like(z)
    up, down = np.zeros(z.shape[:-1]), np.zeros(z.shape[:-1])
    for period in range(z.shape[-1]):
        up = np.maximum(0, up + z[..., period] - slack)
        down = np.maximum(0, down - z[..., period] - slack)
        above[..., period], below[..., period] = up, down
    return above, below
