"""Texts as LimeSurvey holds them: HTML in which braces run as code."""

from __future__ import annotations

import html
import re

# A backslash would escape the quotation mark after it when the file is read, and braces hold expressions.
_SIGNS = str.maketrans({'"': "&quot;", "{": "&#123;", "}": "&#125;", "\\": "&#92;", "\t": " "})
_BREAK = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")
_TAG = re.compile(r"<[^<>]*>")


def write_markup(text: str) -> str:
    """Return a text as HTML on one line, in which nothing runs.

    Examples
    --------
    >>> write_markup('a < b {1+1} \\\\ "c"')
    'a &lt; b &#123;1+1&#125; &#92; &quot;c&quot;'
    """
    escaped = _BREAK.sub("<br />", html.escape(text, quote=False).translate(_SIGNS))
    return _CONTROL.sub("", escaped)


def cut_markup(text: str, longest: int) -> str:
    """Return as much of a text as takes no more than some characters as HTML.

    Examples
    --------
    >>> cut_markup("Tea & cake", 9), cut_markup("Tea & cake", 14)
    ('Tea &', 'Tea & cake')
    """
    while len(write_markup(text)) > longest:
        text = text[:-1]
    return text


def read_markup(text: str) -> str:
    """Return the text of a piece of HTML.

    Examples
    --------
    >>> read_markup(write_markup('a < b {1+1} \\\\ "c"'))
    'a < b {1+1} \\\\ "c"'
    """
    return html.unescape(_TAG.sub(" ", text))
