"""Words of one chart, in the languages the charts speak."""

from __future__ import annotations

from collections.abc import Mapping

from survey.errors import OptionError, check_option


def find_own_words(
    words: Mapping[str, Mapping[str, str]], language: str, labels: Mapping[str, str] | None
) -> dict[str, str]:
    """Give a chart's words in one language, with the caller's own words on top.

    Raises
    ------
    OptionError
        If the language or a key of ``labels`` is not known.

    Examples
    --------
    >>> find_own_words({"en": {"outcome": "Outcome"}}, "en", {"outcome": "Rating"})
    {'outcome': 'Rating'}
    """
    check_option("language", language, words)
    if unknown := sorted(set(labels or {}) - set(words[language])):
        raise OptionError(f"labels has no use for {', '.join(unknown)}; it takes: {', '.join(sorted(words[language]))}")
    return {**words[language], **(labels or {})}
