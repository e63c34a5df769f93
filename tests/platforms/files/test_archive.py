from __future__ import annotations

import io
import zipfile

import pytest

from survey.errors import ReadError
from survey.platforms.files.archive import is_archive, unpack_member
from survey.platforms.files.source import read_table


def pack(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_the_only_file_of_answers_is_read(write):
    path = write(
        pack({"export/": b"", "__MACOSX/._a.csv": b"x", "export/a.csv": b"id,sat\n1,5\n", "me.png": b""}), "a.zip"
    )
    table = read_table(path)
    assert (table.headings, table.origin.file) == (("id", "sat"), "a.zip/a.csv")


def test_one_of_several_is_asked_for(write):
    path = write(pack({"a.csv": b"id,sat\n1,5\n", "b.csv": b"id,sat\n2,4\n"}), "a.zip")
    with pytest.raises(ReadError, match=r"2 files of answers: 'a.csv', 'b.csv'. Pass sheet="):
        read_table(path)
    assert list(read_table(path, sheet="b.csv").columns[0]) == ["2"]


def test_a_path_that_leads_outside_is_only_a_name():
    name, content = unpack_member(pack({"../../etc/cron.csv": b"id\n1\n"}), "a.zip")
    assert (name, content) == ("a.zip/cron.csv", b"id\n1\n")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pack({"a.csv": b"0" * 300_000_000}), "refused as a possible attack"),
        (pack({"a.png": b"x"}), "without such a file of answers"),
        (pack({"a.csv": b"id\n1\n"})[:-30] + b"\0" * 30, "damaged|no text|is empty"),
    ],
    ids=["bomb", "picture", "damaged"],
)
def test_what_cannot_be_read_is_refused(data, message, write):
    with pytest.raises(ReadError, match=message):
        if is_archive(data):
            unpack_member(data, "a.zip")
        else:
            read_table(write(data, "a.zip"))
