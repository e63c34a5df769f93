"""Texts made safe for a form: no signs that pyxform or one of the programs would take for markup.

ODK Collect, Enketo and ODK Web Forms show a subset of Markdown and HTML in questions and hints. They do not agree on
choices, nor on how to escape a sign, so that no sign is escaped: an invisible mark breaks what would be markup, and
where that is not enough a sign is written in its full width. Both are the same text to `plain`.
"""

from __future__ import annotations

import re

INVISIBLE = "\u200b"  # zero width space
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")  # neither XML nor a workbook holds them
# pyxform writes straight quotes for curly ones, so that what is written here is what arrives.
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_REFERENCE = re.compile(r"\$(?=\{)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]+;)")
_LINK = re.compile(r"\](?=[(\[:])")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_LINE_START = re.compile(r"^(?=[ \t]*(?:[-+*#>=~\[]|\d+[.)])| {4}|\t)", re.MULTILINE)
_BREAKABLE = (_REFERENCE, _TAG, _ENTITY, _LINK, _BACKSLASH)
_PAIRED = {"*": "＊", "_": "＿", "`": "｀"}  # emphasis and code need two of them


def quote_markup(text: str) -> str:
    r"""Return a text as it has to be written for it to be shown as it stands.

    Examples
    --------
    >>> quote_markup("Is 3*4*5 < 7 or “a_b”?")
    'Is 3＊4＊5 < 7 or "a_b"?'
    >>> quote_markup("<b>${name}").encode("ascii", "namereplace").decode()
    '<\\N{ZERO WIDTH SPACE}b>$\\N{ZERO WIDTH SPACE}{name}'
    """
    safe = _CONTROL.sub(" ", text).translate(_STRAIGHT)
    for pattern in _BREAKABLE:
        safe = pattern.sub(lambda found: found.group() + INVISIBLE, safe)
    safe = _LINE_START.sub(INVISIBLE, safe)
    for sign, wide in _PAIRED.items():
        if safe.count(sign) > 1:
            safe = safe.replace(sign, wide)
    return safe


def break_references(text: str) -> str:
    """Return a text that is shown without markup, with what pyxform would take for a reference broken."""
    return _REFERENCE.sub(lambda found: found.group() + INVISIBLE, _CONTROL.sub(" ", text))


def is_changed(text: str) -> bool:
    """Tell whether a text has to be changed in a way that can be seen."""
    return quote_markup(text).replace(INVISIBLE, "") != text.replace(INVISIBLE, "")
