"""Fitting a covariance structure: Fisher scoring with a step that is made shorter where it does not help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from survey.stats.structure.blueprint import Blueprint
from survey.stats.structure.discrepancy import Discrepancy
from survey.stats.structure.identification import check_identified
from survey.stats.structure.implied import Matrices, differentiate, fill_matrices

_MOST_STEPS = 500
_MOST_TRIES = 25
# Of the gradient's squared length in the metric of the scoring matrix: half the gain that the step promises.
_CLOSE, _EXACT = 1e-13, 1e-24
_DAMPING = 1e-3


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A fitted model.

    Attributes
    ----------
    parameters
        Shape (n_parameters,).
    matrices
        Of each group, filled in.
    value
        The minimum: the groups' discrepancies weighted by their share of respondents.
    converged
        Whether the gradient vanished.
    steps
        Scoring steps taken.
    """

    blueprint: Blueprint
    parameters: np.ndarray
    matrices: tuple[Matrices, ...]
    value: float
    converged: bool
    steps: int


def fit_structure(blueprint: Blueprint, observed: Sequence[Discrepancy], *, start: np.ndarray | None = None) -> Fit:
    """Find the parameters whose implied moments are nearest to those observed.

    Parameters
    ----------
    blueprint
        The model.
    observed
        A discrepancy for each of its groups.
    start
        Where to begin, shape (n_parameters,); None takes the blueprint's values.

    Raises
    ------
    DataError
        The model is not identified.

    Notes
    -----
    Variances may become negative: the caller names them (Heywood cases). Cost: a few dozen steps, each the inverse of a
    matrix of the items and products for each parameter.

    References
    ----------
    Jöreskog (1969), Psychometrika 34, 183-202. Lee & Jennrich (1979), Psychometrika 44, 99-113.
    """
    check_identified(blueprint, observed)
    search = _Search(blueprint, observed)
    at = blueprint.starts() if start is None else np.asarray(start, dtype=float)
    at, steps, converged = search.run(at)
    return Fit(
        blueprint=blueprint,
        parameters=at,
        matrices=tuple(fill_matrices(blueprint, group, at) for group in blueprint.groups),
        value=search.value(at),
        converged=converged,
        steps=steps,
    )


class _Search:
    """The weighted sum of the groups' discrepancies."""

    def __init__(self, blueprint: Blueprint, observed: Sequence[Discrepancy]) -> None:
        self.blueprint, self.observed = blueprint, observed
        total = sum(one.n for one in observed)
        self.shares = [one.n / total for one in observed]

    def value(self, at: np.ndarray) -> float:
        """Return the discrepancy; infinite where a group's moments are impossible."""
        total = 0.0
        for group, one, share in zip(self.blueprint.groups, self.observed, self.shares, strict=True):
            try:
                total += share * one.value(fill_matrices(self.blueprint, group, at))
            except np.linalg.LinAlgError:
                return np.inf
        return total

    def slopes(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the gradient and the scoring matrix."""
        gradient = np.zeros(len(at))
        metric = np.zeros((len(at), len(at)))
        for group, one, share in zip(self.blueprint.groups, self.observed, self.shares, strict=True):
            matrices = fill_matrices(self.blueprint, group, at)
            slopes = differentiate(self.blueprint, group, matrices)
            gradient += share * one.gradient(matrices, slopes)
            metric += share * one.metric(matrices, slopes)
        return gradient, metric

    def run(self, at: np.ndarray) -> tuple[np.ndarray, int, bool]:
        """Return the parameters found, the steps taken, and whether the gradient vanished.

        Near the minimum values differ by less than their rounding: there steps are taken without looking at the value.
        """
        value, damping, best = self.value(at), _DAMPING, np.inf
        for steps in range(1, _MOST_STEPS + 1):
            gradient, metric = self.slopes(at)
            ridge = np.where(np.diag(metric) > 0, np.diag(metric), 1.0)
            newton = _solve(metric, -gradient, ridge)
            decrement = float(-gradient @ newton)
            if decrement < _EXACT or (decrement < _CLOSE and decrement >= best):
                return at, steps, True
            if decrement < _CLOSE:
                at, best = at + newton, decrement
                continue
            for _ in range(_MOST_TRIES):
                change = _solve(metric + np.diag(damping * ridge), -gradient, ridge)
                lower = self.value(at + change)
                if lower < value:
                    break
                damping = max(damping, _DAMPING) * 10
            else:
                return at, steps, False
            at, value, damping = at + change, lower, damping / 10
        return at, _MOST_STEPS, False


def _solve(metric: np.ndarray, slope: np.ndarray, ridge: np.ndarray) -> np.ndarray:
    """Return the step of least length that solves the scoring equations, whatever the parameters' units.

    In units of their own, directions of small parameters would count as rounding and be left out.
    """
    unit = np.sqrt(ridge)
    return np.asarray(np.linalg.lstsq(metric / np.outer(unit, unit), slope / unit, rcond=None)[0] / unit)
