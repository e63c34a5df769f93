"""Texts of a document without signs that break a file or turn the reading direction of what follows."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import pandas as pd

from survey.report.document import Document, Figure, Table

# No characters of XML 1.0; and the signs that embed, override or isolate a reading direction. Letters of scripts
# written from the right keep their direction without them.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
REPLACED = "\ufffd"

T = TypeVar("T")


def clean_text(text: str) -> str:
    """Return a text in which signs that no file may hold, or that turn the text around, are replaced visibly.

    Examples
    --------
    >>> clean_text("a\\x00b\\u202ec")
    'a\ufffdb\ufffdc'
    """
    return _UNSAFE.sub(REPLACED, text)


def clean_document(document: Document) -> Document:
    """Return a document whose texts are clean; pictures stay as they are."""
    return _clean_parts(document, skipped=("brand",))


def _clean_parts(value: T, skipped: tuple[str, ...] = ()) -> T:
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {field.name: _clean(getattr(value, field.name)) for field in fields(value) if field.name not in skipped}
    return replace(value, **changed)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, tuple):
        return tuple(_clean(part) for part in value)
    if isinstance(value, Figure):
        return _clean_parts(value, skipped=("wide", "narrow"))
    if isinstance(value, Table):
        return _clean_table(value)
    return _clean_parts(value)


def _clean_table(table: Table) -> Table:
    heads = {name: clean_text(str(name)) for name in table.frame.columns}
    frame = pd.DataFrame({heads[name]: [clean_text(str(cell)) for cell in table.frame[name]] for name in heads})
    return replace(
        table,
        caption=clean_text(table.caption),
        frame=frame.astype("str"),
        numeric=frozenset(heads[name] for name in table.numeric if name in heads),
        note=clean_text(table.note),
    )
