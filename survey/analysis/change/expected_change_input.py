"""What goes into expected differences: complete rows, whom each driver applies to, and the answers behind shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import DriverInput, MissingMode, Weights, take_input
from survey.analysis.sample.indicators import LOWEST_PASSIVE, LOWEST_PROMOTER, TOP_POINTS
from survey.errors import DataError, OptionError
from survey.prepare.scoring import item_range, score_constructs
from survey.responses import Responses
from survey.scores import Scores

Ends = tuple[float, float] | None

# Top, promoter and detractor by answer: what each answer adds to the measures of an indicator.
CSAT_MEASURES = ("csat",)
RECOMMEND_MEASURES = ("recommend", "promoters", "detractors")


@dataclass(frozen=True, kw_only=True)
class ChangeInput:
    """Checked input of expected differences.

    Attributes
    ----------
    data
        Outcome, drivers and contact indicators of the rows used.
    applies
        Whether each driver applies to each row, shape (n, n_drivers).
    csat
        1 on the two highest points, 0 below, NaN without an answer, shape (n,); None where not asked for.
    recommend
        Answers 0 to 10, NaN without one, shape (n,); None where not asked for.
    items
        Indicator to the item or column it comes from.
    ends
        Lowest and highest score.
    points
        Lowest and highest point of the outcome's scale, where its items share one.
    """

    data: DriverInput
    applies: np.ndarray
    csat: np.ndarray | None
    recommend: np.ndarray | None
    items: dict[str, str]
    ends: Ends
    points: tuple[float, float] | None

    @property
    def weights(self) -> np.ndarray:
        """One weight a row, ones without weights."""
        return np.ones(len(self.data.rows)) if self.data.weights is None else self.data.weights


@dataclass(frozen=True, kw_only=True)
class _Answers:
    csat: pd.Series | None
    recommend: pd.Series | None
    items: dict[str, str]


def take_change_input(
    scores: Scores | Responses | pd.DataFrame,
    outcome: str | None,
    drivers: Iterable[str] | None,
    weights: Weights,
    missing: MissingMode,
    names: tuple[str | None, str | None],
    ends: Ends,
    language: str | None,
) -> ChangeInput:
    """Take rows, contact base and indicator answers out of responses, scores or a plain frame.

    Raises
    ------
    OptionError
        There is no such column or item.
    DataError
        As `take_input`; scores outside the scale's ends; answers that are not 0 and 1, or not 0 to 10.
    """
    answers = _take_answers(scores, names)
    if isinstance(scores, Responses):
        scores = score_constructs(scores)
    data = take_input(scores, outcome, drivers, weights, missing, language)
    there, applies = _places(scores, data, weights, missing)
    _check_ends(data, ends)
    return ChangeInput(
        data=data,
        applies=applies,
        csat=None if answers.csat is None else answers.csat.to_numpy(dtype=float)[there],
        recommend=None if answers.recommend is None else answers.recommend.to_numpy(dtype=float)[there],
        items={"index": data.outcome, "index_points": data.outcome, **answers.items},
        ends=ends,
        points=_points(scores, data.outcome) if isinstance(scores, Scores) else None,
    )


def check_changes(
    drivers: Sequence[str], changes: Mapping[str, float], raise_to: Mapping[str, float], ends: Ends
) -> None:
    """Refuse changes of unknown drivers, changes that are no numbers, and those that say two things of one driver."""
    for name, value in [*changes.items(), *raise_to.items()]:
        if name not in drivers:
            raise OptionError(f"there is no driver '{name}' to change; there are: {', '.join(drivers)}.")
        if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not np.isfinite(value):
            raise OptionError(f"the change of '{name}' is {value!r}; give a number of points, such as 5.")
    if twice := sorted(set(changes) & set(raise_to)):
        raise OptionError(f"'{twice[0]}' is in changes and in raise_to; name it in one of them.")
    if not changes and not raise_to:
        raise OptionError(f"there is nothing to change; name a driver with its points, such as {{'{drivers[0]}': 5}}.")
    still = [name for name, value in changes.items() if value == 0]
    if still:
        raise OptionError(f"the change of '{still[0]}' is 0 points; give a number above or below 0.")
    outside = [name for name, value in raise_to.items() if ends is not None and not ends[0] < value <= ends[1]]
    if outside and ends is not None:
        raise OptionError(
            f"raise_to of '{outside[0]}' is {raise_to[outside[0]]:g}; give more than {ends[0]:g}, up to {ends[1]:g}."
        )


def _take_answers(scores: Scores | Responses | pd.DataFrame, names: tuple[str | None, str | None]) -> _Answers:
    csat, recommend = names
    if isinstance(scores, Responses):
        return _from_responses(scores, csat, recommend)
    if isinstance(scores, pd.DataFrame):
        return _from_frame(scores, csat, recommend)
    if csat is not None or recommend is not None:
        raise OptionError("scores hold no single items; give the responses to look at csat or recommend.")
    return _Answers(csat=None, recommend=None, items={})


def _from_responses(responses: Responses, csat: str | None, recommend: str | None) -> _Answers:
    plan = responses.questionnaire.analysis
    csat, recommend = csat or plan.csat, recommend or plan.recommend
    items: dict[str, str] = {}
    top = answers = None
    if csat is not None:
        scale = responses.questionnaire.item(csat).scale
        if scale is None:
            raise OptionError(
                f"item '{csat}' has no response scale; csat is the share on the two highest points of one."
            )
        values = responses.keyed([csat])[csat]
        top = (values >= sorted(scale.codes)[-TOP_POINTS]).astype(float).where(values.notna())
        items["csat"] = csat
    if recommend is not None:
        answers = responses.keyed([recommend])[recommend]
        _check_recommend(recommend, answers)
        items |= dict.fromkeys(RECOMMEND_MEASURES, recommend)
    return _Answers(csat=top, recommend=answers, items=items)


def _from_frame(frame: pd.DataFrame, csat: str | None, recommend: str | None) -> _Answers:
    named = frame.set_axis([str(name) for name in frame.columns], axis=1)
    if unknown := [name for name in (csat, recommend) if name is not None and name not in named]:
        raise OptionError(f"there is no column '{unknown[0]}'; there are: {', '.join(named.columns)}.")
    top = None if csat is None else named[csat].astype("float64")
    if top is not None and not top.dropna().isin([0.0, 1.0]).all():
        raise DataError(f"column '{csat}' must be 1 on the two highest points of its scale and 0 below; code it first.")
    answers = None if recommend is None else named[recommend].astype("float64")
    if recommend is not None and answers is not None:
        _check_recommend(recommend, answers)
    items = {} if csat is None else {"csat": csat}
    items |= {} if recommend is None else dict.fromkeys(RECOMMEND_MEASURES, recommend)
    return _Answers(csat=top, recommend=answers, items=items)


def _check_recommend(name: str, answers: pd.Series) -> None:
    found = answers.dropna()
    if not found.between(0, 10).all():
        raise DataError(f"'{name}' runs from {found.min():g} to {found.max():g}; the recommend item runs from 0 to 10.")


def recommend_groups(codes: np.ndarray) -> np.ndarray:
    """Return what each answer adds to recommend score, promoters and detractors, shape (n_answers, 3)."""
    promoters, detractors = codes >= LOWEST_PROMOTER, codes < LOWEST_PASSIVE
    return np.column_stack([promoters.astype(float) - detractors, promoters, detractors])


def _places(
    scores: Scores | pd.DataFrame, data: DriverInput, weights: Weights, missing: MissingMode
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that `take_input` used, and whether each driver applies to each of them."""
    columns = [data.outcome, *data.drivers]
    if isinstance(scores, Scores):
        frame, used = scores.table[columns], scores.weight_array()
        hidden = scores.not_asked[data.drivers].to_numpy(dtype=bool)
    else:
        named = scores.set_axis([str(name) for name in scores.columns], axis=1)
        frame, hidden = named[columns], np.zeros((len(scores), len(data.drivers)), dtype=bool)
        used = _frame_weights(named, weights)
    if missing == "listwise":
        hidden = np.zeros_like(hidden)
    known = frame.notna().to_numpy()
    there = known[:, 0] & np.all(known[:, 1:] | hidden, axis=1)
    if used is not None:
        there &= used > 0
    if int(np.sum(there)) != len(data.rows):
        raise DataError("the rows of the analysis cannot be found again; give missing='listwise'.")
    return there, ~hidden[there] & known[there, 1:]


