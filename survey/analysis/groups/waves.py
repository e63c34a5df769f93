"""Waves: since when the performance, the importance and the coefficients of drivers have changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import MissingMode, Weights
from survey.analysis.groups.group_sides import Row, SideOptions, compare_sides
from survey.analysis.groups.segment_tables import say_places, tabulate_rows
from survey.analysis.groups.segments import MINIMUM_BASE, Gate, check_comparison
from survey.analysis.groups.wave_input import Answers, Waves, take_waves
from survey.analysis.groups.wave_tables import measure_levels, model_drivers, tabulate_levels, tabulate_trends
from survey.analysis.measurement.measurement_gate import GATE_COLUMNS, check_gate
from survey.errors import DataError, check_option
from survey.notes import Note
from survey.result import Result, speak_language
from survey.stats.descriptives import effective_n
from survey.stats.false_discovery import Correction

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Against = Literal["previous", "first"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class WaveComparison(Result):
    """What changed from wave to wave.

    Attributes
    ----------
    table
        A row per wave, measure and subject: the estimate, that of the wave it is held against, the change with
        interval, effect size, p value raw and adjusted. `measure` as in `SegmentComparison`.
    levels
        A row per wave, measure and subject: the estimate itself with its interval.
    trends
        With three waves or more, a row per measure and subject: the weighted slope over time.
    gate
        A row per construct: what its items allow to compare between the waves.
    waves
        A row per wave: its base and its place in time.
    paired
        Whether the same persons were followed.
    """

    key: ClassVar[tuple[str, ...]] = ("wave", "against", "measure", "subject")
    shown: ClassVar[tuple[str, ...]] = (
        "wave", "against", "measure", "label", "n", "estimate_rest", "estimate", "change", "conf_low", "conf_high",
        "p_value", "p_adjusted",
    )  # fmt: skip

    levels: pd.DataFrame
    trends: pd.DataFrame
    gate: pd.DataFrame
    waves: pd.DataFrame
    paired: bool = False
    confidence: float = 0.95
    adjust: Correction = "bh"
    n_boot: int = 0
    seed: int = 0

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        return self.plot_measure("performance", ax, language=language)

    def plot_measure(self, measure: str, ax: Axes | None = None, *, language: str = "en") -> Axes:
        """Draw the estimates of one measure from the first wave to the last, a row per subject.

        Parameters
        ----------
        measure
            One of the measures of `levels`.
        ax
            Axes to draw on; new ones if None.
        language
            ``en`` or ``zh-CN``.

        Raises
        ------
        OptionError
            The levels have no such measure.
        """
        from survey.plots import plot_waves

        check_option("measure", measure, list(self.levels["measure"].unique()))
        frame = self.levels[self.levels["measure"] == measure].rename(columns={"label": "driver"})
        return plot_waves(frame, ax=ax, language=language, measure=measure)


@speak_language
def compare_waves(
    waves: Mapping[str, Answers] | Answers,
    *,
    by: str | Sequence[object] | pd.Series | np.ndarray | None = None,
    outcome: str | None = None,
    drivers: Iterable[str] | None = None,
    against: Against = "previous",
    paired: bool | None = None,
    persons: str | Sequence[object] | pd.Series | None = None,
    minimum: int = MINIMUM_BASE,
    n_boot: int = 1000,
    adjust: Correction = "bh",
    gate: Gate = "measurement",
    weights: Weights | Mapping[str, Any] = None,
    missing: MissingMode = "listwise",
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
) -> WaveComparison:
    """Compare waves of a survey: performance, indicators, importance and coefficients of drivers.

    Use it for surveys repeated with other people, or with the same ones. A change says that the waves differ; what
    brought it about needs a design.

    Parameters
    ----------
    waves
        Wave to its answers, in order of time (responses, scores or frames; questionnaires may differ), or one set of
        answers with `by`.
    by
        For one set of answers: the column that tells the wave, or one label a respondent.
    outcome, drivers
        As in `rank_drivers`; by default the questionnaire's. Drivers that a wave lacks are left out, with a note.
    against
        ``previous``: each wave against the one before it. ``first``: against the first.
    paired
        Whether the same persons answered: True follows them, False does not, None finds out from the respondent ids.
        Ids that look like row numbers are not taken for persons.
    persons
        For one set of answers: the column that holds the person, or one value a row.
    minimum, n_boot, adjust, gate, missing, confidence, seed, language
        As in `compare_segments`.
    weights
        For plain frames: a column name, one weight a row (with `by`), or a mapping of wave to weights.

    Returns
    -------
    WaveComparison

    Raises
    ------
    DataError
        Fewer than two waves with the least base, nothing in common, or no person in two waves of a panel.
    OptionError
        Unknown column, outcome, driver or option.

    Notes
    -----
    Different persons: as in `compare_segments`, each wave bootstrapped by itself. The same persons: standard errors of
    changes are linearised over persons (with everybody in both waves the paired t test), and whole persons are
    bootstrapped; persons in one wave only stay. Trend: slope over time by weighted least squares on the waves'
    estimates; time is the waves' own numbers, or 1, 2, 3. Weights: in every estimate. Missing: as `missing` says for
    the driver models; performance rests on everybody who has the score. Cost: two bootstraps for each change.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35. Binder (1983), International Statistical Review 51, 279-292. Efron & Tibshirani
    (1993), An introduction to the bootstrap. Benjamini & Hochberg (1995), JRSS B 57, 289-300.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> def draw(level):
    ...     frame = pd.DataFrame(rng.normal(level, 1, size=(100, 2)), columns=["speed", "price"])
    ...     return frame.assign(rating=frame["speed"] + rng.normal(size=100))
    >>> found = compare_waves({"2025": draw(0), "2026": draw(1)}, outcome="rating", n_boot=50)
    >>> bool(found.table.set_index(["measure", "subject"])["change"]["performance", "speed"] > 0)
    True
    """
    options = check_comparison(minimum, missing, n_boot, confidence, adjust, gate)
    check_option("against", against, ("previous", "first"))
    taken = take_waves(waves, by, outcome, drivers, weights, paired, persons, language)
    bases = _tabulate_bases(taken)
    _check_bases(bases, minimum)
    kept, notes = model_drivers(taken, minimum)
    options = replace(options, drivers=kept)
    rows, said = _change_rows(taken, options, against, seed or 0)
    levels = measure_levels(taken, options, seed or 0)
    gates, more = _check_gate(taken, by if isinstance(by, str) else "wave", gate)
    if not n_boot:
        notes.append(Note("segments_no_draws"))
    return WaveComparison(
        table=tabulate_rows(rows, ["wave", "against"], taken.first.labels, adjust),
        n=int(bases["n"].sum()),
        method=_describe(taken, missing, n_boot, adjust),
        notes=(*taken.notes, *notes, *said, *more),
        levels=tabulate_levels(taken, levels),
        trends=tabulate_trends(taken, levels, confidence, adjust),
        gate=gates,
        waves=bases,
        paired=taken.paired,
        confidence=confidence,
        adjust=adjust,
        n_boot=n_boot,
        seed=seed or 0,
    )


def _tabulate_bases(waves: Waves) -> pd.DataFrame:
    rows = []
    for name, time, side in zip(waves.names, waves.times, waves.sides, strict=True):
        there = side.mask & side.data.counted
        n_eff = float(np.sum(there))
        if side.data.weights is not None and n_eff:
            n_eff = effective_n(side.data.weights[there])
        rows.append((name, time, int(np.sum(there)), n_eff))
    return pd.DataFrame(rows, columns=["wave", "position", "n", "n_eff"])


def _check_bases(bases: pd.DataFrame, minimum: int) -> None:
    if int((bases["n"] >= minimum).sum()) < 2:
        sizes = ", ".join(f"{wave} {n}" for wave, n in zip(bases["wave"], bases["n"], strict=True))
        raise DataError(f"fewer than two waves have {minimum} respondents ({sizes}); lower minimum= or join waves.")


def _change_rows(waves: Waves, options: SideOptions, against: Against, seed: int) -> tuple[list[Row], list[Note]]:
    rows: list[Row] = []
    notes: list[Note] = []
    for at in range(1, len(waves.names)):
        before = at - 1 if against == "previous" else 0
        found, said = compare_sides(waves.sides[at], waves.sides[before], options, seed + at)
        names = {"wave": waves.names[at], "against": waves.names[before]}
        rows += [{**names, **row} for row in found]
        notes += say_places(said, " – ".join(names.values()), waves.first.labels, options.minimum)
    return rows, notes


def _check_gate(waves: Waves, by: str, gate: Gate) -> tuple[pd.DataFrame, list[Note]]:
    if gate is None:
        return pd.DataFrame(columns=GATE_COLUMNS), [Note("gate_skipped")]
    items, names = waves.gate_items()
    table, notes = check_gate(items, by, names, waves.first.labels)
    if waves.paired and items is not None:
        notes.append(Note("gate_independent"))
    return table, notes


def _describe(waves: Waves, missing: MissingMode, n_boot: int, adjust: Correction) -> Note:
    weighted = any(side.data.weights is not None for side in waves.sides)
    design = "paired" if waves.paired else "apart"
    weighting = "weighted" if weighted else "unweighted"
    return Note(f"waves_{design}_{missing}_{weighting}", waves=len(waves.names), n_boot=n_boot, adjust=adjust)
