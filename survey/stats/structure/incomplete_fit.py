"""Robust fit of models of incomplete answers: the misfit that complete answers would have shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.stats.stacked_patterns import join_information
from survey.stats.structure.chi_square import ChiSquare
from survey.stats.structure.discrepancy import NormalLikelihood, stack_slopes
from survey.stats.structure.fitting import Fit
from survey.stats.structure.samples import IncompleteSample
from survey.stats.structure.uncertainty import slopes_of


def compare_as_complete(fit: Fit, samples: Sequence[IncompleteSample], df: int, *, robust: bool) -> ChiSquare:
    """Return the discrepancy that complete answers of the freely estimated moments would have, and its mean by chance.

    Missing answers change what a model's misfit weighs, and so the indices; this takes that out.

    Parameters
    ----------
    robust
        Whether the moments' sampling covariance is taken from respondents' scores (MLR) or from normality.

    References
    ----------
    Zhang & Savalei (2022), New computations for RMSEA and CFI following FIML and TS estimation with missing data,
    Psychological Methods.
    """
    count = fit.blueprint.n_parameters
    statistic = noise = 0.0
    bread, middle, across, weighted = (np.zeros((count, count)) for _ in range(4))
    for matrices, slopes, sample in zip(fit.matrices, slopes_of(fit), samples, strict=True):
        mean, covariance, n = sample.mean, sample.covariance, float(np.sum(sample.stacked.totals))
        statistic += n * NormalLikelihood(covariance=covariance, mean=mean, n=n).value(matrices)
        information = sample.stacked.information(mean, covariance)
        spread = np.linalg.inv(information)
        if robust:
            scores = sample.score_moments(mean, covariance)
            spread = spread @ (scores.T @ scores) @ spread
        weight = n * _weigh(covariance)
        moved = stack_slopes(slopes)
        pulled = moved @ information
        noise += float(np.sum(weight * spread))
        bread += pulled @ moved.T
        middle += pulled @ spread @ pulled.T
        across += pulled @ spread @ weight @ moved.T
        weighted += moved @ weight @ moved.T
    taken = np.linalg.inv(bread)
    noise += float(np.trace(taken @ middle @ taken @ weighted) - 2 * np.trace(taken @ across))
    return ChiSquare(statistic=statistic, df=df, scaling=noise / df if df else 1.0)


def _weigh(covariance: np.ndarray) -> np.ndarray:
    """Return the information of one complete answer by means and covariances."""
    inverse = np.linalg.inv(covariance)
    rows, columns = np.tril_indices(len(covariance))
    cells = inverse[rows, columns]
    return join_information(inverse, np.zeros((len(rows), len(inverse))), np.outer(cells, cells))
