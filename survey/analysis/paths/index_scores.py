"""Index scores: constructs of a path model on 0 to 100 of the scale's own range, as satisfaction indices are."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from survey.analysis.paths.path_setup import PathSetup
from survey.analysis.paths.paths import PathModel, estimate_paths
from survey.errors import DataError
from survey.glossary import Kind
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result
from survey.stats.bootstrap import bootstrap_covariances
from survey.stats.moments import take_moments
from survey.stats.paths.index import FULL, IndexEstimate, index_model, resample_means
from survey.stats.paths.resampling import SAMPLE_ITERATIONS, SAMPLE_TOLERANCE, measure_uncertainty
from survey.stats.paths.stages import estimate_stages


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class IndexScores(Result):
    """Constructs on 0 to 100.

    Attributes
    ----------
    table
        A row per construct: mean index (`performance`) with standard error and interval, and its standard deviation.
    weights
        A row per construct and item: the item's weight (they sum to 1) and its own mean on 0 to 100.
    """

    key: ClassVar[tuple[str, ...]] = ("construct",)
    shown: ClassVar[tuple[str, ...]] = ("label", "n_items", "performance", "std_error", "conf_low", "conf_high", "sd")
    kinds: ClassVar[dict[str, Kind]] = {"conf_low": "score", "conf_high": "score", "sd": "score", "std_error": "score"}

    weights: pd.DataFrame
    setup: PathSetup = field(repr=False)
    estimate: IndexEstimate = field(repr=False)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Index of each respondent, shape (n, n_constructs), 0 to 100 where no weight is negative."""
        ends = find_ranges(self.setup)
        percent = (self.setup.taken.values - ends[:, 0]) / (ends[:, 1] - ends[:, 0]) * FULL
        values = percent @ self.estimate.weights
        return pd.DataFrame(values, index=self.setup.taken.rows.index, columns=self.setup.names)


def score_index(model: PathModel | Responses) -> IndexScores:
    """Score the constructs of a path model on 0 to 100.

    Use it for an index such as the ACSI or the ECSI: items weigh as much as they carry the model. The ends are those of
    the scale, never of the answers, so indices of different samples can be compared if their weights are alike. For
    scores with equal weights use `score_constructs`.

    Parameters
    ----------
    model
        A path model, or responses (estimated here with the questionnaire's paths). Its bootstrap samples, if it has
        any, give the intervals.

    Returns
    -------
    IndexScores
        `.table`, `.weights`, `.scores`.

    Raises
    ------
    DataError
        The ends of an item's scale are not known, or answers lie outside them.

    Notes
    -----
    Index = Σ w (x̄ - min) / (max - min) · 100 with w the outer weights of items in their own points, normalised to sum
    1. Weights, missing answers and bootstrap are the model's; the bootstrap finds item weights anew in every sample.
    A negative weight lets the index leave 0 to 100; a note says so.

    References
    ----------
    Fornell et al. (1996), Journal of Marketing 60(4), 7-18. Tenenhaus et al. (2005), Computational Statistics & Data
    Analysis 48, 159-205.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> index = score_index(simulate_responses("mobi", n=300, seed=1))
    >>> bool(index.table["performance"].between(0, 100).all())
    True
    """
    if isinstance(model, Responses):
        model = estimate_paths(model)
    setup = model.setup
    estimate, draws = estimate_index(setup)
    spread = measure_uncertainty(estimate.performance, _or_none(draws, setup.names), setup.confidence)
    names = setup.names
    table = pd.DataFrame(
        {
            "construct": names,
            "label": [setup.taken.labels.get(name, name) for name in names],
            "n_items": (setup.found.item_weights() != 0).sum(axis=0),
            "performance": estimate.performance,
            "std_error": spread.std_error,
            "conf_low": spread.low,
            "conf_high": spread.high,
            "sd": estimate.spread,
        }
    )
    return IndexScores(
        table=table,
        n=model.n,
        method=Note("index_scores", n=model.n, n_boot=setup.n_boot, seed=setup.seed),
        notes=(*model.notes, *note_negative(estimate, setup)),
        weights=weight_table(estimate, setup),
        setup=setup,
        estimate=estimate,
    )


def _or_none(draws: IndexEstimate | None, names: list[str]) -> np.ndarray:
    return np.full((1, len(names)), np.nan) if draws is None else draws.performance


def find_ranges(setup: PathSetup) -> np.ndarray:
    """Return the ends of every item's scale, shape (n_items, 2).

    Raises
    ------
    DataError
        They are not known, or an answer lies outside.
    """
    taken = setup.taken
    if unknown := [item for item in taken.items if item not in taken.ranges]:
        raise DataError(
            f"the ends of the scale of {', '.join(map(repr, unknown))} are not known; for a plain frame give "
            "estimate_paths(…, scale=(1, 10)), or a mapping of items to ends."
        )
    ends = np.array([taken.ranges[item] for item in taken.items])
    outside = ((taken.values < ends[:, 0]) | (taken.values > ends[:, 1])).any(axis=0)
    if outside.any():
        item = taken.items[int(np.argmax(outside))]
        low, high = taken.ranges[item]
        raise DataError(
            f"'{item}' has answers outside its scale from {low:g} to {high:g}; mend the scale or the answers."
        )
    return ends


def estimate_index(setup: PathSetup) -> tuple[IndexEstimate, IndexEstimate | None]:
    """Return the index of a path model, and that of its bootstrap samples."""
    taken, ends = setup.taken, find_ranges(setup)
    moments = take_moments(taken.values, taken.weights)
    whole = index_model(moments.mean, moments.covariance, ends, setup.found, scaled=setup.scaled)
    if not setup.n_boot:
        return whole, None
    samples = bootstrap_covariances(taken.values, n_boot=setup.n_boot, seed=setup.seed, weights=taken.weights)
    means = resample_means(taken.values, n_boot=setup.n_boot, seed=setup.seed, weights=taken.weights)
    found = estimate_stages(
        samples,
        setup.staged,
        consistent=setup.consistent,
        scaled=setup.scaled,
        tolerance=SAMPLE_TOLERANCE,
        most=SAMPLE_ITERATIONS,
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        return whole, index_model(means, samples, ends, found, scaled=setup.scaled)


def weight_table(estimate: IndexEstimate, setup: PathSetup) -> pd.DataFrame:
    """Build a row per construct and item: weight in the index, and the item's own mean."""
    columns, rows = np.nonzero(setup.found.item_weights().T)
    return pd.DataFrame(
        {
            "construct": [setup.names[one] for one in columns],
            "item": [setup.taken.items[one] for one in rows],
            "index_weight": estimate.weights[rows, columns],
            "performance": estimate.item_performance[rows],
        }
    )


def note_negative(estimate: IndexEstimate, setup: PathSetup) -> list[Note]:
    """Return a note on every construct in which an item counts against the index."""
    return [
        Note("index_negative", construct=name)
        for name, weights in zip(setup.names, estimate.weights.T, strict=True)
        if (weights < 0).any()
    ]
