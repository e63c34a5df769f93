"""Out-of-sample prediction of a path model: PLSpredict with a linear benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.stats.paths.design import PathDesign
from survey.stats.paths.stages import StagedDesign, StagedEstimate, estimate_stages, void_constant
from survey.stats.resampled_interval import leave_out_covariances

Floats = NDArray[np.float64]
Source = Literal["earliest", "direct"]
SOURCES: tuple[Source, ...] = ("earliest", "direct")


@dataclass(frozen=True, eq=False)
class Prediction:
    """How well left-out rows are predicted.

    Attributes
    ----------
    q2_items
        Of the final model's items, shape (n_items,): 1 - squared errors over those of the training mean; NaN for items
        of constructs without predecessors.
    q2_constructs
        Of composites, shape (n_constructs,).
    rmse, mae
        Root mean squared and mean absolute error of the items, shape (n_items,), in their own points.
    rmse_linear, mae_linear, q2_linear
        The same of a linear regression on all items of the constructs predicted from.
    """

    q2_items: Floats
    q2_constructs: Floats
    rmse: Floats
    mae: Floats
    rmse_linear: Floats
    mae_linear: Floats
    q2_linear: Floats


def predict_left_out(
    rows: Floats,
    staged: StagedDesign,
    *,
    n_folds: int = 10,
    repeats: int = 1,
    seed: int = 0,
    weights: Floats | None = None,
    scaled: bool = True,
    source: Source = "earliest",
) -> Prediction:
    """Predict the items of endogenous constructs in folds that the model has not seen.

    Parameters
    ----------
    rows
        Shape (n, n_items), none missing.
    staged
        The model.
    n_folds, repeats, seed
        Folds of random rows, how often they are drawn anew, and the seed.
    weights
        One a row, for estimation and for the errors.
    scaled
        Whether items are standardised, by the training rows.
    source
        ``"earliest"`` predicts from constructs without predecessors through total effects; ``"direct"`` from each
        construct's own predecessors.

    Notes
    -----
    Composites, not consistent estimates, predict. All folds are estimated in one stack.

    References
    ----------
    Shmueli, Ray, Velasquez Estrada & Chatla (2016), Journal of Business Research 69, 4552-4564. Shmueli et al. (2019),
    European Journal of Marketing 53, 2322-2347.
    """
    used = np.ones(len(rows)) if weights is None else weights
    rng = np.random.default_rng(seed)
    sums: Floats | None = None
    for _ in range(repeats):
        folds = rng.permutation(np.arange(len(rows)) % n_folds)
        found = _predict_once(rows, staged, folds, used, scaled, source)
        sums = found if sums is None else sums + found
    assert sums is not None
    return _summarise(sums, staged.final, float(used.sum()) * repeats)


def _predict_once(
    rows: Floats, staged: StagedDesign, folds: NDArray[np.intp], weights: Floats, scaled: bool, source: Source
) -> Floats:
    """Return summed errors, shape (7, n_final_items or n_constructs): see `_summarise`."""
    count = int(np.max(folds)) + 1
    training = void_constant(leave_out_covariances(rows, folds, weights))
    estimate = estimate_stages(training, staged, scaled=scaled, tolerance=1e-7)
    width = max(staged.final.blocks.shape)
    sums = np.zeros((7, width))
    for fold in range(count):
        inside = folds == fold
        mean = np.average(rows[~inside], axis=0, weights=weights[~inside])
        spread = np.sqrt(np.diag(training[fold])) if scaled else np.ones(rows.shape[1])
        unit = (rows[inside] - mean) / spread
        sums += _score_fold(unit, estimate, fold, staged, weights[inside], training[fold], spread, source, width)
    return sums


def _score_fold(
    unit: Floats,
    estimate: StagedEstimate,
    fold: int,
    staged: StagedDesign,
    weights: Floats,
    training: Floats,
    spread: Floats,
    source: Source,
    width: int,
) -> Floats:
    design, final = staged.final, estimate.final
    mixing = np.eye(unit.shape[1]) if estimate.mixing is None else estimate.mixing[fold]
    items = unit @ mixing
    scores = items @ final.weights[fold]
    effects, inputs = _routes(final.total[fold], final.paths[fold], design, source)
    predicted = scores @ effects
    covariance = mixing.T @ (training / np.outer(spread, spread)) @ mixing
    slopes = covariance @ final.weights[fold]
    at_home = np.argmax(design.blocks, axis=1)
    back = _own_units(mixing, spread)
    fitted = predicted[:, at_home] * slopes[np.arange(len(at_home)), at_home]
    linear = np.column_stack(
        [items[:, inputs[home]] @ _slopes(covariance, inputs[home], item) for item, home in enumerate(at_home)]
    )
    sums = np.zeros((7, width))
    wide = len(at_home)
    for row, errors in ((0, items - fitted), (2, items - linear)):
        sums[row, :wide] = weights @ (errors * back) ** 2
        sums[row + 1, :wide] = weights @ np.abs(errors * back)
    sums[4, :wide] = weights @ (items * back) ** 2
    sums[5, : design.n_constructs] = weights @ (scores - predicted) ** 2
    sums[6, : design.n_constructs] = weights @ scores**2
    return sums


def _own_units(mixing: Floats, spread: Floats) -> Floats:
    """Units of each item of the final model: its own points; scores of lower-order constructs stay standardised."""
    carried = (mixing != 0).sum(axis=0) == 1
    own = spread @ (mixing != 0) / np.sum(np.abs(mixing), axis=0)
    return np.where(carried, own, 1.0)


def _routes(total: Floats, paths: Floats, design: PathDesign, source: Source) -> tuple[Floats, list[NDArray[np.intp]]]:
    """Return effects from predicting constructs, and for each construct the items it is predicted from."""
    if source == "direct":
        inputs = [np.flatnonzero(design.blocks[:, before].any(axis=1)) for before in design.predecessors]
        return paths, inputs
    first = ~design.endogenous
    everything = np.flatnonzero(design.blocks[:, first].any(axis=1))
    return np.where(first[:, None], total, 0.0), [everything] * design.n_constructs


def _slopes(covariance: Floats, inputs: NDArray[np.intp], item: int) -> Floats:
    if item in inputs or inputs.size == 0:
        return np.zeros(inputs.size)
    if not np.isfinite(covariance).all():
        return np.full(inputs.size, np.nan)
    return np.asarray(np.linalg.lstsq(covariance[np.ix_(inputs, inputs)], covariance[inputs, item], rcond=None)[0])


def _summarise(sums: Floats, design: PathDesign, total: float) -> Prediction:
    wide, count = design.blocks.shape
    known = design.endogenous[np.argmax(design.blocks, axis=1)]
    squared, absolute, squared_linear, absolute_linear, benchmark = (
        np.where(known, part[:wide], np.nan) for part in sums[:5]
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return Prediction(
            q2_items=1 - squared / benchmark,
            q2_constructs=np.where(design.endogenous, 1 - sums[5, :count] / sums[6, :count], np.nan),
            rmse=np.sqrt(squared / total),
            mae=absolute / total,
            rmse_linear=np.sqrt(squared_linear / total),
            mae_linear=absolute_linear / total,
            q2_linear=1 - squared_linear / benchmark,
        )
