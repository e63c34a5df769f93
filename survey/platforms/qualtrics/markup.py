"""Texts as Qualtrics shows them: HTML, in which ``${…}`` is filled in from answers."""

from __future__ import annotations

import html

from survey.platforms.qualtrics.plan import Question
from survey.questionnaire.text import LocalText

_LONGEST_DESCRIPTION = 100  # characters, as in surveys of Qualtrics' own making
_MORE = "..."
PIPES = ("${", "$e{")  # what starts a text that Qualtrics fills in


def escape(text: str) -> str:
    """Return a text as HTML that shows it as written, line breaks too, with nothing filled in.

    Examples
    --------
    >>> escape('a < b & "c"\\n${e://Field/x} [[Block]]')
    'a &lt; b &amp; &quot;c&quot;<br>&#36;{e://Field/x} &#91;&#91;Block]]'
    """
    escaped = html.escape(text).replace("$", "&#36;").replace("[[", "&#91;&#91;")
    return "<br>".join(escaped.splitlines())


def break_pipes(text: str) -> str:
    """Return a text with nothing to be filled in, for where it is not shown as HTML.

    Examples
    --------
    >>> break_pipes("Costs in ${e://Field/x}")
    'Costs in $ {e://Field/x}'
    """
    for pipe in PIPES:
        text = text.replace(pipe, f"{pipe[:-1]} {{")
    return text


def write_text(question: Question, language: str) -> str:
    """Return the text of a question with its notes, as HTML."""
    text = escape(question.text.in_language(language))
    if question.kind == "note":
        first = f"<h3>{text}</h3>" if question.heading else f"<p>{text}</p>"
        return first + "".join(f"<p>{escape(note.in_language(language))}</p>" for note in question.notes)
    notes = "".join(f'<br><span style="font-size:smaller">{note}</span>' for note in _notes(question.notes, language))
    return text + notes


def write_row(text: LocalText, note: LocalText | None, language: str) -> str:
    """Return the text of a row with its help, as HTML."""
    notes = "".join(
        f'<br><span style="font-size:smaller">{one}</span>' for one in _notes((note,) if note else (), language)
    )
    return escape(text.in_language(language)) + notes


def _notes(notes: tuple[LocalText, ...], language: str) -> list[str]:
    return [escape(own) for note in notes if (own := note.in_language(language))]


def describe(text: str) -> str:
    """Return a text on one line, cut to the length that a description may have, with nothing to be filled in.

    Examples
    --------
    >>> len(describe("word " * 50)), describe("two\\nlines")
    (100, 'two lines')
    """
    line = break_pipes(" ".join(text.split()))
    return line if len(line) <= _LONGEST_DESCRIPTION else line[: _LONGEST_DESCRIPTION - len(_MORE)] + _MORE
