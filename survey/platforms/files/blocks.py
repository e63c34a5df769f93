"""Blocks of whole records, cut from a text file that is too large to be looked at in one piece."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

BLOCK = 1 << 20  # bytes; a block and what it is turned into stay in the processor's cache
_LONGEST_RECORD = 1 << 24  # bytes; nothing so long is a respondent's answers
_QUOTE = ord('"')


class IrregularError(ValueError):
    """Something in a file that the quick reader leaves to the thorough one."""


def cut_blocks(path: Path, start: int, separator: str, digest: Any) -> Iterator[bytes]:
    """Yield the bytes of a file from a place on, in blocks that end with a record.

    Parameters
    ----------
    path
        The file, in UTF-8.
    start
        Where the records begin, in bytes.
    separator
        The sign between cells.
    digest
        A hash that is fed with the whole file.

    Raises
    ------
    IrregularError
        There is a NUL character, a byte order mark before a record, or a quotation mark that neither begins nor ends a
        cell nor is doubled within one.
    """
    with path.open("rb") as stream:
        digest.update(stream.read(start))
        rest = b""
        while chunk := stream.read(BLOCK):
            digest.update(chunk)
            rest += chunk
            end = _find_end(rest)
            if end:
                block, rest = rest[:end], rest[end:]
                _check(block, separator)
                yield block
            elif len(rest) > _LONGEST_RECORD:
                raise IrregularError("a record without end")
        if rest:
            _check(rest, separator)
            yield rest


def _find_end(block: bytes) -> int:
    """Return where the last whole record ends, taking every quotation mark for the begin or end of a cell."""
    end = block.rfind(b"\n")
    if b'"' in block:
        quotes = np.flatnonzero(np.frombuffer(block, dtype="uint8") == _QUOTE)
        while end >= 0 and np.searchsorted(quotes, end) % 2:
            end = block.rfind(b"\n", 0, end)
    return end + 1


def _check(block: bytes, separator: str) -> None:
    """Raise unless every quotation mark stands where it is read alike by everybody."""
    if b"\0" in block or block.startswith(codecs.BOM_UTF8):
        raise IrregularError("a NUL character, or a byte order mark, which Arrow would drop")
    if b'"' not in block:
        return
    signs = np.frombuffer(b"\n" + block + b"\n", dtype="uint8")
    borders = np.frombuffer(f'{separator}\r\n"'.encode(), dtype="uint8")
    quotes = np.flatnonzero(signs == _QUOTE)
    begins, ends = quotes[::2], quotes[1::2]
    beside = np.concatenate([signs[begins - 1], signs[ends + 1]])
    if len(quotes) % 2 or not np.isin(beside, borders).all():
        raise IrregularError("a quotation mark out of order")
