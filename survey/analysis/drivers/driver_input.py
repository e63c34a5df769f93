"""What goes into a driver analysis: complete rows of outcome, drivers and controls, checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_checks import check_base, check_names, check_rows
from survey.analysis.sample.frame_weights import align_weights
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.prepare.scoring import score_constructs
from survey.responses import Responses
from survey.scores import Scores
from survey.stats.descriptives import effective_n
from survey.stats.moments import Moments, take_moments

MissingMode = Literal["listwise", "indicator"]
Weights = str | Sequence[float] | pd.Series | np.ndarray | None


@dataclass(frozen=True, kw_only=True)
class DriverInput:
    """Checked input of a driver analysis.

    Attributes
    ----------
    rows
        Complete rows, shape (n, 1 + n_drivers + n_controls): outcome, drivers, controls and contact indicators.
    performance
        Per driver: mean over all who have it, its standard error, shape (n_drivers, 2).
    positions
        Which rows of the input were used, shape (n,).
    """

    outcome: str
    outcome_label: str
    drivers: list[str]
    labels: list[str]
    controls: list[str]
    rows: np.ndarray
    weights: np.ndarray | None
    performance: np.ndarray
    n_total: int
    missing: MissingMode
    notes: tuple[Note, ...]
    positions: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.intp))

    @property
    def n_eff(self) -> float:
        """Kish's effective number of the rows used."""
        return float(len(self.rows)) if self.weights is None else float(effective_n(self.weights))

    @cached_property
    def moments(self) -> Moments:
        """Means and (weighted) cross products of the rows."""
        return take_moments(self.rows, self.weights)


@dataclass(frozen=True, kw_only=True)
class _Columns:
    """Outcome, drivers and controls taken out of whatever was given."""

    frame: pd.DataFrame
    not_asked: pd.DataFrame | None
    outcome: str
    drivers: list[str]
    controls: list[str]
    labels: dict[str, str]
    weights: np.ndarray | None


def take_input(
    scores: Scores | Responses | pd.DataFrame,
    outcome: str | None,
    drivers: Iterable[str] | None,
    weights: Weights,
    missing: MissingMode,
    language: str | None,
    *,
    controls: Iterable[str] = (),
    aside: Iterable[str] = (),
) -> DriverInput:
    """Take outcome, drivers and weights out of scores, responses or a plain frame, and check them.

    Parameters
    ----------
    scores, outcome, drivers, weights, missing, language
        As in `rank_drivers`.
    controls
        Columns that are in every model and get no share.
    aside
        Columns of a plain frame that are not drivers by default, such as its clusters.
    """
    if isinstance(scores, Responses):
        scores = score_constructs(scores)
    fixed = [str(name) for name in controls]
    if isinstance(scores, Scores):
        if weights is not None:
            raise OptionError("scores bring their own weights; set them with responses.with_weights(…) before scoring.")
        taken = _from_scores(scores, outcome, drivers, fixed, language)
    else:
        taken = _from_frame(scores, outcome, drivers, fixed, weights, set(aside))
    values, positions, added, notes = _complete(taken, missing)
    used = None if taken.weights is None else taken.weights[positions]
    if used is not None and not np.all(used > 0):
        # rows of weight zero count for nothing, and would count in n
        notes = (*notes, Note("zero_weights", n=int(np.sum(used <= 0))))
        values, positions, used = values[used > 0], positions[used > 0], used[used > 0]
    names = [*taken.controls, *added]
    check_rows(values, [taken.outcome, *taken.drivers, *names])
    return DriverInput(
        outcome=taken.outcome,
        outcome_label=taken.labels.get(taken.outcome, taken.outcome),
        drivers=taken.drivers,
        labels=[taken.labels.get(name, name) for name in taken.drivers],
        controls=names,
        rows=values,
        weights=used,
        performance=_performance(taken.frame[taken.drivers].to_numpy(dtype=float), taken.weights),
        n_total=len(taken.frame),
        missing=missing,
        notes=notes,
        positions=positions,
    )


def _from_scores(
    scores: Scores, outcome: str | None, drivers: Iterable[str] | None, controls: list[str], language: str | None
) -> _Columns:
    chosen, names = _planned(scores, outcome, drivers, controls)
    language = scores.questionnaire.check_language(language)
    labels = {key: value.label.in_language(language) for key, value in scores.questionnaire.constructs.items()}
    return _Columns(
        frame=scores.table,
        not_asked=scores.not_asked,
        outcome=chosen,
        drivers=names,
        controls=controls,
        labels=labels,
        weights=scores.weight_array(),
    )


def _from_frame(
    frame: pd.DataFrame,
    outcome: str | None,
    drivers: Iterable[str] | None,
    controls: list[str],
    weights: Weights,
    aside: set[str],
) -> _Columns:
    if not isinstance(frame, pd.DataFrame):
        raise OptionError(f"rank_drivers takes Scores, Responses or a pandas DataFrame, not {type(frame).__name__}.")
    known = [str(name) for name in frame.columns]
    frame = frame.set_axis(known, axis=1)
    if outcome is None:
        raise OptionError(f"a plain frame needs outcome=; one of: {', '.join(known)}.")
    chosen = str(outcome)
    taken = {chosen, *controls, *aside} | ({weights} if isinstance(weights, str) else set())
    names = [name for name in known if name not in taken] if drivers is None else [str(name) for name in drivers]
    check_names(chosen, names, controls, known)
    if isinstance(weights, str):
        if weights not in known:
            raise OptionError(f"weights={weights!r} is no column of the frame; it has: {', '.join(known)}.")
        weights = frame[weights].to_numpy(dtype=float)
    return _Columns(
        frame=_numeric(frame, [chosen, *names, *controls]),
        not_asked=None,
        outcome=chosen,
        drivers=names,
        controls=controls,
        labels={},
        weights=align_weights(weights, frame),
    )


