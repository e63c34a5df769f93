"""Parquet files: columns of any type, with labels where the metadata have them."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np

from survey.errors import ReadError
from survey.platforms.extras import need
from survey.platforms.files.cell import cell_text
from survey.platforms.files.column import Column
from survey.platforms.files.table import Origin, Table
from survey.platforms.files.typed_columns import build_typed_table, check_size, say_single

PARQUET_START = b"PAR1"
LARGEST_UNPACKED = 8_000_000_000  # bytes of all columns, as the file's own index says
KEY = b"survey"


def read_parquet(data: bytes, file: str, sha256: str) -> Table:
    """Read a Parquet file into a table: a list in a cell becomes its values with ``;`` between them.

    Parameters
    ----------
    data
        The whole file.
    file, sha256
        Its name and hash.

    Raises
    ------
    ReadError
        The file is damaged, too large, or holds no answers.
    OptionError
        pyarrow is not installed.
    """
    parquet = need("pyarrow.parquet", "arrow", "Parquet files")
    names, columns, wordings = [], [], []
    try:
        source = parquet.ParquetFile(io.BytesIO(data))
        _check(source.metadata, file)
        for field in source.schema_arrow:
            names.append(field.name)
            wordings.append(_find_wording(field.metadata or {}))
        if len(set(names)) < len(names):
            raise ReadError(f"{file}: two columns have the same name. Give each its own.")
        for name in names:
            columns.append(_tabulate(source.read(columns=[name], use_threads=False).column(0)))
        if any(len(column) != source.metadata.num_rows for column in columns):
            raise ValueError("a column has another number of rows than the file")
    except ReadError:
        raise
    except Exception as error:  # pyarrow raises whatever a damaged file leads it to
        raise ReadError(f"{file} is a damaged or locked Parquet file ({error}). Write it again.") from error
    return build_typed_table(Origin(file=file, sha256=sha256, kind="parquet"), names, columns, wordings=wordings)


def _check(meta: Any, file: str) -> None:
    check_size(file, meta.num_rows, meta.num_columns)
    size = sum(meta.row_group(place).total_byte_size for place in range(meta.num_row_groups))
    if size > LARGEST_UNPACKED:
        raise ReadError(f"{file} would unpack to {size:,} bytes, more than are read at once. Save it in several files.")


def _find_wording(meta: Mapping[bytes, bytes]) -> str:
    """Return the question over a column, in the first language that the metadata have."""
    try:
        wording = json.loads(meta[KEY]).get("wording") or {}
        return str(next(iter(wording.values()), ""))
    except (KeyError, ValueError, AttributeError, RecursionError):
        return ""


def _tabulate(column: Any) -> Column:
    """Return an Arrow column as text, each different value understood once where its type allows it."""
    from pyarrow import ArrowNotImplementedError, types

    whole = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if types.is_null(whole.type):
        return Column.repeat("", len(whole))
    say = _say_number if types.is_float16(whole.type) or types.is_float32(whole.type) else _say
    try:
        coded = whole if types.is_dictionary(whole.type) else whole.dictionary_encode()
    except ArrowNotImplementedError:
        return Column.from_cells([say(value) for value in whole.to_pylist()])
    texts = [say(value) for value in coded.dictionary.to_pylist()]
    indices = coded.indices.cast("int64")  # wide enough for one more than there are texts
    places = indices.fill_null(len(texts)).to_numpy(zero_copy_only=False).astype(np.intp)
    return Column([*texts, ""], places).take(np.ones(len(whole), dtype=bool)).relabel(None)


def _say_number(value: float | None) -> str:
    return "" if value is None or value != value else say_single(value)


def _say(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_say(one) for one in value)
    if isinstance(value, float) and value != value:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, bool):
        return str(int(value))
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else cell_text(value)
