"""Measurement invariance: whether groups may be compared on the constructs at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from survey.analysis.invariance_levels import climb_levels, tabulate_means
from survey.analysis.measurement_items import Constructs, MeasurementItems, take_items
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result
from survey.stats.structure.invariance import Level
from survey.stats.structure.samples import CompleteSample
from survey.stats.structure.syntax import list_terms

FEWEST_IN_GROUP = 100
Levels = Literal["metric", "scalar", "strict"]
LEVELS: tuple[Level, ...] = ("configural", "metric", "scalar", "strict")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class MeasurementComparison(Result):
    """Models of several groups that share more and more.

    Attributes
    ----------
    table
        A row per level: fit, the change from the level before, and whether it holds. A partial level, in which the
        items named in `items` are not shared, follows the one that does not hold.
    items
        A row per level and item: how much chi-square falls when it is not shared, and whether it was released.
    means
        A row per construct and group: its mean beside the first group's, in standard deviations of the first group, at
        the scalar level or the partial one.
    groups
        A row per group with its respondents.
    verdict
        ``scalar``, ``partial scalar``, ``metric``, ``partial metric``, ``configural`` or ``none``: the last level that
        holds. Means may be compared at scalar or partial scalar, relations at metric and above.
    """

    key: ClassVar[tuple[str, ...]] = ("level",)
    shown: ClassVar[tuple[str, ...]] = (
        "level",
        "statistic",
        "df",
        "cfi",
        "rmsea",
        "cfi_change",
        "rmsea_change",
        "holds",
    )

    items: pd.DataFrame
    means: pd.DataFrame
    groups: pd.DataFrame
    verdict: str

    @property
    def means_comparable(self) -> bool:
        """Whether means of the constructs may be compared between the groups."""
        return self.verdict in ("scalar", "partial scalar", "strict", "partial strict")


def compare_measurement(
    responses: Responses | pd.DataFrame,
    *,
    by: str | pd.Series | Sequence[object],
    constructs: Constructs = None,
    up_to: Levels = "scalar",
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    language: str | None = None,
) -> MeasurementComparison:
    """Test whether the items measure the same thing in the same way in every group.

    Use it before groups, languages or waves are compared. If loadings differ, relations cannot be compared; if
    intercepts differ, means cannot: some of the difference is how the group answers.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame of keyed items.
    by
        What makes the groups: an item id, ``language`` or another column of the paradata, a column of a plain frame, or
        one value a respondent.
    constructs
        Construct ids, or name to item ids. None takes all driver and outcome constructs with two items or more.
    up_to
        The last level: ``metric``, ``scalar`` or ``strict``.
    weights
        For a plain frame: one weight a row. Responses bring their own.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    MeasurementComparison

    Raises
    ------
    DataError
        Fewer than two groups with enough complete rows.
    OptionError
        An unknown column, construct or level.

    Notes
    -----
    Weights: probability weights, with mean 1 in each group. Missing: complete rows. Maximum likelihood with scaled
    tests (MLR); changes are those of the robust CFI and RMSEA. A level holds where CFI falls by at most .01. Where one
    does not hold, items are released, the one that costs most first, until it does or two items of a construct are
    left. Cost: a fit for every level, and for every item of a level that fails.

    References
    ----------
    Meredith (1993), Psychometrika 58, 525-543. Byrne, Shavelson & Muthén (1989), Psychological Bulletin 105, 456-466.
    Cheung & Rensvold (2002), Structural Equation Modeling 9, 233-255. Chen (2007), ibid. 14, 464-504.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> simulated = simulate_responses("ecommerce-service", n=800, seed=3)
    >>> found = compare_measurement(simulated, by="gender", constructs=["price"])
    >>> found.table["level"].tolist()
    ['configural', 'metric', 'scalar']
    """
    check_option("up_to", up_to, ("metric", "scalar", "strict"))
    taken = take_items(responses, constructs, weights, language)
    labels = _take_groups(responses, by)
    samples, groups, notes = _split(taken, labels)
    terms = list_terms(taken.factors)
    climb = climb_levels(terms, samples, LEVELS[: LEVELS.index(up_to) + 1])
    weighting = "unweighted" if taken.weights is None else "weighted"
    return MeasurementComparison(
        table=climb.table(),
        n=int(groups["n"].sum()),
        method=Note(f"invariance_{weighting}", n=int(groups["n"].sum()), n_total=len(taken.values)),
        notes=(*taken.notes, *notes),
        items=climb.items(),
        means=tabulate_means(climb.reached(), list(groups["group"]), taken.labels),
        groups=groups,
        verdict=climb.verdict(),
    )


def _take_groups(responses: Responses | pd.DataFrame, by: str | pd.Series | Sequence[object]) -> pd.Series:
    """Return one group a respondent; missing ones have none."""
    index = responses.data.index if isinstance(responses, Responses) else responses.index
    if not isinstance(by, str):
        given = by if isinstance(by, pd.Series) else pd.Series(list(by), index=index if len(by) == len(index) else None)
        if len(given) != len(index):
            raise OptionError(f"{len(given)} groups for {len(index)} respondents; give one each.")
        return given.reindex(index) if isinstance(by, pd.Series) else given
    if isinstance(responses, pd.DataFrame):
        if by not in responses:
            raise OptionError(f"there is no column '{by}'; there are: {', '.join(map(str, responses))}.")
        return responses[by]
    if by in responses.questionnaire.items:
        return responses.values([by])[by]
    if by in responses.paradata:
        return responses.paradata[by]
    raise OptionError(f"'{by}' is neither an item nor a column of the paradata; groups come from one of these.")


def _split(taken: MeasurementItems, labels: pd.Series) -> tuple[list[CompleteSample], pd.DataFrame, list[Note]]:
    """Return a sample for each group that is large enough, in the order in which groups appear."""
    complete = taken.complete() & labels.notna().to_numpy()
    samples, rows, notes = [], [], []
    for name in pd.unique(labels[complete]):
        chosen = complete & (labels == name).to_numpy()
        count = int(np.sum(chosen))
        if count <= 2 * len(taken.items):
            notes.append(Note("invariance_small", group=name, n=count))
            continue
        if count < FEWEST_IN_GROUP:
            notes.append(Note("invariance_rough", group=name, n=count))
        answers, weights = taken.rows(chosen)
        flat = [item for item, spread in zip(taken.items, np.ptp(answers, axis=0), strict=True) if spread == 0]
        if flat:
            raise DataError(
                f"group {name}: everybody answered {', '.join(flat)} alike; leave the item or the group out."
            )
        samples.append(CompleteSample(rows=answers, weights=weights))
        rows.append((_write_group(name), count))
    if len(samples) < 2:
        raise DataError(
            f"{len(samples)} group(s) have more than twice as many complete rows as there are items "
            f"({len(taken.items)}); a comparison needs two. Use fewer constructs or larger groups."
        )
    return samples, pd.DataFrame(rows, columns=["group", "n"]), notes


def _write_group(name: object) -> str:
    return str(int(name)) if isinstance(name, float) and name.is_integer() else str(name)
