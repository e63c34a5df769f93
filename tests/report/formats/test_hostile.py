"""Texts that try to break a file or to run: they reach every format as text, and every file opens again."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest
from openpyxl import load_workbook

from survey.glossary import COLUMNS
from survey.notes import Note as ResultNote
from survey.report.document import (
    ChartData,
    Document,
    Figure,
    Group,
    List,
    Note,
    Point,
    Prose,
    Section,
    Series,
    Table,
    Tile,
    Tiles,
)
from survey.report.plain_text import clean_text
from survey.report.report import Report
from survey.result import Result

TEXTS = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "formula": "=cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd",
    "plus": "+1-1",
    "turned": "abc\u202edef\u2066ghi שלום",
    "word": "x" * 10_000,
    "emoji": "很好 😀👍🏽",
    "controls": "a\x0bb\x00c\x1bd\ufffee",
    "markup": "]]> &lt; #set page() $x$ [a](javascript:b) {{7*7}} {% raw %} `c`",
}
_LONG = 1_000
FORMATS = ("html", "pdf", "docx", "pptx", "xlsx", "md")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]")


def hostile_document(text: str) -> Document:
    """A document with the text in every place that takes one."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><rect width="80" height="40"/></svg>'
    short, names = text[:60], tuple(TEXTS[name][:60] for name in TEXTS)
    values = tuple(0.1 * place for place in range(len(names)))
    bars = ChartData("bars", names, (Series(short, values, values, values),))
    scale = ChartData("diverging", names, (Series(short, values), Series("b", values)))
    two = (Series(short, values), Series(short, values))
    places = ChartData("map", names, two, means=(0.4, 0.4), corners=names[:4])
    charts = (bars, scale, places, None)
    frame = pd.DataFrame({"head": [text, "b"], short or "head 2": ["1", text]}, dtype="str")
    blocks = (
        Prose(text),
        Note(text, "caution", text),
        List((Point(text, short), Point(text)), "answers"),
        List((Point(text),), "references"),
        Tiles((Tile(short, short, short),)),
        Table(text, frame, frozenset({"head"}), text),
        Group(text, tuple(Figure(text, text, svg, svg, data) for data in charts)),
    )
    if len(text) > _LONG:  # once in each kind of place is enough, and quicker to lay out
        blocks = (Prose(text), List((Point(text),)), Table("long", frame))
    section = Section("one", text, blocks, "standing", text)
    return Document(text, "zh-CN", (text,), (section,), Note(text, "simulated", text), text)


class Listing(Result):
    """A result whose cells are hostile texts."""


@pytest.fixture(scope="session")
def hostile_files(tmp_path_factory):
    """One document of every hostile text, in every format."""
    pytest.importorskip("pptx", reason="python-pptx is not installed")
    folder = tmp_path_factory.mktemp("hostile")
    mixed = " ".join(text for name, text in TEXTS.items() if name != "word")
    documents = {"mixed": hostile_document(mixed), "word": hostile_document(TEXTS["word"])}
    sections = tuple(replace(document.sections[0], id=name) for name, document in documents.items())
    whole = replace(documents["mixed"], title=mixed + TEXTS["word"], sections=sections)
    table = pd.DataFrame({"driver": list(TEXTS.values()), "label": list(TEXTS.values())})
    assert set(table) <= set(COLUMNS)
    method = ResultNote("drivers_shapley_listwise_unweighted", n=2, n_total=2, n_boot=0, seed=0)
    report = Report(whole, {"drivers": Listing(table=table, n=2, method=method)})
    return {suffix: report.save(folder / f"hostile.{suffix}") for suffix in FORMATS}


def xml_parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {
            name: packed.read(name).decode("utf-8") for name in packed.namelist() if name.endswith((".xml", ".rels"))
        }


def test_cleaning_replaces_visibly_and_leaves_letters_alone():
    assert clean_text(TEXTS["controls"]) == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert clean_text(TEXTS["turned"]) == "abc\ufffddef\ufffdghi שלום"
    assert clean_text(TEXTS["emoji"]) == TEXTS["emoji"]


@pytest.mark.parametrize("suffix", ["docx", "pptx", "xlsx"])
def test_office_files_are_sound_xml_that_points_nowhere_outside(hostile_files, suffix):
    for name, text in xml_parts(hostile_files[suffix].read_bytes()).items():
        ElementTree.fromstring(text)
        assert not FORBIDDEN.search(text), name
        assert 'TargetMode="External"' not in text, name
        assert "vbaProject" not in text


def test_no_cell_is_a_formula_in_the_workbook_or_behind_a_chart(hostile_files):
    books = [hostile_files["xlsx"].read_bytes()]
    with zipfile.ZipFile(hostile_files["pptx"]) as packed:
        books += [packed.read(name) for name in packed.namelist() if name.startswith("ppt/embeddings/")]
    assert len(books) == 5
    cells = [
        cell
        for book in books
        for sheet in load_workbook(io.BytesIO(book)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    formulas = [cell for cell in cells if str(cell.value).startswith(("=", "@", "+"))]
    assert len(formulas) > 10
    assert all(cell.quotePrefix for cell in formulas)


def test_word_and_slides_open_again_and_say_everything(hostile_files):
    docx, pptx = (pytest.importorskip(name) for name in ("docx", "pptx"))
    word = docx.Document(str(hostile_files["docx"]))
    said = "".join(node.text or "" for node in word.element.body.iter() if node.tag.endswith("}t"))
    assert all(clean_text(text) in said for text in TEXTS.values())
    show = pptx.Presentation(str(hostile_files["pptx"]))
    shown = "".join(
        node.text or "" for slide in show.slides for node in slide._element.iter() if node.tag.endswith("}t")
    )
    together = "".join(shown.split())
    assert all("".join(clean_text(text).split()) in together for name, text in TEXTS.items() if name != "word")
    assert together.count("x") > 2 * 10_000


def test_the_page_runs_nothing_of_it(hostile_files):
    page = hostile_files["html"].read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert not FORBIDDEN.search(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_markdown_holds_no_markup_of_it(hostile_files):
    text = hostile_files["md"].read_text(encoding="utf-8")
    assert not re.search(r"<[a-z/!]", text)
    assert "[a](javascript" not in text
    assert not FORBIDDEN.search(text)


def test_the_pdf_opens_and_runs_nothing(hostile_files):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    reader = pypdf.PdfReader(hostile_files["pdf"])
    assert len(reader.pages) > 3
    assert "alert(1)" in reader.pages[0].extract_text()
    content = hostile_files["pdf"].read_bytes()
    assert not any(sign in content for sign in (b"/JavaScript", b"/OpenAction", b"/Launch", b"/URI"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_them(hostile_files, tmp_path):
    files = [hostile_files[suffix] for suffix in ("docx", "pptx", "xlsx")]
    for file in files:  # in one run, files of the same name would overwrite each other
        shutil.copy(file, tmp_path / f"{file.suffix[1:]}{file.suffix}")
    copies = sorted(tmp_path.glob("*"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, copies)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    made = {path.stem for path in tmp_path.glob("*.pdf")}
    if "pptx" not in made and made:
        pytest.skip("this LibreOffice has no Impress")
    assert made == {"docx", "pptx", "xlsx"}
