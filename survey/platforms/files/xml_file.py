"""XML: one submission a file, its leaves as columns; entities and document types are refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

import numpy as np

from survey.errors import ReadError
from survey.platforms.files.column import Column
from survey.platforms.files.table import MOST_COLUMNS, Origin, Table

_DEEPEST = 50


def is_xml(data: bytes) -> bool:
    """Tell whether a file begins like XML."""
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    whole = start.startswith(b"<") and data[-200:].rstrip().endswith(b">")
    return start.startswith(b"<?xml") or whole or data.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<"))


@dataclass
class _Leaves:
    """The leaves of a document while it is parsed."""

    file: str
    found: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    path: list[str] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=list)
    has_parts: list[bool] = field(default_factory=list)
    root: dict[str, str] = field(default_factory=dict)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if not self.path:
            self.root = dict(attributes)
            self.check(len(self.root))
        if len(self.path) > _DEEPEST:
            raise ReadError(f"{self.file} is nested more than {_DEEPEST} deep; it is no submission.")
        if self.has_parts:
            self.has_parts[-1] = True
        self.path.append(tag)
        self.texts.append([])
        self.has_parts.append(False)

    def check(self, count: int) -> None:
        if count > MOST_COLUMNS:
            raise ReadError(f"{self.file} has more than {MOST_COLUMNS:,} elements or attributes; it is no submission.")

    def hear(self, text: str) -> None:
        self.texts[-1].append(text)

    def end(self, tag: str) -> None:
        text, inner = "".join(self.texts.pop()), self.has_parts.pop()
        name = "/".join(self.path[1:])
        self.path.pop()
        if not inner and name:
            self.counts[name] += 1
            count = self.counts[name]
            self.found[name if count == 1 else f"{name}[{count}]"] = text
            self.check(len(self.found))


def read_leaves(data: bytes, file: str) -> dict[str, str]:
    """Return the text of every leaf of a document by its path below the root, attributes of the root as ``@name``.

    Raises
    ------
    ReadError
        It is no well-formed XML, or it has a document type, which no submission needs.
    """
    leaves = _Leaves(file)

    def refuse(*_: object) -> None:
        raise ReadError(f"{file} holds a document type or entities, which no submission needs; it is not read.")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = leaves.begin
    parser.EndElementHandler = leaves.end
    parser.CharacterDataHandler = leaves.hear
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ReadError(f"{file} is no well-formed XML ({error}). Export the submission again.") from error
    return {**{f"@{name}": text for name, text in leaves.root.items()}, **leaves.found}


def read_submissions(files: Sequence[tuple[str, bytes]], sha256: str) -> Table:
    """Read XML submissions, one a file, into a table; an element that a submission lacks was not shown to its sender.

    Parameters
    ----------
    files
        Names and contents.
    sha256
        Of all contents together.

    Raises
    ------
    ReadError
        A file is no submission.
    """
    records = [read_leaves(data, name) for name, data in files]
    headings = tuple(dict.fromkeys(name for record in records for name in record))
    columns = tuple(Column.from_cells(record.get(name, "") for record in records) for name in headings)
    absent = {
        place: np.array([name not in record for record in records], dtype=bool) for place, name in enumerate(headings)
    }
    title = files[0][0] if len(files) == 1 else f"{files[0][0]} and {len(files) - 1} more"
    return Table(
        origin=Origin(file=title, sha256=sha256, kind="xml"),
        headings=headings,
        columns=columns,
        rows=np.arange(1, len(files) + 1),
        hidden=absent,
    )
