"""What drafts make of single questions of each format: types, conditions, special answers, texts."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

import survey as sv


def make_qsf(*payloads: dict, flow: list | None = None) -> str:
    """Return a survey of Qualtrics with one block of these questions."""
    questions = [
        {"QuestionID": f"QID{number}", "DataExportTag": f"Q{number}", "QuestionText": f"Question {number}"} | payload
        for number, payload in enumerate(payloads, 1)
    ]
    block = {"Type": "Default", "ID": "BL_1", "Description": "Main",
             "BlockElements": [{"Type": "Question", "QuestionID": one["QuestionID"]} for one in questions]}  # fmt: skip
    elements = [
        {"Element": "BL", "Payload": [block]},
        {"Element": "FL", "Payload": {"Flow": flow or [{"Type": "Block", "ID": "BL_1"}]}},
        *({"Element": "SQ", "PrimaryAttribute": one["QuestionID"], "Payload": one} for one in questions),
    ]
    return json.dumps({"SurveyEntry": {"SurveyName": "Test", "SurveyLanguage": "EN"}, "SurveyElements": elements})


def make_choices(*labels: str) -> dict:
    return {str(number): {"Display": label} for number, label in enumerate(labels, 1)}


YES_NO = {"QuestionType": "MC", "Selector": "SAVR", "Choices": make_choices("Yes", "No")}


def make_logic(*tests: dict) -> dict:
    return {
        "0": {str(at): {"LogicType": "Question"} | one for at, one in enumerate(tests)},
        "Type": "BooleanExpression",
    }


def make_form(survey: list[dict], choices: list[dict] = (), settings: dict | None = None) -> bytes:
    """Return a form of these rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in (
        ("survey", survey),
        ("choices", list(choices)),
        ("settings", [settings or {"form_title": "T"}]),
    ):
        sheet = book.create_sheet(title)
        heads = list(dict.fromkeys(key for row in rows for key in row)) or ["list_name"]
        for row in [dict(zip(heads, heads, strict=True)), *rows]:
            sheet.append([row.get(head) for head in heads])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# -- Qualtrics -----------------------------------------------------------------------------------------------------


def test_logic_of_qualtrics_becomes_conditions(drafted_text):
    selected = {"ChoiceLocator": "q://QID1/SelectableChoice/2", "Operator": "Selected"}
    age = {"LeftOperand": "q://QID2/ChoiceTextEntryValue", "Operator": "GreaterThanOrEqual", "RightOperand": "18"}
    embedded = {"LogicType": "EmbeddedField", "LeftOperand": "arm", "Operator": "EqualTo", "RightOperand": "2"}
    number = {"QuestionType": "TE", "Selector": "SL",
              "Validation": {"Settings": {"Type": "ContentType", "ContentType": "ValidNumber"}}}  # fmt: skip
    questionnaire, text = drafted_text(
        make_qsf(
            YES_NO,
            number,
            YES_NO | {"DisplayLogic": make_logic(selected, age | {"Conjuction": "And"})},
            YES_NO | {"DisplayLogic": make_logic(selected, age | {"Conjuction": "Or"})},
            YES_NO | {"DisplayLogic": make_logic(selected | {"Operator": "NotSelected"})},
            YES_NO | {"DisplayLogic": make_logic(embedded | {"Description": "If <b>arm</b> is 2"})},
        ),
        "a.qsf",
    )
    conditions = {name: item.shown_if.text for name, item in questionnaire.items.items() if item.shown_if}
    assert conditions == {"Q3": "Q1 == 2 and Q2 >= 18", "Q4": "Q1 == 2 or Q2 >= 18", "Q5": "not (Q1 == 2)"}
    assert "# To finish: shown only if (in the file's own words): If arm is 2\n      - id: Q6" in text


