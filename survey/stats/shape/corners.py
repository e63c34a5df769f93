"""The empty corner of a scatter, turned so that it is always the upper left one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError, check_option
from survey.stats.moments import check_rows, check_weights

Floats = NDArray[np.float64]
Corner = Literal["upper_left", "upper_right", "lower_left", "lower_right"]
Scope = tuple[float, float, float, float]

#: What turns each corner into the upper left one: signs of the condition and of the outcome.
SIGNS: dict[str, tuple[int, int]] = {
    "upper_left": (1, 1),
    "upper_right": (-1, 1),
    "lower_left": (1, -1),
    "lower_right": (-1, -1),
}


@dataclass(frozen=True, eq=False)
class CornerPoints:
    """Hold points turned so that the corner of interest is the upper left one, sorted by the condition.

    Parameters
    ----------
    x, y, w
        Condition, outcome and weight, each shape (n,), `x` ascending.
    x_min, x_max, y_min, y_max
        The scope, turned as the points are.
    x_sign, y_sign
        What the values were multiplied by.
    """

    x: Floats
    y: Floats
    w: Floats
    x_min: float
    x_max: float
    y_min: float
    y_max: float
    x_sign: int
    y_sign: int

    @property
    def width(self) -> float:
        """Width of the scope."""
        return self.x_max - self.x_min

    @property
    def height(self) -> float:
        """Height of the scope."""
        return self.y_max - self.y_min

    @property
    def area(self) -> float:
        """Area of the scope."""
        return self.width * self.height


def turn_corner(
    x: ArrayLike,
    y: ArrayLike,
    *,
    corner: Corner = "upper_left",
    scope: Scope | None = None,
    weights: ArrayLike | None = None,
) -> CornerPoints:
    """Return the points of a scatter, turned so that one corner is the upper left one.

    Parameters
    ----------
    x, y
        Condition and outcome, each shape (n,), none missing.
    corner
        The corner expected to be empty. "upper_left": a high outcome needs a high condition; "upper_right": a high
        outcome needs a low condition; "lower_left": a low outcome needs a high condition; "lower_right": a low outcome
        needs a low condition.
    scope
        Lowest and highest possible condition, lowest and highest possible outcome; None takes those of the points.
    weights
        One weight per point; points of weight 0 are left out.

    Returns
    -------
    CornerPoints

    Raises
    ------
    DataError
        A value is missing, lies outside the scope, or a side of the scope has no length.

    Examples
    --------
    >>> turn_corner([1.0, 2.0], [5.0, 7.0], corner="upper_right").x.tolist()
    [-2.0, -1.0]
    """
    check_option("corner", corner, get_args(Corner))
    points = check_rows(np.column_stack([x, y]))
    w = check_weights(weights, len(points))
    points, w = points[w > 0], w[w > 0]
    ends = np.array([np.min(points, axis=0), np.max(points, axis=0)])
    given = _check_scope(ends, scope)
    x_sign, y_sign = SIGNS[corner]
    across, up = sorted(x_sign * given[:, 0]), sorted(y_sign * given[:, 1])
    order = np.argsort(x_sign * points[:, 0], kind="stable")
    return CornerPoints(
        x=x_sign * points[order, 0],
        y=y_sign * points[order, 1],
        w=w[order],
        x_min=float(across[0]),
        x_max=float(across[1]),
        y_min=float(up[0]),
        y_max=float(up[1]),
        x_sign=x_sign,
        y_sign=y_sign,
    )


def _check_scope(ends: Floats, scope: Scope | None) -> Floats:
    """Return lowest and highest condition and outcome, shape (2, 2)."""
    given = ends if scope is None else np.array(scope, dtype=np.float64).reshape(2, 2).T
    for column, name in enumerate(("condition", "outcome")):
        low, high = given[:, column]
        if not high > low:
            raise DataError(f"The {name} has a scope from {low:g} to {high:g}; it needs a length.")
        if ends[0, column] < low or ends[1, column] > high:
            raise DataError(
                f"The {name} runs from {ends[0, column]:g} to {ends[1, column]:g}, outside its scope of {low:g} to "
                f"{high:g}: give the range that answers can have."
            )
    return given
