"""Ordered answers where some drivers have a slope of their own at every cut: partial proportional odds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.design import Design, check_design
from survey.stats.newton import Peak, climb
from survey.stats.ordinal import OrderedFit, fit_proportional_odds
from survey.stats.outcomes.partial_likelihood import PartialRows, pair_cuts
from survey.stats.outcomes.sandwich import Weighting, scale_weights, take_sandwich
from survey.stats.outcomes.separation import RUNAWAY_LOGIT, SeparationError, find_separating
from survey.stats.pseudo_r2 import cox_snell, mcfadden, nagelkerke
from survey.stats.sample_design import SampleDesign

Floats = NDArray[np.float64]

__all__ = ["PartialOddsFit", "fit_partial_odds"]


@dataclass(frozen=True, eq=False)
class PartialOddsFit:
    """Hold a partial proportional-odds model: logit P(Y <= k) = threshold_k - drivers times slopes_k.

    Parameters
    ----------
    slopes, std_error
        Shape (cuts, k); a driver that is not free has the same in every row.
    thresholds, thresholds_std_error
        Shape (cuts,).
    free
        Positions of the drivers with slopes of their own.
    categories
        The answers found, in order.
    log_likelihood, log_likelihood_null
        Of the model and of the thresholds alone.
    n
        Sum of the weights as the likelihood took them.
    converged
        Whether the search ended at the maximum.
    covariance
        Of thresholds, common slopes and free slopes (driver by driver, cut by cut).
    infeasible
        Share of rows for which some answer that was not theirs has a negative fitted chance.
    proportional
        The model with common slopes only.
    statistic, df, p_value
        Test of the common slopes against the free ones: likelihood ratio with frequencies, Wald's with probability
        weights.
    """

    slopes: Floats
    std_error: Floats
    thresholds: Floats
    thresholds_std_error: Floats
    free: tuple[int, ...]
    categories: Floats
    log_likelihood: float
    log_likelihood_null: float
    n: float
    converged: bool
    covariance: Floats
    infeasible: float
    proportional: OrderedFit
    statistic: float
    df: int
    p_value: float

    @property
    def deviance(self) -> float:
        """Return minus twice the log-likelihood."""
        return -2 * self.log_likelihood

    @property
    def mcfadden(self) -> float:
        """Return McFadden's pseudo-R²."""
        return mcfadden(self.log_likelihood, self.log_likelihood_null)

    @property
    def cox_snell(self) -> float:
        """Return Cox and Snell's pseudo-R²."""
        return cox_snell(self.log_likelihood, self.log_likelihood_null, self.n)

    @property
    def nagelkerke(self) -> float:
        """Return Nagelkerke's pseudo-R²."""
        return nagelkerke(self.log_likelihood, self.log_likelihood_null, self.n)


def fit_partial_odds(
    outcome: ArrayLike,
    drivers: ArrayLike,
    free: Sequence[int],
    weights: ArrayLike | None = None,
    *,
    weighting: Weighting = "frequency",
    design: SampleDesign | None = None,
) -> PartialOddsFit:
    """Fit ordered answers with slopes of their own, cut by cut, for chosen drivers.

    Use it where Brant's test tells slopes of a driver apart. Read the slopes cut by cut: that of cut k is the log odds
    ratio of an answer above it.

    Parameters
    ----------
    outcome
        Answers as numbers in their order, three of them or more, shape (n,), none missing.
    drivers
        Shape (n, k), none missing.
    free
        Positions of the drivers with slopes of their own, at least one.
    weights, weighting, design
        As in `fit_proportional_odds`.

    Returns
    -------
    PartialOddsFit

    Raises
    ------
    DataError
        As `fit_proportional_odds`; `free` names no driver; there are two answers only.
    SeparationError
        Drivers separate the answers at a cut.

    Notes
    -----
    Newton's method from the proportional model; the likelihood is concave where every given answer has a positive
    chance, and steps that leave this region are halved. Slopes that cross give other answers negative chances far
    from the middle of the data: `infeasible` is their share.

    References
    ----------
    Peterson & Harrell (1990). Partial proportional odds models for ordinal response variables. Applied Statistics 39,
    205-217. Pratt (1981). Concavity of the log likelihood. JASA 76, 103-106.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(400, 2))
    >>> y = np.digitize(x @ [1.0, 0.5] + rng.logistic(size=400), [-1, 1])
    >>> fit = fit_partial_odds(y, x, [1])
    >>> fit.slopes.shape, fit.df, bool(fit.log_likelihood > fit.proportional.log_likelihood)
    ((2, 2), 1, True)
    """
    checked = check_design(outcome, drivers, weights)
    w = scale_weights(checked.weights, weighting)
    order = _check_free(free, checked.drivers.shape[1])
    proportional = fit_proportional_odds(checked.outcome, checked.drivers, w, weighting=weighting)
    categories, place = np.unique(checked.outcome, return_inverse=True)
    cuts = len(categories) - 1
    if cuts < 2:
        raise DataError("With two answers there is one cut, and every slope is its own: fit a logistic regression.")
    rows = pair_cuts(place.reshape(-1), checked.drivers, w, order)
    slopes = proportional.coefficients
    start = np.concatenate([proportional.thresholds, slopes[order[0]], np.repeat(slopes[order[1]], cuts)])
    peak = climb(start, rows.likelihood())
    if not peak.converged or np.max(np.abs(peak.parameters[cuts:])) > RUNAWAY_LOGIT:
        _refuse(rows, order)
    covariance = (
        take_sandwich(peak.information, rows.scores(peak.parameters), w, weighting, design)
        if weighting == "probability" or design is not None
        else np.asarray(np.linalg.inv(peak.information), dtype=np.float64)
    )
    return _pack(checked, categories, order, peak, covariance, proportional, float(np.sum(w)), weighting)


