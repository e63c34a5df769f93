from __future__ import annotations

import re
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.errors import OptionError
from survey.platforms import extras
from survey.platforms.export import export_questionnaire
from survey.platforms.paper.build import build_form
from survey.platforms.pdf.document import draft_pdf
from survey.platforms.pdf.font import find_font_files
from survey.platforms.registry import Order


def draft(questionnaire, language):
    return draft_pdf(Order(questionnaire=questionnaire, language=language, suffix=".pdf"))


@pytest.fixture(scope="module")
def look(tmp_path_factory, run):
    """Run a program of poppler on a form."""

    def look_at(content, program, *options):
        path = tmp_path_factory.mktemp("pdf") / "form.pdf"
        path.write_bytes(content)
        arguments = [path, "-"] if program == "pdftotext" else [path]
        return run(program, *options, *arguments)

    return look_at


def test_every_text_is_printed_as_it_stands(clinic, look, printed, squeeze):
    for language in clinic.languages:
        found = squeeze(look(draft(clinic, language).content, "pdftotext", "-raw"))
        assert [text for text in printed(build_form(clinic, language)) if text not in found] == []


def test_every_text_of_a_shipped_questionnaire_is_printed(shipped, look, printed, squeeze):
    for language in shipped.languages:
        drafted = draft(shipped, language)
        found = squeeze(look(drafted.content, "pdftotext", "-raw"))
        assert [text for text in printed(build_form(shipped, language)) if text not in found] == []
        assert not [loss for loss in drafted.losses if "font" in loss.say("en")]


def test_fonts_are_embedded_and_pages_are_a4(clinic, look):
    content = draft(clinic, "zh-CN").content
    fonts = look(content, "pdffonts").splitlines()[2:]
    assert [line.split()[0].split("+")[1] for line in fonts] == ["NotoSansSC-Regular"]
    assert all(line.split()[-5] == "yes" for line in fonts)
    facts = look(content, "pdfinfo")
    assert re.search(r"Page size: .*A4", facts)
    assert re.search(r"Title: +#strong\[诊所\]", facts)
    assert re.search(r"Tagged: +yes", facts)


def test_the_file_is_the_same_each_time(clinic):
    assert draft(clinic, "en").content == draft(clinic, "en").content


def test_the_header_of_a_long_grid_is_repeated(clinic, look):
    pages = look(draft(clinic, "en").content, "pdftotext", "-layout").split("\f")
    with_rows = [page for page in pages if re.search(r"5\.\d+ ", page)]
    assert len(with_rows) > 1
    assert all("Partly" in page for page in with_rows)


def test_signs_that_the_font_lacks_are_a_loss(build_text, look):
    items = "[{id: a, type: date, text: {ko: 날}}]"
    text = f"{{id: q, languages: [ko], title: {{ko: 한국어 🙂}}, pages: [{{id: p, items: {items}}}]}}"
    drafted = draft(build_text(text), "ko")
    assert [loss.where for loss in drafted.losses] == [""]
    assert "국날어한🙂" in drafted.losses[0].say("en")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_questionnaire_becomes_a_pdf(data, drawn_questionnaires, look, printed, squeeze):
    questionnaire = data.draw(drawn_questionnaires())
    language = questionnaire.languages[0]
    found = squeeze(look(draft(questionnaire, language).content, "pdftotext", "-raw"))
    missing = [text for text in printed(build_form(questionnaire, language)) if text not in found]
    assert [text for text in missing if "🙂" not in text] == []


def test_fonts_are_found_without_importing_their_packages():
    assert [path.name for path in find_font_files()] == ["NotoSansSC-Regular.ttf", "DejaVuSans.ttf"]
    assert "zhplot" not in sys.modules


def test_a_missing_library_is_named_with_its_extra(clinic, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(OptionError, match=r"pip install 'survey-workbench\[documents\]'"):
        draft(clinic, "en")
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(OptionError, match=r"Word forms need the package docx"):
        extras.need("docx", "documents", "Word forms")


def test_the_export_writes_form_and_manifest(clinic, tmp_path):
    export = export_questionnaire(clinic, "pdf", tmp_path, language="en")
    assert [path.name for path in export.paths] == ["clinic-pdf.pdf", "clinic-pdf.pdf.manifest.json"]
