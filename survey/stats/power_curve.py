"""Power as a curve of the number of respondents, and the number that has the power asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]

_STEPS = 50
#: Rounds of moving the grid to where the power asked for is.
ROUNDS = 4
#: The grid around a first guess, as multiples of it.
GRID = (0.6, 1.6)


@dataclass(frozen=True, eq=False)
class PowerCurve:
    """Hold power = Φ(intercept + slope · log n), fitted to simulated surveys.

    Parameters
    ----------
    intercept, slope
        On the probit scale.
    covariance
        Of both, shape (2, 2).
    n, hits, trials
        What it was fitted to, each of shape (n_points,).
    """

    intercept: float
    slope: float
    covariance: Floats
    n: Floats
    hits: Floats
    trials: Floats

    def power(self, n: ArrayLike) -> Floats:
        """Return the power of surveys of n respondents."""
        from scipy.special import ndtr

        return np.asarray(ndtr(self.intercept + self.slope * np.log(np.asarray(n, dtype=np.float64))))

    def power_error(self, n: float) -> float:
        """Return the Monte-Carlo standard error of that power."""
        from scipy.stats import norm

        row = np.array([1.0, np.log(n)])
        return float(norm.pdf(self.intercept + self.slope * row[1]) * np.sqrt(row @ self.covariance @ row))

    def needed(self, power: float, confidence: float) -> tuple[float, float, float]:
        """Return the n that has a power, with the ends of its Monte-Carlo interval."""
        from scipy.stats import norm

        log_n = (norm.ppf(power) - self.intercept) / self.slope
        turn = -np.array([1.0, log_n]) / self.slope
        reach = norm.ppf((1 + confidence) / 2) * np.sqrt(turn @ self.covariance @ turn)
        middle, low, high = np.exp([log_n, log_n - reach, log_n + reach])
        return float(middle), float(low), float(high)


def fit_power(n: ArrayLike, hits: ArrayLike, trials: ArrayLike) -> PowerCurve:
    """Fit a probit curve of log n to how many simulated surveys of each size succeeded.

    Parameters
    ----------
    n
        Sizes, shape (n_points,).
    hits, trials
        Successes and surveys of each size.

    Raises
    ------
    DataError
        Success does not become more frequent with n, or all surveys agree, so that there is no curve.

    Notes
    -----
    Maximum likelihood by scoring. A curve that rises is monotone.

    References
    ----------
    Finney (1971). Probit analysis, 3rd ed.

    Examples
    --------
    >>> curve = fit_power([100, 200, 400], [30, 50, 80], [100, 100, 100])
    >>> curve.needed(0.8, 0.95)[0] > 200
    True
    """
    from scipy.stats import norm

    sizes, won, of = (np.asarray(value, dtype=np.float64) for value in (n, hits, trials))
    x = np.column_stack([np.ones(len(sizes)), np.log(sizes)])
    mean = np.average(x[:, 1], weights=of)
    x[:, 1] -= mean
    overall = float(np.sum(won) / np.sum(of))
    if not 0 < overall < 1:
        raise DataError("all simulated surveys agree, so power has no curve; try other numbers of respondents.")
    at = np.array([norm.ppf(overall), 1.0])
    for _ in range(_STEPS):
        line = np.clip(x @ at, -8, 8)
        p, slope = norm.cdf(line), norm.pdf(line)
        weight = of * slope**2 / (p * (1 - p))
        information = (x * weight[:, None]).T @ x
        step = np.linalg.solve(information, x.T @ (slope * (won - of * p) / (p * (1 - p))))
        at = at + step
        if np.max(np.abs(step)) < 1e-10:
            break
    if not at[1] > 0:
        raise DataError("power does not rise with n in these simulated surveys; simulate more of them (n_sim=).")
    turn = np.array([[1.0, -mean], [0.0, 1.0]])
    intercept, steep = turn @ at
    covariance = turn @ np.linalg.inv(information) @ turn.T
    return PowerCurve(float(intercept), float(steep), covariance, sizes, won, of)


def search_n(
    guess: float, power: float, points: int, trials: int, count: Callable[[int, int], int], least: int
) -> PowerCurve:
    """Simulate surveys around a guess and fit their power, moving on until the power asked for lies inside.

    Parameters
    ----------
    guess
        First guess of n.
    power
        Power asked for.
    points
        Sizes simulated in each round.
    trials
        Surveys of each size.
    count
        Called with n and number of surveys; returns how many succeeded.
    least
        Smallest n.

    Returns
    -------
    PowerCurve
        Fitted to the last round and to what earlier rounds simulated within its range.
    """
    known: dict[int, tuple[int, int]] = {}
    centre = guess
    for _ in range(ROUNDS):
        grid = np.unique(np.maximum(np.rint(centre * np.geomspace(*GRID, points)), least).astype(int)).tolist()
        for n in grid:
            if n not in known:
                known[n] = (count(n, trials), trials)
        near = {n: found for n, found in known.items() if grid[0] / 1.01 <= n <= grid[-1] * 1.01}
        hits, of = np.array(list(near.values()), dtype=np.float64).T
        rate = float(np.sum(hits) / np.sum(of))
        if rate in (0.0, 1.0) or len(near) < 2:
            centre = max(centre * (4.0 if rate < power else 0.25), float(least))
            continue
        curve = fit_power(list(near), hits, of)
        needed = curve.needed(power, 0.95)[0]
        if grid[0] <= needed <= grid[-1] or (needed < least and grid[0] == least):
            return curve
        centre = float(np.clip(needed, centre / 4, centre * 4))
    return curve
