"""Importance corrected for unreliability: reliabilities given, or estimated from the items in every sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from survey.analysis.drivers.driver_input import DriverInput
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.prepare.scoring import item_range
from survey.responses import Responses
from survey.scores import Scores
from survey.stats.consistency import alpha
from survey.stats.disattenuation import check_repair, disattenuate, repair
from survey.stats.omega import omega_total_batch

Floats = NDArray[np.float64]

ESTIMATORS = ("alpha", "omega")
#: Omega takes three items, for a factor of two is not identified; alpha stands in.
OMEGA_ITEMS = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Correction:
    """Hold the rows of an analysis and how its covariances are corrected.

    Attributes
    ----------
    data
        The input, complete on the items too where these give reliabilities.
    rows
        Columns of the input, then the items, shape (n, p + n_items).
    name
        "alpha", "omega", "given", or None for no correction.
    fixed
        Reliability of each column of the input, shape (p,); those estimated are 1 here.
    items
        For columns whose reliability is estimated, the places of their items among `rows`.
    """

    data: DriverInput
    rows: Floats
    name: str | None = None
    fixed: Floats = field(default_factory=lambda: np.empty(0))
    items: dict[int, list[int]] = field(default_factory=dict)

    def apply(self, cov: Floats) -> tuple[Floats, tuple[Note, ...]]:
        """Return corrected covariances of outcome, drivers and controls, and what had to be repaired."""
        if self.name is None or not len(cov):
            return cov[:, : self.data.rows.shape[1], : self.data.rows.shape[1]], ()
        fixed, bad, _ = repair(self._corrected(cov))
        return fixed, (Note("samples_repaired", count=int(np.sum(bad)), total=len(cov)),) if bad.any() else ()

    def estimate(self, cov: Floats) -> tuple[Floats, tuple[Note, ...]]:
        """Return the corrected covariances of the sample; refuse where the correction is impossible."""
        if self.name is None:
            return cov, ()
        reliability = self._reliability(cov[None])[0]
        names = [self.data.outcome, *self.data.drivers, *self.data.controls]
        low = [at for at in range(len(names)) if not 0 < reliability[at] <= 1]
        if low:
            raise DataError(
                f"the reliability of '{names[low[0]]}' is estimated as {reliability[low[0]]:.2f}, so nothing can "
                "be corrected; look at its items, or give reliability={…} by name."
            )
        fixed, bad, change = repair(self._corrected(cov[None]))
        if bad[0]:
            check_repair(float(change[0]), ", ".join(names))
        used = "; ".join(f"{name} {value:.3f}" for name, value in zip(names, reliability, strict=True) if value < 1)
        notes = [Note("driver_reliability", reliabilities=used or "1")]
        if bad[0]:
            notes.append(Note("correlations_repaired", change=float(change[0])))
        return fixed[0], tuple(notes)

    def _reliability(self, cov: Floats) -> Floats:
        """Return the reliability of each column in each sample, shape (B, p)."""
        result = np.tile(self.fixed, (len(cov), 1))
        for column, items in self.items.items():
            block = cov[:, np.array(items)[:, None], items]
            omega = self.name == "omega" and len(items) >= OMEGA_ITEMS
            result[:, column] = _omega(block) if omega else alpha(block)
        return result

    def _corrected(self, cov: Floats) -> Floats:
        p = self.data.rows.shape[1]
        # a resampled reliability of 0 or less says nothing of its variance; a small one keeps the sample usable
        reliability = np.clip(np.nan_to_num(self._reliability(cov), nan=1.0), 0.05, 1.0)
        return disattenuate(cov[:, :p, :p], reliability)


def _omega(block: Floats) -> Floats:
    return np.asarray(omega_total_batch(block), dtype=np.float64)


def take_correction(
    scores: Scores | Responses | pd.DataFrame,
    data: DriverInput,
    reliability: str | Mapping[str, float] | None,
) -> Correction:
    """Take the correction that was asked for.

    Raises
    ------
    OptionError
        An unknown estimator or name, a reliability outside 0 to 1, or no items to estimate it from.
    DataError
        Too few respondents answered all items.
    """
    if reliability is None:
        return Correction(data=data, rows=data.rows)
    names = [data.outcome, *data.drivers, *data.controls]
    if isinstance(reliability, Mapping):
        return Correction(data=data, rows=data.rows, name="given", fixed=_given(reliability, names))
    if reliability not in ESTIMATORS:
        raise OptionError(f"reliability={reliability!r} is not an option; use alpha, omega or values by name.")
    if not isinstance(scores, Responses):
        raise OptionError(
            f"reliability={reliability!r} is estimated from items, which {type(scores).__name__} does not hold; give "
            "the responses, or values by name: reliability={'" + data.drivers[0] + "': 0.8, …}."
        )
    return _from_items(scores, data, names, reliability)


def _given(reliability: Mapping[str, float], names: list[str]) -> Floats:
    unknown = [name for name in reliability if name not in names]
    if unknown:
        raise OptionError(f"reliability: '{unknown[0]}' is not in the analysis; there are: {', '.join(names)}.")
    bad = [name for name, value in reliability.items() if not 0 < value <= 1]
    if bad:
        raise OptionError(f"reliability of '{bad[0]}' is {reliability[bad[0]]}; it has to be above 0 and at most 1.")
    return np.array([float(reliability.get(name, 1.0)) for name in names])


def _from_items(responses: Responses, data: DriverInput, names: list[str], estimator: str) -> Correction:
    constructs = responses.questionnaire.constructs
    of = {at: list(constructs[name].items) for at, name in enumerate(names) if name in constructs}
    several = {at: items for at, items in of.items() if len(items) > 1}
    if not several:
        raise OptionError("every construct has a single item, whose reliability the answers cannot show; give values.")
    flat = [item for items in several.values() for item in items]
    values = responses.keyed(flat).to_numpy(dtype=float)[data.positions]
    for at, item in enumerate(flat):
        low, high = item_range(responses.questionnaire.item(item)) or (0.0, 1.0)
        values[:, at] = (values[:, at] - low) / (high - low) * 100
    there = ~np.isnan(values).any(axis=1)
    if np.sum(there) < len(names) + 2:
        raise DataError(
            f"{int(np.sum(there))} respondents answered all items of {', '.join(names)}; the reliabilities need at "
            f"least {len(names) + 2}. Give values by name instead."
        )
    notes: tuple[Note, ...] = () if there.all() else (Note("items_complete", n=int(np.sum(there)), n_total=len(there)),)
    single = [names[at] for at in of if at not in several]
    notes += (Note("single_items", constructs=", ".join(single)),) if single else ()
    kept = replace(
        data,
        rows=data.rows[there],
        weights=None if data.weights is None else data.weights[there],
        positions=data.positions[there],
        notes=(*data.notes, *notes),
    )
    begin, places = data.rows.shape[1], {}
    for column, items in several.items():
        places[column] = list(range(begin, begin + len(items)))
        begin += len(items)
    rows = np.hstack([kept.rows, values[there]])
    return Correction(data=kept, rows=rows, name=estimator, fixed=np.ones(len(names)), items=places)
