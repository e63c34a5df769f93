"""Answers as REDCap exports them come back as they were given, whatever the export options."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import survey as sv
from survey.platforms.read import read_responses
from survey.platforms.redcap.names import name_fields, name_variables
from survey.platforms.registry import Order, find_platform

MODES = [
    {"values": "raw", "headers": "raw"},
    {"values": "label", "headers": "label"},
    {"values": "label", "headers": "raw"},
    {"values": "raw", "headers": "label"},
    {"values": "label", "headers": "label", "ticks": "label"},
    {"values": "raw", "headers": "raw", "state": ""},
]


def check(responses, answers) -> None:
    assert_frame_equal(responses.data, answers, check_index_type=False, check_names=False)
    assert responses.problems[responses.problems["row"] > 0].empty
    assert responses.extra.empty


@pytest.fixture(scope="session")
def made():
    """Return the dictionary and manifest of a questionnaire in a language."""

    def make(questionnaire, language):
        return find_platform("redcap").drafts(Order(questionnaire=questionnaire, language=language, suffix=".csv"))

    return make


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: "-".join(mode.values()))
def test_simulated_answers_come_back(shipped, made, fill_in, write_answers, mode):
    answers = sv.simulate_responses(shipped, n=12, seed=3).data
    for language in shipped.languages:
        draft = made(shipped, language)
        path = write_answers(fill_in(draft.content, draft.manifest, answers, shipped.items, **mode))
        check(read_responses(path, shipped), answers)
        check(read_responses(path, shipped, manifest=draft.manifest), answers)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_drawn_answers_come_back(drawn_questionnaires, draw_answers, made, fill_in, tmp_path_factory, data):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)))
    draft = made(questionnaire, data.draw(st.sampled_from(questionnaire.languages)))
    mode = data.draw(st.sampled_from(MODES))
    path = tmp_path_factory.mktemp("redcap") / "data.csv"
    text = fill_in(draft.content, draft.manifest, answers, questionnaire.items, **mode)
    path.write_text(text, encoding="utf-8", newline="")
    check(read_responses(path, questionnaire, platform="redcap"), answers)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_branching_logic_shows_what_the_routing_shows(
    drawn_questionnaires, draw_answers, made, dictionary, holds, data
):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)), blanks=0.5)
    check_routing(questionnaire, answers, made, dictionary, holds)


def test_branching_logic_shows_what_the_shipped_routing_shows(shipped, draw_answers, made, dictionary, holds):
    check_routing(shipped, draw_answers(shipped, 5, size=30, blanks=0.5), made, dictionary, holds)


def check_routing(questionnaire, answers, made, dictionary, holds) -> None:
    draft = made(questionnaire, questionnaire.languages[0])
    if any("more people" in loss.say("en") for loss in draft.losses):
        return
    names = name_variables(questionnaire)
    lines = {line["Variable / Field Name"]: line for line in dictionary(draft.content)}
    responses = sv.Responses(questionnaire=questionnaire, data=answers)
    records = [
        {names.consent: "1"}
        | {field.name: write(answers.loc[row, field.column], field) for field in draft.manifest.fields if field.item}
        for row in answers.index
    ]
    for item, name in names.items.items():
        line = lines[name]
        logic = line["Branching Logic (Show field only if...)"]
        shown = [line["Field Annotation"] != "@HIDDEN" and holds(logic, record) for record in records]
        assert shown == responses.shown(item).tolist()


def write(value, field) -> str:
    if value != value:
        return "0" if field.part == "option" else ""
    is_number = field.part != "text" and not isinstance(value, str | pd.Timestamp)
    return repr(float(value)).removesuffix(".0") if is_number else str(value)


HEAD = "record_id,redcap_survey_identifier,corner_shop_timestamp,sat,bought___1,bought___2,bought___3,bought___4"
END = "corner_shop_complete"


def test_what_redcap_adds_is_told_apart(shop, write_answers):
    lines = [
        f"{HEAD},age,spent,{END}",
        "7,ann@example.org,2026-03-01 10:00:00,5,1,0,0,0,30,2.5,2",
        "8,,[not completed],97,0,0,0,0,,,0",
        "9,,,,0,0,0,0,,1000.25,",
    ]
    responses = read_responses(write_answers("\n".join(lines) + "\n"), shop)
    assert list(responses.data.index) == [7, 8, 9]
    assert responses.data["bought__1"].tolist()[:1] == [1.0] and responses.data["bought__1"].isna().sum() == 2
    assert responses.data["sat"].tolist()[:2] == [5.0, 97.0]
    assert responses.paradata["complete"].tolist()[:2] == [1.0, 0.0] and responses.paradata["complete"].isna()[9]
    assert responses.paradata["submitted"].notna().tolist() == [True, False, False]
    assert responses.paradata["corner_shop_timestamp"][8] == "[not completed]"
    assert responses.personal["redcap_survey_identifier"][7] == "ann@example.org"
    assert responses.problems[responses.problems["row"] > 0].empty


def test_events_repeats_and_other_forms_are_kept(shop, write_answers):
    names = [field.name for field in name_fields(shop, "en").fields]
    own = "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance"
    lines = [
        f"{own},sat,nps,stars,age,{END},blood,lab_complete",
        "1,visit_1_arm_1,,,5,10,4,30,2,,",
        "1,visit_2_arm_1,,,4,9,3,31,1,,",
        "1,visit_2_arm_1,lab,1,,,,,,7.5,2",
    ]
    responses = read_responses(write_answers("\n".join(lines) + "\n"), shop)
    assert "sat" in names and len(responses) == 3
    assert responses.paradata["event"].tolist() == ["visit_1_arm_1", "visit_2_arm_1", "visit_2_arm_1"]
    assert responses.paradata["repeat_instrument"][3] == "lab" and responses.paradata["repeat_instance"][3] == "1"
    assert responses.paradata["complete"].tolist()[:2] == [1.0, 0.0]
    assert responses.paradata["lab_complete"][3] == "2"
    assert list(responses.extra.columns) == ["record_id", "blood"]
    said = responses.problems.set_index("column")["reason"]
    assert "1 ids occur twice" in said["record_id"]


def test_a_comma_in_a_number_is_a_decimal_comma(shop, write_answers):
    text = f'{HEAD},age,spent,{END}\n1,,,5,0,0,0,0,30,"1,234",2\n2,,,5,0,0,0,0,31,"12,5",2\n'
    assert read_responses(write_answers(text), shop).data["spent"].tolist() == [1.234, 12.5]


def test_what_is_no_answer_is_named(shop, write_answers, named):
    text = f"{HEAD},age,{END}\n1,,,6,2,0,0,0,old,2\n"
    responses = read_responses(write_answers(text), shop)
    assert sorted(named(responses)) == [(2, "age", "old"), (2, "bought___1", "2"), (2, "sat", "6")]


def test_a_label_that_is_another_code_counts_as_a_label_where_cells_are_labels(build_text, write_answers):
    questionnaire = build_text(
        """
