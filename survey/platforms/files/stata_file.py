"""Stata files: .dta of Stata 5 to 18."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np

from survey.errors import ReadError
from survey.platforms.extras import need
from survey.platforms.files.cell import cell_text
from survey.platforms.files.column import Column
from survey.platforms.files.decode import decode_bytes
from survey.platforms.files.table import Origin, Table
from survey.platforms.files.typed_columns import build_typed_table, check_size, say_moment, say_single, tabulate_numbers

_BEGIN, _END = b"<stata_dta>", b"</stata_dta>"
# The first bytes of the formats before 117: version, byte order, type of file, nothing.
DTA_STARTS = (
    _BEGIN,
    *(bytes((version, order, 1, 0)) for version in (104, 105, 108, 110, 111, 113, 114, 115) for order in (1, 2)),
)
_LAST_UNDECLARED, _HEAD = b"<release>117", 60  # Stata 13; from 14 on, texts are UTF-8
_BYTES = "iso-8859-1"
_EPOCH = datetime(1960, 1, 1)
_TIMES = re.compile(r"%-?(t?d|tc)", re.IGNORECASE)
_DAY, _MILLISECOND = 86_400, 0.001  # seconds


def read_stata(data: bytes, file: str, sha256: str, *, encoding: str | None = None) -> Table:
    """Read a Stata file into a table: values, with the labels of variables and values beside them.

    Parameters
    ----------
    data
        The whole file.
    file, sha256
        Its name and hash.
    encoding
        Of its texts; None goes by the file, and guesses where one from before Stata 14 does not say.

    Raises
    ------
    ReadError
        The file is damaged, too large, or holds no answers.
    OptionError
        pyreadstat is not installed.

    Notes
    -----
    Missing: the extended missing values become ``.a`` to ``.z``; the system-missing one is blank.
    """
    if data.startswith(_BEGIN) and not data.rstrip(b"\0\r\n ").endswith(_END):
        raise ReadError(f"{file} is a damaged Stata file: its end is missing. Save or download it again.")
    read = partial(_read, need("pyreadstat", "spss", "Stata files"), data, file)
    encoding = encoding or _find_encoding(data, file, read)
    _, meta = read(encoding=encoding, metadataonly=True)
    names = list(meta.column_names)
    check_size(file, meta.number_rows, len(names))
    if None in names or len(set(names)) < len(names):
        raise ReadError(f"{file} is a damaged Stata file: two variables have the same name, or one has none.")
    if meta.number_rows * _count_bytes(meta) > len(data):
        raise ReadError(f"{file} is a damaged Stata file: it is too short for its rows. Save it again.")
    values, meta = read(encoding=encoding)
    return build_typed_table(
        Origin(file=file, sha256=sha256, kind="dta", encoding=encoding),
        names,
        [_tabulate(values.pop(name), name, meta) for name in names],
        wordings=[(label or "").strip() for label in meta.column_labels],
        labels={
            place: _label(own) for place, name in enumerate(names) if (own := meta.variable_value_labels.get(name))
        },
    )


def _read(pyreadstat: Any, data: bytes, file: str, **options: Any) -> tuple[dict[str, Any], Any]:
    """Read a file; a damaged one raises or warns of whatever its bytes happen to mean."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            values, meta = pyreadstat.read_dta(
                io.BytesIO(data), user_missing=True, disable_datetime_conversion=True, output_format="dict", **options
            )
    except Exception as error:
        raise ReadError(
            f"{file} cannot be read as a Stata file ({error}). Open it and save it again, pass encoding= if its texts "
            "are in an old one, or save it as CSV."
        ) from error
    return values, meta


def _find_encoding(data: bytes, file: str, read: Callable[..., tuple[dict[str, Any], Any]]) -> str | None:
    """Return the encoding of the texts of a file from before Stata 14, which does not say; None: the one it has to be.

    The texts are first read as an encoding in which every byte is a sign, so that they can be had as they stand there.
    """
    if data.startswith(_BEGIN) and _LAST_UNDECLARED not in data[:_HEAD]:
        return None
    values, meta = read(encoding=_BYTES)
    labels = [label for own in meta.variable_value_labels.values() for label in own.values()]
    texts = [value for column in values.values() for value in column if isinstance(value, str)]
    whole = "\n".join(text for text in (*meta.column_names, *meta.column_labels, *labels, *texts) if text)
    return None if whole.isascii() else decode_bytes(whole.encode(_BYTES), file).encoding


def _count_bytes(meta: Any) -> int:
    """Return the least bytes of a row; pyreadstat counts one too many for a text."""
    kinds = meta.readstat_variable_types
    return sum(max(width - (kinds[name] == "string"), 0) for name, width in meta.variable_storage_width.items())


def _tabulate(values: Any, name: str, meta: Any) -> Column:
    stored = meta.readstat_variable_types.get(name)
    if stored == "string":
        return Column.from_cells(["" if value is None else str(value) for value in values])
    say = _say(meta.original_variable_types.get(name) or "", say_single if stored == "float" else cell_text)
    if name not in meta.missing_user_values:
        return tabulate_numbers(np.array(values, dtype="float64"), say)
    letters = np.array([value if isinstance(value, str) else "" for value in values], dtype=object)
    numbers = np.array([np.nan if isinstance(value, str) else value for value in values], dtype="float64")
    column = tabulate_numbers(numbers, say)
    for letter in sorted(set(letters) - {""}):
        column = column.replace(letters == letter, f".{letter}")
    return column


def _label(labels: dict[Any, str]) -> dict[str, str]:
    return {
        f".{value}" if isinstance(value, str) else cell_text(float(value)): label.strip()
        for value, label in labels.items()
    }


def _say(form: str, usual: Callable[[float], str]) -> Callable[[float], str]:
    match = _TIMES.match(form)
    if match is None:
        return usual
    unit = _MILLISECOND if match[1].lower() == "tc" else _DAY
    return lambda value: say_moment(value, _EPOCH, value * unit)
