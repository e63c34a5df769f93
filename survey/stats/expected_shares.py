"""Expected difference of shares of answers when scores differ, from a proportional-odds or a logistic model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, log_expit

from survey.errors import DataError
from survey.stats.logistic import fit_logistic
from survey.stats.newton import Likelihood, climb
from survey.stats.ordinal import fit_proportional_odds

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: Log odds that no sample with finite coefficients reaches.
_RUNAWAY_LOGIT = 30.0


@dataclass(frozen=True, eq=False)
class SharePredictor:
    """Average the predicted shares of answers over respondents.

    Make one with `fit_shares`; drivers in it are standardised.

    Parameters
    ----------
    place
        Position of each row's answer among the answers in order, shape (n,).
    drivers
        Shape (n, p).
    shifts
        By how much drivers move in each scenario, shape (n_scenarios, n, p).
    groups
        What each answer adds to each measure, shape (n_answers, n_measures).
    thresholds, coefficients
        The model of all rows, where the search in a sample starts.
    """

    place: Places
    drivers: Floats
    shifts: Floats
    groups: Floats
    thresholds: Floats
    coefficients: Floats

    @property
    def size(self) -> tuple[int, int]:
        """Return the number of scenarios and of measures."""
        return len(self.shifts), self.groups.shape[1]

    def predict(self, weights: Floats) -> Floats:
        """Return averaged predictions, shape (1 + n_scenarios, n_measures).

        Raises
        ------
        DataError
            The search found no maximum: drivers separate the answers that have weight.
        """
        counts = np.bincount(self.place, weights=weights, minlength=len(self.groups))
        there = counts > 0
        # an answer without weight shares its cut with the next lower one
        place = (np.cumsum(there) - 1)[self.place]
        cuts = int(np.sum(there)) - 1
        if cuts < 1:
            raise DataError("The outcome is the same in every row: there is nothing to explain.")
        thresholds = self.thresholds[np.flatnonzero(there)[:-1]]
        used = weights > 0
        start = np.concatenate([thresholds, self.coefficients])
        peak = climb(start, _likelihood(place[used], self.drivers[used], weights[used], cuts))
        if not peak.converged or np.max(np.abs(self.drivers[used] @ peak.parameters[cuts:])) > _RUNAWAY_LOGIT:
            raise DataError("The drivers separate the outcome's answers, so a coefficient is infinite.")
        return self._average(weights, self.groups[there], peak.parameters[:cuts], peak.parameters[cuts:])

    def influence(self, weights: Floats) -> Floats:
        """Return what each row adds to the differences, shape (n, n_scenarios, n_measures)."""
        cuts, share = len(self.thresholds), weights / np.sum(weights)
        parameters = np.concatenate([self.thresholds, self.coefficients])
        scores, information = _scores(self.place, self.drivers, weights, cuts, parameters)
        own = scores @ np.linalg.inv(information)
        now, slope_now = self._rows(0)
        found = []
        for scenario in range(1, 1 + len(self.shifts)):
            then, slope = self._rows(scenario)
            gap = then - now
            turn = np.einsum("n,nqm->qm", share, slope - slope_now)
            found.append(own @ turn + share[:, None] * (gap - share @ gap))
        return np.stack(found, axis=1)

    def _rows(self, scenario: int) -> tuple[Floats, Floats]:
        """Return each row's measures and their slopes by the parameters, shapes (n, m) and (n, q, m)."""
        x = self.drivers if scenario == 0 else self.drivers + self.shifts[scenario - 1]
        below = expit(self.thresholds - (x @ self.coefficients)[:, None])
        steps = self.groups[:-1] - self.groups[1:]
        by_cut = (below * (1 - below))[:, :, None] * steps
        by_driver = -x[:, :, None] * np.sum(by_cut, axis=1)[:, None, :]
        return below @ steps + self.groups[-1], np.concatenate([by_cut, by_driver], axis=1)

    def _average(self, weights: Floats, groups: Floats, thresholds: Floats, coefficients: Floats) -> Floats:
        share = weights / np.sum(weights)
        line = self.drivers @ coefficients
        lines = np.vstack([line, line + self.shifts @ coefficients])
        below = np.stack([share @ expit(cut - lines).T for cut in thresholds], axis=1)
        return np.asarray(below @ (groups[:-1] - groups[1:]) + groups[-1])


