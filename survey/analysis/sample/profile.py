"""Who answered: the profile items, beside the population where a target is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.sample.weighted_counts import share_of, unit_weights
from survey.errors import OptionError
from survey.notes import Note
from survey.questionnaire.item import Item
from survey.responses import Responses
from survey.result import Result, speak_language

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Profile(Result):
    """Who answered.

    Attributes
    ----------
    table
        A row per item and answer: count, weighted share of all respondents, population target where the questionnaire
        has one. Special codes and blanks are rows too, so the shares of an item sum to 1.
    """

    key: ClassVar[tuple[str, ...]] = ("item", "answer")
    shown: ClassVar[tuple[str, ...]] = ("wording", "answer", "count", "share", "target")

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the shares with the targets as marks."""
        from survey.plots import plot_profile

        frame = self.table.assign(item=self.table["wording"], choice=self.table["answer"])
        return plot_profile(frame, ax=ax, language=language)


@speak_language
def describe_profile(
    responses: Responses, *, items: Iterable[str] | None = None, language: str | None = None
) -> Profile:
    """Describe who answered.

    Parameters
    ----------
    responses
        The answers.
    items
        Choice items; None takes the questionnaire's profile (`analysis: profile`).
    language
        Language of wordings and answers; None is the questionnaire's default.

    Returns
    -------
    Profile

    Raises
    ------
    OptionError
        An unknown item, or one without choices.

    Notes
    -----
    Weights: used in the shares; counts are of respondents. Missing: shown as rows of their own.

    Examples
    --------
    >>> import survey as sv
    >>> responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=50, seed=1)
    >>> profile = describe_profile(responses, items=["gender"], language="en")
    >>> bool(profile.table["share"].sum().round(9) == 1)
    True
    """
    questionnaire = responses.questionnaire
    language = questionnaire.check_language(language)
    wanted = list(questionnaire.analysis.profile if items is None else items)
    if wrong := [name for name in wanted if not questionnaire.item(name).choices]:
        raise OptionError(f"{', '.join(wrong)} has no choices; a profile is made of choice items.")
    weights = unit_weights(responses)
    parts = [_profile(responses, questionnaire.item(name), weights, language) for name in wanted]
    columns = ["item", "wording", "code", "answer", "count", "share", "target"]
    return Profile(
        table=pd.DataFrame([row for part in parts for row in part], columns=columns),
        n=len(responses),
        method=Note("profile_weighted" if responses.weights is not None else "profile_unweighted", n=len(responses)),
    )


def _profile(responses: Responses, item: Item, weights: np.ndarray, language: str) -> list[dict[str, object]]:
    margin = responses.margins().get(item.id)
    everyone = np.ones(len(responses), dtype=bool)
    kinds = responses.missing([item.id])[item.id]
    rows = []
    for code, label in item.labels.items():
        mask = _chose(responses, item, code)
        special = code in item.special_codes
        if special and not mask.any():
            continue
        target = np.nan if margin is None or special else margin.targets.get(code, np.nan)
        rows.append((str(code), label.in_language(language), mask, target))
    for kind in ("blank", "not_shown"):
        mask = (kinds == kind).to_numpy()
        if mask.any():
            rows.append(("", str(Note(f"answer_{kind}").in_language(language)), mask, np.nan))
    return [
        {
            "item": item.id,
            "wording": item.text.in_language(language),
            "code": code,
            "answer": answer,
            "count": int(mask.sum()),
            "share": share_of(mask, everyone, weights),
            "target": target,
        }
        for code, answer, mask, target in rows
    ]


def _chose(responses: Responses, item: Item, code: int) -> np.ndarray:
    if item.type == "multiple_choice":
        column = f"{item.id}__{code}"
        return (responses.data[column] == 1).to_numpy() if column in responses.data else np.zeros(len(responses), bool)
    if item.id not in responses.data:
        return np.zeros(len(responses), dtype=bool)
    return (responses.data[item.id] == code).to_numpy()
