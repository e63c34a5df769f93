"""Text in every language of a questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class LocalText(Mapping[str, str]):
    """Hold one text in several languages, the first being the questionnaire's default.

    Examples
    --------
    >>> text = LocalText({"zh-CN": "质量", "en": "Quality"})
    >>> text.in_language("en"), text.in_language("fr")
    ('Quality', '质量')
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __repr__(self) -> str:
        return f"LocalText({self._texts!r})"

    def __hash__(self) -> int:
        return hash(tuple(self._texts.items()))

    def in_language(self, language: str) -> str:
        """Return the text in a language, or in the first one where that is missing."""
        return self._texts.get(language) or next(iter(self._texts.values()), "")
