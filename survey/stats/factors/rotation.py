"""Rotation: turning factors until each item speaks of few of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from survey.errors import check_option

Rotation = Literal["none", "varimax", "quartimax", "promax", "oblimin", "geomin", "bifactor"]
ROTATIONS = ("none", "varimax", "quartimax", "promax", "oblimin", "geomin", "bifactor")
OBLIQUE = ("promax", "oblimin", "geomin", "bifactor")
PROMAX_POWER = 4.0
GEOMIN_ADDED = 0.01  # Browne 2001 for two to four factors
_MOST_STEPS = 5_000
_CLOSE = 1e-9
_CLOSE_ENOUGH = 1e-5  # where rounding hides any further gain
_MOST_HALVINGS = 20

Criterion = Callable[[np.ndarray], tuple[float, np.ndarray]]


@dataclass(frozen=True, kw_only=True)
class Rotated:
    """Loadings after rotation.

    Attributes
    ----------
    loadings
        The pattern: regression weights of items on factors, shape (n_items, n_factors).
    correlation
        Of the factors, shape (n_factors, n_factors).
    value
        Of the criterion.
    converged
        Whether the search ended at a minimum.
    """

    loadings: np.ndarray
    correlation: np.ndarray
    value: float
    converged: bool


def rotate_loadings(
    loadings: np.ndarray,
    rotation: Rotation = "oblimin",
    *,
    normalize: bool | None = None,
    starts: int = 1,
    seed: int = 0,
) -> Rotated:
    """Rotate loadings to simple structure by gradient projection.

    Parameters
    ----------
    loadings
        Unrotated, shape (n_items, n_factors).
    rotation
        ``varimax`` and ``quartimax`` keep factors uncorrelated; ``promax`` (power 4 after varimax), ``oblimin`` (with
        parameter 0, quartimin) and ``geomin`` (.01 added) let them correlate; ``bifactor`` (biquartimin) keeps a
        general factor first.
    normalize
        Whether items count alike whatever their communality (Kaiser). None does so for varimax and promax.
    starts
        Searches, the first from the loadings given and the others from random turns; the best is returned.
    seed
        Of the random turns.

    References
    ----------
    Jennrich (2001), Psychometrika 66, 289-306; (2002), 67, 7-19. Kaiser (1958), Psychometrika 23, 187-200. Hendrickson
    & White (1964), British J. Statistical Psychology 17, 65-70. Browne (2001), Multivariate Behavioral Research 36,
    111-150. Jennrich & Bentler (2012), Psychometrika 77, 442-454.

    Examples
    --------
    >>> loadings = np.array([[0.6, 0.6], [0.5, 0.5], [0.6, -0.6], [0.5, -0.5]])
    >>> abs(rotate_loadings(loadings, "varimax").loadings).round(3).max(axis=1)
    array([0.849, 0.707, 0.849, 0.707])
    """
    check_option("rotation", rotation, ROTATIONS)
    factors = loadings.shape[1]
    if rotation == "none" or factors == 1:
        return Rotated(loadings=loadings, correlation=np.eye(factors), value=0.0, converged=True)
    kaiser = rotation in ("varimax", "promax") if normalize is None else normalize
    length = np.sqrt(np.sum(loadings**2, axis=1, keepdims=True)) if kaiser else np.ones((len(loadings), 1))
    scaled = loadings / np.maximum(length, 1e-12)
    if rotation == "promax":
        return _promax(scaled, length, starts, seed)
    best = _search(scaled, _CRITERIA[rotation], starts, seed, oblique=rotation in OBLIQUE)
    return Rotated(
        loadings=best.loadings * length, correlation=best.correlation, value=best.value, converged=best.converged
    )


def _promax(scaled: np.ndarray, length: np.ndarray, starts: int, seed: int) -> Rotated:
    """Turn varimax loadings towards a power of themselves."""
    straight = _search(scaled, _varimax, starts, seed, oblique=False)
    loadings = straight.loadings * length
    target = loadings * np.abs(loadings) ** (PROMAX_POWER - 1)
    turn = np.linalg.lstsq(loadings, target, rcond=None)[0]
    turn = turn * np.sqrt(np.diag(np.linalg.inv(turn.T @ turn)))
    back = np.linalg.inv(turn)
    return Rotated(
        loadings=loadings @ turn, correlation=back @ back.T, value=straight.value, converged=straight.converged
    )


def _search(loadings: np.ndarray, criterion: Criterion, starts: int, seed: int, *, oblique: bool) -> Rotated:
    rng = np.random.default_rng(seed)
    project = _project_oblique if oblique else _project_orthogonal
    factors = loadings.shape[1]
    best = project(loadings, np.eye(factors), criterion)
    stuck = np.allclose(best.loadings, loadings)  # at a minimum, or in a place as flat as a maximum
    for _ in range(max(starts - 1, int(stuck))):
        turn = np.linalg.qr(rng.standard_normal((factors, factors)))[0]
        best = min(best, project(loadings, turn, criterion), key=lambda found: found.value)
    return best


def _project_orthogonal(loadings: np.ndarray, turn: np.ndarray, criterion: Criterion) -> Rotated:
    """Follow the gradient along the orthogonal matrices."""
    turned = loadings @ turn
    value, slope = criterion(turned)
    length, converged = 1.0, False
    for _ in range(_MOST_STEPS):
        gradient = loadings.T @ slope
        inside = turn.T @ gradient
        along = gradient - turn @ (inside + inside.T) / 2
        size = float(np.linalg.norm(along))
        if converged := size < _CLOSE:
            break
        length *= 2
        for _ in range(_MOST_HALVINGS):
            left, _, right = np.linalg.svd(turn - length * along)
            moved = left @ right
            lower, ahead = criterion(loadings @ moved)
            if lower < value - size**2 * length / 2:
                break
            length /= 2
        else:
            converged = size < _CLOSE_ENOUGH
            break
        turn, value, slope = moved, lower, ahead
    return Rotated(loadings=loadings @ turn, correlation=np.eye(len(turn)), value=value, converged=converged)


def _project_oblique(loadings: np.ndarray, turn: np.ndarray, criterion: Criterion) -> Rotated:
    """Follow the gradient along the matrices whose columns have length one."""
    inverse = np.linalg.inv(turn)
    value, slope = criterion(loadings @ inverse.T)
    length, converged = 1.0, False
    for _ in range(_MOST_STEPS):
        gradient = -(loadings @ inverse.T).T @ slope @ inverse
        gradient = gradient.T
        along = gradient - turn * np.sum(turn * gradient, axis=0)
        size = float(np.linalg.norm(along))
        if converged := size < _CLOSE:
            break
        length *= 2
        for _ in range(_MOST_HALVINGS):
            moved = turn - length * along
            moved = moved / np.sqrt(np.sum(moved**2, axis=0))
            back = np.linalg.inv(moved)
            lower, ahead = criterion(loadings @ back.T)
            if lower < value - size**2 * length / 2:
                break
            length /= 2
        else:
            converged = size < _CLOSE_ENOUGH
            break
        turn, inverse, value, slope = moved, back, lower, ahead
    return Rotated(loadings=loadings @ inverse.T, correlation=turn.T @ turn, value=value, converged=converged)


def _varimax(loadings: np.ndarray) -> tuple[float, np.ndarray]:
    squares = loadings**2
    around = squares - np.mean(squares, axis=0)
    return -float(np.sum(around**2)) / 4, -loadings * around


def _quartimax(loadings: np.ndarray) -> tuple[float, np.ndarray]:
    return -float(np.sum(loadings**4)) / 4, -(loadings**3)


def _oblimin(loadings: np.ndarray) -> tuple[float, np.ndarray]:
    squares = loadings**2
    others = np.sum(squares, axis=1, keepdims=True) - squares
    return float(np.sum(squares * others)) / 4, loadings * others


def _geomin(loadings: np.ndarray) -> tuple[float, np.ndarray]:
    squares = loadings**2 + GEOMIN_ADDED
    means = np.exp(np.mean(np.log(squares), axis=1, keepdims=True))
    return float(np.sum(means)), 2 / loadings.shape[1] * loadings / squares * means


def _bifactor(loadings: np.ndarray) -> tuple[float, np.ndarray]:
    """Quartimin of all factors but the first, which stays free."""
    value, slope = _oblimin(loadings[:, 1:])
    return value, np.concatenate([np.zeros((len(loadings), 1)), slope], axis=1)


_CRITERIA: dict[str, Criterion] = {
    "varimax": _varimax,
    "quartimax": _quartimax,
    "oblimin": _oblimin,
    "geomin": _geomin,
    "bifactor": _bifactor,
}