id: children
version: "1.0"
languages: [en]
title: {en: Children}
pages:
  - id: one
    items:
      - {id: sons, type: single_choice, text: {en: Sons}, choices: {1: {en: None}, 2: {en: "1"}, 3: {en: "2 or more"}}}
      - {id: pets, type: multiple_choice, text: {en: Pets}, choices: {1: {en: Cat}, 2: {en: Dog}}}
      - {id: note, type: short_text, text: {en: Note}}
"""
    )
    head = "record_id,sons,pets___1,pets___2,note,children_complete"
    labels = f"{head}\n1,1,Checked,Unchecked,a,Complete\n2,2 or more,Unchecked,Unchecked,b,Incomplete\n"
    codes = f"{head}\n1,1,1,0,a,2\n2,3,0,0,b,0\n"
    assert read_responses(write_answers(labels), questionnaire).data["sons"].tolist() == [2.0, 3.0]
    assert read_responses(write_answers(codes), questionnaire).data["sons"].tolist() == [1.0, 3.0]


def test_other_tables_are_not_taken_for_redcap(shop, write_answers):
    for text in (
        "id,sat,nps,stars\n1,5,9,4\n",
        "sat,nps,stars,task_complete\n5,9,4,2\n",
        "record_id,sat,nps,stars\n1,5,9,4\n",
    ):
        responses = read_responses(write_answers(text), shop)
        assert "REDCap" not in responses.log[0].because
