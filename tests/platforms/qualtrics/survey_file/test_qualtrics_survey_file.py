"""The survey file holds together, and says what the questionnaire says, in every language."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.platforms.export import export_questionnaire

ONCE = ["BL", "FL", "PL", "PROJ", "QC", "RS", "SCO", "SO", "STAT"]
COMPARING = {"EqualTo", "NotEqualTo", "LessThan", "LessThanOrEqual", "GreaterThan", "GreaterThanOrEqual"}
CODES = {"en": "EN", "zh-CN": "ZH-S"}


# -- structure -----------------------------------------------------------------------------------------------------


def check_file(tree) -> None:
    """Assert that everything which is referred to is there, once."""
    content, entry = tree.tree, tree.tree["SurveyEntry"]
    elements = content["SurveyElements"]
    assert {one["SurveyID"] for one in elements} == {entry["SurveyID"]}
    assert sorted(one["Element"] for one in elements if one["Element"] != "SQ") == ONCE
    assert tree.element("RS")["PrimaryAttribute"] == entry["SurveyActiveResponseSet"]
    asked = [one for one in elements if one["Element"] == "SQ"]
    qids = [one["PrimaryAttribute"] for one in asked]
    assert qids == [one["Payload"]["QuestionID"] for one in asked]
    assert len(set(qids)) == len(qids) and all(re.fullmatch(r"QID[1-9]\d*", qid) for qid in qids)
    assert tree.element("QC")["SecondaryAttribute"] == str(len(qids))
    tags = [one["Payload"]["DataExportTag"].lower() for one in asked]
    assert len(set(tags)) == len(tags) and all(re.fullmatch(r"[a-z]\w{0,49}", tag) for tag in tags)
    screens = list_screens(tree)
    assert [qid for screen in screens for qid in screen] == qids
    check_flow(tree)
    for one in asked:
        check_question(one["Payload"], set(tree.element("SO")["Payload"]["AvailableLanguages"]), entry)
        earlier = [qid for screen in screens[: find_screen(screens, one["PrimaryAttribute"])] for qid in screen]
        check_logic(one["Payload"], {qid: tree_question(asked, qid) for qid in earlier})


def list_screens(tree) -> list[list[str]]:
    *blocks, trash = tree.element("BL")["Payload"]
    assert [block["Type"] for block in blocks] == ["Default", *["Standard"] * (len(blocks) - 1)]
    assert (trash["Type"], trash["BlockElements"]) == ("Trash", [])
    screens: list[list[str]] = []
    for block in blocks:
        screens.append([])
        for element in block["BlockElements"]:
            if element["Type"] == "Page Break":
                screens.append([])
            else:
                screens[-1].append(element["QuestionID"])
    assert all(screens), "no screen is empty"
    return screens


def find_screen(screens, qid) -> int:
    return next(number for number, screen in enumerate(screens) if qid in screen)


def tree_question(asked, qid):
    return next(one["Payload"] for one in asked if one["PrimaryAttribute"] == qid)


def check_flow(tree) -> None:
    root = tree.element("FL")["Payload"]
    parts, waiting = [], [root]
    while waiting:
        parts.append(waiting.pop())
        waiting += parts[-1].get("Flow", [])
    numbers = [part["FlowID"] for part in parts]
    assert len(set(numbers)) == len(numbers) == root["Properties"]["Count"]
    blocks = [block["ID"] for block in tree.element("BL")["Payload"] if block["Type"] != "Trash"]
    assert [part["ID"] for part in root["Flow"] if "ID" in part] == blocks
    assert len(set(blocks)) == len(blocks)


def check_question(payload, languages, entry) -> None:
    choices, answers = payload.get("Choices", {}), payload.get("Answers", {})
    assert payload.get("ChoiceOrder", []) == list(choices) and payload.get("AnswerOrder", []) == list(answers)
    assert payload["NextChoiceId"] > max([0, *map(int, choices)])
    assert payload["NextAnswerId"] > max([0, *map(int, answers)])
    codes = payload.get("RecodeValues", {})
    assert set(codes) == set(answers or choices) and len(set(codes.values())) == len(codes)
    assert set(payload.get("ChoiceDataExportTags", {})) == (set(choices) if answers else set())
    others = languages - {entry["SurveyLanguage"]}
    assert set(payload["Language"]) == others
    for own in payload["Language"].values() if others else ():
        assert set(own.get("Choices", {})) == set(choices) and set(own.get("Answers", {})) == set(answers)


def check_logic(payload, earlier) -> None:
    """Assert that conditions look at options and fields of questions on earlier screens."""
    for test in find_tests({key: value for key, value in payload.items() if key != "Validation"}):
        qid, kind, *rest = test["LeftOperand"].removeprefix("q://").split("/")
        assert test["ChoiceLocator"] == test["LeftOperand"]
        assert qid == test["QuestionID"] == test["QuestionIDFromLocator"]
        assert ("RightOperand" in test) == (test["Operator"] in COMPARING)
        question = earlier[qid]
        if kind == "SelectableChoice":
            assert test["Operator"] in ("Selected", "NotSelected")
            places = [question["Choices"], question["Answers"]] if "Answers" in question else [question["Choices"]]
            assert all(key in place for key, place in zip(rest, places, strict=True))
        else:
            assert kind == "ChoiceTextEntryValue" and all(question["Choices"][key]["TextEntry"] for key in rest)


def find_tests(content):
    if isinstance(content, dict):
        if content.get("LogicType") == "Question":
            yield content
        for value in content.values():
            yield from find_tests(value)


# -- texts ---------------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """The tags of a text, which must be few and closed."""

    def __init__(self, text) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == [], text

    def handle_starttag(self, tag, attrs) -> None:
        assert tag in ("br", "p", "h3", "span") and {name for name, _ in attrs} <= {"style"}
        self.open += [] if tag == "br" else [tag]

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag


def plain(text) -> str:
    return html.unescape(re.sub(r"<span.*", "", text).replace("<br>", "\n"))


def check_texts(questionnaire, tree, first) -> None:
    """Assert that every text stands there as written, in every language, and that nothing in it is filled in."""
    whole = json.dumps(tree.tree, ensure_ascii=False)
    assert "${" not in whole and "$e{" not in whole
    fields = {field.column: field for field in tree.export.manifest.fields if field.part == "answer"}
    for language in questionnaire.languages:
        for item in questionnaire.items.values():
            field = fields.get(item.id) or next(one for one in tree.export.manifest.fields if one.item == item.id)
            qid = field.question.partition("_")[0]
            payload = next(one for one in tree.questions.values() if one["QuestionID"] == qid)
            own = payload if language == first else payload["Language"][CODES[language]]
            if item.matrix:
                row = next(key for key, tag in payload["ChoiceDataExportTags"].items() if tag == field.name)
                assert lines(plain(own["Choices"][row]["Display"])) == lines(item.text[language])
            else:
                assert lines(plain(own["QuestionText"])) == lines(item.text[language])
            shown = own.get("Answers", own.get("Choices", {}))
            for key, code in payload.get("RecodeValues", {}).items():
                label = item.labels.get(int(code), {}).get(language, "")
                assert label in plain(shown[key]["Display"])
            for text in (own["QuestionText"], *(one["Display"] for one in shown.values())):
                Tags(text)


def lines(text) -> list[str]:
    return text.strip().splitlines()


def check_all(questionnaire, draft) -> None:
    for language in questionnaire.languages:
        tree = draft(questionnaire, language)
        check_file(tree)
        check_texts(questionnaire, tree, language)


def test_shipped_questionnaires_make_sound_files(shipped, draft):
    check_all(shipped, draft)


def test_a_questionnaire_with_everything_makes_a_sound_file(everything, draft):
    check_all(everything, draft)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_drawn_questionnaires_make_sound_files(drawn_questionnaires, draft, data):
    check_all(data.draw(drawn_questionnaires()), draft)


def test_the_same_questionnaire_gives_the_same_file(everything, tmp_path):
    one, other = (
        export_questionnaire(everything, "qualtrics", tmp_path / folder / "form.qsf").paths[0].read_bytes()
        for folder in "ab"
    )
    assert one == other


# -- details -------------------------------------------------------------------------------------------------------


def test_each_kind_of_item_is_asked_as_its_counterpart(everything, draft):
    questions = draft(everything).questions
    kinds = {tag: (one["QuestionType"], one["Selector"], one.get("SubSelector")) for tag, one in questions.items()}
    expected = {
        "text_start": ("DB", "TB", None), "consent": ("MC", "SAVR", "TX"), "paid": ("MC", "SAVR", "TX"),
        "bought": ("MC", "MAVR", "TX"), "nps": ("MC", "SAHR", "TX"), "stars": ("MC", "SAHR", "TX"),
        "city": ("MC", "DL", None), "shop": ("Matrix", "Likert", "SingleAnswer"), "age": ("TE", "SL", None),
        "children": ("MC", "SAVR", "TX"), "day": ("TE", "SL", None), "word": ("TE", "ML", None),
    }  # fmt: skip
    assert {tag: kinds[tag] for tag in expected} == expected


def test_what_must_hold_of_an_answer_is_checked(everything, draft):
    questions = draft(everything).questions
    force = {tag: one["Validation"]["Settings"].get("ForceResponse") for tag, one in questions.items()}
    assert {tag for tag, on in force.items() if on == "ON"} == {"consent", "paid", "shop_part2"}
    assert questions["age"]["Validation"]["Settings"]["ValidNumber"] == {"Min": "16", "Max": "99", "NumDecimals": "0"}
    assert questions["spent"]["Validation"]["Settings"]["ValidNumber"] == {"Min": "0", "Max": "", "NumDecimals": ""}
    assert questions["bought"]["Choices"]["9"]["ExclusiveAnswer"] is True
    assert questions["sat"]["AnalyzeChoices"] == {"98": "No"}


@pytest.mark.parametrize("text", ["2026-02-28", ""])
def test_the_pattern_of_dates_lets_dates_pass(everything, draft, text):
    logic = draft(everything).questions["day"]["Validation"]["Settings"]["CustomValidation"]["Logic"]
    assert re.search(logic["0"]["0"]["RightOperand"], text)
    assert not re.search(logic["0"]["0"]["RightOperand"], text + "x")


def test_codes_that_can_be_no_ids_keep_their_value(everything, draft):
    paid = draft(everything).questions["paid"]
    assert paid["RecodeValues"] == {"1": "-1", "2": "2", "3": "3"}
    assert paid["ChoiceOrder"] == ["1", "2", "3"]
