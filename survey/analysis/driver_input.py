"""What goes into a driver analysis: complete rows of outcome, drivers and controls, checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from survey.analysis.frame_weights import align_weights
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.prepare.scoring import score_constructs
from survey.responses import Responses
from survey.scores import Scores
from survey.stats.descriptives import effective_n, weighted_mean, weighted_variance

MissingMode = Literal["listwise", "indicator"]
Weights = str | Sequence[float] | pd.Series | np.ndarray | None

# Residual variance of a standardised driver given the others below this is rounding, not information.
DEPENDENT_TOLERANCE = 1e-9
# Rows needed beyond the number of coefficients: one degree of freedom for the error.
SPARE_ROWS = 1


@dataclass(frozen=True, kw_only=True)
class DriverInput:
    """Checked input of a driver analysis.

    Attributes
    ----------
    rows
        Complete rows, shape (n, 1 + n_drivers + n_controls): outcome, drivers, contact indicators.
    performance
        Per driver: mean over all who have it, its standard error, shape (n_drivers, 2).
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

    @property
    def n_eff(self) -> float:
        """Kish's effective number of the rows used."""
        return float(len(self.rows)) if self.weights is None else float(effective_n(self.weights))


@dataclass(frozen=True, kw_only=True)
class _Columns:
    """Outcome and drivers taken out of whatever was given."""

    frame: pd.DataFrame
    not_asked: pd.DataFrame
    outcome: str
    drivers: list[str]
    labels: dict[str, str]
    weights: np.ndarray | None


def take_input(
    scores: Scores | Responses | pd.DataFrame,
    outcome: str | None,
    drivers: Iterable[str] | None,
    weights: Weights,
    missing: MissingMode,
    language: str | None,
) -> DriverInput:
    """Take outcome, drivers and weights out of scores, responses or a plain frame, and check them."""
    if isinstance(scores, Responses):
        scores = score_constructs(scores)
    if isinstance(scores, Scores):
        if weights is not None:
            raise OptionError("scores bring their own weights; set them with responses.with_weights(…) before scoring.")
        taken = _from_scores(scores, outcome, drivers, language)
    else:
        taken = _from_frame(scores, outcome, drivers, weights)
    rows, controls, notes = _complete(taken.frame, taken.not_asked, taken.outcome, taken.drivers, missing)
    used = None if taken.weights is None else taken.weights[rows["_at"]]
    matrix = rows.drop(columns="_at").to_numpy(dtype=float)
    if used is not None:
        matrix, used, notes = _positive(matrix, used, notes)
    _check_rows(matrix, [taken.outcome, *taken.drivers, *controls])
    return DriverInput(
        outcome=taken.outcome,
        outcome_label=taken.labels.get(taken.outcome, taken.outcome),
        drivers=taken.drivers,
        labels=[taken.labels.get(name, name) for name in taken.drivers],
        controls=controls,
        rows=matrix,
        weights=used,
        performance=np.array([_performance(taken.frame[name], taken.weights) for name in taken.drivers]),
        n_total=len(taken.frame),
        missing=missing,
        notes=notes,
    )


def _from_scores(scores: Scores, outcome: str | None, drivers: Iterable[str] | None, language: str | None) -> _Columns:
    chosen, names = _planned(scores, outcome, drivers)
    language = scores.questionnaire.check_language(language)
    labels = {key: value.label.in_language(language) for key, value in scores.questionnaire.constructs.items()}
    return _Columns(
        frame=scores.table,
        not_asked=scores.not_asked,
        outcome=chosen,
        drivers=names,
        labels=labels,
        weights=scores.weight_array(),
    )


def _from_frame(frame: pd.DataFrame, outcome: str | None, drivers: Iterable[str] | None, weights: Weights) -> _Columns:
    if isinstance(frame, pd.DataFrame):
        frame = frame.set_axis([str(name) for name in frame.columns], axis=1)
    named = None if drivers is None else [str(name) for name in drivers]
    chosen, names, given = _chosen(frame, None if outcome is None else str(outcome), named, weights)
    numbers = _numeric(frame, [chosen, *names])
    not_asked = pd.DataFrame(False, index=numbers.index, columns=numbers.columns)
    return _Columns(frame=numbers, not_asked=not_asked, outcome=chosen, drivers=names, labels={}, weights=given)


