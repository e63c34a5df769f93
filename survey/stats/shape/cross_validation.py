"""Repeated cross-validation of several models on the same folds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import t

from survey.errors import DataError, OptionError

Floats = NDArray[np.float64]
#: Fit on (outcome, columns, weights) and predict for other columns.
Learner = Callable[[Floats, Floats, Floats, Floats], Floats]

#: Rows below which folds are too small to say anything.
FEWEST_ROWS = 50


@dataclass(frozen=True, eq=False)
class MeanWithInterval:
    """Hold a mean over folds with its corrected standard error, interval and test of 0."""

    estimate: float
    std_error: float
    conf_low: float
    conf_high: float
    p_value: float


def make_folds(n: int, n_folds: int, n_repeats: int, seed: int) -> NDArray[np.intp]:
    """Return the fold of every row in every repeat, shape (n_repeats, n).

    Raises
    ------
    DataError
        There are fewer than 50 rows.
    OptionError
        Fewer than 2 folds or 1 repeat.

    Examples
    --------
    >>> folds = make_folds(60, 5, 2, seed=1)
    >>> np.bincount(folds[0]).tolist()
    [12, 12, 12, 12, 12]
    """
    if n_folds < 2 or n_repeats < 1:
        raise OptionError(f"n_folds={n_folds} must be at least 2 and n_repeats={n_repeats} at least 1.")
    if n < max(FEWEST_ROWS, n_folds):
        raise DataError(f"{n} complete rows are too few for {n_folds} folds; at least {max(FEWEST_ROWS, n_folds)}.")
    rng = np.random.default_rng(seed)
    return np.stack([rng.permutation(np.arange(n) % n_folds) for _ in range(n_repeats)])


def fit_linear(outcome: Floats, columns: Floats, weights: Floats, others: Floats) -> Floats:
    """Fit by weighted least squares with an intercept and predict for other rows.

    Columns that cannot be told apart in these rows share their coefficient (minimum norm).

    Examples
    --------
    >>> x = np.array([[0.0], [1.0], [2.0]])
    >>> fit_linear(np.array([1.0, 3.0, 5.0]), x, np.ones(3), np.array([[4.0]])).round(6)
    array([9.])
    """
    centre = weights @ columns / weights.sum()
    scale = np.sqrt(weights @ (columns - centre) ** 2 / weights.sum())
    scale = np.where(scale > 0, scale, 1.0)
    root, level = np.sqrt(weights), float(weights @ outcome / weights.sum())
    slopes = np.linalg.lstsq((columns - centre) / scale * root[:, None], (outcome - level) * root, rcond=None)[0]
    predicted: Floats = level + (others - centre) / scale @ slopes
    return predicted


def cross_validate(
    outcome: Floats, weights: Floats, folds: NDArray[np.intp], models: Mapping[str, tuple[Floats, Learner]]
) -> dict[str, Floats]:
    """Return the R² of every model in every fold, all on the same folds.

    R² is 1 - mean squared error in the fold over the variance of the outcome in the whole sample, both weighted, so
    that the mean over folds is the mean error and a small fold cannot blow it up.

    Parameters
    ----------
    outcome, weights
        Shape (n,).
    folds
        From `make_folds`.
    models
        Name to columns, shape (n, p), and how to learn.

    Returns
    -------
    dict
        Name to R², shape (n_repeats * n_folds,).

    Examples
    --------
    >>> x = np.linspace(-1, 1, 60)[:, None]
    >>> found = cross_validate(2 * x[:, 0], np.ones(60), make_folds(60, 5, 1, 1), {"linear": (x, fit_linear)})
    >>> found["linear"].round(6).tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0]
    """
    mean = weights @ outcome / weights.sum()
    spread = float(weights @ (outcome - mean) ** 2 / weights.sum())
    found: dict[str, list[float]] = {name: [] for name in models}
    for fold_of in folds:
        for fold in range(int(np.max(fold_of)) + 1):
            held = fold_of == fold
            for name, (columns, learn) in models.items():
                guess = learn(outcome[~held], columns[~held], weights[~held], columns[held])
                error = float(weights[held] @ (outcome[held] - guess) ** 2 / weights[held].sum())
                found[name].append(1 - error / spread)
    return {name: np.array(values) for name, values in found.items()}


def corrected_mean(values: ArrayLike, n_folds: int, confidence: float = 0.95) -> MeanWithInterval:
    """Return the mean over folds with an interval that allows for folds sharing their training rows.

    Parameters
    ----------
    values
        One per fold and repeat, shape (J,).
    n_folds
        Folds in a repeat: test rows over training rows is 1 / (n_folds - 1).
    confidence
        Coverage of the interval.

    Returns
    -------
    MeanWithInterval

    References
    ----------
    Nadeau & Bengio (2003). Inference for the generalization error. Machine Learning 52, 239-281. Bouckaert & Frank
    (2004) for repeated cross-validation, PAKDD 2004, LNAI 3056, 3-12.

    Examples
    --------
    >>> found = corrected_mean([0.0, 0.1, 0.2, 0.1, 0.1], 5)
    >>> round(found.estimate, 4), round(found.std_error, 4)
    (0.1, 0.0474)
    """
    found = np.asarray(values, dtype=np.float64)
    count, mean = len(found), float(np.mean(found))
    error = float(np.sqrt((1 / count + 1 / (n_folds - 1)) * np.var(found, ddof=1)))
    half = float(t.ppf((1 + confidence) / 2, count - 1)) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        p_value = float(2 * t.sf(np.abs(np.float64(mean) / error), count - 1))
    return MeanWithInterval(mean, error, mean - half, mean + half, p_value)
