"""Drafts from published surveys: they lint, and ask as many questions as the files hold, counted in another way."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

import survey as sv

TUFTS = "tufts-oir+QualtricsTools/data/Sample Surveys/"
SURVEYS = [
    TUFTS + "Many Different Question Types/Sample_Survey.qsf",
    TUFTS + "Dummy Enhancement Sample Survey/Dummy_Enhancement_Sample_Survey.qsf",
    "psych251+porter_2016_1_rescue/survey.qsf",
    "bixiou+robustness_global_redistr/questionnaire/questionnaire.qsf",
    "ScottClaessens+ai-moral-decisions/qualtrics/survey.qsf",
]


def count_left_out(draft) -> int:
    return sum("can identify a person" in note for note in draft.notes)


def lint(draft, folder: Path) -> sv.Questionnaire:
    path = draft.save(folder / "public.yaml", force=True)
    assert [str(one) for one in sv.lint_questionnaire(path) if one.severity == "error"] == []
    return sv.load_questionnaire(path)


def count_qsf(path: Path) -> int:
    """Count the columns of answers that the questions of the blocks in use have, those of one choice as one."""
    elements = json.loads(path.read_text(encoding="utf-8-sig"))["SurveyElements"]
    blocks = next(one["Payload"] for one in elements if one["Element"] == "BL")
    blocks = list(blocks.values()) if isinstance(blocks, dict) else blocks
    flow = json.dumps(next(one["Payload"] for one in elements if one["Element"] == "FL"))
    shown = {
        part["QuestionID"]
        for block in blocks
        if block["Type"] != "Trash" and f'"ID": "{block["ID"]}"' in flow
        for part in block.get("BlockElements") or []
        if part["Type"] == "Question"
    }
    payloads = [one["Payload"] for one in elements if one["Element"] == "SQ" and one["PrimaryAttribute"] in shown]
    return sum(map(count_question, payloads))


def count_question(payload: dict) -> int:
    kind, rows = payload["QuestionType"], len(payload.get("Choices") or ())
    if kind == "Matrix":
        return rows * (len(payload["Answers"]) if payload["Selector"] in ("TE", "CS") else 1)
    if kind == "SBS":
        return sum(
            count_question({**one, "Choices": payload["Choices"]}) for one in payload["AdditionalQuestions"].values()
        )
    if kind in ("Slider", "CS", "RO") or (kind, payload["Selector"]) == ("TE", "FORM"):
        return rows
    return 1 if kind in ("MC", "TE") else 0


@pytest.mark.parametrize("name", SURVEYS)
def test_a_published_survey_of_qualtrics(name, public_file, tmp_path):
    """From the repositories named, files of Qualtrics' own export (licences as there)."""
    path = public_file(name)
    draft = sv.draft_questionnaire(path)
    questionnaire = lint(draft, tmp_path)
    assert len(questionnaire.items) == draft.questions
    assert draft.questions + count_left_out(draft) == count_qsf(path)
    texts = [text for item in questionnaire.items.values() for text in item.text.values()]
    assert not [text for text in texts if re.search(r"</?(?:p|b|br|div|span|strong)\b", text)]


@pytest.mark.parametrize(
    ("folder", "file", "unread"),
    [
        ("Dummy Enhancement Sample Survey", "Dummy_Enhancement_Sample_Survey", 2),
        ("Many Different Question Types", "Sample_Survey", 48),
    ],
)
def test_published_answers_of_qualtrics_are_read_with_the_draft(folder, file, unread, public_file, tmp_path):
    """From tufts-oir/QualtricsTools, data/Sample Surveys: a survey and its response file."""
    draft = sv.draft_questionnaire(public_file(f"{TUFTS}{folder}/{file}.qsf"))
    answers = public_file(f"{TUFTS}{folder}/{file}.csv")
    read = sv.read_responses(answers, lint(draft, tmp_path), manifest=draft.manifest)
    header = pd.read_csv(answers, nrows=0).columns
    about = r"V\d+(\.\d)?|Location\w+|Unnamed.*|\w*Date|Status|IPAddress|Progress|Duration.*|Finished|Recipient\w+"
    own = [
        name for name in header if not re.fullmatch(about + r"|Response\w+|External\w+|Distribution\w+|UserL\w+", name)
    ]
    assert len(read.extra.columns) == unread  # texts beside rows of tables, and columns that repeat others
    personal = [name for name in own if name in read.personal.columns]
    assert len(own) - unread - len(personal) == read.data.notna().any().sum()
    assert set(read.problems.loc[read.problems["row"] > 0, "reason"]) <= {"a preview or test; kept", "not a number"}


