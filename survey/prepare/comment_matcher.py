"""Finding the codes of a codebook in comments, clause by clause."""

from __future__ import annotations

from typing import NamedTuple

from survey.prepare.codebook import Code, Codebook
from survey.prepare.comment_index import Found, Part, PhraseIndex, Place
from survey.prepare.comment_text import (
    BREAK,
    CommentLanguage,
    count_scripts,
    cut_pieces,
    join_units,
    name_language,
    says_something,
    split_piece,
)

#: Fillers that one negating word may reach over.
MOST_FILLERS = 3
#: Chinese characters to each side that tell whether a single one is a word.
WORD_WINDOW = 8
#: Pieces of comments remembered with what they say, and the longest of them: what many say is read once.
MOST_PIECES, LONGEST_PIECE = 50_000, 40
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


class CodedText(NamedTuple):
    """What was found in one comment; `mentions` names each code, wording and reading once."""

    language: CommentLanguage
    blank: bool
    mentions: tuple[Mention, ...]


class _Piece(NamedTuple):
    """What a piece of a comment says, and how much of it is Chinese and other."""

    mentions: tuple[Mention, ...]
    han: int
    other: int
    blank: bool


class Matcher:
    """Find codes in comments.

    Parameters
    ----------
    codebook
        The codes.

    Notes
    -----
    Cost: proportional to the length of a comment. No regular expression of a codebook is ever made, so that no comment
    can make the search slow. Nothing reaches over the end of a clause, so that short pieces are read once and
    remembered.

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
        self.index = PhraseIndex(codebook)
        self._read: dict[str, _Piece] = {}

    def code(self, text: str) -> CodedText:
        """Return what a comment says."""
        han, other, blank = 0, 0, True
        made: dict[Mention, None] = {}
        remembered = self._read
        for piece in cut_pieces(text):
            mentions, in_han, in_other, empty = remembered.get(piece) or self._code_piece(piece)
            han += in_han
            other += in_other
            blank = blank and empty
            if mentions:
                made.update(dict.fromkeys(mentions))
        return CodedText(name_language(han, other), blank, tuple(made))

    def _code_piece(self, piece: str) -> _Piece:
        units = split_piece(piece, self.index.known)
        found = self.index.search(units)
        mentions = _Reading(self.index, units, found).mentions() if found else ()
        said = _Piece(mentions, *count_scripts(units), not says_something(units))
        if len(piece) <= LONGEST_PIECE:
            if len(self._read) >= MOST_PIECES:
                self._read.clear()
            self._read[piece] = said
        return said


class _Reading:
    """The phrases found in one piece of a comment, read as mentions of codes."""

    def __init__(self, index: PhraseIndex, units: list[str], found: Found) -> None:
        self.index, self.units, self.found = index, units, found
        self.voided: set[int] = set()
        self.wishes: list[Place] = []
        self.excepted: dict[str, set[int]] = {}
        for part, place in found:
            if part.mark == "exception":
                self.voided.update(range(*place))
            elif part.mark:
                self.wishes.append(place)
            for code in part.excepts:
                self.excepted.setdefault(code, set()).update(range(*place))

    def mentions(self) -> tuple[Mention, ...]:
        """Return every mention, each code, wording and reading once."""
        last: dict[tuple[int, int], tuple[Part, Place]] = {}
        made: dict[Mention, None] = {}
        patterns = self.index.patterns
        for here in self.found:
            part, place = here
            for use in part.uses:
                number, side = use
                code, pattern = patterns[number]
                if code.id in self.excepted and not self.excepted[code.id].isdisjoint(range(*place)):
                    continue
                if len(pattern.sides) == 1:
                    if not part.lone or self._is_word(place):
                        made[self._read(code, (here,))] = None
                    continue
                last[use] = here
                other = last.get((number, 1 - side))
                if other is not None and self._is_near(other[1], place, pattern.distance):
                    made[self._read(code, (other, here))] = None
        return tuple(made)

    def _is_near(self, first: Place, second: Place, distance: int) -> bool:
        return 0 <= second.start - first.end <= distance and BREAK not in self.units[first.end : second.start]

    def _is_word(self, place: Place) -> bool:
        """Whether a single Chinese character stands for itself: 慢 in 太慢 does, in 慢慢 not."""
        import rjieba

        start = max(0, place.start - WORD_WINDOW)
        head = "".join(self.units[start : place.start]).rpartition(BREAK)[2]
        tail = "".join(self.units[place.start : place.start + WORD_WINDOW]).partition(BREAK)[0]
        for word, begin, end in rjieba.tokenize(head + tail):
            if begin <= len(head) < end:
                before, after = word[: len(head) - begin], word[len(head) - begin + 1 :]
                known = tuple(before) in self.index.fillers or tuple(before) in self.index.negators
                return (not before or known) and (not after or after in _ENDINGS)
        return True

    def _read(self, code: Code, sides: tuple[tuple[Part, Place], ...]) -> Mention:
        negated = False
        for _, place in sides:
            negated ^= self._is_negated(place.start, sides)
        wished = bool(self.wishes) and code.polarity == "praise" and not negated and self._is_wished(sides[-1][1].start)
        words = " … ".join([part.words or join_units(self.units[place.start : place.end]) for part, place in sides])
        counts_for = code.negated_as if negated else "" if wished else code.id
        return Mention(code.id, counts_for, words, negated, wished)

    def _is_negated(self, start: int, sides: tuple[tuple[Part, Place], ...]) -> bool:
        """Whether an odd number of negating words, the term's own aside, stands before a place, fillers between."""
        at, negated = start, False
        for _ in range(MOST_FILLERS + 1):
            size, turned = self._before(at)
            if not size:
                break
            if turned and not any(place.start < at and at - size < place.end for _, place in sides):
                negated = not negated
            at -= size
        return negated

    def _before(self, at: int) -> tuple[int, bool]:
        """Return the length of the filler or negating word that ends before a place, and whether it negates."""
        for size, phrase, negates in self.index.before.get(self.units[at - 1], ()) if at else ():
            if size <= at and (size == 1 or tuple(self.units[at - size : at]) == phrase):
                if not negates:
                    return size, False
                if self.voided.isdisjoint(range(at - size, at)):
                    return size, True
        return 0, False

    def _is_wished(self, start: int) -> bool:
        return any(wish.end <= start and BREAK not in self.units[wish.end : start] for wish in self.wishes)
