from __future__ import annotations

import posixpath
import re
import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.platforms.export import export_questionnaire
from survey.platforms.paper.build import build_form
from survey.platforms.registry import Order
from survey.platforms.word.document import draft_word
from survey.questionnaire.load import load_questionnaire


def draft(questionnaire, language):
    return draft_word(Order(questionnaire=questionnaire, language=language, suffix=".docx"))


@pytest.fixture(scope="module")
def document(clinic):
    return docx.Document(BytesIO(draft(clinic, "zh-CN").content))


def test_the_page_is_a4(document):
    section = document.sections[0]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)


def test_every_style_has_a_font_for_chinese(document):
    for style in document.styles:
        fonts = style.element.find(f".//{qn('w:rFonts')}")
        if style.name in {"Normal", "Title", "Heading 1", "Heading 2"} or style.name.startswith("Form"):
            assert fonts is not None, style.name
        if fonts is not None:
            assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
            assert not [name for name in fonts.attrib if name.endswith("Theme")]


def test_title_and_language_are_set(document):
    assert document.core_properties.title == "#strong[诊所]就诊 & <b>调查</b> $x^2$"
    assert document.core_properties.language == "zh-CN"
    assert document.core_properties.author == ""
    language = document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:eastAsia")) == "zh-CN"


def test_headings_are_headings(document):
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") == 13


def test_tables_repeat_their_header_and_keep_rows_whole(document):
    grid = next(table for table in document.tables if len(table.rows) == 41)
    header, *rows = [row._tr.trPr for row in grid.rows]
    assert header.find(qn("w:tblHeader")) is not None
    assert all(row.find(qn("w:cantSplit")) is not None for row in (header, *rows))
    assert not any(row.find(qn("w:tblHeader")) is not None for row in rows)
    assert all(table._tbl.tblPr.find(qn("w:tblCaption")) is not None for table in document.tables)


def test_the_file_is_the_same_each_time_and_carries_no_picture(clinic):
    first, second = draft(clinic, "en").content, draft(clinic, "en").content
    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        for relations in ("_rels/.rels", "word/_rels/document.xml.rels"):
            own = re.findall(r'Target="([^"]*)"', archive.read(relations).decode())
            folder = "word/" if relations.startswith("word") else ""
            assert {posixpath.normpath(folder + target) for target in own} <= set(archive.namelist())
        assert b"dcterms:created" not in archive.read("docProps/core.xml")


def everything(document):
    foot = document.sections[0].footer
    nodes = [*document.element.body.iter(qn("w:t")), *foot._element.iter(qn("w:t"))]
    return "".join(node.text or "" for node in nodes)


def test_every_text_is_in_the_document(shipped, printed, squeeze):
    for language in shipped.languages:
        found = squeeze(everything(docx.Document(BytesIO(draft(shipped, language).content))))
        assert [text for text in printed(build_form(shipped, language)) if text not in found] == []


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_questionnaire_becomes_a_document(data, drawn_questionnaires, printed, squeeze):
    questionnaire = data.draw(drawn_questionnaires())
    language = questionnaire.languages[-1]
    found = squeeze(everything(docx.Document(BytesIO(draft(questionnaire, language).content))))
    assert [text for text in printed(build_form(questionnaire, language)) if text not in found] == []


def test_libreoffice_prints_every_text_in_both_languages(clinic, tmp_path, run, printed, squeeze):
    shop = load_questionnaire("ecommerce-service")
    forms = [(shop, "zh-CN"), (shop, "en"), (clinic, "en")]
    paths = [tmp_path / f"{questionnaire.id}-{language}.docx" for questionnaire, language in forms]
    for (questionnaire, language), path in zip(forms, paths, strict=True):
        export_questionnaire(questionnaire, "word", path, language=language)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path / "out", *paths)
    for (questionnaire, language), path in zip(forms, paths, strict=True):
        pdf = tmp_path / "out" / f"{path.stem}.pdf"
        # Where the text's font has no star, another font's stands on a line of its own in what pdftotext says.
        whole = squeeze(run("pdftotext", "-raw", pdf, "-"))
        found = whole.replace("★", "")
        wanted = [text.replace("★", "") for text in printed(build_form(questionnaire, language))]
        assert [text for text in wanted if text not in found] == []
        assert "★" in whole
        fonts = run("pdffonts", pdf).splitlines()[2:]
        assert fonts
        assert all(line.split()[-5] == "yes" for line in fonts), "every font is embedded"


def test_the_export_writes_form_and_manifest(clinic, tmp_path):
    export = export_questionnaire(clinic, "docx", tmp_path / "form.docx", language="en")
    assert [path.name for path in export.paths] == ["form.docx", "form.docx.manifest.json"]
    assert export.manifest.find("often2").question == "3.2"
    assert export.manifest.find("symptoms__3__text").question == "7_3_text"
