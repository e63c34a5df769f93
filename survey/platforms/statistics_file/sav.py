"""The bytes of an SPSS file: its dictionary, with multiple response sets, and its rows.

pyreadstat writes the dictionary and the rows. What it cannot write is put in here: multiple response sets, templates
whose texts are wide although no row is in them, and the packing of both as .zsav. After the description of the format
in the PSPP Developer's Guide, "System File Format".
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

_CASE_SIZE, _COMPRESSION, _CASES, _CREATED = 68, 72, 80, slice(92, 109)
_NO_TIME = b"01 Jan 7000:00:00"
_END = struct.pack("<ii", 999, 0)
_NAMES = struct.pack("<iii", 7, 13, 1)
_COUNT = struct.pack("<iiiiq", 7, 16, 8, 2, 1)
_SETS = struct.pack("<iii", 7, 7, 1)
_PACKED = b"$FL3"
_BLOCK = 0x3FF000  # bytes of opcodes and values that are packed as one
_RAW, _PAST_END, _BIAS = 253, 252, -100
_ELEMENT = 8  # bytes


@dataclass(frozen=True)
class Sav:
    """An SPSS file in two parts: the dictionary up to its end mark, and rows of equal size without compression."""

    dictionary: bytes
    rows: bytes
    n_rows: int

    def join(self) -> bytes:
        """Return the file."""
        return self.dictionary + _END + self.rows

    def empty(self) -> Sav:
        """Return the file without its rows and without the time it was made, so that it is always the same."""
        head = bytearray(self.dictionary)
        head[_CREATED] = _NO_TIME
        head[_CASES : _CASES + 4] = struct.pack("<i", 0)
        at = head.rfind(_COUNT) + len(_COUNT)
        head[at : at + 8] = struct.pack("<q", 0)
        return Sav(bytes(head), b"", 0)

    def add_sets(self, sets: Mapping[str, tuple[str, Sequence[str]]]) -> Sav:
        """Return the file with multiple response sets: name to label and the variables that are 1 where chosen."""
        if not sets:
            return self
        at = self.dictionary.rfind(_NAMES)
        short = _read_names(self.dictionary, at)
        lines = b"".join(_write_set(name, label, [short[one] for one in own]) for name, (label, own) in sets.items())
        record = _SETS + struct.pack("<i", len(lines)) + lines
        return replace(self, dictionary=self.dictionary[:at] + record + self.dictionary[at:])

    def pack(self) -> bytes:
        """Return the file as .zsav."""
        head = bytearray(self.dictionary)
        head[:4] = _PACKED
        head[_COMPRESSION : _COMPRESSION + 4] = struct.pack("<i", 2)
        start = len(head) + len(_END)
        stream = _write_opcodes(self.rows)
        packed: list[bytes] = []
        index: list[bytes] = []
        at, loose = start + 24, start
        for place in range(0, len(stream), _BLOCK):
            block = stream[place : place + _BLOCK]
            packed.append(zlib.compress(block))
            index.append(struct.pack("<qqii", loose, at, len(block), len(packed[-1])))
            at, loose = at + len(packed[-1]), loose + len(block)
        trailer = struct.pack("<qqii", _BIAS, 0, _BLOCK, len(index)) + b"".join(index)
        header = struct.pack("<qqq", start, at, len(trailer))
        return b"".join([bytes(head), _END, header, *packed, trailer])


def split_sav(data: bytes, n_rows: int) -> Sav:
    """Return the parts of a file that pyreadstat wrote without compression."""
    (elements,) = struct.unpack_from("<i", data, _CASE_SIZE)
    size = elements * _ELEMENT * n_rows
    start = len(data) - size
    assert data[start - len(_END) : start] == _END, "the rows are not where the size of a case puts them"
    return Sav(data[: start - len(_END)], data[start:], n_rows)


def _read_names(dictionary: bytes, at: int) -> dict[str, str]:
    """Return the short name of every variable, as multiple response sets need it."""
    (size,) = struct.unpack_from("<i", dictionary, at + len(_NAMES))
    start = at + len(_NAMES) + 4
    pairs = re.findall(r"([^\t=]+)=([^\t]+)", dictionary[start : start + size].decode())
    return {name: short.lower() for short, name in pairs}


def _write_set(name: str, label: str, variables: Sequence[str]) -> bytes:
    text = label.encode()
    return b"$%s=D1 1 %d %s %s\n" % (name.encode(), len(text), text, " ".join(variables).encode())


def _write_opcodes(rows: bytes) -> bytes:
    """Return rows as a stream of opcodes, eight before every eight values, all of which stand there in full."""
    elements = np.frombuffer(rows, dtype=np.uint8).reshape(-1, _ELEMENT)
    whole = len(elements) // _ELEMENT * _ELEMENT
    groups = elements[:whole].reshape(-1, _ELEMENT * _ELEMENT)
    codes = np.full((len(groups), _ELEMENT), _RAW, dtype=np.uint8)
    rest = elements[whole:]
    last = bytes([_RAW] * len(rest) + [_PAST_END] * (_ELEMENT - len(rest))) + rest.tobytes() if len(rest) else b""
    return np.hstack([codes, groups]).tobytes() + last
