"""Markdown, PDF and Word: every text of the document is there, as text, and nothing of it is run."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest

from survey.plots.style import new_axes
from survey.plots.svg import figure_svg
from survey.report.brand import Brand
from survey.report.document import Document, Figure, Group, List, Note, Point, Prose, Section, Table, Tile, Tiles
from survey.report.formats.markdown import render_markdown
from survey.report.formats.pdf import arrange_document
from survey.report.formats.pictures import draw_pictures
from survey.report.report import Report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = '<script>alert(1)</script> =1+1 #set page() $x$ [a](b) | *w* \u202e说 "😀"'

SHOWN = HOSTILE.replace("\u202e", "\ufffd")  # a sign that turns what follows is replaced where one sees it


@pytest.fixture
def document() -> Document:
    axes = new_axes(4, 2)
    axes.plot([1, 2], [1, 3])
    svg = figure_svg(axes.figure, title="t")
    frame = pd.DataFrame({"项 | item": [HOSTILE, "二"], "n": ["1,234", "–"]}, dtype="str")
    blocks = (
        Prose("一段话。" + HOSTILE, "faint"),
        Note("Mind this.", "caution", "Caution:"),
        List((Point("first", "Term"), Point("- second")), "bullets"),
        List((Point("answer text", "Question"),), "answers"),
        List((Point("Author (2020).", ""),), "references"),
        Tiles((Tile("满意率", "46%", "42–49%"), Tile("n", "7"))),
        Table("Table caption", frame, frozenset({"n"}), "Table note"),
        Group("Subheading", (Figure("Chart caption", "what it shows", svg, svg),)),
    )
    sections = (Section("one", "第一部分", blocks), Section("two", "Second part", (Prose("\x01end"),)))
    return Document("Title " + HOSTILE, "zh-CN", ("fact 1", "fact 2"), sections, Note("b", "simulated", "B"), "footer")


WORDS = (
    "第一部分",
    "Second part",
    "一段话",
    "Caution:",
    "Term",
    "second",
    "answer text",
    "Author (2020).",
    "满意率",
    "46%",
)
TABLE = ("1,234", "Table caption", "Table note", "Subheading", "Chart caption", "footer", "fact 2")


def test_markdown_says_everything_and_points_to_its_pictures(document, tmp_path):
    path = Report(document).save(tmp_path / "report.md")
    text = path.read_text(encoding="utf-8")
    plain = unescape(re.sub(r"\\(.)", r"\1", text))
    assert all(word in plain for word in (*WORDS, *TABLE, SHOWN))
    assert "<script" not in text
    assert "\\[a\\](b)" in text
    assert (tmp_path / "report-figures" / "figure-01.svg").read_text(encoding="utf-8").startswith("<svg")
    assert "](report-figures/figure-01.svg)" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {3}


def test_markdown_is_the_same_each_time(document):
    assert render_markdown(document, folder="f") == render_markdown(document, folder="f")


def test_pictures_are_drawn_one_for_each_figure(document):
    figures = [block.blocks[0] for block in document.sections[0].blocks if isinstance(block, Group)]
    drawn = draw_pictures(figures * 2)
    assert len(drawn) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in drawn)
    assert draw_pictures([]) == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed")
def test_pdf_says_everything(document, tmp_path):
    path = Report(document).save(tmp_path / "report.pdf")
    said = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    together = "".join(said.split())
    assert all(
        "".join(word.split()) in together for word in (*WORDS, *TABLE, "<script>alert(1)</script>", "#setpage()")
    )


def test_word_has_real_headings_tables_and_described_pictures(document, tmp_path):
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    path = Report(document).save(tmp_path / "report.docx")
    word = docx.Document(io.BytesIO(path.read_bytes()))
    headings = [one.text for one in word.paragraphs if one.style.name.startswith("Heading")]
    assert headings == ["1  第一部分", "Subheading", "2  Second part"]
    everything = "\n".join(node.text or "" for node in word.element.body.iter() if node.tag.endswith("}t"))
    assert all(word in everything for word in (*WORDS, *TABLE, "<script>alert(1)</script>", "=1+1"))
    assert "\ufffdend" in everything
    assert [shape._inline.docPr.get("descr") for shape in word.inline_shapes] == ["what it shows"]
    table = next(one for one in word.tables if one.cell(0, 0).text == "项 | item")
    assert [cell.text for cell in table.rows[1].cells] == [SHOWN, "1,234"]
    again = Report(document).save(tmp_path / "again.docx")
    assert path.read_bytes() == again.read_bytes()


def test_word_has_contents_with_links_and_pages_in_the_foot(document, tmp_path):
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    word = docx.Document(str(Report(document).save(tmp_path / "report.docx")))
    body = word.element.body
    marks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    links = [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")]
    assert len(links) == 2
    assert set(links) == marks
    kinds = [field.get(f"{W}fldCharType") for field in body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]
    assert not list(word.settings.element.iter(f"{W}updateFields"))  # which would ask when the file is opened
    fields = [field.get(f"{W}instr") for field in word.sections[0].footer._element.iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert word.sections[0].header.paragraphs[0].text.startswith("Title")
    heads = [row for table in word.tables for row in table.rows if row._tr.xpath("./w:trPr/w:tblHeader")]
    assert len(heads) == 1


def test_brands_colour_the_headings_and_bring_their_logo(document, tmp_path):
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>')
    report = Report(replace(document, brand=Brand(colour="#c8102e", logo=logo, name="Acme")))
    word = docx.Document(str(report.save(tmp_path / "report.docx")))
    assert str(word.styles["Heading 1"].font.color.rgb) == "C8102E"
    assert word.inline_shapes[0]._inline.docPr.get("descr") == "Acme"
    assert word.sections[0].header.paragraphs[0].text.startswith("Acme")
    data = json.loads(arrange_document(report.document))
    assert (data["accent"], data["logo"]["format"]) == ("c8102e", "svg")
    assert report.save(tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
