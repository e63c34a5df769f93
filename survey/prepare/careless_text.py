"""Gibberish in open answers: mashed keys, one character over and over, no letters; Chinese and English."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Literal

Gibberish = Literal["no_letters", "repeated", "keyboard"]

# Letters that follow a letter in at least 0.2 % of its places in a list of 64,000 English words, or in pinyin.
FOLLOWERS = {
    "a": "bcdefghiklmnoprstuvwxyz",
    "b": "abcdeijlmnorstuvy",
    "c": "acehiklorstuy",
    "d": "abcdefghijlmnoprstuvwy",
    "e": "abcdefghiklmnopqrstuvwxyz",
    "f": "aefilorstuy",
    "g": "abeghilmnorstuwy",
    "h": "abdefilmnoprstuwy",
    "i": "abcdefgklmnopqrstuvxz",
    "j": "aeiou",
    "k": "abdefghilmnoprstuwy",
    "l": "abcdefghiklmnoprstuvwy",
    "m": "abefilmnopsuy",
    "n": "abcdefghijklmnopqrstuvwxyz",
    "o": "abcdefghiklmnoprstuvwxyz",
    "p": "abehilmoprstuy",
    "q": "aiu",
    "r": "abcdefghiklmnoprstuvwy",
    "s": "abcefhiklmnopqrstuwy",
    "t": "abcefhilmnorstuwyz",
    "u": "abcdefgiklmnoprstvxyz",
    "v": "aeiouy",
    "w": "abcdefhiklmnoprstuy",
    "x": "acehioptuvy",
    "y": "abcdefghiklmnoprstuwx",
    "z": "aehilouyz",
}
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz")
# Shares of a word's pairs of letters; with these, 1 in 8,000 English words looks mashed.
MOST_UNUSUAL, MOST_NEIGHBOURS = 0.25, 0.8
SHORTEST_WORD, SHORTEST_REPEAT = 5, 4
FEW_LETTERS = 2  # of a text of a dozen letters or more: nothing is said
LONG_FOR_FEW = 12
LONG_FOR_ONE_ROW = 8  # of letters of the home row alone: "alfalfa" has seven
# Said by repeating: approval and disapproval, laughing, crying, counted emphasis.
EMPHASIS = frozenset("好赞棒强牛顶优美妙差烂坏慢贵哈呵嘿嘻呜哇嗯666")
LAUGHTER = re.compile(r"([hx]+[aeio]+)+[hx]*|(lo)+l+|h+|k+|w+|5+|23+")
_LINK = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w+")
_STRETCHED = re.compile(r"(.)\1{2,}")
_NEIGHBOURS = {frozenset(pair) for row in ROWS[:3] for pair in pairwise(row)}


def find_gibberish(text: str) -> Gibberish | None:
    """Return what makes a text gibberish, or None.

    Use it on open answers. A text counts only if more than half of its letters do, so that a name or an abbreviation
    does no harm. It does not read: a sensible answer to another question passes.

    Parameters
    ----------
    text
        An answer in any script; words are judged in Latin letters only.

    Returns
    -------
    str or None
        "no_letters": four or more signs without a letter, a digit or an emoji. "repeated": one character four times or
        more and nothing else, praise and laughter aside. "keyboard": keys beside each other, or letters that do not
        follow one another in English or pinyin.

    Notes
    -----
    Fewer than four characters, links, addresses and emoji are never gibberish.

    Examples
    --------
    >>> [find_gibberish(text) for text in ("asdasd", "啊啊啊啊", "……！！", "哈哈哈哈", "Fast, thank you.", "10/10")]
    ['keyboard', 'repeated', 'no_letters', None, None, None]
    """
    plain = _LINK.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    marks = [mark for mark in plain if not mark.isspace()]
    said = [mark for mark in marks if mark.isalnum()]
    if len(marks) < SHORTEST_REPEAT or any(unicodedata.category(mark) == "So" for mark in marks):
        return None
    if not said:
        return "no_letters"
    if _repeats("".join(said)):
        return "repeated"
    words = re.findall(r"[^\W_]+", plain)
    mashed = sum(len(word) for word in words if _is_mashed(word))
    return "keyboard" if 2 * mashed > len(said) else None


def _repeats(said: str) -> bool:
    kinds = set(said)
    if kinds <= EMPHASIS or LAUGHTER.fullmatch(said):
        return False
    return (len(kinds) == 1 and len(said) >= SHORTEST_REPEAT) or (
        len(kinds) <= FEW_LETTERS and len(said) >= LONG_FOR_FEW
    )


def _is_mashed(word: str) -> bool:
    """Return whether keys were hit at random: a straight line of keys, or pairs of letters that words do not have."""
    if len(word) >= SHORTEST_REPEAT and any(word in row or word[::-1] in row for row in ROWS):
        return True
    word = _STRETCHED.sub(r"\1", word)
    if len(word) < SHORTEST_WORD or not re.fullmatch("[a-z]+", word) or LAUGHTER.fullmatch(word):
        return False
    pairs = list(pairwise(word))
    unusual = sum(second not in FOLLOWERS[first] for first, second in pairs) / len(pairs)
    beside = sum(frozenset(pair) in _NEIGHBOURS for pair in pairs) / len(pairs)
    vowels = bool(re.search("[aeiouy]", word))
    one_row = len(word) >= LONG_FOR_ONE_ROW and set(word) <= set(ROWS[1])
    return unusual > MOST_UNUSUAL or beside >= MOST_NEIGHBOURS or one_row or not vowels
