from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from survey.errors import OptionError, ReadError
from survey.platforms.files.source import read_table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def workbook() -> bytes:
    book = Workbook()
    book.active.append(["id", "sat"])
    book.active.append([1, 5])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"is empty \(0 bytes\)"),
        (OLE, "no XLS file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"<html><table><tr><td>id</td></tr></table>", "is a web page"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "is a web page"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"$FL2@(#) SPSS", "is a damaged SPSS file"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"PAR1\x15\x04", "damaged or locked Parquet file"),
        (bytes(range(256)) * 3, "is no text"),
    ],
)
def test_files_of_another_kind_are_told_apart(write, content, message):
    with pytest.raises(ReadError, match=message) as error:
        read_table(write(content, "answers.csv"))
    assert "answers.csv" in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ReadError, match=r"nowhere\.csv: there is no such file"):
        read_table(tmp_path / "nowhere.csv")


def test_a_folder_is_no_file(tmp_path, write):
    write("id,sat\n1,5")
    with pytest.raises(ReadError, match=r"is a folder \(with answers\.csv\)"):
        read_table(tmp_path)


def test_a_path_that_cannot_be_is_refused():
    with pytest.raises(ReadError, match="cannot be opened"):
        read_table("answers\x00.csv")


@pytest.mark.parametrize("name", ["answers.csv", "answers.xlsx", "answers"])
def test_the_content_counts_and_not_the_name(write, name):
    assert read_table(write(workbook(), name)).origin.kind == "xlsx"
    assert read_table(write("id\tsat\n1\t5", name)).origin.kind == "tsv"


def test_the_origin_has_name_and_hash(write):
    origin = read_table(write("id,sat\n1,5\n")).origin
    # The hash of these bytes, as `printf 'id,sat\n1,5\n' | sha256sum` gives it.
    assert origin.sha256 == "2e129294d089675c14aa66a90e9a32ec9b517ae3a41decb9d600b6a8ececf5b5"
    assert origin.describe() == "answers.csv: csv, utf-8, ','"


def test_options_of_another_kind_of_file_are_refused(write):
    with pytest.raises(OptionError, match="leave sheet= out"):
        read_table(write("id,sat\n1,5\n"), sheet="Answers")
    with pytest.raises(OptionError, match="leave separator= out"):
        read_table(write(workbook(), "a.xlsx"), separator=";")
