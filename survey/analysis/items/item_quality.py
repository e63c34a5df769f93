"""How the answers of each item are used: empty and rare ones, their order, floors and ceilings, curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import pandas as pd

from survey.analysis.items.category_tables import FLOOR_CEILING, RARE, ConstructCategories, tabulate_categories
from survey.analysis.items.item_curves import curve_items
from survey.analysis.measurement.construct_rows import ConstructRows, take_construct_rows
from survey.analysis.measurement.measurement_items import Constructs
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ANSWERS = 20
Labels = dict[float, str]
GradedEstimate = Literal["factor", "likelihood"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CategoryUse(Result):
    """How the answers of each item are used, and how they go with the other items.

    Attributes
    ----------
    table
        A row per item: answers offered and used, floor and ceiling, what to look at, slope of the graded model.
    categories
        A row per item and answer: share, and the mean of the other items among those who gave it, which should rise.
    scales
        A row per construct: shares at the lowest and the highest score possible.
    curves
        A row per item and score on the other items: the mean answer, smoothed.
    options
        A row per item, answer and score on the other items: the share of the answer, smoothed.
    thresholds
        A row per item and step (answers of `code` or more): threshold of the graded response model.
    """

    key: ClassVar[tuple[str, ...]] = ("construct", "item")
    shown: ClassVar[tuple[str, ...]] = (
        "item",
        "n",
        "n_categories",
        "n_used",
        "floor_share",
        "ceiling_share",
        "slope",
        "flag",
    )

    categories: pd.DataFrame
    scales: pd.DataFrame
    curves: pd.DataFrame
    options: pd.DataFrame
    thresholds: pd.DataFrame

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the mean answer of each item of the first construct over the score on its other items."""
        from survey.plots.item_curves import plot_item_curves

        first = self.curves[self.curves["construct"] == self.table["construct"].iloc[0]]
        return plot_item_curves(first.rename(columns={"item": "curve", "mean": "value"}), ax=ax, language=language)

    def draw_item(self, item: str, *, ax: Axes | None = None, language: str = "en") -> Axes:
        """Draw the share of each answer of an item over the score on the other items.

        Raises
        ------
        OptionError
            The item is not described here.
        """
        from survey.plots.item_curves import plot_item_curves

        check_option("item", item, self.table["item"])
        shown = self.options[self.options["item"] == item]
        shown = shown[shown["construct"] == shown["construct"].iloc[0]]
        answers = self.categories[self.categories["item"] == item].drop_duplicates("code").set_index("code")["answer"]
        return plot_item_curves(shown.assign(curve=shown["code"].map(answers)), ax=ax, language=language)


@speak_language
def describe_categories(
    responses: Responses | pd.DataFrame,
    *,
    constructs: Constructs = None,
    points: Sequence[float] | None = None,
    model: GradedEstimate = "factor",
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    language: str | None = None,
) -> CategoryUse:
    """Describe how the answers of each item are used and whether they stand in order.

    Use it when a response scale is chosen or revised: answers that nobody gives, or that go with lower scores than the
    answer below, say that respondents do not use the scale as it is meant.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame of keyed items.
    constructs
        Construct ids, or name to item ids. None takes all driver and outcome constructs with two items or more; all
        columns of a plain frame are then one construct, "scale".
    points
        For a plain frame: the codes that every item offers; None takes the whole numbers from an item's lowest to its
        highest answer. Responses bring their own.
    model
        How slopes and thresholds of the graded response model are estimated: ``factor`` converts the one-factor
        solution of polychoric correlations, without standard errors; ``likelihood`` is marginal maximum likelihood.
    weights
        For a plain frame: one weight a row. Responses bring their own.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    CategoryUse

    Raises
    ------
    DataError
        No construct has two items that vary and three complete rows; an item has answers outside `points`, or more than
        20 answers.
    OptionError
        An unknown construct or item; points or weights beside responses.

    Notes
    -----
    Weights: used in shares, means, curves and the model; counts are of respondents, and rare means fewer than ten of
    them; standard errors of ``likelihood`` are on the effective n. Missing: listwise within a construct. Reverse-keyed
    items are turned round, labels with them. Floors and ceilings are flagged where more than 15 % of respondents have
    the lowest or highest score that a construct can have; single items reach such shares without fault. Curves:
    Gaussian kernel, Silverman's bandwidth. Cost: a polychoric correlation for each pair of items; ``likelihood`` some
    hundred passes over the distinct rows.

    References
    ----------
    Linacre (2002), Journal of Applied Measurement 3, 85-106. Terwee et al. (2007), Journal of Clinical Epidemiology 60,
    34-42. Ramsay (1991), Psychometrika 56, 611-630. Takane & de Leeuw (1987), Psychometrika 52, 393-408.
    Bock & Aitkin (1981), Psychometrika 46, 443-459.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1, 1, 2, 4, 5, 5], "b": [1, 2, 2, 4, 5, 5], "c": [1, 2, 4, 2, 4, 5]})
    >>> describe_categories(frame).categories.query("item == 'a' and code == 3")["flag"].tolist()
    ['unused']
    """
    if points is not None and isinstance(responses, Responses):
        raise OptionError("responses bring the points of their scales; leave points out.")
    check_option("model", model, ("factor", "likelihood"))
    blocks, notes = take_construct_rows(responses, constructs, weights, language)
    found = [tabulate_categories(block, _find_answers(responses, block, points, language), model) for block in blocks]
    curves, options = curve_items(blocks)
    weighted = "unweighted" if blocks[0].weights is None else "weighted"
    return CategoryUse(
        table=pd.concat([one.table for one in found], ignore_index=True),
        n=max(len(block.rows) for block in blocks),
        method=Note(f"categories_{model}_{weighted}"),
        notes=(*notes, *_warn(found)),
        categories=pd.concat([one.categories for one in found], ignore_index=True),
        scales=pd.concat([one.scale for one in found], ignore_index=True),
        curves=curves,
        options=options,
        thresholds=pd.concat([one.thresholds for one in found], ignore_index=True),
    )


