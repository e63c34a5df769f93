"""The one-factor model of a scale's items, for omega."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError, OptionError, check_option
from survey.stats.item_covariances import correlations

Floats = NDArray[np.float64]
Curvature = Callable[[Floats, NDArray[np.intp]], tuple[Floats, Floats, Floats]]

#: Smallest uniqueness on the correlation scale, as in stats::factanal and psych::fa of R: a solution
#: below it (a Heywood case) is held at the bound and flagged.
LOWEST_UNIQUENESS = 0.005
#: Largest absolute element of the projected gradient of a solution.
GRADIENT_TOLERANCE = 1e-9
MAX_STEPS = 200
MAX_HALVINGS = 30
#: Smallest curvature allowed in a Newton step; flatter directions are lifted to it.
LEAST_CURVATURE = 1e-4
METHODS = ("ml", "minres")


@dataclass(frozen=True, eq=False)
class OneFactor:
    """Hold a one-factor solution, or a stack of them along the first axes.

    Parameters
    ----------
    loadings
        Loadings in the units of the covariances given, shape (..., k).
    uniquenesses
        Unique variances in those units, shape (..., k).
    converged
        Whether the optimum was reached.
    heywood
        Whether a uniqueness is at its lower bound: the model does not fit these items.
    """

    loadings: Floats
    uniquenesses: Floats
    converged: NDArray[np.bool_]
    heywood: NDArray[np.bool_]


def fit_one_factor(cov: Floats, method: str = "ml", *, weights: Floats | None = None) -> OneFactor:
    """Fit one factor to covariances by maximum likelihood or minimum residuals.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (..., k, k).
    method
        "ml" (normal likelihood) or "minres" (least squares on the correlations off the diagonal).
    weights
        For "minres": how much the squared residual of each correlation counts, shape (..., k, k), not negative; the
        inverse of their sampling variances makes it diagonally weighted least squares.

    Returns
    -------
    OneFactor

    Raises
    ------
    DataError
        If there are fewer than three items: the model is not identified.
    OptionError
        If the method is unknown, or maximum likelihood is given weights.

    Notes
    -----
    Both methods are fitted to the correlations and scaled back, which for maximum likelihood is the fit
    to the covariances. The sign is turned so that loadings sum to a positive number, as psych and
    factanal have it; an item that runs against the others keeps a negative loading (reverse it first).
    Newton steps with exact second derivatives of the concentrated discrepancy, all matrices at once.

    References
    ----------
    Jöreskog (1967). Some contributions to maximum likelihood factor analysis. Psychometrika 32, 443-482.
    Harman & Jones (1966). Factor analysis by minimizing residuals (minres). Psychometrika 31, 351-368.

    Examples
    --------
    >>> loadings = np.array([0.8, 0.7, 0.6, 0.5])
    >>> fit = fit_one_factor(np.outer(loadings, loadings) + np.diag(1 - loadings**2))
    >>> fit.loadings.round(6)
    array([0.8, 0.7, 0.6, 0.5])
    """
    check_option("method", method, METHODS)
    if weights is not None and method != "minres":
        raise OptionError("Only method 'minres' takes weights of the residuals.")
    values = np.asarray(cov, dtype=np.float64)
    k = values.shape[-1]
    if values.ndim < 2 or values.shape[-2] != k or k < 3:
        raise DataError(f"One factor needs the covariances of at least three items; the shape is {values.shape}.")
    lead = values.shape[:-2]
    corr = correlations(values).reshape(-1, k, k)
    usable = np.isfinite(corr).all(axis=(1, 2))
    loadings, uniqueness = np.full((2, len(corr), k), np.nan)
    converged = np.zeros(len(corr), dtype=bool)
    if usable.any():
        given = None if weights is None else np.asarray(weights, dtype=np.float64).reshape(-1, k, k)[usable]
        loadings[usable], uniqueness[usable], converged[usable] = _solve(corr[usable], _pick_solver(method, given))
    sd = np.sqrt(np.diagonal(values, axis1=-2, axis2=-1))
    heywood = np.asarray((uniqueness <= LOWEST_UNIQUENESS * (1 + 1e-6)).any(axis=1))
    return OneFactor(
        loadings.reshape(*lead, k) * sd,
        uniqueness.reshape(*lead, k) * sd**2,
        converged.reshape(lead),
        heywood.reshape(lead),
    )


Solver = Callable[[Floats, Floats, NDArray[np.bool_]], tuple[Floats, Floats, NDArray[np.bool_]]]


def _pick_solver(method: str, weights: Floats | None) -> Solver:
    def solve(corr: Floats, begin: Floats, left: NDArray[np.bool_]) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        if method == "ml":
            return _solve_ml(corr, begin)
        return _solve_minres(corr, begin, None if weights is None else weights[left])

    return solve


def _solve(corr: Floats, solve: Solver) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return loadings, uniquenesses and convergence; three items by formula where that is admissible."""
    k = corr.shape[-1]
    begin = np.clip(_start(corr), 2 * LOWEST_UNIQUENESS, 0.98)
    loadings, converged = np.empty(corr.shape[:2]), np.ones(len(corr), dtype=bool)
    left = np.ones(len(corr), dtype=bool)
    uniqueness = np.empty_like(loadings)
    if k == 3:
        loadings, left = _solve_three(corr)
        uniqueness = 1 - loadings**2
    if left.any():
        loadings[left], uniqueness[left], converged[left] = solve(corr[left], begin[left], left)
    sign = np.where(loadings.sum(axis=1) < 0, -1.0, 1.0)
    return loadings * sign[:, None], uniqueness, converged


