"""What simulated answers follow: coefficients, loadings and levels, the same for every seed and sample size."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle
from zlib import crc32

import numpy as np

from survey.errors import DataError
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

# R² of the latent outcome when the questionnaire gives no coefficients, and when those given imply more than LIMIT_R2.
DEFAULT_R2, LIMIT_R2, SCALED_R2 = 0.5, 0.95, 0.9
# Reliability of a construct's scores by Spearman–Brown, the same for each, so that measurement error leaves the order
# of the drivers alone; a loading of more than MAX_LOADING would make an item the construct itself.
RELIABILITY, MAX_LOADING = 0.88, 0.95
# Mean of an item on the 0–1 line of its scale by rank of the driver: important ones low and high, minor ones too, so
# that every quadrant of a priorities map has somebody in it.
DRIVER_LEVELS = (0.62, 0.77, 0.66, 0.61, 0.79, 0.71)
OUTCOME_LEVEL, OTHER_LEVEL = 0.70, 0.75
# Spread on the same line; the lower side is wider: satisfaction is skewed to the left (Peterson & Wilson 1992, J. Acad.
# Marketing Science 20:61-71).
SPREAD, LOWER_SIDE = 0.21, 1.35
# How far items differ from their construct in mean, spread and loading.
LEVEL_JITTER, SPREAD_JITTER, LOADING_JITTER = 0.05, 0.02, 0.05
# Loading on the outcome of ratings that belong to no construct, and correlation of the other outcomes with it.
FREE_LOADING, OUTCOME_CORRELATION = 0.75, 0.8


@dataclass(frozen=True, kw_only=True)
class Truth:
    """The structure behind simulated answers.

    Attributes
    ----------
    coefficients
        Driver to standardised coefficient of the latent outcome; the drivers in the plan's order.
    correlation
        Correlation of any two latent drivers.
    factor
        What the coefficients given were multiplied by to leave room for error; 1 when they did.
    levels
        Construct to mean of its items, 0 to 1 of their scale.
    """

    coefficients: dict[str, float]
    correlation: float
    factor: float
    levels: dict[str, float]

    @property
    def drivers(self) -> tuple[str, ...]:
        """The latent drivers."""
        return tuple(self.coefficients)

    @property
    def r2(self) -> float:
        """The share of the latent outcome's variance that the drivers explain together."""
        return _r2(np.array(list(self.coefficients.values())), self.correlation)

    @property
    def mixing(self) -> np.ndarray:
        """The lower triangle that turns independent normals into latent drivers, shape (k, k)."""
        k = len(self.coefficients)
        return np.linalg.cholesky(np.full((k, k), self.correlation) + (1 - self.correlation) * np.eye(k))

    def ranks(self) -> dict[str, int]:
        """Return each driver's rank by the size of its coefficient, 1 the largest; ties in the plan's order."""
        return {name: rank for rank, name in enumerate(_ranked(self.coefficients), start=1)}


def plan_truth(questionnaire: Questionnaire) -> Truth:
    """Plan the structure that simulated answers to a questionnaire follow.

    Raises
    ------
    DataError
        The drivers' common correlation is impossible for that many drivers.
    """
    given = questionnaire.simulation.coefficients
    names = dict.fromkeys([*questionnaire.drivers, *questionnaire.with_role("driver"), *given])
    drivers = [name for name in names if name != questionnaire.outcome]
    k, correlation = len(drivers), questionnaire.simulation.correlation
    if not (-1 / max(k - 1, 1) < correlation < 1):
        raise DataError(
            f"questionnaire {questionnaire.id}: simulation.correlation {correlation} is impossible for {k} drivers; "
            f"give a number above {-1 / max(k - 1, 1):.2f} and below 1."
        )
    raw = (
        {name: given.get(name, 0.0) for name in drivers} if given else {d: float(k - i) for i, d in enumerate(drivers)}
    )
    factor = _factor(np.array(list(raw.values())), correlation, bool(given))
    coefficients = {name: value * factor for name, value in raw.items()}
    return Truth(
        coefficients=coefficients,
        correlation=correlation,
        factor=factor if given else 1.0,
        levels=_levels(questionnaire, _ranked(coefficients)),
    )


def measure_loading(questionnaire: Questionnaire, item: Item) -> float:
    """Return an item's loading on its latent variable, the same in every simulation."""
    construct = questionnaire.construct_of(item.id)
    jitter = LOADING_JITTER * _jitter(item.id, "loading")
    if construct is None:
        return FREE_LOADING + jitter
    k = len(questionnaire.constructs[construct].items)
    return float(min(np.sqrt(RELIABILITY / (k - RELIABILITY * (k - 1))) + (jitter if k > 1 else 0.0), MAX_LOADING))


def cut_points(item: Item, level: float) -> np.ndarray:
    """Return where a standard normal is cut into the points of an item's scale, shape (n_points - 1,)."""
    points = len(item.scale.points) if item.scale else 0
    return to_normal(np.arange(1, points) / max(points, 1), item, level)


def to_normal(share: np.ndarray, item: Item, level: float) -> np.ndarray:
    """Return the standard normal that falls on a place of the item's 0–1 line; the lower side is wider."""
    mean = level + LEVEL_JITTER * _jitter(item.id, "level")
    spread = SPREAD + SPREAD_JITTER * _jitter(item.id, "spread")
    distance = (share - mean) / spread
    return np.where(distance < 0, distance / LOWER_SIDE, distance)


def from_normal(value: np.ndarray, item: Item, level: float) -> np.ndarray:
    """Return the place of a standard normal on the item's 0–1 line, cut at its ends."""
    mean = level + LEVEL_JITTER * _jitter(item.id, "level")
    spread = SPREAD + SPREAD_JITTER * _jitter(item.id, "spread")
    return np.clip(mean + spread * np.where(value < 0, value * LOWER_SIDE, value), 0, 1)


def fixed_draws(name: str, size: int) -> np.ndarray:
    """Return numbers between 0 and 1 that depend on a name alone, shape (size,)."""
    return np.random.default_rng(crc32(name.encode())).random(size)


def _jitter(item: str, what: str) -> float:
    return float(2 * fixed_draws(f"{item}/{what}", 1)[0] - 1)


def _r2(coefficients: np.ndarray, correlation: float) -> float:
    return float((1 - correlation) * (coefficients**2).sum() + correlation * coefficients.sum() ** 2)


def _factor(raw: np.ndarray, correlation: float, given: bool) -> float:
    r2 = _r2(raw, correlation)
    if not given:
        return float(np.sqrt(DEFAULT_R2 / r2)) if r2 > 0 else 1.0
    return float(np.sqrt(SCALED_R2 / r2)) if r2 >= LIMIT_R2 else 1.0


def _ranked(coefficients: dict[str, float]) -> list[str]:
    return sorted(coefficients, key=lambda name: -abs(coefficients[name]))


def _levels(questionnaire: Questionnaire, ranked: list[str]) -> dict[str, float]:
    drivers = dict(zip(ranked, cycle(DRIVER_LEVELS), strict=False))
    return {
        name: drivers.get(name, OUTCOME_LEVEL if name == questionnaire.outcome else OTHER_LEVEL)
        for name in questionnaire.constructs
    }
