"""Polyserial correlations: of a continuous variable with the normal variable behind an ordinal answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr, ndtri

from survey.errors import DataError, check_option
from survey.stats.correlations.polychoric import BOUND

PolyserialMethod = Literal["two_step", "ml", "ad_hoc"]
METHODS = ("two_step", "ml", "ad_hoc")
_FEWEST_ROWS = 3
_MOST_STEPS = 100
_CLOSE = 1e-12
_SMALLEST = 1e-300
_STEP = 1e-6


@dataclass(frozen=True, kw_only=True)
class Polyserial:
    """The polyserial correlation of two variables.

    Attributes
    ----------
    correlation, std_error
        The error is NaN for the ad hoc estimate and at the bound.
    thresholds
        Between the categories of the ordinal one, in standard deviations of the variable behind it.
    n
        Respondents with both answers and a weight.
    at_bound
        Whether the correlation was stopped at ±0.9999.
    converged
        Whether the search ended.
    """

    correlation: float
    std_error: float
    thresholds: np.ndarray
    n: int
    at_bound: bool
    converged: bool


def estimate_polyserial(
    values: np.ndarray,
    codes: np.ndarray,
    *,
    weights: np.ndarray | None = None,
    method: PolyserialMethod = "two_step",
) -> Polyserial:
    """Estimate the correlation of a continuous variable with what stands behind an ordinal one.

    Use it where a scale of many points, an amount or a score meets a rating of few points: Pearson's correlation of
    the two is smaller than that of what the ratings stand for.

    Parameters
    ----------
    values
        The continuous variable, shape (n,); NaN is missing.
    codes
        The ordinal one, shape (n,); NaN is missing.
    weights
        Shape (n,), none negative; None counts every respondent once.
    method
        ``two_step``: thresholds from the shares of the categories, then the correlation of largest likelihood.
        ``ml``: all by maximum likelihood. ``ad_hoc``: Pearson's correlation, enlarged; it may exceed 1.

    Raises
    ------
    DataError
        Fewer than three complete rows, one category only, values that do not vary, or values that are infinite.

    Notes
    -----
    Both variables are taken as jointly normal. Standard errors: of two steps from respondents' estimating equations, so
    that they hold for probability weights; of maximum likelihood from the expected information, weights as frequencies.
    Missing: rows with both. Cost: some passes over the rows.

    References
    ----------
    Olsson, Drasgow & Dorans (1982), Psychometrika 47, 337-347. Cox (1974), Biometrics 30, 171-178.

    Examples
    --------
    >>> values = np.arange(1.0, 9)
    >>> found = estimate_polyserial(values, np.array([1, 1, 2, 1, 2, 2, 3, 3]))
    >>> round(found.correlation, 3)
    0.92
    """
    check_option("method", method, METHODS)
    pair = _take_pair(values, codes, weights)
    cuts = ndtri(np.cumsum(pair.shares)[:-1])
    if method == "ad_hoc":
        # The covariance of the standardised variable with the codes 1, 2, … is the correlation times this sum.
        slope = float(np.sum(pair.weights * pair.standard * pair.places) / np.sum(pair.weights))
        rho = slope / float(np.sum(np.exp(-(cuts**2) / 2) / np.sqrt(2 * np.pi)))
        return Polyserial(
            correlation=rho, std_error=np.nan, thresholds=cuts, n=pair.n, at_bound=abs(rho) >= 1, converged=True
        )
    return _fit_two_steps(pair, cuts) if method == "two_step" else _fit_jointly(pair, cuts)


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """Complete rows: standardised values, categories from 0, weights, and the categories' shares."""

    standard: np.ndarray
    places: np.ndarray
    weights: np.ndarray
    shares: np.ndarray

    @property
    def n(self) -> int:
        return len(self.places)


