"""Importance of drivers under one way of handling missing answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import MissingMode
from survey.analysis.drivers.drivers import Drivers, rank_drivers
from survey.analysis.missing.pooling import pool_results
from survey.analysis.outcomes.base_rows import BaseInput, complete_copies
from survey.notes import Note
from survey.scores import Scores
from survey.stats.bootstrap import percentile_interval
from survey.stats.incomplete import estimate_moments
from survey.stats.outcomes.incomplete_shares import MomentShares, bootstrap_shares, pair_covariances, share_moments
from survey.stats.t_intervals import t_interval

Estimate = tuple[pd.DataFrame, tuple[Note, ...]]
TAKEN = (
    "driver",
    "label",
    "importance",
    "importance_share",
    "conf_low",
    "conf_high",
    "rank",
    "coefficient",
    "std_error",
)

BASES = {
    "indicator": (
        "all who answered what they were asked; those not asked are kept with an indicator",
        "所有回答了被询问题目的受访者；未被询问者以指示变量保留",
    ),
    "indicator_open": (
        "all with an answer on every driver (nobody is known not to have been asked)",
        "在每个驱动因素上都有回答的受访者（未知有人未被询问）",
    ),
    "listwise": (
        "only those with an answer on every driver, so with every contact asked about",
        "仅在每个驱动因素上都有回答、即有过所有相关接触的受访者",
    ),
    "imputed": (
        "all respondents, had they answered all they were asked (missing at random given their answers)",
        "所有受访者，假设其回答了全部被询问题目（在已有回答的条件下随机缺失）",
    ),
    "fiml": (
        "all respondents, had they answered all they were asked (missing at random, normal model)",
        "所有受访者，假设其回答了全部被询问题目（随机缺失，正态模型）",
    ),
    "pairwise": (
        "nobody in particular: every pair of columns speaks for those who have both",
        "没有明确对象：每一对变量只代表两者都有回答的受访者",
    ),
}


@dataclass(frozen=True, kw_only=True)
class BaseOptions:
    """Options of all estimates."""

    m: int
    iterations: int
    n_boot: int
    confidence: float
    seed: int
    improper: str


def _rank(source: Scores | pd.DataFrame, base: BaseInput, options: BaseOptions, missing: MissingMode) -> Drivers:
    weights = None if isinstance(source, Scores) else base.weights
    return rank_drivers(
        source,
        outcome=base.outcome,
        drivers=base.drivers,
        weights=weights,
        missing=missing,
        n_boot=options.n_boot,
        confidence=options.confidence,
        seed=options.seed,
        language=base.language,
    )


def _take(ranked: Drivers, options: BaseOptions, base_key: str) -> pd.DataFrame:
    table = ranked.table[list(TAKEN)].copy()
    df = float(ranked.coefficients["df"].iloc[0])
    low, high = t_interval(table["coefficient"], table["std_error"], df, options.confidence)
    return _describe(table.assign(coefficient_low=low, coefficient_high=high), ranked.n, ranked.r2, base_key)


def _describe(table: pd.DataFrame, n: int, r2: float, base_key: str) -> pd.DataFrame:
    english, chinese = BASES[base_key]
    return table.assign(n=n, r2=r2, base=english, base_zh=chinese)


def take_indicator(base: BaseInput, options: BaseOptions) -> Estimate:
    """Rank drivers over everybody, with indicators of having been asked."""
    ranked = _rank(base.source, base, options, "indicator")
    known = base.n_controls > 0
    notes = () if known else (Note("bases_nobody_unasked"),)
    return _take(ranked, options, "indicator" if known else "indicator_open"), notes


def take_listwise(base: BaseInput, options: BaseOptions) -> Estimate:
    """Rank drivers over those with an answer on each."""
    return _take(_rank(base.source, base, options, "listwise"), options, "listwise"), ()


def take_imputed(base: BaseInput, options: BaseOptions) -> Estimate:
    """Rank drivers in every completed copy, and pool by Rubin's rules."""
    copies = complete_copies(base, m=options.m, iterations=options.iterations, seed=options.seed)
    ranked = [_rank(copy, base, options, "indicator") for copy in copies]
    at = iter(ranked)
    pooled = pool_results([one.table for one in ranked], lambda _: next(at), confidence=options.confidence)
    by = {str(name): part.set_index("driver") for name, part in pooled.table.groupby("pooled", sort=False)}
    share, slope = by["importance_share"].loc[base.drivers], by["coefficient"].loc[base.drivers]
    importance = by["importance"].loc[base.drivers, "estimate"].to_numpy()
    table = pd.DataFrame(
        {
            "driver": base.drivers,
            "label": list(base.labels.values()),
            "importance": importance,
            "importance_share": share["estimate"].to_numpy(),
            "conf_low": share["conf_low"].to_numpy(),
            "conf_high": share["conf_high"].to_numpy(),
            "rank": _ranks(share["estimate"].to_numpy()),
            "coefficient": slope["estimate"].to_numpy(),
            "std_error": slope["std_error"].to_numpy(),
            "coefficient_low": slope["conf_low"].to_numpy(),
            "coefficient_high": slope["conf_high"].to_numpy(),
        }
    )
    r2 = float(np.mean([one.r2 for one in ranked]))
    return _describe(table, pooled.n, r2, "imputed"), (Note("bases_imputed", m=options.m, seed=options.seed),)


