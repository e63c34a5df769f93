"""Every reliability of a scale by its name, for one matrix or a stack of them: from covariances, or from categories."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.stats.consistency import alpha, alpha_standardized
from survey.stats.factors.general_factor import split_general_factor
from survey.stats.green_yang import categorical_omega
from survey.stats.guttman import lambda1, lambda2, lambda5, lambda6
from survey.stats.item_covariances import correlations
from survey.stats.omega import omega_total_batch
from survey.stats.one_factor import OneFactor, fit_one_factor
from survey.stats.ordinal_stack import OrdinalStack
from survey.stats.split_half import Splits, compare_halves, split_by_parity, split_in_middle, summarize_halves

Floats = NDArray[np.float64]
Values = dict[str, Floats]


def _double_pair(cov: Floats) -> Floats:
    r = correlations(cov)[..., 0, 1]
    return np.asarray(2 * r / (1 + r))


def _split(cov: Floats, how: Callable[[int], NDArray[np.bool_]]) -> Floats:
    return compare_halves(cov, how(cov.shape[-1])).horst


def _of_correlations(cov: Floats, bound: Callable[[Floats], Floats]) -> Floats:
    return bound(correlations(cov))


CLOSED: dict[str, Callable[[Floats], Floats]] = {
    "alpha": alpha,
    "alpha_standardized": alpha_standardized,
    "lambda1": partial(_of_correlations, bound=lambda1),
    "lambda2": partial(_of_correlations, bound=lambda2),
    "lambda3": alpha_standardized,
    "lambda5": partial(_of_correlations, bound=lambda5),
    "lambda6": lambda6,
    "lambda1_raw": lambda1,
    "lambda2_raw": lambda2,
    "lambda3_raw": alpha,
    "lambda5_raw": lambda5,
    "lambda6_raw": partial(lambda6, standardized=False),
    "split_half_odd_even": partial(_split, how=split_by_parity),
    "split_half_first_last": partial(_split, how=split_in_middle),
    "spearman_brown": _double_pair,
}
ALL_SPLITS = ("lambda4", "lambda4_raw", "split_half_mean", "beta")
ONE_FACTOR = ("omega_total", "composite_reliability", "ave")
MINRES = ("omega_total_standardized",)
GENERAL = ("omega_hierarchical",)
ORDINAL = ("alpha_ordinal", "omega_ordinal", "omega_categorical", "omega_categorical_observed")
NAMES = (*CLOSED, *ALL_SPLITS, *ONE_FACTOR, *MINRES, *GENERAL, *ORDINAL)

#: Fewest items for which an estimator says something that others do not.
FEWEST_ITEMS = {
    **dict.fromkeys(NAMES, 3),
    "alpha": 2,
    "alpha_standardized": 2,
    "alpha_ordinal": 2,
    "spearman_brown": 2,
}


@dataclass(frozen=True, kw_only=True)
class ScaleOptions:
    """What is asked of the estimators.

    Attributes
    ----------
    names
        Those wanted.
    splits
        For those that compare all halves.
    group_factors
        Below the general factor of omega hierarchical.
    """

    names: tuple[str, ...]
    splits: Splits
    group_factors: int = 3


def fits_items(name: str, k: int, group_factors: int) -> bool:
    """Whether an estimator is defined for this number of items, and is not another one under a new name.

    Examples
    --------
    >>> fits_items("spearman_brown", 2, 3), fits_items("spearman_brown", 3, 3), fits_items("omega_hierarchical", 5, 3)
    (True, False, False)
    """
    if name == "spearman_brown":
        return k == 2
    if name in GENERAL and (k - group_factors) ** 2 < k + group_factors:
        return False
    return k >= FEWEST_ITEMS[name]


def estimate_from_covariances(cov: Floats, options: ScaleOptions) -> Values:
    """Return the estimates that covariances give.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (n_stack, k, k).
    options
        What is wanted; names that need categories are passed over.

    Returns
    -------
    dict
        Of the names wanted, each of shape (n_stack,); NaN where a fit did not converge or an item does not vary.
    """
    wanted = options.names
    found: Values = {name: CLOSED[name](cov) for name in wanted if name in CLOSED}
    found |= _compare_splits(cov, options)
    if set(ONE_FACTOR) & set(wanted):
        found |= {name: value for name, value in _one_factor(cov).items() if name in wanted}
    if set(MINRES) & set(wanted):
        found[MINRES[0]] = omega_total_batch(cov, method="minres", standardized=True, denominator="observed")
    if set(GENERAL) & set(wanted):
        found[GENERAL[0]] = np.array([_general(one, options.group_factors) for one in correlations(cov)])
    return found


def _compare_splits(cov: Floats, options: ScaleOptions) -> Values:
    found: Values = {}
    if {"lambda4_raw", "split_half_mean", "beta"} & set(options.names):
        best, mean, worst = summarize_halves(cov, options.splits)
        found |= {"lambda4_raw": best, "split_half_mean": mean, "beta": worst}
    if "lambda4" in options.names:
        found["lambda4"] = summarize_halves(correlations(cov), options.splits)[0]
    return {name: value for name, value in found.items() if name in options.names}


def _one_factor(cov: Floats) -> Values:
    """Return what maximum likelihood gives: omega of the raw sum, and of standardised loadings CR and AVE."""
    fit = fit_one_factor(cov)
    common = np.sum(fit.loadings, axis=-1) ** 2
    unit = fit.loadings / np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
    lifted = np.sum(unit, axis=-1) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        values = {
            "omega_total": common / (common + np.sum(fit.uniquenesses, axis=-1)),
            "composite_reliability": lifted / (lifted + np.sum(1 - unit**2, axis=-1)),
            "ave": np.mean(unit**2, axis=-1),
        }
    return {name: np.where(fit.converged, value, np.nan) for name, value in values.items()}


def _general(correlation: Floats, group_factors: int) -> float:
    """Return omega hierarchical of one scale; NaN where items do not vary or there is no solution."""
    if not np.isfinite(correlation).all():
        return float("nan")
    try:
        return split_general_factor(correlation, group_factors).omega_hierarchical
    except (DataError, np.linalg.LinAlgError):
        return float("nan")


def fit_ordinal_factor(stack: OrdinalStack) -> OneFactor:
    """Fit one factor to polychoric correlations by diagonally weighted least squares."""
    return fit_one_factor(stack.correlation, "minres", weights=1 / np.where(stack.variance > 0, stack.variance, np.inf))


def estimate_from_categories(stack: OrdinalStack, names: Collection[str]) -> Values:
    """Return the estimates that thresholds and polychoric correlations give.

    Parameters
    ----------
    stack
        Of the keyed items.
    names
        Those wanted; others are passed over.

    Returns
    -------
    dict
        Of the names wanted, each of shape (n_stack,).
    """
    found: Values = {}
    if "alpha_ordinal" in names:
        found["alpha_ordinal"] = alpha(stack.correlation)
    if "omega_ordinal" in names:
        found["omega_ordinal"] = omega_total_batch(stack.correlation, method="minres", denominator="observed")
    if {"omega_categorical", "omega_categorical_observed"} & set(names):
        fit = fit_ordinal_factor(stack)
        for name, observed in (("omega_categorical", None), ("omega_categorical_observed", stack.correlation)):
            if name in names:
                value = categorical_omega(fit.loadings, stack.cuts, stack.steps, observed)
                found[name] = np.where(fit.converged, value, np.nan)
    return found
