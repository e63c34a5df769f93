"""Exploratory factor analysis: what the items share, and which items do not belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.measurement.exploration_correlations import CORRELATE, Kind, choose_kind, correlate_soundly
from survey.analysis.measurement.exploration_tables import (
    judge_items,
    tabulate_adequacy,
    tabulate_correlations,
    tabulate_factors,
    tabulate_loadings,
    tabulate_retention,
)
from survey.analysis.measurement.measurement_items import Constructs, MeasurementItems, take_items
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, display_table, speak_language
from survey.stats.bootstrap import percentile_interval
from survey.stats.factors.extraction import METHODS, Extraction, Method, extract_factors
from survey.stats.factors.factorability import measure_factorability
from survey.stats.factors.resampling import align_loadings, bootstrap_loadings
from survey.stats.factors.retention import AveragePartial, ParallelAnalysis, analyse_parallel, average_partials
from survey.stats.factors.rotation import ROTATIONS, Rotated, Rotation, rotate_loadings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWEST_ITEMS = 3


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Exploration(Result):
    """Factors that items share, without being told which.

    Attributes
    ----------
    table
        A row per item and factor: the loading after rotation, with its interval where asked for.
    items
        A row per item: what of it is shared, its sampling adequacy, its factor, and why it might be left out.
    factors
        A row per factor: what it explains.
    correlations
        A row per pair of factors.
    retention
        A row per eigenvalue beside those of shuffled answers.
    suggested
        How many factors each rule suggests.
    factorability
        Kaiser–Meyer–Olkin, and Bartlett's test.
    n_factors
        How many were taken.
    """

    key: ClassVar[tuple[str, ...]] = ("item", "factor")
    shown: ClassVar[tuple[str, ...]] = ("item", "factor", "estimate")

    items: pd.DataFrame
    factors: pd.DataFrame
    correlations: pd.DataFrame
    retention: pd.DataFrame
    suggested: pd.DataFrame
    factorability: pd.DataFrame
    n_factors: int

    def _headline(self, language: str = "en") -> pd.DataFrame:
        """Show the strongest loading of each item only."""
        size = self.table["estimate"].abs()
        strongest = size.groupby(self.table["item"], sort=False).idxmax()
        return display_table(self.table.loc[strongest, list(self.shown)], language, self.kinds)

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the eigenvalues beside those of shuffled answers."""
        from survey.plots import plot_eigenvalues

        return plot_eigenvalues(self.retention, ax=ax, language=language)


@speak_language
def explore_factors(
    responses: Responses | pd.DataFrame,
    *,
    constructs: Constructs = None,
    n_factors: int | None = None,
    method: Method = "minres",
    rotation: Rotation = "oblimin",
    correlation: Kind = "auto",
    n_sim: int = 100,
    n_boot: int = 0,
    seed: int = 0,
    confidence: float = 0.95,
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    language: str | None = None,
) -> Exploration:
    """Find the factors behind the items, and name the items that do not belong.

    Use it on a new questionnaire, or where `confirm_factors` fails. The same answers cannot find a structure and
    confirm it: confirm it on other respondents.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame of keyed items.
    constructs
        Construct ids, or name to item ids: whose items to take. None takes all driver and outcome constructs; all
        columns of a plain frame.
    n_factors
        How many; None takes what parallel analysis suggests, at least one.
    method, rotation
        Of extraction and of rotation.
    correlation
        ``pearson``; ``polychoric`` for ordinal answers; ``auto`` takes polychoric ones where an item has fewer than
        five categories.
    n_sim
        Shuffled data sets of the parallel analysis.
    n_boot
        Bootstrap samples for intervals of loadings; 0 gives none.
    seed
        Of shuffles and bootstrap.
    confidence
        Coverage of the intervals.
    weights
        For a plain frame: one weight a row. Responses bring their own.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    Exploration

    Raises
    ------
    DataError
        Fewer than three items that vary, fewer complete rows than items, too many factors, or items that repeat others.
    OptionError
        An unknown construct or option.

    Notes
    -----
    Weights: weighted correlations; the parallel analysis and the bootstrap keep them. Missing: complete rows.
    Polychoric correlations that contradict each other are replaced by the nearest that do not, and a note says by how
    much. An item might be left out if its strongest loading is below .40, if another one is at least .30 and less than
    .20 behind, or if its sampling adequacy is below .50. Cost: a correlation matrix and an eigenvalue problem for every
    shuffle, an extraction for every bootstrap sample.

    References
    ----------
    Horn (1965), Psychometrika 30, 179-185. Velicer (1976), Psychometrika 41, 321-327. Howard (2016), Int. J.
    Human-Computer Interaction 32, 51-62. Kaiser (1974), Psychometrika 39, 31-36.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> simulated = simulate_responses("ecommerce-service", n=600, seed=3)
    >>> explore_factors(simulated, constructs=["price", "brand"], n_sim=20).n_factors
    2
    """
    _check(method, rotation, correlation, n_boot, confidence)
    taken, rows, used = _take(responses, constructs, weights, language)
    correlate = CORRELATE[kind := choose_kind(taken, correlation)]
    observed, notes = correlate_soundly(correlate, rows, used)
    parallel = analyse_parallel(rows, correlate=lambda some: correlate(some, used), n_sim=n_sim, seed=seed)
    count = max(1, parallel.n_factors) if n_factors is None else n_factors
    extraction = extract_factors(observed, count, method=method)
    rotated = _order(rotate_loadings(extraction.loadings, rotation))
    draws = bootstrap_loadings(
        rows, used, rotated, correlate=correlate, method=method, rotation=rotation, n_boot=n_boot, seed=seed
    )
    adequacy = measure_factorability(observed, len(rows))
    return Exploration(
        table=tabulate_loadings(taken.items, rotated.loadings, *_find_ends(draws, confidence)),
        n=len(rows),
        method=_describe(taken, kind, method, rotation, len(rows)),
        notes=(*taken.notes, *notes, *_warn(extraction, rotated, taken)),
        items=judge_items(taken.items, rotated, adequacy.item_kmo),
        factors=tabulate_factors(rotated),
        correlations=tabulate_correlations(rotated),
        retention=tabulate_retention(parallel),
        suggested=_suggest(parallel, average_partials(observed)),
        factorability=tabulate_adequacy(adequacy),
        n_factors=count,
    )