def _start(corr: Floats) -> Floats:
    """Return uniquenesses to start from, 1 - squared multiple correlation, times Jöreskog's 1 - 1/2k."""
    k = corr.shape[-1]
    precision = np.linalg.pinv(corr, rcond=1e-10, hermitian=True)
    return np.asarray((1 - 0.5 / k) / np.diagonal(precision, axis1=1, axis2=2))


def _solve_three(corr: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the exact loadings of three items, and where they are not admissible."""
    a, b, c = corr[:, 0, 1], corr[:, 0, 2], corr[:, 1, 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.stack([a * b / c, a * c / b, b * c / a], axis=1)
    bad = np.asarray(~((squares > 0) & (squares < 1 - LOWEST_UNIQUENESS)).all(axis=1))
    first = np.stack([np.ones_like(a), np.sign(a), np.sign(b)], axis=1)
    return np.sqrt(np.where(bad[:, None], 0.0, squares)) * first, bad


def _solve_ml(corr: Floats, begin: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    def look(x: Floats, rows: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
        return _look_ml(corr[rows], x)

    x, converged = _minimize(look, np.log(begin), np.log(LOWEST_UNIQUENESS), 0.0)
    uniqueness = np.exp(x)
    values, vectors = np.linalg.eigh(corr / np.sqrt(uniqueness[:, :, None] * uniqueness[:, None, :]))
    size = np.sqrt(np.clip(values[:, -1] - 1, 0, None))
    return np.sqrt(uniqueness) * vectors[:, :, -1] * size[:, None], uniqueness, converged


def _look_ml(corr: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Return discrepancy, gradient and Hessian in log uniquenesses, the loadings concentrated out.

    With eigenvalues t and eigenvectors v of the correlations scaled by the uniquenesses, all but the
    largest enter: f = sum(t - log t - 1).
    """
    scale = np.exp(-0.5 * x)
    values, vectors = np.linalg.eigh(corr * scale[:, :, None] * scale[:, None, :])
    values = np.clip(values, 1e-12, None)
    t, v, top, lead = values[:, :-1], vectors[:, :, :-1], values[:, -1:], vectors[:, :, -1]
    value = (t - np.log(t) - 1).sum(axis=1)
    gradient = ((1 - t)[:, None, :] * v**2).sum(axis=2)
    mixed = (1 - t) * (top + t) / np.maximum(top - t, 1e-12)
    outer = lead[:, :, None] * lead[:, None, :]
    across = v.swapaxes(1, 2)
    hessian = ((v * t[:, None, :]) @ across) * (v @ across) + outer * ((v * mixed[:, None, :]) @ across)
    return value, gradient, hessian


def _solve_minres(
    corr: Floats, begin: Floats, weights: Floats | None = None
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    off = np.broadcast_to(1 - np.eye(corr.shape[1]), corr.shape)
    if weights is not None:
        off = weights * off
        off = off / np.mean(off, axis=(1, 2), keepdims=True)

    def look(x: Floats, rows: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
        return _look_minres(corr[rows], x, off[rows])

    _, vectors = np.linalg.eigh(corr)
    first = vectors[:, :, -1] * np.where(vectors[:, :, -1].sum(axis=1) < 0, -1.0, 1.0)[:, None]
    bound = np.sqrt(1 - LOWEST_UNIQUENESS)
    x, converged = _minimize(look, np.sqrt(1 - begin) * np.where(first < 0, -1.0, 1.0), -bound, bound)
    return x, 1 - x**2, converged


def _look_minres(corr: Floats, x: Floats, off: Floats) -> tuple[Floats, Floats, Floats]:
    """Return half the weighted squared residuals off the diagonal, with gradient and Hessian in the loadings.

    The weights have zeros on the diagonal.
    """
    fitted = x[:, :, None] * x[:, None, :]
    residual = (corr - fitted) * off
    value = (residual * (corr - fitted)).sum(axis=(1, 2)) / 4
    gradient = -(residual @ x[:, :, None])[..., 0]
    squares = (off @ (x**2)[:, :, None])[..., 0]
    hessian = (2 * fitted - corr) * off + squares[:, :, None] * np.eye(x.shape[1])
    return value, gradient, hessian


def _minimize(look: Curvature, x: Floats, low: float, high: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Minimise many small problems at once by Newton steps within bounds.

    Variables at a bound that the gradient pushes outwards are held; a step is halved until the value
    falls. Problems that have converged, or that no step makes lower, are left alone.
    """
    x, converged = np.clip(x, low, high), np.zeros(len(x), dtype=bool)
    active = np.arange(len(x))
    value, gradient, hessian = look(x, active)
    for _ in range(MAX_STEPS):
        here = x[active]
        held = ((here <= low) & (gradient > 0)) | ((here >= high) & (gradient < 0))
        done = np.abs(np.where(held, 0.0, gradient)).max(axis=1) < GRADIENT_TOLERANCE
        converged[active[done]] = True
        active, here, held = active[~done], here[~done], held[~done]
        value, gradient, hessian = value[~done], gradient[~done], hessian[~done]
        if not active.size:
            break
        step = _newton_step(gradient, hessian, held)
        moved, new = _halve_until_lower(look, here, step, value, active, low, high)
        stuck = _is_higher(new[0], value)  # however short the step, and so at every further try
        x[active[~stuck]], active = moved[~stuck], active[~stuck]
        value, gradient, hessian = (part[~stuck] for part in new)
    return x, converged


def _newton_step(gradient: Floats, hessian: Floats, held: NDArray[np.bool_]) -> Floats:
    free = ~held
    masked = np.where(free[:, :, None] & free[:, None, :], hessian, np.eye(hessian.shape[-1]))
    values, vectors = np.linalg.eigh(masked)
    turned = vectors.swapaxes(1, 2) @ np.where(free, gradient, 0.0)[..., None]
    curvature = np.maximum(np.abs(values), LEAST_CURVATURE)
    return np.asarray(-(vectors @ (turned / curvature[..., None]))[..., 0])


def _halve_until_lower(
    look: Curvature, here: Floats, step: Floats, value: Floats, rows: NDArray[np.intp], low: float, high: float
) -> tuple[Floats, tuple[Floats, Floats, Floats]]:
    size = np.ones(len(here))
    moved = np.clip(here + step, low, high)
    new = look(moved, rows)
    for _ in range(MAX_HALVINGS):
        worse = _is_higher(new[0], value)
        if not worse.any():
            break
        size[worse] *= 0.5
        moved[worse] = np.clip(here[worse] + size[worse, None] * step[worse], low, high)
        again = look(moved[worse], rows[worse])
        for part, fresh in zip(new, again, strict=True):
            part[worse] = fresh
    return moved, new


def _is_higher(new: Floats, old: Floats) -> NDArray[np.bool_]:
    """Return where a value rose by more than rounding."""
    return np.asarray(new > old + 1e-13 * (1 + np.abs(old)))
