"""Dominance of pairs of drivers, in the sample and over bootstrap samples."""

from __future__ import annotations

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_players import MAX_EXACT, Players
from survey.errors import DataError
from survey.stats.controls import partial_out
from survey.stats.dominance import dominance_orders

#: Models fitted over all bootstrap samples together.
MOST_MODELS = 1 << 24


def dominance_table(cov: np.ndarray, draws: np.ndarray, players: Players, ranked: list[str]) -> pd.DataFrame:
    """Return a row per pair and level, pairs in the order of `ranked`.

    Raises
    ------
    DataError
        There are too many drivers to fit every model.
    """
    if len(players.members) > MAX_EXACT:
        raise DataError(
            f"dominance compares every model of {len(players.members)} drivers, at most {MAX_EXACT} can be: group "
            "drivers or name fewer."
        )
    groups = players.members if players.grouped else None
    used = draws[: max(1, MOST_MODELS >> len(players.members))]
    observed = dominance_orders(_without_controls(cov, players), groups)
    sampled = dominance_orders(_without_controls(used, players), groups) if len(used) else None
    place = {name: at for at, name in enumerate(players.names)}
    one, other = np.triu_indices(len(ranked), 1)
    order = np.array([place[name] for name in ranked], dtype=np.intp)
    at = (order[one], order[other])
    names = np.array(ranked, dtype=object)
    frames = []
    for level, matrix in observed.items():
        estimate = matrix[at]
        frame = pd.DataFrame({"driver": names[one], "other": names[other], "level": level, "estimate": estimate})
        over = np.full((1, len(one)), np.nan) if sampled is None else sampled[level][:, at[0], at[1]]
        frames.append(frame.assign(**_describe(over, estimate), n_boot=len(used)))
    return pd.concat(frames, ignore_index=True)


def _without_controls(cov: np.ndarray, players: Players) -> np.ndarray:
    controls = list(range(players.n_drivers + 1, cov.shape[-1]))
    return partial_out(cov, controls) if controls else cov


def _describe(samples: np.ndarray, estimate: np.ndarray) -> dict[str, np.ndarray]:
    """Return what Azen & Budescu print: mean and standard error of D, its shares, and how often it is the observed."""
    unknown = np.isnan(samples).any(axis=0)
    shares = {
        "dominates": np.mean(samples == 1, axis=0),
        "dominated": np.mean(samples == 0, axis=0),
        "undetermined": np.mean(samples == 0.5, axis=0),
        "reproducibility": np.mean(samples == estimate, axis=0),
    }
    spread = np.std(samples, axis=0, ddof=1) if len(samples) > 1 else np.full(samples.shape[1], np.nan)
    return {
        "mean": np.mean(samples, axis=0),
        "std_error": spread,
        **{name: np.where(unknown, np.nan, values) for name, values in shares.items()},
    }