def _planned(scores: Scores, outcome: str | None, drivers: Iterable[str] | None) -> tuple[str, list[str]]:
    chosen = outcome or scores.questionnaire.outcome
    if chosen is None:
        raise OptionError(
            f"questionnaire {scores.questionnaire.id} has no outcome; give outcome= one of: "
            f"{', '.join(scores.table.columns)}."
        )
    names = list(scores.questionnaire.drivers if drivers is None else drivers)
    if drivers is None:
        names = [name for name in names if name in scores.table]
    _check_names(chosen, names, list(scores.table.columns))
    return chosen, names


def _chosen(
    frame: pd.DataFrame, outcome: str | None, drivers: Iterable[str] | None, weights: Weights
) -> tuple[str, list[str], np.ndarray | None]:
    if not isinstance(frame, pd.DataFrame):
        raise OptionError(f"rank_drivers takes Scores, Responses or a pandas DataFrame, not {type(frame).__name__}.")
    if outcome is None:
        raise OptionError(f"a plain frame needs outcome=; one of: {', '.join(map(str, frame.columns))}.")
    taken = {outcome, weights} if isinstance(weights, str) else {outcome}
    names = [str(name) for name in frame.columns if name not in taken] if drivers is None else list(drivers)
    _check_names(outcome, names, [str(name) for name in frame.columns])
    if not isinstance(weights, str):
        return outcome, names, align_weights(weights, frame)
    if weights not in frame:
        raise OptionError(
            f"weights={weights!r} is no column of the frame; it has: {', '.join(map(str, frame.columns))}."
        )
    return outcome, names, align_weights(frame[weights].to_numpy(dtype=float), frame)


def _check_names(outcome: str, drivers: list[str], known: list[str]) -> None:
    unknown = [name for name in [outcome, *drivers] if name not in known]
    if unknown:
        raise OptionError(
            f"there is no column or construct {', '.join(map(repr, unknown))}; there are: {', '.join(known)}."
        )
    twice = sorted({name for name in drivers if drivers.count(name) > 1})
    if twice:
        raise OptionError(f"driver {', '.join(twice)} is named twice; name each driver once.")
    if outcome in drivers:
        raise OptionError(f"'{outcome}' is the outcome and a driver; take it out of the drivers.")
    if not drivers:
        raise OptionError("there is no driver; name at least one column that may go with the outcome.")