def _find_answers(
    responses: Responses | pd.DataFrame, block: ConstructRows, points: Sequence[float] | None, language: str | None
) -> dict[str, Labels]:
    if isinstance(responses, Responses):
        spoken = responses.questionnaire.check_language(language)
        return {item: _from_scale(responses, item, spoken) for item in block.items}
    return {item: _from_answers(item, block.rows[:, j], points) for j, item in enumerate(block.items)}


def _from_scale(responses: Responses, item: str, language: str) -> Labels:
    """Return an item's points; those of a reverse-keyed item at the place they have when turned round."""
    found = responses.questionnaire.item(item)
    assert found.scale is not None
    ends = found.scale.minimum + found.scale.maximum
    labels = {
        float(ends - point.code if found.reverse else point.code): point.label.in_language(language) or str(point.code)
        for point in found.scale.points
    }
    return dict(sorted(labels.items()))


def _from_answers(item: str, given: np.ndarray, points: Sequence[float] | None) -> Labels:
    codes = np.unique(given)
    if points is not None:
        offered = np.unique(np.asarray(points, dtype=float))
        if outside := [f"{code:g}" for code in codes if code not in offered]:
            raise DataError(f"item '{item}' has the answer(s) {', '.join(outside)}, which points does not offer.")
        codes = offered
    elif np.all(codes == np.round(codes)) and np.ptp(codes) < MOST_ANSWERS:
        codes = np.arange(codes[0], codes[-1] + 1)
    if len(codes) > MOST_ANSWERS:
        raise DataError(
            f"item '{item}' has {len(codes)} different answers; categories are described up to {MOST_ANSWERS}."
        )
    return {float(code): f"{code:g}" for code in codes}


def _warn(found: Sequence[ConstructCategories]) -> list[Note]:
    """Return what the reader must know: answers unused, rare or out of order, floors and ceilings."""
    categories = pd.concat([one.categories for one in found], ignore_index=True)
    scales = pd.concat([one.scale for one in found], ignore_index=True)
    table = pd.concat([one.table for one in found], ignore_index=True)
    cells = categories["item"] + " = " + categories["code"].astype(str)
    notes = [note for one in found for note in one.notes]
    if (unused := categories["flag"] == "unused").any():
        notes.append(Note("categories_unused", cells=", ".join(cells[unused])))
    if (rare := categories["flag"].str.contains("rare")).any():
        notes.append(Note("categories_rare", least=RARE, cells=", ".join(cells[rare])))
    if (mixed := table["flag"].str.contains("disordered")).any():
        notes.append(Note("categories_disordered", items=", ".join(table.loc[mixed, "item"])))
    if (two := table["n_used"] == 2).any():
        notes.append(Note("two_answers_only", items=", ".join(table.loc[two, "item"])))
    if (ends := scales["flag"] != "").any():
        named = ", ".join(scales.loc[ends, "label"] + " (" + scales.loc[ends, "flag"] + ")")
        notes.append(Note("floor_or_ceiling", limit=FLOOR_CEILING, constructs=named))
    return notes
