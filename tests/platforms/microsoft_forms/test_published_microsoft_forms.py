"""Files of Microsoft Forms that researchers and others published; every cell is accounted for."""

from __future__ import annotations

import csv
import json
from collections import Counter

import pandas as pd
import pytest
from openpyxl import load_workbook

from survey.platforms.read import read_responses

STUDY = "Samah-Abdelaal+Self-medication/Raw Data/Self{}medication study questionnaire(1-90).{}"
ROSTER = "Zhven+Graafikuseedija/Graafikuseedija/src/Testing testing(1-24).xlsx"
FEEDBACK = "Afnanpathan2004+training_mgmt/CIRO I Feedback Form(1-50).xlsx"
FACTS = 5  # columns before the questions
OFTEN = 3  # what fewer respondents say is taken for a text of their own


def compose(build_text, items):
    whole = {"id": "published", "version": "1", "languages": ["en"], "title": {"en": "Published"}}
    return build_text(json.dumps(whole | {"pages": [{"id": "only", "items": items}]}))


def number(labels, open_label=None):
    choices = {at: {"en": label} for at, label in enumerate(labels, start=1)}
    return choices | ({len(choices) + 1: {"label": {"en": open_label}, "text": True}} if open_label else {})


def split(cells):
    """Return the options in each cell."""
    return [[part for part in cell.split(";") if part.strip()] for cell in cells]


def load(path):
    """Return the rows of a published file as text, read with the csv module or openpyxl."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    rows = load_workbook(path).active.iter_rows(values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def draft_item(place, title, cells):
    """Draft the item of a column: several options where cells end in ``;``, else one out of a list."""
    many = any(cell.endswith(";") for cell in cells)
    counts = Counter(part.strip() for parts in split(cells) if many for part in parts) or Counter(map(str.strip, cells))
    counts.pop("", None)
    kind = "multiple_choice" if many else "single_choice"
    labels = sorted(label for label, count in counts.items() if count >= OFTEN or not many)
    tree = {"id": f"q{place}", "type": kind, "text": {"en": title}}
    if len({label.casefold() for label in labels}) < max(2, len(labels)):  # typed, not chosen
        return tree | {"type": "short_text"}
    return tree | {"choices": number(labels, "Other" if many else None)}


@pytest.mark.parametrize("name", [STUDY.format("-", "csv"), STUDY.format("‐", "xlsx")])
def test_a_study_on_self_medication(public_file, build_text, name):
    """Published files: Samah-Abdelaal/Self-medication, "Raw Data", no licence named; a CSV file and a workbook.

    Questions that repeat ("Father", "Father2"), several options with ``;`` after each, texts typed in place of Other,
    dates with the month first in the CSV file. The questionnaire here leaves out the names and numbers of students.
    """
    titles, *rows = load(public_file(name))
    places = range(FACTS, len(titles) - 2)
    columns = {place: [row[place] for row in rows] for place in places}
    wordings = {place: titles[place].removesuffix("2") for place in places}
    items = [draft_item(place, wordings[place], columns[place]) for place in places]
    questionnaire = compose(build_text, items)
    responses = read_responses(public_file(name), questionnaire)
    assert responses.log[0].because.endswith("read as Microsoft Forms")
    assert responses.data.index.tolist() == [int(row[0]) for row in rows]
    assert len(rows) == 90
    assert not (responses.problems["row"] > 0).any()
    assert responses.extra.columns.tolist() == titles[-2:]
    assert responses.personal.columns.tolist() == ["Email", "Name"]
    assert responses.paradata["started"].iloc[0].floor("min") == pd.Timestamp(2019, 12, 24, 8, 41)
    for place, item in zip(places, questionnaire.items.values(), strict=True):
        check_item(responses, item, columns[place])


def check_item(responses, item, cells):
    """Compare the answers to an item with the cells of its column."""
    if item.is_text:
        assert responses.data[item.id].fillna("").str.strip().tolist() == [cell.strip() for cell in cells]
        return
    label = {code: text["en"] for code, text in item.labels.items()}
    if item.type == "single_choice":
        got = [label.get(code, "") for code in responses.data[item.id].fillna(0)]
        assert got == [cell.strip() for cell in cells]
        return
    for code, text in label.items():
        got = responses.data[f"{item.id}__{code}"]
        if text != "Other":
            assert got.eq(1).tolist() == [text in map(str.strip, parts) for parts in split(cells)]
    other = f"{item.id}__{len(label)}"
    own = [";".join(part for part in parts if part.strip() not in label.values()).strip() for parts in split(cells)]
    assert responses.data[f"{other}__text"].fillna("").tolist() == own
    assert responses.data[other].eq(1).tolist() == [bool(text) for text in own]


def test_a_roster_of_shifts(public_file, build_text):
    """A published file: Zhven/Graafikuseedija, a workbook of March 2020, no licence named; the questions are days."""
    path = public_file(ROSTER)
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    days = rows[0][FACTS:]
    labels = sorted({part for row in rows[1:] for cell in row[FACTS:] if cell for part in cell.split(";") if part})
    items = [
        {"id": f"day{at}", "type": "multiple_choice", "text": {"en": day}, "choices": number(labels)}
        for at, day in enumerate(days)
    ]
    responses = read_responses(path, compose(build_text, items))
    assert len(responses.data) == len(rows) - 1 == 24
    assert responses.problems.empty
    for at in range(len(days)):
        for code, label in enumerate(labels, start=1):
            chosen = responses.data[f"day{at}__{code}"].eq(1).tolist()
            assert chosen == [label in (row[FACTS + at] or "").split(";") for row in rows[1:]]
    assert responses.paradata["started"].tolist() == [row[1] for row in rows[1:]]


def test_feedback_on_a_training(public_file, build_text):
    """A published file: Afnanpathan2004/training_mgmt, a workbook of June 2025, no licence named.

    A Likert question stands as one column a statement, headed by the statement alone; titles are in two scripts and
    have unbreakable blanks; the same statements about a second lecturer have a number after them.
    """
    path = public_file(FEEDBACK)
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    names = {6: "date", 10: "short_text", 26: "long_text", 27: "long_text", 28: "long_text"}
    agreeing = [*range(11, 20), *range(22, 26)]
    labels = sorted({" ".join(str(row[place]).split()) for row in rows[1:] for place in agreeing if row[place]})
    items = [{"id": f"q{at}", "type": kind, "text": {"en": rows[0][at]}} for at, kind in names.items()]
    for place in agreeing:
        choices = {"choices": number(labels)}
        items.append({"id": f"q{place}", "type": "single_choice", "text": {"en": rows[0][place]}} | choices)
    responses = read_responses(path, compose(build_text, items))
    assert len(responses.data) == len(rows) - 1 == 50
    assert not (responses.problems["row"] > 0).any()
    for place in agreeing:
        codes = responses.data[f"q{place}"].fillna(0).tolist()
        said = [" ".join(str(row[place] or "").split()) for row in rows[1:]]
        assert [labels[int(code) - 1] if code else "" for code in codes] == said
    assert responses.data["q6"].tolist() == [row[6] for row in rows[1:]]
    assert responses.personal.columns.tolist()[:2] == ["Email", "Name"]
    used = {f"q{place}" for place in [*names, *agreeing]}
    kept = len(responses.extra.columns) + len(responses.personal.columns)
    assert len(rows[0]) == 4 + len(used) + kept  # the id and three times are neither