def test_a_condition_that_can_never_hold_is_quoted_and_not_kept(drafted_text):
    never = make_logic({"ChoiceLocator": "q://QID2/SelectableChoice/1", "Operator": "Selected", "Description": "later"})
    questionnaire, text = drafted_text(make_qsf(YES_NO | {"DisplayLogic": never}, YES_NO), "a.qsf")
    assert questionnaire.item("Q1").shown_if is None
    assert "own words): later (`shown_if` of the item asks for Q2, which is asked later)" in text


def test_types_of_qualtrics(drafted_text):
    rows, points = make_choices("Food", "Staff"), make_choices("Poor", "Fair", "Good", "Very good", "Not applicable")
    questionnaire, text = drafted_text(
        make_qsf(
            {"QuestionType": "MC", "Selector": "NPS", "Choices": {str(at): {"Display": str(at)} for at in range(11)}},
            {"QuestionType": "MC", "Selector": "MAVR", "Choices": make_choices("Bread") | {
                "2": {"Display": "Other", "TextEntry": "true"}, "9": {"Display": "None", "ExclusiveAnswer": True}}},
            {"QuestionType": "Matrix", "Selector": "Likert", "SubSelector": "SingleAnswer",
             "Choices": rows, "Answers": points, "RecodeValues": {"5": "97"}},
            {"QuestionType": "Matrix", "Selector": "Likert", "SubSelector": "MultipleAnswer",
             "Choices": rows, "Answers": make_choices("Breakfast", "Lunch")},
            {"QuestionType": "Slider", "Selector": "STAR", "Choices": {"1": {"Display": "Room"}},
             "Configuration": {"StarCount": 7}},
            {"QuestionType": "RO", "Selector": "DND", "Choices": rows},
            {"QuestionType": "TE", "Selector": "ML"},
            {"QuestionType": "TE", "Selector": "FORM", "Choices": make_choices("Street", "Town")},
            {"QuestionType": "TE", "Selector": "SL", "QuestionText": "Your e-mail address?"},
            {"QuestionType": "Timing", "Selector": "PageTimer"},
        ),
        "a.qsf",
    )  # fmt: skip
    kinds = {name: item.type for name, item in questionnaire.items.items()}
    assert kinds == {
        "Q1": "recommend", "Q2": "multiple_choice", "Q3_1": "scale", "Q3_2": "scale", "Q4_1": "multiple_choice",
        "Q4_2": "multiple_choice", "Q5_1": "stars", "Q6_1": "number", "Q6_2": "number", "Q7": "long_text",
        "Q8_1": "short_text", "Q8_2": "short_text",
    }  # fmt: skip
    assert [(one.code, one.has_text, one.exclusive) for one in questionnaire.item("Q2").choices] == [
        (1, False, False), (2, True, False), (9, False, True),
    ]  # fmt: skip
    assert questionnaire.item("Q3_1").matrix == "Q3"
    assert questionnaire.item("Q3_1").scale.id == "good4"
    assert questionnaire.item("Q3_1").special_codes == {97: "not_applicable"}
    assert questionnaire.item("Q5_1").scale.maximum == 7
    assert "Left out, as it asks for what can identify a person: Q9 (Your e-mail address?)." in text
    assert "1 question(s) of the type timing (paradata) are left out." in text


def test_html_and_yaml_in_texts_are_data(drafted_text):
    nasty = "<script>x</script>a: &amp; \"b\" # c\n- {d} <b>'e'</b>\u2028\x07 %s !!python/object"
    questionnaire, _ = drafted_text(
        make_qsf(
            YES_NO | {"QuestionText": nasty, "DataExportTag": "no"}, {**YES_NO, "Choices": make_choices("yes", nasty)}
        ),
        "a.qsf",
    )
    assert list(questionnaire.items) == ["no", "Q2"]
    assert questionnaire.item("no").text["en"].splitlines() == ['a: & "b" # c', "- {d} 'e'", "%s !!python/object"]
    assert questionnaire.item("Q2").choices[1].label["en"].startswith('a: & "b" # c')


