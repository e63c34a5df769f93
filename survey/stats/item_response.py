"""Answers against the score on the other items: means by answer, smoothed curves, and a graded response model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.descriptives import effective_n, weighted_variance
from survey.stats.moments import check_weights
from survey.stats.one_factor import fit_one_factor

Floats = NDArray[np.float64]

#: Silverman (1986), eq. 3.28: times the standard deviation and the fifth root of 1/n.
SILVERMAN = 1.06
#: Slope of the logistic curve that is closest to the normal one (Haley, 1952).
LOGISTIC_SLOPE = 1.702


def average_by_answer(score: ArrayLike, place: ArrayLike, count: int, weights: ArrayLike | None = None) -> Floats:
    """Return the mean score of those who gave each answer.

    Parameters
    ----------
    score
        Score on the other items, shape (n,).
    place
        Which answer, from 0, shape (n,).
    count
        How many answers there are.
    weights
        One a row; None counts every row once.

    Returns
    -------
    ndarray
        Shape (count,), NaN for an answer that nobody gave.

    Examples
    --------
    >>> average_by_answer([1.0, 2.0, 4.0], [0, 0, 2], 3)
    array([1.5, nan, 4. ])
    """
    x, at = np.asarray(score, dtype=np.float64), np.asarray(place, dtype=np.intp)
    w = check_weights(weights, len(x))
    sums, totals = np.bincount(at, weights=w * x, minlength=count), np.bincount(at, weights=w, minlength=count)
    with np.errstate(invalid="ignore"):
        return np.asarray(sums / totals)


def choose_bandwidth(score: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return Silverman's bandwidth for a score, in the score's unit; weights count by the effective n.

    Examples
    --------
    >>> round(choose_bandwidth(np.arange(100.0)), 3)
    12.243
    """
    w = check_weights(weights, np.size(np.asarray(score)))
    return float(SILVERMAN * np.sqrt(weighted_variance(score, w)) * effective_n(w) ** -0.2)


def smooth_curves(
    score: ArrayLike, values: ArrayLike, grid: ArrayLike, weights: ArrayLike | None = None, *, bandwidth: float
) -> Floats:
    """Smooth columns of values over a score by a Gaussian kernel.

    Indicators of answers give option characteristic curves, answers themselves the item's curve.

    Parameters
    ----------
    score
        Score on the other items, shape (n,).
    values
        Shape (n, m).
    grid
        Where to evaluate, shape (g,).
    weights
        One a row; None counts every row once.
    bandwidth
        Standard deviation of the kernel, in the score's unit.

    Returns
    -------
    ndarray
        Local weighted means, shape (g, m).

    Raises
    ------
    DataError
        If the bandwidth is not above 0.

    Notes
    -----
    Near the ends of the score, where one side has no answers, the curves are drawn towards the middle. Cost: one
    kernel weight for each point of the grid and distinct score.

    References
    ----------
    Ramsay (1991). Kernel smoothing approaches to nonparametric item characteristic curve estimation. Psychometrika 56,
    611-630.

    Examples
    --------
    >>> smooth_curves([1.0, 2.0, 3.0], [[0.0], [0.0], [1.0]], [1.0, 3.0], bandwidth=0.5).round(3)
    array([[0.   ],
           [0.881]])
    """
    if not bandwidth > 0:
        raise DataError("The score does not vary, so there is no curve over it.")
    x, y = np.asarray(score, dtype=np.float64), np.asarray(values, dtype=np.float64)
    w = check_weights(weights, len(x))
    scores, at = np.unique(x, return_inverse=True)
    mass = np.bincount(at, weights=w)
    sums = np.stack([np.bincount(at, weights=w * column) for column in y.T], axis=1)
    distance = (np.asarray(grid, dtype=np.float64)[:, None] - scores) / bandwidth
    # the nearest score has weight 1, so that no row of the kernel vanishes far from all scores
    kernel = np.exp(-(distance**2 - np.min(distance**2, axis=1, keepdims=True)) / 2)
    return np.asarray(kernel @ sums / (kernel @ mass)[:, None])


@dataclass(frozen=True, eq=False)
class GradedModel:
    """Hold a graded response model, P(answer k or higher) = 1 / (1 + exp(-slope (trait - threshold_k))).

    Parameters
    ----------
    slopes
        Discrimination of each item, logistic, shape (k,).
    thresholds
        For each item the trait, in standard deviations, at which each step is as likely reached as not.
    loadings
        Of the one-factor solution behind it, shape (k,).
    """

    slopes: Floats
    thresholds: tuple[Floats, ...]
    loadings: Floats


def convert_factor(correlation: ArrayLike, cuts: tuple[Floats, ...]) -> GradedModel:
    """Convert a one-factor solution of polychoric correlations to a graded response model.

    Parameters
    ----------
    correlation
        Polychoric correlations, shape (k, k), three items or more.
    cuts
        For each item the cuts of the normal variable behind its answers.

    Returns
    -------
    GradedModel

    Raises
    ------
    DataError
        If the solution does not converge or has a Heywood case.

    Notes
    -----
    Minimum residuals; the slope is the loading over the root of the uniqueness, times 1.702 for the logistic curve, the
    threshold the cut over the loading. Limited information: the correlations, not the whole patterns of answers. The
    conversion is exact for normal-ogive curves.

    References
    ----------
    Takane & de Leeuw (1987). On the relationship between item response theory and factor analysis of discretized
    variables. Psychometrika 52, 393-408.

    Examples
    --------
    >>> loadings = np.array([0.8, 0.6, 0.6])
    >>> r = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    >>> convert_factor(r, (np.array([0.4]), np.array([0.3]), np.array([-0.6]))).slopes.round(3)
    array([2.269, 1.276, 1.276])
    """
    values = np.asarray(correlation, dtype=np.float64)
    fit = fit_one_factor(values, method="minres")
    if not bool(fit.converged) or bool(fit.heywood) or np.any(~np.isfinite(fit.loadings)):
        raise DataError("The one-factor solution has a Heywood case or did not converge: there are no slopes.")
    loadings = np.asarray(fit.loadings)
    slopes = LOGISTIC_SLOPE * loadings / np.sqrt(1 - loadings**2)
    return GradedModel(slopes, tuple(np.asarray(cut) / one for cut, one in zip(cuts, loadings, strict=True)), loadings)
