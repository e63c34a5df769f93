"""SPSS files: .sav and .zsav, of SPSS, PSPP, or a survey platform."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np

from survey.errors import ReadError
from survey.platforms.files.cell import cell_text
from survey.platforms.files.column import Column
from survey.platforms.files.sav_dictionary import SavDictionary, SavVariable, damaged, read_dictionary
from survey.platforms.files.table import Origin, Table
from survey.platforms.files.typed_columns import build_typed_table, check_size, say_moment, tabulate_numbers

SAV_STARTS = (b"$FL2", b"$FL3")
LARGEST_UNPACKED = 2_000_000_000  # bytes
_PLAIN, _OPCODES, _PACKED = 0, 1, 2
_ELEMENT = 8  # bytes
_GROUP = 8  # opcodes
_SKIP, _LAST_NUMBER, _PAST_END, _LITERAL, _BLANK, _MISSING = 0, 251, 252, 253, 254, 255
_SYSTEM_MISSING = -np.finfo("float64").max
_EPOCH = datetime(1582, 10, 14)
_MOMENTS = frozenset(
    {20, 22, 23, 24, 28, 29, 30, 38, 39, 41}
)  # DATE, DATETIME, ADATE, JDATE, MOYR, QYR, WKYR, EDATE, …
_DURATIONS = frozenset({21, 25, 40})  # TIME, DTIME, MTIME
_REPLACEMENT = "\ufffd"


def read_sav(data: bytes, file: str, sha256: str, *, encoding: str | None = None) -> Table:
    """Read an SPSS file into a table: values, with the labels of variables and values beside them.

    Parameters
    ----------
    data
        The whole file.
    file, sha256
        Its name and hash.
    encoding
        Of its texts; None goes by the file, and guesses where an old one does not say.

    Raises
    ------
    ReadError
        The file is damaged, too large, or holds no answers.
    OptionError
        There is no such encoding.

    Notes
    -----
    Missing: user-missing values are values, for they are special answers; system-missing ones are blank.
    """
    head = read_dictionary(data, file, encoding)
    check_size(file, max(head.n_rows, 1) if head.n_rows else 0, len(head.variables))
    elements = _unpack(data, head, file)
    n_rows = len(elements) // head.case_size
    if len(elements) % head.case_size or n_rows != (n_rows if head.n_rows < 0 else head.n_rows):
        raise damaged(file, f"it says that it has {head.n_rows:,} rows, and holds {n_rows:,}")
    check_size(file, n_rows, len(head.variables))
    rows = elements.reshape(n_rows, head.case_size, _ELEMENT)
    return build_typed_table(
        Origin(file=file, sha256=sha256, kind="sav", encoding=head.encoding),
        [_decode(variable.name, head) for variable in head.variables],
        [_tabulate(rows, variable, head) for variable in head.variables],
        wordings=[_decode(variable.label, head) for variable in head.variables],
        labels={place: _label(one, head) for place, one in enumerate(head.variables) if one.labels},
    )


def _decode(text: bytes, head: SavDictionary) -> str:
    """Return a name or a label; programs cut them at a byte, which may be the middle of a character."""
    return text.decode(head.encoding, "replace").rstrip(_REPLACEMENT).replace("\0", "").strip()


def _unpack(data: bytes, head: SavDictionary, file: str) -> np.ndarray:
    """Return the values of all rows, uint8, shape (n_elements, 8)."""
    rows = data[head.start :]
    if head.compression == _PACKED:
        rows = _read_opcodes(_inflate(data, head, file), head)
    elif head.compression == _OPCODES:
        rows = _read_opcodes(rows, head)
    elif head.compression != _PLAIN:
        raise damaged(file, f"its rows are compressed in the unknown way {head.compression}")
    if head.n_rows >= 0:
        rows = rows[: head.n_rows * head.case_size * _ELEMENT]
    if len(rows) % _ELEMENT:
        raise damaged(file, "its last row is cut off")
    return np.frombuffer(rows, dtype=np.uint8).reshape(-1, _ELEMENT)


def _inflate(data: bytes, head: SavDictionary, file: str) -> bytes:
    """Return the opcodes of a .zsav: the blocks that its index at the end names."""
    try:
        _, trailer, _ = struct.unpack_from(head.order + "qqq", data, head.start)
        _, _, _, count = struct.unpack_from(head.order + "qqii", data, trailer)
        index = [struct.unpack_from(head.order + "qqii", data, trailer + 24 * (one + 1)) for one in range(count)]
        blocks, room = [], LARGEST_UNPACKED
        for _, start, size, packed in index:
            block = zlib.decompressobj().decompress(data[start : start + packed], max(min(size, room), 0) + 1)
            room -= len(block)
            if room < 0:
                raise ReadError(f"{file} would unpack to more than {LARGEST_UNPACKED:,} bytes, which is refused.")
            if len(block) != size:
                raise damaged(file, "a block of its rows has another size than its index says")
            blocks.append(block)
    except (struct.error, zlib.error, OverflowError) as error:
        raise damaged(file, f"the index of its rows is broken ({error})") from error
    return b"".join(blocks)


def _read_opcodes(stream: bytes, head: SavDictionary) -> bytes:
    """Return the values that a stream of opcodes stands for: eight opcodes, then the values that they leave open."""
    whole = np.frombuffer(stream, dtype=np.uint8)
    groups = whole[: len(whole) // _GROUP * _GROUP].reshape(-1, _GROUP)  # opcodes and values are eight bytes alike
    if not len(groups):
        return b""
    steps = (1 + np.count_nonzero(groups == _LITERAL, axis=1)).tolist()
    starts, at = [], 0
    while at < len(steps):
        starts.append(at)
        at += steps[at]
    begin = _GROUP * np.array(starts)
    codes = whole[begin[:, None] + np.arange(_GROUP)]
    literal = codes == _LITERAL
    place = begin[:, None] + _GROUP + _ELEMENT * (np.cumsum(literal, axis=1) - 1)
    values = np.where(codes <= _LAST_NUMBER, codes - head.bias, _SYSTEM_MISSING).astype(head.order + "f8")
    elements = values.reshape(-1).view(np.uint8).reshape(-1, _ELEMENT).copy()
    codes, literal, place = codes.reshape(-1), literal.reshape(-1), place.reshape(-1)
    elements[codes == _BLANK] = ord(" ")
    past = np.flatnonzero((codes == _PAST_END) | (literal & (place + _ELEMENT > len(whole))))
    end = int(past[0]) if len(past) else len(codes)
    taken = np.flatnonzero(literal[:end])
    elements[taken] = whole[place[taken][:, None] + np.arange(_ELEMENT)]
    return bytes(elements[:end][codes[:end] != _SKIP].tobytes())


def _tabulate(rows: np.ndarray, variable: SavVariable, head: SavDictionary) -> Column:
    if variable.width:
        return _tabulate_texts(rows, variable, head)
    values = np.ascontiguousarray(rows[:, variable.first]).view(head.order + "f8").reshape(-1).astype("float64")
    return tabulate_numbers(np.where(values == _SYSTEM_MISSING, np.nan, values), _say(variable.form))


def _tabulate_texts(rows: np.ndarray, variable: SavVariable, head: SavDictionary) -> Column:
    pieces = []
    for first, width in variable.segments:
        elements = -(-width // _ELEMENT)
        pieces.append(rows[:, first : first + elements].reshape(len(rows), -1)[:, :width])
    joined = np.ascontiguousarray(np.hstack(pieces)[:, : variable.width])
    different, places = np.unique(joined.view(f"S{joined.shape[1]}").reshape(-1), return_inverse=True)
    texts = [text.decode(head.encoding, "replace").rstrip(" ") for text in different.tolist()]
    return Column(texts, places.reshape(-1)).relabel(None)


def _label(variable: SavVariable, head: SavDictionary) -> dict[str, str]:
    labels: dict[str, str] = {}
    for value, label in variable.labels.items():
        if variable.width:
            text = value.decode(head.encoding, "replace").replace("\0", "").rstrip()
        else:
            text = _say(variable.form)(float(struct.unpack(head.order + "d", value)[0]))
        labels[text] = _decode(label, head)
    return labels


def _say(form: int) -> Callable[[float], str]:
    if form in _MOMENTS:
        return lambda value: say_moment(value, _EPOCH, value)
    return _say_duration if form in _DURATIONS else cell_text


def _say_duration(value: float) -> str:
    try:
        return cell_text(timedelta(seconds=value))
    except (OverflowError, ValueError):
        return cell_text(value)
