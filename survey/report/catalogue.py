"""The sentences of the report in each language: a folder a language, a YAML file a part of the report.

Placeholders are the same in every language; values arrive formatted. A message that counts has the forms ``one`` and
``other``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from survey.errors import OptionError

LANGUAGES = {"en": "en", "zh-CN": "zh-CN", "zh": "zh-CN"}
PLACEHOLDER = re.compile(r"{(\w+)}")
_FOLDER = Path(__file__).parent / "messages"


@dataclass(frozen=True)
class Message:
    """One sentence: the form for exactly one, where the language has it, and the form for everything else."""

    one: str
    other: str

    @property
    def placeholders(self) -> frozenset[str]:
        """The names of the values it takes."""
        return frozenset(PLACEHOLDER.findall(self.one + self.other))

    def fill(self, number: float | None = None, /, **values: object) -> str:
        """Put values into the right form; braces inside values stay as they are."""
        return (self.one if number == 1 else self.other).format(**values)


def check_language(language: str) -> str:
    """Return the language of a report.

    Raises
    ------
    OptionError
        There is no catalogue in that language.

    Examples
    --------
    >>> check_language("zh")
    'zh-CN'
    """
    if language not in LANGUAGES:
        raise OptionError(f"language={language!r} is not a language of reports; use one of: {', '.join(LANGUAGES)}.")
    return LANGUAGES[language]


@cache
def load_catalogue(language: str) -> dict[str, Message]:
    """Load the sentences of a language, keyed ``section.name``."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    trees = [yaml.load(path) for path in sorted((_FOLDER / language).glob("*.yaml"))]
    return {
        f"{section}.{name}": _message(value)
        for tree in trees
        for section, entries in tree.items()
        for name, value in entries.items()
    }


def _message(value: str | dict[str, str]) -> Message:
    if isinstance(value, str):
        return Message(value, value)
    return Message(value.get("one", value["other"]), value["other"])
