"""JSON: one object a respondent, in an array, one a line, or alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from survey.errors import ReadError
from survey.platforms.files.cell import cell_text
from survey.platforms.files.column import Column
from survey.platforms.files.decode import decode_bytes
from survey.platforms.files.findings import Finding, name_one
from survey.platforms.files.halves import replace_halves
from survey.platforms.files.table import MOST_COLUMNS, Origin, Table

_DEEPEST = 20  # objects within objects
_MOST_CELLS = 20_000_000  # that are made of any file; of a larger one if it fills enough of them
_SPARSEST = 50  # cells for each value
_WRAPPERS = ("Data", "data", "results", "responses", "answers", "items", "value")


def is_json(data: bytes) -> bool:
    """Tell whether a file begins like JSON objects."""
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") or (start.startswith(b"[") and start[1:].lstrip().startswith((b"{", b"]")))


def read_json(data: bytes, file: str, sha256: str, *, encoding: str | None = None) -> Table:
    """Read a JSON file into a table, objects within objects as columns called ``outer.inner``.

    A list is a cell with its JSON text; null, like an absent key, is an empty cell.

    Parameters
    ----------
    data
        The whole file: an array of objects, one object a line, one object, or an object round an array.
    file, sha256
        Its name and hash.
    encoding
        As given by the caller; None finds out.

    Raises
    ------
    ReadError
        It is no JSON, holds no objects, or is nested too deeply; the message names the line.
    """
    text = decode_bytes(data, file, encoding).text
    numbered = _load(text, file)
    records, findings = _flatten_all(numbered, file)
    if not records:
        raise ReadError(f"{file} holds no answers: there is no object in it with anything inside.")
    headings = tuple(dict.fromkeys(name for _, record in records for name in record))
    shown = tuple(heading.encode("utf-8", "replace").decode() for heading in headings)
    if len(headings) > MOST_COLUMNS:
        raise ReadError(f"{file} has {len(headings):,} different keys; {MOST_COLUMNS:,} are the most that are read.")
    filled = sum(len(record) for _, record in records)
    if len(records) * len(headings) > max(_MOST_CELLS, _SPARSEST * filled):
        raise ReadError(
            f"{file} has {len(records):,} objects and {len(headings):,} different keys, but only {filled:,} values: "
            "the objects hardly share their keys. Export one object a respondent, each with the same keys."
        )
    rows = np.array([row for row, _ in records], dtype="int64")
    columns = []
    for name in headings:
        column = Column.from_cells(record.get(name, "") for _, record in records)
        column, found = replace_halves(name, column, rows)
        columns.append(column)
        findings += found
    return Table(
        origin=Origin(file=file, sha256=sha256, kind="json"),
        headings=shown,
        columns=tuple(columns),
        rows=rows,
        findings=tuple(findings),
    )


def _load(text: str, file: str) -> list[tuple[int, Any]]:
    """Return the objects with their number (or line)."""
    try:
        whole = _unwrap(json.loads(text))
        return list(enumerate(whole if isinstance(whole, list) else [whole], 1))
    except json.JSONDecodeError as error:
        if "Extra data" not in error.msg:
            raise ReadError(
                f"{file} is no JSON: {error.msg} in line {error.lineno}. Export the answers again."
            ) from error
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{file} cannot be read as JSON: {error}. Export the answers again.") from error
    return list(_load_lines(text, file))


def _load_lines(text: str, file: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise ReadError(
                    f"{file}, line {number} is no JSON ({error}). Each line must be one object, or the file one array."
                ) from error


def _unwrap(whole: Any) -> Any:
    """Return the array that an object holds, if that is all that it holds but for facts about it."""
    if isinstance(whole, dict):
        inner = [whole[key] for key in _WRAPPERS if _is_objects(whole.get(key))]
        if len(inner) == 1:
            return inner[0]
    return whole


def _is_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _flatten_all(
    numbered: Sequence[tuple[int, Any]], file: str
) -> tuple[list[tuple[int, dict[str, str]]], list[Finding]]:
    records: list[tuple[int, dict[str, str]]] = []
    findings: list[Finding] = []
    for row, one in numbered:
        if not isinstance(one, dict):
            reason = "no object; every respondent is one object"
            findings.append(name_one("", reason, row=row, value=json.dumps(one, ensure_ascii=False)[:1000]))
            continue
        record = dict(_flatten(one, "", file))
        if record:
            records.append((row, record))
        else:
            findings.append(name_one("", "empty object", row=row))
    return records, findings


def _flatten(value: Mapping[str, Any], prefix: str, file: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        raise ReadError(f"{file} holds objects within objects more than {_DEEPEST} deep; it is no file of answers.")
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict):
            yield from _flatten(inner, f"{name}.", file, depth + 1)
        elif isinstance(inner, list):
            yield name, json.dumps(inner, ensure_ascii=False)
        elif isinstance(inner, bool):
            yield name, "true" if inner else "false"
        else:
            yield name, cell_text(inner)
