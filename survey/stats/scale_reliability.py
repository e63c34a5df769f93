"""The reliabilities of one scale by name, each with its interval, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from survey.stats.alpha_interval import bootstrap_alpha, duhachek_std_error, feldt_interval
from survey.stats.bootstrap import COUNT_BYTES, bootstrap_covariances, draw_counts, percentile_interval
from survey.stats.influence import influence_std_error
from survey.stats.moments import take_moments
from survey.stats.one_factor import fit_one_factor
from survey.stats.ordinal_stack import OrdinalStack, take_ordinal_stack
from survey.stats.resampled_interval import bca_interval, group_rows, leave_out_covariances
from survey.stats.scale_estimators import (
    ALL_SPLITS,
    GENERAL,
    ONE_FACTOR,
    ORDINAL,
    ScaleOptions,
    Values,
    estimate_from_categories,
    estimate_from_covariances,
    fit_ordinal_factor,
    fits_items,
)
from survey.stats.split_half import MOST_SPLITS, list_splits

Floats = NDArray[np.float64]
Interval = Literal["feldt", "duhachek", "distribution_free", "percentile", "bca"]
INTERVALS = ("feldt", "duhachek", "distribution_free", "percentile", "bca")
FELDT = ("alpha", "alpha_standardized", "lambda3", "lambda3_raw")
DUHACHEK = ("alpha", "lambda3_raw")

#: Items with more answers in use are taken as continuous: their tables are all but empty.
MOST_CATEGORIES = 20
_RESAMPLED = ("percentile", "bca")
_NONE = (float("nan"), float("nan"))


@dataclass(frozen=True, kw_only=True)
class IntervalOptions:
    """How intervals are made.

    Attributes
    ----------
    method
        For estimators it does not cover, percentiles of the bootstrap if there is one; but omega hierarchical, a
        search for each sample, is resampled only where "percentile" or "bca" is asked for.
    n_boot, seed
        Of the bootstrap, and of drawn splits.
    confidence
        Coverage asked for.
    """

    method: Interval = "feldt"
    n_boot: int = 0
    seed: int = 0
    confidence: float = 0.95


@dataclass(frozen=True, kw_only=True)
class ScaleEstimate:
    """One estimate; NaN where it could not be made. `interval` is the method, empty where there is none."""

    estimator: str
    estimate: float
    low: float
    high: float
    interval: str


@dataclass(frozen=True, kw_only=True)
class ScaleReliability:
    """The estimates of a scale and what to know about them.

    Attributes
    ----------
    estimates
        In the order asked for.
    heywood
        Which one-factor fits have a uniqueness at its bound: "ml", "ordinal".
    failed
        Estimators whose fit did not converge.
    too_few_items
        Estimators that need more items.
    too_fine
        Whether ordinal estimators were left out because an item has too many different answers.
    lost
        Bootstrap samples in which the named estimator has no value.
    at_bound
        Pairs of items whose polychoric correlation was stopped at ±0.9999.
    all_splits
        Whether all splits into halves were compared.
    """

    estimates: tuple[ScaleEstimate, ...]
    heywood: tuple[str, ...]
    failed: tuple[str, ...]
    too_few_items: tuple[str, ...]
    too_fine: bool
    lost: dict[str, int]
    at_bound: tuple[tuple[int, int], ...]
    all_splits: bool


def estimate_scale(
    rows: Floats,
    names: Iterable[str],
    *,
    weights: Floats | None = None,
    group_factors: int = 3,
    intervals: IntervalOptions | None = None,
) -> ScaleReliability:
    """Estimate the reliabilities of one scale.

    Parameters
    ----------
    rows
        Keyed answers, shape (n, k), none missing.
    names
        Estimators, see `scale_estimators.NAMES`.
    weights
        Sampling weights, shape (n,).
    group_factors
        Below the general factor of omega hierarchical.
    intervals
        How intervals are made; None is Feldt's for alphas and nothing else.

    Raises
    ------
    DataError
        An answer is missing, an item does not vary, or a weight is negative.

    Notes
    -----
    Weights: weighted moments and tables; their squares enter standard errors; a bootstrap takes them as fixed. Missing:
    none allowed. Cost: one pass, and for a bootstrap matrix products over rows, then all samples at once.

    References
    ----------
    Those of the estimators' own modules. Bonett (2002), Journal of Educational and Behavioral Statistics 27, 335-340.
    """
    how = intervals or IntervalOptions()
    k, asked = rows.shape[1], tuple(names)
    fitting = tuple(name for name in asked if fits_items(name, k, group_factors))
    fine = bool(set(ORDINAL) & set(fitting)) and max(len(np.unique(column)) for column in rows.T) > MOST_CATEGORIES
    usable = tuple(name for name in fitting if not (fine and name in ORDINAL))
    halved = bool(set(ALL_SPLITS) & set(usable))
    splits = list_splits(k, most=MOST_SPLITS if halved else 1, seed=how.seed)
    scale = _Scale(rows, weights, ScaleOptions(names=usable, splits=splits, group_factors=group_factors))
    point = {name: float(value[0]) for name, value in scale.values().items()}
    made = _Intervals(scale, point, how)
    estimates = tuple(made.describe(name) for name in usable)
    return ScaleReliability(
        estimates=estimates,
        heywood=scale.heywood(),
        failed=tuple(name for name in usable if np.isnan(point[name])),
        too_few_items=tuple(name for name in asked if name not in fitting and name != "spearman_brown"),
        too_fine=fine,
        lost=made.lost,
        at_bound=scale.categories.at_bound if scale.categories else (),
        all_splits=splits.complete or not halved,
    )


class _Scale:
    """One scale's answers, and its estimates for all rows, for bootstrap samples and with rows left out."""

    def __init__(self, rows: Floats, weights: Floats | None, options: ScaleOptions) -> None:
        self.rows, self.weights, self.options = rows, weights, options
        self.moments = take_moments(rows, weights)
        ordinal = bool(set(ORDINAL) & set(options.names))
        self.categories = self._sort(np.ones((1, len(rows)))) if ordinal else None

    def _sort(self, frequencies: Floats) -> OrdinalStack:
        return take_ordinal_stack(self.rows, frequencies, weights=self.weights)

    def values(self) -> Values:
        """Return the estimates of all rows, each of shape (1,)."""
        found = estimate_from_covariances(self.moments.covariance[None], self.options)
        if self.categories is not None:
            found |= estimate_from_categories(self.categories, self.options.names)
        return found

    def from_covariances(self, cov: Floats, names: tuple[str, ...]) -> Values:
        """Return estimates of a stack of covariances."""
        options = ScaleOptions(names=names, splits=self.options.splits, group_factors=self.options.group_factors)
        return estimate_from_covariances(cov, options)

    def draw(self, names: tuple[str, ...], n_boot: int, seed: int) -> Values:
        """Return the estimates of bootstrap samples, each of shape (n_boot,)."""
        if names == ("alpha",):
            return {"alpha": bootstrap_alpha(self.rows, n_boot=n_boot, seed=seed, weights=self.weights)}
        found: Values = {}
        if plain := tuple(name for name in names if name not in ORDINAL):
            cov = bootstrap_covariances(self.rows, n_boot=n_boot, seed=seed, weights=self.weights)
            found |= self.from_covariances(cov, plain)
        if len(found) < len(names):
            rng, n = np.random.default_rng(seed), len(self.rows)
            parts, at_once = [], max(1, min(n_boot, COUNT_BYTES // (8 * n)))
            for begin in range(0, n_boot, at_once):
                counts = np.empty((min(at_once, n_boot - begin), n))
                draw_counts(rng, counts)
                parts.append(estimate_from_categories(self._sort(counts), names))
            found |= {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        return found

    def leave_out(self, names: tuple[str, ...], seed: int) -> Values:
        """Return the estimates without each row or group of rows, each of shape (n_groups,)."""
        groups = group_rows(len(self.rows), seed)
        plain = tuple(name for name in names if name not in ORDINAL)
        found = self.from_covariances(leave_out_covariances(self.rows, groups, self.weights), plain) if plain else {}
        if len(found) < len(names):
            kept = (groups[None, :] != np.arange(int(np.max(groups)) + 1)[:, None]).astype(float)
            found |= estimate_from_categories(self._sort(kept), names)
        return found

    def heywood(self) -> tuple[str, ...]:
        """Return which one-factor fits are at their bound."""
        found = []
        if set(ONE_FACTOR) & set(self.options.names) and bool(fit_one_factor(self.moments.covariance).heywood):
            found.append("ml")
        factored = any(name.startswith("omega") for name in self.options.names if name in ORDINAL)
        if self.categories is not None and factored and bool(fit_ordinal_factor(self.categories).heywood[0]):
            found.append("ordinal")
        return tuple(found)


class _Intervals:
    """The interval of each estimate; resampling is done once for all that need it."""

    def __init__(self, scale: _Scale, point: dict[str, float], how: IntervalOptions) -> None:
        self.scale, self.point, self.how = scale, point, how
        names = tuple(name for name in scale.options.names if self._method(name) in _RESAMPLED)
        self.draws = scale.draw(names, how.n_boot, how.seed) if names else {}
        self.left_out = scale.leave_out(names, how.seed) if names and how.method == "bca" else {}
        self.lost = {name: int(np.isnan(draws).sum()) for name, draws in self.draws.items() if np.isnan(draws).any()}

    def _method(self, name: str) -> str:
        """Return the method of an estimator's interval; empty if there is none."""
        method = self.how.method
        covered = {
            "feldt": name in FELDT,
            "duhachek": name in DUHACHEK,
            "distribution_free": name not in (*ORDINAL, *GENERAL),
            "percentile": True,
            "bca": True,
        }
        if covered[method]:
            return method
        return "percentile" if self.how.n_boot and name not in GENERAL else ""

    def describe(self, name: str) -> ScaleEstimate:
        """Return an estimate with its interval."""
        value, method = self.point[name], self._method(name)
        low, high = _NONE if np.isnan(value) else self._ends(name, value, method)
        return ScaleEstimate(estimator=name, estimate=value, low=low, high=high, interval="" if low != low else method)

    def _ends(self, name: str, value: float, method: str) -> tuple[float, float]:
        moments, level = self.scale.moments, self.how.confidence
        if method == "feldt":
            return feldt_interval(value, moments.effective_n, len(moments.mean), level)
        if method == "duhachek":
            error = float(duhachek_std_error(moments.covariance, moments.effective_n))
            return _wald(value, error, level)
        if method == "distribution_free":
            return _log_wald(value, self._std_error(name), level)
        if method == "percentile":
            low, high = percentile_interval(self.draws[name], level)
            return float(low), float(high)
        return bca_interval(self.draws[name], value, self.left_out[name], level) if method == "bca" else _NONE

    def _std_error(self, name: str) -> float:
        def estimate(cov: Floats) -> Floats:
            return self.scale.from_covariances(cov, (name,))[name]

        return float(influence_std_error(estimate, self.scale.rows, self.scale.weights))


def _wald(value: float, error: float, confidence: float) -> tuple[float, float]:
    half = float(ndtri((1 + confidence) / 2)) * error
    return value - half, value + half


def _log_wald(value: float, error: float, confidence: float) -> tuple[float, float]:
    """Return an interval made on the scale of log(1 - value), where reliabilities are less skewed (Bonett 2002)."""
    if value >= 1:
        return _NONE
    half = float(ndtri((1 + confidence) / 2)) * error / (1 - value)
    return float(1 - (1 - value) * np.exp(half)), float(1 - (1 - value) * np.exp(-half))
