"""SPSS and Stata files: variables with labels, values with labels, and missing values of several kinds."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import numpy as np

from survey.errors import ReadError
from survey.platforms.extras import need
from survey.platforms.files.cell import cell_text
from survey.platforms.files.column import Column
from survey.platforms.files.decode import decode_bytes
from survey.platforms.files.table import Origin, Table
from survey.platforms.files.typed_columns import MOST_CELLS, build_typed_table, check_size, tabulate_numbers

SPSS_STARTS = (b"$FL2", b"$FL3")
# The first bytes of Stata's formats before 117: version, byte order, type of file, nothing.
STATA_STARTS = (
    b"<stata_dta>",
    *(bytes((version, order, 1, 0)) for version in (104, 105, 108, 110, 111, 113, 114, 115) for order in (1, 2)),
)
LARGEST_UNPACKED = 2_000_000_000  # bytes of a .zsav, told by its own index
_PACKED = b"$FL3"
_FALLBACK = "WINDOWS-1252"  # what is taken where a file does not say its encoding
_CHINESE = "GB18030"
_SPSS_EPOCH, _STATA_EPOCH = datetime(1582, 10, 14), datetime(1960, 1, 1)
_SPSS_TIMES: Mapping[str, str] = {
    **dict.fromkeys(
        ("DATE", "ADATE", "EDATE", "SDATE", "JDATE", "QYR", "MOYR", "WKYR", "DATETIME", "YMDHMS"), "moment"
    ),
    **dict.fromkeys(("TIME", "DTIME", "MTIME"), "duration"),
}
_STATA_TIMES = re.compile(r"%-?(t?d|tc)", re.IGNORECASE)


def read_statistics(data: bytes, file: str, sha256: str, *, encoding: str | None = None) -> Table:
    """Read an SPSS or Stata file into a table: values, with the labels of variables and values beside them.

    Parameters
    ----------
    data
        The whole file.
    file, sha256
        Its name and hash.
    encoding
        Of its texts; None goes by the file, and takes Chinese signs without a declared encoding for GB18030.

    Raises
    ------
    ReadError
        The file is damaged, too large, or holds no answers.
    OptionError
        pyreadstat is not installed.

    Notes
    -----
    Missing: user-missing values of SPSS are values, for they are special answers; Stata's extended missing values
    become ``.a`` to ``.z``; system-missing values are blank.
    """
    spss = data.startswith(SPSS_STARTS)
    pyreadstat = need("pyreadstat", "spss", "SPSS and Stata files")
    _check_packed(data, file)
    read = partial(_read, pyreadstat.read_sav if spss else pyreadstat.read_dta, data, file)
    encoding = encoding or _find_encoding(read)
    _, meta = read(encoding=encoding, metadataonly=True)
    most = MOST_CELLS // max(len(meta.column_names), 1)
    if meta.number_rows and meta.number_rows > 0:
        check_size(file, meta.number_rows, len(meta.column_names))
    values, meta = read(encoding=encoding, row_limit=most + 1)
    names = list(meta.column_names)
    if list(values) != names:
        raise ReadError(f"{file} is damaged: two variables have the same name. Save it again.")
    check_size(file, len(values[names[0]]) if names else 0, len(names))
    columns = [_tabulate(values.pop(name), name, meta, spss=spss) for name in names]
    return build_typed_table(
        Origin(file=file, sha256=sha256, kind="sav" if spss else "dta", encoding=meta.file_encoding or encoding),
        names,
        columns,
        wordings=[(label or "").strip() for label in meta.column_labels],
        labels=_label(names, meta),
    )


def _read(reader: Callable[..., Any], data: bytes, file: str, **options: Any) -> tuple[dict[str, Any], Any]:
    """Read a file; a damaged one raises whatever its bytes happen to mean."""
    try:
        values, meta = reader(
            io.BytesIO(data), user_missing=True, disable_datetime_conversion=True, output_format="dict", **options
        )
    except Exception as error:
        raise ReadError(
            f"{file} cannot be read as an SPSS or Stata file ({error}). Open it and save it again, pass encoding= if "
            "its texts are in an old one, or save it as CSV."
        ) from error
    return values, meta


def _check_packed(data: bytes, file: str) -> None:
    """Refuse a .zsav that would unpack to more than fits in memory; its index at the end says to how much."""
    if not data.startswith(_PACKED):
        return
    total = 0
    for end in range(len(data), 24, -24):
        loose, start, size, packed = struct.unpack_from("<qqii", data, end - 24)
        if loose == -100 and start == 0:
            break
        total += max(size, 0)
        if not 0 <= packed <= len(data) or total > LARGEST_UNPACKED:
            raise ReadError(f"{file} is damaged, or would unpack to more than {LARGEST_UNPACKED:,} bytes. Save as CSV.")


def _find_encoding(read: Callable[..., tuple[dict[str, Any], Any]]) -> str | None:
    """Return the encoding to read a file in; None: the one that the file declares."""
    try:
        _, meta = read(metadataonly=True)
    except ReadError:
        return _CHINESE
    if meta.file_encoding != _FALLBACK:
        return None
    texts = [label for own in meta.variable_value_labels.values() for label in own.values()]
    written = "\n".join(text for text in (*meta.column_names, *meta.column_labels, *texts, meta.file_label) if text)
    if written.isascii():
        return None
    guessed = decode_bytes(written.encode("cp1252", "replace"), "").encoding
    return _CHINESE if guessed == "gb18030" else None


def _tabulate(values: Any, name: str, meta: Any, *, spss: bool) -> Column:
    if meta.readstat_variable_types.get(name) == "string":
        return Column.from_cells(["" if value is None else str(value) for value in values])
    say = (
        _say_spss(meta.original_variable_types.get(name))
        if spss
        else _say_stata(meta.original_variable_types.get(name))
    )
    if name not in meta.missing_user_values:
        return tabulate_numbers(np.array(values, dtype="float64"), say)
    letters = np.array([value if isinstance(value, str) else "" for value in values], dtype=object)
    numbers = np.array([np.nan if isinstance(value, str) else value for value in values], dtype="float64")
    column = tabulate_numbers(numbers, say)
    for letter in sorted(set(letters) - {""}):
        column = column.replace(letters == letter, f".{letter}")
    return column


def _label(names: list[str], meta: Any) -> dict[int, dict[str, str]]:
    labels: dict[int, dict[str, str]] = {}
    for place, name in enumerate(names):
        own = meta.variable_value_labels.get(name)
        text = meta.readstat_variable_types.get(name) == "string"
        if own:
            labels[place] = {_say_value(value, text=text): label.strip() for value, label in own.items()}
    return labels


def _say_value(value: Any, *, text: bool) -> str:
    if isinstance(value, str):
        return value.rstrip() if text else f".{value}"
    return cell_text(float(value))


def _say_spss(form: str | None) -> Callable[[float], str]:
    kind = _SPSS_TIMES.get(re.sub(r"[\d.]+$", "", form or ""))
    if kind == "moment":
        return lambda value: _say_moment(value, _SPSS_EPOCH, value)
    return _say_duration if kind == "duration" else cell_text


def _say_stata(form: str | None) -> Callable[[float], str]:
    match = _STATA_TIMES.match(form or "")
    if match is None:
        return cell_text
    scale = 0.001 if match[1].lower() == "tc" else 86400
    return lambda value: _say_moment(value, _STATA_EPOCH, value * scale)


def _say_moment(value: float, epoch: datetime, seconds: float) -> str:
    """Return a moment to the millisecond, or the number where it is none of our calendar."""
    try:
        return cell_text(epoch + timedelta(milliseconds=round(seconds * 1000)))
    except (OverflowError, ValueError):
        return cell_text(value)


def _say_duration(value: float) -> str:
    try:
        return cell_text(timedelta(seconds=value))
    except (OverflowError, ValueError):
        return cell_text(value)
