"""What goes into a retest: the scores of people who were measured at both times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.sample.frame_weights import align_weights
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.prepare.scoring import score_constructs
from survey.responses import Responses
from survey.scores import Scores

Measured = Responses | Scores | pd.DataFrame | pd.Series
Weights = Sequence[float] | pd.Series | np.ndarray


@dataclass(frozen=True, kw_only=True)
class RetestPair:
    """One construct's scores at both times, shape (n,) each, of those who have both."""

    construct: str
    first: np.ndarray
    second: np.ndarray
    weights: np.ndarray | None


def pair_times(
    first: Measured, second: Measured, weights: Weights | None
) -> tuple[list[RetestPair], tuple[Note, ...], bool]:
    """Match two measurements by respondent; return a pair per construct, notes, and whether they are weighted."""
    before, own = _take(first, "first")
    after, _ = _take(second, "second")
    if weights is not None and own is not None:
        raise OptionError("responses and scores bring their own weights; leave weights out.")
    given = own if own is not None else align_weights(weights, before)
    shared = [name for name in before if name in after]
    if not shared:
        raise OptionError(
            f"first ({', '.join(map(str, before))}) and second ({', '.join(map(str, after))}) have no construct in "
            "common."
        )
    both = before.index.intersection(after.index)
    if both.empty:
        raise DataError("nobody is in both first and second; their index must hold the same respondent ids.")
    array = None if given is None else pd.Series(given, index=before.index).loc[both].to_numpy()
    notes = [Note("retest_matched", n=len(both), n_first=len(before), n_second=len(after))]
    if left := [str(name) for name in (*before, *after) if name not in shared]:
        notes.append(Note("retest_unshared", constructs=", ".join(left)))
    pairs = [_pair(str(name), before[name].loc[both], after[name].loc[both], array) for name in shared]
    return pairs, tuple(notes), array is not None


def _take(measured: Measured, which: str) -> tuple[pd.DataFrame, np.ndarray | None]:
    """Return scores as a frame, and weights where the object brings them."""
    if isinstance(measured, Responses):
        measured = score_constructs(measured)
    own = measured.weight_array() if isinstance(measured, Scores) else None
    if isinstance(measured, Scores):
        frame = measured.table
    elif isinstance(measured, pd.Series):
        frame = measured.to_frame("score")
    elif isinstance(measured, pd.DataFrame):
        frame = measured
    else:
        raise OptionError(f"{which} must be responses, scores or a pandas frame, not {type(measured).__name__}.")
    if not frame.index.is_unique:
        twice = frame.index[frame.index.duplicated()][0]
        raise DataError(f"{which} has respondent {twice} twice; keep one row for each.")
    if text := [str(name) for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]:
        raise DataError(f"column {', '.join(map(repr, text))} of {which} holds no numbers; code the answers first.")
    return frame, own


def _pair(name: str, before: pd.Series, after: pd.Series, weights: np.ndarray | None) -> RetestPair:
    kept = (before.notna() & after.notna()).to_numpy()
    if weights is not None:
        kept = kept & (weights > 0)
    return RetestPair(
        construct=name,
        first=before.to_numpy(dtype=float, na_value=np.nan)[kept],
        second=after.to_numpy(dtype=float, na_value=np.nan)[kept],
        weights=None if weights is None else weights[kept],
    )
