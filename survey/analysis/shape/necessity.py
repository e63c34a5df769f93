"""Necessary condition analysis: which level of a driver a level of the outcome is not found without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, get_args

import numpy as np
import pandas as pd

from survey.analysis.shape.necessity_pairs import ConditionPair, PairMode, ScopeOption, find_scope, take_pairs
from survey.analysis.shape.necessity_tables import (
    ConditionFit,
    bottleneck_table,
    ceiling_table,
    fit_condition,
    peer_table,
    point_table,
)
from survey.errors import OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.scores import Scores
from survey.stats.shape.ceilings import Ceiling
from survey.stats.shape.corners import Corner

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# With two or three peers, one answer decides the line.
FEW_PEERS = 4


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Necessity(Result):
    """Conditions by the empty space in a corner of their scatter with the outcome.

    Attributes
    ----------
    table
        A row per condition and ceiling: effect size d (`necessity_effect`), permutation p with its Monte-Carlo
        accuracy,
        size, ceiling line, zone and scope, accuracy, inefficiencies, n.
    bottleneck
        A row per condition, ceiling and level of the outcome: what the level needs, in the condition's values
        (`needed`) and as share of its range (`needed_share`), and the share of respondents who fall short of it.
    peers
        The points that carry the ceilings.
    points
        Every distinct combination of condition and outcome, with its weight.
    """

    key: ClassVar[tuple[str, ...]] = ("condition", "ceiling")
    shown: ClassVar[tuple[str, ...]] = (
        "label",
        "ceiling",
        "necessity_effect",
        "p_value",
        "p_accuracy",
        "effect_band",
        "ceiling_accuracy",
        "condition_inefficiency",
        "outcome_inefficiency",
        "n",
    )

    bottleneck: pd.DataFrame
    peers: pd.DataFrame
    points: pd.DataFrame
    outcome: str
    outcome_label: str
    n_permutations: int
    seed: int

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the scatter of the condition with the largest effect size, with its ceilings."""
        largest = self.table.sort_values("necessity_effect", ascending=False, kind="stable")
        return self.plot_condition(str(largest["condition"].iloc[0]), ax=ax, language=language)

    def plot_condition(self, condition: str, ax: Axes | None = None, *, language: str = "en") -> Axes:
        """Draw the scatter of one condition with the outcome and its ceilings.

        Raises
        ------
        OptionError
            There is no such condition.
        """
        from survey.plots.necessity import plot_necessity

        check_option("condition", condition, self.points["condition"].unique())
        names = {"outcome": self.outcome_label}

        def rows_of(frame: pd.DataFrame) -> pd.DataFrame:
            return frame[frame["condition"] == condition]

        lines = rows_of(self.table)
        names["condition"] = str(lines["label"].iloc[0])
        return plot_necessity(rows_of(self.points), rows_of(self.peers), lines, ax=ax, labels=names, language=language)


