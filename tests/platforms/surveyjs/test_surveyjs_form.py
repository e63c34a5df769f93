from __future__ import annotations

import json

import pytest

from survey.platforms.export import export_questionnaire
from survey.platforms.surveyjs.expression import Expressions
from survey.platforms.surveyjs.names import name_fields, name_questions
from survey.platforms.surveyjs.texts import map_tongues
from survey.questionnaire.routing import parse_condition
from survey.questionnaire.text import LocalText


def build_tree(draft, questionnaire, language=None):
    return json.loads(draft(questionnaire, language).content)


def find_questions(tree):
    return {element["name"]: element for page in tree["pages"] for element in page["elements"]}


def test_the_schema_of_surveyjs_accepts_every_questionnaire(draft, modules, shipped):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((modules / "survey-core" / "surveyjs_definition.json").read_text(encoding="utf-8"))
    check = jsonschema.Draft7Validator(schema)
    tree = build_tree(draft, shipped)
    assert list(check.iter_errors(tree)) == []
    assert list(check.iter_errors(tree | {"clearInvisibleValues": "sometimes"}))
    assert list(check.iter_errors(tree | {"pages": [{"name": 1}]}))


def test_nothing_is_lost_of_the_shipped_questionnaires(draft, shipped):
    assert draft(shipped).losses == ()


def test_the_files_are_the_form_and_the_manifest(shop, tmp_path):
    export = export_questionnaire(shop, "surveyjs", tmp_path / "form.json", language="en")
    assert [path.name for path in export.paths] == ["form.json", "form.json.manifest.json"]
    tree = json.loads(export.paths[0].read_text(encoding="utf-8"))
    assert tree["locale"] == "en"
    assert tree["title"] == {"default": "Corner shop", "zh-cn": "街角小店"}
    assert export.manifest == name_fields(shop, "en")


def test_english_is_the_default_text_whatever_is_shown_first(draft, shop):
    first, second = (build_tree(draft, shop, language) for language in ("zh-CN", "en"))
    assert (first["locale"], second["locale"]) == ("zh-cn", "en")
    assert first | {"locale": "en"} == second


@pytest.mark.parametrize(
    ("languages", "keys", "base"),
    [
        (["zh-CN"], ["zh-cn"], "zh-CN"),
        (["zh-Hans", "zh-TW", "en-GB", "en-US"], ["zh-cn", "zh-tw", "en", "en-us"], "en-GB"),
        (["de-AT", "pt-BR", "xx"], ["de", "pt-br", "xx"], "de-AT"),
    ],
)
def test_languages_have_the_names_of_surveyjs(languages, keys, base):
    tongues = map_tongues(languages, languages[0])
    assert (list(tongues.keys.values()), tongues.base) == (keys, base)


def test_one_language_is_a_plain_string():
    assert map_tongues(["zh-CN"], "zh-CN").say(LocalText({"zh-CN": "好"})) == "好"


def test_a_language_without_buttons_is_a_loss(draft, build_text):
    text = 'id: one\nversion: "1"\nlanguages: [xx]\ntitle: {xx: a}\npages:\n  - id: p\n    items:\n'
    questionnaire = build_text(text + "      - {id: word, type: short_text, text: {xx: b}}\n")
    assert [loss.say("en")[:20] for loss in draft(questionnaire).losses] == ["SurveyJS has no xx: "]


def test_special_answers_have_a_place_beside_every_kind_of_question(draft, market):
    questions = find_questions(build_tree(draft, market))
    assert [column["value"] for column in questions["stalls"]["columns"]] == [1, 2, 3, 97]
    assert questions["rating-special"]["choices"][0]["value"] == 99
    assert questions["age"]["requiredIf"] == "{age-special} empty"
    assert "isRequired" not in questions["age"]


def test_names_that_mean_something_to_surveyjs_are_changed(market):
    names = name_questions(market).of
    assert names["locale"] == "localex2"
    assert names["age"] == "age"
    manifest = name_fields(market, "en")
    assert manifest.find("localex2").item == "locale"
    assert [field.item for field in manifest.fields if field.name == "rating-special"] == ["rating"]
    assert manifest.find("consent-given").part == "consent"


def test_a_row_with_a_condition_of_its_own_guards_what_depends_on_it(market):
    expressions = Expressions(market, name_questions(market))
    assert expressions.translate(parse_condition("cheap == 3")) == (
        "(({bought} contains 1) and ({stalls.cheap} notempty and {stalls.cheap} == 3))"
    )


def test_a_condition_about_an_item_that_is_not_asked_never_holds(market):
    expressions = Expressions(market, name_questions(market))
    assert expressions.translate(parse_condition("not (absent == 3)")) == "(!(1 == 2))"


def test_a_comparison_of_texts_is_told_as_a_loss(draft, market):
    said = [loss.say("en") for loss in draft(market).losses]
    assert said == ['quoted: SurveyJS compares the texts in `word == "it\'s"` without regard to upper and lower case.']


def test_a_text_that_cannot_be_written_down_is_a_loss(draft, build_text):
    text = 'id: one\nversion: "1"\nlanguages: [en]\ntitle: {en: a}\npages:\n  - id: p\n    items:\n'
    text += "      - {id: word, type: short_text, text: {en: b}}\n"
    text += "      - {id: more, type: short_text, text: {en: c}, shown_if: 'word == \"a\\b\"'}\n"
    written = draft(build_text(text))
    assert [loss.where for loss in written.losses] == ["more"]
    assert "visibleIf" not in find_questions(json.loads(written.content))["more"]


def test_long_lists_and_long_scales_become_lists_to_open(draft, build_text):
    text = (
        'id: one\nversion: "1"\nlanguages: [en]\ntitle: {en: a}\nscales: {far: {from: 0, to: 40}}\npages:\n  - id: p\n'
    )
    text += "    items:\n      - {id: far, type: scale, scale: far, text: {en: c}}\n"
    text += "      - {id: many, type: single_choice, text: {en: c}, choices: {"
    text += ", ".join(f"{code}: {{en: o{code}}}" for code in range(20)) + "}}\n"
    questions = find_questions(build_tree(draft, build_text(text)))
    assert questions["far"]["type"] == questions["many"]["type"] == "dropdown"
    assert questions["far"]["choices"][40] == {"value": 40, "text": "40"}
