"""The log-likelihood of the model of every subset of drivers, each started near its maximum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.design import check_design
from survey.stats.newton import Likelihood, Peak, climb
from survey.stats.outcomes.collapse import collapse_rows
from survey.stats.outcomes.count_likelihood import CountRows, find_dispersion
from survey.stats.outcomes.ordered_likelihood import sort_rows

Floats = NDArray[np.float64]

#: Every subset is a fit of its own: 2^15 of them take a minute or more on 1000 rows, one more doubles that.
MAX_FITTED_DRIVERS = 15
#: Ends a search; the log-likelihood is then off by about a billionth.
CLOSE_ENOUGH = 1e-6

__all__ = ["MAX_FITTED_DRIVERS", "Family", "Subsets", "fit_subsets"]


@dataclass(frozen=True, eq=False)
class Subsets:
    """Hold the log-likelihoods of the models of all subsets.

    Parameters
    ----------
    log_likelihood
        Shape (2^k,), in the order of `general_dominance`; controls are in every model. NaN where a search failed.
    log_likelihood_null
        Without drivers and controls.
    n
        Sum of the weights.
    """

    log_likelihood: Floats
    log_likelihood_null: float
    n: float

    def pseudo_r2(self, measure: str) -> Floats:
        """Return "mcfadden" or "nagelkerke" of every model."""
        fitted, null = self.log_likelihood, self.log_likelihood_null
        if measure == "mcfadden":
            return np.asarray(1 - fitted / null)
        return np.asarray(np.expm1(2 * (null - fitted) / self.n) / np.expm1(2 * null / self.n))


@dataclass(frozen=True, eq=False)
class Family:
    """Hold a likelihood that can be had for any columns, constants before slopes.

    Parameters
    ----------
    likelihood
        Takes the positions of columns.
    start
        The constants that fit best without columns.
    null
        The log-likelihood there.
    n
        Sum of the weights.
    refine
        Turns a peak into the log-likelihood of a model with further parameters; None where there are none.
    """

    likelihood: Callable[[list[int]], Likelihood]
    start: Floats
    null: float
    n: float
    refine: Callable[[list[int], Peak], float] | None = None


def fit_subsets(
    outcome: ArrayLike, drivers: ArrayLike, weights: ArrayLike | None = None, *, model: str, controls: int = 0
) -> Subsets:
    """Fit the models of all subsets of drivers.

    Parameters
    ----------
    outcome
        Shape (n,), none missing.
    drivers
        Drivers and then controls, shape (n, k + controls), none missing.
    weights
        Frequencies, one per row; only their proportions matter for pseudo-R².
    model
        "logistic", "ordinal", "poisson" or "negative_binomial".
    controls
        How many of the last columns are in every model.

    Returns
    -------
    Subsets

    Raises
    ------
    DataError
        There are too many drivers or none, the outcome never varies, or drivers determine one another.

    Notes
    -----
    Equal rows are made one. The model of all drivers is fitted first; the quadratic that its information spans gives
    the models of one driver less their starting points, and so on, from where two or three steps are enough. Where
    drivers separate the answers the log-likelihood still has a least upper bound, which is what a model gets; look for
    separation before.
    """
    design = check_design(outcome, drivers, weights)
    k = design.drivers.shape[1] - controls
    if not 1 <= k <= MAX_FITTED_DRIVERS:
        raise DataError(
            f"{k} drivers make 2^{k} models to fit one by one: keep between 1 and {MAX_FITTED_DRIVERS}, "
            "or combine some into scores."
        )
    rows, w = collapse_rows(np.column_stack([design.outcome, design.drivers]), design.weights)
    make = _FAMILIES[model]
    family = make(rows[:, 0], rows[:, 1:], w)
    values = np.empty(1 << k)
    _fill(values, family, list(range(k)), list(range(k, k + controls)), None)
    return Subsets(values, family.null, family.n)


def _fill(
    values: Floats, family: Family, drivers: list[int], always: list[int], above: Peak | None, spared: int = 0
) -> None:
    """Write down the log-likelihood of a model and of all that leave out more drivers from position `spared` on."""
    chosen, at = [*drivers, *always], sum(1 << j for j in drivers)
    if not chosen:
        values[at] = family.null
        return
    peak = _climb(family, chosen, above)
    values[at] = peak.log_likelihood if family.refine is None else family.refine(chosen, peak)
    if not peak.converged:
        values[at] = np.nan
    for gone in range(spared, len(drivers)):
        fewer = [*drivers[:gone], *drivers[gone + 1 :]]
        _fill(values, family, fewer, always, _drop(peak, len(family.start) + gone), gone)


def _drop(peak: Peak, gone: int) -> Peak:
    """Return where the quadratic of a peak has its maximum with one parameter at 0."""
    kept = np.delete(np.arange(len(peak.parameters)), gone)
    inner, shift = peak.information[np.ix_(kept, kept)], peak.information[kept, gone] * peak.parameters[gone]
    try:
        guess = peak.parameters[kept] + np.linalg.solve(inner, shift)
    except np.linalg.LinAlgError:
        guess = np.full(len(kept), np.nan)
    return Peak(guess, peak.log_likelihood, inner, peak.converged)


def _climb(family: Family, chosen: list[int], above: Peak | None) -> Peak:
    """Climb from where the model with one driver more has it, or from no slopes if that leads nowhere."""
    likelihood = family.likelihood(chosen)
    if above is not None and above.converged and np.isfinite(above.parameters).all():
        peak = climb(above.parameters, likelihood, tolerance=CLOSE_ENOUGH, settle=False)
        if peak.converged:
            return peak
    start = np.concatenate([family.start, np.zeros(len(chosen))])
    return climb(start, likelihood, tolerance=CLOSE_ENOUGH, settle=False)


def _take_ordered(y: Floats, x: Floats, w: Floats) -> Family:
    categories, place = np.unique(y, return_inverse=True)
    if len(categories) < 2:
        raise DataError(f"The outcome is {categories[0]:g} in every row: there is nothing to explain.")
    rows = sort_rows(place.reshape(-1), x, w)
    return Family(rows.likelihood, rows.null_thresholds, rows.null_log_likelihood, float(np.sum(w)))


def _take_poisson(y: Floats, x: Floats, w: Floats) -> Family:
    level = float(np.log(w @ y / np.sum(w)))
    ones = np.ones((len(y), 1))

    def likelihood(columns: list[int]) -> Likelihood:
        return CountRows(y, np.column_stack([ones, x[:, columns]]), w).likelihood(0.0)

    null = CountRows(y, ones, w).value(np.full(len(y), level), 0.0)
    return Family(likelihood, np.array([level]), null, float(np.sum(w)))


def _take_negative_binomial(y: Floats, x: Floats, w: Floats) -> Family:
    poisson = _take_poisson(y, x, w)
    ones = np.ones((len(y), 1))

    def refine(columns: list[int], peak: Peak) -> float:
        rows = CountRows(y, np.column_stack([ones, x[:, columns]]), w)
        alpha, _, there = find_dispersion(rows, peak)
        return rows.value(rows.drivers @ there.parameters, alpha)

    null = refine([], climb(poisson.start, CountRows(y, ones, w).likelihood(0.0)))
    return Family(poisson.likelihood, poisson.start, null, poisson.n, refine)


_FAMILIES: dict[str, Callable[[Floats, Floats, Floats], Family]] = {
    "logistic": _take_ordered,
    "ordinal": _take_ordered,
    "poisson": _take_poisson,
    "negative_binomial": _take_negative_binomial,
}
