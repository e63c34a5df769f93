"""Items one by one: distribution, mean, top-2-box, floor, ceiling and who did not answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.sample.weighted_counts import share_of, total_of, unit_weights
from survey.errors import OptionError
from survey.notes import Note
from survey.questionnaire.item import Item
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.stats.descriptives import weighted_mean, weighted_variance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NON_RESPONSE = ("blank", "dont_know", "no_answer")
NOT_APPLICABLE = ("not_shown", "not_applicable")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ItemDescription(Result):
    """How each rating item was answered.

    Attributes
    ----------
    table
        A row per item. Means are of the codes as answered: reverse-keyed items are not flipped.
    distribution
        A row per item and scale point: weighted share of the substantive answers.
    """

    key: ClassVar[tuple[str, ...]] = ("item",)
    shown: ClassVar[tuple[str, ...]] = (
        "wording",
        "n",
        "mean",
        "sd",
        "top2_share",
        "floor_share",
        "ceiling_share",
        "nonresponse_share",
        "not_applicable_share",
    )

    distribution: pd.DataFrame

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the distributions as diverging stacked bars; the items must share their answers."""
        from survey.plots import plot_distribution

        answers = self.distribution.groupby("item", sort=False)["answer"].agg(tuple)
        if answers.nunique() > 1:
            first = answers.index[answers == answers.iloc[0]].tolist()
            raise OptionError(
                "items with different answers cannot share one chart; describe items of one scale, for example "
                f"describe_items(responses, items={first})."
            )
        wordings = dict(zip(self.table["item"], self.table["wording"], strict=True))
        frame = self.distribution.rename(columns={"code": "point", "answer": "point_label"})
        return plot_distribution(frame.assign(item=frame["item"].map(wordings)), ax=ax, language=language)


@speak_language
def describe_items(
    responses: Responses | pd.DataFrame, *, items: Iterable[str] | None = None, language: str | None = None
) -> ItemDescription:
    """Describe how each rating item was answered.

    Use it first: floors, ceilings and items that many leave out show here.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame of ratings (the range is then that of the answers).
    items
        Item ids; None takes every rating item, or every column of a plain frame.
    language
        Language of wordings; None is the questionnaire's default.

    Returns
    -------
    ItemDescription

    Raises
    ------
    OptionError
        An unknown item, or one that is no rating.

    Notes
    -----
    Weights: used in every share, mean and SD; counts are of respondents. Missing: don't know, no answer and blank are
    non-response among those asked; not shown and not applicable are a share of all. Top-2-box is the share on the two
    best points, for a reverse-keyed item the two lowest.

    Examples
    --------
    >>> frame = pd.DataFrame({"speed": [5, 4, 4, 1, None]})
    >>> describe_items(frame).table.loc[0, ["mean", "top2_share"]].tolist()
    [3.5, 0.75]
    """
    if isinstance(responses, pd.DataFrame):
        return _describe_frame(responses, items)
    questionnaire = responses.questionnaire
    language = questionnaire.check_language(language)
    wanted = list(questionnaire.rating_items if items is None else items)
    if wrong := [name for name in wanted if not questionnaire.item(name).is_rating]:
        raise OptionError(
            f"{', '.join(wrong)} is no rating item; describe_items describes: {', '.join(questionnaire.rating_items)}."
        )
    weights = unit_weights(responses)
    values, kinds = responses.values(wanted), responses.missing(wanted)
    described = [
        _describe(
            questionnaire.item(name),
            questionnaire.construct_of(name) or "",
            values[name],
            kinds[name],
            weights=weights,
            language=language,
        )
        for name in wanted
    ]
    return ItemDescription(
        table=pd.DataFrame([row for row, _ in described]),
        n=len(responses),
        method=Note("items_weighted" if responses.weights is not None else "items_unweighted", n=len(responses)),
        distribution=pd.concat([shares for _, shares in described], ignore_index=True),
    )


def _describe(
    item: Item, construct: str, values: pd.Series, kinds: pd.Series, *, weights: np.ndarray, language: str
) -> tuple[dict[str, object], pd.DataFrame]:
    assert item.scale is not None
    codes = np.array(item.scale.codes)
    asked = ~kinds.isin(NOT_APPLICABLE).to_numpy()
    labels = [point.label.in_language(language) or str(point.code) for point in item.scale.points]
    shares = _shares(item.id, codes, labels, values, weights)
    row = _row(item.id, codes, values.to_numpy(), shares, weights, item.reverse)
    row |= {
        "wording": item.text.in_language(language),
        "construct": construct,
        "n_asked": int(asked.sum()),
        "nonresponse_share": share_of(kinds.isin(NON_RESPONSE).to_numpy(), asked, weights),
        "not_applicable_share": share_of(~asked, np.ones(len(asked), dtype=bool), weights),
    }
    return row, shares


def _shares(item: str, codes: np.ndarray, labels: list[str], values: pd.Series, weights: np.ndarray) -> pd.DataFrame:
    there = values.notna().to_numpy()
    base = total_of(there, weights)
    chosen = [(values == code).to_numpy() for code in codes]
    return pd.DataFrame(
        {
            "item": item,
            "code": codes,
            "answer": labels,
            "count": [int(mask.sum()) for mask in chosen],
            "share": [total_of(mask, weights) / base if base else np.nan for mask in chosen],
        }
    )


def _row(
    item: str, codes: np.ndarray, values: np.ndarray, shares: pd.DataFrame, weights: np.ndarray, reverse: bool
) -> dict[str, object]:
    there = ~np.isnan(values)
    enough = there.any() and weights[there].sum() > 0
    best = shares["share"].iloc[:2] if reverse else shares["share"].iloc[-2:]
    return {
        "item": item,
        "wording": item,
        "construct": "",
        "n_asked": len(values),
        "n": int(there.sum()),
        "mean": weighted_mean(values[there], weights[there]) if enough else np.nan,
        "sd": float(np.sqrt(weighted_variance(values[there], weights[there])))
        if there.sum() > 1 and enough
        else np.nan,
        "minimum": int(codes[0]),
        "maximum": int(codes[-1]),
        "top2_share": float(best.sum(skipna=False)),
        "floor_share": float(shares["share"].iloc[0]),
        "ceiling_share": float(shares["share"].iloc[-1]),
        "nonresponse_share": float(1 - there.mean()),
        "not_applicable_share": 0.0,
        "reverse": reverse,
    }


def _describe_frame(frame: pd.DataFrame, items: Iterable[str] | None) -> ItemDescription:
    wanted = list(frame.columns if items is None else items)
    if unknown := [name for name in wanted if name not in frame]:
        raise OptionError(
            f"there is no column {', '.join(map(repr, unknown))}; there are: {', '.join(map(str, frame))}."
        )
    weights = np.ones(len(frame))
    rows, parts = [], []
    for name in wanted:
        values = frame[name].astype("float64")
        codes = np.sort(values.dropna().unique())
        labels = [f"{code:g}" for code in codes]
        parts.append(_shares(str(name), codes, labels, values, weights))
        if len(codes):
            rows.append(_row(str(name), codes, values.to_numpy(), parts[-1], weights, False))
    return ItemDescription(
        table=pd.DataFrame(rows),
        n=len(frame),
        method=Note("items_unweighted", n=len(frame)),
        distribution=pd.concat(parts, ignore_index=True),
    )
