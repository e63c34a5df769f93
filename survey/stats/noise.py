"""What a driver of pure noise would be given: the importance that chance alone reaches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from survey.stats.relative_weights import relative_weights
from survey.stats.subset_fits import iterate_subset_fits

Floats = NDArray[np.float64]

#: Models per number of drivers whose coefficients give the shape of the distribution.
MODELS_PER_SIZE = 16
#: Up to this number of players the mean is taken over all models, beyond over those sampled.
MAX_EXACT = 20
#: Random drivers tried where there is no formula.
RANDOM_DRIVERS = 1000


def noise_limits(corr: Floats, sizes: Sequence[int], *, n_eff: float, level: float = 0.95) -> Floats:
    """Return the quantile of the Shapley importance of an added driver that is independent of everything.

    Parameters
    ----------
    corr
        Correlations, shape (p, p): outcome, the drivers of the players one after the other, then controls.
    sizes
        Number of drivers in each player.
    n_eff
        Effective number of rows.
    level
        Probability that noise stays below.

    Returns
    -------
    ndarray
        Importance in units of R², shape (n_players,): for a player of as many drivers of noise.

    Notes
    -----
    Added to a model of R², noise gains (1 - R²) times a squared correlation whose mean is 1 / (n - 1 - drivers in it),
    so its mean importance is the average of that over models. Its distribution is that of a quadratic form in normal
    variables, here a chi-square with the same mean and variance; the variance is taken over seeded samples of models.

    References
    ----------
    Tonidandel, LeBreton & Johnson (2009). Determining the statistical significance of relative weights. Psychological
    Methods 14, 387-399 (importance beside that of an added random variable). Satterthwaite (1946), Biometrics Bulletin
    2, 110-114.

    Examples
    --------
    Without other drivers, a squared correlation of noise: 3.84 / 98.5 at the 95 % point.

    >>> noise_limits(np.array([[1.0, 0.0], [0.0, 1.0]]), [1], n_eff=100).round(4)
    array([0.039])
    """
    g, p = len(sizes), len(corr)
    controls = list(range(1 + sum(sizes), p))
    membership = _sample_models(g)
    columns = np.repeat(membership, sizes, axis=1)
    columns = np.hstack([columns, np.ones((len(columns), len(controls)), dtype=bool)])
    contrast = _contrasts(corr, columns)
    room = np.maximum(n_eff - 1 - np.sum(columns, axis=1), 1.0)
    # traces of the covariances of what noise gains in every two models, without a table of models by models
    cross = (contrast / room[:, None]).T @ contrast @ corr / len(contrast)
    sampled_mean, mean_square = float(np.trace(cross)), float(np.sum(cross * cross.T))
    exact = g <= MAX_EXACT and max(sizes) == 1
    mean = _exact_mean(corr, sizes, controls, n_eff) if exact else sampled_mean
    df = np.asarray(sizes) * sampled_mean**2 / mean_square
    return np.asarray(mean * np.asarray(sizes) * 2 * gammaincinv(df / 2, level) / df)


def _sample_models(g: int) -> NDArray[np.bool_]:
    """Return random sets of players, as many of each size, shape (n_models, g)."""
    order = np.argsort(np.random.default_rng(0).random((MODELS_PER_SIZE * (g + 1), g)), axis=1)
    size = np.repeat(np.arange(g + 1), MODELS_PER_SIZE)
    return np.asarray(order < size[:, None])


def _contrasts(corr: Floats, columns: NDArray[np.bool_]) -> Floats:
    """Return 1 for the outcome and minus the coefficient of each driver of each model, shape (n_models, p)."""
    inside = columns.astype(np.float64)
    gram = corr[1:, 1:] * inside[:, :, None] * inside[:, None, :]
    at = np.arange(columns.shape[1])
    gram[:, at, at] += 1e-10 + (1 - inside)
    betas = np.linalg.solve(gram, (inside * corr[0, 1:])[:, :, None])[:, :, 0]
    return np.hstack([np.ones((len(columns), 1)), -betas])


def _exact_mean(corr: Floats, sizes: Sequence[int], controls: list[int], n_eff: float) -> float:
    """Return the mean importance of one driver of noise over all models."""
    groups = [[j] for j in range(len(sizes))]
    # controls come last, as one group that is always in
    players = [*groups, [i - 1 for i in controls]] if controls else groups
    [(_, fits)] = iterate_subset_fits(corr[None], players)
    values = fits[..., 1, 0] if controls else fits[..., 0]
    g = len(sizes)
    count = np.bitwise_count(np.arange(1 << g)).astype(np.intp)
    room = np.maximum(n_eff - 1 - len(controls) - np.arange(g + 1), 1.0)
    models = np.bincount(count, minlength=g + 1)
    unexplained = 1 - np.bincount(count, values.ravel(), minlength=g + 1) / models
    return float(np.mean(unexplained / room))


def relative_weight_limit(corr: Floats, *, n_eff: float, level: float = 0.95, seed: int = 0) -> float:
    """Return the quantile of the relative weight of an added driver that is independent of everything.

    Parameters
    ----------
    corr
        Correlations of outcome and drivers, shape (k + 1, k + 1).
    n_eff
        Effective number of rows.
    level
        Probability that noise stays below.
    seed
        Seed of the random drivers.

    Returns
    -------
    float
        Units of R².

    Notes
    -----
    The sample correlations of noise with everything else are normal with covariance corr / (n - 1).

    References
    ----------
    Tonidandel, LeBreton & Johnson (2009), Psychological Methods 14, 387-399.

    Examples
    --------
    >>> round(relative_weight_limit(np.eye(2), n_eff=1000), 3)
    0.004
    """
    p = len(corr)
    values, vectors = np.linalg.eigh(corr)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    drawn = np.random.default_rng(seed).normal(size=(RANDOM_DRIVERS, p)) @ root.T / np.sqrt(max(n_eff - 1, 1.0))
    wide = np.empty((RANDOM_DRIVERS, p + 1, p + 1))
    wide[:, :p, :p] = corr
    wide[:, p, :p] = wide[:, :p, p] = np.clip(drawn, -0.99, 0.99)
    wide[:, p, p] = 1.0
    return float(np.quantile(relative_weights(wide)[:, -1], level))
