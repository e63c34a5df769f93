"""Codebooks: what comments are coded for, with the words that tell it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from survey.prepare.comment_text import BREAK, split_units
from survey.questionnaire.text import LocalText

Polarity = Literal["complaint", "praise"]
Phrase = tuple[str, ...]
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)

#: How far apart the two parts of a pair may stand where the term does not say: characters and words between.
ZH_DISTANCE, EN_DISTANCE = 5, 4
#: Fewest letters before the asterisk of an open ending.
SHORTEST_STEM = 3
_PAIR = re.compile(r"\s*~(\d{0,2})\s*")


@dataclass(frozen=True)
class Pattern:
    """One way to say a code: a phrase, or two phrases near each other in one clause, in either order.

    Attributes
    ----------
    sides
        One or two sides, each with the phrases that may stand there, as units; a unit that ends in an asterisk stands
        for every word that starts so.
    distance
        The most units between the two phrases.
    """

    sides: tuple[tuple[Phrase, ...], ...]
    distance: int = 0


@dataclass(frozen=True)
class Negation:
    """The words that turn a phrase round, in one language.

    Attributes
    ----------
    words
        Negating words.
    fillers
        Words that may stand between a negating word and what it negates: "not *so* slow".
    exceptions
        Phrases that hold a negating word and negate nothing: "not only".
    wishes
        Words after which praise is a wish: "please", "could be".
    """

    words: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Code:
    """One reason to complain or to praise.

    Attributes
    ----------
    construct
        The construct of a questionnaire it belongs to, or "".
    terms
        Language to terms, as written in the file.
    exceptions
        Language to phrases that hold a term and do not mean the code.
    negated_as
        The code that a negated mention counts for, or ""; without one it counts for nothing.
    examples, counter_examples
        Language to comments that are, and are not, coded so.
    """

    id: str
    polarity: Polarity
    label: LocalText
    definition: LocalText
    construct: str = ""
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exceptions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    negated_as: str = ""
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counter_examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """What comments are coded for.

    Attributes
    ----------
    codes
        Code by id, in the order of the file.
    negation
        Language to its negating words.
    """

    id: str
    version: str
    title: LocalText
    languages: tuple[str, ...]
    codes: Mapping[str, Code]
    negation: Mapping[str, Negation]
    path: Path | None = None

    def __repr__(self) -> str:
        return f"Codebook {self.id}, version {self.version}: {len(self.codes)} codes ({', '.join(self.languages)})"

    def of_construct(self, construct: str) -> tuple[Code, ...]:
        """Return the codes that belong to a construct."""
        return tuple(code for code in self.codes.values() if code.construct == construct)


def split_phrase(phrase: str) -> Phrase:
    """Return a phrase of a codebook as units, its open endings kept.

    Raises
    ------
    ValueError
        It holds nothing, a break, or an open ending that is too short; the message says which.

    Examples
    --------
    >>> split_phrase("refund*"), split_phrase("没人 回复")
    (('refund*',), ('没', '人', '回', '复'))
    """
    units: list[str] = []
    for word in phrase.split():
        stem = word.removesuffix("*")
        found = split_units(stem)
        if word != stem:
            if len(found) != 1 or len(stem) < SHORTEST_STEM or not stem.isascii():
                raise ValueError(f"'{word}' opens its ending after fewer than {SHORTEST_STEM} letters of one word")
            found = [f"{found[0]}*"]
        units += found
    if not units or BREAK in units:
        raise ValueError(f"'{phrase}' holds nothing to look for, or punctuation")
    return tuple(units)


def read_term(term: str, language: str) -> Pattern:
    """Return the pattern a term stands for.

    ``a|b`` are alternatives; ``a ~ b`` is a pair, in either order, and ``a ~2 b`` one with at most two words (or
    Chinese characters) between.

    Raises
    ------
    ValueError
        It is no term; the message says why.

    Examples
    --------
    >>> read_term("slow|late ~3 delivery", "en")
    Pattern(sides=((('slow',), ('late',)), (('delivery',),)), distance=3)
    """
    pieces = _PAIR.split(term)
    if len(pieces) not in (1, 3):
        raise ValueError(f"'{term}' has more than two parts; a pair is written `slow ~ delivery`")
    sides = tuple(tuple(split_phrase(phrase) for phrase in piece.split("|")) for piece in pieces[::2])
    if len(sides) == 1:
        return Pattern(sides)
    distance = int(pieces[1]) if pieces[1] else ZH_DISTANCE if language.startswith("zh") else EN_DISTANCE
    return Pattern(sides, distance)
