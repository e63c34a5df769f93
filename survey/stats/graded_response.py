"""The graded response model by marginal maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.correlations.polychoric import estimate_polychoric
from survey.stats.item_response import GradedModel, convert_factor
from survey.stats.moments import check_rows, check_weights

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

#: Points of the trait, in standard deviations: as many and as far as leave the sixth digit of an estimate alone.
NODES = np.linspace(-6.0, 6.0, 61)
#: A logistic slope beyond this is none: the item's answers are a step of the trait (a perfect order of respondents).
STEEPEST = 15.0
_POLISHES = 8  # Newton steps after the search
_GRADIENT = 1e-7  # per row, the largest slope of the log-likelihood at the maximum
_STEP = 1e-5  # of the central differences of the gradient
_LEAST = 1e-300  # of a probability


@dataclass(frozen=True, eq=False)
class GradedFit:
    """Hold a graded response model, P(answer k or higher) = 1 / (1 + exp(-(intercept_k + slope trait))).

    Parameters
    ----------
    slopes, slopes_std_error
        Discriminations, shape (k,).
    intercepts
        For each item one per step, falling.
    thresholds, thresholds_std_error
        Minus intercept over slope: the trait at which a step is as likely reached as not.
    log_likelihood
        At the maximum.
    n
        Sum of the weights.
    converged
        Whether the gradient vanishes and the information is positive definite.
    """

    slopes: Floats
    slopes_std_error: Floats
    intercepts: tuple[Floats, ...]
    thresholds: tuple[Floats, ...]
    thresholds_std_error: tuple[Floats, ...]
    log_likelihood: float
    n: float
    converged: bool


@dataclass(frozen=True, eq=False)
class _Patterns:
    """Distinct rows of answers: their places, shape (n_patterns, k), how often they occur, and steps per item."""

    places: Positions
    counts: Floats
    steps: tuple[int, ...]

    @property
    def starts(self) -> list[int]:
        """Where each item's parameters start: slope first, then intercepts."""
        return [int(start) for start in np.concatenate([[0], np.cumsum(np.array(self.steps) + 1)])]


def fit_graded_response(answers: ArrayLike, weights: ArrayLike | None = None) -> GradedFit:
    """Fit a graded response model with one normal trait.

    Use it where an item's slope and thresholds are wanted with standard errors. It assumes that one trait explains the
    answers and that the curves are logistic.

    Parameters
    ----------
    answers
        Keyed ordinal answers, shape (n, k), none missing, three items or more.
    weights
        Frequencies; probability weights have to be scaled to the effective n first.

    Returns
    -------
    GradedFit

    Raises
    ------
    DataError
        If there are fewer than three items, one does not vary, or slopes run away.

    Notes
    -----
    The trait is integrated over 61 points; its mean is 0 and its variance 1. Started from the one-factor solution of
    polychoric correlations; quasi-Newton on all parameters with the expected counts' gradient, then Newton. Standard
    errors from the observed information. Cost: distinct patterns times points times items, some hundred times.

    References
    ----------
    Samejima (1969). Estimation of latent ability using a response pattern of graded scores. Psychometrika Monograph
    17. Bock & Aitkin (1981). Marginal maximum likelihood estimation of item parameters. Psychometrika 46, 443-459.

    Examples
    --------
    >>> patterns = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]]
    >>> fit_graded_response(np.repeat(patterns, [9, 3, 3, 3, 3, 3, 3, 9], axis=0)).slopes.round(2)
    array([1.69, 1.69, 1.69])
    """
    values = check_rows(answers)
    if values.shape[1] < 3:
        raise DataError("A graded response model needs at least three items.")
    w = check_weights(weights, len(values))
    values, w = values[w > 0], w[w > 0]
    patterns = _find_patterns(values, w)
    begin = _start(values, w)
    found = _polish(patterns, _climb(patterns, begin))
    parameters, information = found
    height, gradient = _score(patterns, parameters)
    slopes = parameters[patterns.starts[:-1]]
    if np.any(np.abs(slopes) > STEEPEST):
        raise DataError("A slope of the graded response model runs away: an item orders respondents without error.")
    positive = bool(np.all(np.linalg.eigvalsh(information) > 0))
    closed = float(np.max(np.abs(gradient))) < _GRADIENT * float(np.sum(w))
    covariance = np.asarray(np.linalg.inv(information)) if positive else np.full(information.shape, np.nan)
    return _unpack(patterns, parameters, covariance, height, closed and positive)


def _find_patterns(values: Floats, w: Floats) -> _Patterns:
    columns = [np.unique(column, return_inverse=True) for column in values.T]
    if still := [str(j) for j, (codes, _) in enumerate(columns) if len(codes) < 2]:
        raise DataError(f"Item {', '.join(still)} has the same answer in every row: leave it out.")
    places, at = np.unique(np.column_stack([place for _, place in columns]), axis=0, return_inverse=True)
    counts = np.asarray(np.bincount(at.ravel(), weights=w), dtype=np.float64)
    return _Patterns(places.astype(np.intp), counts, tuple(len(codes) - 1 for codes, _ in columns))


def _start(values: Floats, w: Floats) -> Floats:
    """Return slopes and intercepts of the converted one-factor solution, moderate ones where there is none."""
    found = estimate_polychoric(values, weights=w)
    try:
        model = convert_factor(found.correlation, found.thresholds)
    except DataError:
        ones = np.ones(values.shape[1])
        model = GradedModel(ones, tuple(1.7 * cut for cut in found.thresholds), ones)
    parts = [
        np.concatenate([[slope], -slope * threshold])
        for slope, threshold in zip(np.clip(model.slopes, -4, 4), model.thresholds, strict=True)
    ]
    return np.concatenate(parts)


