"""Exports of real projects: every cell is an answer, a named problem, or kept beside the answers.

The projects are those of OuhscBbmc/REDCapR (MIT), inst/test-data/projects: each has the dictionary and the data that
REDCap wrote. A questionnaire is drafted here from the dictionary.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

from survey.platforms.read import read_responses
from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.yaml_file import read_tree

ROOT = "OuhscBbmc+REDCapR/inst/test-data/projects"
TYPE, LABEL, CHOICES = "Field Type", "Field Label", "Choices, Calculations, OR Slider Labels"
VALIDATION = "Text Validation Type OR Show Slider Number"
TWO = {"yesno": {1: "Yes", 0: "No"}, "truefalse": {1: "True", 0: "False"}}
# Project, file of the dictionary, lines of the data (counted with csv), whether its ids are unique.
PROJECTS = [
    ("simple", "dictionary.csv", 5, True),
    ("checkboxes-1", "dictionary.csv", 4, True),
    ("longitudinal", "dictionary.csv", 18, False),
    ("repeating-instruments", "dictionary.csv", 6, False),
    ("repeating-instruments-sparse", "dictionary.csv", 9, False),
    ("decimal-comma", "dictionay.csv", 4, True),
    ("decimal-dot", "dictionary.csv", 4, True),
    ("blank-for-gray-status", "dictionary.csv", 6, True),
    ("survey", "dictionary.csv", 2, True),
    ("dag", "dictionary.csv", 3, True),
]


def draft_item(line: dict[str, str]) -> dict | None:
    """Return a line of a dictionary as an item; None where the kinds of questions here have no such thing."""
    kind, name = line[TYPE], line["Variable / Field Name"]
    tree = {"id": name, "text": {"en": line[LABEL] or name}}
    if kind in TWO or kind in ("radio", "dropdown", "checkbox"):
        pairs = TWO.get(kind) or dict(choice.split(",", 1) for choice in line[CHOICES].split("|"))
        if not all(re.fullmatch(r"\s*-?\d+\s*", str(code)) for code in pairs) or len(pairs) < 2:
            return None
        many = "multiple_choice" if kind == "checkbox" else "single_choice"
        return tree | {"type": many, "choices": {int(code): {"en": label.strip()} for code, label in pairs.items()}}
    if kind == "calc" or re.match("number|integer", line[VALIDATION]):
        return tree | {"type": "number"}
    if line[VALIDATION].startswith("date_"):
        return tree | {"type": "date"}
    return tree | {"type": "short_text"} if kind in ("text", "notes") else None


@pytest.fixture
def project(public_file, tmp_path):
    """Return the questionnaire, the path of the data, and its lines."""

    def open_project(name: str, dictionary: str):
        with public_file(f"{ROOT}/{name}/{dictionary}").open(encoding="utf-8", newline="") as stream:
            lines = list(csv.DictReader(stream))
        items = [item for line in lines[1:] if (item := draft_item(line))]
        tree = {"id": lines[0]["Form Name"].replace("_", "-"), "version": "1", "languages": ["en"]}
        tree |= {"title": {"en": name}, "pages": [{"id": "whole_page", "items": items}]}
        YAML(typ="safe").dump(tree, tmp_path / "project.yaml")
        questionnaire = build_questionnaire(read_tree(tmp_path / "project.yaml"), path=tmp_path / "project.yaml")
        data = public_file(f"{ROOT}/{name}/data.csv")
        return questionnaire, data, read_lines(data)

    return open_project


def read_lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(("name", "dictionary", "rows", "unique"), PROJECTS)
def test_every_cell_of_a_real_export_is_accounted_for(project, name, dictionary, rows, unique):
    questionnaire, path, lines = project(name, dictionary)
    responses = read_responses(path, questionnaire)
    assert "read as REDCap" in responses.log[0].because
    assert len(lines) == len(responses) == rows
    first = next(iter(lines[0]))
    kept = pd.concat([responses.extra, responses.personal, responses.paradata], axis=1)
    assert (first in kept) != unique
    problems = {(column, value) for column, value in responses.problems[["column", "value"]].itertuples(index=False)}
    for number, line in enumerate(lines):
        for heading, cell in line.items():
            name, _, code = heading.partition("___")
            column = f"{name}__{code}" if code else name
            if heading == first:
                assert not unique or str(responses.data.index[number]) == cell
            elif column in responses.data:
                check_answer(responses.data[column].iloc[number], cell, (heading, cell) in problems)
            else:
                check_kept(kept, number, heading, cell)


def check_answer(value, cell: str, is_problem: bool) -> None:
    if pd.isna(value):
        assert cell in ("", "0") or is_problem
    elif isinstance(value, str):
        assert value == cell
    elif isinstance(value, pd.Timestamp):
        assert value == pd.Timestamp(cell)
    else:
        assert value == float(cell.replace(",", "."))


TOLD = {"redcap_event_name": "event", "redcap_data_access_group": "data_access_group"}
TOLD |= {"redcap_repeat_instrument": "repeat_instrument", "redcap_repeat_instance": "repeat_instance"}


def check_kept(kept: pd.DataFrame, number: int, heading: str, cell: str) -> None:
    name = TOLD.get(heading, heading)
    if name in kept:
        value = kept[name].iloc[number]
        assert (pd.isna(value) and not cell.strip()) or value == cell.strip() or value == cell
    else:
        own = kept["complete" if heading.endswith("_complete") else "submitted"].iloc[number]
        expected = {"2": 1.0, "1": 0.0, "0": 0.0}.get(cell) if heading.endswith("_complete") else pd.Timestamp(cell)
        assert pd.isna(own) if cell == "" else own == expected


def test_ticks_of_the_checkboxes_are_those_in_the_file(project):
    questionnaire, path, lines = project("checkboxes-1", "dictionary.csv")
    data = read_responses(path, questionnaire).data
    options = [f"check_one___{code}" for code in (1, 2, 3, 4)]
    for number, line in enumerate(lines):
        ticks = [line[option] for option in options]
        row = data.iloc[number][[option.replace("___", "__") for option in options]]
        assert row.isna().all() if "1" not in ticks else row.tolist() == [float(tick) for tick in ticks]


def test_labels_over_the_columns_are_understood(project, public_file, tmp_path):
    """The headings are those of specific-redcapr/read-oneshot/label-header.R, the cells those of the project simple."""
    questionnaire, path, lines = project("simple", "dictionary.csv")
    with public_file(f"{ROOT}/simple/dictionary.csv").open(encoding="utf-8", newline="") as stream:
        fields = {line["Variable / Field Name"]: line for line in csv.DictReader(stream)}
    source = public_file("OuhscBbmc+REDCapR/inst/test-data/specific-redcapr/read-oneshot/label-header.R").read_text()
    headings = []
    for name in lines[0]:
        field, _, code = name.partition("___")
        if name.endswith("_complete"):
            headings.append("Complete?")
        elif code:
            labels = {raw.strip(): label.strip() for raw, _, label in split(fields[field][CHOICES])}
            headings.append(f"{fields[field][LABEL]} (choice={labels[code]})")
        else:
            headings.append(fields[field][LABEL])
        assert headings[-1] in source
    labelled = tmp_path / "labels.csv"
    with labelled.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([headings, *(line.values() for line in lines)])
    pd.testing.assert_frame_equal(
        read_responses(labelled, questionnaire).data, read_responses(path, questionnaire).data
    )


def split(choices: str):
    return [choice.partition(",") for choice in choices.split("|")]
