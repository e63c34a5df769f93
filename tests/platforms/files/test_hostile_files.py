"""Hostile files: refused in plain words, or read, within a second or two and little memory; in a process of its own."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from survey.errors import ReadError
from survey.platforms.files.source import read_table

resource = pytest.importorskip("resource", reason="limits of memory and time need a POSIX system")

MEMORY = 3 << 30  # bytes of addresses; the imports alone take a part of them
SECONDS = 30  # of processor time; all of these take a few
RUN = """
import os, resource, sys
import openpyxl, pandas
from survey.errors import ReadError
from survey.platforms.files.source import read_table

def read(path):
    resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
    resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
    try:
        table = read_table(path)
        print("read", len(table), "x", len(table.headings), flush=True)
    except ReadError as error:
        print("refused:", error, flush=True)
    os._exit(0)

for line in sys.stdin:
    child = os.fork()
    if not child:
        read(line.rstrip())
    print("ended with", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def read_apart():
    """Return a function that reads a file in a process of its own, forked from one that has imported everything."""
    command = [sys.executable, "-c", RUN.format(memory=MEMORY, seconds=SECONDS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def read(path: Path) -> tuple[str, int]:
            process.stdin.write(f"{path}\n")
            process.stdin.flush()
            said = ""
            for line in process.stdout:
                if line.startswith("ended with "):
                    return said, int(line.split()[-1])
                said += line
            raise AssertionError(f"the process is gone; it said {said!r}")

        yield read
        process.stdin.close()


def pack(files: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def save(change: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return a workbook with one of its parts changed."""
    book = Workbook()
    book.active.append(["id", "sat"])
    book.active.append([1, 5])
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return pack(parts | {part: change(parts.get(part, b""))})


def add_rows(rows: bytes) -> bytes:
    return save(lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def bomb(root: str) -> bytes:
    """Return a document whose only element would be three thousand million letters long."""
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "haha">{entities}]><{root}>&j;</{root}>'.encode()


def nest(levels: int) -> bytes:
    whole = b"id,sat\n1,5\n"
    for _ in range(levels):
        whole = pack({"a.csv": whole}, zipfile.ZIP_STORED)
    return whole


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities": (lambda: bomb("a"), "refused: .* document type or entities"),
    "external entity": (lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]><a>&x;</a>', "refused: .* entities"),
    "deep xml": (lambda: b"<a>" * 1_000_000 + b"</a>" * 1_000_000, "refused: .* nested more than 50"),
    "many elements": (lambda: b"<a>" + b"<b/>" * 1_000_000 + b"</a>", "refused: .* more than 20,000 elements"),
    "many attributes": (
        lambda: b"<a " + b" ".join(b'a%d="1"' % n for n in range(30_000)) + b"/>", "refused: .* more than 20,000"
    ),
    "deep lists": (lambda: b'[{"a":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}]", "refused: .* cannot be read"),
    "deep objects": (lambda: b'{"a":' * 1_000_000 + b"1" + b"}" * 1_000_000, "refused: .* cannot be read as JSON"),
    "huge integer": (lambda: b'[{"a":' + b"9" * 5_000_000 + b"}]", "refused: .* cannot be read as JSON"),
    "keys of their own": (
        lambda: ("[" + ",".join(f'{{"k{n}":1}}' for n in range(19_999)) + "]").encode(),
        "refused: .* hardly share their keys",
    ),
    "zip bomb": (lambda: pack({"a.csv": b"0" * 150_000_000}), "refused: .* would unpack"),
    "zip in zip": (lambda: nest(2000), "refused: .* an archive within an archive"),
    "bomb in a workbook": (
        lambda: save(lambda xml: b" " * 150_000_000, "xl/sharedStrings.xml"), "refused: .* would unpack"
    ),
    "entities in a workbook": (lambda: save(lambda xml: bomb("worksheet")), "refused: .* document type"),
    "far cell": (
        lambda: add_rows(b'<row r="100000"><c r="XFD100000"><v>1</v></c></row>'), "read 2 x 16384"
    ),
    "row without end": (
        lambda: add_rows(b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>'),
        "refused: .* row 1048577: .* far beyond",
    ),
    "wide blank rows": (
        lambda: add_rows(b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(3, 1500))),
        "refused: .* far beyond its values",
    ),
    "empty rows": (lambda: add_rows(b"".join(b'<row r="%d"/>' % n for n in range(3, 50_000))), "read 1 x 2"),
    "long quoted cell": (lambda: b'id,c\n1,"' + b"x" * 100_000_000 + b'"\n', "refused: .* row 2: a cell is longer"),
    "endless line": (lambda: b"x" * 20_000_000, "refused: .* row 1: a cell is longer than"),
    "endless separators": (lambda: b"a," * 2_000_000, "refused: .* 2,000,001 columns"),
    "many columns": (lambda: b",".join(b"c" for _ in range(100_000)) + b"\n1\n", "refused: .* 100,000 columns"),
    "wide and short": (
        lambda: b",".join(b"c%d" % n for n in range(19_999)) + b"\n" + b"1\n" * 30_000,
        "refused: .* fewer or more cells",
    ),
    "blank rows": (lambda: b"id,sat\n1,5\n" + b",\n" * 1_200_000, "refused: .* too many rows"),
    "line ends": (lambda: b"id,sat\n1,5\n" + b"\n" * 5_000_000, "read 1 x 2"),
    "junk of an old workbook": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 100_000, "refused: .*(damaged|excel)"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_time_and_memory_are_bounded(name, tmp_path, read_apart):
    build, expected = HOSTILE[name]
    path = tmp_path / "answers.bin"
    path.write_bytes(build())
    said, status = read_apart(path)
    assert status == 0, said
    assert re.match(expected, said), said[:500]
    assert "answers.bin" in said or said.startswith("read")


def test_the_bounds_hold(tmp_path, read_apart):
    (tmp_path / "answers.csv").write_bytes(b"id,sat\n1,5\n")
    with (tmp_path / "answers.csv").open("r+b") as stream:
        stream.truncate(MEMORY + 1)
    assert read_apart(tmp_path / "answers.csv")[1] != 0


@pytest.mark.parametrize("name", ["../../etc/x.csv", "/etc/x.csv", "C:\\windows\\x.csv"])
def test_names_in_archives_lead_nowhere(name, tmp_path, monkeypatch, write):
    monkeypatch.chdir(tmp_path)
    table = read_table(write(pack({name: b"id,sat\n1,5\n"}), "a.zip"))
    assert list(table.columns[1]) == ["5"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name need a POSIX system")
def test_pipes_and_devices_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero")):
        with pytest.raises(ReadError, match="is a device or a pipe and no file"):
            read_table(path)
    os.mkfifo(tmp_path / "pipe.xml")
    with pytest.raises(ReadError, match="is a folder"):
        read_table(tmp_path)