def _take_pair(values: np.ndarray, codes: np.ndarray, weights: np.ndarray | None) -> _Pair:
    given = np.asarray(values, dtype=float), np.asarray(codes, dtype=float)
    weight = np.ones(len(given[0])) if weights is None else np.asarray(weights, dtype=float)
    if not len(given[0]) == len(given[1]) == len(weight):
        raise DataError(f"{len(given[0])} values, {len(given[1])} codes, {len(weight)} weights; give as many of each.")
    if np.any(weight < 0) or np.any(np.isnan(weight)):
        raise DataError("weights must be numbers and not negative.")
    if np.any(np.isinf(given[0])) or np.any(np.isinf(given[1])):
        raise DataError("a value is infinite; make it missing (NaN).")
    kept = ~np.isnan(given[0]) & ~np.isnan(given[1]) & (weight > 0)
    if np.sum(kept) < _FEWEST_ROWS:
        raise DataError(f"{int(np.sum(kept))} rows have both answers; a polyserial correlation needs three.")
    x, weight = given[0][kept], weight[kept]
    kinds, places = np.unique(given[1][kept], return_inverse=True)
    if len(kinds) < 2:
        raise DataError("the ordinal variable has one category only; a correlation needs two.")
    around = x - np.average(x, weights=weight)
    spread = float(np.sqrt(np.average(around**2, weights=weight)))
    if not spread > 0:
        raise DataError("the continuous variable does not vary.")
    shares = np.bincount(places, weights=weight) / np.sum(weight)
    return _Pair(standard=around / spread, places=places.reshape(-1), weights=weight, shares=shares)


