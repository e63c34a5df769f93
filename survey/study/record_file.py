"""The file of a record: what it may hold, checked before anything of it is used."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from survey.errors import ReadError

FORMAT = "survey study record 1"
READING = ("platform", "language", "encoding", "separator", "sheet", "respondent")
# Some hundred times what a large study needs; nothing is parsed beyond.
MOST_BYTES = 50_000_000
MOST_SAMPLES = 100_000

Check = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _hash(value: Any) -> bool:
    return _text(value) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def _list_of(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _map_of(check: Check) -> Check:
    return lambda value: isinstance(value, dict) and all(map(check, value.values()))


def _or_none(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _samples(value: Any) -> bool:
    return _count(value) and value <= MOST_SAMPLES


def _names(value: Any) -> bool:
    return _list_of(_text)(value)


_LOG: dict[str, Check] = {"path": _text, "sha256": _hash, "rows": _count}
_FILE: dict[str, Check] = {**_LOG, "read_as": _text}
_RESULT: dict[str, Check] = {
    "result": _text,
    "n": _count,
    "table": _map_of(lambda column: _list_of(_number)(column) or _names(column)),
    "sha256": _map_of(_hash),
}
_PARTS: dict[str, dict[str, Check]] = {
    "questionnaire": {"id": _text, "version": _text, "path": _text, "sha256": _hash, "modules": _map_of(_flag)},
    "answers": {"files": _list_of(lambda _: True), "reading": _map_of(_text), "simulated": _flag, "sha256": _hash},
    "options": {
        "seed": _count,
        "n_boot": _samples,
        "screen": _flag,
        "weigh": _flag,
        "language": _or_none(_text),
        "depth": lambda value: _flag(value) or _names(value),
        "wave": _or_none(_text),
        "segments": _or_none(_names),
    },
}
_WHOLE: dict[str, Check] = {
    "format": _text,
    "questionnaire": lambda _: True,
    "answers": lambda _: True,
    "service": _list_of(lambda _: True),
    "options": lambda _: True,
    "versions": _map_of(_text),
    "results": _map_of(lambda _: True),
    "left_out": _map_of(_text),
}


def load_tree(path: Path) -> dict[str, Any]:
    """Return the checked content of a record.

    Raises
    ------
    ReadError
        There is no such file, it is too large, no JSON, or not a record.
    """
    tree = _parse(path, _read(path))
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise ReadError(f"{path} is no record of a study: it does not begin with the format {FORMAT!r}.")
    _check(path, "", tree, _WHOLE)
    for name, part in _PARTS.items():
        _check(path, name, tree[name], part)
    for place, file in enumerate(tree["answers"]["files"]):
        _check(path, f"answers.files[{place}]", file, _FILE)
    for place, file in enumerate(tree["service"]):
        _check(path, f"service[{place}]", file, _LOG)
    if not tree["answers"]["files"]:
        raise ReadError(f"{path}: answers.files is empty; a record names one file of answers at least.")
    if unknown := set(tree["answers"]["reading"]) - set(READING):
        raise ReadError(f"{path}: answers.reading has an unknown key {min(unknown)!r}; known: {', '.join(READING)}.")
    for name, result in tree["results"].items():
        _check(path, f"results.{name}", result, _RESULT)
        if len({len(column) for column in result["table"].values()}) > 1:
            raise ReadError(f"{path}: the columns of results.{name}.table differ in length.")
    return tree


def _read(path: Path) -> str:
    if not path.is_file():
        raise ReadError(f"{path.as_posix()}: there is no such file.")
    if path.stat().st_size > MOST_BYTES:
        raise ReadError(f"{path} has more than {MOST_BYTES:,} bytes; records of studies are far smaller.")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ReadError(f"{path} is no record of a study: it is not UTF-8.") from error


def _parse(path: Path, text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_refuse_twins, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ReadError(f"{path} is nested too deeply for a record of a study.") from error
    except ValueError as error:
        raise ReadError(f"{path} is no record of a study: {error}.") from error


def _refuse_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} occurs twice")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _check(path: Path, place: str, value: Any, keys: dict[str, Check]) -> None:
    where = f"{path}: {place or 'the record'}"
    if not isinstance(value, dict):
        raise ReadError(f"{where} must be a mapping of {', '.join(keys)}.")
    if unknown := [name for name in value if name not in keys]:
        raise ReadError(f"{where} has an unknown key {unknown[0]!r}; known: {', '.join(keys)}.")
    if lacking := [name for name in keys if name not in value]:
        raise ReadError(f"{where} lacks the key {lacking[0]!r}.")
    if wrong := [name for name, check in keys.items() if not check(value[name])]:
        raise ReadError(f"{where} has no sound value for {wrong[0]!r}.")
