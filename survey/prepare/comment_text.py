"""Comments as sequences of units: Chinese characters, words of other scripts, numbers, emoji, and breaks."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

CommentLanguage = Literal["zh", "en", "mixed", "none"]

#: Stands between clauses; no pattern and no negation reaches over it.
BREAK = "\n"
#: Where the smaller of two scripts has at least this share of the words, a comment is mixed.
MIXED_SHARE = 0.3
#: Longest word that is looked at; a longer one is no word of any language, and is cut.
LONGEST_WORD = 64

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN_FIRST, _HAN_LAST = "\u3400", "\u9fff"
_EMOJI = "\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffc\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef\ud800-\udfff]"
)
# Signs that always end a clause; a stop or comma before a digit may be part of a number.
_ENDS = re.compile("[!?;:。、~\n]|[.,](?![0-9])")
_UNIT = re.compile(
    f"[{_HAN}](?:['\"]*[{_HAN}])*|[^\\W\\d_{_HAN}]+(?:'[^\\W\\d_{_HAN}]+)*|[0-9]+(?:[.,][0-9]+)*|[{_EMOJI}]|[^\\w\\s'\"]"
    f"|(?<=[{_HAN}])\\s+|\\n"
)
# The same for text without any Chinese character or emoji, which is quicker to search.
_ASCII_UNIT = re.compile("[a-z]+(?:'[a-z]+)*|[0-9]+(?:[.,][0-9]+)*|[^\\w\\s'\"]|\\n")
# Words and numbers parted by spaces, with nothing to spell out: they are their own units.
_PLAIN = re.compile(" *(?:(?:[a-z]+|[0-9]+)(?: +|$))*")
_ANY_EMOJI = re.compile(f"[{_EMOJI}]")
_ONE_HAN = re.compile(f"[{_HAN}]")
_STRETCHED_HAN = re.compile(f"([{_HAN}])\\1\\1")
_STRETCH = re.compile(r"(.)\1{2,}", re.DOTALL)
_ALIKE = (("\u2018", "'"), ("\u2019", "'"), ("\u02bc", "'"), ("`", "'"), ("_", " "))
# Full-width digits, letters and the signs of numbers and addresses.
_WIDE = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))} | {
    0xFF20: "@", 0xFF0E: ".", 0xFF0D: "-", 0xFF0B: "+",
}  # fmt: skip
# Contractions, and the ways they are typed without an apostrophe.
_NEGATIVES = {
    **{f"{verb}nt": (verb, "not") for verb in ("do", "does", "did", "is", "was", "were", "are", "have", "has", "had")},
    **{f"{verb}nt": (verb, "not") for verb in ("could", "would", "should")},
    "cannot": ("can", "not"),
    "cant": ("can", "not"),
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    "ain't": ("is", "not"),
}


def clean_comment(text: str) -> str:
    """Return a comment without characters that hide or turn text: controls, zero-width and direction marks.

    Line breaks stay; full-width letters and digits become plain ones.

    Examples
    --------
    >>> clean_comment("ＯＫ\\u202e 很\\u200b好\\x00")
    'OK 很好'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return _HIDDEN.sub("", unicodedata.normalize("NFKC", _HIDDEN.sub("", text))).strip()


def strip_hidden(text: str) -> str:
    """Return a comment as it looks, without characters that hide or turn text; full-width digits become plain ones.

    Examples
    --------
    >>> strip_hidden("电话：１３８\\u200b００，\\u202e好")
    '电话：13800，好'
    """
    return _HIDDEN.sub("", text).translate(_WIDE).strip()


