"""Mediation: how much of an association runs through other variables, by regressions in sequence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.stats.bootstrap import bootstrap_covariances
from survey.stats.resampled_interval import group_rows, leave_out_covariances

Floats = NDArray[np.float64]
Structure = Literal["parallel", "serial"]
STRUCTURES: tuple[Structure, ...] = ("parallel", "serial")
#: A column varies in a sample if its variance exceeds this share of its largest one among all samples.
FLAT = 1e-10


@dataclass(frozen=True, eq=False)
class Equations:
    """The regressions of a mediation: each mediator, then the outcome.

    Attributes
    ----------
    terms
        For each equation, the columns of its regressors; the predictor is column 0, mediators follow.
    coefficients
        Shape (..., n_equations, n_columns), zero where a column is no regressor.
    covariance
        Of all coefficients, shape (n_equations * n_columns, n_equations * n_columns).
    df
        Residual degrees of freedom of each equation.
    total, total_error
        Coefficient of the predictor without mediators, and its standard error.
    """

    terms: list[NDArray[np.intp]]
    coefficients: Floats
    covariance: Floats
    df: NDArray[np.int64]
    total: float
    total_error: float


def list_terms(n_mediators: int, n_covariates: int, structure: Structure) -> list[NDArray[np.intp]]:
    """Return the regressors of each mediator and of the outcome.

    Columns are: predictor, mediators, covariates. In series each mediator is regressed on those before it.

    Examples
    --------
    >>> [terms.tolist() for terms in list_terms(2, 1, "serial")]
    [[0, 3], [0, 1, 3], [0, 1, 2, 3]]
    """
    rest = list(range(1 + n_mediators, 1 + n_mediators + n_covariates))
    earlier = [list(range(1, 1 + at)) if structure == "serial" else [] for at in range(n_mediators)]
    sets = [*([0, *before, *rest] for before in earlier), [0, *range(1, 1 + n_mediators), *rest]]
    return [np.array(terms, dtype=np.intp) for terms in sets]


def fit_equations(
    columns: Floats, outcome: Floats, n_mediators: int, structure: Structure, weights: Floats | None = None
) -> Equations:
    """Fit every regression by least squares, with the covariances of all coefficients.

    Parameters
    ----------
    columns
        Predictor, mediators, covariates, shape (n, n_columns).
    outcome
        Shape (n,).
    n_mediators
        How many columns after the first are mediators.
    structure
        ``"parallel"``: mediators do not explain each other. ``"serial"``: each explains those after it.
    weights
        Probability weights, or None.

    Notes
    -----
    Without weights the covariances are the usual ones, residual sums over n - k; parallel mediators' residuals may
    correlate, and their coefficients then do. With weights they are heteroscedasticity-consistent (HC3).
    """
    terms = list_terms(n_mediators, columns.shape[1] - 1 - n_mediators, structure)
    targets = [*(columns[:, 1 + at] for at in range(n_mediators)), outcome]
    width = columns.shape[1]
    fits = [_fit(columns[:, own], target, weights) for own, target in zip(terms, targets, strict=True)]
    coefficients = np.zeros((len(terms), width))
    covariance = np.zeros((len(terms) * width, len(terms) * width))
    for one, first in enumerate(terms):
        coefficients[one, first] = fits[one].slopes
        for other, second in enumerate(terms):
            if one == other or (structure == "parallel" and max(one, other) < n_mediators):
                part = fits[one].influence.T @ fits[other].influence
                if weights is None:
                    part = _classical(fits[one], fits[other])
                covariance[np.ix_(one * width + first, other * width + second)] = part
    alone = _fit(columns[:, [0, *range(1 + n_mediators, width)]], outcome, weights)
    return Equations(
        terms=terms,
        coefficients=coefficients,
        covariance=covariance,
        df=np.array([len(outcome) - own.size - 1 for own in terms]),
        total=float(alone.slopes[0]),
        total_error=float(
            np.sqrt(_classical(alone, alone)[0, 0] if weights is None else (alone.influence.T @ alone.influence)[0, 0])
        ),
    )


@dataclass(frozen=True, eq=False)
class _Fit:
    """One regression: slopes, each row's influence on them, inverse cross products, residuals."""

    slopes: Floats
    influence: Floats
    bread: Floats
    residuals: Floats
    df: int


def _fit(regressors: Floats, target: Floats, weights: Floats | None) -> _Fit:
    w = np.ones(len(target)) if weights is None else weights
    centred = regressors - np.average(regressors, axis=0, weights=w)
    bread = np.linalg.inv((centred * w[:, None]).T @ centred)
    slopes = bread @ ((centred * w[:, None]).T @ target)
    residuals = target - np.average(target, weights=w) - centred @ slopes
    leverage = w * (1 / w.sum() + np.sum((centred @ bread) * centred, axis=1))
    influence = (centred * (w * residuals / (1 - leverage))[:, None]) @ bread
    return _Fit(
        slopes,
        np.asarray(influence, dtype=np.float64),
        np.asarray(bread, dtype=np.float64),
        residuals,
        len(target) - regressors.shape[1] - 1,
    )


