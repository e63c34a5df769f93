"""Covariance of maximum-likelihood estimates, from the information or as a sandwich."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError, check_option
from survey.stats.linearisation import linearised_covariance
from survey.stats.sample_design import SampleDesign

Floats = NDArray[np.float64]
Weighting = Literal["frequency", "probability"]

__all__ = ["Weighting", "scale_weights", "take_sandwich"]


def scale_weights(weights: Floats, weighting: str) -> Floats:
    """Return weights as the likelihood takes them.

    Parameters
    ----------
    weights
        Positive, shape (n,).
    weighting
        "frequency": as they are, a weight being the number of equal rows; "probability": scaled to sum to n.

    Examples
    --------
    >>> scale_weights(np.array([1.0, 3.0]), "probability")
    array([0.5, 1.5])
    """
    check_option("weighting", weighting, get_args(Weighting))
    return weights * (len(weights) / np.sum(weights)) if weighting == "probability" else weights


def take_sandwich(
    information: Floats, scores: Floats, weights: Floats, weighting: str, design: SampleDesign | None = None
) -> Floats:
    """Return the covariance that holds where the likelihood is not the one that made the answers.

    Parameters
    ----------
    information
        Minus the Hessian of the weighted log-likelihood, shape (p, p).
    scores
        Gradient of each row's log-likelihood times its weight, shape (n, p); their sum is 0 at the maximum.
    weights
        As the likelihood took them, shape (n,).
    weighting
        "frequency": a row of weight 3 is three independent rows; "probability": it is one row.
    design
        Clusters and strata of the rows: the scores then vary between the clusters of a stratum, and the weights are
        those of one row each.

    Returns
    -------
    ndarray
        Shape (p, p).

    Raises
    ------
    DataError
        The design is of another number of rows.

    Notes
    -----
    With the factor n / (n - 1) of a sample drawn with replacement, as R's ``survey::svyglm`` has it; n is the number
    of rows, or the sum of frequencies.

    References
    ----------
    Huber (1967), Proceedings of the fifth Berkeley symposium 1, 221-233. Binder (1983), International Statistical
    Review 51, 279-292.

    Examples
    --------
    >>> take_sandwich(np.array([[2.0]]), np.array([[1.0], [-1.0]]), np.ones(2), "probability")
    array([[1.]])
    """
    bread = np.linalg.inv(information)
    if design is not None:
        if len(design.cluster) != len(scores):
            raise DataError(f"A design of {len(design.cluster)} rows does not fit a model of {len(scores)}.")
        return np.asarray(bread @ linearised_covariance(scores, design) @ bread)
    left = scores / weights[:, None] if weighting == "frequency" else scores
    n = float(np.sum(weights)) if weighting == "frequency" else len(weights)
    return np.asarray(bread @ (left.T @ scores) @ bread * (n / (n - 1)))
