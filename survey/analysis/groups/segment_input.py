"""What goes into a comparison of segments or waves: everybody's scores, and the driver model of any part of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import DriverInput, MissingMode, Weights, take_input
from survey.analysis.sample.frame_weights import align_weights
from survey.analysis.sample.indicators import LOWEST_PASSIVE, LOWEST_PROMOTER, TOP_POINTS
from survey.errors import DataError, OptionError
from survey.prepare.scoring import score_constructs
from survey.responses import Responses
from survey.scores import Scores

INDICATORS = {
    "csat": ("Satisfied (two best points)", "满意占比（前两档）"),
    "recommend": ("Recommend score", "推荐净值"),
    "effort": ("Low effort (two best points)", "省力占比（前两档）"),
    "stars": ("Stars (two best)", "高星评价占比（前两档）"),
}
CONTACT = ("{driver}: asked", "{driver}：被询问")
INTERCEPT_LABELS = ("(intercept)", "（截距）")


@dataclass(frozen=True, kw_only=True)
class SegmentInput:
    """Scores of everybody, with what is needed to take a part of them.

    Attributes
    ----------
    values
        Outcome and drivers, a column each, shape (n, 1 + n_drivers).
    not_asked
        Bool, the same shape: routing kept the driver from the respondent.
    indicators
        What each respondent adds to an indicator, shape (n, n_indicators): 1 or 0 for a share on the two best points;
        1, 0 or -1 for the recommend score.
    """

    outcome: str
    drivers: list[str]
    labels: dict[str, str]
    values: pd.DataFrame
    not_asked: pd.DataFrame
    indicators: pd.DataFrame
    weights: np.ndarray | None
    scores: Scores | None
    responses: Responses | None

    @property
    def outcome_label(self) -> str:
        """Name of the outcome for people."""
        return self.labels.get(self.outcome, self.outcome)

    @property
    def counted(self) -> np.ndarray:
        """Who has a weight above zero, shape (n,)."""
        return np.ones(len(self.values), dtype=bool) if self.weights is None else self.weights > 0

    def measured(self, name: str, mask: np.ndarray) -> np.ndarray:
        """Tell who of a mask has a value of a construct or an indicator, shape (n,)."""
        frame = self.values if name in self.values else self.indicators
        found: np.ndarray = mask & frame[name].notna().to_numpy() & self.counted
        return found

    def complete(self, mask: np.ndarray, drivers: list[str], missing: MissingMode) -> np.ndarray:
        """Tell who of a mask is in the driver model of these drivers, shape (n,)."""
        there = self.values.notna().to_numpy(copy=True)
        if missing == "indicator":
            hidden = self.not_asked.to_numpy() & mask[:, None]
            some = hidden.any(axis=0) & (there & mask[:, None]).any(axis=0)
            there |= hidden & some
        wanted = [0, *(1 + self.drivers.index(name) for name in drivers)]
        found: np.ndarray = mask & there[:, wanted].all(axis=1) & self.counted
        return found

    def model(self, mask: np.ndarray, drivers: list[str], missing: MissingMode) -> DriverInput:
        """Return the checked rows of a driver model in a part of the respondents."""
        if self.scores is not None:
            weights = None if self.scores.weights is None else self.scores.weights.loc[mask]
            table, hidden = self.scores.table.loc[mask], self.scores.not_asked.loc[mask]
            part = replace(self.scores, table=table, not_asked=hidden, weights=weights)
            return take_input(part, self.outcome, drivers, None, missing, None)
        given = None if self.weights is None else self.weights[mask]
        return take_input(self.values.loc[mask], self.outcome, drivers, given, missing, None)


def take_segment_input(
    given: Scores | Responses | pd.DataFrame,
    outcome: str | None,
    drivers: Iterable[str] | None,
    weights: Weights,
    language: str | None,
    aside: Iterable[str] = (),
) -> SegmentInput:
    """Take scores, weights and labels out of whatever was given.

    Parameters
    ----------
    given
        Responses (scored here), scores, or a plain frame.
    outcome, drivers
        As in `rank_drivers`.
    weights
        For a plain frame: a column name, or one weight a row.
    language
        Language of labels.
    aside
        Columns of a plain frame that are no drivers unless named.

    Raises
    ------
    DataError
        A column holds no numbers.
    OptionError
        An unknown outcome, driver or weight; weights beside scores.
    """
    if isinstance(given, pd.DataFrame):
        return _take_frame(given, outcome, drivers, weights, set(aside))
    if not isinstance(given, (Scores, Responses)):
        raise OptionError(f"segments are taken from Responses, Scores or a DataFrame, not {type(given).__name__}.")
    if weights is not None:
        raise OptionError("scores bring their own weights; set them with responses.with_weights(…) before scoring.")
    scores = score_constructs(given) if isinstance(given, Responses) else given
    questionnaire = scores.questionnaire
    chosen = outcome or questionnaire.outcome
    if chosen is None:
        raise OptionError(f"questionnaire {questionnaire.id} has no outcome; give outcome=.")
    names = list(drivers) if drivers is not None else [name for name in questionnaire.drivers if name in scores.table]
    _check_names([chosen, *names], list(scores.table))
    spoken = questionnaire.check_language(language)
    responses = given if isinstance(given, Responses) else None
    at = 1 if spoken.startswith("zh") else 0
    labels = {name: words[at] for name, words in INDICATORS.items()} | {
        name: one.label.in_language(spoken) or name for name, one in questionnaire.constructs.items()
    }
    labels |= {f"asked_{name}": CONTACT[at].format(driver=labels[name]) for name in names} | {
        "(intercept)": INTERCEPT_LABELS[at]
    }
    return SegmentInput(
        outcome=chosen,
        drivers=names,
        labels=labels,
        values=scores.table[[chosen, *names]],
        not_asked=scores.not_asked[[chosen, *names]],
        indicators=pd.DataFrame(index=scores.table.index) if responses is None else indicator_values(responses),
        weights=scores.weight_array(),
        scores=scores,
        responses=responses,
    )


def _take_frame(
    frame: pd.DataFrame, outcome: str | None, drivers: Iterable[str] | None, weights: Weights, aside: set[str]
) -> SegmentInput:
    if outcome is None:
        raise OptionError(f"a plain frame needs outcome=; one of: {', '.join(map(str, frame.columns))}.")
    taken = {outcome, *aside, *([weights] if isinstance(weights, str) else [])}
    names = [str(name) for name in frame.columns if name not in taken] if drivers is None else list(drivers)
    _check_names([outcome, *names, *([weights] if isinstance(weights, str) else [])], list(frame.columns))
    text = [name for name in (outcome, *names) if not pd.api.types.is_numeric_dtype(frame[name])]
    if text:
        raise DataError(
            f"column {', '.join(map(repr, text))} holds no numbers ({frame[text[0]].dtype}); code the answers first, "
            "or name the drivers with drivers=[…]."
        )
    used = frame[weights].to_numpy(dtype=float) if isinstance(weights, str) else weights
    values = frame[[outcome, *names]].astype("float64")
    return SegmentInput(
        outcome=outcome,
        drivers=names,
        labels={},
        values=values,
        not_asked=pd.DataFrame(False, index=values.index, columns=values.columns),
        indicators=pd.DataFrame(index=values.index),
        weights=align_weights(used, frame),
        scores=None,
        responses=None,
    )


def _check_names(names: list[str], known: list[object]) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        raise OptionError(
            f"there is no column or construct {', '.join(map(repr, unknown))}; there are: {', '.join(map(str, known))}."
        )
    if len(set(names)) < len(names):
        raise OptionError("outcome, drivers and weights are different columns, each named once.")


def indicator_values(responses: Responses) -> pd.DataFrame:
    """Return what each respondent adds to the indicators of the analysis plan, NaN without an answer."""
    columns = {}
    for indicator in INDICATORS:
        name = getattr(responses.questionnaire.analysis, indicator)
        scale = None if name is None else responses.questionnaire.item(name).scale
        if name is None or (indicator != "recommend" and scale is None):
            continue
        values = responses.keyed([name])[name].to_numpy()
        if indicator == "recommend":
            sides = (values >= LOWEST_PROMOTER).astype(float) - (values < LOWEST_PASSIVE)
        else:
            assert scale is not None
            sides = (values >= sorted(scale.codes)[-TOP_POINTS]).astype(float)
        if not np.isnan(values).all():
            columns[indicator] = np.where(np.isnan(values), np.nan, sides)
    return pd.DataFrame(columns, index=responses.data.index)
