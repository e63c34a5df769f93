"""One block of a large text file as Arrow arrays, and what the numbers in it must have been written with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from survey.platforms.files.blocks import check_block
from survey.platforms.files.integer_column import GAP, count_signs
from survey.platforms.files.large_layout import WHOLE, Kind, LargeLayout

_TYPES: Mapping[Kind, str] = {"tiny": "int8", "short": "int16", "long": "int64", "text": "string"}


class Parsed(NamedTuple):
    """The columns of a block.

    Attributes
    ----------
    columns
        For each column an Arrow array of texts or an array of numbers; None where it is in `tiny`.
    tiny
        The columns that are kept as tiny numbers, shape (n_columns, n_rows).
    """

    columns: list[Any]
    tiny: np.ndarray


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

    Raises
    ------
    IrregularError
        Something in the block is not read alike by everybody.
    OverflowError
        Some numbers are not written as Python writes them.
    """
    import pyarrow as pa

    check_block(block, layout.separator)
    try:
        arrays = _parse(block, layout.separator, layout.kinds)
    except pa.ArrowInvalid:
        if not layout.has_numbers:
            raise
        wide: list[Kind] = ["long" if kind in WHOLE else kind for kind in layout.kinds]
        arrays = _parse(block, layout.separator, wide)
    columns = [_fill(array) if pa.types.is_integer(array.type) else array for array in arrays]
    tiny = [place for place, kind in enumerate(layout.kinds) if kind == "tiny"]
    block_of_tiny = np.concatenate([columns[place] for place in tiny]) if tiny else np.empty(0, dtype="int8")
    for place in tiny:
        columns[place] = None
    if layout.has_numbers:
        signs = sum(count_signs(one) for one in (block_of_tiny, *columns) if isinstance(one, np.ndarray))
        if signs != _count_signs(block, arrays):
            raise OverflowError("some numbers are not written as Python writes them")
    return Parsed(columns, block_of_tiny.reshape(len(tiny), len(arrays[0])))


def _parse(block: bytes, separator: str, kinds: Sequence[Kind]) -> list[Any]:
    """Return an array a column; raise `ArrowInvalid` where a number is too large for its type, or is none."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [f"c{place}" for place in range(len(kinds))]
    quoted = b'"' in block
    table = arrow_csv.read_csv(
        pa.BufferReader(block),
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(block) + 1),
        parse_options=arrow_csv.ParseOptions(
            delimiter=separator,
            quote_char='"' if quoted else False,
            newlines_in_values=quoted,
            ignore_empty_lines=False,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types={name: _type(kind) for name, kind in zip(names, kinds, strict=True)},
            null_values=[""],
            strings_can_be_null=False,
        ),
    )
    return [column.chunk(0) if column.num_chunks == 1 else column.combine_chunks() for column in table.columns]


def _type(kind: Kind) -> Any:
    import pyarrow as pa

    return pa.dictionary(pa.int32(), pa.string()) if kind == "repeated" else pa.type_for_alias(_TYPES[kind])


def _fill(array: Any) -> np.ndarray:
    """Return numbers with their blanks filled, the long ones in the fewest bytes that hold them."""
    values: np.ndarray = (array.fill_null(GAP) if array.null_count else array).to_numpy()
    if values.itemsize < np.dtype("int64").itemsize:
        return values
    low, high = int(values.min()), int(values.max())
    limits = ((kind, np.iinfo(kind)) for kind in ("int8", "int16", "int32", "int64"))
    return values.astype(next(kind for kind, limit in limits if limit.min <= low and high <= limit.max))


def _count_signs(block: bytes, arrays: Sequence[Any]) -> int:
    """Return how many characters of a block belong to neither texts nor separators, line ends and quotation marks."""
    rows = len(arrays[0])
    marks = rows * len(arrays) - (not block.endswith(b"\n"))
    if b"\r" in block:  # to look is much quicker than to count
        marks += block.count(b"\r")
    if b'"' in block:
        inside = b"".join(map(_join_texts, arrays))
        marks += block.count(b'"') - inside.count(b'"') - inside.count(b"\r")
    return len(block) - marks - sum(map(_measure_texts, arrays))


def _measure_texts(array: Any) -> int:
    """Return how many bytes the texts of an array take; 0 for numbers."""
    import pyarrow as pa

    if pa.types.is_integer(array.type):
        return 0
    if not pa.types.is_dictionary(array.type):
        return int(np.diff(_find_offsets(array)[[0, len(array)]])[0])
    return int(np.diff(_find_offsets(array.dictionary))[array.indices.to_numpy()].sum())


def _find_offsets(texts: Any) -> np.ndarray:
    """Return where each text begins, and where the last ends."""
    return np.frombuffer(texts.buffers()[1], dtype="int32")[: len(texts) + 1]


def _join_texts(array: Any) -> bytes:
    """Return the texts of an array one after the other; nothing for numbers."""
    import pyarrow as pa

    if pa.types.is_integer(array.type):
        return b""
    texts = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    return bytes(memoryview(texts.buffers()[2] or b"")[: _find_offsets(texts)[-1]])
