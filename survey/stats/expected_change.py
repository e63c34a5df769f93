"""Expected difference of a mean when scores differ: shifted scores, averaged predictions, their intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.stats.bootstrap import draw_counts

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Samples whose counts are drawn at once.
_SAMPLES_AT_ONCE = 64


class Predictor(Protocol):
    """What averages predictions over respondents, now and in each scenario."""

    @property
    def size(self) -> tuple[int, int]:
        """Return the number of scenarios and of measures."""
        ...

    def predict(self, weights: Floats) -> Floats:
        """Return averaged predictions, shape (1 + n_scenarios, n_measures), the first row as things are."""
        ...

    def influence(self, weights: Floats) -> Floats:
        """Return what each row adds to the differences, shape (n, n_scenarios, n_measures)."""
        ...


def shift_scores(values: Floats, change: float, applies: Flags, ends: tuple[float, float] | None) -> Floats:
    """Return by how much each score moves when all are to move by the same, cut at the scale's ends.

    Parameters
    ----------
    values
        Scores of one driver, shape (n,).
    change
        Points to add; below 0 to take away.
    applies
        Whose score may move, shape (n,).
    ends
        Lowest and highest score possible; None for no ends.

    Returns
    -------
    ndarray
        Shape (n,); 0 where the driver does not apply.

    Examples
    --------
    >>> shift_scores(np.array([50.0, 97.0, 100.0]), 5.0, np.array([True, True, True]), (0.0, 100.0))
    array([5., 3., 0.])
    """
    moved = values + change
    if ends is not None:
        moved = np.clip(moved, *ends)
    return np.where(applies, moved - values, 0.0)


def raise_scores(values: Floats, least: float, applies: Flags) -> Floats:
    """Return by how much each score moves when all below a score rise to it.

    Parameters
    ----------
    values
        Scores of one driver, shape (n,).
    least
        The lowest score left.
    applies
        Whose score may move, shape (n,).

    Examples
    --------
    >>> raise_scores(np.array([50.0, 97.0]), 60.0, np.array([True, True]))
    array([10.,  0.])
    """
    return np.where(applies, np.maximum(least - values, 0.0), 0.0)


@dataclass(frozen=True, eq=False)
class MeanPredictor:
    """Average the predictions of a least-squares regression.

    Parameters
    ----------
    outcome
        Shape (n,).
    drivers
        Drivers and controls as they are, shape (n, p).
    shifts
        By how much they move in each scenario, shape (n_scenarios, n, p).

    Notes
    -----
    The difference is the coefficients times the mean shifts. Its variance by influence takes HC3 residuals and the
    spread of the shifts among respondents.
    """

    outcome: Floats
    drivers: Floats
    shifts: Floats

    @property
    def size(self) -> tuple[int, int]:
        """Return the number of scenarios and of measures."""
        return len(self.shifts), 1

    def predict(self, weights: Floats) -> Floats:
        """Return averaged predictions, shape (1 + n_scenarios, 1)."""
        share, design, gram = self._design(weights)
        coefficients = np.linalg.solve(gram, design.T @ (share * self.outcome))[1:]
        now = share @ self.outcome
        return np.asarray(now + np.concatenate([[0.0], share @ (self.shifts @ coefficients).T]))[:, None]

    def influence(self, weights: Floats) -> Floats:
        """Return what each row adds to the differences, shape (n, n_scenarios, 1)."""
        share, design, gram = self._design(weights)
        inverse = np.linalg.inv(gram)
        coefficients = inverse @ (design.T @ (share * self.outcome))
        residual = self.outcome - design @ coefficients
        leverage = share * np.sum((design @ inverse) * design, axis=1)
        own = (design @ inverse)[:, 1:] * (share * residual / np.maximum(1 - leverage, 1e-10))[:, None]
        moves = (self.shifts @ coefficients[1:]).T
        mean_shift = np.einsum("n,snp->sp", share, self.shifts)
        return np.asarray(own @ mean_shift.T + share[:, None] * (moves - share @ moves))[:, :, None]

    def _design(self, weights: Floats) -> tuple[Floats, Floats, Floats]:
        share = weights / np.sum(weights)
        design = np.column_stack([np.ones(len(self.drivers)), self.drivers - share @ self.drivers])
        return share, design, (design * share[:, None]).T @ design


def influence_error(predictor: Predictor, weights: Floats) -> Floats:
    """Return standard errors of the differences by influence, shape (n_scenarios, n_measures)."""
    return np.asarray(np.sqrt(np.sum(predictor.influence(weights) ** 2, axis=0)))


def bootstrap_predictions(
    predictors: Sequence[Predictor],
    weights: Floats,
    *,
    n_boot: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> list[Floats]:
    """Return averaged predictions in bootstrap samples of rows, the same samples for all predictors.

    Parameters
    ----------
    predictors
        Models of the same rows.
    weights
        One per row, shape (n,); multiplied by how often the row was drawn.
    n_boot
        Number of samples.
    seed
        Seed of the draws.
    progress
        Called with samples done and all samples.

    Returns
    -------
    list of ndarray
        For each predictor shape (n_boot, 1 + n_scenarios, n_measures); NaN where a sample has no estimate.

    References
    ----------
    Efron (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7, 1-26.
    """
    rng = np.random.default_rng(seed)
    found = [np.full((n_boot, 1 + p.size[0], p.size[1]), np.nan) for p in predictors]
    for begin in range(0, n_boot, _SAMPLES_AT_ONCE):
        counts = np.empty((min(_SAMPLES_AT_ONCE, n_boot - begin), len(weights)))
        draw_counts(rng, counts)
        for at, count in enumerate(counts, start=begin):
            for predictor, draws in zip(predictors, found, strict=True):
                draws[at] = _predict_or_nan(predictor, weights * count)
        if progress is not None:
            progress(begin + len(counts), n_boot)
    return found


def _predict_or_nan(predictor: Predictor, weights: Floats) -> Floats | float:
    """Return NaN for a sample whose drivers determine one another or whose answers they separate."""
    try:
        return predictor.predict(weights)
    except (np.linalg.LinAlgError, DataError):
        return float("nan")


def share_outside(drivers: Floats, shifts: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return how many respondents a scenario moves to where nobody is.

    Parameters
    ----------
    drivers
        Shape (n, p).
    shifts
        Shape (n_scenarios, n, p).
    weights
        Shape (n,).

    Returns
    -------
    tuple of ndarray
        Shares of respondents, shape (n_scenarios,): beyond the lowest or highest score observed of a driver, and
        farther from the centre of all drivers than anybody (by leverage).

    Examples
    --------
    >>> drivers = np.array([[0.0], [1.0], [2.0], [3.0]])
    >>> beyond, far = share_outside(drivers, np.ones((1, 4, 1)), np.ones(4))
    >>> beyond.tolist(), far.tolist()
    ([0.25], [0.25])
    """
    share = weights / np.sum(weights)
    centre = share @ drivers
    inverse = np.linalg.pinv((drivers - centre).T @ ((drivers - centre) * share[:, None]), hermitian=True)
    low, high = np.min(drivers, axis=0), np.max(drivers, axis=0)
    slack = 1e-9 * (high - low)

    def distance(points: Floats) -> Floats:
        return np.asarray(np.sum((points - centre) @ inverse * (points - centre), axis=1))

    limit = float(np.max(distance(drivers))) * (1 + 1e-9)
    moved = [drivers + shift for shift in shifts]
    beyond = [share @ np.any((at < low - slack) | (at > high + slack), axis=1) for at in moved]
    far = [share @ (distance(at) > limit) for at in moved]
    return np.array(beyond), np.array(far)
