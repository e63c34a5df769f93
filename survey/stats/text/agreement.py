"""How far two coders agree beyond chance, from a weighted and stratified sample."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from survey.errors import DataError
from survey.stats.moments import check_weights

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Agreement:
    """Hold a coefficient of agreement with its standard error and interval; NaN where it is not defined."""

    estimate: float
    std_error: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class CodingPair:
    """Hold two coders' categories of the same texts.

    Attributes
    ----------
    first, second
        Category of each text, 0 to k - 1, shape (n,).
    k
        Number of categories.
    weights
        How many texts each stands for, shape (n,).
    stratum
        Stratum each was drawn from, shape (n,).
    """

    first: Places
    second: Places
    k: int
    weights: Floats
    stratum: Places

    @property
    def cells(self) -> Floats:
        """The shares of the pairs of categories, shape (k, k)."""
        place = self.first * self.k + self.second
        counts = np.bincount(place, weights=self.weights, minlength=self.k**2)
        return np.asarray(counts.reshape(self.k, self.k) / self.weights.sum())


def pair_codings(
    first: ArrayLike, second: ArrayLike, weights: ArrayLike | None = None, strata: ArrayLike | None = None
) -> CodingPair:
    """Return two coders' categories as a pair, once they fit.

    Parameters
    ----------
    first, second
        Categories as any labels, shape (n,).
    weights
        How many texts each stands for; None counts each once.
    strata
        Labels of the strata the texts were drawn from; None is one.

    Raises
    ------
    DataError
        There are fewer than two texts, or the shapes differ.

    Examples
    --------
    >>> pair_codings(["a", "a", "b"], ["a", "b", "b"]).cells.round(3).tolist()
    [[0.333, 0.333], [0.0, 0.333]]
    """
    one, other = np.asarray(first), np.asarray(second)
    if one.shape != other.shape or one.ndim != 1 or len(one) < 2:
        raise DataError(f"Agreement needs two codings of the same texts, not {one.shape} and {other.shape}.")
    labels, place = np.unique(np.concatenate([one, other]), return_inverse=True)
    stratum = np.zeros(len(one)) if strata is None else np.asarray(strata)
    return CodingPair(
        place[: len(one)].astype(np.intp),
        place[len(one) :].astype(np.intp),
        max(2, len(labels)),
        check_weights(weights, len(one)),
        np.unique(stratum, return_inverse=True)[1].astype(np.intp),
    )


def cohen_kappa(pair: CodingPair, confidence: float = 0.95) -> Agreement:
    """Return Cohen's kappa; NaN where both coders use one and the same category throughout.

    Notes
    -----
    The standard error is that of a smooth function of weighted shares; with equal weights and one stratum it is the
    large-sample formula of Fleiss, Cohen and Everitt.

    References
    ----------
    Cohen (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 37-46.
    Fleiss, Cohen & Everitt (1969). Large sample standard errors of kappa and weighted kappa. Psychological Bulletin 72,
    323-327. Fleiss (1981). Statistical methods for rates and proportions, 2nd ed., 212-225.

    Examples
    --------
    >>> pair = pair_codings([1] * 20 + [0] * 30, [1] * 15 + [0] * 5 + [1] * 5 + [0] * 25)
    >>> round(cohen_kappa(pair).estimate, 4)
    0.5833
    """
    cells = pair.cells
    rows, columns = cells.sum(axis=1), cells.sum(axis=0)
    slopes = columns[:, None] + rows[None, :]
    return _above_chance(pair, float(rows @ columns), slopes, confidence)


def gwet_ac1(pair: CodingPair, confidence: float = 0.95) -> Agreement:
    """Return Gwet's AC1, which stays near the share of agreement where a category is rare.

    References
    ----------
    Gwet (2008). Computing inter-rater reliability and its variance in the presence of high agreement. British Journal
    of Mathematical and Statistical Psychology 61, 29-48.

    Examples
    --------
    >>> round(gwet_ac1(pair_codings([1] * 9 + [0], [1] * 10)).estimate, 4)
    0.8895
    """
    cells = pair.cells
    mean = (cells.sum(axis=1) + cells.sum(axis=0)) / 2
    chance = float(np.sum(mean * (1 - mean))) / (pair.k - 1)
    half = (1 - 2 * mean) / 2 / (pair.k - 1)
    return _above_chance(pair, chance, half[:, None] + half[None, :], confidence)


def adjust_prevalence(pair: CodingPair, confidence: float = 0.95) -> Agreement:
    """Return the prevalence- and bias-adjusted kappa: agreement above that of throwing dice.

    References
    ----------
    Byrt, Bishop & Carlin (1993). Bias, prevalence and kappa. Journal of Clinical Epidemiology 46, 423-429.

    Examples
    --------
    >>> round(adjust_prevalence(pair_codings([1] * 9 + [0], [1] * 10)).estimate, 4)
    0.8
    """
    return _above_chance(pair, 1 / pair.k, np.zeros((pair.k, pair.k)), confidence)


def _above_chance(pair: CodingPair, chance: float, slopes: Floats, confidence: float) -> Agreement:
    """Return (observed - chance) / (1 - chance); `slopes` is how chance moves with each cell's share."""
    observed = float(np.trace(pair.cells))
    if chance >= 1:
        return Agreement(*[float("nan")] * 4)
    estimate = (observed - chance) / (1 - chance)
    gradient = np.eye(pair.k) / (1 - chance) - (1 - observed) / (1 - chance) ** 2 * slopes
    error = _delta_error(pair, gradient[pair.first, pair.second])
    half = float(ndtri((1 + confidence) / 2)) * error
    return Agreement(estimate, error, max(-1.0, estimate - half), min(1.0, estimate + half))


def _delta_error(pair: CodingPair, influence: Floats) -> float:
    """Return the standard error of a smooth function of shares from each text's influence on it."""
    shares = pair.weights / pair.weights.sum()
    centred = shares * (influence - float(shares @ influence))
    sizes = np.bincount(pair.stratum)
    means = np.bincount(pair.stratum, weights=centred) / sizes
    return float(np.sqrt(np.sum((centred - means[pair.stratum]) ** 2)))
