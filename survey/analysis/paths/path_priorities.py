"""Importance and performance of constructs and items for a target, with necessity where it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import pandas as pd

from survey.analysis.drivers.priorities import QUADRANTS
from survey.analysis.paths.index_scores import estimate_index, find_ranges
from survey.analysis.paths.path_necessity import LEAST_EFFECT, MOST_P, add_necessity
from survey.analysis.paths.path_setup import PathSetup
from survey.analysis.paths.paths import PathModel
from survey.errors import OptionError, check_option
from survey.notes import Note
from survey.result import Result
from survey.stats.paths.index import FULL, IndexEstimate
from survey.stats.paths.resampling import Uncertainty, measure_uncertainty

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Level = Literal["construct", "item"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PathPriorities(Result):
    """Predecessors of a target on the importance–performance map.

    Attributes
    ----------
    table
        A row per construct that leads to the target: importance (points of the target's index that go with one point
        of its own), performance (mean index) with intervals, quadrant; with necessity: effect size, p, the needed level
        and the share of respondents below it.
    items
        A row per item of these constructs: importance and performance of the item.
    target, target_label
        What is to be explained.
    importance_line, performance_line
        Where the quadrants meet.
    """

    key: ClassVar[tuple[str, ...]] = ("construct",)

    items: pd.DataFrame
    target: str
    target_label: str
    importance_line: float
    performance_line: float

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the map of constructs."""
        return self.plot_level("construct", ax=ax, language=language)

    def plot_level(self, level: Level = "construct", ax: Axes | None = None, *, language: str = "en") -> Axes:
        """Draw the map of constructs or of their items.

        Raises
        ------
        OptionError
            The level is neither "construct" nor "item".
        """
        from survey.plots.importance_performance import plot_importance_performance

        check_option("level", level, ("construct", "item"))
        frame = self.table if level == "construct" else self.items.assign(label=self.items["item"])
        lines = (self.importance_line, self.performance_line) if level == "construct" else None
        return plot_importance_performance(frame, target=self.target_label, lines=lines, ax=ax, language=language)


def map_path_priorities(
    model: PathModel,
    *,
    target: str | None = None,
    necessity: Result | pd.DataFrame | None = None,
    level: float = 0.8,
    importance_line: float | None = None,
    performance_line: float | None = None,
) -> PathPriorities:
    """Map the constructs that lead to a target by importance and performance.

    Use it after `estimate_paths` to see where points are to be won: constructs far to the right (many points of the
    target go with one of theirs) and low (room to the top). With `assess_necessity` it also shows which of them a high
    target is not found without.

    Parameters
    ----------
    model
        A path model whose scales are known. Its bootstrap samples, if it has any, give the intervals.
    target
        Construct to be explained. Defaults to the questionnaire's outcome.
    necessity
        What `assess_necessity(index.scores, outcome=target)` returns, with the scores of `score_index`, or a frame with
        condition, d (or `effect_size`), p_value and, optionally, the needed level on 0 to 100 (`required` or
        `needed`).
    level
        The level of the target that the needed levels are for, as share of its observed range.
    importance_line, performance_line
        Where the quadrants meet; None is the mean of the constructs shown.

    Returns
    -------
    PathPriorities
        `.table` a row per construct, the most important first; `.items` a row per item.

    Raises
    ------
    DataError
        The ends of a scale are not known.
    OptionError
        Nothing leads to the target, or there is no such construct; a necessity frame without its columns.

    Notes
    -----
    Importance is the unstandardised total effect between index scores; an item's is its construct's times the item's
    weight in the index. Weights and missing answers are the model's. A construct is called necessary from d = 0.1 on
    with p below 0.05.

    References
    ----------
    Ringle & Sarstedt (2016), Industrial Management & Data Systems 116, 1865-1886. Hauff, Richter, Sarstedt & Ringle
    (2024), J. Retailing and Consumer Services 78, 103723, and Sarstedt, Richter, Hauff & Ringle (2024), J. Marketing
    Analytics 12, 746-760 (combined with necessity). Dul (2016), Organizational Research Methods 19, 10-52.

    Examples
    --------
    >>> from survey.analysis.paths.paths import estimate_paths
    >>> from survey.prepare.simulate import simulate_responses
    >>> mapped = map_path_priorities(estimate_paths(simulate_responses("mobi", n=300, seed=1)))
    >>> mapped.target, sorted(mapped.table["construct"])
    ('satisfaction', ['expectation', 'image', 'quality', 'value'])
    """
    setup = model.setup
    at = _find_target(setup, target)
    estimate, draws = estimate_index(setup)
    leading = _leading(setup, at)
    table = _table(setup, at, leading, estimate, draws)
    lines = (
        float(table["importance_points"].mean()) if importance_line is None else importance_line,
        float(table["performance"].mean()) if performance_line is None else performance_line,
    )
    important, high = table["importance_points"] >= lines[0], table["performance"] >= lines[1]
    table["quadrant"] = [QUADRANTS[bool(i), bool(p)] for i, p in zip(important, high, strict=True)]
    notes = [Note("path_priorities_crude")] if setup.consistent else []
    if necessity is not None:
        scores = _index_scores(setup, estimate)
        table, unmatched = add_necessity(table, necessity, scores, setup.taken.weights, level)
        notes.append(Note("path_priorities_necessity", least=LEAST_EFFECT, alpha=MOST_P, level=level))
        if unmatched:
            notes.append(Note("path_priorities_unmatched", constructs=", ".join(unmatched)))
    label = setup.taken.labels.get(setup.names[at], setup.names[at])
    return PathPriorities(
        table=table,
        n=model.n,
        method=Note("path_priorities", target=label, importance=lines[0], performance=lines[1]),
        notes=(*model.notes, *notes),
        items=_item_table(setup, at, leading, estimate),
        target=setup.names[at],
        target_label=label,
        importance_line=lines[0],
        performance_line=lines[1],
    )


