"""The rows, design and estimates of a path model, and what is computed from them again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.paths.path_design import final_items, name_constructs
from survey.analysis.paths.path_rows import PathInput
from survey.analysis.paths.path_tables import loading_table
from survey.stats.paths.prediction import Prediction, predict_left_out
from survey.stats.paths.resampling import PathDraws, resample_paths
from survey.stats.paths.stages import StagedDesign, StagedEstimate

FOLDS = 10  # Shmueli et al. 2019


@dataclass(frozen=True, kw_only=True)
class PathSetup:
    """What a path model was estimated from, for analyses that take it further."""

    taken: PathInput
    staged: StagedDesign
    found: StagedEstimate
    consistent: bool
    scaled: bool
    confidence: float
    n_boot: int
    seed: int

    @property
    def names(self) -> list[str]:
        """Constructs of the final model."""
        return name_constructs(self.taken)


def draw_paths(setup: PathSetup, progress: Callable[[int, int], None] | None = None) -> PathDraws:
    """Return the bootstrap draws of a model."""
    return resample_paths(
        setup.taken.values,
        setup.staged,
        n_boot=setup.n_boot,
        seed=setup.seed,
        weights=setup.taken.weights,
        consistent=setup.consistent,
        scaled=setup.scaled,
        progress=progress,
    )


def tabulate_loadings(
    setup: PathSetup, correlation: np.ndarray, final: np.ndarray, draws: PathDraws | None
) -> pd.DataFrame:
    """Return loadings and weights of the final model, and of lower-order constructs where there are some."""
    drawn = None if draws is None else (draws.loadings, draws.weights)
    items = final_items(setup.taken)
    table = loading_table(setup.found.final, setup.staged.final, setup.names, items, final, drawn, setup.confidence)
    if setup.found.first is None or setup.staged.first is None:
        return table
    first = None
    if draws is not None and draws.first_loadings is not None and draws.first_weights is not None:
        first = (draws.first_loadings, draws.first_weights)
    lower, items = list(setup.taken.blocks), setup.taken.items
    below = loading_table(setup.found.first, setup.staged.first, lower, items, correlation, first, setup.confidence)
    parts = {one for own in setup.taken.higher.values() for one in own}
    return pd.concat([table, below[below["construct"].isin(parts)]], ignore_index=True)


def predict_folds(setup: PathSetup) -> Prediction | None:
    """Predict each tenth of the rows from the others; None with fewer than two rows a fold."""
    if len(setup.taken.rows) < 2 * FOLDS:
        return None
    return predict_left_out(
        setup.taken.values,
        setup.staged,
        n_folds=FOLDS,
        seed=setup.seed,
        weights=setup.taken.weights,
        scaled=setup.scaled,
    )
