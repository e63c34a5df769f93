"""Simulated surveys of given size: how often the intervals of two drivers' shares separate them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from survey.stats.importance import lmg
from survey.stats.power_shares import imply_covariance

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Step of the differences that give slopes by covariances of standardised scores.
_STEP = 1e-4
#: Numbers of one batch of simulated surveys.
_BATCH = 3_000_000
#: Up to so many drivers each survey has slopes of its own; beyond, those of the population.
_OWN_SLOPES = 9
#: Respondents of the population that slopes and spread are taken from.
_POPULATION = 60_000


@dataclass(frozen=True, eq=False)
class ScoreModel:
    """Hold what simulated scores follow.

    Parameters
    ----------
    coefficients
        Standardised coefficients of the latent outcome, shape (k,).
    mixing
        What turns independent normals into latent drivers, lower triangle, shape (k, k).
    r2
        Share of the latent outcome explained.
    levels
        Mean of outcome and drivers on the 0–1 line of their scales, shape (k + 1,); None leaves scores normal.
    steps
        Distance of neighbouring scores on that line, shape (k + 1,).
    spread, lower_side
        Standard deviation on that line above the mean, and by how much more below it.
    """

    coefficients: Floats
    mixing: Floats
    r2: float
    levels: Floats | None = None
    steps: Floats | None = None
    spread: float = 0.21
    lower_side: float = 1.35

    def draw(self, rng: np.random.Generator, surveys: int, n: int) -> Floats:
        """Return scores of simulated surveys, outcome first, shape (surveys, n, k + 1)."""
        own = rng.standard_normal((surveys, n, len(self.coefficients) + 1))
        values = np.empty_like(own)
        values[..., 1:] = own[..., 1:] @ self.mixing.T
        values[..., 0] = values[..., 1:] @ self.coefficients + np.sqrt(1 - self.r2) * own[..., 0]
        if self.levels is None or self.steps is None:
            return values
        place = self.levels + self.spread * np.where(values < 0, values * self.lower_side, values)
        return np.asarray(np.rint(np.clip(place, 0, 1) / self.steps) * self.steps * 100)


@dataclass(frozen=True, eq=False)
class Population:
    """Hold what a very large simulated survey has.

    Parameters
    ----------
    shares
        Shares of R², shape (k,).
    r2
        R² of the scores as they are observed.
    slopes
        Slopes of the shares by covariances of standardised scores, symmetric, shape (k, k + 1, k + 1).
    influence
        Covariances of the respondents' influence on the shares, shape (k, k): of one respondent; over n they are those
        of the estimated shares.
    """

    shares: Floats
    r2: float
    slopes: Floats
    influence: Floats

    def spread_of(self, one: int, other: int) -> float:
        """Return the standard deviation of one respondent's influence on the difference of two shares."""
        c = self.influence
        return float(np.sqrt(c[one, one] + c[other, other] - 2 * c[one, other]))


def share_slopes(corr: Floats) -> Floats:
    """Return the slopes of all shares of R² by each covariance, at correlations.

    Parameters
    ----------
    corr
        Correlations, shape (surveys, p, p), outcome first.

    Returns
    -------
    ndarray
        Symmetric matrices M, shape (surveys, p - 1, p, p): a respondent of standardised scores z has the influence
        z'Mz less its mean.

    Notes
    -----
    Central differences; cost: p (p + 1) LMG for each survey.
    """
    p = corr.shape[-1]
    rows, columns = np.tril_indices(p)
    cell = np.arange(len(rows))
    found = []
    for sign in (1, -1):
        moved = np.tile(corr[:, None], (1, len(rows), 1, 1))
        moved[:, cell, rows, columns] = moved[:, cell, columns, rows] = corr[:, rows, columns] + sign * _STEP
        raw = lmg(moved)
        found.append(raw / np.sum(raw, axis=-1, keepdims=True))
    slopes = (found[0] - found[1]) / (2 * _STEP)
    result = np.zeros((len(corr), p - 1, p, p))
    # a covariance off the diagonal stands in two places, and each has half of the slope
    half = np.where(rows == columns, 1.0, 0.5)
    result[:, :, rows, columns] = np.swapaxes(slopes, 1, 2) * half
    result[:, :, columns, rows] = result[:, :, rows, columns]
    return result


def take_population(model: ScoreModel, seed: int) -> Population:
    """Return shares, slopes and influence in the population that simulated surveys are drawn from.

    Notes
    -----
    Shares of the latent scores are exact; what cutting them into points changes is taken from a large simulated survey
    and the same one uncut, so that little of its sampling error is left.
    """
    k = len(model.coefficients)
    corr, z = _standardise(model.draw(np.random.default_rng([seed, 0]), 1, _POPULATION))
    exact = imply_covariance(model.coefficients, model.mixing @ model.mixing.T, model.r2)
    if model.levels is not None:
        uncut = _standardise(replace(model, levels=None).draw(np.random.default_rng([seed, 0]), 1, _POPULATION))[0]
        exact = exact + corr[0] - uncut[0]
    raw = lmg(exact)
    slopes = share_slopes(exact[None])[0]
    influence = np.stack([np.sum((z[0] @ matrix) * z[0], axis=1) for matrix in slopes], axis=1)
    spread = np.cov(influence, rowvar=False).reshape(k, k)
    return Population(raw / np.sum(raw), float(np.sum(raw)), slopes, spread)


def count_separated(
    model: ScoreModel, population: Population, pair: tuple[int, int], n: int, surveys: int, quantile: float, seed: int
) -> int:
    """Count simulated surveys in which the interval of the difference of two shares lies above 0.

    Parameters
    ----------
    model, population
        What scores follow.
    pair
        Positions of the driver with the larger share, and of the other.
    n
        Respondents of a survey.
    surveys
        Number of surveys.
    quantile
        Standard errors that the interval reaches to each side.
    seed
        Seed of these surveys.

    Notes
    -----
    The interval is that of the delta method, from respondents' influence in the same survey, which large samples share
    with the bootstrap. Cost: for each survey its draws and p (p + 1) LMG.
    """
    rng = np.random.default_rng([seed, n])
    size = max(1, min(surveys, _BATCH // (n * len(population.slopes[0]))))
    found = 0
    for begin in range(0, surveys, size):
        scores = model.draw(rng, min(size, surveys - begin), n)
        found += int(np.sum(_separated(scores, population, pair, quantile)))
    return found


def _separated(scores: Floats, population: Population, pair: tuple[int, int], quantile: float) -> Flags:
    corr, z = _standardise(scores)
    shares = lmg(corr)
    shares = shares / np.sum(shares, axis=-1, keepdims=True)
    one, other = pair
    if corr.shape[-1] - 1 <= _OWN_SLOPES:
        slopes = share_slopes(corr)
        matrix = slopes[:, one] - slopes[:, other]
    else:
        matrix = np.broadcast_to(population.slopes[one] - population.slopes[other], corr.shape)
    influence = np.sum((z @ matrix) * z, axis=2)
    error = np.std(influence, axis=1) / np.sqrt(scores.shape[1])
    return np.asarray(shares[:, one] - shares[:, other] > quantile * error)


def _standardise(scores: Floats) -> tuple[Floats, Floats]:
    """Return correlations and standardised scores of surveys; a score that never varies stays 0."""
    centred = scores - np.mean(scores, axis=1, keepdims=True)
    scale = np.sqrt(np.mean(centred**2, axis=1, keepdims=True))
    z = np.divide(centred, scale, out=np.zeros_like(centred), where=scale > 0)
    return np.swapaxes(z, 1, 2) @ z / z.shape[1], z
