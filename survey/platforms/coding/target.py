"""What a heading can mean: the answers of an item, one option of it, or the text beside an option."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from survey.platforms.coding.wording import plain, strip_numbering, wording_key
from survey.questionnaire.item import Choice, Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

Part = Literal["answer", "option", "text"]
_TEXT_WORDS = ("text", "other text", "please specify", "文本", "文字", "内容", "请注明")


@dataclass(frozen=True)
class Target:
    """What a column holds.

    Attributes
    ----------
    part
        ``answer``: the whole answer; ``option``: whether one option of a multiple choice was chosen; ``text``: the text
        beside an option.
    """

    item: str
    part: Part = "answer"
    code: int = 0

    @property
    def column(self) -> str:
        """The name of the column in the answers; for a multiple choice in one column the item's id."""
        if self.part == "answer":
            return self.item
        return f"{self.item}__{self.code}" + ("__text" if self.part == "text" else "")


Targets = Mapping[str, frozenset[Target]]


@dataclass(frozen=True)
class Dictionary:
    """Every spelling of a heading that the questionnaire explains.

    Attributes
    ----------
    by_id
        Ids and what is made of them (``shops__2``, ``shops[2]``), as `plain` gives them.
    by_wording
        Wordings in every language, as `wording_key` gives them.
    """

    by_id: Mapping[str, Target]
    by_wording: Targets

    def look_up(self, heading: str) -> frozenset[Target]:
        """Return what a heading may mean: nothing, one target, or several if its wording stands for several items."""
        for spelling in (plain(heading), strip_numbering(heading)):
            if spelling in self.by_id:
                return frozenset({self.by_id[spelling]})
            if found := self.by_wording.get(wording_key(spelling)):
                return found
        return frozenset()


def build_dictionary(questionnaire: Questionnaire) -> Dictionary:
    """Return every spelling of a heading for a questionnaire."""
    by_id = {plain(name): Target(name) for name in questionnaire.items}
    by_wording: defaultdict[str, set[Target]] = defaultdict(set)
    matrices = _matrices(questionnaire)
    for item in questionnaire.items.values():
        for name, target in _id_spellings(item):
            by_id.setdefault(plain(name), target)
        for wording, target in _wordings(item, matrices.get(item.matrix or "")):
            if key := wording_key(wording):
                by_wording[key].add(target)
    return Dictionary(by_id, {key: frozenset(found) for key, found in by_wording.items()})


def _matrices(questionnaire: Questionnaire) -> dict[str, Matrix]:
    blocks = (block for page in questionnaire.pages for block in page.blocks)
    return {block.id: block for block in blocks if isinstance(block, Matrix)}


def _id_spellings(item: Item) -> Iterator[tuple[str, Target]]:
    if item.matrix:
        yield from (
            (spelling, Target(item.id)) for spelling in (f"{item.matrix}[{item.id}]", f"{item.matrix}.{item.id}")
        )
    for choice in item.choices:
        own = (f"{item.id}__{choice.code}", f"{item.id}[{choice.code}]", f"{item.id}_{choice.code}")
        if item.type == "multiple_choice":
            yield from ((spelling, Target(item.id, "option", choice.code)) for spelling in own)
        if choice.has_text:
            text = Target(item.id, "text", choice.code)
            yield from ((f"{spelling}{end}", text) for spelling in own for end in ("__text", "[text]", "_text"))


def _wordings(item: Item, matrix: Matrix | None) -> Iterator[tuple[str, Target]]:
    answer = Target(item.id)
    for language, text in item.text.items():
        stems = [text, item.id + text]
        if matrix is not None:
            stems += [_in(matrix.text, language) + text, matrix.id + text]
        yield from ((stem, answer) for stem in stems)
        for choice in item.choices:
            label = _in(choice.label, language)
            for stem in (*stems, item.id):
                yield from _option_wordings(item, choice, stem + label if label else "")


def _option_wordings(item: Item, choice: Choice, wording: str) -> Iterator[tuple[str, Target]]:
    if not wording:
        return
    if item.type == "multiple_choice":
        yield wording, Target(item.id, "option", choice.code)
    if choice.has_text:
        text = Target(item.id, "text", choice.code)
        yield from ((wording + word, text) for word in _TEXT_WORDS)
        if item.type != "multiple_choice":
            yield wording, text


def _in(text: LocalText, language: str) -> str:
    return text.get(language, "")
