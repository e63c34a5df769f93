"""Responses: the only object with respondents in it, and the log of all that was done to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from survey.errors import DataError
from survey.questionnaire.construct import Margin
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.routed import route_respondents

LARGEST_EXACT = 2**24  # whole numbers up to here are exact as float32
PROBLEM_COLUMNS = ("file", "row", "column", "value", "reason")


@dataclass(frozen=True, repr=False)
class Step:
    """One change of the responses: what, why, and how many respondents before and after."""

    what: str
    because: str
    n_before: int
    n_after: int

    def __repr__(self) -> str:
        before = f"{self.n_before:,} → " if self.n_before != self.n_after else ""
        return f"{self.what}: {self.because} ({before}{self.n_after:,} respondents)"


@dataclass(frozen=True)
class Source:
    """A file that answers came from, with its hash and its number of data rows."""

    name: str
    sha256: str
    n_rows: int


def answer_kind(item: Item, column: str = "") -> str:
    """Return the dtype of an item's answers, or of one of its columns.

    Codes take half the memory of numbers; dates and texts have their own.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> answer_kind(load_questionnaire("ecommerce-service").item("sat1"))
    'float32'
    """
    if item.is_text or column.endswith("__text"):
        return "str"
    if item.type == "date":
        return "datetime64[us]"
    exact = all(abs(code) <= LARGEST_EXACT for code in item.labels)
    return "float32" if exact and item.type != "number" else "float64"


def no_problems() -> pd.DataFrame:
    """Return an empty table of problems."""
    return pd.DataFrame({name: pd.Series(dtype="int64" if name == "row" else "str") for name in PROBLEM_COLUMNS})


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Responses:
    """The answers to one questionnaire, as answered, with weights, problems and log.

    Only `without`, `with_data` and `with_weights` change responses, and each returns a copy with one more `Step`.

    Attributes
    ----------
    data
        Codes as answered, shape (n_respondents, n_columns), indexed by respondent id. Special codes (not applicable,
        don't know, no answer) stay; reverse-keyed items are not flipped. `values` and `keyed` give numbers to compute.
    paradata
        What the platform knows about the interview: started, submitted, seconds, language, where known.
    personal
        Columns that can identify a person; no report and no export shows them unless asked.
    extra
        Columns of the file that the questionnaire does not have, as found.
    weights
        One weight a respondent, or None.
    problems
        Every value that did not become an answer, and every oddity: file, row, column, value, reason.
    log
        What was done, step by step.
    simulated
        Whether the answers were made up by `simulate_responses`.
    truth
        For simulated answers, the population values they follow.
    hidden
        For the items whose platform tells: whether it did not show them, bool, indexed by respondent. `missing` goes by
        it, and by the routing where a platform does not tell.
    """

    questionnaire: Questionnaire
    data: pd.DataFrame
    paradata: pd.DataFrame = field(default_factory=pd.DataFrame)
    personal: pd.DataFrame = field(default_factory=pd.DataFrame)
    extra: pd.DataFrame = field(default_factory=pd.DataFrame)
    weights: pd.Series | None = None
    problems: pd.DataFrame = field(default_factory=no_problems)
    log: tuple[Step, ...] = ()
    sources: tuple[Source, ...] = ()
    simulated: bool = False
    truth: pd.DataFrame | None = None
    hidden: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        if not self.data.index.is_unique:
            twice = self.data.index[self.data.index.duplicated()].unique()[:5].tolist()
            raise DataError(f"respondent ids must be unique; these occur twice or more: {twice}.")

    def __len__(self) -> int:
        return len(self.data)

    def __repr__(self) -> str:
        made = ("unweighted" if self.weights is None else "weighted") + (", simulated" if self.simulated else "")
        found = f"{len(self.problems):,} problem(s)" if len(self.problems) else "no problems"
        begin = f"Responses to {self.questionnaire.id}: {len(self):,} respondents, {made}"
        return f"{begin}, {found}, {len(self.log)} step(s)"

    # -- numbers to compute with ---------------------------------------------------------------------------------

    def values(self, items: Iterable[str] | None = None) -> pd.DataFrame:
        """Return substantive answers as numbers: special codes become NaN, nothing is flipped.

        Parameters
        ----------
        items
            Item ids; None takes every rating item.

        Returns
        -------
        pandas.DataFrame
            Float, shape (n_respondents, n_items), a column for each item (NaN throughout where the file had none).
        """
        wanted = list(self.questionnaire.rating_items if items is None else items)
        return pd.DataFrame(
            {name: self._values(self.questionnaire.item(name)) for name in wanted}, index=self.data.index
        )

    def keyed(self, items: Iterable[str] | None = None) -> pd.DataFrame:
        """Return `values` with reverse-keyed items turned round, the only place where that happens.

        A reverse-keyed answer x becomes minimum + maximum - x of its scale.
        """
        frame = self.values(items)
        for name in frame.columns:
            item = self.questionnaire.item(name)
            if item.reverse and item.scale is not None:
                frame[name] = item.scale.minimum + item.scale.maximum - frame[name]
        return frame

    def missing(self, items: Iterable[str] | None = None) -> pd.DataFrame:
        """Return why an answer is missing.

        Returns
        -------
        pandas.DataFrame
            Text, shape (n_respondents, n_items): "" (answered), "not_shown", "blank", "not_applicable", "dont_know" or
            "no_answer".
        """
        wanted = list(self.questionnaire.rating_items if items is None else items)
        return pd.DataFrame(
            {name: self._missing(self.questionnaire.item(name)) for name in wanted}, index=self.data.index
        )

    def shown(self, item: str) -> pd.Series:
        """Return whether the routing shows an item to each respondent."""
        condition = self.questionnaire.item(item).shown_if
        if condition is None:
            return pd.Series(True, index=self.data.index)
        if condition.text not in self._shown:
            self._shown[condition.text] = pd.Series(route_respondents(condition.node, self.data), self.data.index)
        return self._shown[condition.text]

    def was_hidden(self, item: str) -> pd.Series:
        """Return from whom an item was hidden: as the platform told, else by the routing."""
        return self.hidden[item] if item in self.hidden else ~self.shown(item)

    def margins(self) -> dict[str, Margin]:
        """Return the population margins these answers can be held against: made-up ones only for simulated answers."""
        given = self.questionnaire.margins
        return {item: margin for item, margin in given.items() if self.simulated or not margin.illustrative}

    def weight_array(self) -> np.ndarray | None:
        """Return the weights as an array of shape (n_respondents,), or None."""
        return None if self.weights is None else self.weights.to_numpy(dtype=float)

    # -- the only ways to change -----------------------------------------------------------------------------------

    def without(self, respondents: Iterable[object], *, because: str) -> Responses:
        """Leave respondents out.

        Parameters
        ----------
        respondents
            Ids, all of which must be there.
        because
            The reason, printed in the report.

        Raises
        ------
        DataError
            An id is unknown, or nobody would be left.
        """
        ids = pd.Index(list(respondents)).unique()
        unknown = ids.difference(self.data.index)
        if len(unknown):
            raise DataError(f"no respondent has the id {unknown[:5].tolist()}; ids are the index of responses.data.")
        keep = ~self.data.index.isin(ids)
        if not keep.any():
            raise DataError(f"leaving out {len(ids)} respondents ({because}) would leave nobody.")
        weights = None if self.weights is None else self.weights.loc[keep]
        step = Step("respondents left out", because, len(self), int(keep.sum()))
        return replace(
            self,
            data=self.data.loc[keep],
            paradata=self.paradata.loc[keep] if len(self.paradata) else self.paradata,
            personal=self.personal.loc[keep] if len(self.personal) else self.personal,
            extra=self.extra.loc[keep] if len(self.extra) else self.extra,
            hidden=self.hidden.loc[keep] if len(self.hidden) else self.hidden,
            weights=weights,
            log=(*self.log, step),
        )

    def with_data(self, data: pd.DataFrame, *, because: str) -> Responses:
        """Replace the answers, for example by imputed or corrected ones; the respondents stay the same.

        Raises
        ------
        DataError
            Respondents or columns differ.
        """
        if not data.index.equals(self.data.index) or list(data.columns) != list(self.data.columns):
            raise DataError("with_data needs the same respondents and columns in the same order as responses.data.")
        step = Step("answers replaced", because, len(self), len(self))
        return replace(self, data=data.copy(), log=(*self.log, step))

    def with_weights(self, weights: pd.Series | Sequence[float] | None, *, because: str) -> Responses:
        """Set the weights; None takes them away.

        Parameters
        ----------
        weights
            One finite number >= 0 a respondent; a Series is matched by respondent id.

        Raises
        ------
        DataError
            A weight is missing, negative or infinite, all are zero, or there are too few or too many.
        """
        step = Step("weights set" if weights is not None else "weights removed", because, len(self), len(self))
        checked = None if weights is None else self._checked_weights(weights)
        return replace(self, weights=checked, log=(*self.log, step))

    # -- inside ------------------------------------------------------------------------------------------------------

    @cached_property
    def _shown(self) -> dict[str, pd.Series]:
        return {}

    def _values(self, item: Item) -> pd.Series:
        if item.id not in self.data:
            return pd.Series(np.nan, index=self.data.index)
        column = self.data[item.id].astype("float64")
        return column.mask(column.isin(list(item.special_codes))) if item.special else column

    def _missing(self, item: Item) -> pd.Series:
        answers = self.data.reindex(columns=[c for c in item.columns if not c.endswith("__text")] or list(item.columns))
        blank = answers.isna().all(axis=1)
        kinds = pd.Series("", index=self.data.index, dtype="str").mask(blank, "blank")
        kinds = kinds.mask(blank & self.was_hidden(item.id), "not_shown")
        for code, kind in item.special_codes.items():
            kinds = kinds.mask(answers.iloc[:, 0] == code, kind)
        return kinds

    def _checked_weights(self, weights: pd.Series | Sequence[float]) -> pd.Series:
        given = weights if isinstance(weights, pd.Series) else pd.Series(list(weights), dtype=float)
        if len(given) != len(self):
            raise DataError(f"{len(given)} weights for {len(self)} respondents; give one each.")
        if isinstance(weights, pd.Series):
            given = given.reindex(self.data.index)
        checked = pd.Series(given.to_numpy(dtype=float), index=self.data.index, name="weight")
        bad = ~np.isfinite(checked) | (checked < 0)
        if bad.any():
            raise DataError(
                f"{int(bad.sum())} weights are missing, negative or infinite (first: respondent "
                f"{checked.index[bad][0]}); weights are finite numbers >= 0, matched by respondent id."
            )
        if not checked.sum() > 0:
            raise DataError("all weights are zero; at least one respondent must count.")
        return checked
