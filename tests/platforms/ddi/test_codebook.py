"""What a codebook says, checked without its schema: order, languages, references, values, routing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from survey.platforms.ddi.codebook import draft_codebook
from survey.platforms.export import export_questionnaire
from survey.platforms.registry import Order

DDI = "{ddi:codebook:2_5}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# The order of the elements within a variable, after the field documentation of DDI-Codebook 2.5.
ORDER = [
    *("location", "labl", "imputation", "security", "embargo", "respUnit", "anlysUnit", "qstn", "valrng", "invalrng"),
    *("undocCod", "universe", "TotlResp", "sumStat", "txt", "stdCatgry", "catgryGrp", "catgry", "codInstr"),
    *("verStmt", "concept", "derivation", "varFormat", "geoMap", "catLevel", "notes"),
]


def tags(element) -> list[str]:
    return [child.tag.removeprefix(DDI) for child in element]


def say(element, tag: str) -> dict[str, str]:
    return {child.get(LANGUAGE): child.text for child in element.findall(DDI + tag)}


def check_structure(root, questionnaire) -> None:
    assert (root.tag, root.get("version")) == (f"{DDI}codeBook", "2.5")
    assert tags(root) == ["docDscr", "stdyDscr", "fileDscr", "dataDscr"]
    assert all(element.tag.startswith(DDI) for element in root.iter())
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(ids) == len(set(ids))
    variables = root.findall(f"{DDI}dataDscr/{DDI}var")
    assert [variable.get("name") for variable in variables] == list(questionnaire.columns)
    for variable in variables:
        places = [ORDER.index(tag) for tag in tags(variable)]
        assert places == sorted(places)
        assert set(say(variable, "labl")) == set(questionnaire.languages)
        assert set(say(variable.find(f"{DDI}qstn"), "qstnLit")) == set(questionnaire.languages)
        assert variable.get("files") in ids
    for group in root.findall(f"{DDI}dataDscr/{DDI}varGrp"):
        assert set(group.get("var", "").split()) <= set(ids)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_shipped_questionnaires_are_whole(shipped, language, write_codebook):
    root = write_codebook(shipped, language)
    check_structure(root, shipped)
    assert root.get(LANGUAGE) == language
    assert root.find(f".//{DDI}titl").text == shipped.title[language]
    for variable in root.findall(f".//{DDI}var"):
        item = shipped.items.get(variable.get("name"))
        if item is None:
            continue
        assert say(variable, "labl") == dict(item.text)
        categories = {int(one.find(f"{DDI}catValu").text): one for one in variable.findall(f"{DDI}catgry")}
        assert set(categories) == set(item.labels)
        for code, text in item.labels.items():
            assert say(categories[code], "labl") == {tongue: words for tongue, words in text.items() if words}
            assert categories[code].get("missing") == ("Y" if code in item.special_codes else "N")
        missing = [int(one.get("VALUE")) for one in variable.findall(f"{DDI}invalrng/{DDI}item")]
        assert sorted(missing) == sorted(item.special_codes)
        notes = {note.get("type") for note in variable.findall(f"{DDI}notes")}
        assert ("reverse-keyed" in notes, "required" in notes) == (item.reverse, item.required)
        universe = say(variable, "universe")
        assert bool(universe) == (item.shown_if is not None)
        assert all(item.shown_if.text in text for text in universe.values())


def test_groups_hold_pages_matrices_choices_and_constructs(shop, shipped, write_codebook):
    groups = {group.get("ID"): group for group in write_codebook(shop).iter(f"{DDI}varGrp")}
    assert groups["M_shop"].get("var") == "V_shop_clean V_shop_dear"
    assert groups["O_bought"].get("type") == "multipleResp"
    assert groups["O_bought"].get("var").split() == [f"V_{name}" for name in shop.items["bought"].columns]
    assert {"P_visit", "P_person"} <= set(groups)
    constructs = {
        group.get("name"): group
        for group in write_codebook(shipped).iter(f"{DDI}varGrp")
        if group.get("otherType") == "construct"
    }
    assert constructs.keys() == shipped.constructs.keys()
    for name, construct in shipped.constructs.items():
        members = [item for item in construct.items if item in shipped.items]
        assert constructs[name].get("var", "").split() == [f"V_{item}" for item in members]


def test_options_limits_and_units_are_told(shop, write_codebook):
    variables = {one.get("name"): one for one in write_codebook(shop).iter(f"{DDI}var")}
    assert say(variables["bought__2"], "labl")["en"] == "What did you buy? [Bread]"
    assert [one.find(f"{DDI}catValu").text for one in variables["bought__2"].findall(f"{DDI}catgry")] == ["1", "0"]
    assert variables["bought__4__text"].get("representationType") == "text"
    age = variables["age"].find(f"{DDI}valrng/{DDI}range")
    assert (age.get("min"), age.get("max"), age.get("UNITS")) == ("16", "100", "INT")
    assert variables["age"].get("measUnit") == "岁"
    units = {
        note.get(LANGUAGE): note.text for note in variables["age"].findall(f"{DDI}notes") if note.get("type") == "unit"
    }
    assert units == {"zh-CN": "岁", "en": "years"}
    assert variables["day"].find(f"{DDI}varFormat").get("category") == "date"


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_texts_of_any_kind_stay_text(drawn_questionnaires, data):
    questionnaire = data.draw(drawn_questionnaires())
    language = questionnaire.languages[0]
    order = Order(questionnaire=questionnaire, language=language, suffix=".xml", post_to=None)
    root = etree.fromstring(draft_codebook(order).content)
    check_structure(root, questionnaire)
    shown = {one.get("name"): say(one.find(f"{DDI}qstn"), "qstnLit") for one in root.iter(f"{DDI}var")}
    for item in questionnaire.items.values():
        assert shown[item.columns[0]] == dict(item.text)


def test_control_characters_do_not_break_the_file(build_text, write_codebook):
    odd = build_text(
        "id: odd\nversion: '1'\nlanguages: [en]\ntitle: {en: 'A & B <c>'}\npages:\n  - id: p\n    items:\n"
        '      - {id: one, type: short_text, text: {en: "bell \\a and ]]> <!-- &amp; \\uFFFF end"}}\n'
    )
    variable = write_codebook(odd).find(f".//{DDI}var")
    assert say(variable, "labl") == {"en": "bell \ufffd and ]]> <!-- &amp; \ufffd end"}


def test_what_a_codebook_does_not_do_is_named(shop, tmp_path):
    export = export_questionnaire(shop, "ddi", tmp_path)
    assert [path.name for path in export.paths] == ["corner-shop-ddi.xml", "corner-shop-ddi.xml.manifest.json"]
    assert len(export.losses) == 1 and "asks nothing" in str(export.losses[0])
    assert [field.name for field in export.manifest.fields] == list(shop.columns)
