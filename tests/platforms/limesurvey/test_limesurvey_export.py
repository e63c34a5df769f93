"""The exported survey is one that LimeSurvey imports as it stands."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from survey.platforms.export import export_questionnaire
from survey.platforms.limesurvey.draft import draft_form
from survey.platforms.limesurvey.names import code_answer, name_fields
from survey.platforms.registry import Order
from survey.questionnaire.load import load_questionnaire
from survey.responses import Responses

RESERVED = {"LANG", "SID", "SAVEDID", "TOKEN", "QID", "GID", "SGQ", "self", "that", "this"}
VARIABLE = re.compile(r"([A-Za-z]\w*)\.NAOK")


def draft(questionnaire, suffix=".txt", language=None):
    return draft_form(
        Order(questionnaire=questionnaire, language=language or questionnaire.languages[0], suffix=suffix)
    )


def list_rows(questionnaire, *classes, language=None):
    lines = csv.reader(io.StringIO(draft(questionnaire, language=language).content.decode("utf-8-sig"), newline=""),
                       delimiter="\t", strict=True)  # fmt: skip
    header = next(lines)
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    return [row for row in rows if row["class"] in classes]


def check_file(questionnaire):
    content = draft(questionnaire).content.decode("utf-8-sig")
    assert not re.search(r'["\\\r]|(?<![&#0-9])[{}]', content), "signs that the importer reads in its own way"
    assert len({line.count("\t") for line in content.removesuffix("\n").split("\n")}) == 1
    rows = list_rows(questionnaire, "G", "Q", "SQ", "A")
    for language, count in Counter(row["language"] for row in rows).items():
        own = [row for row in rows if row["language"] == language]
        assert count == len(rows) / len({row["language"] for row in rows})
        check_codes(own)


def check_codes(rows):
    questions = [row["name"] for row in rows if row["class"] == "Q"]
    assert len({name.lower() for name in questions}) == len(questions)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,19}", name) and name not in RESERVED for name in questions)
    assert all(row["text"] for row in rows if row["class"] in ("Q", "A"))
    question, known, seen = "", set(), set()
    for row in rows:
        if row["class"] == "Q":
            question, seen = row["name"], set()
            known.add(question)
        elif row["class"] in ("SQ", "A"):
            longest = 20 if row["class"] == "SQ" else 5
            assert re.fullmatch(rf"[A-Za-z0-9]{{1,{longest}}}", row["name"]), row
            assert (row["class"], row["name"].lower()) not in seen
            seen.add((row["class"], row["name"].lower()))
            known.add(f"{question}_{row['name']}")
        earlier = known | {f"{question}_{row['name']}"}
        assert set(VARIABLE.findall(row["relevance"])) <= earlier, row


def test_shipped_questionnaires_have_legal_codes_and_texts(shipped):
    check_file(shipped)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_drawn_questionnaires_have_legal_codes_and_texts(drawn_questionnaires, data):
    check_file(data.draw(drawn_questionnaires()))


def read_lss(content):
    """Return the rows of an .lss file as those of a tab-separated one."""
    tree = etree.fromstring(content)

    def rows(section):
        return [{cell.tag: cell.text or "" for cell in row} for row in tree.findall(f"{section}/rows/row")]

    names = {row["qid"]: row["title"] for row in rows("questions")}
    parts = [("SQ", row["language"], names[row["parent_qid"]], row["title"], row["question"], row["relevance"])
             for row in rows("subquestions")]  # fmt: skip
    answers = [("A", row["language"], names[row["qid"]], row["code"], row["answer"], "") for row in rows("answers")]
    questions = [("Q", row["language"], row["title"], row["type"], row["question"], row["relevance"])
                 for row in rows("questions")]  # fmt: skip
    groups = [("G", row["language"], row["group_name"], "", row["description"], row["grelevance"])
              for row in rows("groups")]  # fmt: skip
    settings = {
        (names[row["qid"]], row["attribute"], row["language"], row["value"]) for row in rows("question_attributes")
    }
    return tree, sorted([*groups, *questions, *parts, *answers]), settings


def read_txt(questionnaire):
    question, found, settings = "", [], set()
    known = {"class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory", "other"}
    for row in list_rows(questionnaire, "G", "Q", "SQ", "A"):
        question = row["name"] if row["class"] == "Q" else question
        place = {"G": (row["name"], ""), "Q": (question, row["type/scale"])}.get(row["class"], (question, row["name"]))
        found.append((row["class"], row["language"], *place, row["text"], row["relevance"]))
        settings |= {(question, name, row["language"], row[name]) for name in row.keys() - known if row[name]}
    return sorted(found), settings


@pytest.mark.parametrize("name", ["kiosk", "shop", "mobi"])
def test_both_kinds_of_file_hold_the_same(name, request):
    questionnaire = load_questionnaire(name) if name == "mobi" else request.getfixturevalue(name)
    tree, rows, settings = read_lss(draft(questionnaire, ".lss").content)
    txt, own = read_txt(questionnaire)
    assert rows == txt
    general = {(question, name, value) for question, name, language, value in settings if not language}
    local = {one for one in settings if one[2]}
    assert local <= own and {(q, name, value) for q, name, _, value in own - local} == general
    numbers = [
        row.findtext("qid") for section in ("questions", "subquestions") for row in tree.find(section).iter("row")
    ]
    assert max(Counter(numbers).values()) == len(questionnaire.languages)


def test_languages_and_settings(kiosk):
    settings = {row["name"]: row["text"] for row in list_rows(kiosk, "S", language="en")}
    assert (settings["language"], settings["additional_languages"], settings["format"]) == ("en", "zh-Hans", "G")
    assert re.fullmatch(r"[1-9]\d{5}", settings["sid"])
    texts = {(row["name"], row["language"]): row["text"] for row in list_rows(kiosk, "SL")}
    assert texts["surveyls_title", "en"] == "Kiosk &amp; &lt;b&gt;&#123;1+1&#125;&lt;/b&gt;"
    assert texts["surveyls_endtext", "en"] == "Thanks &lt;you&gt;!"
    assert [row["type/scale"] for row in list_rows(kiosk, "G")] == ["G1", "G2", "G3"] * 2


def test_types_and_settings_of_questions(kiosk):
    rows = {row["name"]: row for row in list_rows(kiosk, "Q", language="en") if row["language"] == "en"}
    assert {name: row["type/scale"] for name, row in rows.items()} == {
        "consent": "L", "howcome": "L", "howcome3text": "S", "bought": "M", "bought3text": "S", "shop": "F",
        "change": "L", "stars": "5", "nps": "F", "age": "N", "agespecial": "L", "spent": "N", "day": "D",
        "nameofit": "S", "old": "L", "silent": "L", "wares": "L", "why": "T",
    }  # fmt: skip
    assert rows["bought"]["exclude_all_others"] == "c9"
    assert rows["shop"]["em_validation_q"] == "!is_empty(shop_shopclean.NAOK)"
    age = rows["age"]
    assert (age["min_num_value_n"], age["max_num_value_n"], age["num_value_int_only"]) == ("16", "100", "1")
    assert (age["suffix"], age["mandatory"], rows["agespecial"]["mandatory"]) == ("years", "N", "Y")
    assert rows["spent"]["min_num_value_n"] == "-5.5"
    assert (rows["day"]["date_format"], rows["stars"]["slider_rating"]) == ("yyyy-mm-dd", "1")
    assert rows["howcome"]["help"] == "Choose &lt;one&gt;"
    assert rows["howcome3text"]["relevance"] == "(!is_empty(howcome.NAOK) and howcome.NAOK == 3)"


def test_unusual_codes_are_in_the_manifest(kiosk):
    change = kiosk.item("change")
    assert [code_answer(change, code) for code in change.labels] == ["A1", "0", "1", "A2"]
    assert name_fields(kiosk).find("change").codes == {"A1": -1, "A2": 100001}


# -- routing: the equations say what the questionnaire says ----------------------------------------------------------


class Value(str):
    """An answer as LimeSurvey compares it: by number if both are numbers; an empty one is below every number."""

    def _pair(self, other):
        try:
            return float(self or "-inf"), float(other)
        except ValueError:
            return str(self), str(other)

    def __eq__(self, other):
        return self._pair(other)[0] == self._pair(other)[1]

    def __ne__(self, other):
        return not self == other

    def __lt__(self, other):
        return self._pair(other)[0] < self._pair(other)[1]

    def __le__(self, other):
        return self < other or self == other

    def __gt__(self, other):
        return not self <= other

    def __ge__(self, other):
        return not self < other

    __hash__ = None


def evaluate(equation, stored):
    answers = {name.replace("[", "_").replace("]", ""): Value(value or "") for name, value in stored.items()}
    script = VARIABLE.sub(r"answers['\1']", equation).replace("!is_empty", "not is_empty").replace("!(", "not (")
    return bool(eval(script, {"answers": answers, "is_empty": lambda value: str(value) == ""}))


def check_equations(questionnaire, answers, survey):
    responses = Responses(questionnaire=questionnaire, data=answers)
    fields = {field.name: field for field in name_fields(questionnaire).fields}
    base = survey.languages[0]
    group = question = code = ""
    for row in (row for row in survey.rows if row["language"] == base and row["class"] in ("G", "Q", "SQ")):
        group = row["relevance"] if row["class"] == "G" else group
        question = row["relevance"] if row["class"] == "Q" else question
        code = row["name"] if row["class"] == "Q" else code
        field = fields.get(f"{code}[{row['name']}]" if row["class"] == "SQ" else code)
        if (
            row["class"] == "G"
            or field is None
            or field.part not in ("answer", "option")
            or (field.codes and code.endswith("special"))
        ):
            continue
        shown = responses.shown(field.item)
        for place, stored in enumerate(survey.responses):
            holds = all(evaluate(one, stored) for one in (group, question, row["relevance"]))
            choice = next((one for one in questionnaire.item(field.item).choices if one.code == field.code), None)
            offered = choice is None or choice.shown_if is None or choice.shown_if.holds(answers.iloc[place].to_dict())
            assert holds == (shown.iloc[place] and offered), (row, stored)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_equations_of_drawn_questionnaires(drawn_questionnaires, draw_answers, field_survey, data):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)), blanks=0.3)
    check_equations(questionnaire, answers, field_survey(questionnaire, answers))


def test_equations_of_the_kiosk(kiosk, draw_answers, field_survey):
    answers = draw_answers(kiosk, 3, size=150, blanks=0.3)
    check_equations(kiosk, answers, field_survey(kiosk, answers))


# -- losses ------------------------------------------------------------------------------------------------------------

LOSING = """
id: losing
version: "1.0"
languages: [eo, en, en-GB]
title: {eo: t, en: t, en-GB: t}
pages:
  - id: one
    items:
      - {id: say, type: short_text, text: {eo: a, en: a, en-GB: a}}
      - {id: pick, type: single_choice, text: {eo: b, en: b, en-GB: b}, shown_if: say == "it's",
         choices: {1: {eo: c, en: c, en-GB: c}, -2: {label: {eo: d, en: d, en-GB: d}, shown_if: answered(say)}}}
      - {id: seven, type: stars, max: 7, text: {eo: e, en: e, en-GB: e}}
      - {id: a_rather_long_name_of_an_item, type: long_text, text: {eo: f, en: f, en-GB: f}}
