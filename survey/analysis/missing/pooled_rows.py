"""Which columns of results are pooled, by which rule, and the rows that come of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import norm

from survey.errors import DataError, OptionError
from survey.glossary import COLUMNS
from survey.result import Result
from survey.stats.missing.rubin import PooledEstimates, pool_correlations, pool_estimates

# Whose standard error the column std_error is: the first that a table has.
WITH_ERROR = ("estimate", "coefficient", "mean")
INTERVALS = {
    "estimate": ("conf_low", "conf_high"),
    "importance_share": ("conf_low", "conf_high"),
    "importance": ("importance_low", "importance_high"),
    "performance": ("performance_low", "performance_high"),
}
CORRELATIONS, SQUARES = ("correlation", "item_rest"), ("r2", "adj_r2")
UNCERTAINTY = ("std_error", "statistic", "df", "p_value", "n_eff")
FOR_PEOPLE = ("label", "wording")
REMARKS = (*FOR_PEOPLE, "flag", "reason", "because", "verdict", "letters")


class Quantity(NamedTuple):
    """A column to pool and the rule for it."""

    name: str
    rule: str


def key_columns(result: Result, table: pd.DataFrame, frame: str, by: Sequence[str] | None) -> list[str]:
    """Return the columns that identify a row."""
    if by is not None:
        if unknown := [name for name in by if name not in table]:
            raise OptionError(f"'{frame}' has no column {unknown[0]!r}; it has: {', '.join(map(str, table.columns))}.")
        return list(by)
    if frame == "table" and result.key and set(result.key) <= set(table.columns):
        return list(result.key)
    names = [str(name) for name in table.columns]
    return [name for name in names if COLUMNS[name].kind in ("text", "code") and name not in REMARKS]


def check_copies(frames: Sequence[pd.DataFrame], keys: list[str]) -> tuple[list[pd.DataFrame], list[str]]:
    """Return the rows that every copy has, in the order of the first, indexed by key, and names of the others."""
    if not keys:
        if any(len(frame) > 1 for frame in frames):
            raise OptionError("nothing identifies the rows of this frame; name the columns that do with by=[…].")
        return list(frames), []
    indexed = [frame.set_index(keys) for frame in frames]
    for frame in indexed:
        if not frame.index.is_unique:
            twice = frame.index[frame.index.duplicated()][0]
            raise DataError(f"the row {twice} occurs twice, so {', '.join(keys)} do not identify rows; give by=[…].")
    common = indexed[0].index
    for frame in indexed[1:]:
        common = common[common.isin(frame.index)]
    every = dict.fromkeys(name for frame in indexed for name in frame.index)
    absent = [name for name in every if name not in common]
    return [frame.loc[common] for frame in indexed], [_write(name) for name in absent]


def _write(name: object) -> str:
    return " ".join(map(str, name)) if isinstance(name, tuple) else str(name)


def pool_rows(
    results: Sequence[Result],
    frames: Sequence[pd.DataFrame],
    keys: list[str],
    df_complete: float | None,
    confidence: float,
) -> pd.DataFrame:
    """Return a row per row and quantity."""
    first = frames[0]
    parts = []
    for place, quantity in enumerate(_quantities(frames)):
        pooled = _pool(quantity, results, frames, df_complete)
        rows = _rows(quantity, pooled, frames, confidence)
        shown = [name for name in FOR_PEOPLE if name in first]
        part = pd.concat([first[shown].reset_index(drop=True), rows], axis=1)
        for position, name in enumerate(keys):
            part.insert(position, name, first.index.get_level_values(name))
        parts.append(part.assign(_row=np.arange(len(part)), _place=place))
    if not parts:
        raise DataError("the frame has no numbers to pool; choose another with frame=….")
    table = pd.concat(parts, ignore_index=True).sort_values(["_row", "_place"], ignore_index=True)
    return table[table["estimate"].notna()].drop(columns=["_row", "_place"]).reset_index(drop=True)


def _quantities(frames: Sequence[pd.DataFrame]) -> list[Quantity]:
    """Choose the numbers to pool, with the rule for each."""
    table = frames[0]
    ends = {end for name, pair in INTERVALS.items() if name in table for end in pair}
    error_of = next((name for name in WITH_ERROR if name in table), None) if "std_error" in table else None
    found = []
    for name in table.columns:
        numeric = pd.api.types.is_numeric_dtype(table[name]) and not pd.api.types.is_bool_dtype(table[name])
        if not numeric or name in ends or name in UNCERTAINTY or COLUMNS[name].kind in ("count", "code", "flag"):
            continue
        found.append(Quantity(name, _rule(name, error_of, frames)))
    return found


def _rule(name: str, error_of: str | None, frames: Sequence[pd.DataFrame]) -> str:
    if name == error_of:
        return "rubin"
    if name in CORRELATIONS + SQUARES:
        return "fisher"
    pair = INTERVALS.get(name)
    if pair and set(pair) <= set(frames[0]) and all(frame[list(pair)].notna().any(axis=None) for frame in frames):
        return "rubin_interval"
    return "mean"


def _pool(
    quantity: Quantity, results: Sequence[Result], frames: Sequence[pd.DataFrame], df_complete: float | None
) -> PooledEstimates | None:
    """Pool one column over the copies; None where it is only averaged."""
    values = _stack(frames, quantity.name)
    if quantity.rule == "fisher":
        roots = np.sqrt(np.clip(values, 0, 1)) if quantity.name in SQUARES else values
        return pool_correlations(roots, np.maximum(_bases(results, frames), 4.0))
    if quantity.rule == "mean":
        return None
    complete = np.mean(_complete(results, frames), axis=0) if df_complete is None else df_complete
    complete = np.where(np.isfinite(complete) & (complete > 0), complete, np.inf)
    return pool_estimates(values, _errors(quantity, results, frames) ** 2, n=complete, k=0)


def _errors(quantity: Quantity, results: Sequence[Result], frames: Sequence[pd.DataFrame]) -> np.ndarray:
    if quantity.rule == "rubin":
        return _stack(frames, "std_error")
    low, high = (_stack(frames, end) for end in INTERVALS[quantity.name])
    reach = norm.ppf([(1 + getattr(result, "confidence", 0.95)) / 2 for result in results])
    return np.asarray((high - low) / (2 * reach[:, None]))


def _complete(results: Sequence[Result], frames: Sequence[pd.DataFrame]) -> np.ndarray:
    return _stack(frames, "df") if "df" in frames[0] else _bases(results, frames) - 1


def _bases(results: Sequence[Result], frames: Sequence[pd.DataFrame]) -> np.ndarray:
    """Return the (effective) number of respondents behind each row of each copy."""
    for name in ("n_eff", "n"):
        if name in frames[0]:
            return _stack(frames, name)
    return np.array([[float(result.n)] * len(frame) for result, frame in zip(results, frames, strict=True)])


def _stack(frames: Sequence[pd.DataFrame], name: str) -> np.ndarray:
    return np.array([frame[name].to_numpy(dtype=float) for frame in frames])


def _rows(
    quantity: Quantity, pooled: PooledEstimates | None, frames: Sequence[pd.DataFrame], confidence: float
) -> pd.DataFrame:
    rows = pd.DataFrame({"pooled": quantity.name}, index=range(len(frames[0])))
    blank = np.full(len(rows), np.nan)
    if pooled is None:
        rows["estimate"] = np.mean(_stack(frames, quantity.name), axis=0)
        numbers = dict.fromkeys(
            ("std_error", "df", "statistic", "p_value", "conf_low", "conf_high", "riv", "fmi"), blank
        )
        return rows.assign(**numbers, pooled_by=quantity.rule)
    tested = quantity.rule == "rubin" and "p_value" in frames[0]
    low, high = pooled.interval(confidence)
    spread = np.isfinite(pooled.std_error)
    rows = rows.assign(
        estimate=_back(quantity, pooled.estimate),
        std_error=blank if quantity.rule == "fisher" else pooled.std_error,
        df=np.where(spread, pooled.df, np.nan),
        statistic=pooled.statistic if tested else blank,
        p_value=pooled.p_value if tested else blank,
        conf_low=_back(quantity, low),
        conf_high=_back(quantity, high),
        riv=pooled.riv,
        fmi=pooled.fmi,
    )
    return rows.assign(pooled_by=np.where(spread, quantity.rule, "mean"))


def _back(quantity: Quantity, values: np.ndarray) -> np.ndarray:
    """Turn Fisher's scale back into correlations or R²; other numbers stay."""
    if quantity.rule != "fisher":
        return values
    turned = np.tanh(values)
    return np.where(turned > 0, turned**2, 0.0) if quantity.name in SQUARES else turned
