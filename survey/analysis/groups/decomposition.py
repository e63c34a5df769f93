"""A change of mean satisfaction, split into the drivers' means and their coefficients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, get_args

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import DriverInput, MissingMode, Weights
from survey.analysis.groups.decomposition_input import Origin, fit_rows
from survey.analysis.groups.decomposition_tables import Split, tabulate_drivers, tabulate_parts, tabulate_totals
from survey.analysis.groups.segments import MINIMUM_BASE
from survey.analysis.groups.wave_input import Answers, Waves, take_waves
from survey.analysis.groups.wave_tables import model_drivers
from survey.errors import OptionError, check_option
from survey.notes import Note
from survey.result import Result, display_table, speak_language
from survey.stats.decomposition import Reference, decompose_difference, decompose_moments
from survey.stats.resampled_moments import resample_moments

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Decomposition(Result):
    """The parts of a difference of two means.

    Attributes
    ----------
    table
        A row per component and driver, the intercept as "(intercept)": "explained" is what the drivers' means go with,
        "unexplained" what the coefficients go with; together they are the difference. The summary shows the explained
        rows and the sums.
    threefold
        The same split three ways: "endowments" at the first group's coefficients, "coefficients" at its means, and
        "interaction".
    totals
        A row per component, and the difference itself.
    drivers
        A row per driver: its means and coefficients in both groups, and the reference coefficient.
    groups
        Names of the two groups; the difference is the second's mean less the first's.
    """

    key: ClassVar[tuple[str, ...]] = ("component", "driver")
    shown: ClassVar[tuple[str, ...]] = (
        "component", "label", "part", "std_error", "conf_low", "conf_high", "p_value",
    )  # fmt: skip

    threefold: pd.DataFrame
    totals: pd.DataFrame
    drivers: pd.DataFrame
    groups: tuple[str, str]
    outcome: str
    outcome_label: str
    reference: Reference = "pooled"
    confidence: float = 0.95
    n_boot: int = 0
    seed: int = 0

    @property
    def difference(self) -> float:
        """The second group's mean outcome less the first's."""
        return float(self.totals.loc[self.totals["component"] == "difference", "part"].iloc[0])

    def _headline(self, language: str = "en") -> pd.DataFrame:
        """Show what the means of single drivers go with, then sums: single coefficient parts depend on the origin."""
        explained = self.table[self.table["component"] == "explained"]
        sums = self.totals[self.totals["component"].isin(("explained", "unexplained", "difference"))]
        order = ["explained", "unexplained", "difference"]
        last = sums.set_index("component").loc[order].reset_index()
        last["label"] = Note("decomposition_sum").in_language(language)
        shown = pd.concat([part[list(self.shown)] for part in (explained, last)], ignore_index=True)
        return display_table(shown, language, self.kinds)

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw what the drivers' means go with, one after the other, then the coefficients together."""
        from survey.plots import plot_decomposition
        from survey.plots.decomposition import WORDS

        check_option("language", language, WORDS)
        parts = self.table.loc[self.table["component"] == "explained"].rename(columns={"driver": "name"})
        sums = self.totals[self.totals["component"].isin(["unexplained", "difference"])]
        frame = pd.concat([parts.rename(columns={"label": "driver"}), sums.assign(driver="")])
        first, second = self.groups
        title = WORDS[language]["title"].format(outcome=self.outcome_label, first=first, second=second)
        return plot_decomposition(frame, ax=ax, language=language, labels={"title": title})


