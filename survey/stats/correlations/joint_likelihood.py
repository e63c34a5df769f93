"""Polychoric correlations by full maximum likelihood: the thresholds and the correlation of a pair together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.stats.correlations.contingency import count_answers, count_pairs, find_thresholds, sort_categories
from survey.stats.correlations.polychoric import BOUND, PairTables, cell_chances, cut_slopes, fit_correlations

_MOST_STEPS = 100
_MOST_HALVINGS = 30
_CLOSE = 1e-9


@dataclass(frozen=True, kw_only=True)
class JointPolychoric:
    """Polychoric correlations by full maximum likelihood.

    Attributes
    ----------
    correlation, std_error
        Shape (n_items, n_items); the errors come from the expected information and are 0 on the diagonal.
    converged
        Whether the estimates of every pair settled.
    """

    correlation: np.ndarray
    std_error: np.ndarray
    converged: bool


def estimate_polychoric_jointly(codes: np.ndarray, *, weights: np.ndarray | None = None) -> JointPolychoric:
    """Estimate each pair's correlation and both items' thresholds at once.

    Use it to check the two-step estimates, which are the usual ones: the thresholds here differ from pair to pair.

    Parameters
    ----------
    codes
        Ordinal codes, shape (n, n_items); NaN is missing.
    weights
        Shape (n,), taken as frequencies.

    Notes
    -----
    Missing: all answers to a pair. Cost: Fisher scoring for all pairs at once, from the two-step estimates.

    References
    ----------
    Olsson (1979), Psychometrika 44, 443-460.
    """
    categories = sort_categories(codes, weights)
    items = len(categories.codes)
    first, second = np.triu_indices(items, 1)
    tables = count_pairs(categories)[first, second]
    cuts = find_thresholds(count_answers(categories))
    search = _Search(tables, cuts[first].copy(), cuts[second].copy())
    rho, errors, converged = search.run()
    correlation, spread = np.eye(items), np.zeros((items, items))
    correlation[first, second] = correlation[second, first] = rho
    spread[first, second] = spread[second, first] = errors
    return JointPolychoric(correlation=correlation, std_error=spread, converged=converged)


class _Search:
    """Fisher scoring of all pairs, each with its own step length."""

    def __init__(self, counts: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> None:
        self.counts, self.rows, self.columns = counts, rows, columns
        self.rho = fit_correlations(PairTables(counts, rows, columns))[0]
        self.moves = np.concatenate(
            [np.isfinite(rows[:, 1:-1]), np.isfinite(columns[:, 1:-1]), np.ones((len(rows), 1), dtype=bool)], axis=1
        )

    def run(self) -> tuple[np.ndarray, np.ndarray, bool]:
        """Return the correlations, their standard errors, and whether all settled."""
        converged = False
        for _ in range(_MOST_STEPS):
            slope, information = self._score()
            step = np.linalg.solve(information, slope[:, :, None])[:, :, 0]
            if converged := bool(np.all(np.abs(step) < _CLOSE)):
                break
            self._move(step)
        errors = np.sqrt(np.linalg.inv(self._score()[1])[:, -1, -1])
        return self.rho, errors, converged

    def _score(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the slope of each pair's log-likelihood and the expected information; 1 where there is no cut."""
        chances, by_rho = cell_chances(self.rows, self.columns, self.rho)
        by_row = _spread(cut_slopes(self.rows, self.columns, self.rho))
        by_column = _spread(cut_slopes(self.columns, self.rows, self.rho)).transpose(0, 1, 3, 2)
        slopes = np.concatenate([by_row, by_column, by_rho[:, None]], axis=1)
        n_pairs, size = slopes.shape[:2]
        flat = slopes.reshape(n_pairs, size, -1) * self.moves[:, :, None]
        chance = chances.reshape(n_pairs, 1, -1)
        total = np.sum(self.counts, axis=(1, 2))[:, None, None]
        information = total * (flat / chance) @ flat.transpose(0, 2, 1) + np.eye(size) * ~self.moves[:, :, None]
        return np.sum(flat * self.counts.reshape(n_pairs, 1, -1) / chance, axis=2), information

    def _move(self, step: np.ndarray) -> None:
        """Take each pair's step, halved until its likelihood does not fall."""
        before = self._likelihood(self.rows, self.columns, self.rho)
        length = np.ones(len(step))
        for _ in range(_MOST_HALVINGS):
            rows, columns, rho = self._after(step * length[:, None])
            sound = _ascends(rows) & _ascends(columns)
            likelihood = self._likelihood(rows, columns, np.clip(rho, -BOUND, BOUND))
            sound &= (np.abs(rho) < BOUND) & (likelihood >= before - 1e-9 * np.abs(before))
            if np.all(sound):
                break
            length = np.where(sound, length, length / 2)
        length = np.where(sound, length, 0.0)
        self.rows, self.columns, self.rho = self._after(step * length[:, None])

    def _after(self, step: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        inner = self.rows.shape[1] - 2
        rows, columns = self.rows.copy(), self.columns.copy()
        rows[:, 1:-1] += step[:, :inner]
        columns[:, 1:-1] += step[:, inner:-1]
        return rows, columns, self.rho + step[:, -1]

    def _likelihood(self, rows: np.ndarray, columns: np.ndarray, rho: np.ndarray) -> np.ndarray:
        return np.asarray(np.sum(self.counts * np.log(cell_chances(rows, columns, rho)[0]), axis=(1, 2)))


def _ascends(cuts: np.ndarray) -> np.ndarray:
    return np.asarray(np.all(cuts[:, 1:-1] >= cuts[:, :-2], axis=1))


def _spread(moved: np.ndarray) -> np.ndarray:
    """Return the slope of every cell by every cut of the rows, from what each cut moves: one cell up, one down."""
    n_pairs, cuts, widest = moved.shape
    slopes = np.zeros((n_pairs, cuts, cuts + 1, widest))
    steps = np.arange(cuts)
    slopes[:, steps, steps] = moved
    slopes[:, steps, steps + 1] = -moved
    return slopes