def test_a_comment_cannot_become_yaml(drafted_text):
    evil = {"LogicType": "EmbeddedField", "Description": "x\n      - id: evil\u2028  type: date\x85 y"}
    questionnaire, text = drafted_text(make_qsf(YES_NO, YES_NO | {"DisplayLogic": make_logic(evil)}), "a.qsf")
    assert list(questionnaire.items) == ["Q1", "Q2"]
    assert "x - id: evil type: date y" in text


# -- LimeSurvey ----------------------------------------------------------------------------------------------------


def make_lime(*lines: tuple[str, ...]) -> str:
    heads = ("class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory", "other")
    given = [("S", "", "language", "", "en"), ("G", "G1", "Group", "1", "", "", "en"), *lines]
    return "\n".join("\t".join((*line, *[""] * (len(heads) - len(line)))) for line in (heads, *given)) + "\n"


def test_types_and_codes_of_limesurvey(drafted_text):
    text = make_lime(
        ("Q", "Y", "smoke", "1", "Do you smoke?", "", "en", "Y"),
        ("Q", "L", "city", "smoke.NAOK == 'Y'", "Where?", "", "en", "N", "Y"),
        ("A", "0", "A1", "", "Bonn"), ("A", "0", "A2", "", "Kiel"),
        ("Q", "M", "buys", '(city.NAOK == "A2" or city == "-oth-")', "What?", "", "en", "N", "Y"),
        ("SQ", "0", "SQ001", "", "Bread"), ("SQ", "0", "SQ002", "", "Milk"),
        ("Q", "F", "view", 'buys_SQ002 == "Y" && !is_empty(city)', "Your view", "", "en"),
        ("SQ", "0", "SQ001", "", "Good food"), ("SQ", "0", "price", "", "Good price"),
        ("A", "0", "A1", "", "Disagree"), ("A", "0", "A2", "", "Neither"), ("A", "0", "A3", "", "Agree"),
        ("Q", "B", "ten", "count(view_SQ001, view_price) > 1", "Ten", "", "en"),
        ("SQ", "0", "SQ001", "", "One"), ("SQ", "0", "SQ002", "", "Two"),
        ("Q", "D", "day", "1", "When?", "", "en"),
        ("Q", "X", "note", "1", "<p>Nearly done</p>", "", "en"),
        ("Q", "K", "sums", "1", "How many?", "", "en"),
        ("SQ", "0", "SQ001", "", "Cats"), ("SQ", "0", "SQ002", "", "Dogs"),
    )  # fmt: skip
    questionnaire, written = drafted_text(text, "a.txt")
    kinds = {name: item.type for name, item in questionnaire.items.items()}
    assert kinds == {
        "smoke": "single_choice", "city": "single_choice", "buys": "multiple_choice", "view_SQ001": "scale",
        "price": "scale", "ten_SQ001": "scale", "ten_SQ002": "scale", "day": "date", "sums_SQ001": "number",
        "sums_SQ002": "number",
    }  # fmt: skip
    conditions = {name: item.shown_if.text for name, item in questionnaire.items.items() if item.shown_if}
    assert conditions["city"] == "smoke == 1"
    assert conditions["buys"] == "city in [2, 3]"
    assert conditions["price"] == "buys includes 2 and answered(city)"
    assert "own words): count(view_SQ001, view_price) > 1" in written
    assert questionnaire.item("smoke").required
    assert [one.has_text for one in questionnaire.item("city").choices] == [False, False, True]
    assert questionnaire.item("price").scale.id == "agree3"
    assert [page.intro["en"] for page in questionnaire.pages if page.intro] == ["Nearly done"]


