"""Normal answers with holes: patterns of what is missing, and means and covariances by the EM algorithm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from survey.errors import DataError
from survey.stats.stacked_patterns import StackedPatterns

_MOST_STEPS = 5_000
_CLOSE = 1e-10  # of a moment's change, in standard deviations
_MOST_CONDITION = 1e12
_REPEATED = (
    "some items repeat one another, or too few respondents answered them together, to estimate their covariances; "
    "leave one of those items out."
)


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """The respondents who answered the same items.

    Attributes
    ----------
    seen
        Places of the items they answered.
    rows
        Their answers to those, shape (n, n_seen).
    weights
        Shape (n,).
    """

    seen: np.ndarray
    rows: np.ndarray
    weights: np.ndarray

    @property
    def total(self) -> float:
        """Sum of the weights."""
        return float(np.sum(self.weights))

    @property
    def mean(self) -> np.ndarray:
        """Means of the items seen."""
        return np.asarray(self.weights @ self.rows / self.total)

    @property
    def covariance(self) -> np.ndarray:
        """Covariance over n of the items seen."""
        around = self.rows - self.mean
        return np.asarray((around * self.weights[:, None]).T @ around / self.total)


@dataclass(frozen=True, kw_only=True)
class IncompleteMoments:
    """Maximum-likelihood moments of incomplete answers.

    Attributes
    ----------
    mean, covariance
        Shapes (n_items,), (n_items, n_items).
    log_likelihood
        Of the answers given.
    n
        Sum of the weights of those who answered anything.
    converged
        Whether the moments settled.
    """

    mean: np.ndarray
    covariance: np.ndarray
    log_likelihood: float
    n: float
    converged: bool


def sort_patterns(rows: np.ndarray, weights: np.ndarray | None = None) -> list[Pattern]:
    """Sort respondents by the items they answered; those who answered none are left out.

    Parameters
    ----------
    rows
        Shape (n, n_items), NaN where there is no answer.
    weights
        Shape (n,); None gives everybody 1.
    """
    given = ~np.isnan(rows)
    weight = np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=float)
    kinds, inverse = np.unique(given, axis=0, return_inverse=True)
    members = [inverse.reshape(-1) == kind for kind in range(len(kinds))]
    return [
        Pattern(seen=np.flatnonzero(kind), rows=rows[np.ix_(member, kind)], weights=weight[member])
        for kind, member in zip(kinds, members, strict=True)
        if np.any(kind) and np.any(weight[member] > 0)
    ]


def estimate_moments(
    rows: np.ndarray, weights: np.ndarray | None = None, *, keep_repeated: bool = False
) -> IncompleteMoments:
    """Estimate means and covariances by maximum likelihood from answers with holes (EM).

    It is unbiased where answers are missing at random: where what decides that an answer is missing is among the
    answers that are there.

    Parameters
    ----------
    rows
        Shape (n, n_items), NaN where there is no answer.
    weights
        Shape (n,); None gives everybody 1.
    keep_repeated
        Take items that repeat one another too, whose covariances have no inverse.

    Raises
    ------
    DataError
        An item was answered by nobody, or the same by everybody; or items repeat one another and are not kept.

    Notes
    -----
    Weights: each respondent counts as often as the weight says. Cost: a few dozen passes over the patterns.

    References
    ----------
    Dempster, Laird & Rubin (1977), J. Royal Statistical Society B 39, 1-38. Little & Rubin (2019), Statistical analysis
    with missing data, chapter 8.

    Examples
    --------
    >>> rows = np.array([[1.0, 2], [2, 2], [3, np.nan], [4, 5]])
    >>> estimate_moments(rows).mean.round(6).tolist()
    [2.5, 3.178571]
    """
    answers = np.asarray(rows, dtype=float)
    patterns = sort_patterns(answers, weights)
    mean, covariance = start_moments(answers, weights)
    stacked = StackedPatterns.stack(patterns, len(mean))
    scale = np.sqrt(np.diag(covariance))
    converged = False
    for _ in range(_MOST_STEPS):
        try:
            step = _step_by_pattern(patterns, mean, covariance) if keep_repeated else _step(stacked, mean, covariance)
        except np.linalg.LinAlgError:
            raise DataError(_REPEATED) from None
        new_mean, new_covariance = step
        change = max(
            float(np.max(np.abs(new_mean - mean) / scale)),
            float(np.max(np.abs(new_covariance - covariance) / np.outer(scale, scale))),
        )
        mean, covariance = new_mean, new_covariance
        if converged := change < _CLOSE:
            break
    if not keep_repeated and np.linalg.cond(covariance / np.outer(scale, scale)) > _MOST_CONDITION:
        raise DataError(_REPEATED)
    return IncompleteMoments(
        mean=mean,
        covariance=covariance,
        log_likelihood=log_likelihood(patterns, mean, covariance),
        n=sum(pattern.total for pattern in patterns),
        converged=converged,
    )


def start_moments(rows: np.ndarray, weights: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Return each item's own mean, and a covariance matrix of its own variance and no covariances.

    Raises
    ------
    DataError
        An item was answered by nobody, or the same by everybody.
    """
    given = ~np.isnan(rows)
    weight = (np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=float))[:, None] * given
    total = np.sum(weight, axis=0)
    filled = np.where(given, rows, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.sum(weight * filled, axis=0) / total
        variance = np.sum(weight * np.where(given, rows - mean, 0.0) ** 2, axis=0) / total
    if not np.all(variance > 0):
        worst = int(np.flatnonzero(~(variance > 0))[0])
        raise DataError(f"item {worst + 1} has no answers or only one kind of answer; leave it out.")
    return mean, np.diag(variance)


def _step(stacked: StackedPatterns, mean: np.ndarray, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fill the holes with what is expected given the answers, add what varies around it, and take moments.

    Both are the old moments moved along the slopes of the log-likelihood, as far as the old covariance says.
    """
    total = float(np.sum(stacked.totals))
    slopes = stacked.sum(mean, covariance)
    shift = covariance @ slopes.mean / total
    moved = covariance + 2 * covariance @ slopes.covariance @ covariance / total - np.outer(shift, shift)
    return mean + shift, (moved + moved.T) / 2


def log_likelihood(patterns: list[Pattern], mean: np.ndarray, covariance: np.ndarray) -> float:
    """Return the normal log-likelihood of incomplete answers."""
    return sum(_pattern_likelihoods(patterns, mean, covariance))


def _pattern_likelihoods(patterns: list[Pattern], mean: np.ndarray, covariance: np.ndarray) -> Iterator[float]:
    for pattern in patterns:
        seen = pattern.seen
        part = covariance[np.ix_(seen, seen)]
        gap = pattern.mean - mean[seen]
        spread = np.trace(np.linalg.solve(part, pattern.covariance + np.outer(gap, gap)))
        size = len(seen) * np.log(2 * np.pi) + np.linalg.slogdet(part)[1]
        yield -pattern.total / 2 * float(size + spread)


def _step_by_pattern(
    patterns: list[Pattern], mean: np.ndarray, covariance: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Do the same pattern by pattern, with generalised inverses: fill the holes with what is expected, take moments."""
    items = len(mean)
    total, first, second = 0.0, np.zeros(items), np.zeros((items, items))
    for pattern in patterns:
        seen = pattern.seen
        hidden = np.setdiff1d(np.arange(items), seen)
        slope = np.linalg.pinv(covariance[np.ix_(seen, seen)], hermitian=True) @ covariance[np.ix_(seen, hidden)]
        filled = np.empty((len(pattern.rows), items))
        filled[:, seen] = pattern.rows
        filled[:, hidden] = mean[hidden] + (pattern.rows - mean[seen]) @ slope
        around = filled - mean
        total += pattern.total
        first += pattern.weights @ around
        second += (around * pattern.weights[:, None]).T @ around
        left = covariance[np.ix_(hidden, hidden)] - covariance[np.ix_(hidden, seen)] @ slope
        second[np.ix_(hidden, hidden)] += pattern.total * left
    shift = first / total
    moved = second / total - np.outer(shift, shift)
    return mean + shift, (moved + moved.T) / 2
