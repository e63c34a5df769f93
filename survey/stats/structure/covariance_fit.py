"""Measurement models fitted to covariances by unweighted least squares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.stats.structure.baseline import without_relations
from survey.stats.structure.discrepancy import WeightedLeastSquares
from survey.stats.structure.fitting import fit_structure
from survey.stats.structure.identification import check_distinct
from survey.stats.structure.model import Model, assemble_least_squares
from survey.stats.structure.planning import Plan, lay_out
from survey.stats.structure.samples import CompleteSample


def estimate_by_least_squares(plan: Plan, samples: Sequence[CompleteSample]) -> Model:
    """Fit a model to covariances by unweighted least squares, with errors and a test that need no distribution.

    Parameters
    ----------
    plan
        The model, without means.
    samples
        One a group, the items in the plan's order.

    Notes
    -----
    Covariances are over n - 1, as in lavaan. The discrepancy is the sum of squares of all cells of the residual matrix,
    halved: a covariance counts twice as much as a variance. Estimates depend on the items' units.

    References
    ----------
    Browne (1982), in Hawkins, Topics in applied multivariate analysis, 72-141; (1984), British J. Mathematical and
    Statistical Psychology 37, 62-83, for the covariance of covariances.
    """
    if plan.means:
        raise ValueError("least squares of covariances takes a model without means")
    observed = [_compare(sample) for sample in samples]
    covariances = [check_distinct(plan.items, sample.covariance) * (sample.n / (sample.n - 1)) for sample in samples]
    fit = fit_structure(lay_out(plan, covariances), observed)
    alone = fit_structure(without_relations(plan, covariances, None), observed)
    counts = [sample.n for sample in samples]
    return assemble_least_squares(plan, fit, alone, observed, covariances, counts, compared="covariances")


def _compare(sample: CompleteSample) -> WeightedLeastSquares:
    """Return the covariances of a group with their sampling covariance."""
    larger = sample.n / (sample.n - 1)
    rows, columns = np.tril_indices(len(sample.mean))
    around = sample.rows - sample.mean
    products = (around[:, rows] * around[:, columns] - sample.covariance[rows, columns]) * sample.weights[:, None]
    return WeightedLeastSquares(
        rows=rows,
        columns=columns,
        observed=sample.covariance[rows, columns] * larger,
        weight=np.where(rows == columns, 0.5, 1.0) / larger,
        covariance=products.T @ products / np.sum(sample.weights) ** 2 * larger,
        n=float(sample.n),
    )
