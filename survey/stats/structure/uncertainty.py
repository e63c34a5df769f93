"""Sampling covariance of a fitted model's parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from survey.stats.structure.blueprint import Group
from survey.stats.structure.discrepancy import Curve, Discrepancy, LeastSquares, Likelihood, stack_slopes
from survey.stats.structure.fitting import Fit
from survey.stats.structure.identification import check_information
from survey.stats.structure.implied import Slopes, differentiate, fill_matrices, pull_parameters
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
    return check_information(total, fit.blueprint.names)


def sum_observed_information(fit: Fit, observed: Sequence[Likelihood], expected: np.ndarray) -> np.ndarray:
    """Return minus the second derivative of the log-likelihood by the parameters.

    That by the moments is exact; what the moments' own curvature adds comes from central differences.

    Parameters
    ----------
    expected
        The expected information, from which the lengths of the steps come.
    """
    lengths = _STEP / np.sqrt(np.maximum(np.diag(expected), 1e-12))
    information = np.zeros_like(expected)
    groups = zip(fit.blueprint.groups, fit.matrices, slopes_of(fit), observed, strict=True)
    for group, matrices, slopes, one in groups:
        curve = one.curve(matrices)
        moved = stack_slopes(slopes)
        information += moved @ curve.information @ moved.T - _curve_moments(fit, group, curve, lengths)
    return check_information((information + information.T) / 2, fit.blueprint.names)


def _curve_moments(fit: Fit, group: Group, curve: Curve, lengths: np.ndarray) -> np.ndarray:
    """Return the second derivatives of a group's moments by the parameters, weighted by the likelihood's slopes."""
    columns = []
    for at, length in enumerate(lengths):
        step = np.zeros(len(lengths))
        step[at] = length
        ends = []
        for moved in (fit.parameters + step, fit.parameters - step):
            matrices = fill_matrices(fit.blueprint, group, moved)
            ends.append(pull_parameters(fit.blueprint, group, matrices, curve.mean, curve.covariance))
        columns.append((ends[0] - ends[1]) / (2 * length))
    return np.array(columns)


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


@dataclass(frozen=True, kw_only=True)
class LeastSquaresSpread:
    """What least squares of several groups has to do with the sampling covariance of their cells.

    Attributes
    ----------
    bread
        Half the second derivative of the weighted sum of squares, by the parameters.
    products
        Sampling covariance of half its gradient.
    first, second
        Traces of the weights times the cells' covariance, and of its square, less what the parameters take.
    """

    bread: np.ndarray
    products: np.ndarray
    first: float
    second: float

    @property
    def parameters(self) -> np.ndarray:
        """Sampling covariance of the parameters."""
        inverse = np.linalg.inv(self.bread)
        return np.asarray(inverse @ self.products @ inverse)


def spread_least_squares(fit: Fit, observed: Sequence[LeastSquares]) -> LeastSquaresSpread:
    """Return the sampling covariance of a least-squares fit and the traces that its test needs.

    Notes
    -----
    No product of two matrices of cells by cells is formed: traces are taken of products of parameters by parameters.

    References
    ----------
    Satorra & Bentler (1994), in von Eye & Clogg, Latent variables analysis, 399-419.
    """
    count = fit.blueprint.n_parameters
    bread, products, twice = (np.zeros((count, count)) for _ in range(3))
    first = second = 0.0
    for matrices, slopes, one in zip(fit.matrices, slopes_of(fit), observed, strict=True):
        weight = one.n * one.weight
        weighted = one.move(matrices, slopes) * weight
        spread = one.covariance @ weighted.T
        bread += weighted @ one.move(matrices, slopes).T
        products += weighted @ spread
        twice += spread.T @ (weight[:, None] * spread)
        first += float(np.sum(weight * np.diag(one.covariance)))
        second += float(np.sum((one.covariance * weight) * (one.covariance * weight).T))
    taken = np.linalg.solve(check_information(bread, fit.blueprint.names), products)
    return LeastSquaresSpread(
        bread=bread,
        products=products,
        first=first - float(np.trace(taken)),
        second=second - 2 * float(np.trace(np.linalg.solve(bread, twice))) + float(np.sum(taken * taken.T)),
    )
