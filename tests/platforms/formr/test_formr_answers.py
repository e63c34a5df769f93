"""Results as formr exports them come back as they were given; R lets through whom the routing lets through."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import survey as sv
from survey.platforms.formr.names import name_form
from survey.platforms.read import read_responses

FILES = ["results.json", "results.csv", "german.csv", "results.xlsx"]
TEXTS = ["fine", "很好", 'said "no"', "a, b; c", "two\nlines", "{x} <b> & \\", "🙂"]


def check(responses, answers) -> None:
    assert "read as formr" in responses.log[0].because
    assert_frame_equal(responses.data, answers, check_index_type=False, check_names=False)
    assert responses.problems[responses.problems["row"] > 0].empty
    assert list(responses.extra.columns) == ["session_id"]


def set_sessions(answers: pd.DataFrame, records: list[dict]) -> pd.DataFrame:
    return answers.set_axis(pd.Index([record["session"] for record in records]), axis=0)


@pytest.mark.parametrize("file", FILES)
def test_simulated_answers_come_back(shipped, made, store, write_results, tmp_path, file):
    answers = sv.simulate_responses(shipped, n=12, seed=3).data
    for language in shipped.languages:
        draft = made(shipped, language)
        records = store(draft, answers, shipped.items)
        path = write_results(records, tmp_path / file)
        check(read_responses(path, shipped), set_sessions(answers, records))
        check(read_responses(path, shipped, manifest=draft.manifest), set_sessions(answers, records))


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_drawn_answers_come_back(
    drawn_questionnaires, draw_answers, made, store, write_results, tmp_path_factory, data
):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)), texts=TEXTS)
    records = store(made(questionnaire), answers, questionnaire.items)
    path = write_results(records, tmp_path_factory.mktemp("formr") / data.draw(st.sampled_from(FILES)))
    responses = read_responses(path, questionnaire, platform="formr")
    check(responses, set_sessions(answers, records))


@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_r_lets_through_whom_the_routing_lets_through(
    drawn_questionnaires, draw_answers, made, sheets, store, evaluate_r, data
):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)), blanks=0.5)
    check_routing(questionnaire, answers, made, sheets, store, evaluate_r)


def test_r_lets_through_whom_the_shipped_routing_lets_through(shipped, draw_answers, made, sheets, store, evaluate_r):
    check_routing(shipped, draw_answers(shipped, 5, size=5, blanks=0.5), made, sheets, store, evaluate_r)


def check_routing(questionnaire, answers, made, sheets, store, evaluate_r) -> None:
    """Texts and numbers in R: formr hands over both."""
    draft = made(questionnaire)
    records = store(draft, answers, questionnaire.items)
    responses = sv.Responses(questionnaire=questionnaire, data=answers)
    conditions = {row["name"]: row["showif"] for row in sheets(draft.content)[0]}
    names = {item: name for item, name in name_form(questionnaire).items.items() if questionnaire.items[item].shown_if}
    cases, expected = [], []
    for item, name in names.items():
        for record, is_shown in zip(records, responses.shown(item), strict=True):
            for kind in (str, as_number):
                cases.append(({key: value and kind(value) for key, value in record.items()}, conditions[name]))
                expected.append("TRUE" if is_shown else "FALSE")
    assert evaluate_r(cases) == expected


def as_number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


def test_what_formr_adds_is_told_apart(shop, made, store, write_results, tmp_path, named):
    answers = sv.simulate_responses(shop, n=3, seed=1).data
    records = store(made(shop), answers, shop.items)
    records[1] |= {"ended": None, "session": "abcXXXdef"}
    responses = read_responses(write_results(records, tmp_path / "results.json"), shop)
    paradata = responses.paradata
    assert paradata["complete"].tolist() == [1.0, 0.0, 1.0] and paradata["test"].tolist() == [0.0, 1.0, 0.0]
    assert paradata["started"].iloc[0] == pd.Timestamp(2026, 3, 1, 10) and paradata["seconds"].iloc[0] == 300
    assert set(paradata) >= {"modified", "expired", "study_id", "iteration"}
    assert named(responses) == [(2, "session", "abcXXXdef")]


def test_people_who_answered_twice_have_two_rows(shop, made, store, write_results, tmp_path):
    answers = sv.simulate_responses(shop, n=3, seed=1).data
    records = store(made(shop), answers, shop.items)
    records[2]["session"] = records[0]["session"]
    responses = read_responses(write_results(records, tmp_path / "results.json"), shop)
    assert list(responses.data.index) == [1, 2, 3] and "session" in responses.extra


def test_an_unlinked_survey_is_read_when_its_platform_is_named(shop, made, store, write_results, tmp_path):
    answers = sv.simulate_responses(shop, n=3, seed=1).data
    names = {field.name for field in made(shop).manifest.fields}
    records = [
        {key: text for key, text in record.items() if key in names} for record in store(made(shop), answers, shop.items)
    ]
    responses = read_responses(write_results(records, tmp_path / "results.json"), shop, platform="formr")
    assert_frame_equal(responses.data, answers, check_index_type=False, check_names=False)


def test_what_is_no_answer_is_named(shop, write_results, tmp_path, named):
    record = {"session": "a", "created": "2026-03-01 10:00:00", "modified": "", "ended": "", "sat": "6", "nps": "9"}
    record |= {"bought": "1, 9", "age": "old", "stars": "4"}
    responses = read_responses(write_results([record], tmp_path / "results.json"), shop)
    assert sorted(named(responses)) == [(1, "age", "old"), (1, "bought", "1;9"), (1, "sat", "6")]
    assert responses.data["bought__1"].tolist() == [1.0]


def test_other_tables_are_not_taken_for_formr(shop, tmp_path):
    path = tmp_path / "plain.json"
    path.write_text(json.dumps([{"session": "a", "created": "x", "sat": 5, "nps": 9, "stars": 4}]))
    assert "formr" not in read_responses(path, shop).log[0].because


# -- results that formr wrote -------------------------------------------------------------------------------------


def draft_tree(name: str, items: list[dict]) -> str:
    """Return a questionnaire with the items of a survey of formr as JSON, which is YAML."""
    asked = []
    for item in items:
        if item["type"] in ("note", "submit"):
            continue
        labels = item["choices"]
        if item["type"] == "rating_button":  # five buttons between two labels
            labels = {code: f"{code} {labels.get(code, '')}" for code in "12345"}
        codes = {int(code): {"de": text} for code, text in labels.items() if code.isdigit()}
        codes = codes or {place: {"de": code} for place, code in enumerate(labels, 1)}
        asked.append({"id": item["name"], "type": "single_choice", "text": {"de": item["label"]}, "choices": codes})
    page = {"id": "page", "items": asked}
    tree = {"id": name, "version": "1", "languages": ["de"], "title": {"de": name}, "pages": [page]}
    return json.dumps(tree, ensure_ascii=False)


@pytest.mark.parametrize(
    ("results", "items", "rows", "answers", "strange"),
    [
        ("BFI_post.json", "BFI_post_items.json", 30, 532, 0),
        # Its items have four choices, and five is among the answers.
        ("gods_example_results.json", "gods_example_items.json", 14, 98, 4),
    ],
)
def test_every_cell_of_real_results_is_accounted_for(public_file, build_text, results, items, rows, answers, strange):
    """rubenarslan/formr (MIT), inst/extdata: results of two surveys and their items."""
    folder = "rubenarslan+formr/inst/extdata"
    listed = json.loads(public_file(f"{folder}/{items}").read_text(encoding="utf-8"))["items"]
    path = public_file(f"{folder}/{results}")
    records = json.loads(path.read_text(encoding="utf-8"))
    questionnaire = build_text(draft_tree("results", listed))
    responses = read_responses(path, questionnaire)
    assert len(records) == len(responses) == rows
    problems = [tuple(row) for row in responses.problems[["row", "column", "value"]].itertuples(index=False)]
    cells = 0
    for number, record in enumerate(records, 1):
        answer = responses.data.loc[record["session"] if isinstance(responses.data.index[0], str) else number]
        for item in questionnaire.items.values():
            given = record[item.id]
            codes = {text["de"]: code for code, text in item.labels.items()}
            if pd.isna(answer[item.id]):
                assert given is None or (number, item.id, str(given)) in problems
            else:
                assert answer[item.id] == float(codes.get(given, 0) or given)
            cells += given is not None
    assert (cells, sum(row > 0 for row, *_ in problems)) == (answers, strange)
    assert set().union(*records) <= {*questionnaire.items, "session", "created", "modified", "ended", "expired"}
