"""Texts of a file as plain text: without HTML, and on one line where it has to be."""

from __future__ import annotations

import html
import re
import unicodedata

_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>", re.IGNORECASE)
_DROPPED = re.compile(r"<\s*(script|style)\b.*?(?:</\s*\1\s*>|$)|<!--.*?(?:-->|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_LONGEST_REMARK = 300


def read_html(text: str) -> str:
    r"""Return the text of a piece of HTML, with line breaks where it has them.

    Examples
    --------
    >>> read_html("<p>How <b>satisfied</b> &amp; happy?</p><script>x()</script>")
    'How satisfied & happy?'
    >>> read_html("one<br />two &lt;three&gt;")
    'one\ntwo <three>'
    """
    bare = _TAG.sub("", _BREAK.sub("\n", _DROPPED.sub(" ", text)))
    return tidy_text(html.unescape(bare))


def tidy_text(text: str) -> str:
    """Return a text without signs that nobody sees, with single blanks and no empty lines.

    Examples
    --------
    >>> tidy_text("  two  words\u200b ")
    'two words'
    """
    seen = _INVISIBLE.sub("", text)
    lines = (" ".join(_drop_controls(line).split()) for line in seen.splitlines())
    return "\n".join(line for line in lines if line)


def write_remark(text: str) -> str:
    """Return a text that can stand in a comment: on one line, and not endlessly long.

    Examples
    --------
    >>> write_remark("one" + chr(10) + "two")
    'one two'
    """
    line = " ".join(tidy_text(text).split())
    return line if len(line) <= _LONGEST_REMARK else f"{line[: _LONGEST_REMARK - 1]}…"


def _drop_controls(line: str) -> str:
    return "".join(" " if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") else sign for sign in line)
