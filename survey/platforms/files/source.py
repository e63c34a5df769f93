"""Files: what a path holds, told by its first bytes and not by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from survey.errors import OptionError, ReadError
from survey.platforms.files.archive import is_archive, unpack_member
from survey.platforms.files.arrow_table import FEWEST_BYTES, read_large
from survey.platforms.files.delimited import read_delimited
from survey.platforms.files.json_file import is_json, read_json
from survey.platforms.files.old_workbook import read_old_workbook
from survey.platforms.files.parquet_file import PARQUET_START, read_parquet
from survey.platforms.files.statistics import STATISTICS_STARTS, read_statistics
from survey.platforms.files.table import Table
from survey.platforms.files.workbook import read_workbook
from survey.platforms.files.xml_file import is_xml, read_submissions

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = {
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_START = 1000  # bytes that tell what a file is
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<table")


@dataclass(frozen=True, kw_only=True)
class _File:
    """One file, and what the caller says about it."""

    name: str
    data: bytes
    encoding: str | None
    separator: str | None
    sheet: str | None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def forbid(self, kind: str, *options: str) -> None:
        given = [f"{option}=" for option in options if getattr(self, option)]
        if given:
            raise OptionError(f"{self.name} is {kind}: leave {' and '.join(given)} out, for it is of no use there.")


def read_tables(
    paths: Sequence[str | Path], *, encoding: str | None = None, separator: str | None = None, sheet: str | None = None
) -> list[Table]:
    """Read files of answers into tables of text, XML submissions all into one.

    Parameters
    ----------
    paths
        CSV, TSV, XLSX, XLS, JSON, XML, SPSS, Stata or Parquet files, or ZIP archives round one of them. A folder stands
        for the XML submissions in it.
    encoding, separator
        Of a text file; None finds out.
    sheet
        Of a workbook, or the file in an archive; None takes the first with something in it.

    Raises
    ------
    ReadError
        A file is missing, empty, or of another kind; the message says what to do.
    OptionError
        An argument that does not go with this kind of file.
    """
    tables: list[Table] = []
    submissions: list[_File] = []
    for path in (path for given in paths for path in _list_submissions(Path(given))):
        plain = encoding is None and sheet is None
        large = _read_large(path, separator) if plain else None
        if large is not None:
            tables.append(large)
            continue
        file = _File(name=path.name, data=_load(path), encoding=encoding, separator=separator, sheet=sheet)
        if _is_submission(file.data):
            submissions.append(file)
        else:
            tables.append(_read(file))
    if submissions:
        for file in submissions:
            file.forbid("an XML submission", "encoding", "separator", "sheet")
        whole = hashlib.sha256(b"".join(file.data for file in submissions)).hexdigest()
        tables.append(read_submissions([(file.name, file.data) for file in submissions], whole))
    return tables


def read_table(
    path: str | Path, *, encoding: str | None = None, separator: str | None = None, sheet: str | None = None
) -> Table:
    """Read one file of answers into a table of text, as `read_tables` does."""
    return read_tables([path], encoding=encoding, separator=separator, sheet=sheet)[0]


def _read_large(path: Path, separator: str | None) -> Table | None:
    """Return the table of a large text file that has nothing irregular in it, or None."""
    try:
        if path.stat().st_size < FEWEST_BYTES or path.is_dir():
            return None
        with path.open("rb") as stream:
            start = stream.read(_START)
    except (OSError, ValueError):
        return None
    binary = (_ZIP, *_FOREIGN, *(sign for starts, _, _ in _READERS for sign in starts))
    if start.startswith(binary) or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{", b"[")):
        return None
    return read_large(path, path.name, separator=separator)


def _list_submissions(path: Path) -> list[Path]:
    inside = sorted(file for file in path.rglob("*.xml") if file.is_file()) if path.is_dir() else []
    return inside or [path]


def _is_submission(data: bytes) -> bool:
    return is_xml(data) and not _is_page(data) and not data.startswith(STATISTICS_STARTS)


def _is_page(data: bytes) -> bool:
    return data[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE_STARTS)


def _read(file: _File) -> Table:
    """Read a file by what its first bytes say it is."""
    if is_archive(file.data):
        name, data = unpack_member(file.data, file.name, file.sheet)
        if is_archive(data):
            raise ReadError(f"{name} is an archive within an archive, which is not read. Unpack it, and read the file.")
        return _read(_File(name=name, data=data, encoding=file.encoding, separator=file.separator, sheet=None))
    if file.data.startswith(_ZIP):
        file.forbid("a workbook", "encoding", "separator")
        return read_workbook(file.data, file.name, file.sha256, sheet=file.sheet)
    for starts, kind, read in _READERS:
        if file.data.startswith(starts):
            file.forbid(kind, "separator")
            return read(file)
    _refuse_foreign(file.data, file.name)
    if is_json(file.data):
        file.forbid("a JSON file", "separator", "sheet")
        return read_json(file.data, file.name, file.sha256, encoding=file.encoding)
    file.forbid("a text file", "sheet")
    return read_delimited(file.data, file.name, file.sha256, encoding=file.encoding, separator=file.separator)


def _read_old_workbook(file: _File) -> Table:
    if _LOCKED in file.data:
        raise ReadError(f"{file.name} is protected by a password. Open it, remove the password, and save it again.")
    file.forbid("an old workbook", "encoding")
    return read_old_workbook(file.data, file.name, file.sha256, sheet=file.sheet)


def _read_statistics(file: _File) -> Table:
    file.forbid("a file of a statistics program", "sheet")
    return read_statistics(file.data, file.name, file.sha256, encoding=file.encoding)


def _read_parquet(file: _File) -> Table:
    file.forbid("a Parquet file", "encoding", "sheet")
    return read_parquet(file.data, file.name, file.sha256)


_READERS: tuple[tuple[tuple[bytes, ...], str, Callable[[_File], Table]], ...] = (
    ((_OLE,), "an old workbook", _read_old_workbook),
    (STATISTICS_STARTS, "a file of a statistics program", _read_statistics),
    ((PARQUET_START,), "a Parquet file", _read_parquet),
)


def _load(path: Path) -> bytes:
    if path.is_dir():
        inside = ", ".join(sorted(entry.name for entry in path.iterdir() if entry.is_file())[:5]) or "no files"
        raise ReadError(f"{path} is a folder (with {inside}); give the path of a file, or a list of paths.")
    try:
        if path.exists() and not path.is_file():
            raise ReadError(f"{path} is a device or a pipe and no file. Save the answers in a file, and read that.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(f"{path}: there is no such file. Check the path and the current folder.") from error
    except (OSError, ValueError) as error:
        raise ReadError(
            f"{path} cannot be opened ({error}). Check the path, and whether another program holds it."
        ) from error
    if not data:
        raise ReadError(f"{path} is empty (0 bytes). Export the answers again.")
    return data


def _refuse_foreign(data: bytes, file: str) -> None:
    if _is_page(data):
        raise ReadError(f"{file} is a web page, whatever its name says. Open it in Excel and save it as XLSX or CSV.")
    for start, what in _FOREIGN.items():
        if data.startswith(start):
            raise ReadError(f"{file} is {what}. Give a file of answers: CSV, XLSX, JSON, SPSS, Stata or Parquet.")
