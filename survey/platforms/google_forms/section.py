"""Sections of a form, and the way from one to the next.

Google can only leave a section by the answer to one question in it, so a section is shown or hidden by the last such
question before it. What cannot be said that way is found by following every way through the form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, product
from math import prod

from survey.platforms.google_forms.wording import has_labels
from survey.questionnaire.item import Item, Matrix, Page
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Condition

Code = int | None  # None: not answered
Answers = frozenset[Code] | None  # the answers that can have been given; None: any, also numbers and texts
_NONE: frozenset[Code] = frozenset({None})
_MOST_CASES = 5_000  # combinations of answers that one condition is tried with


@dataclass(frozen=True)
class Block:
    """A question of a form: an item, or a matrix as a grid.

    Attributes
    ----------
    apart
        The matrix whose row the item is, where the rows are separate questions.
    """

    items: tuple[Item, ...]
    matrix: Matrix | None = None
    apart: Matrix | None = None

    @property
    def condition(self) -> Condition | None:
        """When the question is shown."""
        return self.items[0].shown_if

    @property
    def id(self) -> str:
        """The id of the matrix or the item."""
        return self.matrix.id if self.matrix else self.items[0].id


@dataclass(frozen=True)
class Section:
    """Questions on one screen.

    Attributes
    ----------
    condition
        When all of them are shown; None: always, and also where no route can express it.
    opens_page
        Whether they are the first of their page.
    """

    page: Page
    blocks: tuple[Block, ...]
    condition: Condition | None = None
    opens_page: bool = True

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item that is asked here."""
        return tuple(item for block in self.blocks for item in block.items)


