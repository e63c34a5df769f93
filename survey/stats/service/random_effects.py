"""Means of many groups at once: the normal random-effects model by REML, and the means it shrinks to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]
_STEPS, _CLOSE = 500, 1e-12


class RandomEffects(NamedTuple):
    """The fitted distribution of the groups' true means.

    Attributes
    ----------
    mean, std_error
        Mean of the true means and its standard error.
    variance
        Between-group variance, at least 0.
    """

    mean: float
    std_error: float
    variance: float


class Shrunk(NamedTuple):
    """Best linear unbiased predictions, shape (n_groups,) each.

    Attributes
    ----------
    estimate
        Predicted means.
    own_sd
        SD of each around what the common mean says.
    drawn
        How far each was drawn to the mean, 0 to 1.
    std_error
        Standard error, that of the common mean included.
    """

    estimate: Floats
    own_sd: Floats
    drawn: Floats
    std_error: Floats


def fit_random_effects(means: Floats, variances: Floats) -> RandomEffects:
    """Fit the random-effects model by restricted maximum likelihood.

    Parameters
    ----------
    means, variances
        Mean of each group and its sampling variance, shape (n_groups,), at least two, variances above 0.

    Raises
    ------
    DataError
        It does not settle.

    References
    ----------
    Raudenbush (2009), in Cooper, Hedges & Valentine, The handbook of research synthesis, ch. 16. Viechtbauer (2005),
    Journal of Educational and Behavioral Statistics 30, 261-293.

    Examples
    --------
    >>> fit = fit_random_effects(np.array([1.0, 2.0, 3.0]), np.full(3, 0.25))
    >>> fit.mean, round(fit.variance, 9)
    (2.0, 0.75)
    """
    variance = max(0.0, float(np.var(means, ddof=1) - np.mean(variances)))
    for _ in range(_STEPS):
        step = _scoring_step(means, variances, variance)
        new = max(0.0, variance + step)
        if abs(new - variance) <= _CLOSE * (1 + new):
            weights = 1 / (variances + new)
            return RandomEffects(float(np.average(means, weights=weights)), float(weights.sum() ** -0.5), new)
        variance = new
    raise DataError("the variance between the groups does not settle; are some groups' variances nearly 0?")


def _scoring_step(means: Floats, variances: Floats, variance: float) -> float:
    """Return Fisher's step for the restricted likelihood."""
    weights = 1 / (variances + variance)
    total = weights.sum()
    residuals = means - np.average(means, weights=weights)
    trace = total - np.sum(weights**2) / total
    square = np.sum(weights**2) - 2 * np.sum(weights**3) / total + (np.sum(weights**2) / total) ** 2
    return float((np.sum((weights * residuals) ** 2) - trace) / square)


def shrink_means(means: Floats, variances: Floats, fit: RandomEffects) -> Shrunk:
    """Return the best linear unbiased predictions of the groups' means.

    Parameters
    ----------
    means, variances
        As in `fit_random_effects`.
    fit
        Its result.
    """
    own = fit.variance / (fit.variance + variances)
    estimate = own * means + (1 - own) * fit.mean
    own_variance = own * variances
    error = np.sqrt(own_variance + ((1 - own) * fit.std_error) ** 2)
    return Shrunk(estimate, np.sqrt(own_variance), 1 - own, error)
