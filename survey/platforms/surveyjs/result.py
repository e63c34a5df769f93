"""Single values of SurveyJS results: lists of chosen options, and texts beside options."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from survey.platforms.files.cell import cell_text

OTHER = "other"  # the value of an option with a text in forms that were not exported from here


@dataclass(frozen=True)
class Chosen:
    """What a list of chosen options holds.

    Attributes
    ----------
    values
        The options as text, in the order chosen.
    texts
        Option to the text beside it.
    """

    values: tuple[str, ...]
    texts: Mapping[str, str] = field(default_factory=dict)


def read_chosen(text: str) -> Chosen | None:
    """Return the options in the JSON text of a list, or None where it is no such list.

    Examples
    --------
    >>> read_chosen('[1, {"value": 4, "comment": "tea"}]')
    Chosen(values=('1', '4'), texts={'4': 'tea'})
    >>> read_chosen("1") is None
    True
    """
    listed = _load(text)
    if not isinstance(listed, list):
        return None
    pairs = [_read_option(one) for one in listed]
    return Chosen(tuple(value for value, _ in pairs), {value: beside for value, beside in pairs if beside})


def _load(text: str) -> Any:
    if not text.startswith("["):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _read_option(one: Any) -> tuple[str, str]:
    if isinstance(one, dict) and "value" in one:
        return _write(one["value"]), _write(one.get("comment"))
    return _write(one), ""


def _write(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else cell_text(value)
