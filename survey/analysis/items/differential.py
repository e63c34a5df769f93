"""Differential item functioning: items that groups answer differently although they are alike on the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import pandas as pd

from survey.analysis.groups.respondent_groups import RespondentGroups, take_groups
from survey.analysis.items.differential_tables import (
    ADEQUATE_GROUP,
    Comparison,
    fit_items,
    purify,
    tabulate_groups,
    tabulate_items,
    tabulate_tests,
)
from survey.analysis.items.item_curves import curve_groups
from survey.analysis.measurement.construct_rows import ConstructRows, take_construct_rows
from survey.analysis.measurement.measurement_items import Constructs
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Match = Literal["total", "rest"]
Adjustment = Literal["holm", "bh"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ItemComparison(Result):
    """Which items groups answer differently at the same score.

    Attributes
    ----------
    table
        A row per item: the joint test with what the groups add to Nagelkerke's and McFadden's R², the kind of
        difference (none, uniform, nonuniform), and its size by Jodoin and Gierl and by Zumbo and Thomas.
    tests
        A row per item and test: uniform, nonuniform, total.
    groups
        A row per item and group: log odds of a higher answer against the reference group, at the same score.
    curves
        A row per item, group and score on the other items: the mean answer, smoothed.
    """

    key: ClassVar[tuple[str, ...]] = ("construct", "item")
    shown: ClassVar[tuple[str, ...]] = (
        "item",
        "n",
        "statistic",
        "df",
        "p_adjusted",
        "r2_change",
        "dif_kind",
        "size",
    )

    tests: pd.DataFrame
    groups: pd.DataFrame
    curves: pd.DataFrame

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the groups' curves of the item that differs most."""
        order = self.table.sort_values("r2_change", ascending=False, kind="stable")
        return self.draw_item(str(order["item"].iloc[0]), ax=ax, language=language)

    def draw_item(self, item: str, *, ax: Axes | None = None, language: str = "en") -> Axes:
        """Draw the mean answer of each group over the score on the other items.

        Raises
        ------
        OptionError
            The item was not compared.
        """
        from survey.plots.item_curves import plot_item_curves

        check_option("item", item, self.table["item"])
        shown = self.curves[self.curves["item"] == item]
        shown = shown[shown["construct"] == shown["construct"].iloc[0]]
        return plot_item_curves(shown.rename(columns={"group": "curve", "mean": "value"}), ax=ax, language=language)


@speak_language
def compare_items(
    responses: Responses | pd.DataFrame,
    *,
    by: str | Sequence[object] | pd.Series | np.ndarray,
    constructs: Constructs = None,
    match: Match = "total",
    purify_match: bool = False,
    adjust: Adjustment = "holm",
    alpha: float = 0.05,
    reference: str | None = None,
    least_group: int = 50,
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    confidence: float = 0.95,
    language: str | None = None,
) -> ItemComparison:
    """Compare how groups answer each item when they score alike on its construct.

    Use it before means of languages or segments are compared: an item that works differently in one of them moves its
    mean without any difference in what is measured. It finds single items against the others; if all items shift
    alike, nothing shows.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame of keyed items.
    by
        A single-choice item, `language` or another column, or labels, one a respondent.
    constructs
        Construct ids, or name to item ids. None takes all driver and outcome constructs with two items or more; all
        other columns of a plain frame are then one construct, "scale".
    match
        Respondents are matched on the ``total`` score, or on the ``rest``, without the item itself. Short scales need
        the total: the rest of few items measures too roughly, and groups that differ in level then seem to differ.
    purify_match
        Take items that differ out of the matching score, the worst first, until none left in it differs.
    adjust
        ``holm`` or ``bh`` (Benjamini–Hochberg), over all items, for each kind of test.
    alpha
        Level of the adjusted tests.
    reference
        Group the others are held against; None takes the largest.
    least_group
        Groups with fewer complete rows are left out, with a note.
    weights
        For a plain frame: one weight a row. Responses bring their own.
    confidence
        Coverage of the intervals of log odds.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    ItemComparison

    Raises
    ------
    DataError
        No construct has two items that vary and two groups that are large enough.
    OptionError
        An unknown construct, item, column, group or option.

    Notes
    -----
    Weights: scaled to Kish's effective n, as frequencies. Missing: listwise within a construct, without those who have
    no group. Three nested proportional-odds models, of the matching score, the groups, and their product; the tests
    are likelihood ratios. A difference counts as moderate or large only if its joint test is significant. Cost: three
    fits an item, times the rounds of purification.

    References
    ----------
    Swaminathan & Rogers (1990), Journal of Educational Measurement 27, 361-370. Zumbo (1999), A handbook on the theory
    and methods of differential item functioning. Jodoin & Gierl (2001), Applied Measurement in Education 14, 329-349.

    Examples
    --------
    >>> draw = np.random.default_rng(4)
    >>> latent = draw.normal(size=(600, 1)) + 0.8 * draw.normal(size=(600, 5))
    >>> latent[:300, 0] += 1
    >>> frame = pd.DataFrame(np.clip(np.round(latent + 3), 1, 5), columns=list("abcde"))
    >>> found = compare_items(frame.assign(wave=["first"] * 300 + ["second"] * 300), by="wave")
    >>> found.table.loc[found.table["size"] != "negligible", "item"].tolist()
    ['a']
    """
    _check_options(match, adjust, (alpha, confidence), least_group)
    groups = take_groups(responses, by, language)
    reference = _check_reference(groups, reference)
    if isinstance(responses, pd.DataFrame) and isinstance(by, str) and constructs is None:
        responses = responses.drop(columns=[by])
    blocks, notes = take_construct_rows(responses, constructs, weights, language)
    comparisons, left_out = _compare(blocks, groups, reference, least_group)
    fitted = [fit_items(one, rest=match == "rest") for one in comparisons]
    if purify_match:
        purified = [purify(one, rest=match == "rest", adjust=adjust, alpha=alpha) for one in fitted]
        fitted = [one for one, _ in purified]
        left_out += [note for _, more in purified for note in more]
    tests = tabulate_tests(fitted, adjust)
    table = tabulate_items(fitted, tests, alpha)
    weighted = "unweighted" if blocks[0].weights is None else "weighted"
    return ItemComparison(
        table=table,
        n=max(len(one.block.rows) for one in fitted),
        method=Note(f"differential_{match}_{adjust}_{weighted}", tests=len(table), reference=reference),
        notes=(*notes, *left_out, *_warn(fitted, table)),
        tests=tests,
        groups=tabulate_groups(fitted, confidence),
        curves=curve_groups(fitted),
    )