def split_units(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Split a comment into units: one a Chinese character, a word, a number, an emoji; `BREAK` between clauses.

    Characters repeated three times or more count once (Chinese) or as often as a known word has them (other scripts).

    Parameters
    ----------
    text
        A comment.
    known
        Words of patterns, for the spelling of stretched ones.

    Examples
    --------
    >>> split_units("客服超慢！！Sooo slow, isn't it 😡")
    ['客', '服', '超', '慢', '\\n', 'soo', 'slow', '\\n', 'is', 'not', 'it', '😡']
    """
    return split_piece(_prepare(text), known)


def cut_pieces(text: str) -> list[str]:
    """Cut a comment at signs that always end a clause, ready for `split_piece`; punctuation alone leaves none.

    Examples
    --------
    >>> cut_pieces("客服超慢！！ It's 3.5 kg, OK?")
    ['客服超慢', " it's 3.5 kg", ' ok']
    """
    return list(filter(None, _ENDS.split(_prepare(text))))


def split_piece(piece: str, known: frozenset[str]) -> list[str]:
    """Split a piece of a comment, made by `cut_pieces`, into units as `split_units` does."""
    if len(piece) <= LONGEST_WORD and _PLAIN.fullmatch(piece) and not _STRETCH.search(piece):
        plain = piece.split()
        if _NEGATIVES.keys().isdisjoint(plain):
            return plain
    units: list[str] = []
    split = _ASCII_UNIT if piece.isascii() else _UNIT
    for token in split.findall(_STRETCH.sub(r"\1\1\1", piece)):
        first = token[0]
        if _HAN_FIRST <= first <= _HAN_LAST and _ONE_HAN.match(first):
            units += _spell_han(token)
        elif len(token) == 1:
            if token.isalnum() or _ANY_EMOJI.match(token):
                units.append(token)
            else:
                _add_break(units)
        elif first.isspace():
            _add_break(units)
        elif token.isalpha() and len(token) <= LONGEST_WORD and token not in _NEGATIVES and not _STRETCH.search(token):
            units.append(token)
        else:
            units += _spell(token[:LONGEST_WORD], known)
    return units


def _prepare(text: str) -> str:
    plain = clean_comment(text)
    for typed, meant in _ALIKE:
        plain = plain.replace(typed, meant)  # quicker than str.translate, for there is seldom any
    return plain.lower()


def _spell_han(run: str) -> str:
    """Return a run of Chinese characters; three of the same in a row are one, said with force."""
    plain = run.replace("'", "").replace('"', "")
    return _STRETCHED_HAN.sub(r"\1", plain) if _STRETCHED_HAN.search(plain) else plain


def _add_break(units: list[str]) -> None:
    if units and units[-1] != BREAK:
        units.append(BREAK)


def _spell(word: str, known: frozenset[str]) -> tuple[str, ...]:
    if word in _NEGATIVES:
        return _NEGATIVES[word]
    if word.endswith("n't"):
        return word[:-3], "not"
    if "'" in word:
        return (word.split("'", 1)[0],)
    if _STRETCH.search(word) and not word[0].isdigit():
        once, twice = _STRETCH.sub(r"\1", word), _STRETCH.sub(r"\1\1", word)
        return (once if once in known and twice not in known else twice,)
    return (word,)


def find_language(units: list[str]) -> CommentLanguage:
    """Return the language of a comment from its units; two Chinese characters weigh as one word.

    Examples
    --------
    >>> [find_language(split_units(text)) for text in ("物流慢", "slow", "客服很nice", "👍 100", "很好OK，发货快")]
    ['zh', 'en', 'mixed', 'none', 'zh']
    """
    return name_language(*count_scripts(units))


def count_scripts(units: list[str]) -> tuple[int, int]:
    """Return how many units are Chinese characters, and how many words of other scripts."""
    whole = "".join(units)
    han = 0 if whole.isascii() else len(_ONE_HAN.findall(whole))
    return han, sum([unit[0].isalpha() for unit in units]) - han


def name_language(han: int, other: int) -> CommentLanguage:
    """Return the language of so many Chinese characters and words of other scripts."""
    if not han and not other:
        return "none"
    if min(han / 2, other) / (han / 2 + other) >= MIXED_SHARE:
        return "mixed"
    return "zh" if han / 2 > other else "en"


def says_something(units: list[str]) -> bool:
    """Whether a comment holds a word, a number or an emoji; punctuation alone says nothing.

    Examples
    --------
    >>> says_something(split_units("……！")), says_something(split_units("👍"))
    (False, True)
    """
    return any(unit != BREAK for unit in units)


def cut_words(text: str) -> list[str]:
    """Cut a comment into words: Chinese by a dictionary, other scripts at spaces; numbers and emoji are left out.

    Examples
    --------
    >>> cut_words("客服回复太慢了，Slow delivery 😡 99")
    ['客服', '回复', '太慢', '了', 'slow', 'delivery']
    """
    import rjieba

    words: list[str] = []
    run: list[str] = []
    for unit in [*split_units(text), BREAK]:
        if _ONE_HAN.match(unit):
            run.append(unit)
            continue
        if run:
            words += rjieba.cut("".join(run))
            run.clear()
        if unit[0].isalpha():
            words.append(unit)
    return words


def join_units(units: list[str]) -> str:
    """Write units as one text, with spaces between words.

    Examples
    --------
    >>> join_units(["客", "服"]), join_units(["very", "slow"])
    ('客服', 'very slow')
    """
    text = ""
    for unit in units:
        spaced = text and unit[0].isascii() and text[-1].isascii()
        text += f" {unit}" if spaced else unit
    return text
