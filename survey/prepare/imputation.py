"""Multiple imputation: several completed copies of the answers, whose differences show what missing answers cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.prepare.imputation_input import (
    NON_RESPONSE,
    Deltas,
    ImputationInput,
    Methods,
    Question,
    take_questions,
)
from survey.prepare.imputation_tables import imputation_notes, predictor_table, question_table, trace_table
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.stats.missing.chains import Chains, run_chains
from survey.stats.moments import check_weights

Completed = Responses | pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class Filling:
    """The imputed answers of one question: in which rows, and the values of each copy, (m, n_missing, n_columns)."""

    question: Question
    rows: np.ndarray
    values: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Imputations(Result):
    """Completed copies of the answers; iterate over them, or take one with ``imputations[0]``.

    Attributes
    ----------
    table
        A row per question: answers given, answers imputed and their share of those asked, how they were drawn, number
        of predictors, `r_hat` (near 1 where the chains have mixed) and the shift of imputed answers.
    trace
        Mean and SD of the imputed answers by column, chain and iteration: chains should mix and show no trend.
    predictors
        For each question with missing answers its predictors in the order taken, with the larger of their correlations
        with the answers and with their being missing.
    fillings
        The imputed answers.
    source
        The answers as given: responses, or a tuple of one frame.
    """

    key: ClassVar[tuple[str, ...]] = ("item",)
    shown: ClassVar[tuple[str, ...]] = (
        "wording",
        "n",
        "n_imputed",
        "imputed_share",
        "drawn_by",
        "n_predictors",
        "r_hat",
        "delta",
    )

    trace: pd.DataFrame
    predictors: pd.DataFrame
    m: int
    seed: int
    fillings: tuple[Filling, ...]
    source: Responses | tuple[pd.DataFrame, ...]

    def __len__(self) -> int:
        return self.m

    def __iter__(self) -> Iterator[Completed]:
        return (self[number] for number in range(self.m))

    def __getitem__(self, number: int) -> Completed:
        """Return a completed copy, counted from 0."""
        if not -self.m <= number < self.m:
            raise IndexError(f"there are {self.m} completed copies, 0 to {self.m - 1}.")
        number %= self.m
        if not isinstance(self.source, Responses):
            return self._fill(self.source[0], number)
        reason = Note("impute_step", number=number + 1, m=self.m, seed=self.seed)
        completed = self.source.with_data(self._fill(self.source.data, number), because=reason)
        return replace(completed, hidden=_keep_hidden(self.source, completed))

    def _fill(self, data: pd.DataFrame, number: int) -> pd.DataFrame:
        filled = data.copy()
        for filling in self.fillings:
            for place, column in enumerate(filling.question.columns):
                filled[column] = _fill_column(data[column], filling, number, place)
        return filled


def _fill_column(column: pd.Series, filling: Filling, number: int, place: int) -> pd.Series:
    new, labels = filling.values[number][:, place], filling.question.labels
    filled = column.copy()
    if labels:
        filled.iloc[filling.rows] = [labels[int(code)] for code in new]
    else:
        filled.iloc[filling.rows] = pd.array(new).astype(column.dtype)
    return filled


def _keep_hidden(source: Responses, completed: Responses) -> pd.DataFrame:
    """Keep questions hidden that were, where an imputed answer would now show them: nobody was asked."""
    hidden = source.hidden.copy()
    for item in source.questionnaire.items.values():
        if item.shown_if is None or item.id in hidden:
            continue
        before = source.shown(item.id)
        if not before.equals(completed.shown(item.id)):
            hidden[item.id] = ~before
    return hidden.reindex(source.data.index)


@speak_language
def impute_responses(
    responses: Responses | pd.DataFrame,
    *,
    m: int = 20,
    iterations: int = 10,
    seed: int | None = None,
    items: Iterable[str] | None = None,
    methods: Methods | None = None,
    delta: Deltas | None = None,
    kinds: Sequence[str] = NON_RESPONSE,
    constructs: Mapping[str, Sequence[str]] | None = None,
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    most_predictors: int | None = None,
    language: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Imputations:
    """Impute missing answers several times by chained equations.

    Use it where many respondents left out a question or two, so that complete rows are few or unlike the others; pool
    what is computed from the copies with `pool_results`. It rests on answers being missing at random given the answers
    there are; `delta` shows what follows if they are not. Never treat one copy as data.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame of numbers, booleans and texts of few kinds.
    m
        Completed copies.
    iterations
        Rounds through all questions.
    seed
        Seed of the draws; None is 0.
    items
        Items to impute and to impute from; None takes every rating, choice and number (every column of a frame).
    methods
        Item to how its missing answers are drawn: "matching" (ratings, numbers, multiple choices), "logistic" (choices
        of two), "multinomial" (of more), or "proportional_odds" for choices or ratings in order.
    delta
        Item to a shift of its imputed answers, in points as answered; log odds for "logistic" and "proportional_odds".
    kinds
        Which answers count as missing: "blank", "dont_know", "no_answer". Not applicable and not shown never do.
    constructs
        For a plain frame: construct to columns, which predict each other first.
    weights
        For a plain frame: one weight a row. Responses bring their own.
    most_predictors
        Columns a model has at most; None is 60.
    language
        Language of wordings; None is the questionnaire's default.
    progress
        Called with (rounds done, all rounds).

    Returns
    -------
    Imputations

    Raises
    ------
    DataError
        Nothing can be imputed, or weights are not usable.
    OptionError
        An unknown item, method or kind, a method or shift that does not go with the answers.

    Notes
    -----
    Weights: models are weighted, with Kish's effective n for the spread of drawn parameters, and donors are drawn in
    proportion to theirs. Missing: questions hidden
    by routing stay empty, even where an imputed answer would show them; they are imputed only for those who were shown
    them. Predictors: those of the same construct first, then by correlation, one column for ten answers. Construct
    scores are computed afterwards, from each copy. Cost: 40 ratings of 5,000 respondents, 20 copies and 10 iterations
    take some ten seconds; models of choices take longer.

    References
    ----------
    Rubin (1987), Multiple imputation for nonresponse in surveys. van Buuren (2018), Flexible imputation of missing
    data, 2nd ed. Little (1988), J. Business & Economic Statistics 6, 287-296.

    Examples
    --------
    >>> frame = pd.DataFrame({"speed": [5, 4, None, 1, 3, 4, 2, 5, 1, 3, 4, 2]})
    >>> frame["price"] = [4, 4, 2, 1, 3, 5, 2, 5, 1, 2, 3, 1]
    >>> imputations = impute_responses(frame, m=3, seed=1)
    >>> len(imputations), int(imputations[0]["speed"].isna().sum())
    (3, 0)
    """
    _check(m, iterations, kinds)
    data = take_questions(
        responses,
        items=items,
        methods=methods or {},
        delta=delta or {},
        kinds=kinds,
        constructs=constructs,
        weights=_align(weights, responses),
        language=language,
    )
    variables = [question.variable for question in data.questions]
    if not variables:
        raise DataError("there is no question with answers to impute from.")
    chains = run_chains(
        variables,
        m=m,
        iterations=iterations,
        seed=seed or 0,
        weights=data.weights,
        most_predictors=most_predictors,
        progress=progress,
    )
    return _pack(data, chains, m=m, iterations=iterations, seed=seed or 0)


def _check(m: int, iterations: int, kinds: Sequence[str]) -> None:
    if m < 1 or iterations < 1:
        raise OptionError(f"m={m} and iterations={iterations} must be 1 or more; Rubin's rules need m of 2 or more.")
    if wrong := [kind for kind in kinds if kind not in NON_RESPONSE]:
        raise OptionError(f"kinds: {wrong[0]!r} is not imputed; use some of: {', '.join(NON_RESPONSE)}.")


def _align(
    weights: Sequence[float] | pd.Series | np.ndarray | None, responses: Responses | pd.DataFrame
) -> np.ndarray | None:
    if weights is None:
        return None
    if isinstance(weights, pd.Series) and isinstance(responses, pd.DataFrame):
        weights = weights.reindex(responses.index)
    return check_weights(weights, len(responses))


def _pack(data: ImputationInput, chains: Chains, *, m: int, iterations: int, seed: int) -> Imputations:
    fillings = [
        Filling(question=question, rows=np.flatnonzero(question.variable.missing), values=values)
        for question, values in zip(data.questions, chains.imputed, strict=True)
    ]
    table = question_table(data.questions, chains)
    return Imputations(
        table=table,
        n=len(data.questions[0].variable.asked),
        method=Note(
            "impute_weighted" if data.weights is not None else "impute_unweighted",
            m=m,
            iterations=iterations,
            seed=seed,
        ),
        notes=(*data.notes, *imputation_notes(data, table)),
        trace=trace_table(data.questions, chains),
        predictors=predictor_table(data.questions, chains),
        m=m,
        seed=seed,
        fillings=tuple(filling for filling in fillings if len(filling.rows)),
        source=data.source if isinstance(data.source, Responses) else tuple(data.source),
    )
