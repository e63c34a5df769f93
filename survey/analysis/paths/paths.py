"""Path models of composites: how constructs hang together along the paths that the questionnaire names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, get_args

import numpy as np
import pandas as pd

from survey.analysis.paths.path_checks import note_model, refuse_failures
from survey.analysis.paths.path_design import Modes, build_design, final_items
from survey.analysis.paths.path_input import Blocks, Paths, Ranges, Weights, take_paths
from survey.analysis.paths.path_rows import PathMissing
from survey.analysis.paths.path_setup import PathSetup, draw_paths, predict_folds, tabulate_loadings
from survey.analysis.paths.path_tables import (
    construct_table,
    correlation_table,
    crossing_table,
    discriminant_table,
    effect_table,
    fornell_larcker_table,
    path_table,
)
from survey.errors import OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.scores import Scores
from survey.stats.moments import take_moments
from survey.stats.paths.design import SCHEMES, Scheme
from survey.stats.paths.estimate import effect_sizes
from survey.stats.paths.resampling import PathDraws
from survey.stats.paths.stages import estimate_stages, final_covariance

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PathModel(Result):
    """A path model of composites.

    Attributes
    ----------
    table
        A row per path: standardised estimate with bootstrap standard error, test and interval, f² and VIF.
    loadings
        A row per item and construct: loading and weight with intervals, VIF within the block.
    cross_loadings
        A row per item and construct: their correlation.
    constructs
        A row per construct: R² with interval, adjusted R², Q² of prediction, standardised alpha, rho_A, rho_C, AVE.
    effects
        A row per pair that paths join: direct, indirect and total effect with intervals.
    correlations
        Of constructs, a row per pair.
    htmt
        Heterotrait–monotrait ratio, a row per pair.
    fornell_larcker
        A row per construct: root of AVE beside its largest correlation.
    setup
        Rows, design and estimates, for `score_index`, `map_path_priorities` and `assess_path_prediction`.
    """

    key: ClassVar[tuple[str, ...]] = ("path_from", "path_to")

    loadings: pd.DataFrame
    cross_loadings: pd.DataFrame
    constructs: pd.DataFrame
    effects: pd.DataFrame
    correlations: pd.DataFrame
    htmt: pd.DataFrame
    fornell_larcker: pd.DataFrame
    setup: PathSetup = field(repr=False)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Composite scores with mean 0 and variance 1 (divisor n - 1), shape (n, n_constructs), by respondent."""
        setup = self.setup
        moments = take_moments(setup.taken.values, setup.taken.weights)
        spread = np.sqrt(np.diag(moments.covariance)) if setup.scaled else 1.0
        values = (setup.taken.values - moments.mean) / spread @ setup.found.item_weights()
        return pd.DataFrame(values, index=setup.taken.rows.index, columns=setup.names)

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw every path with its interval."""
        from survey.plots.paths import plot_paths

        labels = self.setup.taken.labels
        ends = zip(self.table["path_from"], self.table["path_to"], strict=True)
        names = [f"{labels.get(start, start)} → {labels.get(end, end)}" for start, end in ends]
        return plot_paths(self.table.assign(row=names), ax=ax, language=language)


@speak_language
def estimate_paths(
    responses: Responses | Scores | pd.DataFrame,
    *,
    paths: Paths = None,
    constructs: Blocks = None,
    higher_order: Mapping[str, Sequence[str]] | None = None,
    modes: Modes = "A",
    scheme: Scheme = "path",
    consistent: bool = False,
    weights: Weights = None,
    missing: PathMissing = "listwise",
    scaled: bool = True,
    scale: Ranges = None,
    n_boot: int = 0,
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> PathModel:
    """Estimate a path model of composites by partial least squares.

    Use it for models such as a customer satisfaction index, where constructs with several items lead to each other.
    Paths are associations given the other predecessors; their direction is the model's claim, not a finding. For a test
    of the whole model's fit use `confirm_factors`.

    Parameters
    ----------
    responses
        Answers to a questionnaire, scores, or a plain frame of keyed items.
    paths
        Lines such as "image -> satisfaction, loyalty", pairs, or a mapping of starts to ends. Defaults to the
        questionnaire's `analysis: paths:`, and without these to every driver leading to the outcome.
    constructs
        Construct to its items; needed for a plain frame (a column that a path names is a construct of its own). The
        same item in two constructs is the repeated-indicators form of a higher order.
    higher_order
        Construct of higher order to its constructs, estimated in two stages (disjoint): their scores are its items.
    modes
        "A" (correlation weights), "B" (regression weights), or a mapping of constructs to modes, "A" for the others.
    scheme
        How a construct's neighbours are weighed inside the iteration: "path", "factor" or "centroid".
    consistent
        Correct paths and loadings of mode A for unreliability (PLSc): the items are taken to measure a common factor.
    weights
        For a plain frame: a column name, or one weight a row. Responses bring their own.
    missing
        "listwise": complete rows. "mean": gaps take the item's mean, which shrinks correlations; for few gaps only.
    scaled
        Whether items are standardised first.
    scale
        For a plain frame: (lowest, highest) code, of all items or by item; `score_index` needs it.
    n_boot
        Bootstrap samples for standard errors and intervals; 0 gives none.
    confidence
        Coverage of the intervals.
    seed
        Seed of bootstrap and folds; None is 0.
    language
        Language of labels; None is the questionnaire's default.
    progress
        Called with (samples drawn, all samples).

    Returns
    -------
    PathModel
        `.table`, `.loadings`, `.constructs`, `.effects`, `.correlations`, `.htmt`, `.fornell_larcker`, `.scores`.

    Raises
    ------
    DataError
        Too few rows, a construct without an item that varies, linearly dependent items (mode B) or predecessors,
        weights that do not settle, reliability that cannot be corrected for.
    OptionError
        Unknown construct, item or option; paths that lead round in a circle.

    Notes
    -----
    Weights: in all means and covariances (Becker & Ismail 2016), fixed in the bootstrap. Missing: as `missing` says;
    `n` counts the rows used. Scores are standardised with divisor n - 1. The iteration stops when no weight moves by
    1e-10 (1e-7 in bootstrap samples). Sign: the sum of a construct's loadings is positive; in a bootstrap sample it
    goes with the whole sample. f² is the fall of R² when the model is estimated again without the path. Intervals are
    percentiles, p comes from estimate over standard error in the normal distribution. Q² is of ten folds, from
    the constructs without predecessors. Cost: second moments only, all bootstrap samples in one stack.

    References
    ----------
    Wold (1982). Tenenhaus et al. (2005), Computational Statistics & Data Analysis 48, 159-205. Dijkstra & Henseler
    (2015), MIS Quarterly 39, 297-316. Becker & Ismail (2016), European Management Journal 34, 606-617. Sarstedt et al.
    (2019), Australasian Marketing Journal 27, 197-211. Shmueli et al. (2016), J. Business Research 69, 4552-4564.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> model = estimate_paths(simulate_responses("mobi", n=300, seed=1))
    >>> model.table[["path_from", "path_to"]].values.tolist()[:2]
    [['image', 'expectation'], ['expectation', 'quality']]
    """
    _check(scheme, missing, n_boot, confidence)
    if consistent and higher_order:
        raise OptionError("consistent=True is not defined for constructs of higher order in two stages.")
    taken = take_paths(responses, paths, constructs, higher_order, weights, missing, scale, language)
    staged = build_design(taken, modes, scheme)
    covariance = take_moments(taken.values, taken.weights).covariance
    setup = PathSetup(
        taken=taken,
        staged=staged,
        found=estimate_stages(covariance, staged, consistent=consistent, scaled=scaled),
        consistent=consistent,
        scaled=scaled,
        confidence=confidence,
        n_boot=n_boot,
        seed=seed or 0,
    )
    refuse_failures(setup.found, staged, setup.names, list(taken.blocks))
    draws = draw_paths(setup, progress) if n_boot else None
    return _assemble(setup, draws)


def _check(scheme: str, missing: str, n_boot: int, confidence: float) -> None:
    check_option("scheme", scheme, SCHEMES)
    check_option("missing", missing, get_args(PathMissing))
    if n_boot < 0 or not 0 < confidence < 1:
        raise OptionError(f"n_boot={n_boot} must be 0 or more, and confidence={confidence} between 0 and 1.")


def _assemble(setup: PathSetup, draws: PathDraws | None) -> PathModel:
    """Build the tables of an estimated model."""
    found, design, names = setup.found.final, setup.staged.final, setup.names
    moments = take_moments(setup.taken.values, setup.taken.weights)
    covariance = final_covariance(moments.covariance, setup.found, scaled=setup.scaled)
    correlation = covariance / np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)))
    sizes = effect_sizes(covariance, design, found.r2, consistent=setup.consistent, scaled=setup.scaled)
    level, items = setup.confidence, final_items(setup.taken)
    table = path_table(found, design, names, sizes, draws, level)
    loadings = tabulate_loadings(setup, moments.correlation, correlation, draws)
    htmt = discriminant_table(correlation, design, names, draws, level)
    n = len(setup.taken.rows)
    constructs = construct_table(
        found, design, names, setup.taken.labels, correlation, n, draws, predict_folds(setup), level
    )
    notes = note_model(
        setup.taken, setup.found, setup.staged, names, loadings, htmt, table, consistent=setup.consistent
    )
    return PathModel(
        table=table,
        n=n,
        method=_describe(setup),
        notes=(*setup.taken.notes, *notes, *_note_setup(setup, draws, constructs)),
        loadings=loadings,
        cross_loadings=crossing_table(found, names, items),
        constructs=constructs,
        effects=effect_table(found, design, names, draws, level),
        correlations=correlation_table(found, names),
        htmt=htmt,
        fornell_larcker=fornell_larcker_table(found, design, names),
        setup=setup,
    )


def _describe(setup: PathSetup) -> Note:
    estimator = "consistent" if setup.consistent else "composite"
    weighted = "unweighted" if setup.taken.weights is None else "weighted"
    return Note(
        f"paths_{estimator}_{weighted}",
        scheme=setup.staged.final.scheme,
        n=len(setup.taken.rows),
        n_total=setup.taken.n_total,
        n_boot=setup.n_boot,
        seed=setup.seed,
    )


def _note_setup(setup: PathSetup, draws: PathDraws | None, constructs: pd.DataFrame) -> list[Note]:
    notes = [] if setup.scaled else [Note("paths_unscaled")]
    if constructs.loc[constructs["r2"].notna(), "q2_predict"].isna().any():
        notes.append(Note("paths_not_predicted"))
    if setup.taken.higher:
        notes.append(Note("paths_two_stages", constructs=", ".join(setup.taken.higher)))
    if draws is not None and draws.n_lost:
        notes.append(Note("paths_draws_lost", count=draws.n_lost, n_boot=setup.n_boot))
    return notes
