"""Response files that others published are read without a silent loss.

The questionnaires are made of the survey files beside them, here and by hand, not by the code under test. What each
cell must become is worked out from the file with the csv module.
"""

from __future__ import annotations

import csv
import html
import json
import math
import re
from dataclasses import dataclass, field

import pandas as pd
import pytest
from ruamel.yaml import YAML

from survey.platforms.read import read_responses
from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.yaml_file import read_tree

TOOLS = "tufts-oir+QualtricsTools/data/Sample Surveys"  # BSD
MIXED, DUMMY = f"{TOOLS}/Many Different Question Types", f"{TOOLS}/Dummy Enhancement Sample Survey"
MANY, TEXTS = f"{TOOLS}/Multiple Answer Multiple Choices Questions", f"{TOOLS}/Text Entry Components"
TUTORIAL = "labordynamicsinstitute+tutorial-preserving-survey"  # CC BY-NC
# Survey file, response file, header lines, respondents, cells that are answers to what is drawn from the survey file.
FILES = [
    (f"{MIXED}/Sample_Survey.qsf", f"{MIXED}/Sample_Survey (Insights).csv", 3, 5, 97),
    (f"{MIXED}/Sample_Survey.qsf", f"{MIXED}/Sample_Survey.csv", 2, 5, 91),
    (f"{DUMMY}/Dummy_Enhancement_Sample_Survey.qsf", f"{DUMMY}/Dummy_Enhancement_Sample_Survey.csv", 3, 61, 1317),
    (f"{MANY}/Multiple_Answer_MC_Questions.qsf", f"{MANY}/Multiple_Answer_MC_Questions (Insights).csv", 3, 5, 75),
    (f"{MANY}/Multiple_Answer_MC_Questions.qsf", f"{MANY}/Multiple_Answer_MC_Questions.csv", 2, 5, 75),
    (f"{TEXTS}/Questions_with_Text_Entry_Components.qsf", f"{TEXTS}/Questions_with_Text_Entry_Components.csv",
     3, 15, 152),
    (f"{TUTORIAL}/survey/Testing_preservation.qsf",
     f"{TUTORIAL}/data/raw-confidential/Testing+preservation_June+16,+2026_15.35.csv", 3, 25, 111),
]  # fmt: skip
TOLD = {
    "StartDate": "started", "EndDate": "submitted", "RecordedDate": "recorded", "Status": "status",
    "Finished": "complete", "Duration (in seconds)": "seconds", "Progress": "progress", "UserLanguage": "language",
    "DistributionChannel": "channel", "ResponseSet": "response_set",
}  # fmt: skip


def flat(text) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


# -- questionnaires ------------------------------------------------------------------------------------------------


@dataclass
class Drawn:
    """A questionnaire drawn from a survey file, and what the columns of its response files answer."""

    items: list[dict] = field(default_factory=list)
    scales: dict[str, dict] = field(default_factory=dict)
    codes: dict[str, dict[str, int]] = field(default_factory=dict)  # item to label to code
    columns: dict[str, str] = field(default_factory=dict)  # name in a response file to column of the answers
    texts: dict[str, str] = field(default_factory=dict)  # name of a column of texts beside options to item

    def add(self, payload) -> None:
        tag, kind = payload["DataExportTag"], (payload["QuestionType"], payload["Selector"])
        text = {"en": f"{flat(payload['QuestionText'])} ({tag})"}
        if kind in (("MC", "SAVR"), ("MC", "MAVR"), ("MC", "DL"), ("MC", "SAHR")):
            many = kind[1] == "MAVR"
            choices = self.options(tag, payload, "Choices")
            self.items.append(
                {"id": tag, "type": "multiple_choice" if many else "single_choice", "text": text, "choices": choices}
            )
            self.name_choices(tag, payload, choices, many)
        elif kind[0] == "Matrix" and payload.get("SubSelector") == "SingleAnswer":
            self.scales[f"scale_{tag}"] = {"points": {code: one["label"] for code, one in
                                                      self.options(tag, payload, "Answers").items()}}  # fmt: skip
            tags = payload["ChoiceDataExportTags"] or {}
            rows = [
                {"id": f"{tag}_{tags.get(key, key)}".replace("-", "_"), "text": {"en": flat(one["Display"])}}
                for key, one in payload["Choices"].items()
            ]
            self.codes |= {row["id"]: self.codes[tag] for row in rows}
            self.columns |= {row["id"]: row["id"] for row in rows}
            matrix = {"id": f"table_{tag}", "type": "matrix", "scale": f"scale_{tag}", "text": text, "rows": rows}
            self.items.append(matrix)
        elif kind[0] == "TE" and kind[1] in ("SL", "ML", "ESTB"):
            self.items.append({"id": tag, "type": "long_text", "text": text})
            self.columns[tag] = tag

    def name_choices(self, tag, payload, choices, many) -> None:
        """Note the names of columns: the oldest files count with ids of options, later ones with recode values."""
        if not many:
            self.columns[tag] = tag
            self.texts[f"{tag}_TEXT"] = tag
            return
        for name, code in [*zip(payload["Choices"], choices, strict=True), *((code, code) for code in choices)]:
            self.columns[f"{tag}_{name}"] = f"{tag}__{code}"
            self.columns[f"{tag}_{name}_TEXT"] = f"{tag}__{code}__text"

    def options(self, tag, payload, part) -> dict[int, dict]:
        codes = payload.get("RecodeValues") or {}
        listed = {int(codes.get(key, key)): one for key, one in payload[part].items()}
        self.codes[tag] = {flat(one["Display"]): code for code, one in listed.items()}
        labels = [flat(one["Display"]) for one in listed.values()]
        return {
            code: {
                "label": {"en": flat(one["Display"]) + (f" {code}" if labels.count(flat(one["Display"])) > 1 else "")}
            }
            | ({"text": True} if "TextEntry" in one else {})
            for code, one in listed.items()
        }


