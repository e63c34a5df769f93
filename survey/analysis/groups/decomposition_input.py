"""The rows of a decomposition: complete, filled alike in both groups, with the drivers' 0 where it is wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from survey.analysis.drivers.driver_input import DriverInput, MissingMode
from survey.analysis.groups.wave_input import Waves
from survey.errors import DataError
from survey.stats.moments import take_moments

Origin = Literal["scale", "mean"]


def fit_rows(
    waves: Waves, drivers: list[str], missing: MissingMode, minimum: int, origin: Origin
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
    return _shift_origin(_fill_alike(waves, models, drivers, missing), len(drivers), origin), people or None


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


def _shift_origin(models: list[DriverInput], n_drivers: int, origin: Origin) -> list[DriverInput]:
    """Return the rows with the drivers' 0 where it is wanted."""
    if origin == "scale":
        return models
    whole = take_moments(models[0].rows, models[0].weights) + take_moments(models[1].rows, models[1].weights)
    centre = np.zeros(len(whole.mean))
    centre[1 : n_drivers + 1] = whole.mean[1 : n_drivers + 1]
    return [replace(one, rows=one.rows - centre) for one in models]
