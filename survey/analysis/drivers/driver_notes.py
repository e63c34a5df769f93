"""What a driver analysis says of itself in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from survey.analysis.drivers.driver_input import DriverInput
from survey.analysis.drivers.driver_players import Method, Players
from survey.notes import Note
from survey.stats.importance_inference import IntervalKind


def describe_method(data: DriverInput, method: Method, interval: IntervalKind, n_boot: int, seed: int) -> Note:
    """Return estimator, base, weights and interval in one sentence."""
    values: dict[str, Any] = {"n": len(data.rows), "n_total": data.n_total, "n_boot": n_boot, "seed": seed}
    weighted = "weighted" if data.weights is not None else "unweighted"
    kind = "" if interval == "percentile" else f"_{interval}"
    return Note(f"drivers_{method}_{data.missing}_{weighted}{kind}", **values)


def describe_result(table: pd.DataFrame, players: Players, method: Method, correction: str | None) -> tuple[Note, ...]:
    """Say what a reader must know of the shares: suppressors, noise, sampled orders, a correction."""
    notes = []
    if correction is not None:
        notes.append(Note(f"disattenuated_{correction}"))
    if players.samples_orders(method):
        notes.append(Note("orders_sampled", error=float(table["monte_carlo_error"].max()), seed=players.seed))
    labels = table["label"].to_numpy(dtype=object)
    differs = labels[table["sign_differs"].to_numpy(dtype=bool)].tolist()
    if differs:
        notes.append(Note("suppressors", drivers=", ".join(differs)))
    noise = labels[~table["above_noise"].to_numpy(dtype=bool)].tolist()
    if noise:
        notes.append(Note("within_noise", drivers=", ".join(noise)))
    return tuple(notes)
