"""Finding the codes of a codebook in comments, in one pass over the units of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from survey.prepare.codebook import SHORTEST_STEM, Code, Codebook, Pattern, Phrase, read_term, split_phrase
from survey.prepare.comment_text import BREAK, CommentLanguage, find_language, join_units, says_something, split_units

#: Fillers that one negating word may reach over.
MOST_FILLERS = 3
#: Longest filler and longest negating word, in units.
LONGEST_NEGATOR = 4
#: Chinese characters to each side that tell whether a single one is a word.
WORD_WINDOW = 8
#: What may follow a one-character word and stay with it: 慢死, 贵得, 差了.
_ENDINGS = frozenset(("死", "得", "了", "极", "啊", "呀", "的"))


class Mention(NamedTuple):
    """One place of a comment where a code is named.

    Attributes
    ----------
    code
        The code whose words were found.
    counts_for
        The code it counts for: itself, what its negation stands for, or "".
    words
        The words found, as written in the pattern's units.
    """

    code: str
    counts_for: str
    words: str
    negated: bool
    wished: bool


@dataclass(frozen=True)
class CodedText:
    """What was found in one comment; `mentions` names each code, wording and reading once."""

    language: CommentLanguage
    blank: bool
    mentions: tuple[Mention, ...]


@dataclass(eq=False)
class _Part:
    """One phrase that is looked for, and what it is part of: (pattern, side), exceptions and marks."""

    phrase: Phrase
    uses: list[tuple[int, int]] = field(default_factory=list)
    excepts: set[str] = field(default_factory=set)
    mark: str = ""


class _Place(NamedTuple):
    start: int
    end: int


class _Starts(NamedTuple):
    """The phrases that start with a word: the word alone, those by their second word, and those of an open one."""

    alone: tuple[_Part, ...]
    followed: dict[str, tuple[_Part, ...]]
    open_ended: tuple[_Part, ...]


class Matcher:
    """Find codes in comments.

    Parameters
    ----------
    codebook
        The codes.

    Notes
    -----
    Cost: proportional to the length of a comment. No regular expression of a codebook is ever made, so that no comment
    can make the search slow.

    Examples
    --------
    >>> from survey.prepare.codebook_file import load_codebook
    >>> matcher = Matcher(load_codebook("ecommerce-service"))
    >>> [mention.counts_for for mention in matcher.code("物流太慢了").mentions]
    ['delivery_slow']
    >>> [mention.counts_for for mention in matcher.code("物流一点都不慢").mentions]
    ['praise_delivery']
    """

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._patterns: list[tuple[Code, Pattern]] = []
        self._parts: dict[Phrase, _Part] = {}
        self._negators, self._fillers = self._read_negation()
        for code in codebook.codes.values():
            self._add(code)
        self._exact, self._stems = self._index()
        self._seen: dict[str, _Starts | None] = {}
        self._known = frozenset(unit for phrase in self._parts for unit in phrase)

    def code(self, text: str) -> CodedText:
        """Return what a comment says."""
        units = split_units(text, self._known)
        found = self._scan(units)
        mentions = _Reading(self, units, found).mentions() if found else ()
        return CodedText(find_language(units), not says_something(units), mentions)

    # -- building ----------------------------------------------------------------------------------------------------

    def _read_negation(self) -> tuple[frozenset[Phrase], frozenset[Phrase]]:
        spoken = self.codebook.negation.values()
        for one in spoken:
            for mark, phrases in (("exception", one.exceptions), ("wish", one.wishes)):
                for phrase in phrases:
                    self._part(split_phrase(phrase)).mark = mark
        negators = frozenset(split_phrase(word) for one in spoken for word in one.words)
        return negators, frozenset(split_phrase(word) for one in spoken for word in one.fillers)

    def _add(self, code: Code) -> None:
        for language, terms in code.terms.items():
            for term in terms:
                pattern = read_term(term, language)
                self._patterns.append((code, pattern))
                for side, phrases in enumerate(pattern.sides):
                    for phrase in dict.fromkeys(phrases):
                        self._part(phrase).uses.append((len(self._patterns) - 1, side))
        for texts in code.exceptions.values():
            for text in texts:
                self._part(split_phrase(text)).excepts.add(code.id)

    def _part(self, phrase: Phrase) -> _Part:
        return self._parts.setdefault(phrase, _Part(phrase))

    def _index(self) -> tuple[dict[str, list[_Part]], dict[str, list[_Part]]]:
        exact: dict[str, list[_Part]] = defaultdict(list)
        stems: dict[str, list[_Part]] = defaultdict(list)
        for phrase, part in self._parts.items():
            first = phrase[0]
            (stems[first[:SHORTEST_STEM]] if first.endswith("*") else exact[first]).append(part)
        return dict(exact), dict(stems)

    # -- searching ---------------------------------------------------------------------------------------------------

    def _scan(self, units: list[str]) -> list[tuple[_Part, _Place]]:
        found = []
        seen, last = self._seen, len(units) - 1
        for at, unit in enumerate(units):
            if unit not in seen:
                seen[unit] = self._starting(unit)
            starts = seen[unit]
            if starts is None:
                continue
            found += [(part, _Place(at, at + 1)) for part in starts.alone]
            if at < last:
                for part in (*starts.followed.get(units[at + 1], ()), *starts.open_ended):
                    size = len(part.phrase)
                    if _same(part.phrase, units, at, size):
                        found.append((part, _Place(at, at + size)))
        return found

    def _starting(self, unit: str) -> _Starts | None:
        stems = self._stems.get(unit[:SHORTEST_STEM], ())
        parts = [*self._exact.get(unit, ()), *(part for part in stems if unit.startswith(part.phrase[0][:-1]))]
        if not parts:
            return None
        followed: dict[str, list[_Part]] = defaultdict(list)
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


class _Reading:
    """The phrases found in one comment, read as mentions of codes."""

    def __init__(self, matcher: Matcher, units: list[str], found: list[tuple[_Part, _Place]]) -> None:
        self.matcher, self.units, self.found = matcher, units, found
        self.clauses = self._number_clauses()
        self.voided = {at for part, place in found if part.mark == "exception" for at in range(*place)}
        self.wishes = [place for part, place in found if part.mark == "wish"]
        self.excepted: dict[str, set[int]] = defaultdict(set)
        for part, place in found:
            for code in part.excepts:
                self.excepted[code].update(range(*place))

    def mentions(self) -> tuple[Mention, ...]:
        """Return every mention, each code, wording and reading once."""
        last: dict[tuple[int, int], _Place] = {}
        made: dict[Mention, None] = {}
        patterns = self.matcher._patterns
        for part, place in self.found:
            for use in part.uses:
                number, side = use
                code, pattern = patterns[number]
                if code.exceptions and self._is_excepted(code, place):
                    continue
                if len(pattern.sides) == 1:
                    if self._is_word(place):
                        made[self._read(code, (place,))] = None
                    continue
                last[use] = place
                other = last.get((number, 1 - side))
                if other is not None and self._is_near(other, place, pattern.distance):
                    made[self._read(code, (other, place))] = None
        return tuple(made)

    def _number_clauses(self) -> list[int]:
        number, clauses = 0, []
        for unit in self.units:
            number += unit == BREAK
            clauses.append(number)
        return clauses

    def _is_excepted(self, code: Code, place: _Place) -> bool:
        covered = self.excepted.get(code.id)
        return covered is not None and not covered.isdisjoint(range(*place))

    def _is_near(self, first: _Place, second: _Place, distance: int) -> bool:
        gap = second.start - first.end
        return 0 <= gap <= distance and self.clauses[first.start] == self.clauses[second.start]

    def _is_word(self, place: _Place) -> bool:
        """Whether a single Chinese character stands for itself: 慢 in 太慢 does, in 慢慢 not; longer phrases do."""
        unit = self.units[place.start]
        if place.end - place.start > 1 or unit.isascii() or not unit.isalpha():
            return True
        import rjieba

        start = max(0, place.start - WORD_WINDOW)
        head = "".join(self.units[start : place.start]).rpartition(BREAK)[2]
        tail = "".join(self.units[place.start : place.start + WORD_WINDOW]).partition(BREAK)[0]
        for word, begin, end in rjieba.tokenize(head + tail):
            if begin <= len(head) < end:
                before, after = word[: len(head) - begin], word[len(head) - begin + 1 :]
                known = tuple(before) in self.matcher._fillers or tuple(before) in self.matcher._negators
                return (not before or known) and (not after or after in _ENDINGS)
        return True

    def _read(self, code: Code, places: tuple[_Place, ...]) -> Mention:
        own = {at for place in places for at in range(*place)}
        turns = sum(self._is_negated(place.start, own) for place in places)
        negated = turns % 2 == 1
        wished = code.polarity == "praise" and not negated and self._is_wished(places[-1].start)
        words = " … ".join(join_units(self.units[place.start : place.end]) for place in places)
        counts_for = code.negated_as if negated else "" if wished else code.id
        return Mention(code.id, counts_for, words, negated, wished)

    def _is_negated(self, start: int, own: set[int]) -> bool:
        """Whether an odd number of negating words, the term's own aside, stands before a place, fillers between."""
        at, turns = start, 0
        for _ in range(MOST_FILLERS + 1):
            size, turned = self._before(at)
            if not size:
                break
            turns += turned and own.isdisjoint(range(at - size, at))
            at -= size
        return turns % 2 == 1

    def _before(self, at: int) -> tuple[int, bool]:
        """Return the length of the filler or negating word that ends before a place, and whether it negates."""
        for size in range(min(LONGEST_NEGATOR, at), 0, -1):
            phrase = tuple(self.units[at - size : at])
            if phrase in self.matcher._negators and self.voided.isdisjoint(range(at - size, at)):
                return size, True
            if phrase in self.matcher._fillers:
                return size, False
        return 0, False

    def _is_wished(self, start: int) -> bool:
        clause = self.clauses[start]
        return any(wish.end <= start and self.clauses[wish.start] == clause for wish in self.wishes)
