"""Penalties and rewards: what goes with a low and with a high rating, each held against the middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import t

from survey.errors import DataError, OptionError, check_option
from survey.stats.descriptives import weighted_mean, weighted_quantile, weighted_variance
from survey.stats.moments import check_weights
from survey.stats.shape.sandwich import RobustFit, fit_robust

Floats = NDArray[np.float64]
CutKind = Literal["points", "percentile", "mean_sd"]
Rule = Literal["asymmetry", "significance", "difference"]

#: A cell of one respondent has no spread, so its coefficient has no robust standard error.
FEWEST_RATERS = 2


@dataclass(frozen=True, eq=False)
class PenaltyReward:
    """Hold a penalty–reward regression of k drivers.

    Parameters
    ----------
    penalty, reward
        Coefficients of the low and of the high dummy, shape (k,); NaN where fewer than two respondents are in a cell.
    covariance
        HC3 covariances of penalty and reward of each driver, shape (k, 2, 2).
    cuts
        Highest low and lowest high value, shape (k, 2).
    n_low, n_high
        Respondents in each cell, shape (k,).
    scale
        What multiplies a raw penalty and reward to standardise it, shape (k, 2).
    fit
        The whole regression.
    places
        Position of each dummy's coefficient in `fit`, shape (k, 2), -1 where it was left out.
    """

    penalty: Floats
    reward: Floats
    covariance: Floats
    cuts: Floats
    n_low: NDArray[np.intp]
    n_high: NDArray[np.intp]
    scale: Floats
    fit: RobustFit
    places: NDArray[np.intp]

    def standardized(self) -> PenaltyReward:
        """Return the same with standardised coefficients."""
        spread = self.scale[:, :, None] * self.scale[:, None, :]
        return PenaltyReward(
            self.penalty * self.scale[:, 0],
            self.reward * self.scale[:, 1],
            self.covariance * spread,
            self.cuts,
            self.n_low,
            self.n_high,
            np.ones_like(self.scale),
            self.fit,
            self.places,
        )


def find_cuts(x: ArrayLike, kind: CutKind, low: float, high: float, weights: ArrayLike | None = None) -> Floats:
    """Return the highest low and the lowest high value of one driver, shape (2,).

    Parameters
    ----------
    x
        Ratings, shape (n,).
    kind
        "points": `low` and `high` are values. "percentile": shares of the respondents, 0 to 1. "mean_sd": standard
        deviations below and above the mean.
    low, high
        As `kind` says.
    weights
        One weight per row.

    Raises
    ------
    OptionError
        A percentile is not between 0 and 1, or a number of standard deviations is not positive.

    Examples
    --------
    >>> find_cuts([1.0, 2.0, 3.0, 4.0, 5.0], "mean_sd", 1.0, 1.0).round(3)
    array([1.419, 4.581])
    """
    check_option("cut", kind, get_args(CutKind))
    values = np.asarray(x, dtype=np.float64)
    if kind == "points":
        return np.array([low, high], dtype=np.float64)
    if kind == "percentile":
        if not (0 < low < 1 and 0 < high < 1):
            raise OptionError(f"percentiles are shares between 0 and 1; they are {low:g} and {high:g}.")
        return np.array([weighted_quantile(values, low, weights), weighted_quantile(values, high, weights)])
    if not (low > 0 and high > 0):
        raise OptionError(f"standard deviations from the mean must be above 0; they are {low:g} and {high:g}.")
    mean, sd = weighted_mean(values, weights), np.sqrt(weighted_variance(values, weights))
    return np.array([mean - low * sd, mean + high * sd])


def contrast_penalties(
    outcome: ArrayLike, drivers: Floats, cuts: Floats, weights: ArrayLike | None = None, controls: Floats | None = None
) -> PenaltyReward:
    """Regress the outcome on a low and a high dummy of every driver.

    Parameters
    ----------
    outcome
        Shape (n,).
    drivers
        Shape (n, k).
    cuts
        Highest low and lowest high value of each driver, shape (k, 2).
    weights
        Probability weights.
    controls
        Columns that are always in the model, shape (n, c).

    Returns
    -------
    PenaltyReward

    Raises
    ------
    DataError
        A low cut is not below its high cut, no dummy is left, or dummies determine one another.

    References
    ----------
    Brandt (1987). A procedure for identifying value-enhancing service components using customer satisfaction survey
    data. In Surprenant (ed.), Add value to your service, 61-65. American Marketing Association.

    Examples
    --------
    >>> y = [1.0, 2.0, 4.0, 5.0, 6.0, 6.5]
    >>> found = contrast_penalties(y, np.array([[1.0], [1.0], [3.0], [3.0], [5.0], [5.0]]), np.array([[1.0, 5.0]]))
    >>> found.penalty, found.reward
    (array([-3.]), array([1.75]))
    """
    if (cuts[:, 0] >= cuts[:, 1]).any():
        at = int(np.argmax(cuts[:, 0] >= cuts[:, 1]))
        raise DataError(
            f"Driver {at}: everything up to {cuts[at, 0]:g} is low and from {cuts[at, 1]:g} on high, which overlap; "
            "choose other cuts."
        )
    y = np.asarray(outcome, dtype=np.float64)
    w = check_weights(weights, len(y))
    dummies = np.stack([drivers <= cuts[:, 0], drivers >= cuts[:, 1]], axis=2).astype(np.float64)
    raters = (dummies[w > 0] > 0).sum(axis=0)
    kept = (raters >= FEWEST_RATERS) & (raters < (w > 0).sum())
    if not kept.any():
        raise DataError("No driver has both low or high raters and others; choose other cuts.")
    columns = dummies[:, kept]
    fit = fit_robust(y, columns if controls is None else np.column_stack([columns, controls]), w)
    places = np.full(kept.shape, -1)
    places[kept] = 1 + np.arange(int(kept.sum()))
    share = np.tensordot(w, dummies, axes=1) / w.sum()
    centre = w @ y / w.sum()
    scale = np.sqrt(share * (1 - share)) / np.sqrt(w @ (y - centre) ** 2 / w.sum())
    found = np.where(kept, np.append(fit.coefficients, np.nan)[places], np.nan)
    blocks = np.stack([_block(fit, pair) for pair in places])
    return PenaltyReward(found[:, 0], found[:, 1], blocks, cuts, raters[:, 0], raters[:, 1], scale, fit, places)


def _block(fit: RobustFit, pair: NDArray[np.intp]) -> Floats:
    """Return the covariances of one driver's two coefficients, NaN where one was left out."""
    block = fit.covariance[np.ix_(pair, pair)].copy()
    block[pair < 0, :] = np.nan
    block[:, pair < 0] = np.nan
    return block


