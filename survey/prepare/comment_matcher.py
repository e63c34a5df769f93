"""Finding the codes of a codebook in comments, clause by clause."""

from __future__ import annotations

from typing import NamedTuple

from survey.prepare.codebook import Code, Codebook
from survey.prepare.comment_index import Found, PhraseIndex
from survey.prepare.comment_text import (
    BREAK,
    CommentLanguage,
    count_scripts,
    cut_pieces,
    join_units,
    name_language,
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
        # Equal mentions are one object: a hundred thousand comments hold few different ones.
        self._kept: dict[Mention, Mention] = {}

    def code(self, text: str) -> CodedText:
        """Return what a comment says."""
        pieces = cut_pieces(text)
        remembered = self._read
        if len(pieces) == 1:
            mentions, han, other, blank = remembered.get(pieces[0]) or self._code_piece(pieces[0])
            return CodedText(name_language(han, other), blank, mentions)
        han, other, blank = 0, 0, True
        made: dict[Mention, None] = {}
        for piece in pieces:
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
        mentions = _Reading(self.index, self._kept, units, found).mentions() if found else ()
        said = _Piece(mentions, *count_scripts(units), not units)
        if len(piece) <= LONGEST_PIECE:
            if len(self._read) >= MOST_PIECES:
                self._read.clear()
                self._kept.clear()
            self._read[piece] = said
        return said


class _Reading:
    """The phrases found in one piece of a comment, read as mentions of codes."""

    def __init__(self, index: PhraseIndex, kept: dict[Mention, Mention], units: list[str], found: list[Found]) -> None:
        self.index, self.kept, self.units, self.found = index, kept, units, found
        self.voided: set[int] = set()
        self.wishes: list[int] = []
        self.excepted: dict[str, set[int]] = {}
        for part, start, end in found:
            if part.mark == "exception":
                self.voided.update(range(start, end))
            elif part.mark:
                self.wishes.append(end)
            for code in part.excepts:
                self.excepted.setdefault(code, set()).update(range(start, end))

    def mentions(self) -> tuple[Mention, ...]:
        """Return every mention, each code, wording and reading once."""
        last: dict[int, Found] = {}
        made: dict[Mention, None] = {}
        for here in self.found:
            part, start, end = here
            for code, alone, distance, side, other in part.uses:
                if self.excepted and self._is_excepted(code, start, end):
                    continue
                if alone:
                    if not part.lone or self._is_word(start):
                        made[self._read(code, (here,))] = None
                    continue
                last[side] = here
                if other in last and self._is_near(last[other][2], start, distance):
                    made[self._read(code, (last[other], here))] = None
        return tuple(made)

    def _is_excepted(self, code: Code, start: int, end: int) -> bool:
        return code.id in self.excepted and not self.excepted[code.id].isdisjoint(range(start, end))

    def _is_near(self, end: int, start: int, distance: int) -> bool:
        return 0 <= start - end <= distance and BREAK not in self.units[end:start]

    def _is_word(self, at: int) -> bool:
        """Whether a single Chinese character stands for itself: 慢 in 太慢 does, in 慢慢 not."""
        import rjieba

        head = "".join(self.units[max(0, at - WORD_WINDOW) : at]).rpartition(BREAK)[2]
        tail = "".join(self.units[at : at + WORD_WINDOW]).partition(BREAK)[0]
        for word, begin, end in rjieba.tokenize(head + tail):
            if begin <= len(head) < end:
                before, after = word[: len(head) - begin], word[len(head) - begin + 1 :]
                known = tuple(before) in self.index.fillers or tuple(before) in self.index.negators
                return (not before or known) and (not after or after in _ENDINGS)
        return True

    def _read(self, code: Code, sides: tuple[Found, ...]) -> Mention:
        negated = False
        for _, start, _ in sides:
            negated ^= self._is_negated(start, sides)
        wished = bool(self.wishes) and code.polarity == "praise" and not negated and self._is_wished(sides[-1][1])
        words = " … ".join([part.words or join_units(self.units[start:end]) for part, start, end in sides])
        counts_for = code.negated_as if negated else "" if wished else code.id
        mention = Mention(code.id, counts_for, words, negated, wished)
        return self.kept.setdefault(mention, mention)

    def _is_negated(self, start: int, sides: tuple[Found, ...]) -> bool:
        """Whether an odd number of negating words, the term's own aside, stands before a place, fillers between."""
        at, negated = start, False
        for _ in range(MOST_FILLERS + 1):
            size, turned = self._before(at)
            if not size:
                break
            if turned and not any(first < at and at - size < end for _, first, end in sides):
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
        return any(end <= start and BREAK not in self.units[end:start] for end in self.wishes)
