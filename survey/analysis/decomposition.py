"""A change of mean satisfaction, split into the drivers' means and their coefficients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from survey.analysis.decomposition_tables import Split, tabulate_drivers, tabulate_parts, tabulate_totals
from survey.analysis.driver_input import DriverInput, MissingMode, Weights
from survey.analysis.segments import MINIMUM_BASE
from survey.analysis.wave_input import Answers, Waves, take_waves
from survey.analysis.wave_tables import model_drivers
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.result import Result
from survey.stats.decomposition import Reference, decompose_difference, decompose_moments
from survey.stats.moments import take_moments
from survey.stats.resampled_moments import resample_moments

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Origin = Literal["scale", "mean"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Decomposition(Result):
    """The parts of a difference of two means.

    Attributes
    ----------
    table
        A row per component and driver, the intercept as "(intercept)": "explained" is what the drivers' means go with,
        "unexplained" what the coefficients go with; together they are the difference.
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
    taken = _pick(take_waves(waves, by, outcome, drivers, weights, paired, persons, language), groups)
    if taken.paired and not n_boot:
        raise OptionError("the same persons are in both groups: give n_boot=, for example 1000, or paired=False.")
    kept, notes = model_drivers(taken, minimum)
    models, people = _fit_rows(taken, list(kept), missing, minimum)
    rows = _shift(models, len(kept), origin)
    used = (models[0].weights, models[1].weights)
    found = decompose_difference(rows[0], rows[1], used, reference)
    draws = None
    if n_boot:
        moments = resample_moments(rows, used, n_boot=n_boot, seed=seed or 0, persons=people)
        draws = decompose_moments(moments[0], moments[1], reference)
    terms = [*kept, *models[0].controls]
    split = Split(found, draws, terms, taken.first.labels, confidence, taken.paired)
    return Decomposition(
        table=tabulate_parts(split, ("explained", "unexplained")),
        n=len(rows[0]) + len(rows[1]),
        method=_describe(models, reference, missing),
        notes=(*taken.notes, *notes, *_say(taken, found.difference, origin)),
        threefold=tabulate_parts(split, ("endowments", "coefficients", "interaction")),
        totals=tabulate_totals(split, rows, used),
        drivers=tabulate_drivers(split, rows, used),
        groups=(taken.names[0], taken.names[1]),
        outcome=taken.first.outcome,
        outcome_label=taken.first.labels.get(taken.first.outcome, taken.first.outcome),
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


def _pick(waves: Waves, groups: tuple[str, str] | None) -> Waves:
    """Return the two groups asked for, in that order."""
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


def _fit_rows(
    waves: Waves, drivers: list[str], missing: MissingMode, minimum: int
) -> tuple[list[DriverInput], list[np.ndarray] | None]:
    """Return the checked rows of both groups, and the persons behind them in a panel."""
    if not drivers:
        raise DataError(f"no driver has {minimum} answers in both groups; lower minimum= or name other drivers.")
    complete = [side.data.complete(side.mask, drivers, missing) for side in waves.sides]
    for name, one in zip(waves.names, complete, strict=True):
        if np.sum(one) < minimum:
            raise DataError(
                f"{name} has {int(np.sum(one))} complete rows, fewer than {minimum}; lower minimum=, name fewer "
                "drivers, or use missing='indicator' for drivers that routing hides."
            )
    models = [side.data.model(side.mask, drivers, missing) for side in waves.sides]
    if models[0].controls != models[1].controls:
        raise DataError(
            "a driver was kept from some respondents in one group only, so its indicator cannot be fitted in the other "
            f"({', '.join({*models[0].controls} ^ {*models[1].controls})}); use missing='listwise' or leave it out."
        )
    people = [side.person[one] for side, one in zip(waves.sides, complete, strict=True) if side.person is not None]
    return _fill_alike(waves, models, drivers, missing), people or None


def _fill_alike(waves: Waves, models: list[DriverInput], drivers: list[str], missing: MissingMode) -> list[DriverInput]:
    """Fill those not asked with one value in both groups: means of different fillings do not compare."""
    if missing == "listwise":
        return models
    rows = [one.rows.copy() for one in models]
    weights = np.concatenate([np.ones(len(one.rows)) if one.weights is None else one.weights for one in models])
    for at, name in enumerate(drivers, start=1):
        hidden = [
            side.data.not_asked[name].to_numpy(dtype=bool)[side.mask][one.positions]
            for side, one in zip(waves.sides, models, strict=True)
        ]
        asked = ~np.concatenate(hidden)
        common = np.average(np.concatenate([x[:, at] for x in rows])[asked], weights=weights[asked])
        for x, out in zip(rows, hidden, strict=True):
            x[out, at] = common
    return [replace(one, rows=x) for one, x in zip(models, rows, strict=True)]


def _shift(models: list[DriverInput], n_drivers: int, origin: Origin) -> list[np.ndarray]:
    """Return the rows with the drivers' 0 where it is wanted."""
    if origin == "scale":
        return [one.rows for one in models]
    whole = take_moments(models[0].rows, models[0].weights) + take_moments(models[1].rows, models[1].weights)
    centre = np.zeros(len(whole.mean))
    centre[1 : n_drivers + 1] = whole.mean[1 : n_drivers + 1]
    return [one.rows - centre for one in models]


def _say(waves: Waves, used: float, origin: Origin) -> list[Note]:
    means = []
    for side in waves.sides:
        x, w, _ = side.column(waves.first.outcome)
        means.append(float(np.average(x, weights=w)))
    notes = [Note("decomposition_origin", origin=origin)]
    if abs(means[1] - means[0] - used) > 1e-9:
        notes.insert(0, Note("decomposition_all", all=means[1] - means[0], used=used))
    return notes


def _describe(models: list[DriverInput], reference: str, missing: str) -> Note:
    weighting = "unweighted" if all(one.weights is None for one in models) else "weighted"
    sizes = [len(one.rows) for one in models]
    return Note(f"decomposition_{missing}_{weighting}", reference=reference, n_first=sizes[0], n_second=sizes[1])