def _planned(
    scores: Scores, outcome: str | None, drivers: Iterable[str] | None, controls: list[str]
) -> tuple[str, list[str]]:
    chosen = outcome or scores.questionnaire.outcome
    if chosen is None:
        raise OptionError(
            f"questionnaire {scores.questionnaire.id} has no outcome; give outcome= one of: "
            f"{', '.join(scores.table.columns)}."
        )
    names = list(scores.questionnaire.drivers if drivers is None else drivers)
    if drivers is None:
        names = [name for name in names if name in scores.table and name not in controls]
    check_names(chosen, names, controls, list(scores.table.columns))
    return chosen, names


def _numeric(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    if not frame.columns.is_unique:
        twice = [name for name in names if isinstance(frame[name], pd.DataFrame)]
        if twice:
            raise DataError(f"the frame has column '{twice[0]}' twice; keep one, or rename the other.")
    chosen = frame if names == list(frame.columns) else frame[names]
    text = [name for name, kind in chosen.dtypes.items() if not pd.api.types.is_numeric_dtype(kind)]
    if text:
        raise DataError(
            f"column {', '.join(map(repr, text))} holds no numbers ({frame[str(text[0])].dtype}); code the answers "
            "first, for example with survey.read_responses, or make 0/1 columns of the categories."
        )
    masked = any(isinstance(kind, pd.api.extensions.ExtensionDtype) for kind in chosen.dtypes)
    values = chosen.to_numpy(np.float64, na_value=np.nan) if masked else chosen.to_numpy(np.float64)
    infinite = [name for name, bad in zip(names, np.any(np.isinf(values), axis=0), strict=True) if bad]
    if infinite:
        raise DataError(f"column {', '.join(map(repr, infinite))} has infinite values; replace them by missing ones.")
    return pd.DataFrame(values, index=frame.index, columns=names)


def _complete(taken: _Columns, missing: MissingMode) -> tuple[np.ndarray, np.ndarray, list[str], tuple[Note, ...]]:
    """Return the complete rows, their positions, the names of contact indicators, and what to know of them."""
    data = taken.frame[[taken.outcome, *taken.drivers, *taken.controls]]
    indicators: dict[str, np.ndarray] = {}
    if missing == "indicator" and taken.not_asked is not None:
        data, indicators = _mark_contact(data, taken.not_asked, taken.drivers)
        data = data.assign(**indicators)
    values = data.to_numpy(dtype=float)
    there = ~np.isnan(values)
    positions = np.flatnonzero(np.all(there, axis=1))
    check_base(data, there, len(positions), values.shape[1] - 1)
    notes = list(say_rows_used(len(positions), len(data), marked=bool(indicators)))
    if indicators:
        notes.append(Note("contact_indicators", drivers=", ".join(name.removeprefix("asked_") for name in indicators)))
    used = values if len(positions) == len(values) else values[positions]
    return used, positions, list(indicators), tuple(notes)


def say_rows_used(n: int, n_total: int, *, marked: bool) -> tuple[Note, ...]:
    """Say whose rows are not used; `marked`: those not asked about a driver are, with an indicator."""
    if n == n_total:
        return ()
    return (
        Note("asked_not_answered", gone=n_total - n, n_total=n_total)
        if marked
        else Note("listwise", n=n, n_total=n_total),
    )


def _mark_contact(
    data: pd.DataFrame, not_asked: pd.DataFrame, drivers: list[str]
) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Fill a constant in for respondents not asked about a driver, with an indicator of having been asked."""
    filled = data.copy()
    seen: set[bytes] = set()
    indicators: dict[str, np.ndarray] = {}
    for name in drivers:
        hidden = not_asked[name].to_numpy(dtype=bool)
        if hidden.any() and not hidden.all():
            # any constant does: the indicator takes up the difference, and the driver's own share stays the same
            filled.loc[hidden, name] = data.loc[~hidden, name].mean()
            if (key := hidden.tobytes()) not in seen:
                seen.add(key)
                indicators[f"asked_{name}"] = (~hidden).astype(float)
    return filled, indicators


def _performance(values: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
    """Return mean and standard error of each column over everybody who has it, shape (n_columns, 2)."""
    there = ~np.isnan(values)
    if weights is None and len(values) > 1 and np.all(there):
        return np.column_stack([np.mean(values, axis=0), np.std(values, axis=0, ddof=1) / np.sqrt(len(values))])
    w = there * (np.ones(len(values)) if weights is None else weights)[:, None]
    total, squares = np.sum(w, axis=0), np.sum(w**2, axis=0)
    filled = np.where(there, values, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.sum(w * filled, axis=0) / total
        variance = np.sum(w * (filled - mean) ** 2, axis=0) / (total - squares / total)
        error = np.sqrt(variance * squares) / total
    known = (total > 0) & (np.sum(there, axis=0) > 1)
    return np.where(known[:, None], np.column_stack([mean, error]), np.nan)