@pytest.fixture
def draw_from(tmp_path):
    """Return a questionnaire drawn from a survey file."""

    def draw(path):
        drawn, elements = Drawn(), json.loads(path.read_text(encoding="utf-8-sig"))["SurveyElements"]
        blocks = next(one["Payload"] for one in elements if one["Element"] == "BL")
        used = {
            part.get("QuestionID") for block in blocks if block["Type"] != "Trash" for part in block["BlockElements"]
        }
        for element in elements:
            if element["Element"] == "SQ" and element["PrimaryAttribute"] in used:
                drawn.add(element["Payload"])
        tree = {"id": "public", "version": "1.0", "languages": ["en"], "title": {"en": "Public"},
                "scales": drawn.scales, "pages": [{"id": "one", "items": drawn.items}]}  # fmt: skip
        file = tmp_path / "public.yaml"
        YAML(typ="safe").dump(tree, file)
        return build_questionnaire(read_tree(file), path=file), drawn

    return draw


# -- accounts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("survey", "file", "lines", "respondents", "cells"), FILES)
def test_every_cell_is_an_answer_or_kept(public_file, draw_from, survey, file, lines, respondents, cells):
    questionnaire, drawn = draw_from(public_file(survey))
    path = public_file(file)
    read = read_responses(path, questionnaire)
    assert (len(read), "read as Qualtrics" in read.log[0].because) == (respondents, True)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    names = [text if re.fullmatch(r"V\d+", name) else name for name, text in zip(head, rows[0], strict=True)]
    answers = 0
    for number, row in enumerate(rows[lines - 1 :]):
        for heading, name, cell in zip(head, names, row, strict=True):
            if cell.strip():
                answers += account(read, drawn, number, (heading, name), cell)
    assert answers == cells


def account(read, drawn, number, column, cell) -> bool:
    """Assert that a cell ended somewhere, and return whether it is an answer."""
    heading, name = column
    for kept in (read.extra, read.personal):
        # Where a heading stands twice, the second column is called "heading (column 7)".
        own = [one for one in kept if one == heading or one.startswith(f"{heading} (column ")]
        if own:
            assert cell in kept[own].iloc[number].tolist()
            return False
    if name in TOLD:
        assert not pd.isna(read.paradata[TOLD[name]].iloc[number])
        return False
    if name in ("ResponseID", "ResponseId"):
        assert read.data.index[number] == cell
        return False
    answers = read.data.iloc[number]
    if name in drawn.texts:
        own = [column for column in answers.index if re.fullmatch(rf"{drawn.texts[name]}__\d+__text", column)]
        chosen = f"{drawn.texts[name]}__{answers[drawn.texts[name]]:g}__text"
        assert all(pd.isna(answers[one]) for one in own) if cell == "-99" else answers[chosen] == cell
        return cell != "-99"
    target = drawn.columns[name]
    value = answers[target]
    if cell == "-99":
        assert pd.isna(value) or (value == 0 and "__" in target)
        return False
    item = target.partition("__")[0]
    if "__" in target and not target.endswith("__text"):
        assert value == 1 and cell == "1"
    elif isinstance(value, str):
        assert value == cell
    else:
        assert value == (float(cell) if re.fullmatch(r"-?\d+", cell) else drawn.codes[item][cell])
    return True


# -- the samples of the R package qualtRics (MIT) --------------------------------------------------------------------

SAMPLE = """
id: sample
version: "1.0"
languages: [en]
title: {en: Sample}
pages:
  - id: one
    items:
      - {id: Q1, type: single_choice, choices: {1: {en: A}, 2: {en: B}},
         text: {en: This is a multiple choice question.}}
      - {id: Q2, type: long_text, text: {en: This is a free text question.}}
"""


@pytest.mark.parametrize("name", ["sample.csv", "sample_legacy.csv"])
def test_the_samples_of_the_r_package_are_read(public_file, build_text, name):
    read = read_responses(public_file(f"ropensci+qualtRics/inst/extdata/{name}"), build_text(SAMPLE))
    assert read.data.to_dict("index") == {"R_2YPOQ602ER1jkf1": {"Q1": 2.0, "Q2": "Hello World!"}}
    assert read.paradata["submitted"].tolist() == [pd.Timestamp("2017-07-18 08:28:48")]
    assert read.paradata["complete"].tolist() == [1]
    assert math.isclose(float(read.personal["LocationLatitude"].iloc[0]), 47.115097045898)