def _classical(one: _Fit, other: _Fit) -> Floats:
    """Covariance of slopes of equations with the same regressors: residual product times inverse cross products."""
    return np.asarray(one.bread * float(one.residuals @ other.residuals) / one.df)


def list_routes(n_mediators: int, structure: Structure) -> list[tuple[int, ...]]:
    """Return the mediators (from 0) of every indirect route, short ones first.

    Examples
    --------
    >>> list_routes(2, "parallel"), list_routes(2, "serial")
    ([(0,), (1,)], [(0,), (1,), (0, 1)])
    """
    sizes = range(1, n_mediators + 1) if structure == "serial" else [1]
    return [route for size in sizes for route in combinations(range(n_mediators), size)]


def route_effects(coefficients: Floats, routes: list[tuple[int, ...]]) -> Floats:
    """Return the product of the coefficients along every route.

    Parameters
    ----------
    coefficients
        Shape (..., n_equations, n_columns).
    routes
        As of `list_routes`.

    Returns
    -------
    ndarray
        Shape (..., n_routes).
    """
    found = []
    for route in routes:
        effect = np.ones(coefficients.shape[:-2])
        for equation, column in route_steps(route, coefficients.shape[-2] - 1):
            effect = effect * coefficients[..., equation, column]
        found.append(effect)
    return np.stack(found, axis=-1)


def route_steps(route: tuple[int, ...], outcome: int) -> list[tuple[int, int]]:
    """Return equation and column of every coefficient along a route; the outcome's equation is the last.

    Examples
    --------
    >>> route_steps((0, 1), 2)
    [(0, 0), (1, 1), (2, 2)]
    """
    return list(zip([*route, outcome], [0, *(one + 1 for one in route)], strict=True))


def route_errors(equations: Equations, routes: list[tuple[int, ...]]) -> tuple[Floats, float]:
    """Return first-order (delta method, Sobel) standard errors of every route, and of their sum.

    References
    ----------
    Sobel (1982), Sociological Methodology 13, 290-312.
    """
    shape = equations.coefficients.shape
    gradients = np.zeros((len(routes), *shape))
    for at, route in enumerate(routes):
        steps = route_steps(route, shape[0] - 1)
        for step in steps:
            others = [equations.coefficients[other] for other in steps if other != step]
            gradients[at][step] = float(np.prod(others))
    flat = gradients.reshape(len(routes), -1)
    spread = flat @ equations.covariance @ flat.T
    return np.sqrt(np.diag(spread)), float(np.sqrt(np.sum(spread)))


def resample_coefficients(
    columns: Floats,
    outcome: Floats,
    n_mediators: int,
    structure: Structure,
    *,
    n_boot: int,
    seed: int,
    weights: Floats | None = None,
) -> Floats:
    """Return the coefficients in bootstrap samples of rows, shape (n_boot, n_equations, n_columns)."""
    rows = np.column_stack([outcome, columns])
    samples = bootstrap_covariances(rows, n_boot=n_boot, seed=seed, weights=weights)
    return _stacked(samples, n_mediators, structure)


def leave_out_coefficients(
    columns: Floats, outcome: Floats, n_mediators: int, structure: Structure, *, seed: int, weights: Floats | None
) -> Floats:
    """Return the coefficients without each row or group of rows, shape (n_groups, n_equations, n_columns)."""
    rows = np.column_stack([outcome, columns])
    samples = leave_out_covariances(rows, group_rows(len(rows), seed), weights)
    return _stacked(samples, n_mediators, structure)


def _stacked(samples: Floats, n_mediators: int, structure: Structure) -> Floats:
    """Regress on covariance matrices of the outcome (first) and the columns; NaN where a sample is singular."""
    width = samples.shape[-1] - 1
    terms = list_terms(n_mediators, width - 1 - n_mediators, structure)
    found = np.zeros((len(samples), len(terms), width))
    variances = np.diagonal(samples, axis1=1, axis2=2)[:, 1:]
    varies = variances > FLAT * np.max(variances, axis=0)
    for equation, own in enumerate(terms):
        target = 2 + equation if equation < n_mediators else 0
        among = samples[:, 1 + own[:, None], 1 + own]
        regular = (np.linalg.matrix_rank(among, hermitian=True) == own.size) & varies[:, own].all(axis=1)
        slopes = np.full((len(samples), own.size), np.nan)
        slopes[regular] = np.linalg.solve(among[regular], samples[regular][:, 1 + own, target][..., None])[..., 0]
        found[:, equation, own] = slopes
    return found
