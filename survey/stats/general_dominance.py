"""General dominance of any measure of fit: the average gain from a driver over all models of the others."""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError, check_option
from survey.stats.moments import check_rows
from survey.stats.outcomes.subset_models import MAX_FITTED_DRIVERS, fit_subsets

Floats = NDArray[np.float64]

MODELS = ("logistic", "ordinal", "poisson", "negative_binomial")
MEASURES = ("mcfadden", "nagelkerke")

__all__ = ["general_dominance", "outcome_dominance", "subset_values"]


def general_dominance(values: ArrayLike) -> Floats:
    """Return each driver's average gain, over models by their size: the Shapley value of a set function.

    Parameters
    ----------
    values
        Fit of every subset of k drivers, shape (2^k,). The position is the sum of 2^j over the drivers j of
        the subset, driver 0 first: for two drivers none, {0}, {1}, {0, 1}.

    Returns
    -------
    ndarray
        Shape (k,), summing to the fit of all drivers minus that of none. A value may be negative, if the
        measure can fall when a driver is added.

    Raises
    ------
    DataError
        If the length is not a power of two of at least 2, or a value is missing.

    References
    ----------
    Shapley (1953). A value for n-person games. Budescu (1993), Psychological Bulletin 114, 542-551. Azen &
    Traxel (2009). Using dominance analysis to determine predictor importance in logistic regression. Journal
    of Educational and Behavioral Statistics 34, 319-347.

    Examples
    --------
    >>> general_dominance([0.0, 0.4, 0.3, 0.5])
    array([0.3, 0.2])
    """
    v = np.asarray(values, dtype=np.float64)
    k = v.size.bit_length() - 1
    if v.ndim != 1 or k < 1 or v.size != 1 << k:
        raise DataError(f"One value for each of the 2^k subsets of k drivers is needed; the shape is {v.shape}.")
    if not np.isfinite(v).all():
        raise DataError(f"The fit of subset {np.flatnonzero(~np.isfinite(v))[0]} is missing or infinite.")
    subset = np.arange(v.size)
    size = np.bitwise_count(subset).astype(np.intp)
    share = np.array([1 / (k * comb(k - 1, s)) for s in range(k)])
    without = [subset[subset >> j & 1 == 0] for j in range(k)]
    return np.array([share[size[s]] @ (v[s + (1 << j)] - v[s]) for j, s in enumerate(without)])


def subset_values(k: int, fit: Callable[[list[int]], float]) -> Floats:
    """Return the fit of every subset of k drivers, in the order `general_dominance` takes.

    Parameters
    ----------
    k
        Number of drivers.
    fit
        Takes the positions of the drivers in a model, an empty list for none, and returns its fit.

    Returns
    -------
    ndarray
        Shape (2^k,).

    Raises
    ------
    DataError
        If there is no driver, or more than 15.

    Examples
    --------
    >>> subset_values(2, lambda drivers: float(sum(drivers)))
    array([0., 0., 1., 1.])
    """
    if not 1 <= k <= MAX_FITTED_DRIVERS:
        raise DataError(
            f"{k} drivers make 2^{k} models to fit one by one: keep between 1 and {MAX_FITTED_DRIVERS}, "
            "or combine some into scores."
        )
    return np.array([fit([j for j in range(k) if subset >> j & 1]) for subset in range(1 << k)])


def outcome_dominance(
    outcome: ArrayLike,
    drivers: ArrayLike,
    *,
    model: str = "logistic",
    measure: str = "mcfadden",
    weights: ArrayLike | None = None,
) -> Floats:
    """Return general-dominance shares of the pseudo-R² of an outcome that is 0/1, ordered or a count.

    Use it where the outcome is a share, such as the two highest points of a scale, one item of few points, or a
    number of events; for a score take `importance.lmg`.

    Parameters
    ----------
    outcome
        0 or 1 for "logistic", ordered numbers for "ordinal", whole numbers from 0 for counts, shape (n,), none
        missing.
    drivers
        Shape (n, k), none missing, k of at most 15.
    model
        "logistic", "ordinal" (proportional odds), "poisson" or "negative_binomial".
    measure
        "mcfadden" or "nagelkerke"; shares of different measures are not comparable.
    weights
        One per row; only their proportions matter.

    Returns
    -------
    ndarray
        Shape (k,), summing to the pseudo-R² of the model of all drivers.

    Raises
    ------
    DataError
        If a model cannot be fitted, or there are too many drivers.
    OptionError
        An unknown model or measure.

    Notes
    -----
    One maximum-likelihood fit per subset of drivers, 2^k - 1 of them: less than a second for 10 drivers and 1000
    rows, several for the negative binomial. Rows of weight 0 are left out.

    References
    ----------
    Azen & Traxel (2009). Using dominance analysis to determine predictor importance in logistic regression.
    Journal of Educational and Behavioral Statistics 34, 319-347.

    Examples
    --------
    >>> drivers = [[1, 1], [2, 1], [2, 3], [3, 2], [3, 4], [4, 2], [5, 5], [5, 3]]
    >>> outcome_dominance([0, 1, 0, 0, 1, 0, 1, 1], drivers).round(4)
    array([0.0992, 0.1144])
    """
    check_option("model", model, MODELS)
    check_option("measure", measure, MEASURES)
    from survey.stats.logistic import fit_logistic
    from survey.stats.ordinal import fit_proportional_odds
    from survey.stats.outcomes.count_models import fit_poisson

    x = check_rows(drivers)
    full = {"logistic": fit_logistic, "ordinal": fit_proportional_odds}.get(model, fit_poisson)
    full(outcome, x, weights)
    return general_dominance(fit_subsets(outcome, x, weights, model=model).pseudo_r2(measure))
