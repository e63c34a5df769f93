"""What each respondent adds to shares of R²: their standard errors and skewness without normality."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.stats.moments import check_weights, take_moments
from survey.stats.sample_design import SampleDesign

Floats = NDArray[np.float64]

#: Bytes of products of columns held at once.
BLOCK_BYTES = 32_000_000


def correlation_influence(x: Floats, slopes: Floats, weights: Floats | None = None) -> Floats:
    """Return each row's influence on functions of the correlations.

    Parameters
    ----------
    x
        Values, shape (n, p), none missing and no column constant.
    slopes
        Slopes of the functions by the correlations below the diagonal, shape (n_values, p (p - 1) / 2).
    weights
        One weight per row.

    Returns
    -------
    ndarray
        Shape (n, n_values): weight over mean weight, times the influence; the mean over rows is 0.

    Notes
    -----
    A row of standardised values z adds z_i z_l - r_il (z_i² + z_l²) / 2 to the correlation r_il, whatever the
    distribution; slopes carry that over.

    References
    ----------
    Devlin, Gnanadesikan & Kettenring (1975). Robust estimation and outlier detection with correlation coefficients.
    Biometrika 62, 531-545. Browne & Shapiro (1986), Linear Algebra and its Applications 82, 169-176.

    Examples
    --------
    >>> rows = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 3.0]])
    >>> correlation_influence(rows, np.array([[1.0]])).round(3).ravel()
    array([-0.375, -0.375,  0.75 ])
    """
    moments = take_moments(x, weights)
    w = check_weights(weights, moments.n)
    sd = np.sqrt(np.diag(moments.cross) / moments.sum_weights)
    corr = moments.correlation
    rows, columns = np.tril_indices(len(corr), -1)
    half = slopes * corr[rows, columns] / 2
    squares = np.zeros((len(corr), len(slopes)))
    np.add.at(squares, rows, half.T)
    np.add.at(squares, columns, half.T)
    result = np.empty((len(x), len(slopes)))
    step = max(1, BLOCK_BYTES // (8 * len(rows)))
    for begin in range(0, len(x), step):
        part = slice(begin, begin + step)
        z = (x[part] - moments.mean) / sd
        result[part] = (z[:, rows] * z[:, columns]) @ slopes.T - z**2 @ squares
    return np.asarray(result * (w / np.mean(w))[:, None])


def sum_by_cluster(influence: Floats, design: SampleDesign | None) -> Floats:
    """Return influence as one row per sampled unit, centred in its stratum, times sqrt(h / (h - 1)).

    The sum of squares over n² is then the variance of the estimate.

    Parameters
    ----------
    influence
        Shape (n, n_values).
    design
        Strata and clusters; None takes rows as drawn one by one.

    Returns
    -------
    ndarray
        Shape (n_units, n_values).

    References
    ----------
    Binder (1983). On the variances of asymptotically normal estimators from complex surveys. International Statistical
    Review 51, 279-292.

    Examples
    --------
    >>> sum_by_cluster(np.array([[1.0], [-1.0]]), None).round(4).ravel()
    array([ 1.4142, -1.4142])
    """
    if design is None:
        n = len(influence)
        return np.asarray((influence - np.mean(influence, axis=0)) * np.sqrt(n / (n - 1)))
    sums = np.zeros((len(design.stratum_of_cluster), influence.shape[1]))
    np.add.at(sums, design.cluster, influence)
    home, sizes = design.stratum_of_cluster, design.clusters
    means = np.zeros((len(sizes), influence.shape[1]))
    np.add.at(means, home, sums)
    means /= sizes[:, None]
    factor = np.sqrt(design.unsampled * sizes / (sizes - 1))
    return np.asarray((sums - means[home]) * factor[home][:, None])


def accelerations(units: Floats) -> Floats:
    """Return the acceleration of BCa intervals from influence: a sixth of its skewness, shape (n_values,).

    Parameters
    ----------
    units
        Influence of sampled units, shape (n_units, n_values).

    References
    ----------
    Efron (1987). Better bootstrap confidence intervals. Journal of the American Statistical Association 82, 171-185.

    Examples
    --------
    >>> accelerations(np.array([[-1.0], [-1.0], [2.0]])).round(4)
    array([0.068])
    """
    squares = np.sum(units**2, axis=0)
    cubes = np.sum(units**3, axis=0)
    return np.asarray(np.divide(cubes, 6 * squares**1.5, out=np.zeros_like(squares), where=squares > 0))


def importance_influence(influence: Floats, importance: Floats) -> tuple[Floats, Floats]:
    """Return influence on shares that sum to 1, and on the difference of every pair of them.

    Parameters
    ----------
    influence
        Influence on importance in units of R², shape (n, k).
    importance
        Shape (k,).

    Returns
    -------
    tuple
        Shapes (n, k) and (n, k (k - 1) / 2), pairs in the order of ``np.triu_indices(k, 1)``, first less second.

    Examples
    --------
    >>> shares, pairs = importance_influence(np.array([[0.1, 0.0], [-0.1, 0.0]]), np.array([0.3, 0.2]))
    >>> shares.round(3), pairs.round(3).ravel()
    (array([[ 0.08, -0.08],
           [-0.08,  0.08]]), array([ 0.16, -0.16]))
    """
    total = float(np.sum(importance))
    shares = (influence - importance / total * np.sum(influence, axis=1, keepdims=True)) / total
    one, other = np.triu_indices(len(importance), 1)
    return shares, shares[:, one] - shares[:, other]