@speak_language
def decompose_change(
    waves: Mapping[str, Answers] | Answers,
    *,
    by: str | Sequence[object] | pd.Series | np.ndarray | None = None,
    groups: tuple[str, str] | None = None,
    outcome: str | None = None,
    drivers: Iterable[str] | None = None,
    reference: Reference = "pooled",
    origin: Origin = "scale",
    paired: bool | None = None,
    persons: str | Sequence[object] | pd.Series | None = None,
    minimum: int = MINIMUM_BASE,
    n_boot: int = 0,
    weights: Weights | Mapping[str, Any] = None,
    missing: MissingMode = "listwise",
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
) -> Decomposition:
    """Decompose the difference of two waves' or segments' mean outcome into parts of the drivers.

    Use it to say how much of a change goes with better or worse ratings of the drivers, and how much with a different
    tie between them and the outcome. The parts are arithmetic on two regressions; they do not say what would have
    happened without a change.

    Parameters
    ----------
    waves, by, outcome, drivers, paired, persons, weights
        As in `compare_waves`; `by` may also name a segment.
    groups
        The two to compare where there are more: the difference is the second's mean less the first's.
    reference
        Coefficients that value the twofold split: those of the ``first`` or ``second`` group, their half
        (``reimers``), their mean by size (``cotton``), or those of all rows without (``neumark``) or with an indicator
        of the group (``pooled``).
    origin
        Where a driver's 0 is: the ``scale``'s, or the ``mean`` of both groups. Only the coefficient parts of single
        drivers depend on it.
    minimum
        Least complete rows of either group.
    n_boot
        Bootstrap samples for further intervals; a panel needs them for its standard errors.
    missing
        As in `rank_drivers`; contact indicators are terms of their own, beside drivers set to the mean of all who were
        asked.
    confidence
        Coverage of the intervals.
    seed
        Seed of the bootstrap; None is 0.
    language
        Language of labels.

    Returns
    -------
    Decomposition

    Raises
    ------
    DataError
        Too few complete rows, or a group whose regression cannot be fitted.
    OptionError
        Unknown option or group; more than two groups without `groups`; a panel without `n_boot`.

    Notes
    -----
    The parts sum to the difference of the rows used. Weights: in means and regressions. Standard errors: delta method
    with random means and HC3 coefficients; for a panel those of the bootstrap of persons. Cost: two regressions.

    References
    ----------
    Kitagawa (1955), JASA 50, 1168-1194. Oaxaca (1973), International Economic Review 14, 693-709. Blinder (1973),
    Journal of Human Resources 8, 436-455. Neumark (1988), Journal of Human Resources 23, 279-295. Jann (2008), Stata
    Journal 8, 453-479. Oaxaca & Ransom (1999), Review of Economics and Statistics 81, 154-157 (choice of origin).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> def draw(level):
    ...     frame = pd.DataFrame(rng.normal(level, 1, size=(100, 2)), columns=["speed", "price"])
    ...     return frame.assign(rating=frame["speed"] + rng.normal(size=100))
    >>> found = decompose_change({"2025": draw(0), "2026": draw(1)}, outcome="rating")
    >>> bool(np.isclose(found.table["part"].sum(), found.difference))
    True
    """
    _check(reference, origin, missing, n_boot, confidence)
    taken = _pick(take_waves(waves, by, outcome, drivers, weights, paired, persons, language), groups, n_boot)
    kept, notes = model_drivers(taken, minimum)
    models, people = fit_rows(taken, list(kept), missing, minimum, origin)
    split = _split(taken, models, list(kept), people, reference, n_boot, seed or 0, confidence)
    return Decomposition(
        table=tabulate_parts(split, ("explained", "unexplained")),
        n=sum(map(len, split.rows)),
        method=_describe(models, reference, missing),
        notes=(*taken.notes, *notes, *_say(taken, split.found.difference, origin)),
        threefold=tabulate_parts(split, ("endowments", "coefficients", "interaction")),
        totals=tabulate_totals(split),
        drivers=tabulate_drivers(split),
        groups=(taken.names[0], taken.names[1]),
        outcome=taken.first.outcome,
        outcome_label=taken.first.outcome_label,
        reference=reference,
        confidence=confidence,
        n_boot=n_boot,
        seed=seed or 0,
    )


def _check(reference: str, origin: str, missing: str, n_boot: int, confidence: float) -> None:
    check_option("reference", reference, get_args(Reference))
    check_option("origin", origin, get_args(Origin))
    check_option("missing", missing, get_args(MissingMode))
    if n_boot < 0 or not 0 < confidence < 1:
        raise OptionError(f"n_boot={n_boot} must be 0 or more, and confidence={confidence} between 0 and 1.")


def _pick(waves: Waves, groups: tuple[str, str] | None, n_boot: int) -> Waves:
    """Return the two groups asked for, in that order."""
    if waves.paired and not n_boot:
        raise OptionError("the same persons are in both groups: give n_boot=, for example 1000, or paired=False.")
    if groups is None:
        if len(waves.names) > 2:
            raise OptionError(f"there are {len(waves.names)} groups; give groups=, two of: {', '.join(waves.names)}.")
        return waves
    if len(groups) != 2 or groups[0] == groups[1]:
        raise OptionError(f"groups={groups!r} must name two different groups.")
    for name in groups:
        check_option("groups", str(name), waves.names)
    at = [waves.names.index(str(name)) for name in groups]
    return replace(waves, names=[waves.names[i] for i in at], times=waves.times[at], sides=[waves.sides[i] for i in at])


def _split(
    waves: Waves,
    models: list[DriverInput],
    drivers: list[str],
    people: list[np.ndarray] | None,
    reference: Reference,
    n_boot: int,
    seed: int,
    confidence: float,
) -> Split:
    """Return the parts, with those of bootstrap samples if there are any."""
    rows, weights = [one.rows for one in models], (models[0].weights, models[1].weights)
    found = decompose_difference(rows[0], rows[1], weights, reference)
    draws = None
    if n_boot:
        first, second = resample_moments(rows, weights, n_boot=n_boot, seed=seed, persons=people)
        draws = decompose_moments(first, second, reference)
    terms = [*drivers, *models[0].controls]
    return Split(rows, weights, found, draws, terms, waves.first.labels, confidence, waves.paired)


def _say(waves: Waves, used: float, origin: Origin) -> list[Note]:
    means = []
    for side in waves.sides:
        x, w, _ = side.column(waves.first.outcome)
        means.append(float(np.average(x, weights=w)))
    notes = [Note("decomposition_origin", origin=Note(f"origin_{origin}"))]
    if abs(means[1] - means[0] - used) > 1e-9:
        notes.insert(0, Note("decomposition_all", all=means[1] - means[0], used=used))
    return notes


def _describe(models: list[DriverInput], reference: str, missing: str) -> Note:
    weighting = "unweighted" if all(one.weights is None for one in models) else "weighted"
    sizes = [len(one.rows) for one in models]
    values = Note(f"reference_{reference}")
    return Note(f"decomposition_{missing}_{weighting}", reference=values, n_first=sizes[0], n_second=sizes[1])
