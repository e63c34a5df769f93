"""The estimates of one construct, from its complete rows to tidy frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.measurement.reliability_input import ItemBlock
from survey.analysis.measurement.reliability_notes import note_answers, note_equivalence, note_scale
from survey.errors import DataError
from survey.notes import Note
from survey.stats.consistency import alpha_if_dropped, item_rest_correlation
from survey.stats.moments import Moments, take_moments
from survey.stats.omega import omega_total_if_dropped
from survey.stats.scale_reliability import IntervalOptions, ScaleReliability, estimate_scale
from survey.stats.split_half import compare_halves, list_splits, split_by_parity, split_in_middle, summarize_halves
from survey.stats.tau_equivalence import TauEquivalence, compare_loadings

# A two-item construct needs three rows for an interval, a larger one a row more than items.
FEWEST_ROWS = 3
SPLIT_HALVES = ("lambda4", "lambda4_raw", "split_half_odd_even", "split_half_first_last", "split_half_mean", "beta")
COEFFICIENTS = ("correlation", "spearman_brown", "horst", "flanagan", "rulon")
EQUIVALENCE = ("construct", "label", "statistic", "df", "p_value", "n")
HALVES = ("construct", "label", "split", "estimator", "estimate")


@dataclass(frozen=True, kw_only=True)
class ReliabilityRequest:
    """What is asked of every construct: estimators in their order, intervals, and whether to name what is not there."""

    names: tuple[str, ...]
    intervals: IntervalOptions
    group_factors: int
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class ConstructEstimates:
    """The tables and notes of one construct."""

    table: pd.DataFrame
    items: pd.DataFrame
    halves: pd.DataFrame
    equivalence: pd.DataFrame
    notes: tuple[Note, ...]


def estimate_construct(block: ItemBlock, request: ReliabilityRequest) -> ConstructEstimates:
    """Estimate every reliability of one construct that its items and rows allow."""
    k, n = len(block.items), len(block.rows)
    if k < 2 or n < FEWEST_ROWS:
        note = Note("reliability_undefined", construct=block.construct, n_items=k, n=n)
        return _undefined(block, note)
    scale = estimate_scale(
        block.rows,
        request.names,
        weights=block.weights,
        group_factors=request.group_factors,
        intervals=request.intervals,
    )
    moments = take_moments(block.rows, block.weights)
    items = _items(block, moments)
    tested, failed = _test_equivalence(block, request)
    against = items.loc[items["item_rest"] < 0, "item"]
    notes = [Note("item_rest_negative", item=item, construct=block.construct) for item in against]
    notes += note_answers(block, moments.correlation, request.names)
    notes += note_scale(block, scale, n_boot=request.intervals.n_boot, chosen=request.chosen)
    notes += [failed] if failed else note_equivalence(block, tested, scale)
    return ConstructEstimates(
        table=_table(block, scale),
        items=items,
        halves=_halves(block, moments, request),
        equivalence=_equivalence(block, tested),
        notes=(*block.notes, *notes),
    )


def _undefined(block: ItemBlock, note: Note) -> ConstructEstimates:
    return ConstructEstimates(
        table=_table(block, None),
        items=_items(block, None),
        halves=pd.DataFrame(columns=list(HALVES)),
        equivalence=pd.DataFrame(columns=list(EQUIVALENCE)),
        notes=(*block.notes, note),
    )


def _test_equivalence(block: ItemBlock, request: ReliabilityRequest) -> tuple[TauEquivalence | None, Note | None]:
    """Test what alpha takes for granted where both it and omega are asked for, or say why not."""
    if not {"alpha", "omega_total"} <= set(request.names) or len(block.items) < 3:
        return None, None
    try:
        tested = compare_loadings(block.rows, block.weights)
    except (DataError, np.linalg.LinAlgError):
        return None, Note("equivalence_failed", construct=block.construct)
    return (tested, None) if tested.converged else (None, Note("equivalence_failed", construct=block.construct))


def _table(block: ItemBlock, scale: ScaleReliability | None) -> pd.DataFrame:
    nan = float("nan")
    rows = [
        (one.estimator, one.estimate, one.low, one.high, one.interval) for one in (scale.estimates if scale else ())
    ]
    table = pd.DataFrame(
        rows or [("undefined", nan, nan, nan, "")],
        columns=["estimator", "estimate", "conf_low", "conf_high", "interval"],
    )
    table.insert(0, "construct", block.construct)
    table.insert(1, "label", block.label)
    return table.assign(n=len(block.rows), n_items=len(block.items))


def _items(block: ItemBlock, moments: Moments | None) -> pd.DataFrame:
    k = len(block.items)
    missing = np.full(k, np.nan)
    cov = None if moments is None else moments.covariance
    return pd.DataFrame(
        {
            "construct": block.construct,
            "item": block.items,
            "wording": block.wordings,
            "reverse": block.reverse,
            "mean": missing if moments is None else moments.mean,
            "sd": missing if cov is None else np.sqrt(np.diag(cov)),
            "item_rest": missing if cov is None else item_rest_correlation(cov),
            "alpha_dropped": missing if cov is None or k < 3 else alpha_if_dropped(cov),
            "omega_dropped": missing if cov is None else omega_total_if_dropped(cov),
        }
    )


def _halves(block: ItemBlock, moments: Moments, request: ReliabilityRequest) -> pd.DataFrame:
    """Return every coefficient of the two usual splits, and the best, mean and worst of all."""
    k, cov = len(block.items), moments.covariance
    if not set(SPLIT_HALVES) & set(request.names):
        return pd.DataFrame(columns=list(HALVES))
    rows = [
        (split, name, float(getattr(found, name)))
        for split, found in (
            ("odd_even", compare_halves(cov, split_by_parity(k))),
            ("first_last", compare_halves(cov, split_in_middle(k))),
        )
        for name in COEFFICIENTS
    ]
    every = summarize_halves(cov[None], list_splits(k, seed=request.intervals.seed))
    rows += [(split, "flanagan", float(v[0])) for split, v in zip(("best", "mean", "worst"), every, strict=True)]
    frame = pd.DataFrame(rows, columns=["split", "estimator", "estimate"])
    return frame.assign(construct=block.construct, label=block.label)[list(HALVES)]


def _equivalence(block: ItemBlock, tested: TauEquivalence | None) -> pd.DataFrame:
    if tested is None:
        return pd.DataFrame(columns=list(EQUIVALENCE))
    row = (block.construct, block.label, tested.statistic, tested.df, tested.p_value, len(block.rows))
    return pd.DataFrame([row], columns=list(EQUIVALENCE))
