"""Blocks of whole records, cut from a text file that is too large to be looked at in one piece."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

BLOCK = 1 << 20  # bytes; a block and what it is turned into stay in the processor's cache
_LONGEST_RECORD = 1 << 24  # bytes; nothing so long is a respondent's answers
_QUOTE = ord('"')


class IrregularError(ValueError):
    """Something in a file that the quick reader leaves to the thorough one."""


def cut_blocks(path: Path, start: int, digest: Any) -> Iterator[bytes]:
    """Yield the bytes of a file from a place on, in blocks that end with a record.

    Parameters
    ----------
    path
        The file, in UTF-8.
    start
        Where the records begin, in bytes.
    digest
        A hash that is fed with the whole file.

    Raises
    ------
    IrregularError
        There is a record without end.
    """
    with path.open("rb", buffering=0) as stream:
        digest.update(stream.read(start))
        size = BLOCK
        while chunk := stream.read(size):
            end = _find_end(chunk) or (len(chunk) if len(chunk) < size else 0)
            stream.seek(end - len(chunk), os.SEEK_CUR)
            if not end and size > _LONGEST_RECORD:
                raise IrregularError("a record without end")
            size = BLOCK if end else size * 2
            if end:
                block = chunk[:end]
                digest.update(block)
                yield block


def _find_end(block: bytes) -> int:
    """Return where the last whole record ends, taking every quotation mark for the begin or end of a cell."""
    end = block.rfind(b"\n")
    if b'"' in block:
        quotes = np.flatnonzero(np.frombuffer(block, dtype="uint8") == _QUOTE)
        while end >= 0 and np.searchsorted(quotes, end) % 2:
            end = block.rfind(b"\n", 0, end)
    return end + 1


def check_block(block: bytes, separator: str) -> None:
    """Raise unless everybody reads a block alike.

    Parameters
    ----------
    block
        Whole records.
    separator
        The sign between cells.

    Raises
    ------
    IrregularError
        There is a NUL character, a byte order mark before a record, or a quotation mark that neither begins nor ends a
        cell nor is doubled within one.
    """
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
