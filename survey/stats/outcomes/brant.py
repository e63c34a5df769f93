"""Whether slopes are the same at every cut of a scale: the test of Brant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.newton import Peak
from survey.stats.outcomes.cross_products import weigh_products
from survey.stats.outcomes.ordered_design import OrderedDesign, find_peak, order_answers
from survey.stats.outcomes.ordered_likelihood import OrderedRows
from survey.stats.outcomes.sandwich import Weighting
from survey.stats.outcomes.separation import SeparationError

Floats = NDArray[np.float64]

__all__ = ["ParallelSlopes", "compare_cuts", "compare_slopes"]


@dataclass(frozen=True, eq=False)
class ParallelSlopes:
    """Hold Brant's test.

    Parameters
    ----------
    statistic, df, p_value
        The test of all drivers together, chi-squared.
    driver_statistic, driver_p_value
        The test of each driver, shape (k,), with `driver_df` degrees of freedom.
    driver_df
        Cuts less one.
    slopes
        Of the binary models, an outcome above each cut that is compared, shape (cuts, k).
    cuts
        Which cuts are compared, 0 being the lowest.
    separated, thin
        Cuts left out: drivers separate the answers below them from those above; fewer rows on one side than the binary
        model has coefficients.
    """

    statistic: float
    df: int
    p_value: float
    driver_statistic: Floats
    driver_p_value: Floats
    driver_df: int
    slopes: Floats
    cuts: tuple[int, ...]
    separated: tuple[int, ...] = ()
    thin: tuple[int, ...] = ()


def compare_slopes(
    outcome: ArrayLike,
    drivers: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    weighting: Weighting = "frequency",
) -> ParallelSlopes:
    """Test whether drivers have the same slope at every cut of ordered answers, all together and one by one.

    Parameters
    ----------
    outcome
        Answers as numbers in their order, three of them or more, shape (n,), none missing.
    drivers
        Shape (n, k), none missing.
    weights, weighting
        As in `fit_proportional_odds`.

    Returns
    -------
    ParallelSlopes

    Raises
    ------
    DataError
        There are two answers only, fewer than two cuts can be compared, or the slopes of the binary models are too
        dependent.

    Notes
    -----
    A logistic regression for every cut, of an answer above it; the slopes are compared by Wald tests with the joint
    covariance of the regressions, which rest on the same respondents. With frequencies it is Brant's, from fitted
    chances; with probability weights it is the sandwich of stacked scores. A cut whose regression has no finite slopes,
    or fewer rows on one side than coefficients, is left out, and the others are compared. In large samples slopes that
    hardly differ are told apart: look at the slopes too.

    References
    ----------
    Brant (1990). Assessing proportionality in the proportional odds model for ordinal logistic regression. Biometrics
    46, 1171-1178.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(300, 2))
    >>> y = np.digitize(x @ [1.0, 0.5] + rng.logistic(size=300), [-1, 1])
    >>> test = compare_slopes(y, x)
    >>> test.df, bool(test.p_value > 0.01)
    (2, True)
    """
    return compare_cuts(order_answers(outcome, drivers, weights, weighting))


def compare_cuts(ordered: OrderedDesign, peak: Floats | None = None) -> ParallelSlopes:
    """Make Brant's test of answers that are checked and sorted.

    Parameters
    ----------
    ordered
        From `order_answers`.
    peak
        Thresholds and slopes of the proportional model on standardised drivers, where the searches begin; None begins
        without slopes.

    Raises
    ------
    DataError
        As `compare_slopes`.
    """
    rows, k = ordered.rows, ordered.rows.drivers.shape[1]
    if rows.cuts < 2:
        raise DataError("With two answers there is one cut, and nothing to compare its slope with.")
    fits, separated, thin = _fit_cuts(rows, ordered.weighting, peak)
    if len(fits) < 2:
        raise DataError(f"{len(fits)} of {rows.cuts} cuts can be compared, the others being thin or separated.")
    slopes = np.array([fit.parameters[1:] for fit in fits.values()])
    covariance = _joint_covariance(rows, fits, ordered.weighting)
    free = len(fits) - 1
    contrast = np.kron(np.column_stack([np.ones((free, 1)), -np.eye(free)]), np.eye(k))
    differences, spread = contrast @ slopes.ravel(), contrast @ covariance @ contrast.T
    single = np.array([_wald(differences[j::k], spread[j::k, j::k]) for j in range(k)])
    statistic = _wald(differences, spread)
    return ParallelSlopes(
        statistic=statistic,
        df=k * free,
        p_value=float(_tail(statistic, k * free)),
        driver_statistic=single,
        driver_p_value=_tail(single, free),
        driver_df=free,
        slopes=slopes / ordered.design.scale,
        cuts=tuple(fits),
        separated=separated,
        thin=thin,
    )


def _fit_cuts(
    rows: OrderedRows, weighting: str, start: Floats | None
) -> tuple[dict[int, Peak], tuple[int, ...], tuple[int, ...]]:
    """Fit every cut's binary model; return the fits, the cuts that are separated, and those with too few rows."""
    fits, separated, thin = {}, [], []
    counts = rows.mass if weighting == "frequency" else np.diff(rows.bounds)
    for cut in range(rows.cuts):
        if min(np.sum(counts[: cut + 1]), np.sum(counts[cut + 1 :])) <= rows.drivers.shape[1]:
            thin.append(cut)
            continue
        binary = OrderedRows((rows.place > cut).astype(np.intp), rows.drivers, rows.weights)
        try:
            begin = None if start is None else np.append(start[cut], start[rows.cuts :])
            fits[cut] = find_peak(binary, begin)
        except SeparationError:
            separated.append(cut)
    return fits, tuple(separated), tuple(thin)


def _joint_covariance(rows: OrderedRows, fits: dict[int, Peak], weighting: str) -> Floats:
    """Return the covariance of the slopes of all binary models, cut by cut, shape (cuts k, cuts k)."""
    from scipy.special import expit

    design = np.column_stack([-np.ones(len(rows.place)), rows.drivers])
    shares = [expit(design @ fit.parameters) for fit in fits.values()]
    breads = [np.linalg.inv(fit.information) for fit in fits.values()]
    above, w, n = [rows.place > cut for cut in fits], rows.weights, len(rows.weights)
    blocks = [[np.empty((0, 0))] * len(fits) for _ in fits]
    for low in range(len(fits)):
        for high in range(low, len(fits)):
            if weighting == "probability":
                both = w**2 * (above[low] - shares[low]) * (above[high] - shares[high]) * (n / (n - 1))
            else:
                both = w * shares[high] * (1 - shares[low])
            block = (breads[low] @ weigh_products(design, both) @ breads[high])[1:, 1:]
            blocks[low][high], blocks[high][low] = block, block.T
    return np.block(blocks)


def _wald(differences: Floats, spread: Floats) -> float:
    statistic = float(differences @ np.linalg.solve(spread, differences))
    if not np.isfinite(statistic) or statistic < 0:
        raise DataError("The slopes of neighbouring cuts are too dependent to be compared: join rare answers.")
    return statistic


def _tail(statistic: float | Floats, df: int) -> Floats:
    from scipy.stats import chi2

    return np.asarray(chi2.sf(statistic, df))
