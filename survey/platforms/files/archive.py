"""ZIP archives round a single file of answers; nothing is ever unpacked to disk."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from survey.errors import ReadError

LARGEST_UNPACKED = 2_000_000_000  # bytes
SUSPECT_UNPACKED = 100_000_000  # bytes from which on the ratio counts
LARGEST_RATIO = 200  # of unpacked to packed bytes; tables of answers reach some 50, deflate at most 1032
_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".json", ".ndjson", ".jsonl", ".sav", ".zsav", ".dta", ".parquet")


def is_archive(data: bytes) -> bool:
    """Tell whether a file is a ZIP archive that is no workbook."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not any(name.startswith(("xl/", "[Content_Types]")) for name in archive.namelist())
    except Exception:  # the workbook's reader says what is wrong with a damaged one
        return False


def unpack_member(data: bytes, file: str, member: str | None = None) -> tuple[str, bytes]:
    """Return the name and content of the only file of answers in an archive, or of the one asked for.

    Raises
    ------
    ReadError
        There is none, there are several, it is encrypted, damaged, or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            chosen = _choose(archive, file, member)
            _check_size(chosen, file)
            with archive.open(chosen) as stream:
                content = stream.read(chosen.file_size + 1)
    except ReadError:
        raise
    except Exception as error:  # a damaged archive raises whatever its bytes happen to mean
        raise ReadError(
            f"{file} is a damaged or locked ZIP archive ({error}). Unpack it, and read the file."
        ) from error
    if len(content) > chosen.file_size:
        raise ReadError(f"{file} is damaged: '{chosen.filename}' is longer than the archive says. Export it again.")
    return f"{file}/{PurePosixPath(chosen.filename).name}", content


def _choose(archive: zipfile.ZipFile, file: str, member: str | None) -> zipfile.ZipInfo:
    parts = [part for part in archive.infolist() if not part.is_dir() and not part.filename.startswith("__MACOSX/")]
    wanted = [part for part in parts if part.filename.lower().endswith(_ENDINGS)]
    if member is not None:
        wanted = [part for part in parts if member in (part.filename, PurePosixPath(part.filename).name)]
    if len(wanted) == 1:
        return wanted[0]
    names = ", ".join(f"'{part.filename[:80]}'" for part in (wanted or parts)[:8]) or "nothing"
    if not wanted:
        raise ReadError(f"{file} is a ZIP archive without such a file of answers; it holds: {names}.")
    raise ReadError(f"{file} is a ZIP archive with {len(wanted)} files of answers: {names}. Pass sheet= with one name.")


def _check_size(part: zipfile.ZipInfo, file: str) -> None:
    size, packed = part.file_size, max(part.compress_size, 1)
    if size > LARGEST_UNPACKED or size > max(SUSPECT_UNPACKED, LARGEST_RATIO * packed):
        raise ReadError(
            f"{file} would unpack '{part.filename[:80]}' from {packed:,} to {size:,} bytes, which is refused as a "
            "possible attack. Unpack it yourself if you trust it."
        )
