"""Texts made comparable: cells with labels, headings with ids and wordings."""

from __future__ import annotations

import re
import unicodedata

# Word processors and spreadsheets swap these marks by themselves; zero-width marks are invisible to the reader.
_MARKS = str.maketrans(
    dict.fromkeys("‘’ʼ´", "'") | dict.fromkeys("“”„", '"') | dict.fromkeys("–—−‐‑", "-") | dict.fromkeys("\ufeff\u200b")
)
_NUMBERING = re.compile(r"^\W*(?:q|question|第)?\s*\d+(?:[.\-_]\d+)*\s*题?(?:[、.:)\]】\s_-]+)")
_UNHEARD = frozenset("PZC")


def plain(text: str) -> str:
    """Return a text without differences that carry no meaning: width, case, blanks, kinds of quotes and dashes.

    Examples
    --------
    >>> plain("　Strongly   AGREE（５）")
    'strongly agree(5)'
    """
    return " ".join(unicodedata.normalize("NFKC", text.translate(_MARKS)).casefold().split())


def plain_places(text: str) -> tuple[str, list[int]]:
    """Return a text as `plain` gives it, and for each of its signs the place it has in the text as written.

    Examples
    --------
    >>> plain_places("A　 ㎡")
    ('a m2', [0, 1, 3, 3])
    """
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFKC", sign.translate(_MARKS)).casefold():
            if not part.isspace():
                signs.append(part)
            elif not signs or signs[-1] == " ":
                continue
            else:
                signs.append(" ")
            places.append(place)
    end = len(signs) - (bool(signs) and signs[-1] == " ")
    return "".join(signs[:end]), places[:end]


def wording_key(text: str) -> str:
    """Return the letters, digits and signs of a text, which is what two spellings of one wording share.

    Because brackets, dashes and blanks go, ``stem [option]``, ``stem (option)`` and ``stem—option`` are all the key of
    the stem followed by the key of the option.

    Examples
    --------
    >>> wording_key("Which shops? [Tmall]") == wording_key("which shops") + wording_key("Tmall")
    True
    """
    return "".join(sign for sign in plain(text) if unicodedata.category(sign)[0] not in _UNHEARD)


def strip_numbering(text: str) -> str:
    """Return a heading without the number a platform put before it.

    Examples
    --------
    >>> strip_numbering("3、您的性别是？"), strip_numbering("Q12. Your age"), strip_numbering("Your age")
    ('您的性别是?', 'your age', 'your age')
    """
    return _NUMBERING.sub("", plain(text), count=1)
