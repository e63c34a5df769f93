"""Responses to Google forms that projects published; every cell is accounted for."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import Counter

import pandas as pd
import pytest

from survey.platforms.google_forms.choices import OTHER_TEXT
from survey.platforms.read import read_responses

DASK = "dask+dask-examples/surveys/data/{}-user-survey-results.csv.gz"
PANDAS = "pandas-dev+pandas-user-surveys/data/2019.csv.gz"
JUPYTER = "jupyter+surveys/surveys/2016-05-education-survey/responses.csv"
GRID = re.compile(r"(.+?)\s+\[(.+)\]")
OFTEN = 5  # what fewer respondents wrote is taken for a text of their own
# Checkboxes of the forms: how they are joined, a pattern of their titles, and the options that hold the joint.
ASKED = {
    DASK.format(2019): (";", "APIs|Interactive|Local machine|resources|launch Dask|Cloud", []),
    DASK.format(2021): (
        ", ",
        r"APIs|Interactive|datasets typically|file formats|Local machine|resources|Diagnostic|launch Dask|Cloud"
        r"|deploy\?|dashboard\?",
        ["HPC resource manager (SLURM, PBS, SGE, LSF or similar)", "I don't know, someone else does this for me"],
    ),
    PANDAS: (
        ";",
        "APIs do you|readers|extension types|documentation resources|Pandas resources|Operating|isolate|2 or 3"
        "|Workflow",
        [],
    ),
    JUPYTER: (
        ", ",
        r"level of education|field\(s|tools your class|language\(s|types of assignments|types of questions|aspects",
        ["Mixed (conferences, workshops, Software Carpentry style events, etc.)"],
    ),
}


@pytest.fixture(params=list(ASKED))
def published(request, public_file, tmp_path):
    """The path of a published file, unpacked, its rows as the csv module reads them, and what was asked with boxes."""
    path = public_file(request.param)
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
        path = tmp_path / path.stem
        path.write_bytes(content)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    return path, rows, *ASKED[request.param]


def choose(labels, other):
    choices = {at: {"en": label} for at, label in enumerate(labels, start=1)}
    return choices | ({len(labels) + 1: {"label": {"en": "Other"}, "text": True}} if other else {})


def draft_item(name, title, cells, separator, titles, whole):
    """Draft the item of a column from its cells: the options, and Other for what few respondents wrote."""
    tree = {"id": name, "text": {"en": title}}
    if re.search(titles, title):
        rest = cells
        for label in whole:
            rest = [cell.replace(label, "") for cell in rest]
        counts = Counter(part.strip() for cell in rest for part in cell.split(separator) if part.strip(" ,"))
        labels = [label for label in whole if any(label in cell for cell in cells)]
        labels += sorted(label for label, count in counts.items() if count >= OFTEN)
        return tree | {"type": "multiple_choice", "choices": choose(labels, True)}
    counts = Counter(cell.strip() for cell in cells if cell.strip())
    if counts and all(re.fullmatch(r"[1-5]\.0", cell) for cell in counts):
        return tree | {"type": "scale", "scale": "five"}
    labels = sorted(label for label, count in counts.items() if count >= OFTEN)
    if len(labels) < 2 or len(counts) > 3 * len(labels):
        return tree | {"type": "long_text"}
    return tree | {"type": "single_choice", "choices": choose(labels, len(labels) < len(counts))}


def compose(build_text, rows, separator, titles, whole):
    """Return a questionnaire for the rows, and the place of each item's column."""
    items, places, grids = [], {}, {}
    for place, heading in enumerate(rows[0]):
        grid = GRID.fullmatch(heading)
        name = f"q{place}"
        if place == 0:
            continue
        places[name] = place
        if grid is None:
            items.append(draft_item(name, heading, [row[place] for row in rows[1:]], separator, titles, whole))
            continue
        if grid[1] not in grids:
            grids[grid[1]] = {"id": f"grid{place}", "type": "matrix", "scale": "care", "text": {"en": grid[1]}}
            items.append(grids[grid[1]] | {"rows": []})
            grids[grid[1]] = items[-1]
        grids[grid[1]]["rows"].append({"id": name, "text": {"en": grid[2]}})
    care = ["Not relevant for me", "Somewhat useful", "Critical to me"]
    scales = {"care": {"points": choose(care, False)}, "five": {"from": 1, "to": 5}}
    tree = {"id": "published", "version": "1", "languages": ["en"], "title": {"en": "Published"}, "scales": scales}
    return build_text(json.dumps(tree | {"pages": [{"id": "only", "items": items}]})), places


def test_published_responses(published, build_text):
    """Published files, all from Google Forms.

    dask/dask-examples, surveys/data, 2019 and 2021 (written again by pandas; CC BY-SA 4.0);
    pandas-dev/pandas-user-surveys, data/2019.csv.gz (the same; no licence named); jupyter/surveys,
    2016-05-education-survey/responses.csv (as Google wrote it; CC0). Boxes are joined by ``;`` in 2019 and by commas
    otherwise, with options that hold commas; grids stand as ``title [row]``.
    """
    path, rows, separator, titles, whole = published
    questionnaire, places = compose(build_text, rows, separator, titles, whole)
    responses = read_responses(path, questionnaire)
    assert responses.log[0].because.endswith("read as Google Forms")
    assert len(responses.data) == len(rows) - 1 > 100
    assert responses.extra.empty
    assert responses.personal.empty
    times = pd.to_datetime(pd.Series([row[0] for row in rows[1:]]), format="mixed").astype("datetime64[us]")
    assert responses.paradata["submitted"].tolist() == times.tolist()
    named = responses.problems[responses.problems["row"] > 0]
    others = set()
    for name, place in places.items():
        item = questionnaire.items[name]
        cells = [row[place] for row in rows[1:]]
        others |= {(at + 2, rows[0][place]) for at in check_item(responses, item, cells, separator)}
    assert set(zip(named["row"], named["column"], strict=True)) == {(row, title.strip()) for row, title in others}
    assert named["reason"].str.startswith(OTHER_TEXT.partition("{")[0]).all()


def check_item(responses, item, cells, separator):
    """Compare the answers to an item with its cells, and return the places of cells with a text of one's own."""
    data = responses.data
    if item.is_text:
        assert data[item.id].fillna("").str.strip().tolist() == [cell.strip() for cell in cells]
        return []
    label = {code: text["en"] for code, text in item.labels.items() if text.get("en", "Other") != "Other"}
    other = next((choice.code for choice in item.choices if choice.has_text), None)
    if item.type != "multiple_choice":
        answers = {text: code for code, text in label.items()} or {f"{code}.0": code for code in item.labels}
        own = [at for at, cell in enumerate(cells) if cell.strip() and cell.strip() not in answers]
        wanted = [answers.get(cell.strip(), other if cell.strip() else None) for cell in cells]
        assert data[item.id].astype("object").where(data[item.id].notna(), None).tolist() == wanted
        return own
    framed = [f"{separator}{cell}{separator}" for cell in cells]
    for code, text in label.items():
        chosen = [f"{separator}{text}{separator}" in cell for cell in framed]
        assert data[f"{item.id}__{code}"].eq(1).tolist() == chosen
        framed = [cell.replace(f"{separator}{text}{separator}", separator) for cell in framed]
    own = [at for at, cell in enumerate(framed) if cell.strip(" ,;")]
    assert data[f"{item.id}__{other}"].eq(1).tolist() == [at in own for at in range(len(cells))]
    return own