def count_lss(path: Path) -> Counter[str]:
    """Count the questions of a survey of LimeSurvey by type, each row of an array as one."""
    root = ElementTree.parse(path).getroot()
    rows = {name: [{cell.tag: cell.text for cell in row} for row in root.findall(f"{name}/rows/row")]
            for name in ("questions", "subquestions")}  # fmt: skip
    types = {row["qid"]: row["type"] for row in rows["questions"]}
    parts = Counter(parent for _, parent in {(row["qid"], row["parent_qid"]) for row in rows["subquestions"]})
    counts: Counter[str] = Counter()
    for number, kind in types.items():
        counts[kind] += parts[number] if kind in "ABCEFHKQ" else 0 if kind in "X*|I" else 1
    return counts


@pytest.mark.parametrize(
    "name",
    [
        "jerome-pfeiffer1+modeling-languages-for-digital-twins/limesurvey_survey_222232.lss",
        "lindsay-stevens+limesurveyrc2api/tests/fixtures/a_rather_interesting_questionnaire_for_testing.lss",
        "LimeSurvey+limesurvey-core-testing/cypress/data/surveys/colors.lss",
        "LimeSurvey+limesurvey-core-testing/cypress/data/surveys/date_and_time.lss",
    ],
)
def test_a_published_survey_of_limesurvey(name, public_file, tmp_path):
    """From the repositories named (the first MIT, the second MIT, the others GPL)."""
    path = public_file(name)
    draft = sv.draft_questionnaire(path)
    questionnaire = lint(draft, tmp_path)
    assert (
        draft.questions + count_left_out(draft)
        == sum(count_lss(path).values())
        == len(questionnaire.items) + count_left_out(draft)
    )


def test_both_files_of_limesurvey_give_the_same_draft(public_file, tmp_path):
    """From LimeSurvey/limesurvey-core-testing (GPL): one survey as .lss and as .txt."""
    folder = "LimeSurvey+limesurvey-core-testing/cypress/data/surveys/"
    one, other = (
        lint(sv.draft_questionnaire(public_file(f"{folder}colors.{end}")), tmp_path) for end in ("lss", "txt")
    )
    assert {name: (item.type, dict(item.text)) for name, item in one.items.items()} == {
        name: (item.type, dict(item.text)) for name, item in other.items.items()
    }


def test_conditions_of_a_published_survey_are_translated(public_file, tmp_path):
    """From jerome-pfeiffer1/modeling-languages-for-digital-twins (MIT): conditions over columns by number."""
    name = "jerome-pfeiffer1+modeling-languages-for-digital-twins/limesurvey_survey_222232.lss"
    draft = sv.draft_questionnaire(public_file(name))
    questionnaire = lint(draft, tmp_path)
    root = ElementTree.parse(public_file(name)).getroot()
    asked = [*root.findall("questions/rows/row/relevance"), *root.findall("groups/rows/row/grelevance")]
    assert draft.text.count("shown_if:") == sum((one.text or "1").strip() not in ("1", "") for one in asked) > 10
    assert "the file's own words" not in draft.text
    first = questionnaire.item("MA1A1").shown_if
    assert first is not None
    assert first.items == {"MA1"}