@dataclass(frozen=True, eq=False)
class Impact:
    """Hold what penalties and rewards say together, each of shape (k,).

    Parameters
    ----------
    penalty_index, reward_index
        Size of the penalty and of the reward; 0 where the sign is the other one.
    impact_range
        Their sum.
    asymmetry
        Impact asymmetry, (reward - penalty) / range, -1 (only penalty) to 1 (only reward); NaN where the range is 0.
    asymmetry_std_error
        By the delta method; NaN where a sign is the other one.
    difference_p
        p value of penalty and reward being of the same size.
    """

    penalty_index: Floats
    reward_index: Floats
    impact_range: Floats
    asymmetry: Floats
    asymmetry_std_error: Floats
    difference_p: Floats


def measure_impact(found: PenaltyReward) -> Impact:
    """Return range and asymmetry of the impact of every driver.

    References
    ----------
    Mikulić & Prebežac (2008). Prioritizing improvement of service attributes using impact range-performance analysis
    and impact-asymmetry analysis. Managing Service Quality 18, 559-576.

    Examples
    --------
    >>> y = [1.0, 2.0, 4.0, 5.0, 6.0, 6.5]
    >>> found = contrast_penalties(y, np.array([[1.0], [1.0], [3.0], [3.0], [5.0], [5.0]]), np.array([[1.0, 5.0]]))
    >>> measure_impact(found).asymmetry.round(4)
    array([-0.2632])
    """
    low, high = np.maximum(-found.penalty, 0.0), np.maximum(found.reward, 0.0)
    reach = low + high
    with np.errstate(divide="ignore", invalid="ignore"):
        asymmetry = (high - low) / reach
        gradient = 2 * np.column_stack([high, low]) / reach[:, None] ** 2
        variance = np.einsum("ki,kij,kj->k", gradient, found.covariance, gradient)
        total = found.covariance.sum(axis=(1, 2))
        statistic = (found.penalty + found.reward) / np.sqrt(total)
    inside = (low > 0) & (high > 0)
    return Impact(
        penalty_index=low,
        reward_index=high,
        impact_range=reach,
        asymmetry=np.where(reach > 0, asymmetry, np.nan),
        asymmetry_std_error=np.where(inside, np.sqrt(np.where(inside, variance, 0.0)), np.nan),
        difference_p=2 * t.sf(np.abs(statistic), found.fit.df),
    )
