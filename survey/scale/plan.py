"""What a pass over a table is to take from its columns: variables, weights, filter, groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import lcm
from typing import Literal

from survey.questionnaire.routing import Condition, Includes, leaves

MissingMode = Literal["listwise", "indicator"]

#: Steps of an item's scale that one byte has room for, beside the marks of missing answers.
MOST_STEPS = 250
#: Numbers read and multiplied at once: enough rows for each of a thousand groups, few enough for memory.
CELLS_AT_ONCE = 1 << 24
MOST_ROWS, FEWEST_ROWS = 1 << 20, 1 << 14
#: Whole-number scores above this are kept as fractions instead.
LARGEST_SCORE = 2**30


@dataclass(frozen=True, kw_only=True)
class CodedItem:
    """One column of answers and how its codes become a score.

    Attributes
    ----------
    low, high
        Ends of the scale.
    codes
        The codes that are points of the scale; none for numbers, of which every value counts.
    special
        Codes that are no answer, and what each means.
    reverse
        Whether the scale runs the other way.
    shown_if
        The routing that shows the item.
    """

    column: str
    low: float
    high: float
    codes: tuple[int, ...] = ()
    special: Mapping[int, str]
    reverse: bool = False
    shown_if: Condition | None = None

    @property
    def is_coded(self) -> bool:
        """Whether answers are whole codes of a scale with few enough steps."""
        return bool(self.codes) and self.high - self.low <= MOST_STEPS

    @property
    def is_gapless(self) -> bool:
        """Whether every whole number from the low to the high end is a step, and no special code."""
        inside = [code for code in self.special if self.low <= code <= self.high]
        return len(self.codes) == self.high - self.low + 1 and not inside

    @property
    def can_be_spared(self) -> bool:
        """Whether a respondent may not have been asked."""
        return self.shown_if is not None or "not_applicable" in self.special.values()


@dataclass(frozen=True, kw_only=True)
class Variable:
    """A column to analyse: a column of numbers as it is, or a construct scored from its items.

    Attributes
    ----------
    name
        The column, or the construct.
    label
        How it is printed.
    items
        The items of a construct; none for a plain column.
    min_answered
        Share of the items shown that must be answered.
    """

    name: str
    label: str
    items: tuple[CodedItem, ...] = ()
    min_answered: float = 0.5

    @property
    def is_scored(self) -> bool:
        """Whether the variable is a construct."""
        return bool(self.items)

    @cached_property
    def steps(self) -> int:
        """How many whole steps the score has from 0 to 100; 0 where it has none, as for numbers."""
        if not self.items or not all(item.is_coded for item in self.items):
            return 0
        steps = lcm(*(int(item.high - item.low) for item in self.items)) * self.shares
        return steps if steps <= LARGEST_SCORE else 0

    @cached_property
    def shares(self) -> int:
        """The number that divides by every possible number of answered items."""
        return lcm(*range(1, len(self.items) + 1))

    @property
    def unit(self) -> float:
        """What one step is worth on the scale of 0 to 100; 1 for a plain column."""
        return 100.0 / max(1, self.steps) if self.items else 1.0

    @property
    def can_be_spared(self) -> bool:
        """Whether a respondent may not have been asked any of the items."""
        return bool(self.items) and all(item.can_be_spared for item in self.items)


@dataclass(frozen=True, kw_only=True)
class TablePlan:
    """All that a pass needs to know; it travels to every worker.

    Attributes
    ----------
    variables
        The outcome, then the drivers.
    weights
        The column of weights.
    where
        A condition in SQL that rows have to fulfil.
    respondent
        The column that tells respondents apart; None: every row is one.
    n_groups
        Into how many groups respondents are put.
    missing
        "listwise" or "indicator".
    routing_codes
        The codes that count as answers in the columns that routing looks at; none: every value does.
    origins
        What is taken off a plain column before it is multiplied, so that large numbers lose no digits.
    """

    variables: tuple[Variable, ...]
    weights: str | None = None
    where: str | None = None
    respondent: str | None = None
    n_groups: int = 1000
    missing: MissingMode = "listwise"
    routing_codes: Mapping[str, tuple[int, ...]]
    origins: Mapping[str, float]

    @property
    def spared(self) -> tuple[int, ...]:
        """Places of the drivers that get an indicator of having been asked, where somebody was not."""
        if self.missing == "listwise":
            return ()
        return tuple(at for at, variable in enumerate(self.variables) if at and variable.can_be_spared)

    @property
    def number_columns(self) -> tuple[str, ...]:
        """The columns that must hold numbers."""
        named = [item.column for variable in self.variables for item in variable.items]
        named += [variable.name for variable in self.variables if not variable.items]
        named += [] if self.weights is None else [self.weights]
        return tuple(dict.fromkeys([*named, *self.routing_columns]))

    @property
    def routing_columns(self) -> tuple[str, ...]:
        """The columns that routing looks at."""
        conditions = [item.shown_if for variable in self.variables for item in variable.items]
        found = [
            f"{leaf.item}__{leaf.code}" if isinstance(leaf, Includes) else leaf.item
            for condition in conditions
            if condition is not None
            for leaf in leaves(condition.node)
        ]
        return tuple(dict.fromkeys(found))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        return tuple(dict.fromkeys([*self.number_columns, *([self.respondent] if self.respondent else [])]))

    @property
    def rows_at_once(self) -> int:
        """How many rows are read and multiplied at once."""
        return min(MOST_ROWS, max(FEWEST_ROWS, CELLS_AT_ONCE // max(1, len(self.columns))))
