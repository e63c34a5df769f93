"""Multiple imputation by chained equations: every variable in turn from all the others, several times over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from survey.errors import DataError
from survey.stats.missing.categories import draw_categories
from survey.stats.missing.matching import draw_donors, draw_lines, shift_answers
from survey.stats.missing.predictors import choose_predictors
from survey.stats.missing.variable import Variable
from survey.stats.moments import check_weights

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False, kw_only=True)
class Chains:
    """Hold the imputed answers of every chain.

    Attributes
    ----------
    imputed
        For each variable its imputed answers, shape (m, n_missing, n_columns), in the order of the rows.
    mean, sd
        Of the imputed answers of each column, shape (m, iterations, n_columns of all variables).
    predictors
        For each variable the places of its predictors.
    strength
        What they were chosen by, shape (n_variables, n_variables).
    """

    imputed: list[Floats]
    mean: Floats
    sd: Floats
    predictors: list[list[int]]
    strength: Floats


@dataclass(frozen=True, eq=False)
class _Plan:
    """What one variable needs in every visit: its rows and its columns of the design."""

    variable: Variable
    columns: Places
    predictors: Places
    donors: Places
    missing: Places
    others: Places


@dataclass(frozen=True, eq=False)
class _Layout:
    """The design: a column of ones, the columns of each variable, an indicator for each set of those asked."""

    plans: list[_Plan]
    indicators: Floats
    width: int


def run_chains(
    variables: Sequence[Variable],
    *,
    m: int,
    iterations: int,
    seed: int,
    weights: Floats | None = None,
    most_predictors: int | None = None,
    progress: Progress | None = None,
) -> Chains:
    """Impute missing answers m times.

    Each chain starts with random answers and then draws, variable by variable (the most complete first), each missing
    answer anew given all other answers, given and imputed.

    Parameters
    ----------
    variables
        What is imputed and what it is imputed from; n rows each.
    m
        Chains, each giving one completed data set.
    iterations
        Rounds through all variables.
    seed
        Of the draws; chain i is the same whatever m is.
    weights
        Shape (n,); None gives everybody 1. Models and donors are weighted; the weights are scaled to sum to Kish's
        effective n, so that drawn parameters vary as much as weighted estimates do. Respondents of weight 0 give no
        answers to others.
    most_predictors
        See `choose_predictors`.
    progress
        Called with (rounds done, all rounds).

    Returns
    -------
    Chains

    Raises
    ------
    DataError
        A variable has missing answers and no answer at all, or weights are not usable.

    Notes
    -----
    Cost: for each visit one pass over the rows for cross products with the missing rows, a small linear system, and a
    sort; models of categories a few passes more. A variable that is not asked of everybody stands in the design with 0
    where it is not asked, beside an indicator of having been asked.

    References
    ----------
    van Buuren & Groothuis-Oudshoorn (2011), J. Statistical Software 45(3). van Buuren (2018), Flexible imputation of
    missing data, 2nd ed., chapters 3 and 4.
    """
    given = check_weights(weights, len(variables[0].asked))
    scaled = given * (np.sum(given) / np.sum(given**2))
    chosen, strength = choose_predictors(variables, scaled, most_predictors)
    layout = _lay_out(variables, chosen, scaled)
    order = sorted((plan for plan in layout.plans if len(plan.missing)), key=lambda plan: len(plan.missing))
    rounds = iterations if order else 0
    mean, sd = np.full((2, m, rounds, sum(variable.values.shape[1] for variable in variables)), np.nan)
    imputed = [np.empty((m, len(plan.missing), plan.variable.values.shape[1])) for plan in layout.plans]
    # one thread: the matrices are small, and sums in another order could tip a draw
    with threadpool_limits(limits=1, user_api="blas"):
        for number, source in enumerate(np.random.SeedSequence(seed).spawn(m)):
            chain = _Chain(layout, scaled, np.random.default_rng(source))
            for turn in range(rounds):
                for plan in order:
                    chain.visit(plan)
                mean[number, turn], sd[number, turn] = chain.describe()
                if progress is not None:
                    progress(number * rounds + turn + 1, m * rounds)
            for place, plan in enumerate(layout.plans):
                imputed[place][number] = chain.values[place][plan.missing]
    return Chains(imputed=imputed, mean=mean, sd=sd, predictors=chosen, strength=strength)


def _lay_out(variables: Sequence[Variable], chosen: list[list[int]], weights: Floats) -> _Layout:
    ends = 1 + np.cumsum([variable.width for variable in variables])
    own = [np.arange(end - variable.width, end) for variable, end in zip(variables, ends, strict=True)]
    routes = {variable.asked.tobytes(): variable.asked for variable in variables if not np.all(variable.asked)}
    indicator = {route: int(ends[-1]) + place for place, route in enumerate(routes)}
    plans = []
    for variable, others, columns in zip(variables, chosen, own, strict=True):
        asked = {indicator[key] for other in others if (key := variables[other].asked.tobytes()) in indicator}
        parts = [*(own[other] for other in others), np.array(sorted(asked), dtype=np.intp)]
        donors = variable.answered & ~np.any(np.isnan(variable.values), axis=1) & (weights > 0)
        if np.any(variable.missing) and not np.any(donors):
            raise DataError(f"'{variable.name}' has no answer, so there is none to impute from: leave it out.")
        places = (np.flatnonzero(rows) for rows in (donors, variable.missing, ~donors))
        plans.append(_Plan(variable, columns, np.concatenate(parts).astype(np.intp), *places))
    flags = np.array(list(routes.values()), dtype=np.float64).reshape(len(routes), len(weights)).T
    return _Layout(plans, flags, int(ends[-1]) + len(routes))


class _Chain:
    """One chain: the answers as they stand, the design made of them, and its weighted cross products."""

    def __init__(self, layout: _Layout, weights: Floats, rng: np.random.Generator) -> None:
        self.plans, self.weights, self.rng = layout.plans, weights, rng
        self.values = [plan.variable.values.copy() for plan in self.plans]
        self.place = {id(plan): place for place, plan in enumerate(self.plans)}
        self.design = np.zeros((len(weights), layout.width))
        self.design[:, 0] = 1.0
        self.design[:, layout.width - layout.indicators.shape[1] :] = layout.indicators
        for place, plan in enumerate(self.plans):
            values = self.values[place]
            if len(plan.missing):
                values[plan.missing] = values[rng.choice(plan.donors, size=len(plan.missing))]
            self.design[:, plan.columns] = np.nan_to_num(plan.variable.encode(values))
        self.gram = (self.design * weights[:, None]).T @ self.design

    def visit(self, plan: _Plan) -> None:
        """Draw a variable's missing answers anew."""
        variable = plan.variable
        new = self._match(plan) if variable.method == "matching" else self._model(plan)
        self.values[self.place[id(plan)]][plan.missing] = new
        self.design[np.ix_(plan.missing, plan.columns)] = np.nan_to_num(variable.encode(new))
        cross = self.design.T @ (self.design[:, plan.columns] * self.weights[:, None])
        self.gram[:, plan.columns] = cross
        self.gram[plan.columns, :] = cross.T

    def _match(self, plan: _Plan) -> Floats:
        lines = draw_lines(self._gram_of_donors(plan), plan.columns, plan.predictors, self.rng)
        sides = np.zeros((self.design.shape[1], 2 * len(plan.columns)))
        sides[lines.places] = np.column_stack([lines.slopes, lines.drawn_slopes])
        sides[0] = np.concatenate([lines.intercept, lines.drawn_intercept])
        predicted = self.design @ sides
        have, want = np.split(predicted, 2, axis=1)
        donors = plan.donors[draw_donors(have[plan.donors], want[plan.missing], self.rng, self.weights[plan.donors])]
        drawn = plan.variable.values[donors]
        if not plan.variable.delta:
            return drawn
        return shift_answers(drawn, plan.variable.delta, plan.variable.points, self.rng)

    def _gram_of_donors(self, plan: _Plan) -> Floats:
        """Take the rows without an answer out of all cross products, or add up those with one, whichever is less."""
        take_out = len(plan.others) < len(plan.donors)
        rows = plan.others if take_out else plan.donors
        part = self.design[rows]
        products = (part * self.weights[rows, None]).T @ part
        return np.asarray(self.gram - products if take_out else products)

    def _model(self, plan: _Plan) -> Floats:
        variable = plan.variable
        levels, codes = np.unique(variable.values[plan.donors, 0], return_inverse=True)
        if len(levels) < 2:
            return np.full((len(plan.missing), 1), levels[0])
        drawn = draw_categories(
            self.design[np.ix_(plan.donors, plan.predictors)],
            codes,
            self.weights[plan.donors],
            self.design[np.ix_(plan.missing, plan.predictors)],
            ordered=variable.method == "proportional_odds",
            delta=variable.delta,
            rng=self.rng,
        )
        return np.asarray(levels[drawn][:, None])

    def describe(self) -> tuple[Floats, Floats]:
        """Return means and standard deviations of the imputed answers, a number for each column."""
        means, spreads = [], []
        for plan, values in zip(self.plans, self.values, strict=True):
            new = values[plan.missing]
            none = np.full(new.shape[1], np.nan)
            means.append(np.mean(new, axis=0) if len(new) else none)
            spreads.append(np.std(new, axis=0, ddof=1) if len(new) > 1 else none)
        return np.concatenate(means), np.concatenate(spreads)