def fit_shares(outcome: ArrayLike, drivers: Floats, shifts: Floats, groups: Floats, weights: Floats) -> SharePredictor:
    """Fit ordered answers on drivers and get ready to average predicted shares.

    Parameters
    ----------
    outcome
        Answers as numbers in their order, shape (n,); of rows with weight above 0 none may be missing.
    drivers
        Shape (n, p).
    shifts
        Shape (n_scenarios, n, p).
    groups
        What each answer that occurs adds to each measure, shape (n_answers, n_measures), answers in order: a column of
        0 and 1 gives the share of the answers marked 1.
    weights
        One per row, shape (n,); 0 leaves a row out.

    Returns
    -------
    SharePredictor
        Logistic regression with two answers, proportional odds with more.

    Raises
    ------
    DataError
        As `fit_logistic` and `fit_proportional_odds` have it: nothing to explain, or separated answers.

    References
    ----------
    McCullagh (1980). Regression models for ordinal data. Journal of the Royal Statistical Society B 42, 109-142. Lane &
    Nelder (1982). Analysis of covariance and standardization as instances of prediction. Biometrics 38, 613-621.

    Examples
    --------
    >>> x = np.array([[0.0], [0], [0], [0], [1], [1], [1], [1]])
    >>> groups, ones = np.array([[0.0], [1.0]]), np.ones(8)
    >>> model = fit_shares([0, 0, 0, 1, 0, 1, 1, 1], x, 1 - x[None], groups, ones)
    >>> model.predict(ones).round(6).ravel().tolist()
    [0.5, 0.75]
    """
    values = np.asarray(outcome, dtype=np.float64)
    used = weights > 0
    share = weights / np.sum(weights)
    mean = share @ drivers
    scale = np.sqrt(share @ (drivers - mean) ** 2)
    codes = np.unique(values[used])
    scaled = weights[used] * (np.sum(used) / np.sum(weights))
    if len(codes) == 2:
        logit = fit_logistic(values[used] == codes[1], drivers[used], scaled)
        thresholds, coefficients = -logit.coefficients[:1], logit.coefficients[1:]
    else:
        odds = fit_proportional_odds(values[used], drivers[used], scaled)
        thresholds, coefficients = odds.thresholds, odds.coefficients
    place = np.clip(np.searchsorted(codes, values), 0, len(codes) - 1).astype(np.intp)
    centred = (drivers - mean) / scale
    return SharePredictor(
        place, centred, shifts / scale, groups, thresholds - mean @ coefficients, coefficients * scale
    )


def _cells(place: Places, x: Floats, cuts: int, parameters: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the logits of the cuts above and below each answer, and the odd ratio their likelihood needs."""
    line = x @ parameters[cuts:]
    padded = np.concatenate([[-np.inf], parameters[:cuts], [np.inf]])
    above, under = padded[place + 1] - line, padded[place] - line
    with np.errstate(over="ignore", divide="ignore"):
        return above, under, 1 / np.expm1(above - under)


def _likelihood(place: Places, x: Floats, w: Floats, cuts: int) -> Likelihood:
    """Return the log-likelihood of answers between two cuts, its gradient and information, summed by answer."""
    marks = (place[:, None] == np.arange(cuts + 1)).astype(np.float64).T

    def evaluate(parameters: Floats) -> tuple[float, Floats, Floats]:
        above, under, ratio = _cells(place, x, cuts, parameters)
        if np.any(above <= under):
            return -np.inf, parameters, np.eye(len(parameters))
        value = w @ (log_expit(above) + log_expit(-under) + np.log(-np.expm1(under - above)))
        by_above, by_under, both = w * (expit(-above) + ratio), -w * (expit(under) + ratio), w * ratio * (1 + ratio)
        top, low = w * expit(above) * expit(-above), w * expit(under) * expit(-under)
        sums = marks @ np.column_stack([by_above, by_under, top + both, low + both, both])
        gradient = np.concatenate([sums[:-1, 0] + sums[1:, 1], -x.T @ (by_above + by_under)])
        information = np.empty((len(parameters), len(parameters)))
        inner = np.diag(sums[:-1, 2] + sums[1:, 3])
        beside = np.arange(cuts - 1)
        inner[beside, beside + 1] = inner[beside + 1, beside] = -sums[1:-1, 4]
        mixed = -((marks[:-1] * top) @ x + (marks[1:] * low) @ x)
        information[:cuts, :cuts], information[:cuts, cuts:], information[cuts:, :cuts] = inner, mixed, mixed.T
        information[cuts:, cuts:] = (x * (top + low)[:, None]).T @ x
        return float(value), gradient, information

    return evaluate


def _scores(place: Places, x: Floats, w: Floats, cuts: int, parameters: Floats) -> tuple[Floats, Floats]:
    """Return each row's gradient, shape (n, q), and the information of all."""
    above, under, ratio = _cells(place, x, cuts, parameters)
    by_above, by_under = w * (expit(-above) + ratio), -w * (expit(under) + ratio)
    cut = np.arange(cuts)
    by_cut = by_above[:, None] * (place[:, None] == cut) + by_under[:, None] * (place[:, None] - 1 == cut)
    information = _likelihood(place, x, w, cuts)(parameters)[2]
    return np.column_stack([by_cut, -(by_above + by_under)[:, None] * x]), information
