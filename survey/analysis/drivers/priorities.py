"""Importance beside performance: where improvement goes with most of the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from survey.analysis.drivers.drivers import Drivers
from survey.glossary import Kind
from survey.notes import Note
from survey.result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUADRANTS = {(True, False): "improve", (True, True): "keep", (False, False): "watch", (False, True): "maintain"}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Priorities(Result):
    """Drivers on the importance–performance map.

    Attributes
    ----------
    table
        A row per driver, the most important first, with its quadrant: "improve" (important, low), "keep" (important,
        high), "watch" (less important, low), "maintain" (less important, high).
    importance_line, performance_line
        Where the quadrants meet.
    """

    key: ClassVar[tuple[str, ...]] = ("driver",)
    shown: ClassVar[tuple[str, ...]] = (
        "label",
        "rank",
        "importance_share",
        "conf_low",
        "conf_high",
        "performance",
        "quadrant",
    )
    kinds: ClassVar[dict[str, Kind]] = {"conf_low": "share", "conf_high": "share"}

    importance_line: float
    performance_line: float

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the map with a cross for the intervals of each driver."""
        from survey.plots import plot_priorities

        return plot_priorities(self.table.assign(driver=self.table["label"]), ax=ax, language=language)


def map_priorities(
    drivers: Drivers, *, importance_line: float | None = None, performance_line: float | None = None
) -> Priorities:
    """Map drivers by importance and performance.

    Use it to choose where to look first. The lines are a convention, so read the intervals: a cross over a line is in
    no quadrant for sure.

    Parameters
    ----------
    drivers
        A driver analysis.
    importance_line
        Share of R² where important begins; None is the mean share, 1 / number of drivers.
    performance_line
        Performance where high begins; None is the mean performance of the drivers.

    Returns
    -------
    Priorities

    Notes
    -----
    Weights and missing answers are those of the driver analysis. Performance is the mean over everybody who has the
    driver.

    References
    ----------
    Martilla & James (1977), Journal of Marketing 41(1), 77-79.

    Examples
    --------
    >>> from survey.analysis.drivers.drivers import rank_drivers
    >>> frame = pd.DataFrame({"a": [1.0, 2, 3, 4, 6], "b": [8.0, 6, 9, 7, 9], "y": [1.0, 2, 3, 5, 6]})
    >>> map_priorities(rank_drivers(frame, outcome="y")).table[["driver", "quadrant"]].values.tolist()
    [['a', 'improve'], ['b', 'maintain']]
    """
    table = drivers.table
    importance_at = float(table["importance_share"].mean()) if importance_line is None else importance_line
    performance_at = float(table["performance"].mean()) if performance_line is None else performance_line
    important = (table["importance_share"] >= importance_at).to_numpy()
    high = (table["performance"] >= performance_at).to_numpy()
    columns = ["driver", "label", "rank", "importance_share", "conf_low", "conf_high"]
    columns += ["performance", "performance_low", "performance_high"]
    mapped = table[columns].assign(quadrant=[QUADRANTS[bool(i), bool(p)] for i, p in zip(important, high, strict=True)])
    return Priorities(
        table=mapped,
        n=drivers.n,
        method=Note("priorities", importance=importance_at, performance=performance_at),
        notes=_notes(mapped, importance_at, performance_at),
        importance_line=importance_at,
        performance_line=performance_at,
    )


def _notes(table: pd.DataFrame, importance_at: float, performance_at: float) -> tuple[Note, ...]:
    over = (table["conf_low"] < importance_at) & (table["conf_high"] > importance_at)
    over |= (table["performance_low"] < performance_at) & (table["performance_high"] > performance_at)
    return (Note("quadrant_unsure", n=int(np.sum(over))),) if over.any() else ()
