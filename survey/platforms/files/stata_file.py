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
from survey.platforms.files.typed_columns import build_typed_table, check_size, say_moment, tabulate_numbers

# The first bytes of the formats before 117: version, byte order, type of file, nothing.
DTA_STARTS = (
    b"<stata_dta>",
    *(bytes((version, order, 1, 0)) for version in (104, 105, 108, 110, 111, 113, 114, 115) for order in (1, 2)),
)
_UNDECLARED = "WINDOWS-1252"  # what pyreadstat takes where a file does not say its encoding: all before Stata 14
_CHINESE = "GB18030"
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
    read = partial(_read, need("pyreadstat", "spss", "Stata files"), data, file)
    encoding = encoding or _find_encoding(read)
    _, meta = read(encoding=encoding, metadataonly=True)
    names = list(meta.column_names)
    check_size(file, meta.number_rows, len(names))
    if meta.number_rows * sum(meta.variable_storage_width.values()) > len(data):
        raise ReadError(f"{file} is a damaged Stata file: it is too short for its rows. Save it again.")
    values, meta = read(encoding=encoding)
    return build_typed_table(
        Origin(file=file, sha256=sha256, kind="dta", encoding=meta.file_encoding),
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


def _find_encoding(read: Callable[..., tuple[dict[str, Any], Any]]) -> str | None:
    """Return the encoding to read a file in; None: the one that the file declares, or that of Western Europe."""
    try:
        _, meta = read(metadataonly=True)
    except ReadError:
        return _CHINESE
    if meta.file_encoding != _UNDECLARED:
        return None
    labels = [label for own in meta.variable_value_labels.values() for label in own.values()]
    texts = "\n".join(text for text in (*meta.column_labels, *labels, meta.file_label) if text)
    if texts.isascii():
        return None
    return _CHINESE if decode_bytes(texts.encode("cp1252", "replace"), "").encoding == "gb18030" else None


def _tabulate(values: Any, name: str, meta: Any) -> Column:
    if meta.readstat_variable_types.get(name) == "string":
        return Column.from_cells(["" if value is None else str(value) for value in values])
    say = _say(meta.original_variable_types.get(name) or "")
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


def _say(form: str) -> Callable[[float], str]:
    match = _TIMES.match(form)
    if match is None:
        return cell_text
    unit = _MILLISECOND if match[1].lower() == "tc" else _DAY
    return lambda value: say_moment(value, _EPOCH, value * unit)