"""


def test_every_loss_is_named(build_text, tmp_path):
    export = export_questionnaire(build_text(LOSING), "limesurvey", tmp_path / "form.txt")
    where = [(loss.where, loss.text["en"]) for loss in export.losses]
    words = [
        "en-GB",
        "go by the code en",
        "a_rather_long_name_of_an_item",
        "A1, A2",
        "routing",
        "“d”",
        "row of numbers",
    ]
    assert [place for place, _ in where] == ["", "", "", "", "pick", "pick", "seven"]
    assert all(word in text for word, (_, text) in zip(words, where, strict=True))
    assert all(loss.text["zh-CN"] for loss in export.losses)


def test_a_title_is_cut_where_the_table_would_cut_it(build_text, tmp_path):
    questionnaire = build_text(LOSING.replace("title: {eo: t, en: t", f"title: {{eo: t, en: {'a &' * 60}"))
    export = export_questionnaire(questionnaire, "limesurvey", tmp_path / "form.txt", language="en")
    assert sum("title" in loss.text["en"] for loss in export.losses) == 1
    rows = list_rows(questionnaire, "SL", language="en")
    title = next(row["text"] for row in rows if row["name"] == "surveyls_title" and row["language"] == "en")
    assert 190 < len(title) <= 200 and title.startswith("a &amp;a &amp;")


def test_nothing_is_lost_where_nothing_is_unusual(tmp_path):
    assert export_questionnaire("mobi", "limesurvey", tmp_path / "form.lss").losses == ()
