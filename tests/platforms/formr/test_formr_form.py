"""formr takes the form as it is, shows every text as written, and has room for every answer."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.platforms.formr.names import SYSTEM, name_form, store_code
from survey.platforms.formr.wording import label_answers, word_question
from survey.questionnaire.item import Matrix

RANGES = {"TINYINT": 8, "SMALLINT": 16, "MEDIUMINT": 24, "INT": 32}
ODD = """
id: odd
version: "1.0"
languages: [en, zh-CN]
title: {en: "# Title", zh-CN: 标题}
consent: {text: {en: Agree?, zh-CN: 同意吗}, required: true}
scales:
  much:
    points: {1: {en: "0", zh-CN: "0"}, 2: {en: "<b>1</b>", zh-CN: "1"}}
    special: {dont_know: {code: 999, label: {en: "`r 1`", zh-CN: 不知道}}}
pages:
  - id: one
    items:
      - {id: q, type: short_text, text: {en: "1. *a*_b_ `r Sys.time()`\\n- b | c", zh-CN: 甲}}
      - {id: sat2R, type: scale, scale: much, text: {en: Two, zh-CN: 二}}
      - {id: Created, type: date, text: {en: Day, zh-CN: 日}}
      - {id: ch, type: multiple_choice, text: {en: What?, zh-CN: 什么}, shown_if: answered(q),
         choices: {-1: {en: A, zh-CN: 甲}, 0: {label: {en: B, zh-CN: 乙}, exclusive: true},
                   12: {label: {en: C, zh-CN: 丙}, text: true}}}
      - {id: big, type: single_choice, text: {en: Big, zh-CN: 大},
         choices: {1: {label: {en: Same, zh-CN: 同}, shown_if: answered(q)},
                   300: {label: {en: Other, zh-CN: 它}, text: true}}}
      - {id: kids, type: number, min: 0, max: 20, integer: true, text: {en: Kids, zh-CN: 几个}}
      - {id: age, type: number, min: 16, max: 99, integer: true, text: {en: Age, zh-CN: 年龄},
         special: {no_answer: {code: 999, label: {en: None, zh-CN: 不答}}}}
      - {id: paid, type: number, required: true, min: 0, text: {en: Paid, zh-CN: 付}}
      - {id: late, type: short_text, shown_if: 'Created > "2026-01-01"', text: {en: Late, zh-CN: 晚}}
