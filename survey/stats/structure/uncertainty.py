"""Sampling covariance of a fitted model's parameters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.stats.structure.blueprint import Blueprint
from survey.stats.structure.discrepancy import Discrepancy, WeightedLeastSquares
from survey.stats.structure.fitting import Fit
from survey.stats.structure.implied import Slopes, differentiate, fill_matrices
from survey.stats.structure.samples import Sample

_STEP = (
    1e-4  # of a parameter's standard error, in numerical derivatives of the gradient: their error goes with its square
)


def slopes_of(fit: Fit) -> list[Slopes]:
    """Return each group's derivatives at the estimates."""
    groups = zip(fit.blueprint.groups, fit.matrices, strict=True)
    return [differentiate(fit.blueprint, group, matrices) for group, matrices in groups]


def sum_expected_information(fit: Fit, observed: Sequence[Discrepancy]) -> np.ndarray:
    """Return the expected information of all respondents, shape (n_parameters, n_parameters)."""
    total = np.zeros((fit.blueprint.n_parameters,) * 2)
    for matrices, slopes, one in zip(fit.matrices, slopes_of(fit), observed, strict=True):
        total += one.n / 2 * one.metric(matrices, slopes)
    return total


def sum_observed_information(fit: Fit, observed: Sequence[Discrepancy], expected: np.ndarray) -> np.ndarray:
    """Return minus the second derivative of the log-likelihood, by central differences of its gradient.

    Parameters
    ----------
    expected
        The expected information, from which the lengths of the steps come.
    """
    lengths = _STEP / np.sqrt(np.maximum(np.diag(expected), 1e-12))
    columns = []
    for at, length in enumerate(lengths):
        step = np.zeros(len(lengths))
        step[at] = length
        ahead = _slope_likelihood(fit.blueprint, fit.parameters + step, observed)
        behind = _slope_likelihood(fit.blueprint, fit.parameters - step, observed)
        columns.append((behind - ahead) / (2 * length))
    information = np.array(columns)
    return np.asarray((information + information.T) / 2)


def _slope_likelihood(blueprint: Blueprint, at: np.ndarray, observed: Sequence[Discrepancy]) -> np.ndarray:
    """Return the gradient of the log-likelihood."""
    total = np.zeros(len(at))
    for group, one in zip(blueprint.groups, observed, strict=True):
        matrices = fill_matrices(blueprint, group, at)
        total -= one.n / 2 * one.gradient(matrices, differentiate(blueprint, group, matrices))
    return total


def sum_score_products(fit: Fit, samples: Sequence[Sample], *, with_means: bool) -> np.ndarray:
    """Return the sum over respondents of their scores' outer products, shape (n_parameters, n_parameters)."""
    total = np.zeros((fit.blueprint.n_parameters,) * 2)
    for matrices, slopes, sample in zip(fit.matrices, slopes_of(fit), samples, strict=True):
        scores = sample.score(matrices, slopes, with_means=with_means)
        total += scores.T @ scores
    return total


def sandwich(information: np.ndarray, products: np.ndarray) -> np.ndarray:
    """Return the covariance of estimates whose likelihood is only nearly right.

    References
    ----------
    Huber (1967), Proc. 5th Berkeley Symposium 1, 221-233. White (1982), Econometrica 50, 1-25.
    """
    bread = np.linalg.inv(information)
    return np.asarray(bread @ products @ bread)


def spread_least_squares(fit: Fit, observed: WeightedLeastSquares, covariance: np.ndarray) -> np.ndarray:
    """Return the covariance of the parameters of one group fitted by least squares.

    Parameters
    ----------
    covariance
        Sampling covariance of the observed cells, shape (n_cells, n_cells).
    """
    moved = observed.move(slopes_of(fit)[0])
    weighted = moved * observed.weight
    bread = np.linalg.inv(weighted @ moved.T)
    return np.asarray(bread @ weighted @ covariance @ weighted.T @ bread)