def _frame_weights(frame: pd.DataFrame, weights: Weights) -> np.ndarray | None:
    if weights is None:
        return None
    if isinstance(weights, str):
        return frame[weights].to_numpy(dtype=float)
    if isinstance(weights, pd.Series) and not weights.index.equals(frame.index):
        weights = weights.reindex(frame.index)
    return np.asarray(weights, dtype=float)


def _check_ends(data: DriverInput, ends: Ends) -> None:
    if ends is None:
        return
    if not ends[0] < ends[1]:
        raise OptionError(f"ends={ends} must be the lowest and the highest score of the drivers, such as (0, 100).")
    values = data.rows[:, 1 : 1 + len(data.drivers)]
    low, high = np.min(values, axis=0), np.max(values, axis=0)
    if wrong := np.flatnonzero((low < ends[0] - 1e-9) | (high > ends[1] + 1e-9)).tolist():
        at = wrong[0]
        raise DataError(
            f"'{data.drivers[at]}' runs from {low[at]:g} to {high[at]:g}, outside ends={ends}; give the scale's own "
            "lowest and highest score as ends, or ends=None for none."
        )


def _points(scores: Scores, outcome: str) -> tuple[float, float] | None:
    questionnaire = scores.questionnaire
    ranges = {item_range(questionnaire.item(name)) for name in questionnaire.constructs[outcome].items}
    return ranges.pop() if len(ranges) == 1 else None
