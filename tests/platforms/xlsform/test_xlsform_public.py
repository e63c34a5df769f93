"""A response file of ODK Central that somebody else published."""

from __future__ import annotations

import csv

from survey.platforms.read import read_responses

QUADRAT = """
id: flora-quadrat
languages: [en]
title: {en: Flora quadrat}
pages:
  - id: location
    items:
      - {id: reporter, type: short_text, text: {en: Reporter}}
      - {id: area_name, type: short_text, text: {en: Name of the area}}
  - id: habitat
    items:
      - id: morphological_type
        type: single_choice
        text: {en: Morphological type}
        choices: {1: {en: mid-slope}, 2: {en: flat}, 3: {en: crest}}
"""


def test_a_file_of_central_is_read_and_every_cell_kept(public_file, build_text):
    """Two submissions from https://github.com/ropensci/ruODK (GPL-3); each row is a cell shorter than the heading."""
    path = public_file("ropensci+ruODK/docs/articles/attachments/build_Flora-Quadrat-0-4_1564384341.csv")
    with path.open(encoding="utf-8", newline="") as file:
        headings, *rows = list(csv.reader(file))
    assert {len(row) for row in rows} == {len(headings) - 1}
    responses = read_responses(path, build_text(QUADRAT))
    assert len(responses) == len(rows) == 2
    assert responses.data["area_name"].tolist() == ["Kensington Carpark 01", "Kensington Planter Box 1"]
    assert responses.data["morphological_type"].tolist() == [1, 2]
    assert responses.data.index.tolist() == [row[headings.index("meta-instanceID")] for row in rows]
    assert "started" not in responses.paradata.columns  # the form did not record `start`
    assert responses.paradata["submitted"].dt.strftime("%F %T").tolist() == [
        "2019-09-18 08:51:07",
        "2019-09-18 06:20:25",
    ]
    assert responses.personal["SubmitterName"].tolist() == ["flora", "flora"]
    assert responses.personal["location-corner1-Latitude"].tolist() == ["-31.99605811", "-31.99614843"]
    kept = {*responses.extra.columns, *responses.paradata.columns, *responses.personal.columns}
    assert {"encounter_start_datetime", "location-corner1-Latitude", "perimeter-mudmap_photo"} <= kept
    for row, (_, extra) in zip(rows, responses.extra.iterrows(), strict=True):
        for heading in extra.index:
            assert str(extra[heading]) in row or extra[heading] in ("", None) or extra.isna()[heading]