def _find_target(setup: PathSetup, target: str | None) -> int:
    names = setup.names
    chosen = target or setup.taken.outcome
    if chosen not in names:
        raise OptionError(f"target={chosen!r} is no construct of the model; use one of: {', '.join(names)}.")
    at = names.index(chosen)
    if not setup.staged.final.endogenous[at]:
        raise OptionError(f"no path leads to target='{chosen}'; nothing is important for it in this model.")
    return at


def _leading(setup: PathSetup, at: int) -> np.ndarray:
    """Return the constructs with a way to the target."""
    paths = setup.staged.final.paths
    reach = np.linalg.matrix_power(np.eye(len(paths)) + paths, len(paths)) > 0
    return np.flatnonzero(reach[:, at] & (np.arange(len(paths)) != at))


def _table(
    setup: PathSetup, at: int, leading: np.ndarray, estimate: IndexEstimate, draws: IndexEstimate | None
) -> pd.DataFrame:
    points, performance = estimate.total[leading, at], estimate.performance[leading]
    spread = _uncertain(points, None if draws is None else draws.total[:, leading, at], setup)
    level = _uncertain(performance, None if draws is None else draws.performance[:, leading], setup)
    names = [setup.names[one] for one in leading]
    table = pd.DataFrame(
        {
            "construct": names,
            "label": [setup.taken.labels.get(name, name) for name in names],
            "importance_points": points,
            "importance_points_low": spread.low,
            "importance_points_high": spread.high,
            "performance": performance,
            "performance_low": level.low,
            "performance_high": level.high,
        }
    )
    return table.sort_values("importance_points", ascending=False, kind="stable", ignore_index=True)


def _uncertain(values: np.ndarray, draws: np.ndarray | None, setup: PathSetup) -> Uncertainty:
    return measure_uncertainty(values, np.full((1, len(values)), np.nan) if draws is None else draws, setup.confidence)


def _item_table(setup: PathSetup, at: int, leading: np.ndarray, estimate: IndexEstimate) -> pd.DataFrame:
    used = setup.found.item_weights() != 0
    rows = [
        (setup.names[one], setup.taken.items[item], estimate.weights[item, one] * estimate.total[one, at])
        for one in leading
        for item in np.flatnonzero(used[:, one])
    ]
    table = pd.DataFrame(rows, columns=["construct", "item", "importance_points"])
    performance = dict(zip(setup.taken.items, estimate.item_performance, strict=True))
    table["performance"] = table["item"].map(performance)
    return table.sort_values("importance_points", ascending=False, kind="stable", ignore_index=True)


def _index_scores(setup: PathSetup, estimate: IndexEstimate) -> pd.DataFrame:
    ends = find_ranges(setup)
    percent = (setup.taken.values - ends[:, 0]) / (ends[:, 1] - ends[:, 0]) * FULL
    return pd.DataFrame(percent @ estimate.weights, columns=setup.names)