def _bounds(cuts: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the cuts below and above each respondent's category."""
    all_cuts = np.concatenate([[-np.inf], cuts, [np.inf]])
    return all_cuts[places], all_cuts[places + 1]


def _score(pair: _Pair, rho: float, cuts: np.ndarray, shift: float = 0.0, scale: float = 1.0) -> np.ndarray:
    """Return each respondent's slope of the log-likelihood by the correlation, shape (n,)."""
    z = (pair.standard - shift) / scale
    rest = (1 - rho) * (1 + rho)
    lower, upper = _bounds(cuts, pair.places)
    low, high = (lower - rho * z) / np.sqrt(rest), (upper - rho * z) / np.sqrt(rest)
    chance = np.maximum(_mass(low, high), _SMALLEST)
    return np.asarray((_pull(upper, high, rho, z) - _pull(lower, low, rho, z)) / chance / rest**1.5)


def _mass(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return the normal probability between two limits, from the tail where it is the more exact."""
    return np.asarray(np.where(low > 0, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low)))


def _pull(cut: np.ndarray, at: np.ndarray, rho: float, z: np.ndarray) -> np.ndarray:
    """Return the density at a limit times how the limit moves with the correlation; 0 for infinite ones."""
    finite = np.isfinite(cut)
    height = np.exp(-(np.where(finite, at, 0.0) ** 2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(np.where(finite, height * (rho * np.where(finite, cut, 0.0) - z), 0.0))


def _fit_two_steps(pair: _Pair, cuts: np.ndarray) -> Polyserial:
    """Find the root of the score in a bracket, then its error from all estimating equations."""

    def total(rho: float) -> float:
        return float(np.sum(pair.weights * _score(pair, rho, cuts)))

    rho, stopped = _find_root(total)
    error = float("nan") if stopped else _spread_two_steps(pair, rho, cuts)
    return Polyserial(correlation=rho, std_error=error, thresholds=cuts, n=pair.n, at_bound=stopped, converged=True)


def _find_root(total: Callable[[float], float]) -> tuple[float, bool]:
    from scipy.optimize import brentq

    if total(-BOUND) <= 0:
        return -BOUND, True
    if total(BOUND) >= 0:
        return BOUND, True
    return float(brentq(total, -BOUND, BOUND, xtol=_CLOSE)), False


def _spread_two_steps(pair: _Pair, rho: float, cuts: np.ndarray) -> float:
    """Return the error of a correlation whose thresholds, mean and variance were estimated before it."""

    def slope(name: str, at: int = 0) -> float:
        ends = []
        for sign in (1, -1):
            moved = {"rho": rho, "cuts": cuts.copy(), "shift": 0.0, "scale": 1.0}
            if name == "cuts":
                moved["cuts"][at] += sign * _STEP  # type: ignore[index]
            else:
                moved[name] += sign * _STEP  # type: ignore[operator]
            ends.append(float(np.sum(pair.weights * _score(pair, **moved))))  # type: ignore[arg-type]
        return (ends[0] - ends[1]) / (2 * _STEP)

    heights = np.exp(-(cuts**2) / 2) / np.sqrt(2 * np.pi)
    below = pair.places[:, None] <= np.arange(len(cuts))
    by_cut = (below - np.cumsum(pair.shares)[:-1]) / heights
    total = float(np.sum(pair.weights))
    equation = _score(pair, rho, cuts)
    equation = equation + by_cut @ np.array([slope("cuts", at) for at in range(len(cuts))]) / total
    equation = equation + pair.standard * slope("shift") / total + (pair.standard**2 - 1) / 2 * slope("scale") / total
    return float(np.sqrt(np.sum((pair.weights * equation) ** 2)) / abs(slope("rho")))


def _fit_jointly(pair: _Pair, cuts: np.ndarray) -> Polyserial:
    """Fit the ordered probit of the answer on the value: its slope is the correlation over what is left.

    Mean and variance of the value have their own likelihood, so that those of the sample are the joint estimates.
    """
    rho = float(np.clip(_find_root(lambda at: float(np.sum(pair.weights * _score(pair, at, cuts))))[0], -0.99, 0.99))
    left = np.sqrt(1 - rho**2)
    at = np.concatenate([cuts / left, [rho / left]])
    converged = False
    for _ in range(_MOST_STEPS):
        gradient, information = _score_probit(pair, at)
        step = np.linalg.lstsq(information, gradient, rcond=None)[0]
        likelihood = _probit_likelihood(pair, at)
        while np.max(np.abs(step)) > _CLOSE and not _probit_likelihood(pair, at + step) >= likelihood - 1e-9:
            step = step / 2
        at = at + step
        if converged := bool(np.max(np.abs(step)) < 1e-9):
            break
    slope = float(at[-1])
    rho = slope / np.sqrt(1 + slope**2)
    stopped = abs(rho) >= BOUND
    covariance = np.linalg.pinv(_score_probit(pair, at)[1])
    # The slope is in standard deviations of the value, themselves estimated with the error of a normal variable's.
    variance = covariance[-1, -1] + slope**2 / (2 * float(np.sum(pair.weights)))
    return Polyserial(
        correlation=float(np.clip(rho, -BOUND, BOUND)),
        std_error=float("nan") if stopped else float(np.sqrt(variance) * (1 + slope**2) ** -1.5),
        thresholds=at[:-1] / np.sqrt(1 + slope**2),
        n=pair.n,
        at_bound=stopped,
        converged=converged and not stopped,
    )


def _probit_likelihood(pair: _Pair, at: np.ndarray) -> float:
    """Return the log-likelihood of cuts and slope; minus infinity where cuts do not ascend."""
    if np.any(np.diff(at[:-1]) <= 0):
        return -np.inf
    lower, upper = _bounds(at[:-1], pair.places)
    chance = _mass(lower - at[-1] * pair.standard, upper - at[-1] * pair.standard)
    return float(np.sum(pair.weights * np.log(np.maximum(chance, _SMALLEST))))


def _score_probit(pair: _Pair, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return gradient and expected information of the cuts and the slope."""
    cuts, slope = at[:-1], at[-1]
    inner = cuts - slope * pair.standard[:, None]
    edge = np.full((pair.n, 1), np.inf)
    limits = np.concatenate([-edge, inner, edge], axis=1)
    chances = np.maximum(_mass(limits[:, :-1], limits[:, 1:]), _SMALLEST)
    heights = np.exp(-(inner**2) / 2) / np.sqrt(2 * np.pi)
    moves = np.zeros((pair.n, len(cuts) + 1, len(at)))
    places = np.arange(len(cuts))
    moves[:, places, places] = heights
    moves[:, places + 1, places] = -heights
    padded = np.concatenate([np.zeros((pair.n, 1)), heights, np.zeros((pair.n, 1))], axis=1)
    moves[:, :, -1] = -pair.standard[:, None] * np.diff(padded, axis=1)
    ratio = moves / chances[:, :, None]
    gradient = pair.weights @ ratio[np.arange(pair.n), pair.places]
    information = np.einsum("i,ikp,ikq->pq", pair.weights, moves, ratio, optimize=True)
    return gradient, information
