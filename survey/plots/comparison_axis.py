"""The value axis of comparisons: points, percentages, R² or coefficients."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from survey.plots.canvas import choose_ticks, finish_value_axis, set_share_axis, set_tick_labels
from survey.plots.labels import format_number, format_percent
from survey.plots.style import SMALL_SIZE

_SHARES = ("indicator", "importance_share")
_DIGITS = {"performance": 1, "indicator": 1, "importance": 3, "importance_share": 1, "coefficient": 2}
_SMALLEST_P = 0.001


def format_value(value: float, measure: str, *, signed: bool = False) -> str:
    """Write a value in the units of its measure.

    Examples
    --------
    >>> format_value(0.123, "indicator", signed=True), format_value(-1.25, "performance")
    ('+12.3%', '−1.2')
    """
    write = format_percent if measure in _SHARES else format_number
    text = write(value, _DIGITS[measure])
    return sign(value, text) if signed else text


def sign(value: float, text: str) -> str:
    """Put a plus before a positive number, unless it is written as 0.

    Examples
    --------
    >>> sign(1.2, "1.2"), sign(0.001, "0.0"), sign(-1.0, "−1.0")
    ('+1.2', '0.0', '−1.0')
    """
    return f"+{text}" if value > 0 and any(digit in text for digit in "123456789") else text


def format_p_value(p: float) -> str:
    """Write a p value with three digits.

    Examples
    --------
    >>> format_p_value(0.0001), format_p_value(0.0423)
    ('<0.001', '0.042')
    """
    return f"<{_SMALLEST_P}" if p < _SMALLEST_P else format_number(p, 3)


def set_measure_axis(ax: Axes, values: np.ndarray, title: str, measure: str, *, narrow: bool) -> None:
    """Make the horizontal axis hold the values, in the units of the measure."""
    known = values[np.isfinite(values)]
    low, high = (float(np.min(known)), float(np.max(known))) if len(known) else (0.0, 1.0)
    room = 0.05 * (high - low or 1.0)
    low, high = low - room, high + room
    if measure in _SHARES:
        set_share_axis(ax, low, high, title, narrow=narrow)
        return
    ticks = choose_ticks(low, high, most=4 if narrow else 7)
    step = float(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
    digits = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    set_tick_labels(ax, "x", ticks, [format_number(tick, digits) for tick in ticks], size=SMALL_SIZE)
    finish_value_axis(ax, low, high, title)
