"""Response scales: points, anchor labels, and the codes that are no point of the scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from survey.questionnaire.text import LocalText

SpecialKind = Literal["not_applicable", "dont_know", "no_answer"]
SPECIAL_KINDS: tuple[SpecialKind, ...] = get_args(SpecialKind)

RECOMMEND_RANGE = (0, 10)
STARS_MAXIMUM = 5


@dataclass(frozen=True)
class Point:
    """One point of a response scale: its code and its label, empty for an unlabelled point."""

    code: int
    label: LocalText


@dataclass(frozen=True)
class Special:
    """An answer that is no point of the scale, with a code of its own."""

    kind: SpecialKind
    code: int
    label: LocalText


@dataclass(frozen=True)
class Scale:
    """An ordered response scale.

    Examples
    --------
    >>> scale = Scale("likely", tuple(Point(code, LocalText({})) for code in range(11)))
    >>> scale.minimum, scale.maximum, len(scale.points)
    (0, 10, 11)
    """

    id: str
    points: tuple[Point, ...]
    special: tuple[Special, ...] = ()

    @property
    def codes(self) -> tuple[int, ...]:
        """The codes of the points, in order."""
        return tuple(point.code for point in self.points)

    @property
    def minimum(self) -> int:
        """The lowest code of the scale, whether anybody chose it or not."""
        return min(self.codes)

    @property
    def maximum(self) -> int:
        """The highest code of the scale, whether anybody chose it or not."""
        return max(self.codes)