def _check_free(free: Sequence[int], k: int) -> tuple[list[int], list[int]]:
    """Return the drivers with common slopes and those with their own."""
    chosen = sorted(set(free))
    if not chosen or not set(chosen) <= set(range(k)):
        raise DataError(f"Free slopes are for drivers 0 to {k - 1}, at least one; they are {list(free)}.")
    return [j for j in range(k) if j not in chosen], chosen


def _refuse(rows: PartialRows, order: tuple[list[int], list[int]]) -> None:
    """Raise an error that names drivers where the search ran away to infinity."""
    cuts = rows.cuts
    found = find_separating(rows.directions(), cuts)
    if found:
        owners = [*order[0], *(j for j in order[1] for _ in range(cuts))]
        drivers = sorted({owners[column] for column in found})
        raise SeparationError(
            f"Driver {', '.join(map(str, drivers))} separates the answers at a cut, so a slope is infinite: give it "
            "one slope for all cuts, or merge answers that are rare.",
            drivers,
        )


def _pack(
    design: Design,
    categories: Floats,
    order: tuple[list[int], list[int]],
    peak: Peak,
    covariance: Floats,
    proportional: OrderedFit,
    n: float,
    weighting: str,
) -> PartialOddsFit:
    cuts, k = len(categories) - 1, len(design.mean)
    at = _places(cuts, order)
    thresholds, slopes = peak.parameters[:cuts], peak.parameters[at]
    infeasible = np.any(np.diff(thresholds - design.drivers @ slopes.T, axis=1) <= 0, axis=1)
    turn = _back(design, cuts, at)
    there, spread = turn @ peak.parameters, turn @ covariance @ turn.T
    std_error = np.sqrt(np.diag(spread))
    df = len(order[1]) * (cuts - 1)
    statistic = (
        _wald(peak.parameters, covariance, at[:, order[1]])
        if weighting == "probability"
        else 2 * (peak.log_likelihood - proportional.log_likelihood)
    )
    from scipy.stats import chi2

    return PartialOddsFit(
        slopes=there[at].reshape(cuts, k),
        std_error=std_error[at].reshape(cuts, k),
        thresholds=there[:cuts],
        thresholds_std_error=std_error[:cuts],
        free=tuple(order[1]),
        categories=categories,
        log_likelihood=peak.log_likelihood,
        log_likelihood_null=proportional.log_likelihood_null,
        n=n,
        converged=peak.converged,
        covariance=spread,
        infeasible=float(np.mean(infeasible)),
        proportional=proportional,
        statistic=float(statistic),
        df=df,
        p_value=float(chi2.sf(statistic, df)),
    )


def _places(cuts: int, order: tuple[list[int], list[int]]) -> NDArray[np.intp]:
    """Return where the slope of each cut and driver is among the parameters, shape (cuts, k)."""
    common, own = order
    at = np.empty((cuts, len(common) + len(own)), dtype=np.intp)
    at[:, common] = cuts + np.arange(len(common))
    at[:, own] = cuts + len(common) + np.arange(cuts)[:, None] + cuts * np.arange(len(own))
    return at


def _back(design: Design, cuts: int, at: NDArray[np.intp]) -> Floats:
    """Return the matrix that turns parameters on standardised drivers into those on the drivers given."""
    size = int(np.max(at)) + 1
    turn = np.eye(size)
    for cut in range(cuts):
        turn[cut, at[cut]] = design.mean / design.scale
        turn[at[cut], at[cut]] = 1 / design.scale
    return turn


def _wald(parameters: Floats, covariance: Floats, own: NDArray[np.intp]) -> float:
    """Test that each free driver's slopes are all the same."""
    contrast = np.zeros(((own.shape[0] - 1) * own.shape[1], len(parameters)))
    for row, (first, other) in enumerate((j[0], one) for j in own.T for one in j[1:]):
        contrast[row, first], contrast[row, other] = 1.0, -1.0
    gaps = contrast @ parameters
    return float(gaps @ np.linalg.solve(contrast @ covariance @ contrast.T, gaps))
