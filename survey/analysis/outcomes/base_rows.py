"""Rows of outcome and drivers with the holes they have: structural ones marked, the others left open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import Weights
from survey.analysis.sample.frame_weights import align_weights
from survey.errors import OptionError
from survey.prepare.imputation import impute_responses
from survey.prepare.scoring import score_constructs
from survey.responses import Responses
from survey.scores import Scores


@dataclass(frozen=True, kw_only=True)
class BaseInput:
    """What the ways of handling missing answers share.

    Attributes
    ----------
    source
        Scores, or a plain frame of outcome and drivers.
    rows
        Outcome, drivers, contact indicators; cells nobody was asked for hold the mean of those asked, which the
        indicators take up; other holes are NaN.
    n_controls
        How many indicators there are.
    holes
        Whether answers are missing that could have been given.
    """

    given: Scores | Responses | pd.DataFrame
    source: Scores | pd.DataFrame
    outcome: str
    drivers: list[str]
    labels: dict[str, str]
    rows: pd.DataFrame
    not_asked: pd.DataFrame
    n_controls: int
    weights: np.ndarray | None
    language: str | None

    @property
    def holes(self) -> bool:
        """Whether answers are missing that could have been given."""
        return bool(self.rows.isna().any(axis=None))


def take_base(
    given: Scores | Responses | pd.DataFrame,
    outcome: str | None,
    drivers: Iterable[str] | None,
    weights: Weights,
    language: str | None,
) -> BaseInput:
    """Take outcome and drivers out of scores, responses or a plain frame, holes and all."""
    source = score_constructs(given) if isinstance(given, Responses) else given
    if isinstance(source, Scores):
        plan = source.questionnaire
        chosen = _pick_outcome(source, outcome)
        names = [name for name in plan.drivers if name in source.table] if drivers is None else list(drivers)
        tongue = plan.check_language(language)
        labels = {name: construct.label.in_language(tongue) for name, construct in plan.constructs.items()}
        frame, not_asked, used = source.table, source.not_asked, source.weight_array()
        if weights is not None:
            raise OptionError("scores bring their own weights; set them with responses.with_weights(…) before scoring.")
    else:
        if outcome is None or outcome not in source:
            raise OptionError(f"a plain frame needs outcome= one of: {', '.join(map(str, source.columns))}.")
        taken = {outcome, weights} if isinstance(weights, str) else {outcome}
        names = [str(name) for name in source.columns if name not in taken] if drivers is None else list(drivers)
        chosen, labels, frame = outcome, {}, source
        not_asked = pd.DataFrame(False, index=source.index, columns=source.columns)
        used = align_weights(source[weights].to_numpy(dtype=float) if isinstance(weights, str) else weights, source)
    if unknown := [name for name in names if name not in frame]:
        raise OptionError(f"there is no driver {unknown[0]!r}; there are: {', '.join(map(str, frame.columns))}.")
    rows, n_controls = _mark(frame[[chosen, *names]].astype(float), not_asked)
    return BaseInput(
        given=given,
        source=source,
        outcome=chosen,
        drivers=names,
        labels={name: labels.get(name, name) for name in names},
        rows=rows,
        not_asked=not_asked[[chosen, *names]],
        n_controls=n_controls,
        weights=used,
        language=language,
    )


def _pick_outcome(scores: Scores, outcome: str | None) -> str:
    chosen = outcome or scores.questionnaire.outcome
    if chosen is None or chosen not in scores.table:
        raise OptionError(f"there is no outcome {chosen!r}; give outcome= one of: {', '.join(scores.table.columns)}.")
    return chosen


def _mark(frame: pd.DataFrame, not_asked: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Fill cells nobody was asked for with the mean of those asked, and add a column that says so."""
    marked, seen = frame.copy(), set()
    for name in frame.columns[1:]:
        hidden = not_asked[name].to_numpy(dtype=bool)
        if not hidden.any() or hidden.all():
            continue
        marked.loc[hidden, name] = frame.loc[~hidden, name].mean()
        if hidden.tobytes() not in seen:
            seen.add(hidden.tobytes())
            marked[f"asked_{name}"] = (~hidden).astype(float)
    return marked, len(seen)


def complete_copies(base: BaseInput, *, m: int, iterations: int, seed: int) -> Iterator[Scores | pd.DataFrame]:
    """Yield completed copies: answers that could have been given are imputed, cells nobody was asked for stay empty."""
    if isinstance(base.given, Responses):
        plan = base.given.questionnaire
        items = [item for name in (base.outcome, *base.drivers) for item in plan.constructs[name].items]
        asked = [item for item in dict.fromkeys(items) if item in base.given.data]
        for copy in impute_responses(base.given, m=m, iterations=iterations, seed=seed, items=asked):
            yield score_constructs(copy) if isinstance(copy, Responses) else copy
        return
    for filled in impute_responses(base.rows, m=m, iterations=iterations, seed=seed, weights=base.weights):
        if isinstance(filled, Responses):  # a frame's copies are frames
            continue
        table = filled[[base.outcome, *base.drivers]].mask(base.not_asked)
        yield replace(base.source, table=table) if isinstance(base.source, Scores) else table
