"""Two groups side by side: performance, indicators, importance and coefficients, a row for each difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from survey.analysis.drivers.driver_input import DriverInput, MissingMode
from survey.analysis.drivers.driver_shares import as_shares, split_r2
from survey.analysis.groups.segment_input import SegmentInput
from survey.errors import DataError
from survey.stats.estimate_contrasts import EstimateContrast, contrast_draws, contrast_estimates
from survey.stats.group_contrasts import MeanContrast, contrast_means, take_group_means
from survey.stats.group_shares import contrast_shares
from survey.stats.moments import take_moments
from survey.stats.regression import OlsFit, fit_ols
from survey.stats.repeated_contrasts import contrast_repeated
from survey.stats.resampled_moments import ReplicateMoments, resample_moments

Row = dict[str, Any]


@dataclass(frozen=True)
class Side:
    """Part of the respondents of one set of answers; `person` numbers everybody of the set, for panels."""

    data: SegmentInput
    mask: np.ndarray
    person: np.ndarray | None = None

    def column(self, name: str) -> tuple[np.ndarray, np.ndarray | None, np.ndarray | None]:
        """Return values, weights and persons of those who have a construct or an indicator."""
        there = self.data.measured(name, self.mask)
        frame = self.data.values if name in self.data.values else self.data.indicators
        weights = None if self.data.weights is None else self.data.weights[there]
        return frame[name].to_numpy()[there], weights, None if self.person is None else self.person[there]

    def base(self, name: str) -> int:
        """Count those who have a construct or an indicator."""
        return int(np.sum(self.data.measured(name, self.mask)))

    @property
    def size(self) -> int:
        """Count everybody with a weight."""
        return int(np.sum(self.mask & self.data.counted))


@dataclass(frozen=True)
class SideOptions:
    """How two sides are compared; `drivers` are those of the models, None all."""

    minimum: int
    missing: MissingMode
    n_boot: int
    confidence: float
    drivers: tuple[str, ...] | None = None


def compare_sides(
    one: Side, other: Side, options: SideOptions, seed: int
) -> tuple[list[Row], list[tuple[str, list[str]]]]:
    """Return a row per measure and subject, and codes of notes with the drivers they name."""
    outcome, drivers = one.data.outcome, one.data.drivers
    rows = [_compare_means("performance", name, one, other, options) for name in [outcome, *drivers]]
    rows += [
        _compare_indicator(name, one, other, options)
        for name in map(str, one.data.indicators)
        if name in other.data.indicators
    ]
    more, notes = _compare_drivers(one, other, options, seed)
    return rows + more, notes


def empty_row(measure: str, subject: str, bases: tuple[int, int], reason: str) -> Row:
    """Return the row of what is not shown, with the reason."""
    return {
        "measure": measure,
        "subject": subject,
        "n": bases[0],
        "n_rest": bases[1],
        "suppressed": True,
        "reason": reason,
    }


def _row(measure: str, subject: str, bases: tuple[int, int], **numbers: float) -> Row:
    values = {name: float(value) for name, value in numbers.items()}
    return {
        **empty_row(measure, subject, bases, ""),
        "suppressed": False,
        "change": values["estimate"] - values["estimate_rest"],
        **values,
    }


def _compare_means(measure: str, subject: str, one: Side, other: Side, options: SideOptions) -> Row:
    bases = one.base(subject), other.base(subject)
    if min(bases) < max(options.minimum, 2):
        return empty_row(measure, subject, bases, "small_base")
    (x, w, who), (y, v, whom) = one.column(subject), other.column(subject)
    first, second = (take_group_means(a, np.zeros(len(a)), 1, b) for a, b in ((x, w), (y, v)))
    if who is not None and whom is not None:
        found: MeanContrast = contrast_repeated((x, y), (w, v), (who, whom), options.confidence)
    else:
        found = contrast_means(first, second, options.confidence)
    return _row(
        measure,
        subject,
        bases,
        estimate=first.mean[0],
        estimate_rest=second.mean[0],
        std_error=found.std_error[0],
        df=found.df[0],
        conf_low=found.conf_low[0],
        conf_high=found.conf_high[0],
        effect_size=found.cohens_d[0],
        p_value=found.p_value[0],
    )


def _compare_indicator(subject: str, one: Side, other: Side, options: SideOptions) -> Row:
    row = _compare_means("indicator", subject, one, other, options)
    if row["suppressed"] or subject == "recommend" or one.person is not None:
        return row
    (x, w, _), (y, v, _) = one.column(subject), other.column(subject)
    first, second = (take_group_means(a, np.zeros(len(a)), 1, b) for a, b in ((x, w), (y, v)))
    found = contrast_shares(row["estimate"], first.n_eff[0], row["estimate_rest"], second.n_eff[0], options.confidence)
    return row | {
        "std_error": found.std_error,
        "df": np.nan,
        "conf_low": found.conf_low,
        "conf_high": found.conf_high,
        "effect_size": found.cohens_h,
        "p_value": found.p_value,
    }


DRIVER_MEASURES = ("importance", "importance_share", "coefficient")


def _compare_drivers(
    one: Side, other: Side, options: SideOptions, seed: int
) -> tuple[list[Row], list[tuple[str, list[str]]]]:
    """Compare the driver models of both sides, with the drivers that both can fit."""
    least = max(options.minimum, 2)
    named = one.data.drivers if options.drivers is None else list(options.drivers)
    if min(one.size, other.size) < least:
        return list(_suppress(named, (one.size, other.size), "small_base")), []
    kept = [name for name in named if min(_varied(side, name, least) for side in (one, other))]
    dropped = [name for name in named if name not in kept]
    sides = (one, other)
    complete = [side.data.complete(side.mask, kept, options.missing) for side in sides]
    bases = int(np.sum(complete[0])), int(np.sum(complete[1]))
    notes = [("segments_driver_missing", dropped)] if dropped else []
    rows = [
        empty_row(measure, name, (one.base(name), other.base(name)), "driver_missing")
        for name in dropped
        for measure in DRIVER_MEASURES
    ]
    if not kept or min(bases) < least:
        return [*rows, *_suppress(kept, bases, "small_base")], notes
    try:
        models = [side.data.model(side.mask, kept, options.missing) for side in sides]
        fits = [fit_ols(model.rows[:, 0], model.rows[:, 1:], model.weights, options.confidence) for model in models]
    except DataError:
        return [*rows, *_suppress(kept, bases, "not_estimable")], [*notes, ("segments_model_failed", [])]
    persons = [side.person[used] for side, used in zip(sides, complete, strict=True) if side.person is not None]
    draws = _draw(models, persons, options.n_boot, seed)
    rows += _importance_rows(kept, models, draws, bases, options.confidence)
    rows += _coefficient_rows(kept, fits, draws if persons else None, bases, options.confidence)
    return rows, notes


def _varied(side: Side, name: str, least: int) -> bool:
    values = side.column(name)[0]
    return len(values) >= least and bool(np.ptp(values) > 0)


def _suppress(drivers: list[str], bases: tuple[int, int], reason: str) -> Iterator[Row]:
    return (empty_row(measure, name, bases, reason) for name in drivers for measure in DRIVER_MEASURES)


def _draw(
    models: list[DriverInput], persons: list[np.ndarray], n_boot: int, seed: int
) -> list[ReplicateMoments] | None:
    if not n_boot:
        return None
    rows, weights = [model.rows for model in models], [model.weights for model in models]
    return resample_moments(rows, weights, n_boot=n_boot, seed=seed, persons=persons or None)


def _importance_rows(
    drivers: list[str],
    models: list[DriverInput],
    draws: list[ReplicateMoments] | None,
    bases: tuple[int, int],
    confidence: float,
) -> list[Row]:
    k = len(drivers)
    whole = [split_r2(take_moments(model.rows, model.weights).covariance, k, "shapley") for model in models]
    again = [np.empty((0, k))] * 2 if draws is None else [split_r2(one.cross, k, "shapley") for one in draws]
    rows = []
    for measure in ("importance", "importance_share"):
        if measure == "importance_share":
            whole, again = [as_shares(one) for one in whole], [as_shares(one) for one in again]
        found = contrast_draws(again[0], again[1], confidence)
        rows += [
            _row(
                measure,
                name,
                bases,
                estimate=whole[0][at],
                estimate_rest=whole[1][at],
                std_error=found.std_error[at],
                conf_low=found.conf_low[at],
                conf_high=found.conf_high[at],
                p_value=found.p_value[at],
            )
            for at, name in enumerate(drivers)
        ]
    return rows


def _coefficient_rows(
    drivers: list[str],
    fits: list[OlsFit],
    draws: list[ReplicateMoments] | None,
    bases: tuple[int, int],
    confidence: float,
) -> list[Row]:
    one, other = (fit.coefficients[1 : len(drivers) + 1] for fit in fits)
    if draws is None:
        errors = [fit.std_error[1 : len(drivers) + 1] for fit in fits]
        found: EstimateContrast = contrast_estimates(
            one - other, (errors[0], errors[1]), (fits[0].df, fits[1].df), confidence
        )
    else:
        again = [moments.slopes[:, : len(drivers)] for moments in draws]
        found = contrast_draws(again[0], again[1], confidence)
    return [
        _row(
            "coefficient",
            name,
            bases,
            estimate=one[at],
            estimate_rest=other[at],
            std_error=found.std_error[at],
            df=found.df[at],
            conf_low=found.conf_low[at],
            conf_high=found.conf_high[at],
            p_value=found.p_value[at],
        )
        for at, name in enumerate(drivers)
    ]
