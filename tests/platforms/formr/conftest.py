"""formr as the tests need it: its own reader run under PHP, R for its conditions, and its results written down."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from survey.platforms.manifest import Manifest
from survey.platforms.registry import Draft, Order, find_platform
from survey.questionnaire.item import Item

SOURCES = [
    "rubenarslan+formr.org/application/Spreadsheet/SpreadsheetReader.php",
    "rubenarslan+formr.org/application/Model/Item/Item.php",
    "rubenarslan+formr.org/application/Functions.php",
    "PHPOffice+PhpSpreadsheet/src/PhpSpreadsheet/IOFactory.php",
    "composer+pcre/src/Preg.php",
    "php-fig+simple-cache/src/CacheInterface.php",
    "erusev+parsedown/Parsedown.php",
    "erusev+parsedown-extra/ParsedownExtra.php",
]
SYSTEM = {
    "session": "1y4bukC_hxh0p6JIvm0cS0M1BsXx{}",
    "session_id": "{}",
    "study_id": "7",
    "iteration": "{}",
    "created": "2026-03-01 10:00:00",
    "modified": "2026-03-01 10:04:00",
    "ended": "2026-03-01 10:05:00",
    "expired": None,
}


@pytest.fixture(scope="session")
def made() -> Callable[..., Draft]:
    """Return the draft of a questionnaire in a language, its first if none is given."""

    def make(questionnaire, language=None) -> Draft:
        order = Order(questionnaire=questionnaire, language=language or questionnaire.languages[0], suffix=".xlsx")
        return find_platform("formr").drafts(order)

    return make


@pytest.fixture(scope="session")
def sheets() -> Callable[[bytes], tuple[list[dict[str, str]], list[dict[str, str]]]]:
    """Return the rows of the sheets survey and choices by their headings."""

    def read(content: bytes):
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.sheetnames == ["survey", "choices"]
        return tuple(rows_of(book[name]) for name in book.sheetnames)

    return read


def rows_of(sheet) -> list[dict[str, str]]:
    headings, *lines = sheet.values
    return [dict(zip(headings, ["" if cell is None else cell for cell in line], strict=True)) for line in lines]


@pytest.fixture(scope="session")
def formr(public_file, tmp_path_factory) -> Callable[[bytes], dict]:
    """Return what formr's own reader and items (rubenarslan/formr.org, BSD) make of a workbook; skip without PHP."""
    php = shutil.which("php")
    if php is None:
        pytest.skip("no PHP on this machine")
    found = [public_file(source) for source in SOURCES]
    folder = found[0].parents[3]
    script = Path(__file__).with_name("read_form.php")
    workbook = tmp_path_factory.mktemp("formr") / "form.xlsx"

    def read(content: bytes) -> dict:
        workbook.write_bytes(content)
        done = subprocess.run([php, script, folder, workbook], capture_output=True, timeout=60, check=False)
        assert done.returncode == 0 and not done.stderr, (done.stdout + done.stderr).decode()[-2000:]
        return json.loads(done.stdout)

    return read


@pytest.fixture(scope="session")
def evaluate_r() -> Callable[[Sequence[tuple[Mapping[str, object], str]]], list[str]]:
    """Return what R makes of conditions, each beside the answers of one respondent; skip without R."""
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("no R on this machine")

    def run(cases: Sequence[tuple[Mapping[str, object], str]]) -> list[str]:
        lines = []
        for answers, condition in cases:
            columns = ", ".join(f"{name} = {write_r(value)}" for name, value in {"none_": None, **answers}.items())
            frame = f"data.frame({columns}, stringsAsFactors = FALSE)"
            lines.append(f"cat(with(tail({frame}, 1), (function() {{ {condition} }})()), '\\n')")
        environment = os.environ | {"LC_ALL": "C.UTF-8"}
        script = "\n".join(lines)
        done = subprocess.run(
            [program, "-"], input=script.encode(), capture_output=True, timeout=120, check=False, env=environment
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return [line.strip() for line in done.stdout.decode().splitlines()]

    return run


def write_r(value: object) -> str:
    if value is None:
        return "NA"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


@pytest.fixture(scope="session")
def store(sheets) -> Callable[..., list[dict[str, str | None]]]:
    """Return answers as formr stores them, going by the sheets that were uploaded.

    Of a multiple choice the names of the options chosen are joined; a 0 in an optional number field is lost.
    """

    def store_all(draft: Draft, answers: pd.DataFrame, items: Mapping[str, Item]) -> list[dict[str, str | None]]:
        rows = [row for row in sheets(draft.content)[0] if row["type"] not in ("note", "submit")]
        lists = {row["list_name"] for row in sheets(draft.content)[1]}
        assert all(row["type"].partition(" ")[2] in lists for row in rows if row["type"].startswith("mc"))
        records = []
        for respondent in answers.index:
            record = {name: text and text.format(respondent) for name, text in SYSTEM.items()}
            for row in rows:
                record[row["name"]] = store_one(row, draft.manifest, answers.loc[respondent], items)
            records.append(record)
        return records

    return store_all


def store_one(row: Mapping[str, str], manifest: Manifest, answers: pd.Series, items: Mapping[str, Item]) -> str | None:
    fields = [field for field in manifest.fields if field.name == row["name"]]
    if fields[0].part == "consent":
        return "1"
    if fields[0].part == "option":
        stored = {field.code: next(iter(field.codes), str(field.code)) for field in fields}
        chosen = [stored[field.code] for field in fields if answers[field.column] == 1]
        return ", ".join(name for name in chosen if name != "0") or None
    value, (field,) = answers[fields[0].column], fields
    if pd.isna(value):
        return None
    item = items[field.item]
    if field.part == "text" or item.is_text:
        return value
    if item.type == "date":
        return f"{value:%Y-%m-%d}"
    text = repr(float(value)).removesuffix(".0")
    if row["type"].startswith("number") and row["optional"] == "*" and text == "0":
        return None
    names = {code: name for name, code in field.codes.items()}
    return names.get(int(value), text) if item.type != "number" else text


@pytest.fixture(scope="session")
def write_results() -> Callable[[Sequence[Mapping[str, str | None]], Path], Path]:
    """Write results into a file as formr exports them: .json, .csv, .tab or .xlsx by its suffix."""

    def write(records: Sequence[Mapping[str, str | None]], path: Path) -> Path:
        if path.suffix == ".json":
            text = "[" + ",\n".join(json.dumps(record).replace("/", "\\/") for record in records) + "]"
            path.write_text(text, encoding="utf-8")
        elif path.suffix == ".xlsx":
            book = openpyxl.Workbook()
            for line in [list(records[0]), *(list(record.values()) for record in records)]:
                book.active.append(line)
            book.save(path)
        else:
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n", delimiter=SEPARATORS[path.stem])
                writer.writerows([list(records[0]), *(list(record.values()) for record in records)])
        return path

    return write


SEPARATORS = {"results": ",", "german": ";"}
