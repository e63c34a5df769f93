"""Pooling: one result from those of several completed copies, and how it moves when imputed answers are shifted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from survey.analysis.missing.pooled_rows import check_copies, key_columns, pool_rows
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.prepare.imputation import Completed, Imputations, impute_responses
from survey.responses import Responses
from survey.result import Result

Analysis = Callable[[Any], Result]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PooledResult(Result):
    """One result of several completed copies, a row for each row and quantity of the results pooled.

    Attributes
    ----------
    table
        The rows' key, the name of the pooled column (`pooled`), and the pooled estimate with standard error, degrees
        of freedom, interval, `riv` and `fmi`. `pooled_by` says how: "rubin" from standard errors, "rubin_interval" from
        the width of intervals, "fisher" for correlations and R² on Fisher's scale (no standard error of their own),
        "mean" for numbers that come without either, which are averaged and have no interval.
    by
        Columns that identify a row of the results pooled; `key` adds "pooled".
    m
        Copies pooled.
    confidence
        Coverage of the intervals.
    """

    key: ClassVar[tuple[str, ...]] = ("pooled",)

    by: tuple[str, ...]
    m: int
    confidence: float = 0.95

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "key", (*self.by, "pooled"))


def pool_results(
    imputations: Imputations | Iterable[Completed],
    analysis: Analysis,
    *,
    frame: str = "table",
    by: Sequence[str] | None = None,
    df_complete: float | None = None,
    confidence: float = 0.95,
) -> PooledResult:
    """Run an analysis on every completed copy and pool the results by Rubin's rules.

    Use it with any analysis that returns a result. Rubin's rules hold for estimates that are about normal over samples;
    for those near a bound, such as a reliability near 1, the interval is rough.

    Parameters
    ----------
    imputations
        What `impute_responses` returned, or completed data sets made elsewhere.
    analysis
        Takes responses or a frame, returns a result: ``sv.assess_reliability``, or
        ``lambda copy: sv.rank_drivers(sv.score_constructs(copy))``.
    frame
        Which frame of the result is pooled, such as "coefficients".
    by
        Columns that identify its rows; None takes the result's key, or every column of texts and codes of another
        frame, but for labels and remarks.
    df_complete
        Degrees of freedom the complete data would have; None takes the column `df`, else n - 1 of the row or result.
        Infinity gives Rubin's large-sample degrees of freedom.
    confidence
        Coverage of the intervals.

    Returns
    -------
    PooledResult

    Raises
    ------
    DataError
        Fewer than two copies, or rows that occur twice in one.
    OptionError
        The result has no such frame or columns, or `confidence` is out of range.

    Notes
    -----
    Weights and missing answers: as in the analysis. Rows that are not in every copy, or have no number in one, are
    left out and named in a note. Counts are not pooled. Cost: that of the analysis times the copies.

    References
    ----------
    Rubin (1987), Multiple imputation for nonresponse in surveys. Barnard & Rubin (1999), Biometrika 86, 948-955. Harel
    (2009), Journal of Applied Statistics 36, 1109-1118, for R².

    Examples
    --------
    >>> import numpy as np
    >>> import survey as sv
    >>> rng = np.random.default_rng(1)
    >>> scores = pd.DataFrame(rng.normal(size=(100, 3)) + rng.normal(size=(100, 1)), columns=["a", "b", "c"])
    >>> imputations = impute_responses(scores.mask(rng.random((100, 3)) < 0.1), m=5, seed=1)
    >>> pooled = pool_results(imputations, lambda copy: sv.rank_drivers(copy, outcome="a"), frame="coefficients")
    >>> pooled.table[["term", "pooled", "pooled_by"]].to_numpy().tolist()[1]
    ['b', 'estimate', 'rubin']
    """
    if not 0 < confidence < 1:
        raise OptionError(f"confidence={confidence} must be between 0 and 1.")
    if df_complete is not None and not df_complete > 0:
        raise OptionError(f"df_complete={df_complete} must be above 0; infinity is for large samples.")
    results = [analysis(copy) for copy in imputations]
    if len(results) < 2:
        raise DataError("pooling needs two or more completed copies; impute with m of 2 or more.")
    frames = [_take_frame(result, frame) for result in results]
    keys = key_columns(results[0], frames[0], frame, by)
    together, absent = check_copies(frames, keys)
    table = pool_rows(results, together, keys, df_complete, confidence)
    said = (results[0].method, *dict.fromkeys(note for result in results for note in result.notes))
    return PooledResult(
        table=table,
        n=max(result.n for result in results),
        method=Note("pooled", m=len(results)),
        notes=(*said, *_notes(table, absent)),
        by=tuple(keys),
        m=len(results),
        confidence=confidence,
    )


def _take_frame(result: Result, frame: str) -> pd.DataFrame:
    if not isinstance(result, Result):
        raise OptionError(f"the analysis returned {type(result).__name__}; pooling needs a result of this package.")
    frames = result.frames()
    if frame not in frames:
        raise OptionError(f"{type(result).__name__} has no frame '{frame}'; it has: {', '.join(frames)}.")
    return frames[frame]


def _notes(table: pd.DataFrame, absent: list[str]) -> list[Note]:
    notes = []
    for rule, code in (("rubin_interval", "pooled_from_intervals"), ("mean", "pooled_means")):
        if quantities := list(dict.fromkeys(table.loc[table["pooled_by"] == rule, "pooled"])):
            notes.append(Note(code, quantities=", ".join(quantities)))
    return notes + ([Note("pooled_absent", rows="; ".join(absent))] if absent else [])


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DeltaComparison(PooledResult):
    """A pooled result for each shift of imputed answers.

    Attributes
    ----------
    table
        As in `PooledResult`, with `delta` first, and `moved`: the estimate less the one without a shift.
    """

    items: tuple[str, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "key", ("delta", *self.by, "pooled"))


def compare_deltas(
    responses: Responses | pd.DataFrame,
    analysis: Analysis,
    *,
    items: str | Sequence[str],
    deltas: Sequence[float],
    frame: str = "table",
    by: Sequence[str] | None = None,
    df_complete: float | None = None,
    confidence: float = 0.95,
    **imputation: Any,
) -> DeltaComparison:
    """Compare a pooled result over shifts of imputed answers, as if those who did not answer thought less of it.

    Use it after imputation, with shifts that are thinkable: a result that turns only under a shift that nobody would
    believe stands. No data tell which shift is right.

    Parameters
    ----------
    responses
        As in `impute_responses`.
    analysis, frame, by, df_complete, confidence
        As in `pool_results`.
    items
        Whose imputed answers are shifted, all alike.
    deltas
        The shifts: points as answered (for a reverse-keyed item more points mean less), log odds for models of choices.
        0 is added where it is not among them.
    **imputation
        Further arguments of `impute_responses`, such as `m` and `seed`.

    Returns
    -------
    DeltaComparison

    Raises
    ------
    OptionError
        As in `impute_responses` and `pool_results`, or no shift is given.

    Notes
    -----
    Weights and missing answers: as in the imputation and the analysis. Every shift is applied in each round of the
    chains, with the same seed. Cost: that of an imputation and m analyses for each shift.

    References
    ----------
    van Buuren (2018), Flexible imputation of missing data, 2nd ed., sections 3.8 and 9.2. Tompsett et al. (2018),
    Statistics in Medicine 37, 2338-2353.

    Examples
    --------
    >>> import survey as sv
    >>> frame = pd.DataFrame({"a": [1, 2, 3, 4, 5, None] * 10, "b": [1, 2, 2, 4, 4, 5] * 10})
    >>> moved = compare_deltas(frame, sv.describe_items, items="a", deltas=[-1.0], m=2, iterations=2)
    >>> means = moved.table[(moved.table["item"] == "a") & (moved.table["pooled"] == "mean")]
    >>> means["delta"].tolist(), bool(means["moved"].iloc[1] < 0)
    ([0.0, -1.0], True)
    """
    if not len(deltas) or "delta" in imputation:
        raise OptionError("give the shifts as deltas=[…], and the items as items=…, not as delta.")
    named = (items,) if isinstance(items, str) else tuple(items)
    pooled = {}
    for shift in dict.fromkeys((0.0, *map(float, deltas))):
        imputations = impute_responses(responses, delta=dict.fromkeys(named, shift), **imputation)
        pooled[shift] = pool_results(
            imputations, analysis, frame=frame, by=by, df_complete=df_complete, confidence=confidence
        )
    start = pooled[0.0]
    return DeltaComparison(
        table=_compare(pooled),
        n=start.n,
        method=Note("deltas", items=", ".join(named), seed=imputation.get("seed") or 0, m=start.m),
        notes=tuple(dict.fromkeys(note for one in pooled.values() for note in one.notes)),
        by=start.by,
        m=start.m,
        confidence=confidence,
        items=named,
    )


def _compare(pooled: dict[float, PooledResult]) -> pd.DataFrame:
    keys = [*pooled[0.0].by, "pooled"]
    start = pooled[0.0].table.set_index(keys)["estimate"]
    parts = []
    for shift, result in pooled.items():
        before = start.reindex(pd.MultiIndex.from_frame(result.table[keys])).to_numpy()
        part = result.table.assign(moved=result.table["estimate"].to_numpy() - before)
        part.insert(0, "delta", shift)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)
