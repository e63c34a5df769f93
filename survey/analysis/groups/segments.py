"""Segments: for whom the performance, the importance and the coefficients of drivers differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import MissingMode, Weights
from survey.analysis.groups.group_sides import SideOptions
from survey.analysis.groups.respondent_groups import take_groups
from survey.analysis.groups.segment_input import SegmentInput, take_segment_input
from survey.analysis.groups.segment_tables import (
    Grouping,
    pick_drawn,
    segment_rows,
    tabulate_rows,
    tabulate_segments,
    tabulate_tests,
)
from survey.analysis.measurement.measurement_gate import GATE_COLUMNS, check_gate, take_gate_items
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.scores import Scores
from survey.stats.false_discovery import Correction

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A customary floor of published tables; means of fewer people move with single answers.
MINIMUM_BASE = 30
MEASURES = ("performance", "indicator", "importance", "importance_share", "coefficient")
Gate = Literal["measurement"] | None
Labels = str | Sequence[object] | pd.Series | np.ndarray | Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SegmentComparison(Result):
    """Every segment against everyone else.

    Attributes
    ----------
    table
        A row per segment, measure and subject: the estimate in the segment and among everyone else, their difference
        (`change`) with interval, effect size, p value raw and adjusted. `measure` is "performance" (mean, 0 to 100),
        "indicator" (share, or recommend score), "importance" (R² units), "importance_share" or "coefficient". Rows on
        too small a base are `suppressed`, with the `reason`.
    tests
        A row per grouping and subject: all segments at once.
    pairs
        A row per pair of segments and construct, by Games and Howell.
    gate
        A row per grouping and construct: what its items allow to compare.
    segments
        A row per segment: its base.
    """

    key: ClassVar[tuple[str, ...]] = ("by", "segment", "measure", "subject")
    shown: ClassVar[tuple[str, ...]] = (
        "segment", "measure", "label", "n", "estimate", "estimate_rest", "change", "conf_low", "conf_high",
        "p_value", "p_adjusted",
    )  # fmt: skip

    tests: pd.DataFrame
    pairs: pd.DataFrame
    gate: pd.DataFrame
    segments: pd.DataFrame
    confidence: float = 0.95
    adjust: Correction = "bh"
    n_boot: int = 0
    seed: int = 0

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        return self.plot_measure("performance", ax, language=language)

    def plot_measure(self, measure: str, ax: Axes | None = None, *, language: str = "en") -> Axes:
        """Draw the differences of one measure, of two segments only the first: the other mirrors it.

        Parameters
        ----------
        measure
            One of the measures of `table`.
        ax
            Axes to draw on; new ones if None.
        language
            ``en`` or ``zh-CN``.

        Raises
        ------
        OptionError
            The table has no such measure.
        """
        from survey.plots import plot_segments

        return plot_segments(pick_drawn(self.table, measure), ax=ax, language=language, measure=measure)


@speak_language
def compare_segments(
    scores: Scores | Responses | pd.DataFrame,
    *,
    by: Labels,
    outcome: str | None = None,
    drivers: Iterable[str] | None = None,
    minimum: int = MINIMUM_BASE,
    n_boot: int = 1000,
    adjust: Correction = "bh",
    gate: Gate = "measurement",
    weights: Weights = None,
    missing: MissingMode = "listwise",
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
) -> SegmentComparison:
    """Compare every segment with everyone else: performance, indicators, importance and coefficients of drivers.

    Use it to ask for whom something is better, worse or more closely tied to satisfaction. Segments are compared with
    their complement, not with the total that contains them. Differences describe the people who are in a segment; they
    do not say what being in it does.

    Parameters
    ----------
    scores
        Responses (indicators and the measurement gate need them), scores, or a plain frame.
    by
        A single-choice item, `language` or another column of responses, a column of a plain frame, or one label a
        respondent; a list of names, or a mapping of names to labels, for several groupings at once.
    outcome, drivers
        As in `rank_drivers`; by default the questionnaire's.
    minimum
        Least base of either side of a comparison; smaller ones are suppressed.
    n_boot
        Bootstrap samples of each side for importance; 0 gives no intervals for it.
    adjust
        ``bh`` (false discovery rate), ``by``, ``holm`` or ``none``, within each measure over all subjects, segments and
        groupings of the call.
    gate
        ``"measurement"``: test first whether the items of each construct allow comparing means and coefficients; None:
        do not.
    weights
        For a plain frame: a column name, or one weight a row.
    missing
        As in `rank_drivers`, for the driver models; performance rests on everybody who has the score.
    confidence
        Coverage of each interval.
    seed
        Seed of the bootstrap; None is 0.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    SegmentComparison

    Raises
    ------
    DataError
        Fewer than two segments, or none with the least base on both sides.
    OptionError
        Unknown grouping, outcome, driver or option.

    Notes
    -----
    Performance: Welch's interval and test, Cohen's d. Indicators: Newcombe's interval and the score test, Cohen's h;
    the recommend score as a mean. Importance: percentile intervals of separate bootstraps of both sides; its p value
    from the bootstrap distribution, taken as normal. Coefficients: HC3 and Satterthwaite's df. All segments at once:
    Welch's F, and chi-square for indicators. Weights: in every estimate; standard errors of means are linearised,
    Newcombe's interval takes Kish's effective n, chi-square Rao and Scott's correction. Missing: respondents without
    a label are left out, with a note; a driver without enough answers in a segment is left out of that comparison's
    models on both sides. Cost: two bootstraps for each segment.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35. Games & Howell (1976), Journal of Educational Statistics 1, 113-125. Newcombe
    (1998), Statistics in Medicine 17, 873-890. Rao & Scott (1984), Annals of Statistics 12, 46-60. Benjamini & Hochberg
    (1995), JRSS B 57, 289-300.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame(rng.normal(size=(200, 2)), columns=["speed", "price"])
    >>> frame["rating"] = frame["speed"] + rng.normal(size=200)
    >>> frame["region"] = np.repeat(["north", "south"], 100)
    >>> found = compare_segments(frame, by="region", outcome="rating", n_boot=50)
    >>> found.table.query("measure == 'coefficient' and segment == 'north'")["subject"].tolist()
    ['speed', 'price']
    """
    options = check_comparison(minimum, missing, n_boot, confidence, adjust, gate)
    named = name_groupings(scores, by)
    columns = [one for one in named.values() if isinstance(one, str)]
    data = take_segment_input(scores, outcome, drivers, weights, language, aside=columns)
    groupings, notes = _take_groupings(scores, data, named, language, minimum)
    rows = []
    for number, one in enumerate(groupings):
        found, said = segment_rows(data, one, options, (seed or 0) + 1000 * number)
        rows += found
        notes += said
    mirrored = [one.by for one in groupings if len(one.groups.names) == 2]
    gates = [_check_gate(data, one, gate) for one in groupings]
    tests, pairs = tabulate_tests(data, groupings, minimum, confidence, adjust)
    if not n_boot:
        notes.append(Note("segments_no_draws"))
    segments = tabulate_segments(data, groupings, minimum)
    return SegmentComparison(
        table=tabulate_rows(rows, ["by", "segment"], data.labels, adjust, mirrored),
        n=int(np.sum(data.counted & np.any([one.groups.place >= 0 for one in groupings], axis=0))),
        method=_describe(data, missing, segments=len(segments), n_boot=n_boot, adjust=adjust),
        notes=(*notes, *(note for _, said in gates for note in said)),
        tests=tests,
        pairs=pairs,
        gate=pd.concat([table for table, _ in gates], ignore_index=True),
        segments=segments,
        confidence=confidence,
        adjust=adjust,
        n_boot=n_boot,
        seed=seed or 0,
    )


def check_comparison(
    minimum: int, missing: MissingMode, n_boot: int, confidence: float, adjust: Correction, gate: Gate
) -> SideOptions:
    """Return how two sides are compared, once the options are checked."""
    check_option("missing", missing, get_args(MissingMode))
    check_option("adjust", adjust, get_args(Correction))
    if gate not in (None, "measurement"):
        raise OptionError(f"gate={gate!r} is not an option; use 'measurement' or None.")
    if minimum < 2 or n_boot < 0 or not 0 < confidence < 1:
        raise OptionError(
            f"minimum={minimum} must be 2 or more, n_boot={n_boot} 0 or more, confidence={confidence} between 0 and 1."
        )
    return SideOptions(minimum, missing, n_boot, confidence)


def name_groupings(scores: Scores | Responses | pd.DataFrame, by: Labels) -> dict[str, Any]:
    """Return name to labels, one entry for each grouping asked for."""
    if isinstance(by, Mapping):
        return {str(name): labels for name, labels in by.items()}
    if isinstance(by, str):
        return {by: by}
    if isinstance(by, (list, tuple)) and len(by) != len(scores) and all(isinstance(one, str) for one in by):
        if not by or len(set(by)) < len(by):
            raise OptionError(
                f"by= names each grouping once, and at least one; labels are one a respondent ({len(scores)})."
            )
        return {str(one): one for one in by}
    return {str(getattr(by, "name", None) or "group"): by}


def _take_groupings(
    scores: Scores | Responses | pd.DataFrame,
    data: SegmentInput,
    named: dict[str, Any],
    language: str | None,
    minimum: int,
) -> tuple[list[Grouping], list[Note]]:
    """Return the groupings with a segment to compare, and what to say of the others."""
    groupings, notes = [], []
    for name, labels in named.items():
        if isinstance(scores, Scores) and isinstance(labels, str):
            raise OptionError(f"scores have no column {labels!r}; give responses, or one label a respondent.")
        source = scores.table if isinstance(scores, Scores) else scores
        one = Grouping(name, take_groups(source, labels, language))
        sizes = one.sizes(data.counted)
        if without := int(np.sum(data.counted & (one.groups.place < 0))):
            notes.append(Note("segments_no_label", n=without, by=name))
        small = [segment for segment, n in zip(one.groups.names, sizes, strict=True) if n < minimum]
        if small:
            notes.append(Note("segments_small", by=name, segments=", ".join(small), minimum=minimum))
        rest = int(np.sum(sizes)) - sizes
        alone = [segment for segment, n, m in zip(one.groups.names, sizes, rest, strict=True) if n >= minimum > m]
        if alone:
            notes.append(Note("segments_small_rest", by=name, segments=", ".join(alone), minimum=minimum))
        if not np.any((sizes >= minimum) & (rest >= minimum)):
            raise DataError(
                f"{name}: no segment has {minimum} respondents and as many outside it "
                f"({', '.join(f'{a} {n}' for a, n in zip(one.groups.names, sizes, strict=True))}). "
                "Join segments, or lower minimum=."
            )
        groupings.append(one)
    return groupings, notes


def _check_gate(data: SegmentInput, one: Grouping, gate: Gate) -> tuple[pd.DataFrame, list[Note]]:
    if gate is None:
        return pd.DataFrame(columns=GATE_COLUMNS), [Note("gate_skipped")]
    names = np.array([*one.groups.names, None], dtype=object)
    items = take_gate_items(data.responses, [data.outcome, *data.drivers])
    return check_gate(items, one.by, list(names[one.groups.place]), data.labels)


def _describe(data: SegmentInput, missing: MissingMode, **values: Any) -> Note:
    weighting = "unweighted" if data.weights is None else "weighted"
    return Note(f"segments_{missing}_{weighting}", **values)