@dataclass
class Route:
    """How the form goes on after a section.

    Attributes
    ----------
    item
        The question whose answer decides, or None.
    targets
        Code of that question to the section after it; None stands for no answer, or for every answer without `item`.
        The number of sections means the end.
    """

    item: Item | None = None
    targets: dict[Code, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """The sections of a form, the routes between them, and the conditions that no route expresses.

    Attributes
    ----------
    open
        The items that are shown to everybody although they have a condition.
    """

    sections: tuple[Section, ...]
    routes: tuple[Route, ...]
    open: frozenset[str]


def plan_sections(questionnaire: Questionnaire) -> Plan:
    """Return the sections of a questionnaire with the routes between them, as many conditions kept as possible."""
    shown_to_all: set[str] = set()
    while True:
        pages = questionnaire.pages
        sections = tuple(section for page in pages for section in _split(page, questionnaire, shown_to_all))
        routes, mixed = _Walk(sections, shown_to_all).follow()
        if mixed is None:
            return Plan(sections, tuple(routes), frozenset(shown_to_all))
        shown_to_all |= {item.id for item in sections[mixed].items}


def list_blocks(page: Page, questionnaire: Questionnaire) -> Iterator[Block]:
    """Return the questions of a page; a matrix whose rows differ in condition or requirement becomes one for each."""
    for block in page.blocks:
        if isinstance(block, str):
            yield Block((questionnaire.items[block],))
            continue
        rows = tuple(questionnaire.items[row] for row in block.rows)
        if len({(_text(row.shown_if), row.required) for row in rows}) == 1:
            yield Block(rows, matrix=block)
        else:
            yield from (Block((row,), apart=block) for row in rows)


def _split(page: Page, questionnaire: Questionnaire, shown_to_all: Collection[str]) -> Iterator[Section]:
    """Return the sections of a page, a new one wherever the condition changes."""

    def find_condition(block: Block) -> Condition | None:
        return None if block.items[0].id in shown_to_all else block.condition

    blocks = list_blocks(page, questionnaire)
    for place, (_, run) in enumerate(groupby(blocks, lambda block: _text(find_condition(block)))):
        own = tuple(run)
        yield Section(page, own, find_condition(own[0]), opens_page=place == 0)


def _text(condition: Condition | None) -> str:
    return condition.text if condition else ""


def can_lead(item: Item) -> bool:
    """Tell whether the answer to an item can choose the next section: one choice out of a list."""
    return has_labels(item) and item.type != "multiple_choice" and item.matrix is None


class _Walk:
    """Follows every way through the sections, with all answers that can have been given on it."""

    def __init__(self, sections: Sequence[Section], shown_to_all: Collection[str]) -> None:
        self.sections = sections
        self.shown_to_all = shown_to_all
        self.known: list[dict[str, Answers]] = [{} for _ in sections]
        self.reached = [False] * len(sections)
        self.asked_at = {item.id: place for place, section in enumerate(sections) for item in section.items}
        self.items = {item.id: item for section in sections for item in section.items}

    def follow(self) -> tuple[list[Route], int | None]:
        """Return the routes, or the place of a section that some see and some do not on one and the same way."""
        routes = [Route() for _ in self.sections]
        start, mixed = self._find_next(-1, {})
        if mixed is not None or start > 0:
            return routes, 0
        self._arrive(-1, start, {})
        for place in range(len(self.sections)):
            if not self.reached[place]:
                routes[place].targets[None] = place + 1
                continue
            mixed = self._leave(place, routes[place])
            if mixed is not None:
                return routes, mixed
        return routes, None

    def _leave(self, place: int, route: Route) -> int | None:
        known = self.known[place] | {item.id: self._list_answers(item) for item in self.sections[place].items}
        route.item = self._choose_leader(place)
        for code in (known[route.item.id] if route.item else None) or _NONE:
            answers = known | ({route.item.id: frozenset({code})} if route.item else {})
            target, mixed = self._find_next(place, answers)
            if mixed is not None:
                return mixed
            route.targets[code] = target
            self._arrive(place, target, answers)
        return None

    def _list_answers(self, item: Item) -> Answers:
        """Return the answers an item can have; where it is open to everybody, none is needed."""
        if not has_labels(item) or item.type == "multiple_choice":
            return None
        needed = item.required and item.id not in self.shown_to_all
        return frozenset(item.labels) | (frozenset() if needed else _NONE)

    def _choose_leader(self, place: int) -> Item | None:
        """Return the question of a section on which most later questions hang."""
        weights: Counter[str] = Counter()
        for later in range(place + 1, len(self.sections)):
            condition = self.sections[later].condition
            for item in self.sections[place].items if condition else ():
                if condition and item.id in condition.items and can_lead(item):
                    weights[item.id] += len(self.sections[later].items)
        return self.items[weights.most_common(1)[0][0]] if weights else None

    def _find_next(self, place: int, known: Mapping[str, Answers]) -> tuple[int, int | None]:
        """Return the next section that is shown, and the section for which this is not certain."""
        for later in range(place + 1, len(self.sections)):
            skipped = range(place + 1, later)
            shown = self._judge(later, known, skipped)
            if shown is None:
                return later, later
            if shown:
                return later, None
        return len(self.sections), None

    def _judge(self, place: int, known: Mapping[str, Answers], skipped: range) -> bool | None:
        """Tell whether a section is shown: always, never, or (None) both can be."""
        condition = self.sections[place].condition
        if condition is None:
            return True
        names = sorted(condition.items)
        options: list[frozenset[Code]] = []
        for name in names:
            found = _NONE if self._is_skipped(name, skipped) else known.get(name, _NONE)
            if found is None:
                return None
            options.append(found)
        if prod(map(len, options)) > _MOST_CASES:
            return None
        holds = {condition.holds(dict(zip(names, case, strict=True))) for case in product(*options)}
        return holds.pop() if len(holds) == 1 else None

    def _is_skipped(self, name: str, skipped: range) -> bool:
        return name not in self.items or self.asked_at[name] in skipped

    def _arrive(self, place: int, target: int, known: Mapping[str, Answers]) -> None:
        """Add what is known on one way to what is known at its end."""
        if target >= len(self.sections):
            return
        skipped = {item.id for section in self.sections[place + 1 : target] for item in section.items}
        here = self.known[target]
        for name in {*known, *skipped, *here}:
            new = _NONE if name in skipped else known.get(name, _NONE)
            old = here.get(name, _NONE) if self.reached[target] else frozenset()
            here[name] = None if new is None or old is None else old | new
        self.reached[target] = True
