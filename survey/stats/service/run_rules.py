"""Rules that tell a pattern on a control chart from chance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
RuleSet = Literal["limits", "western_electric", "nelson"]

#: The rules of each set. Western Electric (1956); Nelson (1984), Journal of Quality Technology 16, 237-239.
RULE_SETS: dict[str, tuple[str, ...]] = {
    "limits": ("beyond_3",),
    "western_electric": ("beyond_3", "two_of_three", "four_of_five", "eight_on_a_side"),
    "nelson": (
        *("beyond_3", "two_of_three", "four_of_five", "nine_on_a_side", "six_in_a_row", "fourteen_up_and_down"),
        *("fifteen_near", "eight_far"),
    ),
}
#: Periods between false alarms while nothing changes, independent normal values. Rule 1: 1 / P(|z| > 3); Western
#: Electric: Champ & Woodall (1987), Technometrics 29, 393-399; Nelson: benchmarks/run_lengths.py, 3,000 runs,
#: standard error 1.3.
FALSE_ALARM_PERIODS = {"limits": 370.4, "western_electric": 91.75, "nelson": 73.0}


def find_signals(z: Floats, rules: RuleSet) -> dict[str, Floats]:
    """Return for each rule where it signals and on which side: 1 above, -1 below, 0 no signal.

    Parameters
    ----------
    z
        Standardised values in order, shape (..., n_periods).
    rules
        Which rules.

    Notes
    -----
    A pattern signals at its last period. `six_in_a_row` is above when it rises; `fourteen_up_and_down`,
    `fifteen_near` and `eight_far` have no side and take that of their last value.

    Examples
    --------
    >>> found = find_signals(np.array([0.1, 2.5, 2.2, 3.4]), "western_electric")
    >>> {rule: signs.tolist() for rule, signs in found.items() if signs.any()}
    {'beyond_3': [0.0, 0.0, 0.0, 1.0], 'two_of_three': [0.0, 0.0, 1.0, 1.0]}
    """
    return {rule: _FIND[rule](z) for rule in RULE_SETS[rules]}


def _count(hits: Flags, window: int) -> NDArray[np.int64]:
    """Return how many of the last so many hold, at each period."""
    total = np.cumsum(hits, axis=-1)
    before = np.zeros_like(total)
    before[..., window:] = total[..., :-window]
    counted: NDArray[np.int64] = total - before
    return counted


def _side(z: Floats, beyond: float, needed: int, window: int) -> Floats:
    """Return 1 or -1 where so many of the last ones lie beyond a number of SDs on one side, the last one among them."""
    up, down = z > beyond, z < -beyond
    above = (_count(up, window) >= needed) & up
    below = (_count(down, window) >= needed) & down
    sides: Floats = above.astype(np.float64) - below.astype(np.float64)
    return sides


def _steps(z: Floats) -> Floats:
    signs = np.zeros_like(z)
    signs[..., 1:] = np.sign(np.diff(z, axis=-1))
    return signs


def _six_in_a_row(z: Floats) -> Floats:
    signs = _steps(z)
    rising, falling = _count(signs > 0, 5) == 5, _count(signs < 0, 5) == 5
    sides: Floats = rising.astype(np.float64) - falling.astype(np.float64)
    return sides


def _fourteen(z: Floats) -> Floats:
    signs = _steps(z)
    turns = np.zeros(z.shape, dtype=bool)
    turns[..., 1:] = signs[..., 1:] * signs[..., :-1] < 0
    return np.where(_count(turns, 12) == 12, _last_side(z), 0.0)


def _near(z: Floats) -> Floats:
    return np.where(_count(np.abs(z) < 1, 15) == 15, _last_side(z), 0.0)


def _far(z: Floats) -> Floats:
    return np.where(_count(np.abs(z) > 1, 8) == 8, _last_side(z), 0.0)


def _last_side(z: Floats) -> Floats:
    sides: Floats = np.where(z >= 0, 1.0, -1.0)
    return sides


_FIND: dict[str, Callable[[Floats], Floats]] = {
    "beyond_3": lambda z: _side(z, 3, 1, 1),
    "two_of_three": lambda z: _side(z, 2, 2, 3),
    "four_of_five": lambda z: _side(z, 1, 4, 5),
    "eight_on_a_side": lambda z: _side(z, 0, 8, 8),
    "nine_on_a_side": lambda z: _side(z, 0, 9, 9),
    "six_in_a_row": _six_in_a_row,
    "fourteen_up_and_down": _fourteen,
    "fifteen_near": _near,
    "eight_far": _far,
}