def _ranks(importance: np.ndarray) -> np.ndarray:
    return np.asarray((-importance).argsort(kind="stable").argsort(kind="stable") + 1)


def take_fiml(base: BaseInput, options: BaseOptions) -> Estimate:
    """Split R² of moments by maximum likelihood, with bootstrap intervals."""
    rows = base.rows.to_numpy()
    moments = estimate_moments(rows, base.weights)
    found = share_moments(moments.covariance, base.n_controls)
    importance, slopes = bootstrap_shares(
        rows, base.weights, controls=base.n_controls, n_boot=options.n_boot, seed=options.seed
    )
    table = _from_moments(base, found)
    if options.n_boot:
        total = np.sum(importance, axis=1, keepdims=True)
        table["conf_low"], table["conf_high"] = percentile_interval(importance / total, options.confidence)
        table["std_error"] = np.nanstd(slopes, axis=0, ddof=1)
        table["coefficient_low"], table["coefficient_high"] = percentile_interval(slopes, options.confidence)
    used = np.any(np.isfinite(base.rows[[base.outcome, *base.drivers]].to_numpy()), axis=1)
    notes = () if moments.converged else (Note("bases_not_settled"),)
    if failed := int(np.sum(np.isnan(importance).any(axis=1))):
        notes = (*notes, Note("bases_failed_samples", n=failed, n_boot=options.n_boot))
    return _describe(table, int(np.sum(used & _counted(base))), found.r2, "fiml"), notes


def _counted(base: BaseInput) -> np.ndarray:
    return np.ones(len(base.rows), dtype=bool) if base.weights is None else base.weights > 0


def take_pairwise(base: BaseInput, options: BaseOptions) -> Estimate:
    """Split R² of correlations that are each from those with both answers; no intervals."""
    columns = [base.outcome, *base.drivers]
    open_rows = base.rows[columns].mask(base.not_asked)
    pairs = pair_covariances(open_rows.to_numpy(), base.weights, improper=options.improper)
    found = share_moments(pairs.covariance)
    note = Note("bases_pairwise", n=pairs.fewest)
    repaired = Note("bases_repaired", r2=pairs.r2, eigenvalue=pairs.smallest_eigenvalue, change=pairs.largest_change)
    notes = (note, repaired) if pairs.largest_change else (note,)
    return _describe(_from_moments(base, found), pairs.fewest, found.r2, "pairwise"), notes


def _from_moments(base: BaseInput, found: MomentShares) -> pd.DataFrame:
    blank = np.full(len(base.drivers), np.nan)
    return pd.DataFrame(
        {
            "driver": base.drivers,
            "label": list(base.labels.values()),
            "importance": found.importance,
            "importance_share": found.importance / np.sum(found.importance),
            "conf_low": blank,
            "conf_high": blank,
            "rank": _ranks(found.importance),
            "coefficient": found.coefficients,
            "std_error": blank,
            "coefficient_low": blank,
            "coefficient_high": blank,
        }
    )
