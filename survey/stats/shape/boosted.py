"""Gradient boosted trees: what a flexible model finds, its Shapley values and its curves."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Slow and shallow: samples of surveys are small, and deep trees would learn them by heart.
SETTINGS: dict[str, Any] = {
    "learning_rate": 0.05,
    "max_iter": 150,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 20,
    "early_stopping": False,
}


def fit_boosted(outcome: Floats, columns: Floats, weights: Floats, seed: int = 0) -> Any:
    """Fit gradient boosted regression trees on one thread, so that the same input gives the same model.

    Parameters
    ----------
    outcome, weights
        Shape (n,).
    columns
        Shape (n, p).
    seed
        Seed of the binning of large samples.

    Returns
    -------
    sklearn.ensemble.HistGradientBoostingRegressor

    References
    ----------
    Friedman (2001). Greedy function approximation: a gradient boosting machine. The Annals of Statistics 29, 1189-1232.

    Examples
    --------
    >>> x = np.repeat(np.arange(4.0), 50)[:, None]
    >>> fit_boosted(x[:, 0] ** 2, x, np.ones(200)).predict(np.array([[3.0]])).round(1)
    array([9.])
    """
    from sklearn.ensemble import HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        return HistGradientBoostingRegressor(random_state=seed, **SETTINGS).fit(columns, outcome, weights)


def predict_boosted(outcome: Floats, columns: Floats, weights: Floats, others: Floats, *, seed: int = 0) -> Floats:
    """Fit boosted trees and predict for other rows, as cross-validation asks for.

    Examples
    --------
    >>> x = np.repeat(np.arange(4.0), 50)[:, None]
    >>> predict_boosted(x[:, 0] ** 2, x, np.ones(200), np.array([[0.0]])).round(1) + 0.0
    array([0.])
    """
    from threadpoolctl import threadpool_limits

    model = fit_boosted(outcome, columns, weights, seed)
    with threadpool_limits(limits=1):
        predicted: Floats = model.predict(others)
    return predicted


def load_shap() -> Any:
    """Return the package shap, or None where it is not installed."""
    with warnings.catch_warnings():
        # on import shap calls functions that matplotlib is about to retire
        warnings.simplefilter("ignore")
        try:
            return import_module("shap")
        except ImportError:
            return None


def shapley_values(model: Any, columns: Floats) -> Floats | None:
    """Return the exact Shapley values of every prediction of a tree model, shape (n, p); None without the package shap.

    Each row sums to its prediction less the mean prediction. Branches are weighed by the training rows in them
    (path-dependent), which needs no background sample.

    References
    ----------
    Lundberg et al. (2020). From local explanations to global understanding with explainable AI for trees. Nature
    Machine Intelligence 2, 56-67.
    """
    shap = load_shap()
    if shap is None:
        return None
    explainer = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    return np.asarray(explainer.shap_values(columns), dtype=np.float64)


def importance_shares(values: Floats, weights: Floats) -> Floats:
    """Return each column's share of the mean absolute Shapley value, shape (p,); NaN where all are 0.

    Examples
    --------
    >>> importance_shares(np.array([[1.0, -3.0], [-1.0, 3.0]]), np.ones(2)).tolist()
    [0.25, 0.75]
    """
    size = weights @ np.abs(values)
    total = float(size.sum())
    return size / total if total > 0 else np.full(len(size), np.nan)


def partial_dependence(model: Any, columns: Floats, weights: Floats, at: int, grid: Floats) -> Floats:
    """Return the mean prediction when one column is set to each value of a grid for everybody, shape (n_grid,).

    References
    ----------
    Friedman (2001), The Annals of Statistics 29, 1189-1232, section 8.2.

    Examples
    --------
    >>> x = np.repeat(np.arange(4.0), 50)[:, None]
    >>> model = fit_boosted(x[:, 0] ** 2, x, np.ones(200))
    >>> partial_dependence(model, x, np.ones(200), 0, np.array([2.0])).round(1)
    array([4.])
    """
    from threadpoolctl import threadpool_limits

    means = np.empty(len(grid))
    with threadpool_limits(limits=1):
        for place, value in enumerate(grid):
            changed = columns.copy()
            changed[:, at] = value
            means[place] = weights @ model.predict(changed) / weights.sum()
    return means
