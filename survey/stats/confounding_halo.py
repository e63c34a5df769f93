"""A general factor of all scores taken for a halo: what a common way of answering would leave of the coefficients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.stats.confounding import partial_matrix
from survey.stats.one_factor import fit_one_factor

Floats = NDArray[np.float64]

#: Smallest eigenvalue of correlations that some variables can have.
_POSSIBLE = 1e-10


def halo_loadings(cov: Floats) -> Floats | None:
    """Return how far each variable goes with one general factor of all.

    Parameters
    ----------
    cov
        Covariances of outcome and drivers, shape (p, p).

    Returns
    -------
    ndarray or None
        Correlation of each with the factor, shape (p,); None of two that are not positively correlated. Two both have
        the root of their correlation; with more, maximum likelihood.

    Examples
    --------
    >>> halo_loadings(np.full((3, 3), 0.36) + 0.64 * np.eye(3)).round(4)
    array([0.6, 0.6, 0.6])
    """
    scale = np.sqrt(np.diag(cov))
    corr = cov / np.outer(scale, scale)
    if len(corr) == 2 and corr[0, 1] <= 0:
        return None
    if len(corr) == 2:
        return np.full(2, float(np.sqrt(corr[0, 1])))
    loadings = np.asarray(fit_one_factor(corr, "ml").loadings)
    return loadings if np.sum(loadings) >= 0 else -loadings


@dataclass(frozen=True, eq=False)
class HaloScenario:
    """Hold what a halo of given loadings would be to each driver.

    Parameters
    ----------
    of_driver, of_outcome
        Partial R² of the halo with each driver given the others, and with the outcome given all, shape (k,).
    estimate
        Coefficients with the halo in the model, shape (k,).
    """

    of_driver: Floats
    of_outcome: Floats
    estimate: Floats


def add_halo(cov: Floats, n_drivers: int, loadings: Floats) -> HaloScenario | None:
    """Return the coefficients of a regression that has a halo of given loadings among its variables.

    Parameters
    ----------
    cov
        Covariances of outcome, drivers, controls, shape (1 + k + c, same).
    n_drivers
        k.
    loadings
        Correlation of the halo with outcome and drivers, shape (1 + k,); with controls it has none.

    Returns
    -------
    HaloScenario or None
        None where no variable can have such correlations.

    Notes
    -----
    Exact: the partial R² put into `adjust_estimate` give the same coefficients.
    """
    p = len(cov)
    scale = np.sqrt(np.diag(cov))
    with_halo = np.eye(p + 1)
    with_halo[:p, :p] = cov / np.outer(scale, scale)
    with_halo[p, : n_drivers + 1] = with_halo[: n_drivers + 1, p] = loadings
    if np.linalg.eigvalsh(with_halo)[0] <= _POSSIBLE:
        return None
    slopes = np.linalg.solve(with_halo[1:, 1:], with_halo[1:, 0])
    drivers = np.arange(1, n_drivers + 1)
    of_outcome = partial_matrix(with_halo)[0, p]
    of_driver = partial_matrix(with_halo[1:, 1:])[drivers - 1, p - 1]
    estimate = slopes[:n_drivers] * scale[0] / scale[drivers]
    return HaloScenario(of_driver, np.full(n_drivers, of_outcome), np.asarray(estimate))


def halo_to_zero(cov: Floats, n_drivers: int, loadings: Floats) -> Floats:
    """Return the share of a halo's variance that brings each coefficient to 0.

    Parameters
    ----------
    cov
        Covariances of outcome, drivers, controls, shape (1 + k + c, same).
    n_drivers
        k.
    loadings
        Correlation of the whole halo with outcome and drivers, shape (1 + k,).

    Returns
    -------
    ndarray
        Shape (k,), above 0 to 1; NaN where not even the whole halo does.

    Notes
    -----
    A share c multiplies the loadings by its root; the coefficient is 0 at one c, which has a closed form.
    """
    scale = np.sqrt(np.diag(cov))
    corr = cov / np.outer(scale, scale)
    along = np.zeros(len(cov) - 1)
    along[:n_drivers] = loadings[1:]
    slopes, turned = np.linalg.solve(corr[1:, 1:], np.column_stack([corr[1:, 0], along])).T
    with np.errstate(divide="ignore", invalid="ignore"):
        share = slopes / ((along @ turned) * slopes + (loadings[0] - along @ slopes) * turned)
    found = share[:n_drivers]
    return np.asarray(np.where((found > 0) & (found <= 1), found, np.nan))
