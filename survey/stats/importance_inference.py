"""Everything that is uncertain about shares of R²: intervals, differences of pairs, and which of them are resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.stats.importance_intervals import Band, Scale, analytic_band, bca_band, percentile_band
from survey.stats.share_influence import accelerations, importance_influence
from survey.stats.simultaneous_bands import largest_deviation, normal_deviations, step_down

Floats = NDArray[np.float64]
IntervalKind = Literal["percentile", "bca", "analytic"]


@dataclass(frozen=True, eq=False)
class Evidence:
    """Hold what intervals are made of.

    Parameters
    ----------
    importance
        The estimates, units of R², shape (k,).
    draws
        The same in every bootstrap sample, shape (n_boot, k); no rows without a bootstrap.
    units
        Influence of each sampled unit on importance, shape (n_units, k), or None where it is not needed.
    n
        Number of rows.
    df
        Degrees of freedom of analytic intervals.
    inflation
        What standard errors from influence and simultaneous bands are multiplied by, for the coefficients estimated.
    """

    importance: Floats
    draws: Floats
    units: Floats | None
    n: int
    df: float
    inflation: float = 1.0


@dataclass(frozen=True, eq=False)
class Inference:
    """Hold intervals of importance, of shares and of their differences.

    Parameters
    ----------
    importance, share
        Intervals, shape (k,) each.
    pair, simultaneous
        Intervals of the differences of shares, one by one and all at once, shape (k (k - 1) / 2,), pairs in the order
        of ``np.triu_indices(k, 1)``.
    pair_error
        Standard errors of the differences.
    stepped
        Which differences exclude 0 when all are judged at once, stepping down.
    """

    importance: Band
    share: Band
    pair: Band
    simultaneous: Band
    pair_error: Floats
    stepped: NDArray[np.bool_]

    def told_apart(self, *, all_at_once: bool) -> NDArray[np.bool_]:
        """Return which differences exclude 0: one by one, or also when all are judged at once."""
        alone = (self.pair.low > 0) | (self.pair.high < 0)
        return alone & self.stepped if all_at_once else alone


def infer_importance(evidence: Evidence, kind: IntervalKind, *, confidence: float, seed: int) -> Inference:
    """Return intervals of importance, of shares, and of the difference of every pair.

    Parameters
    ----------
    evidence
        Estimates with bootstrap samples or influence; "percentile" needs the first, "analytic" the second, "bca" both.
    kind
        Kind of interval, the same for all.
    confidence
        Coverage asked for.
    seed
        Seed of the normal draws behind the simultaneous band of analytic intervals.

    Returns
    -------
    Inference
        NaN throughout where there is nothing to make an interval of.

    Notes
    -----
    Simultaneous bands reach the quantile of the largest standardised difference to either side, taken from the
    bootstrap, or from normal draws with the covariance of the influence. That quantile is then widened as a t quantile
    is against a normal one, with the degrees of freedom of standard errors from products of answers. Which pairs are
    told apart all at once is found by stepping down from that band: pairs already told apart no longer widen it.

    References
    ----------
    Romano & Wolf (2005), JASA 100, 94-108 (stepping down).
    Efron (1987), JASA 82, 171-185. Hothorn, Bretz & Westfall (2008), Biometrical Journal 50, 346-363. Satterthwaite
    (1946), Biometrics Bulletin 2, 110-114 (degrees of freedom of an estimated variance).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> draws = np.array([0.3, 0.1]) + 0.02 * rng.normal(size=(500, 2))
    >>> found = infer_importance(
    ...     Evidence(np.array([0.3, 0.1]), draws, None, 100, 99), "percentile", confidence=0.95, seed=1
    ... )
    >>> found.told_apart(all_at_once=True)
    array([ True])
    """
    one, other = np.triu_indices(len(evidence.importance), 1)
    total = float(np.sum(evidence.importance))
    share = evidence.importance / total if total > 0 else np.full_like(evidence.importance, np.nan)
    difference = share[one] - share[other]
    ready = len(evidence.draws) >= 2 or kind == "analytic"
    if total <= 0 or not ready or (kind != "percentile" and evidence.units is None):
        return _nothing(len(share), len(one))
    raw_units = np.empty((0, len(share))) if evidence.units is None else evidence.units
    share_units, pair_units = importance_influence(raw_units, evidence.importance)
    if kind == "analytic":
        errors = [_std_error(units, evidence) for units in (raw_units, share_units, pair_units)]
        bands = [
            analytic_band(value, error, evidence.df, confidence, scale)
            for value, error, scale in zip((evidence.importance, share, difference), errors, _SCALES, strict=True)
        ]
        deviations, pair_error = normal_deviations(share_units, (one, other), evidence.n, seed), errors[2]
    else:
        shares = evidence.draws / np.sum(evidence.draws, axis=1, keepdims=True)
        pairs = shares[:, one] - shares[:, other]
        stacks = (evidence.draws, shares, pairs)
        if kind == "percentile":
            bands = [percentile_band(stack, confidence) for stack in stacks]
        else:
            bands = [
                bca_band(stack, value, accelerations(units), confidence)
                for stack, value, units in zip(
                    stacks, (evidence.importance, share, difference), (raw_units, share_units, pair_units), strict=True
                )
            ]
        deviations, pair_error = pairs - difference, np.std(pairs, axis=0, ddof=1)
    once = pair_error if kind != "analytic" else pair_error / evidence.inflation
    reach = _widen(largest_deviation(deviations, once, confidence), evidence) * once
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = difference / once
    stepped = step_down(statistic, deviations, once, confidence, lambda quantile: _widen(quantile, evidence))
    return Inference(bands[0], bands[1], bands[2], Band(difference - reach, difference + reach), pair_error, stepped)


_SCALES: tuple[Scale, Scale, Scale] = ("r2", "share", "plain")


def _std_error(units: Floats, evidence: Evidence) -> Floats:
    return np.asarray(evidence.inflation * np.sqrt(np.sum(units**2, axis=0)) / evidence.n)


def _widen(reach: float, evidence: Evidence) -> float:
    """Return the reach of a band in standard errors that are estimated."""
    # a variance is estimated with 2 / (kurtosis - 1) degrees of freedom a unit; the kurtosis of a product of two normal
    # variables is 9, and that of a sum of m of them 3 + 6 / m
    df = evidence.df * evidence.n / (evidence.n + 3 * evidence.df)
    # the first term of t by the normal quantile: all of t is far too wide for a few dozen rows
    return evidence.inflation * reach * (1 + (reach**2 + 1) / (4 * df))


def _nothing(k: int, pairs: int) -> Inference:
    one, two = Band(np.full(k, np.nan), np.full(k, np.nan)), Band(np.full(pairs, np.nan), np.full(pairs, np.nan))
    return Inference(one, one, two, two, np.full(pairs, np.nan), np.zeros(pairs, dtype=bool))
