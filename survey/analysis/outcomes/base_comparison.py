"""Drivers under several ways of handling missing answers: whom each number speaks for, and whether the order stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import Weights
from survey.analysis.outcomes.base_estimates import (
    BaseOptions,
    take_fiml,
    take_imputed,
    take_indicator,
    take_listwise,
    take_pairwise,
)
from survey.analysis.outcomes.base_rows import take_base
from survey.errors import DataError, OptionError, check_option
from survey.glossary import Kind
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, display_table, speak_language
from survey.scores import Scores

Handling = Literal["indicator", "listwise", "imputed", "fiml", "pairwise"]
HANDLINGS: tuple[Handling, ...] = ("indicator", "listwise", "imputed", "fiml")
ESTIMATES = {
    "indicator": take_indicator,
    "listwise": take_listwise,
    "imputed": take_imputed,
    "fiml": take_fiml,
    "pairwise": take_pairwise,
}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class BaseComparison(Result):
    """Importance of drivers under several ways of handling missing answers.

    Attributes
    ----------
    table
        A row per handling and driver: importance in R² units, its share with interval, rank, coefficient with interval,
        base n, and whom the number speaks for in both languages.
    bases
        A row per handling: base, R², the top drivers in order, and whether that is the order of the first handling.
    verdict
        Whether the order of the top drivers depends on the handling.
    """

    key: ClassVar[tuple[str, ...]] = ("handling", "driver")
    shown: ClassVar[tuple[str, ...]] = (
        "handling",
        "label",
        "importance_share",
        "conf_low",
        "conf_high",
        "rank",
        "coefficient",
        "n",
        "base",
    )
    kinds: ClassVar[dict[str, Kind]] = {"conf_low": "share", "conf_high": "share"}

    bases: pd.DataFrame
    verdict: Note
    outcome: str
    top: int
    confidence: float = 0.95

    def _headline(self, language: str = "en") -> pd.DataFrame:
        """Say whom the numbers speak for in the language asked for."""
        table = self.table.assign(base=self.table["base_zh"]) if language.startswith("zh") else self.table
        return display_table(table[list(self.shown)], language, self.kinds)


@speak_language
def compare_bases(
    scores: Scores | Responses | pd.DataFrame,
    *,
    outcome: str | None = None,
    drivers: Iterable[str] | None = None,
    handlings: Sequence[Handling] = HANDLINGS,
    top: int = 3,
    weights: Weights = None,
    improper: Literal["repair", "refuse"] = "repair",
    m: int = 10,
    iterations: int = 10,
    n_boot: int = 200,
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
) -> BaseComparison:
    """Compare drivers under several ways of handling missing answers, and say whether the order of the top ones stands.

    Use it where some drivers are asked of part of the respondents only, such as after-sales service, or where answers
    were refused. The ways answer different questions: read `base`, whom each number speaks for, before choosing.

    Parameters
    ----------
    scores
        Responses, scores, or a plain frame. A frame does not tell who was not asked: every hole counts as an answer
        that could have been given.
    outcome, drivers, weights
        As in `rank_drivers`.
    handlings
        "indicator": everybody, with 0/1 indicators of having been asked. "listwise": those with an answer on every
        driver, so those with every contact. "imputed": everybody, refusals, don't-knows and blanks imputed several
        times. "fiml": everybody, moments by maximum likelihood (EM). "pairwise": each correlation from those with both
        answers. Cells nobody was asked for are never filled in: imputed and fiml keep the indicators.
    top
        How many of the first drivers the verdict looks at.
    improper
        What happens to pairwise correlations that contradict each other (R² above 1): "repair" takes the nearest
        correlation matrix and says so, "refuse" raises.
    m, iterations
        Completed copies and rounds of the imputation.
    n_boot
        Bootstrap samples for intervals of shares; in each completed copy too.
    confidence
        Coverage of the intervals.
    seed
        Seed of imputation and bootstrap; None is 0.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    BaseComparison
        `.table`, `.bases`, `.verdict`.

    Raises
    ------
    DataError
        No handling could be computed, or pairwise correlations are improper and refused.
    OptionError
        An unknown handling, outcome or driver.

    Notes
    -----
    Weights: used in each. Missing: that is what is compared. Intervals: percentiles of bootstrap samples; for imputed
    Rubin's rules on those of the copies; coefficients from HC3 standard errors, for fiml from the bootstrap, for
    pairwise none. A handling that cannot be computed is left out with a note. Cost: m imputations, and n_boot runs of
    EM, a second or two for 1,000 respondents.

    References
    ----------
    Allison (2022) on answers missing by routing. Rubin (1987), Multiple imputation for nonresponse in surveys. Little &
    Rubin (2019), Statistical analysis with missing data, chapters 3 and 8. Higham (2002), IMA J. Numerical Analysis 22.

    Examples
    --------
    >>> import survey as sv
    >>> responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=200, seed=1)
    >>> compared = compare_bases(responses, handlings=["indicator", "listwise"], n_boot=0)
    >>> compared.bases["handling"].tolist()
    ['indicator', 'listwise']
    """
    _check(handlings, top, n_boot, m, confidence)
    check_option("improper", improper, ("repair", "refuse"))
    base = take_base(scores, outcome, drivers, weights, language)
    options = BaseOptions(
        m=m, iterations=iterations, n_boot=n_boot, confidence=confidence, seed=seed or 0, improper=improper
    )
    parts, notes = [], []
    for handling in handlings:
        if handling == "imputed" and not base.holes:
            notes.append(Note("bases_nothing_to_impute"))
            continue
        try:
            part, said = ESTIMATES[handling](base, options)
        except DataError as error:
            if len(handlings) == 1 or (handling == "pairwise" and improper == "refuse"):
                raise
            notes.append(Note("bases_left_out", handling=handling, reason=str(error)))
            continue
        parts.append(part.assign(handling=handling))
        notes.extend(said)
    if not parts:
        raise DataError("no handling of missing answers could be computed: " + " ".join(notes))
    return _pack(pd.concat(parts, ignore_index=True), base.outcome, options, top, tuple(dict.fromkeys(notes)))


def _check(handlings: Sequence[str], top: int, n_boot: int, m: int, confidence: float) -> None:
    for handling in handlings:
        check_option("handlings", handling, get_args(Handling))
    if not handlings or top < 1 or n_boot < 0 or m < 2 or not 0 < confidence < 1:
        raise OptionError(
            f"give at least one handling, top={top} of 1 or more, n_boot={n_boot} of 0 or more, m={m} of 2 or more and "
            f"confidence={confidence} between 0 and 1."
        )


def _pack(table: pd.DataFrame, outcome: str, options: BaseOptions, top: int, notes: tuple[Note, ...]) -> BaseComparison:
    table = table.sort_values(["handling", "rank"], key=_keep_order, kind="stable", ignore_index=True)
    rows = []
    for handling, part in table.groupby("handling", sort=False):
        first = part.iloc[0]
        leaders = part.sort_values("rank")["driver"].head(top).tolist()
        rows.append(
            {
                "handling": handling,
                "n": int(first["n"]),
                "r2": float(first["r2"]),
                "top_drivers": " > ".join(leaders),
                "base": first["base"],
                "base_zh": first["base_zh"],
            }
        )
    bases = pd.DataFrame(rows)
    bases["first_order"] = bases["top_drivers"] == bases["top_drivers"].iloc[0]
    verdict = _judge(bases, min(top, table["driver"].nunique()))
    return BaseComparison(
        table=table[["handling", *(name for name in table.columns if name not in ("handling", "r2"))]],
        n=int(np.max(bases["n"])),
        method=Note("bases_method", handlings=", ".join(bases["handling"]), n_boot=options.n_boot, seed=options.seed),
        notes=(verdict, *notes),
        bases=bases,
        verdict=verdict,
        outcome=outcome,
        top=top,
        confidence=options.confidence,
    )


def _keep_order(column: pd.Series) -> pd.Series:
    return column if column.name == "rank" else pd.Series(pd.factorize(column)[0], index=column.index)


def _judge(bases: pd.DataFrame, top: int) -> Note:
    if len(bases) == 1:
        return Note("bases_one", top=top)
    if bases["first_order"].all():
        return Note("bases_same", top=top, order=bases["top_drivers"].iloc[0])
    orders = "; ".join(f"{row.handling}: {row.top_drivers}" for row in bases.itertuples())
    sets = {frozenset(order.split(" > ")) for order in bases["top_drivers"]}
    return Note("bases_order_differs" if len(sets) == 1 else "bases_set_differs", top=top, orders=orders)
