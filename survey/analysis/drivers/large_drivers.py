"""Driver analysis of a table of any size, in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import MissingMode
from survey.analysis.drivers.driver_notes import describe_result
from survey.analysis.drivers.driver_players import (
    SHARES,
    Method,
    Players,
    monte_carlo_error,
    split_players,
    steady_draws,
    take_players,
)
from survey.analysis.drivers.driver_result import Drivers
from survey.analysis.drivers.driver_shares import Progress, as_shares
from survey.analysis.drivers.driver_tables import coefficient_table, difference_table, driver_table, order_players
from survey.analysis.drivers.large_input import LargeInput, check_sums
from survey.analysis.drivers.large_plan import plan_columns, plan_constructs
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.result import speak_language
from survey.scale.engine import Engine, open_table, sum_rows
from survey.scale.plan import TablePlan
from survey.stats.group_resampling import fit_groups, resample_groups
from survey.stats.importance_inference import Evidence, Inference, infer_importance
from survey.stats.noise import noise_limits, relative_weight_limit
from survey.stats.regression import OlsFit
from survey.stats.subset_fits import standardize

#: Groups are numbered with 16 bits.
MOST_GROUPS = 2**16 - 1


@speak_language
def rank_drivers_from_table(
    table: str | Path | Any,
    questionnaire: Questionnaire | str | None = None,
    *,
    outcome: str | None = None,
    drivers: Iterable[str] | None = None,
    method: Method = "shapley",
    weights: str | None = None,
    where: str | None = None,
    respondent: str | None = None,
    missing: MissingMode = "listwise",
    table_name: str | None = None,
    engine: Engine = "auto",
    n_groups: int = 1000,
    n_boot: int = 1000,
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> Drivers:
    """Rank drivers in a table of any size, read once and never held in memory.

    Use it where answers lie in files or a database and are too many for `read_responses`; the estimates are those of
    `rank_drivers`. Below some hundred thousand rows `rank_drivers` gives exact bootstrap intervals instead. It
    describes association in these rows; it does not say what would happen if a driver changed.

    Parameters
    ----------
    table
        A Parquet or CSV file, a folder or a pattern of them, a DuckDB or SQLite file or connection, an iterator of
        Arrow batches, or a Spark data frame.
    questionnaire
        Whose item ids are the columns: constructs are scored as `score_constructs` does, with special codes, keying and
        routing. None: columns are numbers, taken as they are.
    outcome
        What is explained: a construct, by default the questionnaire's, or a column.
    drivers
        What explains it: constructs, by default the questionnaire's, or columns, by default all others of numbers.
    method
        What `importance` holds: "shapley" or "relative_weights".
    weights
        A column with one weight a row.
    where
        A condition in SQL; only rows that fulfil it count.
    respondent
        A column of ids, whole numbers or text: all rows of a respondent (or shop, or whatever rows cluster in) are kept
        together in intervals. None: every row is a respondent of its own.
    missing
        "listwise": complete rows. "indicator": as in `rank_drivers`.
    table_name
        The table of a database, where it has several.
    engine
        "local": this machine. "spark": the active Spark session, or one started here. "auto": "spark" for Spark data
        frames, else "local".
    n_groups
        Random groups of respondents for intervals and standard errors, 2 to 65,535.
    n_boot
        Samples of the group bootstrap; 0 gives no intervals.
    confidence
        Coverage of every interval.
    seed
        Seed of the bootstrap; None is 0.
    language
        Language of labels; None is the questionnaire's default.
    progress
        Called with rows done and all rows, 0 where that is not known.

    Returns
    -------
    Drivers
        As of `rank_drivers`; standard errors are of the delete-a-group jackknife in place of HC3.

    Raises
    ------
    DataError
        A column is missing, holds text or codes that are no whole numbers; weights are negative or missing; there are
        too few rows; a column never varies; drivers determine one another.
    OptionError
        An unknown option, file or column, or an engine that is not installed.
    ReadError
        A file or table cannot be read to its end.

    Notes
    -----
    Weights: probability weights, in all numbers; intervals treat them as fixed. Missing: as `missing` says. Rows are
    put into groups by a hash of the respondent, or of the place in the table; sums of products are taken for each
    group, and intervals resample groups, so their cost does not grow with the number of rows. Without weights all sums
    are whole numbers: however a table is cut and wherever it is read, they are the same. Cost: one pass, and memory
    for some batches and n_groups p^2 numbers.

    References
    ----------
    Lindeman, Merenda & Gold (1980), Introduction to bivariate and multivariate analysis. Wolter (2007), Introduction to
    variance estimation, 2nd ed., chapter 2 (random groups). Kott (2001), Journal of Official Statistics 17, 521-526.

    Examples
    --------
    >>> import sqlite3
    >>> database = sqlite3.connect(":memory:")
    >>> _ = database.execute("CREATE TABLE ratings (speed INTEGER, price INTEGER, rating INTEGER)")
    >>> rows = [(speed, price, 2 * speed + price + (speed * price) % 3) for speed in range(9) for price in range(9)]
    >>> _ = database.executemany("INSERT INTO ratings VALUES (?, ?, ?)", rows)
    >>> ranked = rank_drivers_from_table(database, outcome="rating")
    >>> ranked.table["driver"].tolist(), ranked.n
    (['speed', 'price'], 81)
    """
    _check(method, missing, engine, n_groups, n_boot, confidence)
    sheet = load_questionnaire(questionnaire) if isinstance(questionnaire, str) else questionnaire
    reading = {"weights": weights, "where": where, "respondent": respondent, "n_groups": n_groups}
    source = open_table(table, table_name, engine)
    if sheet is None:
        plan = plan_columns(source.columns(), outcome, drivers, reading, missing)
    else:
        plan = plan_constructs(sheet, outcome, drivers, language, missing, reading)
    partial, plan = sum_rows(source, plan, progress)
    return _rank(check_sums(partial, plan), plan, method, n_boot, confidence, seed or 0)


def _check(method: str, missing: str, engine: str, n_groups: int, n_boot: int, confidence: float) -> None:
    check_option("method", method, SHARES)
    check_option("missing", missing, get_args(MissingMode))
    check_option("engine", engine, get_args(Engine))
    if not 2 <= n_groups <= MOST_GROUPS:
        raise OptionError(f"n_groups={n_groups} is out of range; give a number from 2 to {MOST_GROUPS:,}.")
    if n_boot < 0 or not 0 < confidence < 1:
        raise OptionError(f"n_boot={n_boot} must be 0 or more, and confidence={confidence} between 0 and 1.")


def _rank(given: LargeInput, plan: TablePlan, method: Method, n_boot: int, confidence: float, seed: int) -> Drivers:
    """Return the result from checked sums."""
    data = given.data
    players = take_players(data, None, seed)
    cov = given.groups.whole.covariance
    importance = split_players(cov, players, method)
    cov_draws = resample_groups(given.groups, n_boot=n_boot, seed=seed) if n_boot else np.empty((0, *cov.shape))
    draws = steady_draws(split_players(cov_draws, players, method), cov, importance, players, method)
    inference = _infer(importance, draws, given.n, confidence, seed)
    apart = inference.told_apart(all_at_once=True)
    fit = fit_groups(given.groups, confidence, given.origin)
    table = driver_table(
        data, fit, players, cov, importance=importance, inference=inference, apart=apart, confidence=confidence,
        noise=_noise(cov, players, method, given.n_eff), error=monte_carlo_error(cov, players, method),
    )  # fmt: skip
    return Drivers(
        table=table,
        n=given.n,
        method=_describe(given, plan, method, n_boot, seed),
        notes=(*data.notes, _describe_groups(given, plan), *describe_result(table, players, method, None)),
        differences=difference_table(table, inference, apart),
        coefficients=coefficient_table(data, fit),
        fit=_fit_table(given, fit),
        outcome=data.outcome,
        outcome_label=data.outcome_label,
        missing_mode=plan.missing,
        importance_method=method,
        confidence=confidence,
        n_boot=n_boot,
        seed=seed,
        shares=as_shares(draws),
        covariance=cov,
        covariance_draws=cov_draws,
        players=players,
    )


def _infer(importance: np.ndarray, draws: np.ndarray, n: int, confidence: float, seed: int) -> Inference:
    """Return intervals, the most important driver first."""
    explaining = draws.sum(axis=1) > 0
    if len(draws) >= 2 > np.count_nonzero(explaining):
        raise DataError("no bootstrap sample explains anything of the outcome; there is nothing to make intervals of.")
    order = order_players(importance)
    evidence = Evidence(importance[order], draws[explaining][:, order], None, n, float(n - len(importance) - 1))
    return infer_importance(evidence, "percentile", confidence=confidence, seed=seed)


def _noise(cov: np.ndarray, players: Players, method: Method, n_eff: float) -> np.ndarray:
    """Return the importance that chance alone reaches, per driver."""
    corr = standardize(cov[None])[0]
    if method == "shapley":
        return noise_limits(corr, players.sizes, n_eff=n_eff)
    return np.full(len(players.names), relative_weight_limit(corr, n_eff=n_eff))


def _fit_table(given: LargeInput, fit: OlsFit) -> pd.DataFrame:
    """Return the base and the explained share in one row."""
    row = {"n": given.n, "n_total": given.data.n_total, "n_eff": given.n_eff, "r2": fit.r2, "adj_r2": fit.adj_r2}
    return pd.DataFrame([row])


def _describe(given: LargeInput, plan: TablePlan, method: Method, n_boot: int, seed: int) -> Note:
    weighted = "unweighted" if plan.weights is None else "weighted"
    return Note(
        f"table_drivers_{method}_{plan.missing}_{weighted}",
        n=given.n,
        n_total=given.data.n_total,
        n_boot=n_boot,
        seed=seed,
    )


def _describe_groups(given: LargeInput, plan: TablePlan) -> Note:
    filled = len(given.groups.filled.n)
    if plan.respondent is None:
        return Note("table_groups", n_groups=filled)
    return Note("table_groups_respondents", n_groups=filled, respondent=plan.respondent)
