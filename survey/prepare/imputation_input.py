"""What goes into an imputation: the questions of responses or a plain frame, and how filled answers go back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses
from survey.stats.missing.variable import METHODS, Method, Variable

NON_RESPONSE = ("blank", "dont_know", "no_answer")
#: A column of a plain frame with more different texts is no choice among categories.
MOST_TEXTS = 20
#: Whole numbers over a wider range are shifted without rounding.
WIDEST_RANGE = 100_000

Methods = Mapping[str, Method]
Deltas = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question with what the tables say of it.

    Attributes
    ----------
    variable
        Its answers as numbers.
    columns
        The columns of the data they come from.
    wording, construct
        For people.
    labels
        For texts, what each number stands for.
    """

    variable: Variable
    columns: tuple[str, ...]
    wording: str
    construct: str = ""
    labels: tuple[object, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImputationInput:
    """All questions of an imputation, their weights, and what was left out."""

    source: Responses | Sequence[pd.DataFrame]
    questions: list[Question]
    weights: np.ndarray | None
    notes: list[Note] = field(default_factory=list)


def take_questions(
    responses: Responses | pd.DataFrame,
    *,
    items: Iterable[str] | None,
    methods: Methods,
    delta: Deltas,
    kinds: Sequence[str],
    constructs: Mapping[str, Sequence[str]] | None,
    weights: np.ndarray | None,
    language: str | None,
) -> ImputationInput:
    """Take the questions to impute, and to impute from, out of responses or a plain frame."""
    if isinstance(responses, Responses):
        if weights is not None or constructs is not None:
            raise OptionError("responses bring their own weights and constructs; leave both out.")
        found, skipped = _from_responses(
            responses, items, methods, kinds, responses.questionnaire.check_language(language)
        )
        given = responses.weight_array()
    elif isinstance(responses, pd.DataFrame):
        found, skipped = _from_frame(responses, items, methods, constructs or {})
        given = weights
    else:
        raise OptionError(f"impute_responses takes Responses or a pandas DataFrame, not {type(responses).__name__}.")
    names = [question.variable.name for question in found]
    for option, wanted in (("methods", methods), ("delta", delta)):
        if unknown := [name for name in wanted if name not in names]:
            raise OptionError(f"{option} names {unknown[0]!r}, which is not imputed; there are: {', '.join(names)}.")
    shifted = [_shift(question, delta.get(question.variable.name, 0.0)) for question in found]
    usable, notes = _leave_out_empty(shifted, given)
    if skipped:
        notes.append(Note("impute_skipped", items=", ".join(skipped)))
    source = responses if isinstance(responses, Responses) else (responses,)
    return ImputationInput(source=source, questions=usable, weights=given, notes=notes)


def _leave_out_empty(questions: list[Question], weights: np.ndarray | None) -> tuple[list[Question], list[Note]]:
    """Leave out questions without an answer of positive weight; note those and the ones that never vary."""
    usable, empty, constant = [], [], []
    for question in questions:
        variable = question.variable
        counted = variable.answered if weights is None else variable.answered & (weights > 0)
        if not np.any(counted):
            empty.append(variable.name)
            continue
        if np.any(variable.missing) and not variable.varies:
            constant.append(variable.name)
        usable.append(question)
    notes = [Note("impute_empty", items=", ".join(empty))] if empty else []
    return usable, notes + ([Note("impute_constant", items=", ".join(constant))] if constant else [])


def _shift(question: Question, delta: float) -> Question:
    if not delta:
        return question
    variable = question.variable
    if len(question.columns) > 1 or (variable.nominal and len(variable.levels) > 2):
        raise OptionError(
            f"delta has no meaning for '{variable.name}', whose answers have no order; shift ratings, numbers, or "
            "choices of two."
        )
    if variable.nominal and variable.method == "matching":
        raise OptionError(f"delta of the choice '{variable.name}' is in log odds: set its method to 'logistic'.")
    return replace(question, variable=replace(variable, delta=float(delta)))


# -- responses -----------------------------------------------------------------------------------------------------


def _from_responses(
    responses: Responses, items: Iterable[str] | None, methods: Methods, kinds: Sequence[str], language: str
) -> tuple[list[Question], list[str]]:
    questionnaire = responses.questionnaire
    wanted = [questionnaire.item(name) for name in (questionnaire.items if items is None else items)]
    usable = [item for item in wanted if _can_be_imputed(item)]
    if items is not None and len(usable) < len(wanted):
        wrong = next(item for item in wanted if item not in usable)
        raise OptionError(f"'{wrong.id}' cannot be imputed: it is a text, a date or an attention check.")
    found = [_question(responses, item, methods.get(item.id), kinds, language) for item in usable]
    others = [item.id for item in wanted if item not in usable and item.attention is None]
    holes = responses.missing(others).isin(kinds).any() if others else pd.Series(dtype=bool)
    return found, [name for name in others if holes[name]]


def _can_be_imputed(item: Item) -> bool:
    return item.attention is None and (item.is_rating or item.type in ("single_choice", "multiple_choice", "number"))


def _question(responses: Responses, item: Item, method: Method | None, kinds: Sequence[str], language: str) -> Question:
    columns = tuple(name for name in item.columns if not name.endswith("__text") and name in responses.data)
    several = item.type == "multiple_choice"
    table = responses.data[list(columns)] if several else responses.values([item.id])
    values = table.to_numpy(dtype=float)
    why = responses.missing([item.id])[item.id]
    asked = why.isin(["", *kinds]).to_numpy()
    if not columns:
        values = np.full((len(responses), 1), np.nan)
    nominal = item.type == "single_choice"
    variable = Variable(
        name=item.id,
        values=np.where(asked[:, None], values, np.nan),
        asked=asked,
        nominal=nominal,
        group=responses.questionnaire.construct_of(item.id) or "",
        points=_points(item, values),
        gated=_gated(responses.questionnaire, item.id),
    )
    return Question(
        variable=_with_method(variable, method),
        columns=columns,
        wording=item.text.in_language(language),
        construct=variable.group,
    )


def _gated(questionnaire: Questionnaire, name: str) -> frozenset[str]:
    """Return the items that routing shows by an item, and by those in turn."""
    found: set[str] = set()
    reach = {name}
    while reach:
        next_ones = {
            item.id
            for item in questionnaire.items.values()
            if item.shown_if is not None and item.shown_if.items & reach
        }
        reach = next_ones - found
        found |= reach
    return frozenset(found - {name})


def _points(item: Item, values: np.ndarray) -> np.ndarray | None:
    if item.scale is not None:
        return np.array(sorted(item.scale.codes), dtype=float)
    return _whole_numbers(values, item.minimum, item.maximum) if item.type == "number" and item.integer else None


def _whole_numbers(values: np.ndarray, low: float | None = None, high: float | None = None) -> np.ndarray | None:
    """Return the whole numbers of a range, by default that of the answers; None for one too wide."""
    given = values[~np.isnan(values)]
    if not len(given):
        return None
    start = np.ceil(np.min(given) if low is None else low)
    stop = np.floor(np.max(given) if high is None else high)
    return np.arange(start, stop + 1) if stop - start < WIDEST_RANGE else None


def _with_method(variable: Variable, method: Method | None) -> Variable:
    """Set how answers are drawn, after checking that it goes with them."""
    kinds = len(variable.levels)
    if method is None:
        models: Method = "logistic" if kinds == 2 else "multinomial"
        return replace(variable, method=models if variable.nominal else "matching")
    if method not in METHODS:
        raise OptionError(f"methods: {variable.name}={method!r} is not an option; use one of: {', '.join(METHODS)}.")
    if method != "matching" and (variable.values.shape[1] > 1 or (method == "logistic" and kinds != 2)):
        raise OptionError(f"'{variable.name}' has {kinds} answers or several columns: {method} does not go with it.")
    return replace(variable, method=method, nominal=variable.nominal and method != "proportional_odds")


# -- plain frames --------------------------------------------------------------------------------------------------


def _from_frame(
    frame: pd.DataFrame, items: Iterable[str] | None, methods: Methods, constructs: Mapping[str, Sequence[str]]
) -> tuple[list[Question], list[str]]:
    if not frame.columns.is_unique:
        twice = frame.columns[frame.columns.duplicated()][0]
        raise DataError(f"column {twice!r} occurs twice; give each column a name of its own.")
    wanted = list(frame.columns if items is None else items)
    named = [*wanted, *(column for columns in constructs.values() for column in columns)]
    if unknown := [name for name in named if name not in frame]:
        raise OptionError(f"there is no column {unknown[0]!r}; there are: {', '.join(map(str, frame))}.")
    group = {column: name for name, columns in constructs.items() for column in columns}
    found, skipped = [], []
    for name in wanted:
        coded = _code_column(frame[name])
        if coded is None:
            skipped += [str(name)] if frame[name].isna().any() else []
            continue
        values, labels = coded
        whole = not labels and bool(np.all(np.isnan(values) | (values == np.round(values))))
        variable = Variable(
            name=str(name),
            values=values[:, None],
            asked=np.ones(len(frame), dtype=bool),
            nominal=bool(labels),
            group=group.get(name, ""),
            points=_whole_numbers(values) if whole else None,
        )
        made = _with_method(variable, methods.get(name))
        found.append(
            Question(variable=made, columns=(name,), wording=str(name), construct=variable.group, labels=labels)
        )
    return found, skipped


def _code_column(column: pd.Series) -> tuple[np.ndarray, tuple[object, ...]] | None:
    """Return a column as numbers, with the labels of texts; None where it is neither numbers nor categories."""
    if pd.api.types.is_bool_dtype(column):
        return column.astype("Float64").to_numpy(dtype=float, na_value=np.nan), (False, True)
    if pd.api.types.is_numeric_dtype(column):
        values = column.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        if np.any(np.isinf(values)):
            raise DataError(f"column {column.name!r} holds an infinite value; make it missing or a number.")
        return values, ()
    if pd.api.types.is_datetime64_any_dtype(column) or column.nunique() > MOST_TEXTS:
        return None
    categories = pd.Categorical(column)
    return np.where(categories.codes < 0, np.nan, categories.codes), tuple(categories.categories)
