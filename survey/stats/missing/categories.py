"""Draws of missing categories: logistic, multinomial and proportional-odds models with drawn parameters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.stats.newton import Likelihood, climb
from survey.stats.ordinal import fit_proportional_odds

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: Directions of the predictors with less than this share of the largest variance are left out.
FLAT = 1e-8


def draw_categories(
    predictors: Floats,
    codes: Places,
    weights: Floats,
    wanted: Floats,
    *,
    ordered: bool,
    delta: float,
    rng: np.random.Generator,
) -> Places:
    """Draw categories of respondents who did not answer from a model of those who did.

    Parameters
    ----------
    predictors
        Of those who answered, shape (n_answered, p).
    codes
        Their categories, 0 to K - 1, each there at least once.
    weights
        Shape (n_answered,), above 0.
    wanted
        Predictors of those who did not, shape (n_missing, p).
    ordered
        Whether the categories have an order (proportional odds) or none (multinomial; logistic for two).
    delta
        Added to the log odds of the higher categories (ordered) or of the second of two.
    rng
        Source of the draws.

    Returns
    -------
    ndarray
        Categories, shape (n_missing,).

    Notes
    -----
    The parameters are drawn by the Bayesian bootstrap: the model is fitted with exponential weights on respondents.
    Predictors are turned into uncorrelated directions, so that collinear ones do no harm, and for each direction and
    category a few made-up respondents of small weight keep estimates finite where predictors separate categories.

    References
    ----------
    Rubin (1981), Annals of Statistics 9, 130-134. White, Daniel & Royston (2010), Computational Statistics & Data
    Analysis 54, 2267-2275.
    """
    kinds = int(np.max(codes)) + 1
    mean, turn = _turn(predictors, weights)
    x, new = (predictors - mean) @ turn, (wanted - mean) @ turn
    drawn = weights * rng.exponential(size=len(weights))
    drawn *= np.sum(weights) / np.sum(drawn)
    rows, kind, mass = _anchor(x, codes, drawn, kinds)
    if ordered:
        shares = _ordered_shares(rows, kind, mass, new, delta)
    else:
        slopes = fit_multinomial(rows, kind, mass, kinds)
        shares = _shares(new, slopes, delta if kinds == 2 else 0.0)
    reached = np.cumsum(shares, axis=1)[:, :-1] < rng.random(len(new))[:, None]
    return np.asarray(np.sum(reached, axis=1))


def _turn(predictors: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the mean and the matrix that turns predictors into uncorrelated directions of unit variance."""
    mean = weights @ predictors / np.sum(weights)
    around = predictors - mean
    variance, direction = np.linalg.eigh((around * weights[:, None]).T @ around / np.sum(weights))
    kept = variance > FLAT * np.max(variance, initial=FLAT)
    return mean, np.asarray(direction[:, kept] / np.sqrt(variance[kept]))


def _anchor(x: Floats, codes: Places, weights: Floats, kinds: int) -> tuple[Floats, Places, Floats]:
    """Add for each direction and category two respondents at plus and minus one; they weigh p + 1 together."""
    p = x.shape[1]
    if not p:
        return x, codes, weights
    made = np.repeat(np.vstack([np.eye(p), -np.eye(p)]), kinds, axis=0)
    mass = np.full(len(made), (p + 1) / len(made))
    return np.vstack([x, made]), np.append(codes, np.tile(np.arange(kinds), 2 * p)), np.append(weights, mass)


def _ordered_shares(rows: Floats, kind: Places, mass: Floats, new: Floats, delta: float) -> Floats:
    from scipy.special import expit

    if not rows.shape[1]:
        shares = np.bincount(kind, weights=mass) / np.sum(mass)
        cuts, level = np.log(np.cumsum(shares)[:-1] / (1 - np.cumsum(shares)[:-1])), np.zeros(len(new))
    else:
        fit = fit_proportional_odds(kind.astype(np.float64), rows, mass)
        cuts, level = fit.thresholds, new @ fit.coefficients
    below = expit(cuts - (level + delta)[:, None])
    return np.diff(np.column_stack([np.zeros(len(new)), below, np.ones(len(new))]), axis=1)


def _shares(x: Floats, slopes: Floats, delta: float) -> Floats:
    from scipy.special import softmax

    logit = slopes[:, 0] + x @ slopes[:, 1:].T + delta
    return np.asarray(softmax(np.column_stack([np.zeros(len(x)), logit]), axis=1))


def fit_multinomial(x: Floats, codes: Places, weights: Floats, kinds: int) -> Floats:
    """Fit the log odds of each category against the first by maximum likelihood.

    Parameters
    ----------
    x
        Shape (n, p).
    codes
        Categories 0 to `kinds` - 1, shape (n,).
    weights
        Shape (n,).
    kinds
        Number of categories.

    Returns
    -------
    ndarray
        Intercept and slopes of categories 1 to `kinds` - 1, shape (kinds - 1, p + 1).

    References
    ----------
    Agresti (2013), Categorical data analysis, 3rd ed., section 8.1.

    Examples
    --------
    >>> fit_multinomial(np.zeros((4, 0)), np.array([0, 1, 1, 1]), np.ones(4), 2).round(6).tolist()
    [[1.098612]]
    """
    design = np.column_stack([np.ones(len(x)), x])
    counts = np.bincount(codes, weights=weights, minlength=kinds)
    start = np.zeros((kinds - 1, design.shape[1]))
    start[:, 0] = np.log(counts[1:] / counts[0])
    peak = climb(start.reshape(-1), _multinomial(design, codes, weights, kinds))
    return peak.parameters.reshape(start.shape)


def _multinomial(design: Floats, codes: Places, weights: Floats, kinds: int) -> Likelihood:
    from scipy.special import log_softmax

    chosen = (codes[:, None] == np.arange(1, kinds)).astype(np.float64)
    size = design.shape[1]

    def evaluate(parameters: Floats) -> tuple[float, Floats, Floats]:
        logit = design @ parameters.reshape(kinds - 1, size).T
        logs = log_softmax(np.column_stack([np.zeros(len(design)), logit]), axis=1)
        shares = np.exp(logs[:, 1:])
        gradient = ((chosen - shares) * weights[:, None]).T @ design
        information = np.empty((kinds - 1, size, kinds - 1, size))
        for one in range(kinds - 1):
            for other in range(one + 1):
                both = weights * shares[:, one] * ((one == other) - shares[:, other])
                block = (design * both[:, None]).T @ design
                information[one, :, other, :] = information[other, :, one, :] = block
        value = float(weights @ logs[np.arange(len(codes)), codes])
        return value, gradient.reshape(-1), information.reshape(len(parameters), len(parameters))

    return evaluate