@pytest.mark.parametrize(
    ("name", "languages"),
    [
        ("abdulganiu99+Household-Energy-Survey/xlsform/Household Energy Access and Usage Survey.xlsx", 2),
        ("abdulganiu99+Household-Energy-Survey/tempelates/constraint_example.xlsx", 1),
        ("XLSForm+pyxform/tests/example_xls/or_other.xlsx", 1),
        ("XLSForm+pyxform/tests/example_xls/choice_filter_test.xlsx", 1),
    ],
)
def test_a_published_form(name, languages, public_file, tmp_path):
    """From the repositories named (pyxform: BSD)."""
    openpyxl = pytest.importorskip("openpyxl")
    path = public_file(name)
    draft = sv.draft_questionnaire(path)
    questionnaire = lint(draft, tmp_path)
    sheet = openpyxl.load_workbook(path)["survey"]
    heads = [cell.value for cell in sheet[1]]
    kinds = [str(row[heads.index("type")] or "").strip() for row in sheet.iter_rows(min_row=2, values_only=True)]
    asked = [kind for kind in kinds if re.match(r"select|text$|string$|int|decimal|date|time|range|acknow", kind)]
    assert draft.questions + count_left_out(draft) == len(asked)
    assert len(questionnaire.languages) == languages


@pytest.mark.parametrize(
    ("name", "rows", "answered"),
    [
        ("star-wars-survey/StarWars.csv", 1186, 46),
        ("region-survey/MIDWEST.csv", 2778, 52),
        ("steak-survey/steak-risk-survey.csv", 550, 22),
    ],
)
def test_published_answers_of_surveymonkey_are_read_with_their_draft(name, rows, answered, public_file, tmp_path):
    """From fivethirtyeight/data (CC BY 4.0)."""
    path = public_file(f"fivethirtyeight+data/{name}")
    questionnaire = lint(sv.draft_questionnaire(path), tmp_path)
    read = sv.read_responses(path, questionnaire)
    raw = path.read_bytes().decode("latin-1")
    cells = list(csv.reader(io.StringIO(raw, newline="")))
    given = {place for row in cells[2:] for place, cell in enumerate(row) if cell.strip()}
    assert len(read.data) == rows == len(cells) - 2
    assert read.data.notna().any().sum() == answered
    assert answered + len(read.personal.columns) + len(read.paradata.columns) >= len(given) - 1
    assert read.problems[read.problems["row"] > 0].empty


def test_a_published_file_of_spss_reads_like_its_csv(public_file, tmp_path):
    """From gillardjw/FactorAnalysis: SAQ.sav and SAQ.csv hold the same answers."""
    draft = sv.draft_questionnaire(public_file("gillardjw+FactorAnalysis/SAQ.sav"))
    questionnaire = lint(draft, tmp_path)
    numbers = pd.read_csv(public_file("gillardjw+FactorAnalysis/SAQ.csv"))
    read = sv.read_responses(public_file("gillardjw+FactorAnalysis/SAQ.sav"), questionnaire)
    assert [name.lower() for name in questionnaire.items] == [name.lower() for name in numbers.columns]
    assert {item.type for item in questionnaire.items.values()} == {"scale"}
    assert {item.scale.codes for item in questionnaire.items.values()} == {(1, 2, 3, 4, 5)}
    assert (read.data.to_numpy() == numbers.to_numpy()).all()


def test_a_published_dictionary_of_redcap(public_file, tmp_path):
    """From OuhscBbmc/REDCapR, inst/test-data/projects/survey (AGPL)."""
    path = public_file("OuhscBbmc+REDCapR/inst/test-data/projects/survey/dictionary.csv")
    draft = sv.draft_questionnaire(path)
    lint(draft, tmp_path)
    fields = pd.read_csv(path, dtype=str)
    wanted = fields.iloc[1:]  # the first field is the record's id
    wanted = wanted[~wanted["Field Type"].isin(["descriptive", "calc", "file", "sql"])]
    assert draft.questions + count_left_out(draft) == len(wanted)
