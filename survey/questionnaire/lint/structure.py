"""Whether every part of the file is of the right kind: keys, types, nothing empty.

`read_structure` returns the mistakes and a copy of the tree without the parts they concern,
so that the other rules may trust what they find.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from survey.questionnaire.lint.branch import Branch, Listing, Wording, line_of
from survey.questionnaire.lint.mistake import Mistake
from survey.questionnaire.lint.schema import QUESTIONNAIRE, ROW, TEXT, Depending, Fields, Scalar, Sequence, Spec, Table

ABSENT: Final = object()
_LONGEST_QUOTE = 40


@dataclass(frozen=True)
class _Place:
    """Where the walk is: file, line, dotted path, item; and the mistakes found so far."""

    file: str
    line: int = 1
    path: str = ""
    item: str | None = None
    mistakes: list[Mistake] = field(default_factory=list)

    def deeper(self, key: Any, line: int) -> _Place:
        return replace(self, line=line, path=f"{self.path}.{_quote(key)}" if self.path else _quote(key))

    def error(self, rule: str, message: str, advice: str) -> None:
        self.mistakes.append(Mistake(self.file, self.line, self.item, "error", rule, message, advice))


def read_structure(tree: Any, file: str, spec: Spec = QUESTIONNAIRE) -> tuple[Branch | None, list[Mistake]]:
    """Return what is sound of a YAML tree (None if nothing is), and a mistake for every part that is not.

    Parameters
    ----------
    tree
        Whatever the YAML file held.
    file
        The name for the messages.
    spec
        What the file should hold.
    """
    place = _Place(file)
    sound = _read(spec, tree, place)
    return (sound if isinstance(sound, Branch) else None), place.mistakes


def _quote(value: Any) -> str:
    if not isinstance(value, str | int | float | date):
        return "a mapping" if isinstance(value, Mapping) else "a list" if isinstance(value, list) else "something else"
    try:
        text = " ".join(str(value).split())
    except ValueError:  # Python refuses to print whole numbers of thousands of digits
        return "a very long number"
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


def _read(spec: Spec, value: Any, place: _Place) -> Any:
    if value is None:
        place.error("empty", f"{_here(place)} has no value", "write the value or leave the key out")
        return ABSENT
    if isinstance(spec, Scalar):
        return _scalar(spec, value, place)
    if isinstance(spec, Sequence):
        return _sequence(spec, value, place)
    if not isinstance(value, Mapping):
        _wrong_kind(spec, value, place, "`key: value` lines")
        return ABSENT
    if isinstance(spec, Table):
        return _table(spec, value, place)
    if isinstance(spec, Depending):
        return _read(spec.pick(value), value, place)
    return _fields(spec, value, place)


def _here(place: _Place) -> str:
    return f"`{place.path}`" if place.path else "the file"


def _wrong_kind(spec: Spec, value: Any, place: _Place, form: str) -> None:
    advice = "write it in every language, such as {zh-CN: …, en: …}" if spec is TEXT else f"use {form}"
    place.error("type", f"{_here(place)} must be {spec.what}, as {form}, not '{_quote(value)}'", advice)


def _scalar(spec: Scalar, value: Any, place: _Place) -> Any:
    if not spec.accepts(value):
        place.error("type", f"{_here(place)} must be {spec.what}, not '{_quote(value)}'", spec.advice)
        return ABSENT
    return value


def _sequence(spec: Sequence, value: Any, place: _Place) -> Any:
    if not isinstance(value, list | tuple):
        _wrong_kind(spec, value, place, "a list")
        return ABSENT
    found = Listing(place.line)
    if len(value) < spec.least:
        place.error("empty", f"{_here(place)} holds no {spec.what}", "add one or leave the part out")
    for index, element in enumerate(value):
        own = element.get("id") if isinstance(element, Mapping) else None
        inner = place.deeper(own if isinstance(own, str) else index + 1, line_of(value, index, place.line))
        read = _read(spec.value, element, inner)
        if read is not ABSENT:
            found.put(read, inner.line)
    return found


def _table(spec: Table, value: Mapping[Any, Any], place: _Place) -> Branch:
    found = Wording(place.line, place.path, place.item) if spec is TEXT else Branch(place.line)
    for key, element in value.items():
        inner = place.deeper(key, line_of(value, key, place.line))
        if _scalar(spec.key, key, inner) is not ABSENT:
            _put(found, key, _read(spec.value, element, inner), inner.line)
    return found


def _put(found: Branch, key: Any, read: Any, line: int) -> None:
    found.lines[key] = line
    if read is not ABSENT:
        found[key] = read


def _fields(spec: Fields, value: Mapping[Any, Any], place: _Place) -> Branch:
    own = value.get("id")
    if isinstance(own, str) and (spec is ROW or "type" in spec.required):
        place = replace(place, item=own)
    found = Branch(place.line)
    known = spec.keys
    for key, element in value.items():
        inner = place.deeper(key, line_of(value, key, place.line))
        if isinstance(key, str) and key in known:
            _put(found, key, _read(known[key], element, inner), inner.line)
        else:
            _unknown(spec, key, inner)
    for key in spec.required:
        if key not in value:
            place.error("missing-key", f"{_here(place)} lacks `{key}`", f"add `{key}:` to {spec.what}")
    return found


def _unknown(spec: Fields, key: Any, place: _Place) -> None:
    if isinstance(key, str) and key in spec.elsewhere:
        rule, message = "misplaced-key", f"{spec.what} has no use for `{key}`"
    else:
        rule, message = "unknown-key", f"{spec.what} has no key `{_quote(key)}`"
    close = get_close_matches(str(key), list(spec.keys), n=1)
    advice = f"did you mean `{close[0]}`?" if close and rule == "unknown-key" else ""
    place.error(rule, message, advice or f"leave it out; the keys are: {', '.join(spec.keys)}")
