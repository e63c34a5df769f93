"""Comments with their respondents, weights and outcomes, from responses or from a plain frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError
from survey.prepare.comment_text import says_something, split_units
from survey.prepare.scoring import score_constructs
from survey.responses import Responses

Weights = str | Sequence[float] | pd.Series | np.ndarray | None


@dataclass(frozen=True, eq=False)
class CommentTexts:
    """Hold the answers to one open question.

    The texts are as written; only `sample_comments`, `quote_comments` and `find_themes` show any, masked.

    Attributes
    ----------
    item
        The question, or the frame's column.
    texts
        Text of every respondent, "" where there is none, indexed by respondent.
    weights
        One a respondent, or None.
    outcomes
        What comments may be held against, a column each, indexed by respondent.
    outcome
        The column that counts unless another is asked for, or "".
    labels
        Names of outcomes.
    """

    item: str
    texts: pd.Series
    weights: np.ndarray | None
    outcomes: pd.DataFrame
    outcome: str
    labels: dict[str, str]

    def pick_outcome(self, outcome: str | None) -> tuple[str, np.ndarray]:
        """Return the name and the values of an outcome.

        Raises
        ------
        OptionError
            There is no such outcome, or none at all.
        """
        name = outcome or self.outcome
        if name not in self.outcomes:
            known = ", ".join(map(str, self.outcomes.columns)) or "none"
            raise OptionError(f"outcome={name!r} is not there to hold comments against; there are: {known}.")
        return name, self.outcomes[name].to_numpy(dtype=float)


def take_comments(
    responses: Responses | pd.DataFrame, item: str | None, outcome: str | None, weights: Weights, language: str | None
) -> CommentTexts:
    """Return the comments of responses or of a frame.

    Raises
    ------
    OptionError
        There is no such question or column, or weights are given beside responses.
    DataError
        Nobody wrote anything.
    """
    if isinstance(responses, Responses):
        if weights is not None:
            raise OptionError("responses carry their weights; set them with responses.with_weights.")
        found = _from_responses(responses, item, outcome, language)
    else:
        found = _from_frame(responses, item, outcome, weights)
    if not found.texts.str.strip().astype(bool).any():
        raise DataError(f"nobody answered '{found.item}', so there are no comments.")
    return found


def find_blank(texts: pd.Series) -> tuple[np.ndarray, int]:
    """Return who wrote a word, a number or an emoji, and how many wrote nothing but punctuation."""
    filled = texts.str.strip().astype(bool).to_numpy()
    says = np.array([bool(text) and says_something(split_units(text)) for text in texts], dtype=bool)
    return says, int(np.sum(filled & ~says))


def _from_responses(responses: Responses, item: str | None, outcome: str | None, language: str | None) -> CommentTexts:
    asked = responses.questionnaire
    tongue = asked.check_language(language)
    open_items = [one.id for one in asked.items.values() if one.is_text]
    long_items = [one.id for one in asked.items.values() if one.type == "long_text"]
    name = item or asked.analysis.comment or next(iter(long_items), "")
    if name not in open_items:
        raise OptionError(f"item={name!r} is no open question; there are: {', '.join(open_items) or 'none'}.")
    given = responses.data[name] if name in responses.data else pd.Series("", index=responses.data.index)
    scores = score_constructs(responses).table
    plan = asked.analysis
    rated = [one for one in (plan.csat, plan.recommend, plan.effort, plan.stars) if one and one in responses.data]
    outcomes = scores.join(responses.values(rated)) if rated else scores
    if outcome is not None and outcome not in outcomes:
        raise OptionError(f"outcome={outcome!r} is not one of: {', '.join(outcomes.columns)}.")
    labels = {key: one.label.in_language(tongue) for key, one in asked.constructs.items()}
    labels |= {one: asked.item(one).text.in_language(tongue) for one in rated}
    return CommentTexts(name, _plain(given), responses.weight_array(), outcomes, outcome or asked.outcome or "", labels)


def _from_frame(frame: pd.DataFrame, item: str | None, outcome: str | None, weights: Weights) -> CommentTexts:
    if item is None or item not in frame:
        raise OptionError(f"item={item!r} is no column of the frame; name the one with the comments: {list(frame)}.")
    if outcome is not None and outcome not in frame:
        raise OptionError(f"outcome={outcome!r} is no column of the frame; there are: {list(frame)}.")
    if not frame.index.is_unique:
        raise DataError("the frame's index names respondents and must be unique; reset it with reset_index.")
    w = None if weights is None else _weights(frame, weights)
    aside = {item, weights} if isinstance(weights, str) else {item}
    numeric = [name for name in frame.select_dtypes("number").columns if name not in aside]
    return CommentTexts(item, _plain(frame[item]), w, frame[numeric].astype(float), outcome or "", {})


def _weights(frame: pd.DataFrame, weights: Weights) -> np.ndarray:
    if isinstance(weights, str) and weights not in frame:
        raise OptionError(f"weights={weights!r} is no column of the frame.")
    given = frame[weights] if isinstance(weights, str) else weights
    values = np.asarray(given, dtype=float)
    if values.shape != (len(frame),) or not np.all(np.isfinite(values)) or np.any(values < 0) or not values.sum() > 0:
        raise DataError(f"weights are {len(frame)} finite numbers >= 0, not all 0; these are {values.shape}.")
    return values


def _plain(column: pd.Series) -> pd.Series:
    texts = ["" if text is None or text != text else str(text) for text in column]
    return pd.Series(texts, index=column.index, dtype="str")