"""


@pytest.fixture
def odd(build_text):
    return build_text(ODD)


def show(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def plain(text: str) -> str:
    return " ".join(text.split())


def check_form(questionnaire, language, read) -> None:
    assert read["errors"] == read["warnings"] == read["unused"] == []
    items = {item["name"]: item for item in read["items"]}
    assert len(items) == len(read["items"])
    assert all(item["errors"] == item["warnings"] == [] and not item["knit"] for item in read["items"])
    assert not any(choice["knit"] for choice in read["choices"])
    names = name_form(questionnaire)
    for item in questionnaire.items.values():
        check_item(item, language, items[names.items[item.id]], read["choices"])
    texts = {show(note["html"]) for note in read["items"] if note["type"] == "note"}
    for page in questionnaire.pages:
        for block in page.blocks:
            if isinstance(block, Matrix):
                parts = [block.text.in_language(language), block.help.in_language(language) if block.help else ""]
                assert plain(" ".join(parts)) in texts


def check_item(item, language, made, choices) -> None:
    parts = [word_question(item, language), item.help.in_language(language) if item.help else ""]
    assert show(made["html"]).startswith(plain(" ".join(parts)))
    assert bool(made["optional"]) is not item.required
    if not item.labels or item.type == "number":
        assert made["choices"] == []
        return
    shown = label_answers(item, language)
    stored = [store_code(item, code) for code in shown]
    assert made["choices"] == stored
    listed = {choice["list_name"] for choice in choices if choice["name"] in stored}
    own = [choice for choice in choices if choice["list_name"] in listed]
    for code, label in shown.items():
        assert (store_code(item, code), plain(label)) in {(one["name"], show(one["html"])) for one in own}
    assert fits(made["field"], stored, many=item.type == "multiple_choice")


def fits(field: str, stored: list[str], *, many: bool) -> bool:
    """Tell whether the column that formr makes holds every answer."""
    kind = field.split("` ")[1]
    if kind.startswith("VARCHAR"):
        room = int(re.search(r"\((\d+)\)", kind)[1])
        return (
            all(stored) and "0" not in stored and len(", ".join(stored)) <= room
            if many
            else max(map(len, stored)) <= room
        )
    size, low = 2 ** RANGES[kind.split()[0]], 0 if "UNSIGNED" in kind else -(2 ** (RANGES[kind.split()[0]] - 1))
    return all(low <= int(name) < low + size for name in stored)


def test_formr_takes_every_shipped_questionnaire(shipped, made, formr):
    for language in shipped.languages:
        check_form(shipped, language, formr(made(shipped, language).content))


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_formr_takes_drawn_questionnaires(drawn_questionnaires, made, formr, data):
    questionnaire = data.draw(drawn_questionnaires())
    language = questionnaire.languages[-1]
    check_form(questionnaire, language, formr(made(questionnaire, language).content))


def test_formr_takes_odd_names_codes_and_signs(odd, made, formr):
    for language in odd.languages:
        check_form(odd, language, formr(made(odd, language).content))


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_names_keep_to_the_rules(drawn_questionnaires, made, sheets, data):
    questionnaire = data.draw(drawn_questionnaires())
    survey, choices = sheets(made(questionnaire).content)
    check_names(survey, choices)


def test_names_of_shipped_questionnaires_keep_to_the_rules(shipped, made, sheets):
    check_names(*sheets(made(shipped).content))
    assert survey_ends(sheets(made(shipped).content)[0])


def survey_ends(survey) -> bool:
    return survey[-1]["type"] == "submit" and survey[-1]["showif"] == ""


def check_names(survey, choices) -> None:
    names = [row["name"] for row in survey]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]{1,64}", name) and name.lower() not in SYSTEM
        assert not re.search(r"[0-9]r$", name, re.IGNORECASE)
    lists = [row["list_name"] for row in choices]
    assert all(re.fullmatch(r"[A-Za-z0-9_]{1,20}", name) for name in lists)
    assert sum(one != two for one, two in pairwise(lists)) == max(len(set(lists)) - 1, 0)
    for name in set(lists):
        own = [row for row in choices if row["list_name"] == name]
        assert len({row["name"] for row in own}) == len({row["label"] for row in own}) == len(own)


def test_traps_are_gone_round(odd, made, sheets):
    survey, choices = sheets(made(odd, "en").content)
    names = name_form(odd)
    rows = {row["name"]: row for row in survey}
    assert (names.items["q"], names.items["sat2R"], names.items["Created"]) == ("qx2", "sat2_r", "Createdx2")
    assert rows["qx2"]["label"] == "1&#46; &#42;a&#42;&#95;b&#95; &#96;r Sys.time()&#96;\n&#45; b &#124; c"
    assert rows["kids"]["type"] == "text [0-9]+" and rows["age"]["type"] == "number 16,999,1"
    assert rows["paid"]["type"] == "text [0-9]+([.][0-9]+)?"
    own = [row["name"] for row in choices if row["list_name"] == "ch"]
    assert own == ["m1", "c0", "c12".removeprefix("c")]
    assert [row["name"] for row in choices if row["list_name"] == "big"] == ["1", "c300"]
    assert [row["name"] for row in choices if row["list_name"] == "much"] == ["1", "2", "c999"]
    assert next(row for row in choices if row["list_name"] == "much")["label"] == "&#48;"


def test_what_cannot_be_said_is_named(odd, made):
    losses = made(odd, "en").losses
    expected = [
        ("", "one language"),
        *(("q", "too short"), ("sat2R", "turns over"), ("Created", "means something else"), ("sat2R", "a letter")),
        *(("ch", "together with others"), ("ch", "a letter"), ("big", "to everybody"), ("big", "a letter")),
        *(("kids", "limits are not checked"), ("age", "typed in"), ("paid", "limits are not checked")),
        *(("late", "more people"), ("one", "several screens")),
    ]
    for loss, (where, reason) in zip(losses, expected, strict=True):
        assert loss.where == where and reason in loss.say("en") and loss.say("zh-CN") != loss.say("en")


def test_a_condition_on_the_same_page_begins_a_new_screen(odd, made, sheets):
    survey, _ = sheets(made(odd, "en").content)
    kinds = [row["type"].partition(" ")[0] for row in survey]
    place = [row["name"] for row in survey].index("ch")
    assert kinds[place - 1] == "submit"
    assert survey[place]["showif"] == '((consent %in% "1") & isTRUE(qx2 != ""))'


def test_the_text_beside_an_option_appears_by_javascript(odd, made, formr):
    js = {item["name"]: item["js"] for item in formr(made(odd, "en").content)["items"]}
    assert js["ch_12_text"] == "ch.toString().match(/\\b12\\b/) !== null" and js["big_300_text"] == 'big == "c300"'
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    cases = [
        ("ch_12_text", "ch", '"m1, 12"', True),
        ("ch_12_text", "ch", "12", True),
        ("ch_12_text", "ch", '"m1"', False),
    ]
    cases += [
        ("ch_12_text", "ch", "null", False),
        ("big_300_text", "big", '"c300"', True),
        ("big_300_text", "big", "1", False),
    ]
    cases += [("big_300_text", "big", "null", False), ("big_300_text", "other", "1", False)]
    lines = ["const log = [];"]
    for name, item, value, _ in cases:
        test = f"let hide = true; try {{ hide = !({js[name]}); }} catch (error) {{}} log.push(!hide)"
        lines.append(f"with ({{{item}: {value}}}) {{ {test} }}")
    done = subprocess.run([node, "-p", "\n".join([*lines, "JSON.stringify(log)"])], capture_output=True, check=True)
    assert json.loads(done.stdout) == [expected for *_, expected in cases]
