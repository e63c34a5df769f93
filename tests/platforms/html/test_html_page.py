"""What is in the form's file: all it needs, nothing from outside, nothing of the analysis."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.errors import OptionError
from survey.platforms.export import export_questionnaire
from survey.platforms.html.definition import load_texts
from survey.platforms.html.page import FOLDER, SCRIPTS, embed_json, render_form
from survey.platforms.html.policy import write_policy
from survey.platforms.manifest import read_manifest
from survey.platforms.registry import Order
from survey.questionnaire.load import load_questionnaire

LARGEST = 200_000  # bytes


def render(questionnaire, language=None, post_to=None) -> str:
    language = language or questionnaire.languages[0]
    return render_form(Order(questionnaire=questionnaire, language=language, suffix=".html", post_to=post_to))


def read_definition(page: str) -> dict:
    [text] = re.findall(r'<script type="application/json" id="form">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)


def digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def test_every_shipped_questionnaire_becomes_a_small_file(shipped, tmp_path):
    export = export_questionnaire(shipped, "html", tmp_path / "form.html", language="en")
    assert export.losses == ()
    assert export.paths[0].stat().st_size < LARGEST
    page = export.paths[0].read_text(encoding="utf-8")
    definition = read_definition(page)
    assert definition["languages"] == ["en", *(one for one in shipped.languages if one != "en")]
    assert [item["id"] for item in definition["items"]] == list(shipped.items)
    assert read_manifest(export.paths[1]) == export.manifest
    answered = [one.column for one in export.manifest.fields if one.part != "consent"]
    assert sorted(answered) == sorted(shipped.columns)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_questionnaire_can_be_exported(drawn_questionnaires, data):
    questionnaire = data.draw(drawn_questionnaires())
    page = render(questionnaire, questionnaire.languages[-1])
    assert page.count("<script") == page.count("</script>") == 2
    assert read_definition(page)["title"] == dict(questionnaire.title)


def test_the_file_names_no_address(shipped):
    assert re.findall(r"https?://|//\w+\.\w|@import|url\(|src=|\beval\b|innerHTML", render(shipped)) == []


def test_only_its_own_script_and_style_may_run(fair):
    page = render(fair)
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    [style] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    parts = policy.replace("&#39;", "'").split("; ")
    assert parts[:4] == [
        "default-src 'none'",
        f"script-src '{digest(script)}'",
        f"style-src '{digest(style)}'",
        "connect-src 'none'",
    ]
    assert not re.search(r"unsafe|\*", policy)
    assert not re.search(r'\son\w+="|style="', page.replace(script, ""))


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://answers.example/in?form=1", "https://answers.example"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("https://[::1]:8443/a", "https://[::1]:8443"),
        ("https://问卷.example/交", "https://xn--3lrr06m.example"),
        ("https://my_server/x", "https://my_server"),
    ],
)
def test_the_network_is_open_to_the_address_only(fair, address, origin):
    page = render(fair, post_to=address)
    assert f"connect-src {origin};" in page
    assert read_definition(page)["post"] == address


@pytest.mark.parametrize(
    "address", ["https://user@example.org/", "https://a;b/", "https://*/", "https:///x", "https://a:x/", "https://[1/"]
)
def test_an_address_without_a_plain_host_is_refused(fair, address, tmp_path):
    with pytest.raises(OptionError, match="plain host"):
        export_questionnaire(fair, "html", tmp_path / "form.html", post_to=address)
    assert list(tmp_path.iterdir()) == []


def test_respondents_do_not_see_what_the_analysis_knows():
    questionnaire = load_questionnaire("ecommerce-service")
    definition = read_definition(render(questionnaire))
    keys = {key for item in definition["items"] for key in item}
    known = {"id", "type", "text", "help", "required", "shown", "scale", "choices", "special", "min", "max", "integer"}
    assert keys <= known | {"unit"}
    assert set(definition) == {
        *("id", "version", "language", "languages", "title", "intro", "consent", "thanks", "scales", "items", "pages"),
        *("spoken", "texts"),
    }


def test_embedded_json_cannot_end_its_element():
    text = "</script><!--<script>\u2028\u2029&"
    embedded = embed_json({text: [text]})
    assert json.loads(embedded) == {text: [text]}
    assert not re.search("[<>&\u2028\u2029]", embedded)


def test_a_condition_beyond_all_numbers_is_written(build_text):
    questionnaire = build_text(
        "id: far\nlanguages: [en]\ntitle: {en: Far}\npages:\n- id: one\n  items:\n"
        "  - {id: a, type: number, text: {en: A}}\n"
        f"  - {{id: b, type: number, shown_if: a < 1{'0' * 400}, text: {{en: B}}}}\n"
    )
    [_, item] = read_definition(render(questionnaire))["items"]
    assert item["shown"] == ["<", "a", pytest.approx(1.797e308, rel=1e-3)]


def test_a_language_without_texts_of_its_own_is_a_loss(build_text, tmp_path):
    questionnaire = build_text(
        "id: many\nlanguages: [fr, zh-TW, en-GB, de]\ntitle: {fr: T, zh-TW: T, en-GB: T, de: T}\npages:\n- id: one\n"
        "  items:\n  - {id: a, type: short_text, text: {fr: A, zh-TW: A, en-GB: A, de: A}}\n"
    )
    export = export_questionnaire(questionnaire, "html", tmp_path / "form.html", language="de")
    definition = read_definition(export.paths[0].read_text(encoding="utf-8"))
    assert definition["spoken"] == {"de": "en", "fr": "en", "zh-TW": "zh-CN", "en-GB": "en"}
    assert [loss.say("en").split()[-1] for loss in export.losses] == ["fr.", "de."]


def test_the_texts_say_the_same_in_every_language():
    texts = load_texts()
    assert set(texts) == {"en", "zh-CN"}
    assert list(texts["en"]) == list(texts["zh-CN"])
    for key, text in texts["en"].items():
        other = texts["zh-CN"][key]
        assert text.strip() and other.strip()
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", other)), key


def test_every_text_is_used_and_every_text_used_is_there():
    script = "\n".join((FOLDER / "scripts" / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    made = {f"{start}_{end}" for start in ("problem", "limits") for end in ("both", "low", "high")}
    used = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', script)) | made
    known = set(load_texts()["en"])
    assert known <= used
    said = set(re.findall(r'(?:say|word)\("(\w+)"', script)) | set(re.findall(r'button\("\w+", "(\w+)"', script))
    assert said <= known


def test_every_script_is_in_the_page():
    assert {path.stem for path in (FOLDER / "scripts").iterdir()} == set(SCRIPTS)


def test_a_policy_without_an_address_closes_the_network():
    assert "connect-src 'none'" in write_policy("a", "b", None)
