"""Large CSV files, read by Arrow: the same table as from the slow reader, or none where anything is irregular."""

from __future__ import annotations

import csv
import hashlib
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from survey.platforms.files.arrow_block import Parsed, parse_block
from survey.platforms.files.arrow_column import ArrowColumn
from survey.platforms.files.blocks import IrregularError, cut_blocks
from survey.platforms.files.column import Column
from survey.platforms.files.integer_column import IntegerColumn
from survey.platforms.files.large_layout import LargeLayout, find_layout
from survey.platforms.files.table import Origin, Table, clean_heading
from survey.platforms.files.workers import count_workers

FEWEST_BYTES = 4_000_000  # smaller files are read as fast without Arrow


def read_large(path: Path, file: str, *, separator: str | None = None) -> Table | None:
    """Read a large CSV file in UTF-8 into a table, or return None where the slow reader has to look at it.

    Parameters
    ----------
    path
        The file.
    file
        Its name, for messages.
    separator
        As given by the caller; None finds out.

    Notes
    -----
    None means that Arrow is not installed, or that the file is not UTF-8, has blank or ragged rows, headings that
    occur again, quotation marks out of order, NUL characters or endless cells: whatever would have to be named.
    """
    try:
        import pyarrow as pa
    except ImportError:
        return None
    layout = find_layout(path, separator)
    if layout is None:
        return None
    for attempt in (layout, layout.take_as_text()) if layout.has_numbers else (layout,):
        try:
            return _read(path, file, attempt)
        except IrregularError:
            return None
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OverflowError):
            continue
    return None


def _read(path: Path, file: str, layout: LargeLayout) -> Table | None:
    """Return the table, None where its rows are irregular; raise where cells do not fit the layout."""
    import pyarrow as pa

    digest = hashlib.sha256()
    parsed = _parse_all(cut_blocks(path, layout.start, digest), layout)
    tiny = iter(np.concatenate([block.tiny for block in parsed], axis=1))
    rows = sum(block.tiny.shape[1] for block in parsed)
    parts = [[block.columns[place] for block in parsed] for place in range(len(layout.first))]
    columns = tuple(
        IntegerColumn(next(tiny)) if kind == "tiny" else _build(part)
        for kind, part in zip(layout.kinds, parts, strict=True)
    )
    pa.default_memory_pool().release_unused()
    if _has_headings_again(columns[0], layout.first[0]) or _has_blank_rows(columns):
        return None
    kind = "tsv" if layout.separator == "\t" else "csv"
    origin = Origin(
        file=file, sha256=digest.hexdigest(), kind=kind, encoding=layout.encoding, separator=layout.separator
    )
    headings = tuple(map(clean_heading, layout.first))
    return Table(origin=origin, headings=headings, columns=columns, rows=np.arange(2, rows + 2))


def _parse_all(blocks: Iterable[bytes], layout: LargeLayout) -> list[Parsed]:
    """Return all blocks in their order; they are parsed beside each other, a few at a time."""
    parsed: list[Parsed] = []
    workers = count_workers()
    waiting: deque[Future[Parsed]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for block in blocks:
            waiting.append(pool.submit(parse_block, block, layout))
            if len(waiting) > workers:
                parsed.append(waiting.popleft().result())
        parsed += [future.result() for future in waiting]
    return parsed


def _build(parts: Sequence[Any]) -> Column:
    """Return a column from its parts, one a block."""
    import pyarrow as pa

    if isinstance(parts[0], np.ndarray):
        return IntegerColumn(np.concatenate(parts))
    chunked = pa.chunked_array(parts)
    if not pa.types.is_dictionary(chunked.type):
        return ArrowColumn(_check_lengths(chunked).combine_chunks())
    chunked = chunked.unify_dictionaries()
    texts = _check_lengths(chunked.chunk(0).dictionary)
    places = np.empty(len(chunked), dtype=np.min_scalar_type(max(len(texts) - 1, 0)))
    np.concatenate([chunk.indices.to_numpy() for chunk in chunked.chunks], out=places, casting="unsafe")
    return Column(texts.to_pylist(), places)


def _check_lengths(texts: Any) -> Any:
    """Return texts, or raise if one is so long that a quotation mark may have been left open."""
    from pyarrow import compute

    if (compute.max(compute.binary_length(texts)).as_py() or 0) > csv.field_size_limit():
        raise IrregularError("a cell without end")
    return texts


def _has_headings_again(column: Column, heading: str) -> bool:
    if isinstance(column, ArrowColumn):
        from pyarrow import compute

        return bool(compute.any(compute.equal(column.array, heading)).as_py())
    if isinstance(column, IntegerColumn) and not heading.lstrip("-").isdigit():
        return False
    return heading in column.texts


def _has_blank_rows(columns: tuple[Column, ...]) -> bool:
    """Tell whether every cell of some row is blank; a column without blanks settles it."""
    blank = np.ones(len(columns[0]), dtype=bool)
    for column in columns:
        blank &= column.blank
        if not blank.any():
            return False
    return True
