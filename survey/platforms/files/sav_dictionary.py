"""The dictionary of an SPSS file: its variables, their labels, and how its rows are packed.

After the description of the format in the PSPP Developer's Guide, "System File Format". Read here, and not by the
library that writes these files, because that one brings the interpreter down on some damaged files.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from survey.errors import OptionError, ReadError
from survey.platforms.files.decode import decode_bytes

_HEADER = 176  # bytes
_LAYOUTS = (2, 3)
_VARIABLE, _LABELS, _LABELLED, _DOCUMENT, _EXTENSION, _END = 2, 3, 4, 6, 7, 999
_MACHINE, _LONG_NAMES, _LONG_TEXTS, _ENCODING, _LONG_LABELS = 3, 13, 14, 20, 21
_CONTINUED = -1
_ELEMENT = 8  # bytes
_WIDEST_SHORT, _SEGMENT = 255, 252  # a wider text is cut into variables of 255 bytes, counted as if they held 252
_LINE = 80  # bytes of a line of a document
_PAGES = {2: "", 3: "", 936: "gb18030", 20127: "ascii", 28591: "iso-8859-1", 54936: "gb18030", 65000: "utf-7"}
_CHINESE = frozenset({"gb2312", "gbk", "cp936"})  # all within GB18030, which knows more signs


@dataclass
class SavVariable:
    """One variable.

    Attributes
    ----------
    name
        Its short name, later its long one.
    first, elements
        Its place in a row and its size there, in elements of eight bytes.
    width
        Bytes of its texts; 0 for numbers.
    form
        The number of the format it is shown in.
    segments
        The places and bytes of the pieces that a long text is made of.
    labels
        Eight bytes (or more, for long texts) to label.
    """

    name: bytes
    first: int
    width: int
    form: int
    label: bytes = b""
    elements: int = 1
    segments: tuple[tuple[int, int], ...] = ()
    labels: dict[bytes, bytes] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SavDictionary:
    """What stands before the rows of an SPSS file.

    Attributes
    ----------
    order
        ``<`` or ``>``, for struct and numpy.
    case_size
        Elements of a row.
    n_rows
        How many rows the file says it has, or -1.
    compression
        0: none; 1: opcodes; 2: opcodes in packed blocks.
    bias
        What is taken off an opcode that stands for a number.
    start
        Where the rows begin.
    """

    order: str
    variables: tuple[SavVariable, ...]
    case_size: int
    n_rows: int
    compression: int
    bias: float
    start: int
    encoding: str


class _Bytes:
    """The file, read from front to back; beyond its end is an error."""

    def __init__(self, data: bytes, file: str) -> None:
        self.data, self.file, self.at, self.order = data, file, _HEADER, "<"

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > len(self.data):
            raise damaged(self.file, "its dictionary ends too early")
        self.at += size
        return self.data[self.at - size : self.at]

    def number(self) -> int:
        return int(struct.unpack(self.order + "i", self.take(4))[0])


def damaged(file: str, why: str) -> ReadError:
    """Return the error for a file that is broken."""
    return ReadError(f"{file} is a damaged SPSS file: {why}. Open it and save it again, or save it as CSV.")


def read_dictionary(data: bytes, file: str, encoding: str | None = None) -> SavDictionary:
    """Read the dictionary of an SPSS file.

    Parameters
    ----------
    data
        The whole file.
    file
        Its name, for messages.
    encoding
        Of its texts; None goes by the file, or guesses where it does not say.

    Raises
    ------
    ReadError
        The file is damaged.
    OptionError
        There is no such encoding.
    """
    source = _Bytes(data, file)
    source.order = _find_order(data, file)
    compression, _, n_rows, bias = struct.unpack_from(source.order + "iiid", data, 72)
    variables: list[SavVariable] = []
    extensions: dict[int, bytes] = {}
    elements = 0
    while (kind := source.number()) != _END:
        if kind == _VARIABLE:
            elements = _read_variable(source, variables, elements)
        elif kind == _LABELS:
            _read_labels(source, variables)
        elif kind == _DOCUMENT:
            source.take(_LINE * max(source.number(), 0))
        elif kind == _EXTENSION:
            subtype, size, count = source.number(), source.number(), source.number()
            extensions[subtype] = source.take(size * count if min(size, count) >= 0 else -1)
        else:
            raise damaged(file, f"its dictionary holds a record of the unknown kind {kind}")
    source.number()
    whole = _join_long_texts(variables, extensions.get(_LONG_TEXTS, b""), file)
    _rename(whole, extensions.get(_LONG_NAMES, b""))
    _read_long_labels(whole, extensions.get(_LONG_LABELS, b""), source)
    return SavDictionary(
        order=source.order,
        variables=tuple(whole),
        case_size=elements,
        n_rows=n_rows,
        compression=compression,
        bias=bias,
        start=source.at,
        encoding=_find_encoding(encoding, extensions, whole, source),
    )


def _find_order(data: bytes, file: str) -> str:
    for order in "<>":
        if len(data) > _HEADER and struct.unpack_from(order + "i", data, 64)[0] in _LAYOUTS:
            return order
    raise damaged(file, "its header is cut off or of another kind")


def _read_variable(source: _Bytes, variables: list[SavVariable], elements: int) -> int:
    """Read a variable, or one more element of a text, and return how many elements a row has so far."""
    width, has_label, missing, form, _ = (source.number() for _ in range(5))
    name = source.take(8).rstrip()
    label = b""
    if has_label:
        size = source.number()
        label = source.take(size)
        source.take(-size % 4)
    source.take(_ELEMENT * abs(missing))
    if width == _CONTINUED:
        if not variables or variables[-1].width <= variables[-1].elements * _ELEMENT:
            raise damaged(source.file, "a piece of a text belongs to no variable")
        variables[-1].elements += 1
    elif 0 <= width <= _WIDEST_SHORT:
        variables.append(SavVariable(name, elements, width, form >> 16 & 0xFF, label.rstrip()))
    else:
        raise damaged(source.file, f"a text is {width} bytes wide")
    return elements + 1


def _read_labels(source: _Bytes, variables: list[SavVariable]) -> None:
    labels = {}
    for _ in range(source.number()):
        value, size = source.take(_ELEMENT), source.take(1)[0]
        labels[value] = source.take(size).rstrip()
        source.take(-(size + 1) % _ELEMENT)
    if source.number() != _LABELLED:
        raise damaged(source.file, "value labels belong to no variable")
    by_place = {variable.first: variable for variable in variables}
    for _ in range(source.number()):
        labelled = by_place.get(source.number() - 1)
        if labelled is None:
            raise damaged(source.file, "value labels belong to a variable that is not there")
        labelled.labels = labels


def _split(record: bytes) -> Iterator[tuple[bytes, bytes]]:
    for pair in record.replace(b"\0", b"").split(b"\t"):
        name, sign, value = pair.partition(b"=")
        if sign:
            yield name, value


def _join_long_texts(variables: list[SavVariable], record: bytes, file: str) -> list[SavVariable]:
    """Return the variables with the pieces of each long text made one."""
    widths = {name: value for name, value in _split(record) if value.isdigit() and len(value) < 6}
    joined: list[SavVariable] = []
    rest = iter(variables)
    for variable in rest:
        width = int(widths.get(variable.name, b"0"))
        pieces = [variable]
        for _ in range(max(-(-width // _SEGMENT) - 1, 0)):
            pieces.append(next(rest, variable))
        if any(piece.width == 0 for piece in pieces) and width:
            raise damaged(file, "a piece of a long text is missing")
        variable.segments = tuple((piece.first, min(piece.width, _WIDEST_SHORT)) for piece in pieces)
        variable.width = width or variable.width
        joined.append(variable)
    return joined


def _rename(variables: list[SavVariable], record: bytes) -> None:
    names = dict(_split(record))
    for variable in variables:
        variable.name = names.get(variable.name, variable.name)


def _read_long_labels(variables: list[SavVariable], record: bytes, outer: _Bytes) -> None:
    """Read the labels of texts that are longer than eight bytes."""
    by_name = {variable.name: variable for variable in variables}
    source = _Bytes(record, outer.file)
    source.at, source.order = 0, outer.order
    while source.at < len(record):
        variable = by_name.get(source.take(source.number()))
        source.number()
        for _ in range(source.number()):
            value = source.take(source.number())
            label = source.take(source.number())
            if variable is not None:
                variable.labels = {**variable.labels, value: label.rstrip()}


def _find_encoding(
    asked: str | None, extensions: Mapping[int, bytes], variables: list[SavVariable], source: _Bytes
) -> str:
    if asked is not None:
        return _check(asked) or _refuse(asked)
    declared = extensions.get(_ENCODING, b"").decode("ascii", "replace").strip()
    machine = extensions.get(_MACHINE, b"")
    page = struct.unpack_from(source.order + "i", machine, 28)[0] if len(machine) >= 32 else 0
    known = _check(declared) or _check(_PAGES.get(page, f"cp{page}"))
    if known:
        return known
    labels = [label for variable in variables for label in variable.labels.values()]
    texts = b"\n".join([variable.name + b"\n" + variable.label for variable in variables] + labels)
    return decode_bytes(texts.replace(b"\0", b"") or b"\n", source.file).encoding


def _check(encoding: str) -> str:
    """Return the name Python has for an encoding, "" if it knows none."""
    try:
        name = codecs.lookup(encoding).name if encoding else ""
    except LookupError:
        return ""
    return "gb18030" if name in _CHINESE else name


def _refuse(encoding: str) -> str:
    raise OptionError(f"encoding='{encoding}' is no encoding; use for example utf-8, gb18030 or cp1252.")