@speak_language
def assess_necessity(
    scores: Scores | Responses | pd.DataFrame,
    *,
    outcome: str | None = None,
    conditions: Iterable[str] | None = None,
    ceilings: Sequence[Ceiling] = ("ce_fdh", "cr_fdh"),
    corner: Corner | Mapping[str, Corner] = "upper_left",
    scope: ScopeOption = None,
    levels: Sequence[float] = tuple(np.arange(11) / 10),
    weights: str | Sequence[float] | pd.Series | np.ndarray | None = None,
    missing: PairMode = "listwise",
    n_permutations: int = 10_000,
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
) -> Necessity:
    """Assess which conditions a high outcome is not found without.

    Measures the empty corner of each scatter (necessary condition analysis). Use it beside `rank_drivers`: a driver
    that is good almost everywhere has little importance on average, and a high outcome may still never occur without
    it. It describes what occurs in this sample; a single unusual answer can move a ceiling.

    Parameters
    ----------
    scores
        Construct scores, responses (scored here), or a plain frame, shape (n_respondents, n_columns).
    outcome
        What may need a condition. Defaults to the questionnaire's outcome; required for a plain frame.
    conditions
        What may be needed. Defaults to the questionnaire's drivers; for a plain frame to all other columns.
    ceilings
        "ce_fdh": steps with no point above. "cr_fdh": least-squares line through the corners of the steps.
    corner
        The corner expected to be empty, one for all conditions or a mapping by condition. "upper_left": a high outcome
        needs a high condition; "upper_right": a high outcome needs a low condition; "lower_left": a low outcome needs
        a high condition; "lower_right": a low outcome needs a low condition.
    scope
        The range that values can have. "scale": 0 to 100 of scores; "data": from the lowest to the highest value found;
        or a mapping of column to (lowest, highest), "data" for columns it lacks. None is "scale" for scores and
        responses, "data" for a plain frame.
    levels
        Levels of the outcome in the bottleneck table, shares of its range, 0 to 1.
    weights
        For a plain frame: a column name, or one weight a row. Scores and responses bring their own.
    missing
        "listwise": rows complete in the outcome and every condition. "pairwise": for each condition the rows that have
        it and the outcome; right where routing asks a condition of some only.
    n_permutations
        Shuffles for the p values; 0 gives none.
    confidence
        Coverage of the Monte-Carlo interval of a p value.
    seed
        Seed of the shuffles; None is 0. Each condition has a stream of its own, so others do not change its p value.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    Necessity
        `.table` a row per condition and ceiling; `.bottleneck`, `.peers`, `.points`.

    Raises
    ------
    DataError
        Too few respondents, a column that never varies or holds no numbers, values outside the scope.
    OptionError
        Unknown ceiling, corner, scope, outcome or condition; levels outside 0 to 1.

    Notes
    -----
    Weights: respondents count by weight in the line through the corners, in the accuracy and in the share that falls
    short; the steps depend only on which combinations occur, and the shuffles take respondents as exchangeable.
    Missing: as `missing` says, with n per condition. Cost: some 50 ns a respondent and shuffle.

    References
    ----------
    Dul (2016), Organizational Research Methods 19, 10-52. Dul, van der Laan & Kuik (2020), Organizational Research
    Methods 23, 385-395.

    Examples
    --------
    >>> frame = pd.DataFrame({"speed": [0.0, 1, 2, 2], "rating": [0.0, 2, 4, 1]})
    >>> found = assess_necessity(frame, outcome="rating", n_permutations=0)
    >>> found.table[["ceiling", "necessity_effect"]].values.tolist()
    [['ce_fdh', 0.75], ['cr_fdh', 0.5]]
    """
    _check(ceilings, missing, n_permutations, confidence)
    pairs = take_pairs(scores, outcome, conditions, weights, missing, language)
    scored = not isinstance(scores, pd.DataFrame)
    fit = partial(
        fit_condition, ceilings=ceilings, n_permutations=n_permutations, seed=seed or 0, confidence=confidence
    )
    fits = [fit(pair, corner=_corner_of(pair, corner), scope=find_scope(scope, pair, scored=scored)) for pair in pairs]
    return Necessity(
        table=ceiling_table(fits),
        n=max(len(pair.y) for pair in pairs),
        method=_describe(pairs, missing, n_permutations, seed or 0),
        notes=_notes(pairs, fits, missing),
        bottleneck=bottleneck_table(fits, levels),
        peers=peer_table(fits),
        points=point_table(fits),
        outcome=pairs[0].outcome,
        outcome_label=pairs[0].outcome_label,
        n_permutations=n_permutations,
        seed=seed or 0,
    )


def _corner_of(pair: ConditionPair, corner: Corner | Mapping[str, Corner]) -> Corner:
    return corner.get(pair.condition, "upper_left") if isinstance(corner, Mapping) else corner


def _check(ceilings: Sequence[str], missing: str, n_permutations: int, confidence: float) -> None:
    for ceiling in ceilings:
        check_option("ceilings", ceiling, get_args(Ceiling))
    if not ceilings or len(set(ceilings)) < len(ceilings):
        raise OptionError(f"ceilings={list(ceilings)} must name at least one ceiling, each once.")
    check_option("missing", missing, get_args(PairMode))
    if n_permutations < 0 or not 0 < confidence < 1:
        raise OptionError(f"n_permutations={n_permutations} must be 0 or more, and confidence={confidence} in (0, 1).")


def _describe(pairs: list[ConditionPair], missing: str, n_permutations: int, seed: int) -> Note:
    weighted = "weighted" if pairs[0].w is not None else "unweighted"
    n = max(len(pair.y) for pair in pairs)
    values = {"n": n, "n_total": pairs[0].n_total, "n_permutations": n_permutations, "seed": seed}
    return Note(f"necessity_{missing}_{weighted}", **values)


def _notes(pairs: list[ConditionPair], fits: list[ConditionFit], missing: str) -> tuple[Note, ...]:
    # each row of the table has its own n where every condition has its own rows
    told = {"listwise"} if missing == "pairwise" else set()
    given = dict.fromkeys(note for pair in pairs for note in pair.notes if note.code not in told)
    lost = [fit.pair.label for fit in fits if "cr_fdh" in fit.ceilings and np.isnan(fit.ceilings["cr_fdh"].effect_size)]
    lines = [Note("necessity_no_line", condition=name) for name in lost]
    weak = [
        Note("necessity_few_peers", condition=fit.pair.label, n=len(fit.peers.x))
        for fit in fits
        if 2 <= len(fit.peers.x) < FEW_PEERS and fit.pair.label not in lost
    ]
    return (*given, *lines, *weak)