def _find_ends(draws: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the intervals; NaN without a bootstrap."""
    if not len(draws):
        return np.full(draws.shape[1:], np.nan), np.full(draws.shape[1:], np.nan)
    return percentile_interval(draws, confidence)


def _check(method: str, rotation: str, correlation: str, n_boot: int, confidence: float) -> None:
    check_option("method", method, METHODS)
    check_option("rotation", rotation, ROTATIONS)
    check_option("correlation", correlation, ("auto", "pearson", "polychoric"))
    if n_boot < 0 or not 0 < confidence < 1:
        raise OptionError(f"n_boot={n_boot} must be 0 or more, and confidence={confidence} between 0 and 1.")


def _take(
    responses: Responses | pd.DataFrame,
    constructs: Constructs,
    weights: Sequence[float] | pd.Series | np.ndarray | None,
    language: str | None,
) -> tuple[MeasurementItems, np.ndarray, np.ndarray | None]:
    """Return the items, the complete rows and their weights; a plain frame's columns are one construct unless told."""
    if isinstance(responses, pd.DataFrame) and constructs is None:
        constructs = {"all": [str(name) for name in responses]}
    taken = take_items(responses, constructs, weights, language)
    if len(taken.items) < FEWEST_ITEMS:
        raise DataError(f"{len(taken.items)} items vary; factors need three or more.")
    rows, given = taken.complete_rows()
    return taken, rows, None if taken.weights is None else given


def _order(rotated: Rotated) -> Rotated:
    """Return factors in the order of what they explain, each turned the way its items point."""
    explained = np.sum(rotated.loadings * (rotated.loadings @ rotated.correlation), axis=0)
    order = np.argsort(-explained, kind="stable")
    loadings = rotated.loadings[:, order]
    signs = np.where(np.sum(loadings, axis=0) < 0, -1.0, 1.0)
    return Rotated(
        loadings=align_loadings(loadings, loadings * signs),
        correlation=rotated.correlation[np.ix_(order, order)] * np.outer(signs, signs),
        value=rotated.value,
        converged=rotated.converged,
    )


def _suggest(parallel: ParallelAnalysis, partial: AveragePartial) -> pd.DataFrame:
    values = [("parallel_analysis", parallel.n_factors), ("minimum_average_partial", partial.n_factors)]
    return pd.DataFrame(values, columns=["rule", "n_factors"])


def _describe(taken: MeasurementItems, kind: str, method: str, rotation: str, n: int) -> Note:
    weighting = "unweighted" if taken.weights is None else "weighted"
    return Note(f"efa_{kind}_{weighting}", method=method, rotation=rotation, n=n, n_total=len(taken.values))


def _warn(extraction: Extraction, rotated: Rotated, taken: MeasurementItems) -> list[Note]:
    notes = [] if extraction.converged and rotated.converged else [Note("measurement_not_converged")]
    for item in extraction.heywood:
        left = float(extraction.uniqueness[item])
        notes.append(Note("measurement_heywood", what=taken.items[item], value=left))
    return notes
