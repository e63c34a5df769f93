"""The scales of a draft: one for each different list of points, with a sensible name."""

from __future__ import annotations

from dataclasses import dataclass, field

from survey.drafting.answer_list import find_family, runs_down, split_special
from survey.drafting.naming import make_free_id, make_id
from survey.drafting.sketch import Answer, Question
from survey.platforms.coding.wording import plain

Key = tuple[tuple[object, ...], ...]


@dataclass(eq=False)
class DraftScale:
    """One scale.

    Attributes
    ----------
    remarks
        What the researcher should know about it.
    """

    name: str
    points: list[Answer]
    special: list[Answer]
    remarks: list[str] = field(default_factory=list)


class Scales:
    """The scales as they are met; questions with the same answers share one."""

    def __init__(self) -> None:
        self.by_key: dict[Key, DraftScale] = {}

    def find(self, question: Question) -> DraftScale:
        """Return the scale of a question or matrix."""
        points, special = split_special(question.answers)
        points, special = sorted(points, key=lambda one: one.code), sorted(special, key=lambda one: one.code)
        labels = [tuple((tag, plain(text)) for tag, text in one.label.items()) for one in (*points, *special)]
        codes = [(one.code, one.special or "") for one in (*points, *special)]
        key = tuple(zip(codes, labels, strict=True))
        if key not in self.by_key:
            self.by_key[key] = self._make(question, points, special)
        return self.by_key[key]

    def _make(self, question: Question, points: list[Answer], special: list[Answer]) -> DraftScale:
        taken = {scale.name.lower() for scale in self.by_key.values()}
        family = find_family(points) if points[0].label else None
        wanted = question.listed if question.listed and make_id(question.listed) == question.listed else ""
        name = make_free_id(wanted or f"{family or 'scale'}{len(points)}", taken)
        remarks = []
        if family and all(one.label for one in points) and runs_down(points):
            remarks.append("To finish: the lowest code stands for the most; check which items are to be `reverse`")
        return DraftScale(name, points, special, remarks)
