"""Who shares R²: drivers, or groups of drivers that enter and leave together, and how the split is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.analysis.drivers.driver_input import DriverInput
from survey.errors import OptionError
from survey.notes import Note
from survey.stats.controls import partial_out
from survey.stats.importance import lmg, lmg_grouped
from survey.stats.relative_weights import relative_weights
from survey.stats.sampled_shapley import ORDERS, ORDERS_PER_SAMPLE, draw_orders, sampled_lmg

Floats = NDArray[np.float64]
Method = Literal["shapley", "relative_weights"]
Groups = Mapping[str, Iterable[str]]

#: Most players whose 2^k models are all fitted; beyond, orders of entering are sampled.
MAX_EXACT = 24

SHARES: dict[str, Callable[..., Floats]] = {"shapley": lmg, "relative_weights": relative_weights}


@dataclass(frozen=True, kw_only=True, eq=False)
class Players:
    """Hold who shares R².

    Attributes
    ----------
    names, labels
        One a player.
    members
        Positions of each player's drivers among all drivers, 0 the first.
    n_drivers
        How many columns after the outcome are drivers; those behind are controls.
    seed
        Seed of the orders, where they are sampled.
    """

    names: list[str]
    labels: list[str]
    members: list[list[int]]
    n_drivers: int
    seed: int = 0

    @property
    def columns(self) -> list[list[int]]:
        """Positions of each player's drivers in the covariances, outcome at 0."""
        return [[j + 1 for j in member] for member in self.members]

    @property
    def sizes(self) -> list[int]:
        """How many drivers each player has."""
        return [len(member) for member in self.members]

    @property
    def grouped(self) -> bool:
        """Whether any player has more than one driver."""
        return len(self.members) < self.n_drivers

    def samples_orders(self, method: str) -> bool:
        """Whether there are too many players to fit every model."""
        return method == "shapley" and len(self.members) > MAX_EXACT


def take_players(data: DriverInput, groups: Groups | None, seed: int) -> Players:
    """Take the players: the groups where they are named, and every other driver by itself.

    Raises
    ------
    OptionError
        A group is empty, bears a driver's name, names something that is no driver, or a driver is in two groups.
    """
    place = {name: at for at, name in enumerate(data.drivers)}
    label = dict(zip(data.drivers, data.labels, strict=True))
    home: dict[str, str] = {}
    for group, names in (groups or {}).items():
        members = [names] if isinstance(names, str) else [str(name) for name in names]
        _check_group(str(group), members, place, home)
        home.update(dict.fromkeys(members, str(group)))
    order = list(dict.fromkeys(home.get(name, name) for name in data.drivers))
    inside = {name: [at for driver, at in place.items() if home.get(driver, driver) == name] for name in order}
    return Players(
        names=order,
        labels=[label.get(name, name) for name in order],
        members=[inside[name] for name in order],
        n_drivers=len(data.drivers),
        seed=seed,
    )


def _check_group(group: str, members: list[str], place: Mapping[str, int], home: Mapping[str, str]) -> None:
    if not members:
        raise OptionError(f"group '{group}' is empty; name its drivers.")
    unknown = [name for name in members if name not in place]
    if unknown:
        raise OptionError(f"group '{group}': '{unknown[0]}' is no driver; the drivers are: {', '.join(place)}.")
    twice = [name for name in members if name in home or members.count(name) > 1]
    if twice:
        where = home.get(twice[0], group)
        raise OptionError(f"driver '{twice[0]}' is in group '{where}' and again in '{group}'; put it in one.")
    if group in place and members != [group]:
        raise OptionError(f"group '{group}' bears the name of a driver; give it another.")


def split_players(cov: Floats, players: Players, method: str) -> Floats:
    """Return each player's share of the outcome's variance, controls taken out first, shape (..., n_players)."""
    if players.samples_orders(method):
        return _sample(cov, players)[0]
    controls = list(range(players.n_drivers + 1, cov.shape[-1]))
    inner = partial_out(cov, controls) if controls else cov
    total = cov[..., 0, 0]
    if method == "relative_weights":
        alone = relative_weights(inner, total_variance=total)
        return sum_members(alone, players)
    if players.grouped:
        return lmg_grouped(inner, players.members, total_variance=total)
    return lmg(inner, total_variance=total)


def sum_members(values: Floats, players: Players) -> Floats:
    """Return sums over each player's drivers, shape (..., n_players)."""
    if not players.grouped:
        return values
    return np.stack([np.sum(values[..., member], axis=-1) for member in players.members], axis=-1)


def _sample(cov: Floats, players: Players) -> tuple[Floats, Floats]:
    """Return sampled shares and their Monte-Carlo errors; bootstrap samples move from the estimate's own orders."""
    stack = cov.reshape(-1, *cov.shape[-2:])
    count = ORDERS if len(stack) == 1 else ORDERS_PER_SAMPLE
    orders = draw_orders(len(players.members), count, players.seed)
    shares, error = sampled_lmg(stack, players.columns, orders)
    shape = (*cov.shape[:-2], len(players.members))
    return shares.reshape(shape), error.reshape(shape)


def monte_carlo_error(cov: Floats, players: Players, method: str) -> Floats:
    """Return the error that sampling orders leaves in each share of R²; 0 where every order counts."""
    if not players.samples_orders(method):
        return np.zeros(len(players.members))
    return _sample(cov, players)[1]


def steady_draws(draws: Floats, cov: Floats, importance: Floats, players: Players, method: str) -> Floats:
    """Return bootstrap samples without the error of their few sampled orders, which they share with the estimate."""
    if not players.samples_orders(method) or not len(draws):
        return draws
    orders = draw_orders(len(players.members), ORDERS_PER_SAMPLE, players.seed)
    few = sampled_lmg(cov[None], players.columns, orders)[0][0]
    return np.asarray(np.maximum(draws + importance - few, 0.0))


def describe_groups(players: Players, drivers: list[str]) -> tuple[Note, ...]:
    """Say which drivers each group holds."""
    if not players.grouped:
        return ()
    texts = [
        f"{name} ({', '.join(drivers[at] for at in member)})"
        for name, member in zip(players.names, players.members, strict=True)
        if len(member) > 1
    ]
    return (Note("driver_groups", groups="; ".join(texts)),)
