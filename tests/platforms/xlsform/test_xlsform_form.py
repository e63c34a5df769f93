"""Forms are what pyxform and ODK Validate accept, in every language of the questionnaire."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from survey.questionnaire.load import load_questionnaire

pyxform = pytest.importorskip("pyxform", reason="pyxform is not installed")
XF = {"x": "http://www.w3.org/2002/xforms", "h": "http://www.w3.org/1999/xhtml"}
NEEDS_JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")


def convert(content: bytes, *, validate: bool = False) -> tuple[etree._Element, list[str]]:
    from pyxform.xls2xform import convert as convert_form

    result = convert_form(content, file_type=".xlsx", validate=validate)
    return etree.fromstring(result.xform.encode()), list(result.warnings)


def texts_of(tree: etree._Element) -> dict[str, set[str]]:
    """Return every text of a form by language."""
    return {
        tongue.get("lang"): {"".join(value.itertext()) for value in tongue.iterfind(".//x:value", XF)}
        for tongue in tree.iterfind(".//x:translation", XF)
    }


def cells(content: bytes) -> Iterator[object]:
    for sheet in load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


@NEEDS_JAVA
def test_odk_validate_accepts_the_shipped_questionnaires_without_a_warning(shipped, form_of):
    for language in shipped.languages:
        _, warnings = convert(form_of(shipped, language).content, validate=True)
        assert warnings == []


def test_every_text_arrives_in_every_language(shipped, form_of):
    form = form_of(shipped)
    tree, _ = convert(form.content)
    found = texts_of(tree)
    assert set(found) == {"Chinese (zh)", "English (en)"}
    for language, name in {"zh-CN": "Chinese (zh)", "en": "English (en)"}.items():
        for field in form.manifest.fields:
            wanted = {field.wording[language], *field.labels.get(language, {}).values()}
            assert wanted <= found[name]
        straight = str.maketrans("“”‘’", "\"\"''")
        assert shipped.thanks[language].translate(straight) in found[name]
        assert "-" not in found[name]  # what pyxform writes for a text that is missing


def test_the_language_asked_for_is_shown_first(form_of):
    for language, name in {"zh-CN": "Chinese (zh)", "en": "English (en)"}.items():
        tree, _ = convert(form_of(load_questionnaire("mobi"), language).content)
        assert tree.find(".//x:translation[@default]", XF).get("lang") == name


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_drawn_questionnaires_become_forms(drawn_questionnaires, form_of, data):
    questionnaire = data.draw(drawn_questionnaires())
    form = form_of(questionnaire)
    tree, warnings = convert(form.content)
    assert warnings == []
    nodes = {element.tag.rpartition("}")[2] for element in tree.find(".//x:instance", XF).iter()}
    assert {field.name.partition("/")[0] for field in form.manifest.fields} <= nodes
    shown = texts_of(tree)
    for texts in shown.values():
        wanted = {text for field in form.manifest.fields for text in field.wording.values()}
        assert {" ".join(text.split(" ")) for text in wanted} & texts
    assert all(cell.data_type == "s" for cell in cells(form.content))


@NEEDS_JAVA
def test_odk_validate_refuses_a_broken_form(form_of):
    from pyxform.validators.odk_validate import ODKValidateError

    book = load_workbook(io.BytesIO(form_of(load_questionnaire("mobi")).content))
    sheet = book["survey"]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(row=5, column=len(headings) + 1).value = "selected(., "
    sheet.cell(row=1, column=len(headings) + 1).value = "constraint"
    broken = io.BytesIO()
    book.save(broken)
    with pytest.raises(ODKValidateError):
        convert(broken.getvalue(), validate=True)
    assert not re.search(r"selected\(\., $", "")
