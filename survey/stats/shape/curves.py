"""Designs beyond the straight line: spline terms, products, and the curve of one driver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

from survey.errors import DataError
from survey.stats.shape.sandwich import RobustFit, WaldTest, fit_robust, wald_test
from survey.stats.shape.splines import place_knots, spline_columns

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SplineDesign:
    """Hold the columns of a model with a curve for every driver.

    Parameters
    ----------
    columns
        Drivers, controls, then the spline terms of every driver, shape (n, p).
    knots
        Knots of each driver.
    terms
        Positions in `columns` of each driver's spline terms.
    """

    columns: Floats
    knots: list[Floats]
    terms: list[list[int]]


def design_splines(drivers: Floats, controls: Floats, weights: Floats, n_knots: int) -> SplineDesign:
    """Return drivers and controls with restricted cubic spline terms of every driver.

    Examples
    --------
    >>> x = np.arange(20.0)[:, None]
    >>> design = design_splines(x, np.empty((20, 0)), np.ones(20), 3)
    >>> design.columns.shape, design.terms
    ((20, 2), [[1]])
    """
    knots = [place_knots(column, n_knots, weights) for column in drivers.T]
    pieces = [spline_columns(column, at) for column, at in zip(drivers.T, knots, strict=True)]
    start = drivers.shape[1] + controls.shape[1]
    terms = []
    for piece in pieces:
        terms.append(list(range(start, start + piece.shape[1])))
        start += piece.shape[1]
    return SplineDesign(np.column_stack([drivers, controls, *pieces]), knots, terms)


def design_products(drivers: Floats, controls: Floats, weights: Floats) -> Floats:
    """Return drivers and controls with the products of every pair of centred drivers.

    Examples
    --------
    >>> design_products(np.array([[0.0, 0.0], [2.0, 4.0]]), np.empty((2, 0)), np.ones(2)).tolist()
    [[0.0, 0.0, 2.0], [2.0, 4.0, 2.0]]
    """
    centred = drivers - weights @ drivers / weights.sum()
    products = [centred[:, i] * centred[:, j] for i, j in combinations(range(drivers.shape[1]), 2)]
    return np.column_stack([drivers, controls, *products])


def bend_test(fit: RobustFit, terms: Sequence[int]) -> WaldTest | None:
    """Test that a driver's spline terms are all 0; None where it has none.

    Examples
    --------
    >>> x = np.arange(20.0)[:, None]
    >>> design = design_splines(x, np.empty((20, 0)), np.ones(20), 3)
    >>> y = (x[:, 0] - 10) ** 2 + np.resize([1.0, -1.0, 0.5], 20)
    >>> bool(bend_test(fit_robust(y, design.columns), design.terms[0]).p_value < 1e-6)
    True
    """
    if not terms:
        return None
    chosen = np.zeros((len(terms), len(fit.coefficients)))
    chosen[np.arange(len(terms)), np.asarray(terms) + 1] = 1.0
    return wald_test(fit, chosen)


def fit_curves(outcome: Floats, design: SplineDesign, weights: Floats) -> RobustFit | None:
    """Fit the model with curves; None where the rows do not carry it."""
    try:
        return fit_robust(outcome, design.columns, weights)
    except DataError:
        return None


def trace_curve(
    fit: RobustFit, centre: Floats, at: int, terms: Sequence[int], values: Floats, bends: Floats, confidence: float
) -> tuple[Floats, Floats, Floats]:
    """Return the expected outcome over one driver, everything else at its mean: estimate, low, high.

    Parameters
    ----------
    fit
        From `fit_robust`.
    centre
        Means of the columns, shape (p,).
    at, terms
        Positions of the driver and of its spline terms among the columns.
    values, bends
        Values of the driver, shape (g,), and its spline columns there, shape (g, len(terms)).
    confidence
        Coverage of the pointwise intervals.

    Examples
    --------
    >>> fit = fit_robust([1.0, 2.0, 2.0, 3.0, 5.0], [[0.0], [1.0], [2.0], [3.0], [4.0]])
    >>> grid = np.array([0.0, 4.0])
    >>> trace_curve(fit, np.array([2.0]), 0, [], grid, np.empty((2, 0)), 0.95)[0].round(6)
    array([0.8, 4.4])
    """
    rows = np.tile(np.append(1.0, centre), (len(values), 1))
    rows[:, at + 1] = values
    rows[:, [term + 1 for term in terms]] = bends
    estimate = rows @ fit.coefficients
    error = np.sqrt(np.einsum("gi,ij,gj->g", rows, fit.covariance, rows))
    half = t.ppf((1 + confidence) / 2, fit.df) * error
    return estimate, estimate - half, estimate + half
