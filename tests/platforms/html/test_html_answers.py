"""Answer files of the form, written as the form writes them, come back as the same answers."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses
from survey.responses import Responses

MODES = ("array", "lines", "indented", "files")


def write_value(value):
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, str):
        return value
    return int(value) if float(value).is_integer() else float(value)


def write_objects(data: pd.DataFrame, questionnaire, **more) -> list[dict]:
    """Return the objects that the form hands in: keys only for what was answered, in the order of the form."""
    responses = Responses(questionnaire=questionnaire, data=data)
    shown = {item: responses.shown(item).tolist() for item in questionnaire.items}
    objects = []
    for place, (_, row) in enumerate(data.iterrows()):
        answers = {name: write_value(value) for name, value in row.items() if not pd.isna(value)}
        objects.append(
            {
                "format": "survey-html-1",
                "questionnaire": questionnaire.id,
                "version": questionnaire.version,
                "response": f"{place:032x}r",
                "language": questionnaire.languages[-1],
                "started": f"2026-11-22T14:05:{place % 60:02d}+08:00",
                "submitted": "2026-11-22T14:09:30+08:00",
                "seconds": 12.5 + place,
                "consent": True if questionnaire.consent is not None else None,
                "answers": answers,
                "shown": [item for item, asked in shown.items() if asked[place]],
                **more,
            }
        )
    return objects


def write_files(objects: list[dict], folder, mode: str) -> list:
    folder.mkdir(exist_ok=True)
    if mode == "files":
        paths = [folder / f"{one['response']}.json" for one in objects]
        for path, one in zip(paths, objects, strict=True):
            path.write_text(json.dumps(one, ensure_ascii=False) + "\n", encoding="utf-8")
        return paths
    path = folder / "answers.json"
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
    texts = {"array": json.dumps(objects), "lines": lines, "indented": json.dumps(objects, indent=2)}
    path.write_text(texts[mode], encoding="utf-8")
    return [path]


def check(read: Responses, data: pd.DataFrame) -> None:
    assert_frame_equal(read.data.reset_index(drop=True), data.reset_index(drop=True))
    assert read.problems.to_dict("records") == []
    responses = Responses(questionnaire=read.questionnaire, data=data)
    for item in read.questionnaire.items:
        assert read.hidden[item].tolist() == (~responses.shown(item)).tolist()


@pytest.mark.parametrize("mode", MODES)
def test_answers_to_shipped_questionnaires_come_back(shipped, tmp_path, mode):
    data = simulate_responses(shipped, n=6, seed=5).data
    paths = write_files(write_objects(data, shipped), tmp_path / "answers", mode)
    read = read_responses(paths, shipped)
    check(read, data)
    assert read.log[0].what == "answers read"
    assert "HTML form" in read.log[0].because
    export = export_questionnaire(shipped, "html", tmp_path / "form.html")
    check(read_responses(paths, shipped, platform="html", manifest=export.paths[-1]), data)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_answers_to_any_questionnaire_come_back(drawn_questionnaires, draw_answers, tmp_path_factory, data):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)))
    folder = tmp_path_factory.mktemp("drawn")
    paths = write_files(write_objects(answers, questionnaire), folder, data.draw(st.sampled_from(MODES)))
    check(read_responses(paths, questionnaire), answers)


@pytest.fixture
def two(shop, draw_answers) -> list[dict]:
    return write_objects(draw_answers(shop, 4, size=2), shop)


@pytest.fixture
def read_objects(shop, tmp_path):
    def read(objects: list[dict], **options) -> Responses:
        return read_responses(write_files(objects, tmp_path, "lines"), shop, **options)

    return read


def test_times_language_and_ids_are_understood(read_objects, two):
    read = read_objects(two)
    assert read.data.index.tolist() == [one["response"] for one in two]
    assert read.paradata["started"].astype(str).tolist() == ["2026-11-22 06:05:00", "2026-11-22 06:05:01"]
    assert read.paradata["seconds"].tolist() == [12.5, 13.5]
    assert read.paradata["language"].tolist() == ["en", "en"]
    assert read.paradata["consent"].isna().all()


@pytest.mark.parametrize(("consent", "code"), [(True, 1), (False, 0)])
def test_consent_is_a_code(read_objects, two, consent, code):
    assert read_objects([one | {"consent": consent} for one in two]).paradata["consent"].tolist() == [code, code]


def test_a_response_that_arrived_twice_counts_once(read_objects, two, named):
    read = read_objects([*two, two[0]])
    assert len(read) == 2
    reason = "the same response once more; taken once"
    assert named(read, "row", "column", "value", "reason") == [(3, "response", two[0]["response"], reason)]


def test_two_different_responses_with_one_id_stay_two(read_objects, two):
    read = read_objects([two[0], two[1] | {"response": two[0]["response"]}])
    assert read.data.index.tolist() == [1, 2]
    assert "response" in read.extra


def test_unknown_keys_are_kept_aside(read_objects, two):
    more = {"server": "a", "ip": "192.0.2.1", "sat": 5}
    two[1]["answers"] = two[1]["answers"] | {"later": 3}
    read = read_objects([two[0] | more, two[1]])
    assert set(read.extra) == {"server", "sat", "answers.later"}
    assert read.personal["ip"].dropna().tolist() == ["192.0.2.1"]
    assert [value for value in read.extra["answers.later"] if isinstance(value, str)] == ["3"]


def test_answers_to_another_version_are_named(read_objects, two):
    read = read_objects([two[0] | {"version": "0.9"}, two[1] | {"questionnaire": "other"}])
    reasons = read.problems[["column", "value", "reason"]].to_numpy().tolist()
    assert reasons == [
        [
            "questionnaire",
            "other",
            "the answers were given to another questionnaire than 'corner-shop'; read all the same",
        ],
        ["version", "0.9", "the answers were given to another version than '1.0'; read all the same"],
    ]


def test_a_list_of_items_that_cannot_be_read_is_named(read_objects, two, named):
    read = read_objects([two[0] | {"shown": "all"}, two[1]])
    assert named(read, "row", "column", "value") == [(1, "shown", "all")]
    assert not read.hidden.iloc[0].any()


def test_values_that_are_no_answers_are_named(read_objects, two, named):
    wrong = {"sat": 6, "age": 7, "day": "soon", "bought__1": 2}
    read = read_objects([two[0] | {"answers": wrong, "shown": ["sat", "age", "day", "bought"]}, two[1]])
    assert [row[:3] for row in named(read)] == [
        (1, "answers.sat", "6"),
        (1, "answers.bought__1", "2"),
        (1, "answers.age", "7"),
        (1, "answers.day", "soon"),
    ]


def test_other_json_is_not_taken_for_answers_of_the_form(shop, write):
    plain = [{"sat": 5, "shop_clean": 4, "nps": 0, "stars": 5, "age": 30, "format": "x", "response": 1}] * 2
    read = read_responses(write(json.dumps(plain), "answers.json"), shop)
    assert not re.search("HTML", read.log[0].because)
    assert read.data["nps"].tolist() == [0, 0]
