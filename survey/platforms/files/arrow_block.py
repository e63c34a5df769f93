"""One block of a large text file as Arrow arrays, and what the numbers in it must have been written with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from survey.platforms.files.integer_column import GAP
from survey.platforms.files.large_layout import Kind, LargeLayout

_WHOLE: Mapping[Kind, str] = {"short": "int16", "long": "int64"}
_MARKS = (b'"', b"\r", b"\n")


class Parsed(NamedTuple):
    """The columns of a block as Arrow arrays, and how many characters of it are those of the numbers."""

    columns: list[Any]
    signs: int


def parse_block(block: bytes, layout: LargeLayout) -> Parsed:
    """Parse whole records; Arrow raises where they do not fit the layout.

    Parameters
    ----------
    block
        The records, in UTF-8.
    layout
        The separator and how each column is kept.

    Returns
    -------
    Parsed
        A blank among numbers is `GAP`.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [f"c{place}" for place in range(len(layout.kinds))]
    table = arrow_csv.read_csv(
        pa.BufferReader(block),
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(block) + 1),
        parse_options=arrow_csv.ParseOptions(
            delimiter=layout.separator, newlines_in_values=b'"' in block, ignore_empty_lines=False
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types={name: _type(kind) for name, kind in zip(names, layout.kinds, strict=True)},
            null_values=[""],
            strings_can_be_null=False,
        ),
    )
    arrays = [column.combine_chunks() for column in table.columns]
    signs = _count_signs(block, arrays) if layout.has_numbers else 0
    columns = [_narrow(array) if pa.types.is_integer(array.type) else array for array in arrays]
    return Parsed(columns, signs)


def _type(kind: Kind) -> Any:
    import pyarrow as pa

    if kind in _WHOLE:
        return pa.type_for_alias(_WHOLE[kind])
    return pa.dictionary(pa.int32(), pa.string()) if kind == "repeated" else pa.string()


def _narrow(array: Any) -> Any:
    """Return numbers in the fewest bytes that hold them, blanks filled."""
    filled = array.fill_null(GAP) if array.null_count else array
    values = filled.to_numpy()
    low, high = int(values.min()), int(values.max())
    limits = ((kind, np.iinfo(kind)) for kind in ("int8", "int16", "int32", "int64"))
    return filled.cast(next(kind for kind, limit in limits if limit.min <= low and high <= limit.max))


def _count_signs(block: bytes, arrays: Sequence[Any]) -> int:
    """Return how many characters of a block belong to neither texts nor separators, line ends and quotation marks."""
    texts = [text for array in arrays if (text := _view_texts(array)) is not None]
    marks = len(arrays[0]) - (not block.endswith(b"\n")) + block.count(b"\r")
    if b'"' in block:
        inside = b"".join(texts)
        marks += block.count(b'"') - inside.count(b'"') - inside.count(b"\r")
    separators = len(arrays[0]) * (len(arrays) - 1)
    return len(block) - marks - separators - sum(map(len, texts))


def _view_texts(array: Any) -> memoryview | None:
    """Return the texts of an array one after the other; None for numbers."""
    import pyarrow as pa

    if pa.types.is_integer(array.type):
        return None
    texts = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    _, offsets, data = texts.buffers()
    end = int(np.frombuffer(offsets, dtype="int32")[len(texts)])
    return memoryview(data)[:end] if end else None
