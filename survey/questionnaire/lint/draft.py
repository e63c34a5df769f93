"""The checked tree as the rules see it: items in the order asked, their codes, and the making of mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from survey.questionnaire.item import RATING_TYPES, TEXT_TYPES
from survey.questionnaire.lint.branch import Branch, Wording
from survey.questionnaire.lint.mistake import Mistake, Severity
from survey.questionnaire.scale import RECOMMEND_RANGE, STARS_MAXIMUM

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # the part of BCP 47 in common use
LONGEST_ID = 64  # bytes in a variable name of SPSS (Command Syntax Reference, Variable names)
LONGEST_SCALE = 101  # a slider from 0 to 100; beyond that a scale is a number item


@dataclass(frozen=True)
class Asked:
    """One item or matrix row as drafted, with what it inherits.

    Attributes
    ----------
    kind
        Its type, ``"scale"`` for the rows of a matrix; empty if the file gives none.
    order
        Its place in the order asked.
    page, matrix
        The parts it stands in; matrix is None outside one.
    scale
        The name of its scale.
    codes
        The codes of its points or choices, special codes left out.
    special
        Special codes and their kinds.
    """

    id: str
    kind: str
    tree: Branch
    order: int
    page: Branch
    matrix: Branch | None = None
    scale: str | None = None
    codes: tuple[int, ...] = ()
    special: dict[int, str] = field(default_factory=dict)

    @property
    def line(self) -> int:
        """Where the item's id stands."""
        return self.tree.at("id")

    @property
    def is_rating(self) -> bool:
        """Whether the answer is a point of a scale."""
        return self.kind in RATING_TYPES

    @property
    def is_text(self) -> bool:
        """Whether the answer is free text."""
        return self.kind in TEXT_TYPES

    @property
    def is_discrete(self) -> bool:
        """Whether the answer is one code out of a few."""
        return self.is_rating or self.kind == "single_choice"


@dataclass(frozen=True)
class Draft:
    """A checked tree and its file."""

    tree: Branch
    file: str

    def mistake(
        self, severity: Severity, rule: str, line: int, message: str, advice: str, item: str | None = None
    ) -> Mistake:
        """Make a mistake in this file."""
        return Mistake(self.file, line, item, severity, rule, message, advice)

    def error(self, rule: str, line: int, message: str, advice: str, item: str | None = None) -> Mistake:
        """Make an error in this file."""
        return self.mistake("error", rule, line, message, advice, item)

    def warning(self, rule: str, line: int, message: str, advice: str, item: str | None = None) -> Mistake:
        """Make a warning in this file."""
        return self.mistake("warning", rule, line, message, advice, item)

    def part(self, *keys: str) -> Branch:
        """Return a part of the file, empty if it is not there."""
        node = self.tree
        for key in keys:
            node = node.get(key, Branch(node.at(key)))
        return node

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The declared language tags, without those that are none and without repetitions."""
        tags = {tag.lower(): tag for tag in reversed(self.tree.get("languages", [])) if LANGUAGE_TAG.fullmatch(tag)}
        return tuple(reversed(tags.values()))

    @cached_property
    def pages(self) -> tuple[Branch, ...]:
        """The pages, in order."""
        return tuple(self.tree.get("pages", ()))

    @cached_property
    def matrices(self) -> tuple[Branch, ...]:
        """The matrix blocks that have an id, in order."""
        blocks = (block for page in self.pages for block in page.get("items", ()))
        return tuple(block for block in blocks if block.get("type") == "matrix" and "id" in block)

    @cached_property
    def items(self) -> tuple[Asked, ...]:
        """Every item and matrix row that has an id, in the order asked."""
        return tuple(self._items())

    @cached_property
    def by_id(self) -> dict[str, Asked]:
        """Items by id; the first of several with the same id."""
        return {item.id: item for item in reversed(self.items)}

    @cached_property
    def judged(self) -> frozenset[str]:
        """The items of driver and outcome constructs."""
        constructs = self.part("constructs").values()
        return frozenset(
            item for one in constructs if one.get("role") in ("driver", "outcome") for item in one.get("items", ())
        )

    def _items(self) -> Iterator[Asked]:
        order = 0
        for page in self.pages:
            for block in page.get("items", ()):
                matrix = block if block.get("type") == "matrix" else None
                for tree in block.get("rows", ()) if matrix is not None else [block]:
                    if "id" in tree:
                        yield self._asked(tree, page, matrix, order)
                        order += 1

    def _asked(self, tree: Branch, page: Branch, matrix: Branch | None, order: int) -> Asked:
        kind = "scale" if matrix is not None else tree.get("type", "")
        name = (tree if matrix is None else matrix).get("scale") if kind == "scale" else None
        scale = self.part("scales").get(name, Branch())
        special = scale.get("special", {}) if kind == "scale" else tree.get("special", {})
        return Asked(
            id=tree["id"],
            kind=kind,
            tree=tree,
            order=order,
            page=page,
            matrix=matrix,
            scale=name,
            codes=_codes(kind, tree, scale),
            special={value["code"]: key for key, value in special.items() if "code" in value},
        )


def label_of(answer: Branch) -> Branch:
    """Return the label of a point, a choice in either form, or a special code."""
    label: Branch = answer if isinstance(answer, Wording) else answer.get("label", Branch(answer.line))
    return label


def scale_codes(scale: Branch) -> tuple[int, ...]:
    """Return the codes of a scale's points; none if the scale is too long to be one."""
    if "points" in scale:
        return tuple(sorted(scale["points"]))
    return _span(scale.get("from", 0), scale.get("to", -1))


def _span(low: int, high: int) -> tuple[int, ...]:
    return tuple(range(low, high + 1)) if high - low < LONGEST_SCALE else ()


def _codes(kind: str, tree: Branch, scale: Branch) -> tuple[int, ...]:
    spans: dict[str, Any] = {"recommend": RECOMMEND_RANGE, "stars": (1, tree.get("max", STARS_MAXIMUM))}
    if kind == "scale":
        return scale_codes(scale)
    return _span(*spans[kind]) if kind in spans else tuple(tree.get("choices", ()))
