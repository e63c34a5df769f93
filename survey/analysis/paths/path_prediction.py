"""How well a path model predicts answers it has not seen, beside a plain linear model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from survey.analysis.paths.path_design import final_items
from survey.analysis.paths.path_setup import PathSetup
from survey.analysis.paths.paths import PathModel
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.result import Result
from survey.stats.paths.prediction import SOURCES, Prediction, Source, predict_left_out


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PathPrediction(Result):
    """Errors of prediction out of sample.

    Attributes
    ----------
    table
        A row per item of a construct with predecessors: root mean squared error, mean absolute error (in the item's
        points) and Q² of the path model and of the linear model, and whether the path model's squared error is smaller.
    constructs
        A row per construct with predecessors: Q² of its composite.
    """

    key: ClassVar[tuple[str, ...]] = ("construct", "item")

    constructs: pd.DataFrame


def assess_path_prediction(
    model: PathModel,
    *,
    n_folds: int = 10,
    repeats: int = 10,
    source: Source = "earliest",
    seed: int | None = None,
) -> PathPrediction:
    """Assess how well a path model predicts the answers of respondents it was not estimated from.

    Use it before a path model serves to predict: R² tells how well the model fits the rows it has seen. An item with Q²
    above 0 is predicted better than by its mean; a path model with smaller errors than the linear model for most items
    predicts at least as well as a regression that ignores the constructs.

    Parameters
    ----------
    model
        A path model.
    n_folds
        Parts of the rows; each is predicted from the others.
    repeats
        How often the parts are drawn anew.
    source
        "earliest": predict from constructs without predecessors, through total effects. "direct": predict each
        construct from its own predecessors.
    seed
        Seed of the parts; None is the model's.

    Returns
    -------
    PathPrediction
        `.table`, a row per item of a construct with predecessors; `.constructs`.

    Raises
    ------
    DataError
        Without some part of the rows the model has no solution.
    OptionError
        Fewer than two folds, more folds than half the rows, fewer than one repeat, an unknown source.

    Notes
    -----
    Items are standardised by the training rows where the model is scaled. The linear model regresses each item on all
    items of the constructs predicted from. Q² is 1 minus the squared errors over those of the training mean. Errors of
    all repeats are pooled. A model with `consistent=True` is predicted from its composites. Weights: in estimates,
    means and errors. Missing: the model's rows. Cost: n_folds * repeats estimates, the folds of a repeat in one stack.

    References
    ----------
    Shmueli, Ray, Velasquez Estrada & Chatla (2016), J. Business Research 69, 4552-4564. Shmueli et al. (2019), European
    J. Marketing 53, 2322-2347.

    Examples
    --------
    >>> from survey.analysis.paths.paths import estimate_paths
    >>> from survey.prepare.simulate import simulate_responses
    >>> found = assess_path_prediction(estimate_paths(simulate_responses("mobi", n=300, seed=1)), repeats=2)
    >>> bool((found.constructs["q2_predict"] > 0).all())
    True
    """
    setup = model.setup
    _check(n_folds, repeats, source, len(setup.taken.rows))
    used = setup.seed if seed is None else seed
    found = predict_left_out(
        setup.taken.values,
        setup.staged,
        n_folds=n_folds,
        repeats=repeats,
        seed=used,
        weights=setup.taken.weights,
        scaled=setup.scaled,
        source=source,
    )
    table, constructs = _item_table(setup, found), _construct_table(setup, found)
    if not np.isfinite(table[["rmse", "rmse_linear"]].to_numpy()).all():
        raise DataError(
            "without some part of the rows the model has no solution, so that part cannot be predicted: an item hardly "
            "varies, or the weights do not settle. Leave such items out, or use more folds."
        )
    weighted = "unweighted" if setup.taken.weights is None else "weighted"
    return PathPrediction(
        table=table,
        n=model.n,
        method=Note(f"path_prediction_{source}_{weighted}", n=model.n, n_folds=n_folds, repeats=repeats, seed=used),
        notes=(*setup.taken.notes, *_note_power(table), *([Note("path_prediction_crude")] * setup.consistent)),
        constructs=constructs,
    )


def _check(n_folds: int, repeats: int, source: str, n: int) -> None:
    check_option("source", source, SOURCES)
    if not 2 <= n_folds <= n // 2 or repeats < 1:
        raise OptionError(
            f"n_folds={n_folds} must be from 2 to half the {n} rows, and repeats={repeats} must be 1 or more."
        )


def _item_table(setup: PathSetup, found: Prediction) -> pd.DataFrame:
    design = setup.staged.final
    home = np.argmax(design.blocks, axis=1)
    table = pd.DataFrame(
        {
            "construct": [setup.names[one] for one in home],
            "item": final_items(setup.taken),
            "rmse": found.rmse,
            "rmse_linear": found.rmse_linear,
            "mae": found.mae,
            "mae_linear": found.mae_linear,
            "q2_predict": found.q2_items,
            "q2_linear": found.q2_linear,
            "beats_linear": found.rmse < found.rmse_linear,
        }
    )
    order = np.argsort(home, kind="stable")
    shown = order[design.endogenous[home][order]]
    return pd.DataFrame(table.iloc[shown].reset_index(drop=True))


def _construct_table(setup: PathSetup, found: Prediction) -> pd.DataFrame:
    known = np.flatnonzero(setup.staged.final.endogenous)
    names = [setup.names[one] for one in known]
    return pd.DataFrame(
        {
            "construct": names,
            "label": [setup.taken.labels.get(name, name) for name in names],
            "q2_predict": found.q2_constructs[known],
        }
    )


def _note_power(table: pd.DataFrame) -> list[Note]:
    """Return notes on items predicted no better than by their mean, and on those the linear model predicts worse."""
    worse = table.loc[table["q2_predict"] <= 0, "item"]
    notes = [Note("path_prediction_no_better", items=", ".join(worse))] if len(worse) else []
    return [*notes, Note("path_prediction_linear", count=int(table["beats_linear"].sum()), n_items=len(table))]
