"""Which reasons go with low satisfaction: those who name a code beside other commenters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, get_args

import numpy as np
import pandas as pd

from survey.analysis.comments.comments import SMALL_BASE, CodedComments
from survey.errors import DataError, check_option
from survey.notes import Note
from survey.result import Result
from survey.stats.false_discovery import Correction, adjust_p_values
from survey.stats.group_contrasts import contrast_means, take_group_means

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Below this many on a side, a variance says next to nothing and no comparison is made.
LEAST_COMPARED = 5
_COLUMNS = ("change", "conf_low", "conf_high", "p_value", "effect_size")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CommentRelations(Result):
    """Codes held against an outcome.

    Attributes
    ----------
    table
        A row per code that anybody names: n and n_rest (who name it, other commenters), estimate and estimate_rest
        (their mean outcomes), change with interval, effect_size (Cohen's d), p value raw and adjusted, and the flag
        "small" (fewer than 30 on a side), "too_few" (fewer than 5, not compared) or "".
    outcome, outcome_label
        What the means are of.
    """

    key: ClassVar[tuple[str, ...]] = ("code",)
    shown: ClassVar[tuple[str, ...]] = (
        "label", "n", "estimate", "estimate_rest", "change", "conf_low", "conf_high", "p_adjusted", "flag",
    )  # fmt: skip

    outcome: str
    outcome_label: str
    confidence: float = 0.95
    adjust: Correction = "bh"

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the differences with their intervals."""
        from survey.plots.comments import plot_comment_relations

        return plot_comment_relations(self.table[self.table["change"].notna()], ax=ax, language=language)


def relate_comments(
    coded: CodedComments, outcome: str | None = None, *, adjust: Correction = "bh", confidence: float = 0.95
) -> CommentRelations:
    """Compare the mean outcome of those who name a code with that of other commenters.

    Use it to see which reasons go with low satisfaction. It describes who wrote what: it does not say what would happen
    to satisfaction if a reason went away, and those who wrote nothing are on neither side.

    Parameters
    ----------
    coded
        What `code_comments` returns.
    outcome
        A construct, an indicator's item, or a column of the frame; None takes that of the coding.
    adjust
        ``bh`` (false discovery rate), ``by``, ``holm`` or ``none``, over all codes compared.
    confidence
        Coverage of each interval.

    Returns
    -------
    CommentRelations
        The most negative difference first.

    Raises
    ------
    OptionError
        There is no such outcome.
    DataError
        No commenter has an outcome, or no code is named.

    Notes
    -----
    Welch's test. Weights: used in means; standard errors are linearised. Missing: commenters without the outcome are
    left out. A code with fewer than 5 on either side is not compared and not in the family of tests.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35. Benjamini & Hochberg (1995), JRSS B 57, 289-300.

    Examples
    --------
    >>> from survey.analysis.comments.comments import code_comments
    >>> frame = pd.DataFrame({"comment": ["物流太慢", "质量好"] * 10, "rating": [2.0, 5, 3, 4] * 5})
    >>> found = relate_comments(code_comments(frame, item="comment"), "rating")
    >>> found.table[["code", "change"]].to_numpy().tolist()
    [['delivery_slow', -2.0], ['praise_quality', 2.0]]
    """
    check_option("adjust", adjust, get_args(Correction))
    name, values = coded.texts.pick_outcome(outcome)
    at = coded.texts.texts.index.get_indexer(coded.marks.respondents)
    there = ~np.isnan(values[at])
    weights = None if coded.texts.weights is None else coded.texts.weights[at][there]
    marks = coded.marks.values[there]
    named = np.flatnonzero(marks.any(axis=0))
    if not there.any() or not len(named):
        raise DataError(f"no commenter with a value of '{name}' names any code, so there is nothing to compare.")
    rows = [_compare(values[at][there], marks[:, code], weights, confidence) for code in named]
    codes = [coded.marks.codes[code] for code in named]
    known = coded.table.set_index("code")
    table = pd.DataFrame(rows)
    table.insert(0, "code", codes)
    table.insert(1, "label", [known.loc[code, "label"] for code in codes])
    table.insert(2, "polarity", [known.loc[code, "polarity"] for code in codes])
    table["p_adjusted"] = adjust_p_values(table["p_value"].to_numpy(dtype=float), adjust)
    label = coded.texts.labels.get(name, name)
    way = "unweighted" if weights is None else "weighted"
    return CommentRelations(
        table=table.sort_values("change", kind="stable", ignore_index=True),
        n=int(there.sum()),
        method=Note(f"comments_related_{way}", outcome=name, adjust=adjust, n=int(there.sum())),
        notes=_say_notes(table),
        outcome=name,
        outcome_label=label,
        confidence=confidence,
        adjust=adjust,
    )


def _compare(
    values: np.ndarray, named: np.ndarray, weights: np.ndarray | None, confidence: float
) -> dict[str, float | int | str]:
    used = np.ones(len(values), dtype=bool) if weights is None else weights > 0
    n, rest = int(np.sum(named & used)), int(np.sum(~named & used))
    groups = take_group_means(values, np.where(named, 0, 1), 2, weights)
    row: dict[str, float | int | str] = {
        "n": n,
        "n_rest": rest,
        "estimate": float(groups.mean[0]),
        "estimate_rest": float(groups.mean[1]),
        **dict.fromkeys(_COLUMNS, float("nan")),
        "flag": "too_few" if min(n, rest) < LEAST_COMPARED else "small" if min(n, rest) < SMALL_BASE else "",
    }
    if min(n, rest) >= LEAST_COMPARED:
        first, second = (take_group_means(values[side], np.zeros(int(side.sum()), int), 1, _of(weights, side))
                         for side in (named, ~named))  # fmt: skip
        found = contrast_means(first, second, confidence)
        row["change"], row["effect_size"] = float(found.difference[0]), float(found.cohens_d[0])
        row["conf_low"], row["conf_high"] = float(found.conf_low[0]), float(found.conf_high[0])
        row["p_value"] = float(found.p_value[0])
    return row


def _of(weights: np.ndarray | None, side: np.ndarray) -> np.ndarray | None:
    return None if weights is None else weights[side]


def _say_notes(table: pd.DataFrame) -> tuple[Note, ...]:
    few = table.loc[table["flag"] == "too_few", "code"]
    notes = [Note("comments_related_not_causal")]
    if len(few):
        notes.append(Note("comments_related_few", minimum=LEAST_COMPARED, codes=", ".join(few)))
    return tuple(notes)