def _numeric(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    twice = [name for name in names if isinstance(frame[name], pd.DataFrame)]
    if twice:
        raise DataError(f"the frame has column '{twice[0]}' twice; keep one, or rename the other.")
    text = [name for name in names if not pd.api.types.is_numeric_dtype(frame[name])]
    if text:
        raise DataError(
            f"column {', '.join(map(repr, text))} holds no numbers ({frame[text[0]].dtype}); code the answers first, "
            "for example with survey.read_responses, or make 0/1 columns of the categories."
        )
    numbers = frame[names].astype("float64")
    infinite = [name for name in names if np.isinf(numbers[name]).any()]
    if infinite:
        raise DataError(f"column {', '.join(map(repr, infinite))} has infinite values; replace them by missing ones.")
    return numbers


def _complete(
    frame: pd.DataFrame, not_asked: pd.DataFrame, outcome: str, drivers: list[str], missing: MissingMode
) -> tuple[pd.DataFrame, list[str], tuple[Note, ...]]:
    """Return the rows used (with their position in `_at`), the contact indicators, and what to know of them."""
    data = frame[[outcome, *drivers]].copy()
    controls: list[str] = []
    if missing == "indicator":
        seen: dict[bytes, str] = {}
        for name in drivers:
            hidden = not_asked[name].to_numpy(dtype=bool)
            if hidden.any() and not hidden.all():
                # Any constant does: the indicator takes up the difference, and the driver's own share stays the same.
                data.loc[hidden, name] = frame.loc[~hidden, name].mean()
                if (key := hidden.tobytes()) not in seen:
                    seen[key] = f"asked_{name}"
                    data[seen[key]] = (~hidden).astype(float)
                    controls.append(seen[key])
    data["_at"] = np.arange(len(data))
    complete = data.dropna()
    notes = [Note("listwise", n=len(complete), n_total=len(data))] if len(complete) < len(data) else []
    if controls:
        notes.append(Note("contact_indicators", drivers=", ".join(name.removeprefix("asked_") for name in controls)))
    _check_base(data.drop(columns="_at"), len(complete), len(drivers) + len(controls))
    return complete, controls, tuple(notes)


def _check_base(data: pd.DataFrame, n: int, n_terms: int) -> None:
    empty = [str(name) for name in data.columns if data[name].isna().all()]
    if empty:
        raise DataError(f"nobody has a value for {', '.join(map(repr, empty))}; leave it out of the analysis.")
    if n < n_terms + 1 + SPARE_ROWS:
        fewest = data.notna().sum().sort_values()
        raise DataError(
            f"{n} complete rows of {len(data)} are too few for {n_terms} drivers and controls: at least "
            f"{n_terms + 1 + SPARE_ROWS} are needed (fewest answers: {fewest.index[0]} with {fewest.iloc[0]}). "
            "Collect more answers or name fewer drivers."
        )


def _positive(
    matrix: np.ndarray, weights: np.ndarray, notes: tuple[Note, ...]
) -> tuple[np.ndarray, np.ndarray, tuple[Note, ...]]:
    """Leave rows of weight zero out: they count for nothing, and would count in n."""
    keep = weights > 0
    if keep.all():
        return matrix, weights, notes
    return matrix[keep], weights[keep], (*notes, Note("zero_weights", n=int((~keep).sum())))


def _check_rows(matrix: np.ndarray, names: list[str]) -> None:
    spread = np.ptp(matrix, axis=0)
    still = [name for name, width in zip(names, spread, strict=True) if width == 0]
    if still:
        raise DataError(
            f"{', '.join(map(repr, still))} never varies among the {len(matrix)} rows used; without variation there is "
            "nothing to explain or to explain with: leave it out."
        )
    _check_dependence(matrix[:, 1:], names[1:])


def _check_dependence(drivers: np.ndarray, names: list[str]) -> None:
    """Refuse linearly dependent drivers, naming the first that the ones before it determine."""
    correlation = np.corrcoef(drivers, rowvar=False).reshape(len(names), len(names))
    left = correlation.copy()
    rest = np.empty(len(names))
    for at in range(len(names)):
        rest[at] = left[at, at]
        if rest[at] > DEPENDENT_TOLERANCE:
            left -= np.outer(left[:, at], left[at]) / rest[at]
    if (rest > DEPENDENT_TOLERANCE).all():
        return
    at = int(np.argmax(rest <= DEPENDENT_TOLERANCE))
    correlations = np.abs(correlation[at, :at])
    twin = names[int(np.argmax(correlations))]
    how = f"the same as '{twin}'" if correlations.max() > 1 - DEPENDENT_TOLERANCE else "a sum of the drivers before it"
    raise DataError(
        f"driver '{names[at]}' is {how} (up to a constant), so their coefficients cannot be told apart: leave one out, "
        "or make one score of them."
    )


def _performance(column: pd.Series, weights: np.ndarray | None) -> tuple[float, float]:
    """Return mean and standard error over everybody who has the driver."""
    there = column.notna().to_numpy()
    values = column.to_numpy()[there]
    used = np.ones(len(values)) if weights is None else weights[there]
    if used.sum() <= 0 or len(values) < 2:
        return float("nan"), float("nan")
    n = effective_n(used)
    return float(weighted_mean(values, used)), float(np.sqrt(weighted_variance(values, used) / n))
