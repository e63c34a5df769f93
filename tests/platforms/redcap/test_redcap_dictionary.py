"""The dictionary is one that REDCap's rules allow, and says what the questionnaire says."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.platforms.export import export_questionnaire
from survey.platforms.redcap.names import name_fields, name_variables
from survey.platforms.registry import Order, find_platform

TYPES = {"text", "notes", "radio", "checkbox", "descriptive"}
CHOICES = "Choices, Calculations, OR Slider Labels"
LOGIC = "Branching Logic (Show field only if...)"
ODD = """
id: 2nd-visit
version: "1.0"
languages: [en]
title: {en: "=Title"}
pages:
  - id: one
    intro: {en: "Read [name] and {q}"}
    items:
      - {id: q, type: short_text, text: {en: "Why <b>you</b> & &amp; 3 < 4?"}, help: {en: Short}}
      - {id: redcap_event_name, type: number, min: 1, max: 9, integer: true, text: {en: Times}, unit: {en: days},
         special: {dont_know: {code: 99, label: {en: Do not know}}}}
      - {id: A_very_long_name_of_an_item__indeed, type: multiple_choice, required: true, text: {en: What?},
         choices: {-1: {label: {en: "a | b"}, shown_if: answered(q)}, 0: {label: {en: none}, exclusive: true},
                   3: {label: {en: Other}, text: true}}}
      - {id: day, type: date, text: {en: When?}, shown_if: q == "it's"}
      - {id: late, type: date, text: {en: When else?}, shown_if: 'q > "a"'}
"""


@pytest.fixture
def odd(build_text):
    return build_text(ODD)


@pytest.fixture
def draft():
    def draft_one(questionnaire, language=None, suffix=".csv"):
        order = Order(questionnaire=questionnaire, language=language or questionnaire.languages[0], suffix=suffix)
        return find_platform("redcap").drafts(order)

    return draft_one


def check_dictionary(lines: list[dict[str, str]]) -> None:
    names = [line["Variable / Field Name"] for line in lines]
    assert names[0] == "record_id" and lines[0]["Field Type"] == "text"
    assert len(set(names)) == len(names)
    assert len({line["Form Name"] for line in lines}) == 1
    for name in (*names, lines[0]["Form Name"]):
        assert re.fullmatch(r"[a-z](?:[a-z0-9]|_(?!_))*[a-z0-9]", name)
    assert all(len(name) <= 26 for name in names)
    groups = [line["Matrix Group Name"] for line in lines]
    for group in set(groups) - {""}:
        first, last = groups.index(group), len(groups) - 1 - groups[::-1].index(group)
        rows = lines[first : last + 1]
        assert {row["Matrix Group Name"] for row in rows} == {group}
        assert len({row[CHOICES] for row in rows}) == 1 and {row["Field Type"] for row in rows} == {"radio"}
    for line in lines:
        check_line(line, names)


def check_line(line: dict[str, str], names: list[str]) -> None:
    assert line["Field Type"] in TYPES and line["Field Label"].strip()
    assert bool(line[CHOICES]) == (line["Field Type"] in ("radio", "checkbox"))
    if line[CHOICES]:
        codes = [re.fullmatch(r"(-?\d+), [^|]*\S", choice)[1] for choice in line[CHOICES].split(" | ")]
        assert len(set(codes)) == len(codes)
    limited = line["Text Validation Min"] or line["Text Validation Max"]
    assert not line["Text Validation Type OR Show Slider Number"] or line["Field Type"] == "text"
    assert not limited or line["Text Validation Type OR Show Slider Number"] in ("integer", "number")
    assert set(re.findall(r"\[(\w+)", line[LOGIC])) <= set(names)
    shown = line["Field Label"] + line["Field Note"] + line["Section Header"] + line[CHOICES]
    assert not re.search(r"<[a-z/!]|\[[a-z]\w*\]|\{[a-z]\w*\}", shown, re.IGNORECASE)
    assert not any(cell.startswith(("=", "+")) for cell in line.values())


def test_every_shipped_questionnaire_is_a_dictionary_in_each_language(shipped, draft, dictionary, headings):
    for language in shipped.languages:
        made = draft(shipped, language)
        assert made.content.decode("utf-8").splitlines()[0] == headings
        lines = dictionary(made.content)
        check_dictionary(lines)
        asked = [field.name.partition("___")[0] for field in made.manifest.fields]
        told = [line["Variable / Field Name"] for line in lines if line["Field Type"] != "descriptive"]
        assert dict.fromkeys(["record_id", *asked]).keys() == dict.fromkeys(told).keys()
        for item in shipped.items.values():
            name = name_variables(shipped).items[item.id]
            line = next(line for line in lines if line["Variable / Field Name"] == name)
            assert line["Field Label"].startswith(item.text.in_language(language))
            assert line["Required Field?"] == ("y" if item.required else "")


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_every_drawn_questionnaire_is_a_dictionary(drawn_questionnaires, dictionary, data):
    questionnaire = data.draw(drawn_questionnaires())
    order = Order(questionnaire=questionnaire, language=questionnaire.languages[-1], suffix=".csv")
    check_dictionary(dictionary(find_platform("redcap").drafts(order).content))


def test_names_keep_to_the_rules_and_signs_are_made_harmless(odd, draft, dictionary):
    made = draft(odd)
    lines = {line["Variable / Field Name"]: line for line in dictionary(made.content)}
    check_dictionary(list(lines.values()))
    names = name_variables(odd)
    assert names.form == "form_2nd_visit"
    assert names.items["q"] == "qx2" and names.items["redcap_event_name"] == "event_name"
    assert lines["qx2"]["Field Label"] == "Why ＜b>you＜/b> & ＆amp; 3 < 4?"
    assert lines["intro_text"]["Section Header"] == "＝Title"
    assert lines["one_intro"]["Field Label"] == "Read ［name] and ｛q}"
    assert lines["day"][LOGIC] == '[qx2] = "it\'s"' and lines["late"][LOGIC] == ""
    number = lines["event_name"]
    limits = number["Text Validation Min"], number["Text Validation Max"], number["Field Annotation"]
    assert limits == ("1", "99", "@FORCE-MINMAX") and number["Field Note"] == "99 = Do not know"
    box = lines[names.items["A_very_long_name_of_an_item__indeed"]]
    assert box[CHOICES] == "-1, a ｜ b | 0, none | 3, Other"
    assert box["Field Annotation"] == "@NONEOFTHEABOVE='0'"


def test_what_cannot_be_said_is_named(odd, draft):
    losses = [(loss.where, loss.say("en")) for loss in draft(odd).losses]
    places = [where for where, _ in losses]
    renamed = ["q", "redcap_event_name", "A_very_long_name_of_an_item__indeed"]
    assert places == ["", *renamed, "redcap_event_name", *[renamed[-1]] * 2, "late"]
    reasons = ["full width", *["lower-case"] * 3, "typed in", "insists", "to everybody", "more people"]
    assert all(reason in sentence for reason, (_, sentence) in zip(reasons, losses, strict=True))
    assert all(loss.say("zh-CN") != loss.say("en") for loss in draft(odd).losses)


def test_columns_of_negative_codes_have_four_lines_below(odd):
    # Seen in issues 31 of CHOP-CGTInformatics/REDCapTidieR and 90 of vubiostat/redcapAPI: `race____99`.
    names = [field.name for field in name_fields(odd, "en").fields if field.part == "option"]
    own = name_variables(odd).items["A_very_long_name_of_an_item__indeed"]
    assert names == [f"{own}____1", f"{own}___0", f"{own}___3"]


def test_items_of_modules_that_are_off_steer_nothing(build_text, draft, dictionary):
    text = """