def _check_options(match: str, adjust: str, shares: tuple[float, float], least_group: int) -> None:
    check_option("match", match, ("total", "rest"))
    check_option("adjust", adjust, ("holm", "bh"))
    if not all(0 < share < 1 for share in shares) or least_group < 2:
        raise OptionError(
            f"alpha={shares[0]} and confidence={shares[1]} must be between 0 and 1, "
            f"least_group={least_group} at least 2."
        )


def _check_reference(groups: RespondentGroups, reference: str | None) -> str:
    if reference is None:
        counts = np.bincount(groups.place[groups.place >= 0])
        return groups.names[int(np.argmax(counts))]
    check_option("reference", reference, groups.names)
    return reference


def _compare(
    blocks: Sequence[ConstructRows], groups: RespondentGroups, reference: str, least: int
) -> tuple[list[Comparison], list[Note]]:
    """Return each construct with the groups that are large enough, the reference first, and what was left out."""
    missing = int(np.sum(groups.place < 0))
    notes = [Note("groups_missing", n=missing)] if missing else []
    found = []
    for block in blocks:
        place = groups.place[block.chosen]
        counts = np.array([int(np.sum(place == at)) for at in range(len(groups.names))])
        notes += _note_sizes(block.construct, groups.names, counts, least)
        kept = sorted(np.flatnonzero(counts >= least), key=lambda at: (groups.names[at] != reference, at))
        if len(kept) < 2 or groups.names[kept[0]] != reference:
            notes.append(Note("groups_too_few", construct=block.construct))
        else:
            found.append(_cut(block, place, [int(at) for at in kept], [groups.names[at] for at in kept]))
    if not found:
        raise DataError(
            f"no construct has two groups of {least} complete rows, '{reference}' one of them: "
            f"join groups or lower least_group. {' '.join(notes)}"
        )
    return found, notes


def _note_sizes(construct: str, names: Sequence[str], counts: np.ndarray, least: int) -> list[Note]:
    named = [(f"{name} ({count})", int(count)) for name, count in zip(names, counts, strict=True)]
    out = [text for text, count in named if count < least]
    few = [text for text, count in named if least <= count < ADEQUATE_GROUP]
    notes = [Note("groups_left_out", construct=construct, least=least, groups=", ".join(out))] if out else []
    if few:
        notes.append(Note("groups_small", construct=construct, least=ADEQUATE_GROUP, groups=", ".join(few)))
    return notes


def _cut(block: ConstructRows, place: np.ndarray, kept: list[int], names: list[str]) -> Comparison:
    inside = np.isin(place, kept)
    order = {at: position for position, at in enumerate(kept)}
    return Comparison(
        block=block.keep(inside),
        names=names,
        place=np.array([order[at] for at in place[inside]], dtype=int),
        anchors=np.ones(len(block.items), dtype=bool),
    )


def _warn(comparisons: Sequence[Comparison], table: pd.DataFrame) -> list[Note]:
    """Return what the reader must know: items that differ, that failed, and answers that a group never gave."""
    notes = []
    marked = table.loc[table["size"].isin(["moderate", "large"]), "item"]
    if len(marked):
        notes.append(Note("differential_found", items=", ".join(marked)))
    for row in table[table["p_value"].isna()].itertuples():
        notes.append(Note("differential_failed", item=row.item, construct=row.construct))
    empty = [cell for one in comparisons for cell in _empty_cells(one)]
    if empty:
        notes.append(Note("differential_empty", cells=", ".join(empty)))
    return notes


def _empty_cells(one: Comparison) -> list[str]:
    found = []
    for j, item in enumerate(one.block.items):
        for code in np.unique(one.block.rows[:, j]):
            given = one.place[one.block.rows[:, j] == code]
            found += [f"{item} = {code:g} ({name})" for at, name in enumerate(one.names) if not np.any(given == at)]
    return found