def test_answers_in_codes_of_limesurvey_are_read_with_the_manifest(drafted_text, tmp_path):
    text = make_lime(
        ("Q", "L", "city", "1", "Where?", "", "en", "N", "Y"),
        ("A", "0", "A1", "", "Bonn"), ("A", "0", "A2", "", "Kiel"),
        ("Q", "M", "buys", "1", "What?", "", "en"), ("SQ", "0", "SQ001", "", "Bread"), ("SQ", "0", "SQ002", "", "Milk"),
        ("Q", "F", "view", "1", "View", "", "en"), ("SQ", "0", "SQ001", "", "Food"), ("SQ", "0", "SQ002", "", "Price"),
        ("A", "0", "A1", "", "Disagree"), ("A", "0", "A2", "", "Neither"), ("A", "0", "A3", "", "Agree"),
    )  # fmt: skip
    drafted_text(text, "a.txt")
    head = (
        "id,submitdate,lastpage,startlanguage,seed,city,city[other],buys[SQ001],buys[SQ002],view[SQ001],view[SQ002]\n"
    )
    rows = "1,2026-01-01 10:00:00,1,en,1,A2,,Y,,A1,A3\n2,2026-01-01 10:00:00,1,en,1,-oth-,Ulm,,Y,A2,\n"
    (tmp_path / "draft" / "answers.csv").write_text(head + rows, encoding="utf-8")
    read = sv.read_responses(tmp_path / "draft" / "answers.csv", tmp_path / "draft" / "drafted.yaml")
    assert read.data["city"].tolist() == [2, 3]
    assert read.data["city__3__text"].tolist()[1] == "Ulm"
    assert read.data[["buys__1", "buys__2"]].to_numpy().tolist() == [[1, 0], [0, 1]]
    assert read.data["view_SQ001"].tolist() == [1, 2]
    assert read.data["view_SQ002"].tolist()[0] == 3
    assert read.problems[read.problems["row"] > 0].empty


# -- XLSForm -------------------------------------------------------------------------------------------------------


def test_a_form_in_three_languages(drafted_text):
    tongues = ("English (en)", "中文 (zh)", "Français")
    texts = {"q": ("How old are you?", "您几岁？", "Quel âge avez-vous ?"), "h": ("In years", "岁", "En années")}
    rows = [
        {"type": "begin_group", "name": "you", "label::English (en)": "You"},
        {"type": "integer", "name": "age", "required": "yes", "constraint": ". >= 16 and . < 100",
         **{f"label::{tongue}": text for tongue, text in zip(tongues, texts["q"], strict=True)},
         **{f"hint::{tongue}": text for tongue, text in zip(tongues, texts["h"], strict=True)}},
        {"type": "select_multiple pets", "name": "pets", "relevant": "${age} > 17 and not(${age} = 50)",
         "label::English (en)": "Pets?", "constraint": "not(selected(., 'none') and count-selected(.) > 1)"},
        {"type": "select_one sizes", "name": "size", "relevant": "selected(${pets}, 'cat') or ${pets} = ''",
         "label::English (en)": "Size?"},
        {"type": "text", "name": "phone", "label::English (en)": "Phone number"},
        {"type": "end_group"},
        {"type": "note", "name": "bye", "label::English (en)": "Thank you"},
    ]  # fmt: skip
    choices = [
        {"list_name": "pets", "name": name, "label::English (en)": label, "label::中文 (zh)": "宠物" + label}
        for name, label in (("cat", "Cat"), ("dog", "Dog"), ("none", "None"))
    ] + [
        {"list_name": "sizes", "name": str(code), "label::English (en)": label} for code, label in ((1, "S"), (2, "L"))
    ]
    questionnaire, text = drafted_text(make_form(rows, choices), "a.xlsx")
    assert questionnaire.languages == ("en", "zh-CN", "fr")
    age = questionnaire.item("age")
    assert dict(age.text) == dict(zip(questionnaire.languages, texts["q"], strict=True))
    assert dict(age.help) == dict(zip(questionnaire.languages, texts["h"], strict=True))
    assert (age.minimum, age.maximum, age.integer, age.required) == (16, 99, True, True)
    assert [one.exclusive for one in questionnaire.item("pets").choices] == [False, False, True]
    assert questionnaire.item("pets").shown_if.text == "age > 17 and not (age == 50)"
    assert questionnaire.item("size").shown_if.text == "pets includes 1 or not (answered(pets))"
    assert questionnaire.thanks["en"] == "Thank you"
    assert "phone" not in questionnaire.items
    assert "text(s) are missing in fr: another language stands there" in text


