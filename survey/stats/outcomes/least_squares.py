"""Standard errors of least squares under a design of clusters and strata."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.stats.moments import check_rows, check_weights
from survey.stats.outcomes.cross_products import weigh_products
from survey.stats.outcomes.sandwich import take_sandwich
from survey.stats.sample_design import SampleDesign

Floats = NDArray[np.float64]

__all__ = ["linearised_errors"]


def linearised_errors(
    outcome: ArrayLike, drivers: ArrayLike, weights: ArrayLike | None, coefficients: Floats, design: SampleDesign
) -> Floats:
    """Return the standard errors of a (weighted) least-squares fit, linearised over the clusters.

    Parameters
    ----------
    outcome
        Shape (n,).
    drivers
        Shape (n, k).
    weights
        One per row, or None.
    coefficients
        Intercept, then one per driver, shape (k + 1,).
    design
        Clusters and strata of the rows.

    Returns
    -------
    ndarray
        Shape (k + 1,).

    References
    ----------
    Binder (1983). On the variances of asymptotically normal estimators from complex surveys. International Statistical
    Review 51, 279-292.

    Examples
    --------
    With rows as clusters and no driver that matters, the intercept's is nearly that of a mean.

    >>> from survey.stats.sample_design import take_design
    >>> y, x = np.array([1.0, 2.0, 3.0, 6.0]), np.array([[1.0], [-1.0], [-1.0], [1.0]])
    >>> linearised_errors(y, x, None, np.array([3.0, 0.5]), take_design(4)).round(4)
    array([1.0408, 1.0408])
    """
    x = check_rows(drivers)
    w = check_weights(weights, len(x))
    centre = (w @ x) / np.sum(w)
    terms = np.column_stack([np.ones(len(x)), x - centre])
    residual = np.asarray(outcome, dtype=np.float64) - coefficients[0] - x @ coefficients[1:]
    covariance = take_sandwich(weigh_products(terms, w), terms * (w * residual)[:, None], w, "probability", design)
    back = np.eye(len(coefficients))
    back[0, 1:] = -centre
    return np.asarray(np.sqrt(np.diag(back @ covariance @ back.T)))
