"""Restricted cubic splines: curves that are straight beyond the outer knots."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import OptionError
from survey.stats.descriptives import weighted_quantile
from survey.stats.moments import check_weights

Floats = NDArray[np.float64]

#: Where the knots go, as shares of the sample, by their number (Harrell 2015, table 2.3).
KNOT_SHARES: dict[int, tuple[float, ...]] = {
    3: (0.10, 0.50, 0.90),
    4: (0.05, 0.35, 0.65, 0.95),
    5: (0.05, 0.275, 0.50, 0.725, 0.95),
}
FEWEST_KNOTS = 3


def place_knots(x: ArrayLike, n_knots: int = 4, weights: ArrayLike | None = None) -> Floats:
    """Return knots at quantiles of a variable; fewer where its values pile up, none where it has fewer than 3 values.

    Parameters
    ----------
    x
        Values, shape (n,).
    n_knots
        3, 4 or 5.
    weights
        One weight per value.

    Returns
    -------
    ndarray
        Ascending, shape (0,) or (3 to n_knots,).

    Raises
    ------
    OptionError
        Another number of knots is asked for.

    References
    ----------
    Harrell (2015). Regression modeling strategies (2nd ed.), section 2.4. Springer.

    Examples
    --------
    >>> place_knots(np.arange(101.0))
    array([ 5., 35., 65., 95.])
    """
    if n_knots not in KNOT_SHARES:
        raise OptionError(f"n_knots={n_knots} is not an option; use one of: {', '.join(map(str, KNOT_SHARES))}.")
    w = check_weights(weights, np.size(x))
    values = np.asarray(x, dtype=np.float64)
    distinct = np.unique(values[w > 0])
    if len(distinct) < FEWEST_KNOTS:
        return np.empty(0)
    knots = np.unique([weighted_quantile(values, share, w) for share in KNOT_SHARES[n_knots]])
    if len(knots) < FEWEST_KNOTS:
        # most respondents share a value or two, so the knots go by the values that occur instead
        knots = np.unique([weighted_quantile(distinct, share) for share in KNOT_SHARES[FEWEST_KNOTS]])
    return knots[: len(distinct)]


def spline_columns(x: ArrayLike, knots: ArrayLike) -> Floats:
    """Return the non-linear columns of a restricted cubic spline; the variable itself is the linear one.

    Truncated powers over the squared distance of the outer knots, which keeps them in the unit of `x`.

    Parameters
    ----------
    x
        Values, shape (n,).
    knots
        Ascending, shape (k,).

    Returns
    -------
    ndarray
        Shape (n, k - 2); (n, 0) without knots.

    References
    ----------
    Devlin & Weeks (1986). Spline functions for logistic regression modeling. Proceedings of the Eleventh Annual SAS
    Users Group International Conference, 646-651. Harrell (2015), Regression modeling strategies, section 2.4.5.

    Examples
    --------
    >>> spline_columns([0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 2.0]).ravel().tolist()
    [0.0, 0.25, 1.5, 3.0]
    """
    values, places = np.asarray(x, dtype=np.float64), np.asarray(knots, dtype=np.float64)
    if len(places) < FEWEST_KNOTS:
        return np.empty((len(values), 0))
    cubes = np.maximum(values[:, None] - places, 0.0) ** 3
    last, before = places[-1], places[-2]
    gap = last - before
    outer = (cubes[:, [-2]] * (last - places[:-2]) - cubes[:, [-1]] * (before - places[:-2])) / gap
    columns: Floats = (cubes[:, :-2] - outer) / (last - places[0]) ** 2
    return columns