def test_names_of_choices_in_answers_of_a_form_are_read_with_the_manifest(drafted_text, tmp_path):
    rows = [{"type": "select_one yn", "name": name, "label": name.capitalize()} for name in ("happy", "rich", "wise")]
    rows.append({"type": "select_multiple pets", "name": "pets", "label": "Pets"})
    names = [("yn", "yes"), ("yn", "no"), ("pets", "cat"), ("pets", "dog")]
    choices = [{"list_name": one, "name": name, "label": f"L {name}"} for one, name in names]
    drafted_text(make_form(rows, choices), "a.xlsx")
    (tmp_path / "draft" / "answers.csv").write_text(
        "SubmissionDate,happy,rich,wise,pets,pets/cat,pets/dog,KEY\n2026-01-01T00:00:00Z,yes,no,no,cat dog,1,1,a\n"
        "2026-01-01T00:00:00Z,no,yes,,dog,0,1,b\n",
        encoding="utf-8",
    )
    read = sv.read_responses(tmp_path / "draft" / "answers.csv", tmp_path / "draft" / "drafted.yaml")
    assert read.data["happy"].tolist() == [1, 2]
    assert read.data["rich"].tolist() == [2, 1]
    assert read.data[["pets__1", "pets__2"]].to_numpy().tolist() == [[1, 1], [0, 1]]


# -- REDCap --------------------------------------------------------------------------------------------------------


def test_a_dictionary_of_redcap(drafted_text):
    head = (
        '"Variable / Field Name","Form Name","Section Header","Field Type","Field Label",'
        '"Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number",'
        '"Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)",'
        '"Required Field?","Matrix Group Name"\n'
    )
    lines = [
        'id,a,,text,Study id,,,,,,y,,,',
        'age,a,,text,Your age,,,integer,18,99,,,y,',
        'pets,a,,checkbox,Pets,"1, Cat | 2, Dog",,,,,,[age] >= 20,,',
        'walk,a,,yesno,Do you walk it?,,,,,,,[pets(2)] = "1",,',
        'm1,b,,radio,Food,"1, Bad | 2, Fair | 3, Good | 99, Don\'t know",,,,,,,,tab',
        'm2,b,,radio,Staff,"1, Bad | 2, Fair | 3, Good | 99, Don\'t know",,,,,,,,tab',
        'born,b,,text,Born on,,,date_dmy,,,,,,',
        'total,b,,calc,Total,[m1]+[m2],,,,,,,,',
    ]  # fmt: skip
    questionnaire, text = drafted_text(head + "\n".join(lines) + "\n", "dictionary.csv")
    assert list(questionnaire.items) == ["age", "pets", "walk", "m1", "m2", "born"]
    assert questionnaire.item("walk").shown_if.text == "pets includes 2"
    assert questionnaire.item("pets").shown_if.text == "age >= 20"
    assert questionnaire.item("m1").matrix == questionnaire.item("m2").matrix == "tab"
    assert questionnaire.item("m1").special_codes == {99: "dont_know"}
    assert questionnaire.item("born").type == "date"
    assert [page.id for page in questionnaire.pages] == ["a", "b"]
    assert "total is left out" in text


@pytest.mark.parametrize("name", ["Q1.1", "1st", "and", "x" * 80, "满意度", "a__b"])
def test_names_that_cannot_be_ids_are_changed_and_said(name, drafted_text):
    questionnaire, text = drafted_text(make_qsf(YES_NO | {"DataExportTag": name}, YES_NO), "a.qsf")
    assert len(questionnaire.items) == 2
    assert (f"# Note: Names that cannot be ids were changed: {name} is " in text) == (name != "a__b")
