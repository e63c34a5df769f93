"""Sentences that results carry, in every language the reports speak.

A `Note` is a string (its English text) that can say the same in another language, so that a Chinese report holds no
English sentence. The texts live in `note_texts`.
"""

from __future__ import annotations

from string import Formatter
from typing import Any

from survey.note_texts import NOTE_TEXTS


class _Numbers(Formatter):
    """Formats numbers with the minus sign of tables."""

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        return text if isinstance(value, str) else text.replace("-", "−")


_NUMBERS = _Numbers()


class Note(str):
    """A sentence with its values, in English as a string.

    Parameters
    ----------
    code
        Which sentence of `note_texts.NOTE_TEXTS`.
    values
        What its placeholders stand for; numbers are formatted by the template, and a note is said in the language of
        the sentence it stands in.

    Examples
    --------
    >>> note = Note("listwise", n=240, n_total=250)
    >>> print(note)
    Complete rows only: 240 of 250 respondents.
    >>> print(note.in_language("zh-CN"))
    仅使用完整作答：250 名受访者中的 240 名。
    """

    code: str
    values: dict[str, Any]

    def __new__(cls, code: str, **values: Any) -> Note:
        """Make the English sentence and keep what it was made from."""
        note = super().__new__(cls, _NUMBERS.vformat(NOTE_TEXTS[code]["en"], (), values))
        note.code = code
        note.values = values
        return note

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.code,), self.values

    def in_language(self, language: str) -> str:
        """Return the sentence in a language; English where there is no such text."""
        texts = NOTE_TEXTS[self.code]
        template = texts.get(language) or texts["en"]
        said = {
            name: value.in_language(language) if isinstance(value, Note) else value
            for name, value in self.values.items()
        }
        return _NUMBERS.vformat(template, (), said)
