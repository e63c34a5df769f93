"""The phrases of a codebook, indexed so that a comment is searched in one pass over its units."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from survey.prepare.codebook import SHORTEST_STEM, Code, Codebook, Pattern, Phrase, read_term, split_phrase
from survey.prepare.comment_text import join_units

#: Words remembered with the phrases that start with them; a flood of new words makes the index forget, not grow.
MOST_WORDS = 200_000
#: Longest filler and longest negating word, in units.
LONGEST_NEGATOR = 4


class Use(NamedTuple):
    """One side of a pattern that a phrase may stand for.

    Attributes
    ----------
    code
        Whose pattern it is.
    alone
        Whether the pattern has no other side.
    distance
        The most units between the sides.
    side, other
        Numbers of this side and of the one it needs, unique among all patterns.
    """

    code: Code
    alone: bool
    distance: int
    side: int
    other: int


@dataclass(eq=False)
class Part:
    """One phrase that is looked for, and what it is part of: patterns, exceptions and marks.

    Attributes
    ----------
    words
        The phrase as text, or "" where an open ending leaves it to the comment.
    lone
        Whether it is a single Chinese character, which must be a word by itself.
    """

    phrase: Phrase
    uses: list[Use] = field(default_factory=list)
    excepts: set[str] = field(default_factory=set)
    mark: str = ""
    words: str = ""
    lone: bool = False

    def __post_init__(self) -> None:
        first = self.phrase[0]
        self.words = "" if any(unit.endswith("*") for unit in self.phrase) else join_units(list(self.phrase))
        self.lone = len(self.phrase) == 1 and not first.isascii() and first.isalpha()


#: A phrase, and the units it covers: from, before. Plain tuples, for there are millions of them.
Found = tuple[Part, int, int]


class _Starts(NamedTuple):
    """The phrases that start with a word: the word alone, those by their second word, and those of an open one."""

    alone: tuple[Part, ...]
    followed: dict[str, tuple[Part, ...]]
    open_ended: tuple[Part, ...]


class PhraseIndex:
    """Every phrase of a codebook by its first word.

    Attributes
    ----------
    negators, fillers
        Negating words, and what may stand between one and what it negates.
    before
        Both by their last word: length, phrase and whether it negates, the longest first.
    known
        Words of the phrases, for the spelling of stretched ones.
    """

    def __init__(self, codebook: Codebook) -> None:
        self._patterns = 0
        self._parts: dict[Phrase, Part] = {}
        self.negators, self.fillers = self._read_negation(codebook)
        self.before = self._index_before()
        for code in codebook.codes.values():
            self._add(code)
        self._exact, self._stems = self._index()
        self._seen: dict[str, _Starts | tuple[()]] = {}
        self.known = frozenset(unit for phrase in self._parts for unit in phrase)

    def search(self, units: list[str]) -> list[Found]:
        """Return every phrase found, in the order of its first unit."""
        found: list[Found] = []
        seen, last = self._seen, len(units) - 1
        if len(seen) > MOST_WORDS:
            seen.clear()
        for at, starts in enumerate(map(seen.get, units)):
            if starts is None:
                unit = units[at]
                listed = unit in self._exact or unit[:SHORTEST_STEM] in self._stems
                starts = seen[unit] = self._starting(unit) if listed else ()
            if not starts:
                continue
            for part in starts.alone:
                found.append((part, at, at + 1))
            if at == last:
                break
            for part in starts.followed.get(units[at + 1], ()):
                size = len(part.phrase)
                if size == 2 or _same(part.phrase, units, at, size):
                    found.append((part, at, at + size))
            for part in starts.open_ended:
                size = len(part.phrase)
                if _same(part.phrase, units, at, size):
                    found.append((part, at, at + size))
        return found

    def _read_negation(self, codebook: Codebook) -> tuple[frozenset[Phrase], frozenset[Phrase]]:
        spoken = codebook.negation.values()
        for one in spoken:
            for mark, phrases in (("exception", one.exceptions), ("wish", one.wishes)):
                for phrase in phrases:
                    self._part(split_phrase(phrase)).mark = mark
        negators = frozenset(split_phrase(word) for one in spoken for word in one.words)
        return negators, frozenset(split_phrase(word) for one in spoken for word in one.fillers)

    def _index_before(self) -> dict[str, list[tuple[int, Phrase, bool]]]:
        before: dict[str, list[tuple[int, Phrase, bool]]] = defaultdict(list)
        for phrases, negates in ((self.negators, True), (self.fillers, False)):
            for phrase in phrases:
                if len(phrase) <= LONGEST_NEGATOR:
                    before[phrase[-1]].append((len(phrase), phrase, negates))
        return {last: sorted(some, key=lambda one: (-one[0], not one[2])) for last, some in before.items()}

    def _add(self, code: Code) -> None:
        for language, terms in code.terms.items():
            for term in terms:
                self._add_pattern(code, read_term(term, language))
        for texts in code.exceptions.values():
            for text in texts:
                self._part(split_phrase(text)).excepts.add(code.id)

    def _add_pattern(self, code: Code, pattern: Pattern) -> None:
        numbers = (self._patterns, self._patterns + 1)
        self._patterns += 2
        for side, phrases in enumerate(pattern.sides):
            use = Use(code, len(pattern.sides) == 1, pattern.distance, numbers[side], numbers[1 - side])
            for phrase in dict.fromkeys(phrases):
                self._part(phrase).uses.append(use)

    def _part(self, phrase: Phrase) -> Part:
        return self._parts.setdefault(phrase, Part(phrase))

    def _index(self) -> tuple[dict[str, list[Part]], dict[str, list[Part]]]:
        exact: dict[str, list[Part]] = defaultdict(list)
        stems: dict[str, list[Part]] = defaultdict(list)
        for phrase, part in self._parts.items():
            first = phrase[0]
            (stems[first[:SHORTEST_STEM]] if first.endswith("*") else exact[first]).append(part)
        return dict(exact), dict(stems)

    def _starting(self, unit: str) -> _Starts | tuple[()]:
        stems = self._stems.get(unit[:SHORTEST_STEM], ())
        parts = [*self._exact.get(unit, ()), *(part for part in stems if unit.startswith(part.phrase[0][:-1]))]
        if not parts:
            return ()
        followed: dict[str, list[Part]] = defaultdict(list)
        open_ended = []
        for part in parts:
            if len(part.phrase) > 1 and part.phrase[1].endswith("*"):
                open_ended.append(part)
            elif len(part.phrase) > 1:
                followed[part.phrase[1]].append(part)
        alone = tuple(part for part in parts if len(part.phrase) == 1)
        return _Starts(alone, {second: tuple(some) for second, some in followed.items()}, tuple(open_ended))


def _same(phrase: Phrase, units: list[str], at: int, size: int) -> bool:
    if at + size > len(units):
        return False
    for step in range(1, size):
        wanted, given = phrase[step], units[at + step]
        if wanted != given and not (wanted[-1] == "*" and given.startswith(wanted[:-1])):
            return False
    return True
