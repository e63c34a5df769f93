"""Files: what a path holds, told by its first bytes and not by its name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from survey.errors import OptionError, ReadError
from survey.platforms.files.delimited import read_delimited
from survey.platforms.files.table import Table
from survey.platforms.files.workbook import read_workbook

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = {
    b"%PDF": "a PDF document",
    b"$FL2": "an SPSS file",
    b"$FL3": "an SPSS file",
    b"<stata_dta": "a Stata file",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<table")


def read_table(
    path: str | Path, *, encoding: str | None = None, separator: str | None = None, sheet: str | None = None
) -> Table:
    """Read a file of answers into a table of text.

    Parameters
    ----------
    path
        A CSV, TSV or XLSX file.
    encoding, separator
        Of a text file; None finds out.
    sheet
        Of a workbook; None takes the first with something in it.

    Raises
    ------
    ReadError
        The file is missing, empty, or of another kind; the message says what to do.
    OptionError
        An argument that does not go with this kind of file.
    """
    path = Path(path)
    data = _load(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith(_ZIP):
        if encoding or separator:
            raise OptionError(
                f"{path.name} is a workbook: encoding= and separator= are for text files; leave them out."
            )
        return read_workbook(data, path.name, sha256, sheet=sheet)
    _refuse_foreign(data, path.name)
    if sheet:
        raise OptionError(f"{path.name} is a text file: sheet= is for workbooks; leave it out.")
    return read_delimited(data, path.name, sha256, encoding=encoding, separator=separator)


def _load(path: Path) -> bytes:
    if path.is_dir():
        inside = ", ".join(sorted(entry.name for entry in path.iterdir() if entry.is_file())[:5]) or "no files"
        raise ReadError(f"{path} is a folder (with {inside}); give the path of a file, or a list of paths.")
    try:
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
    if data.startswith(_OLE):
        if _LOCKED in data:
            raise ReadError(f"{file} is protected by a password. Open it, remove the password, and save it again.")
        raise ReadError(f"{file} is an old Excel file (.xls). Open it and save it as XLSX or CSV.")
    if data[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE_STARTS):
        raise ReadError(f"{file} is a web page, whatever its name says. Open it in Excel and save it as XLSX or CSV.")
    for start, what in _FOREIGN.items():
        if data.startswith(start):
            raise ReadError(f"{file} is {what}. Give a CSV, TSV or XLSX file of answers.")