def _score(patterns: _Patterns, parameters: Floats) -> tuple[float, Floats]:
    """Return the log-likelihood and its gradient by slopes and intercepts; -inf where intercepts do not fall."""
    starts = patterns.starts
    mass = np.exp(-(NODES**2) / 2)
    log_joint = np.tile(np.log(mass / np.sum(mass)), (len(patterns.counts), 1))
    curves = []
    for j, start in enumerate(starts[:-1]):
        slope, intercepts = parameters[start], parameters[start + 1 : starts[j + 1]]
        if np.any(np.diff(intercepts) >= 0):
            return -np.inf, np.zeros_like(parameters)
        reached = 1 / (1 + np.exp(-np.clip(intercepts[:, None] + slope * NODES, -500, 500)))
        padded = np.vstack([np.ones_like(NODES), reached, np.zeros_like(NODES)])
        chances = np.maximum(padded[:-1] - padded[1:], _LEAST)
        curves.append((reached, chances))
        log_joint += np.log(chances)[patterns.places[:, j]]
    top = np.max(log_joint, axis=1, keepdims=True)
    joint = np.exp(log_joint - top)
    total = np.sum(joint, axis=1)
    posterior = joint * (patterns.counts / total)[:, None]
    gradient = np.empty_like(parameters)
    for j, (reached, chances) in enumerate(curves):
        expected = np.stack([np.sum(posterior[patterns.places[:, j] == at], axis=0) for at in range(len(chances))])
        ratio = expected / chances
        by_step = reached * (1 - reached) * (ratio[1:] - ratio[:-1])
        gradient[starts[j]] = np.sum(by_step @ NODES)
        gradient[starts[j] + 1 : starts[j + 1]] = np.sum(by_step, axis=1)
    return float(patterns.counts @ (top[:, 0] + np.log(total))), gradient


def _climb(patterns: _Patterns, begin: Floats) -> Floats:
    """Return the maximum by quasi-Newton steps on slopes, first intercepts and logarithms of the falls after them."""
    from scipy.optimize import minimize

    starts, n = patterns.starts, float(np.sum(patterns.counts))

    def spread(free: Floats) -> Floats:
        parameters = free.copy()
        for start, end in pairwise(starts):
            falls = np.exp(np.clip(free[start + 2 : end], -30, 10))
            parameters[start + 2 : end] = free[start + 1] - np.cumsum(falls)
        return parameters

    def lose(free: Floats) -> tuple[float, Floats]:
        parameters = spread(free)
        height, gradient = _score(patterns, parameters)
        turned = gradient.copy()
        for start, end in pairwise(starts):
            later = np.cumsum(gradient[start + 1 : end][::-1])[::-1]
            turned[start + 1] = later[0]
            turned[start + 2 : end] = -later[1:] * -np.diff(parameters[start + 1 : end])
        return -height / n, -turned / n

    free = begin.copy()
    for start, end in pairwise(starts):
        free[start + 2 : end] = np.log(np.maximum(-np.diff(begin[start + 1 : end]), 1e-6))
    return spread(np.asarray(minimize(lose, free, jac=True, method="BFGS", options={"gtol": 1e-6}).x))


def _polish(patterns: _Patterns, parameters: Floats) -> tuple[Floats, Floats]:
    """Return the maximum after Newton steps, and the information there."""
    information = _inform(patterns, parameters)
    height, gradient = _score(patterns, parameters)
    for _ in range(_POLISHES):
        if np.max(np.abs(gradient)) < _GRADIENT * np.sum(patterns.counts) / 100:
            break
        there = parameters + np.linalg.lstsq(information, gradient, rcond=None)[0]
        reached, slope = _score(patterns, there)
        if not reached >= height - 1e-9 * abs(height):
            break
        parameters, height, gradient = there, reached, slope
        information = _inform(patterns, parameters)
    return parameters, information


def _inform(patterns: _Patterns, parameters: Floats) -> Floats:
    """Return minus the Hessian, by central differences of the gradient."""
    steps = _STEP * np.eye(len(parameters))
    rows = [_score(patterns, parameters - step)[1] - _score(patterns, parameters + step)[1] for step in steps]
    information = np.array(rows) / (2 * _STEP)
    return (information + information.T) / 2


def _unpack(
    patterns: _Patterns, parameters: Floats, covariance: Floats, log_likelihood: float, converged: bool
) -> GradedFit:
    starts = patterns.starts
    intercepts, thresholds, errors = [], [], []
    for start, end in pairwise(starts):
        slope, inner = parameters[start], parameters[start + 1 : end]
        own = covariance[start:end, start:end]
        by = np.column_stack([inner / slope**2, -np.eye(len(inner)) / slope])
        intercepts.append(inner)
        thresholds.append(-inner / slope)
        errors.append(np.sqrt(np.diag(by @ own @ by.T)))
    return GradedFit(
        slopes=parameters[starts[:-1]],
        slopes_std_error=np.sqrt(np.diag(covariance)[starts[:-1]]),
        intercepts=tuple(intercepts),
        thresholds=tuple(thresholds),
        thresholds_std_error=tuple(errors),
        log_likelihood=log_likelihood,
        n=float(np.sum(patterns.counts)),
        converged=converged,
    )
