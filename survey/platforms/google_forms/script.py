"""Statements of Google Apps Script."""

from __future__ import annotations

import json
from collections.abc import Iterable

# Line ends in older JavaScript, and the signs that would end or open a script in a web page.
_UNSAFE = {"\u2028": "\\u2028", "\u2029": "\\u2029", "</": "<\\/", "<!": "<\\!"}


def write_string(text: str) -> str:
    """Return a text as a string of JavaScript, safe wherever the script stands.

    Examples
    --------
    >>> print(write_string("</script> \\"a\\" \\u2028"))
    "<\\/script> \\"a\\" \\u2028"
    """
    quoted = json.dumps(text, ensure_ascii=False)
    for sign, safe in _UNSAFE.items():
        quoted = quoted.replace(sign, safe)
    return quoted


def write_array(texts: Iterable[str]) -> str:
    """Return texts as an array of strings."""
    return "[" + ", ".join(write_string(text) for text in texts) + "]"


class Script:
    """A function of Apps Script that makes a form, statement by statement."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._count = 0

    def call(self, target: str, method: str, *arguments: str) -> None:
        """Add a call; the arguments are written as JavaScript already."""
        self._lines.append(f"  {target}.{method}({', '.join(arguments)});")

    def create(self, method: str) -> str:
        """Add the making of a part of the form, and return the name of its variable."""
        self._count += 1
        name = f"part{self._count}"
        self._lines.append(f"  const {name} = form.{method}();")
        return name

    def note(self, text: str) -> None:
        """Add a comment of our own."""
        self._lines.append(f"  // {text}")

    def write(self, title: str) -> str:
        """Return the whole script."""
        head = [
            "/**",
            " * Makes a Google form. Paste this into a new project on https://script.google.com,",
            " * choose the function createForm and run it; the log shows the addresses of the form.",
            " */",
            "function createForm() {",
            f"  const form = FormApp.create({write_string(title)});",
        ]
        tail = [
            '  Logger.log("To edit: " + form.getEditUrl());',
            '  Logger.log("To fill in: " + form.getPublishedUrl());',
            "}",
            "",
        ]
        return "\n".join([*head, *self._lines, *tail])
