"""Driver analysis: how much of the explained outcome goes with each driver, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_design import Labels, describe_design, design_columns, take_driver_design
from survey.analysis.drivers.driver_input import DriverInput, MissingMode, take_input
from survey.analysis.drivers.driver_notes import describe_method, describe_result
from survey.analysis.drivers.driver_players import (
    SHARES,
    Groups,
    Method,
    Players,
    describe_groups,
    monte_carlo_error,
    split_players,
    steady_draws,
    take_players,
)
from survey.analysis.drivers.driver_reliability import Correction, take_correction
from survey.analysis.drivers.driver_result import Drivers
from survey.analysis.drivers.driver_shares import Progress, as_shares, draw_covariances, unit_influence
from survey.analysis.drivers.driver_tables import (
    coefficient_table,
    difference_table,
    driver_table,
    fit_table,
    order_players,
)
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import speak_language
from survey.scores import Scores
from survey.stats.importance_inference import Evidence, IntervalKind, infer_importance
from survey.stats.moments import take_moments
from survey.stats.noise import noise_limits, relative_weight_limit
from survey.stats.regression import fit_ols
from survey.stats.sample_design import SampleDesign
from survey.stats.subset_fits import standardize

__all__ = ["Drivers", "rank_drivers"]

Multiplicity = Literal["simultaneous", "pairwise"]


@speak_language
def rank_drivers(
    scores: Scores | Responses | pd.DataFrame,
    *,
    outcome: str | None = None,
    drivers: Iterable[str] | None = None,
    method: Method = "shapley",
    groups: Groups | None = None,
    controls: Iterable[str] = (),
    weights: str | Sequence[float] | pd.Series | np.ndarray | None = None,
    clusters: Labels = None,
    strata: Labels = None,
    missing: MissingMode = "listwise",
    reliability: Literal["alpha", "omega"] | Mapping[str, float] | None = None,
    interval: IntervalKind = "percentile",
    multiplicity: Multiplicity = "simultaneous",
    n_boot: int = 0,
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> Drivers:
    """Rank drivers by their share of the explained outcome.

    Splits the R² of one linear regression of the outcome on all drivers (LMG, that is Shapley values of R²). Use it to
    order drivers that correlate with each other. It describes association in this sample; it does not say what would
    happen if a driver changed.

    Parameters
    ----------
    scores
        Construct scores (`score_constructs`), responses (scored here), or a plain frame, shape (n_respondents,
        n_columns).
    outcome
        What is explained. Defaults to the questionnaire's outcome; required for a plain frame.
    drivers
        What explains it. Defaults to the questionnaire's drivers; for a plain frame to all other columns.
    method
        What `importance` holds: "shapley" or "relative_weights". The table has both, and first, last, Pratt's measure.
    groups
        Names of groups with their drivers, which then enter and leave together and get one share.
    controls
        Columns that are in every model; what they explain is taken out first and they get no share.
    weights
        For a plain frame: a column name, or one weight a row. Scores and responses bring their own.
    clusters, strata
        What respondents were sampled in: a column of a plain frame or of the answers, or a label each. Clusters are
        then what is resampled, within strata.
    missing
        "listwise": complete rows. "indicator": respondents who were not asked about a driver stay, with a 0/1 indicator
        of having been asked as an always-in control; right for answers missing by routing only (Allison 2022).
    reliability
        Correct for unreliability: a value above 0 to 1 for constructs by name (others count as 1), or "alpha" or
        "omega" of the items, which takes responses, and estimates them again in every bootstrap sample.
    interval
        "percentile"; "bca", corrected for bias and skewness; both need `n_boot`. "analytic": from respondents'
        influence, without resampling and without normality.
    multiplicity
        When a pair counts as resolved. "simultaneous": its own interval excludes 0, and it is told apart when all pairs
        are judged at once, stepping down from the largest difference (Romano & Wolf 2005), so that a false order is
        rare over all pairs together. "pairwise": its own interval excludes 0.
    n_boot
        Bootstrap samples of respondents for the intervals; 0 gives none.
    confidence
        Coverage of every interval.
    seed
        Seed of the bootstrap; None is 0.
    language
        Language of labels; None is the questionnaire's default.
    progress
        Called with (samples done, all samples).

    Returns
    -------
    Drivers
        `.table` a row per driver; `.differences`, `.coefficients`, `.fit`; `.dominance` when asked for.

    Raises
    ------
    DataError
        Too few respondents, a driver or outcome that never varies, linearly dependent drivers, columns that are no
        numbers, fewer than two clusters, reliabilities that cannot be.
    OptionError
        Unknown method, interval, missing mode, outcome, driver or group; a control or a grouped driver named twice.

    Notes
    -----
    Weights: used in the covariances, in the regression (probability weights) and in every bootstrap sample. Missing:
    as `missing` says; `n` counts the rows used. Cost: 2**k Schur complements for k drivers, and the same for each
    bootstrap sample; beyond 24 drivers orders of entering are sampled, and `monte_carlo_error` says what that leaves.

    References
    ----------
    Lindeman, Merenda & Gold (1980), Introduction to bivariate and multivariate analysis. Grömping (2006), Journal of
    Statistical Software 17(1). Johnson (2000), Multivariate Behavioral Research 35, 1-19. Efron (1987), JASA 82,
    171-185 (BCa). Piepho (2004), J. Computational and Graphical Statistics 13, 456-466 (letters). Tonidandel, LeBreton
    & Johnson (2009), Psychological Methods 14, 387-399 (noise). Long & Ervin (2000), The American Statistician 54,
    217-224 (HC3). Allison (2022) on answers missing by routing.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame(rng.normal(size=(200, 2)), columns=["speed", "price"])
    >>> frame["rating"] = 2 * frame["speed"] + frame["price"] + rng.normal(size=200)
    >>> ranked = rank_drivers(frame, outcome="rating")
    >>> ranked.table["driver"].tolist()
    ['speed', 'price']
    >>> bool(np.isclose(ranked.table["importance"].sum(), ranked.r2))
    True
    """
    _check(method, missing, interval, multiplicity, n_boot, confidence)
    aside = design_columns(clusters, strata)
    data = take_input(scores, outcome, drivers, weights, missing, language, controls=controls, aside=aside)
    correction = take_correction(scores, data, reliability)
    data = correction.data
    players = take_players(data, groups, seed or 0)
    design = take_driver_design(scores, data, clusters, strata)
    found = _measure(correction, players, design, method, interval, n_boot, seed or 0, progress)
    order = order_players(found.importance)
    inference = infer_importance(_in_order(found, order), interval, confidence=confidence, seed=seed or 0)
    apart = inference.told_apart(all_at_once=multiplicity == "simultaneous")
    fit = fit_ols(data.rows[:, 0], data.rows[:, 1:], data.weights, confidence)
    table = driver_table(
        data, fit, players, found.cov, importance=found.importance, inference=inference, apart=apart,
        confidence=confidence, noise=_noise(data, players, found.cov, method), error=found.error,
    )  # fmt: skip
    notes = (*data.notes, *describe_groups(players, data.drivers), *describe_design(design), *found.notes)
    return Drivers(
        table=table,
        n=len(data.rows),
        method=describe_method(data, method, interval, n_boot, seed or 0),
        notes=(*notes, *describe_result(table, players, method, correction.name)),
        differences=difference_table(table, inference, apart),
        coefficients=coefficient_table(data, fit),
        fit=fit_table(data, fit),
        outcome=data.outcome,
        outcome_label=data.outcome_label,
        missing_mode=missing,
        importance_method=method,
        interval=interval,
        confidence=confidence,
        n_boot=n_boot,
        seed=seed or 0,
        shares=as_shares(found.draws),
        covariance=found.cov,
        covariance_draws=found.cov_draws,
        players=players,
    )


def _check(method: str, missing: str, interval: str, multiplicity: str, n_boot: int, confidence: float) -> None:
    check_option("method", method, SHARES)
    check_option("missing", missing, get_args(MissingMode))
    check_option("interval", interval, get_args(IntervalKind))
    check_option("multiplicity", multiplicity, get_args(Multiplicity))
    if n_boot < 0 or not 0 < confidence < 1:
        raise OptionError(f"n_boot={n_boot} must be 0 or more, and confidence={confidence} between 0 and 1.")


@dataclass(frozen=True, kw_only=True)
class _Measured:
    """Importance with what its intervals are made of."""

    cov: np.ndarray
    cov_draws: np.ndarray
    importance: np.ndarray
    draws: np.ndarray
    error: np.ndarray
    units: np.ndarray | None
    n: int
    df: float
    inflation: float
    notes: tuple[Note, ...]


def _measure(
    correction: Correction,
    players: Players,
    design: SampleDesign | None,
    method: Method,
    interval: IntervalKind,
    n_boot: int,
    seed: int,
    progress: Progress | None,
) -> _Measured:
    """Split R² once and in every bootstrap sample."""
    data = correction.data
    _check_interval(correction, players, design, method, interval, n_boot)
    rows = correction.rows
    moments = data.moments if rows is data.rows else take_moments(rows, data.weights)
    cov, repaired = correction.estimate(moments.covariance)
    importance = split_players(cov, players, method)
    sampled = draw_covariances(rows, data.weights, design, n_boot=n_boot, seed=seed, progress=progress)
    cov_draws, sample_notes = correction.apply(sampled)
    draws = steady_draws(split_players(cov_draws, players, method), cov, importance, players, method)
    usable = np.sum(draws, axis=1) > 0
    if n_boot and np.sum(usable) < 2 <= n_boot:
        raise DataError("no bootstrap sample explains anything of the outcome; there is nothing to make intervals of.")
    spare = len(rows) - data.rows.shape[1]
    needed = interval == "analytic" or (interval == "bca" and n_boot > 0)
    return _Measured(
        cov=cov,
        cov_draws=cov_draws,
        importance=importance,
        draws=draws if usable.all() else draws[usable],
        error=monte_carlo_error(cov, players, method),
        units=unit_influence(data, cov, players, method, design) if needed else None,
        n=len(rows),
        df=float(spare) if design is None else float(design.df),
        inflation=float(np.sqrt((len(rows) - 1) / spare)) if design is None else 1.0,
        notes=(*repaired, *sample_notes),
    )


def _check_interval(
    correction: Correction, players: Players, design: SampleDesign | None, method: str, interval: str, n_boot: int
) -> None:
    """Refuse intervals that there is no way to make."""
    if interval != "percentile" and (players.samples_orders(method) or correction.name is not None):
        raise OptionError(
            f"interval={interval!r} knows neither sampled orders (more than 24 drivers) nor a correction for "
            "unreliability; use interval='percentile' with n_boot."
        )
    if design is not None and n_boot == 1:
        raise OptionError("n_boot=1 is too few for clusters or strata; ask for some hundreds of samples.")


def _in_order(found: _Measured, order: np.ndarray) -> Evidence:
    units = None if found.units is None else found.units[:, order]
    return Evidence(found.importance[order], found.draws[:, order], units, found.n, found.df, found.inflation)


def _noise(data: DriverInput, players: Players, cov: np.ndarray, method: Method) -> np.ndarray:
    """Return the importance that chance alone reaches, per player."""
    at = [0, *(j for member in players.columns for j in member), *range(players.n_drivers + 1, len(cov))]
    corr = standardize(cov[None])[0][np.ix_(at, at)]
    if method == "shapley":
        return noise_limits(corr, players.sizes, n_eff=data.n_eff)
    return np.asarray(relative_weight_limit(corr, n_eff=data.n_eff) * np.array(players.sizes, dtype=float))