id: modules
version: "1.0"
languages: [en]
title: {en: T}
modules: {extra: {default: false, title: {en: Extra}}}
pages:
  - id: one
    items:
      - {id: aa, type: short_text, text: {en: A}}
      - {id: gone, type: short_text, module: extra, text: {en: G}}
      - {id: bb, type: short_text, text: {en: B}, shown_if: answered(gone)}
      - {id: cc, type: short_text, text: {en: C}, shown_if: answered(gone) or answered(aa)}
      - {id: dd, type: short_text, text: {en: D}, shown_if: not answered(gone)}
"""
    lines = {line["Variable / Field Name"]: line for line in dictionary(draft(build_text(text)).content)}
    assert (lines["bb"][LOGIC], lines["bb"]["Field Annotation"]) == ("", "@HIDDEN")
    assert lines["cc"][LOGIC] == "[aa] <> ''"
    assert (lines["dd"][LOGIC], lines["dd"]["Field Annotation"]) == ("", "")


def test_the_instrument_is_the_dictionary_without_the_record(shop, tmp_path):
    whole = export_questionnaire(shop, "redcap", tmp_path / "dictionary.csv")
    part = export_questionnaire(shop, "redcap", tmp_path / "instrument.zip")
    with zipfile.ZipFile(part.paths[0]) as archive:
        assert archive.namelist() == ["instrument.csv"]
        rows = list(csv.reader(io.StringIO(archive.read("instrument.csv").decode("utf-8"), newline="")))
    with whole.paths[0].open(encoding="utf-8", newline="") as stream:
        expected = list(csv.reader(stream))
    assert expected[1][0] == "record_id" and rows == [expected[0], *expected[2:]]


def test_the_checklist_is_in_the_language_of_the_form(shop, tmp_path):
    for language, words in (("zh-CN", "导入 REDCap 之后"), ("en", "After the upload to REDCap")):
        export = export_questionnaire(shop, "redcap", tmp_path / "shop.csv", language=language)
        assert export.paths[1].read_text(encoding="utf-8").startswith(f"# {words}: ")


def test_real_dictionaries_have_the_same_headings_types_and_validations(public_file, shop, draft, dictionary, headings):
    """OuhscBbmc/REDCapR (MIT), inst/test-data/projects: dictionaries that REDCap wrote."""
    ours = dictionary(draft(shop).content)
    root = "OuhscBbmc+REDCapR/inst/test-data/projects"
    projects = ["simple", "checkboxes-1", "longitudinal", "survey", "repeating-instruments", "validation-types-1"]
    kinds, validations, matrices = set(), set(), []
    for project in projects:
        content = public_file(f"{root}/{project}/dictionary.csv").read_bytes()
        assert next(csv.reader(io.StringIO(content.decode()))) == next(csv.reader(io.StringIO(headings)))
        lines = dictionary(content)
        kinds |= {line["Field Type"] for line in lines}
        validations |= {line["Text Validation Type OR Show Slider Number"] for line in lines}
        matrices += [line for line in lines if line["Matrix Group Name"]]
    assert {line["Field Type"] for line in ours} <= kinds
    assert {line["Text Validation Type OR Show Slider Number"] for line in ours} <= validations
    assert all(re.fullmatch(r"(\w+, [^|]*\|? ?)+", line[CHOICES]) for line in matrices)
