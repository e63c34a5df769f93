"""Numbers that tell respondents apart, the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.scale.batch import Batch

Keys = NDArray[np.uint64]

# Constants of the 64-bit FNV-1a hash (Fowler, Noll & Vo; RFC 9923).
FNV_BASIS, FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)


def number_rows(batch: Batch, respondent: str | None) -> Keys:
    """Return a number for each row that is the same for all rows of a respondent.

    Parameters
    ----------
    batch
        Rows.
    respondent
        The column of ids, whole numbers or text; None: every row is a respondent, numbered by its place in the table.

    Returns
    -------
    ndarray
        Shape (n,).

    Raises
    ------
    DataError
        An id is missing, or neither a whole number nor text.
    """
    if respondent is None:
        return _places(batch)
    column = batch.columns[respondent]
    if isinstance(column.values, list):
        return hash_texts(_check_texts(column.values, respondent, batch.kept))
    values = column.values
    missing = np.zeros(batch.size, dtype=bool) if column.missing is None else column.missing
    if values.dtype.kind == "f":
        missing = missing | (values != np.rint(values)) | (np.abs(values) >= 2**53)
    bad = missing if batch.kept is None else missing & batch.kept
    if bad.any():
        raise _id_error(respondent, int(np.count_nonzero(bad)))
    return np.where(missing, 0, values).astype(np.int64).view(np.uint64)


def _places(batch: Batch) -> Keys:
    if batch.rows is not None:
        return batch.rows.astype(np.int64).view(np.uint64)
    return np.arange(batch.first_row, batch.first_row + batch.size, dtype=np.uint64)


def _check_texts(values: list[Any], respondent: str, kept: NDArray[np.bool_] | None) -> list[bytes]:
    good = [isinstance(value, str | int) for value in values]
    bad = ~np.array(good, dtype=bool)
    bad = bad if kept is None else bad & kept
    if bad.any():
        raise _id_error(respondent, int(np.count_nonzero(bad)))
    return [str(value).encode() if fine else b"" for value, fine in zip(values, good, strict=True)]


def _id_error(respondent: str, count: int) -> DataError:
    return DataError(
        f"column '{respondent}' has {count:,} rows without an id that is a whole number or text; fill them in, leave "
        "those rows out with where=, or leave respondent= out, so that every row is a respondent."
    )


def hash_texts(texts: Sequence[bytes]) -> Keys:
    """Return the 64-bit FNV-1a hash of each text.

    Parameters
    ----------
    texts
        n texts as bytes.

    Returns
    -------
    ndarray
        Shape (n,).

    Examples
    --------
    >>> [hex(int(one)) for one in hash_texts([b"", b"a", b"foobar"])]
    ['0xcbf29ce484222325', '0xaf63dc4c8601ec8c', '0x85944171f73967e8']
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    starts = np.cumsum(lengths) - lengths
    letters = np.frombuffer(b"".join(texts), dtype=np.uint8)
    hashed = np.full(len(texts), FNV_BASIS, dtype=np.uint64)
    for place in range(int(lengths.max()) if len(texts) else 0):
        longer = np.flatnonzero(lengths > place)
        hashed[longer] = (hashed[longer] ^ letters[starts[longer] + place]) * FNV_PRIME
    return hashed
