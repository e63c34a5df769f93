"""Published response files of LimeSurvey: every answer is found again, in either language and either kind of answer."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from pandas.testing import assert_frame_equal
from ruamel.yaml import YAML

from survey.platforms.limesurvey.names import name_fields
from survey.platforms.manifest import Manifest
from survey.platforms.read import read_responses

TWINS = "jerome-pfeiffer1+modeling-languages-for-digital-twins"
GRIDS = "douglaswhitaker+GridItemTools/ignore"


def load(path, separator):
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file, delimiter=separator)
    return header, [row for row in rows if row]


def dump(tree):
    out = StringIO()
    YAML(typ="safe").dump(tree, out)
    return out.getvalue()


def check_accounts(responses, header, rows, answered):
    """Require that every column not answered here stands, as found, among the other columns."""
    others = {**responses.paradata, **responses.personal, **responses.extra}
    kept = [place for place in range(len(header)) if place not in answered and any(row[place] for row in rows)]
    filled = sum(others[name].notna().any() for name in others)
    assert filled >= len(kept)


# -- one survey in two languages, with full questions as headings and labels as answers --------------------------------

BACKGROUND = range(1, 8)  # the last is LimeSurvey's own Other, in which respondents wrote
TRAITS, GOALS, WISHES = range(8, 20), range(21, 28), (20, 28)
AGREE = {1: ("Stimme gar nicht zu", "Disagree completely"), 2: ("Stimme eher nicht zu", "Rather disagree"),
         3: ("Stimme eher zu", "Rather agree"), 4: ("Stimme vollständig zu", "Agree completely")}  # fmt: skip
WEIGHTY = {1: ("Nicht wichtig", "Not important"), 2: ("Eher unwichtig", "Rather unimportant"),
           3: ("Eher wichtig", "Rather important"), 4: ("Sehr wichtig", "Very important")}  # fmt: skip


def pair(german, english):
    return {"de": german, "en": english}


def draft_twins(german, english):
    """Return a questionnaire of the first 28 questions, worded as the headings."""
    stems, rows = {}, {}
    for place, headings in enumerate(zip(german, english, strict=True)):
        parts = [re.fullmatch(r"(.*?)(?:\[(.*)\])?", heading, re.DOTALL).groups() for heading in headings]
        stems[place], rows[place] = (pair(*(part[at] or "" for part in parts)) for at in (0, 1))
    choices = {place: rows[place] for place in BACKGROUND}
    choices[7] = {"label": rows[7], "text": True}
    scales = {name: {"points": {code: pair(*labels) for code, labels in points.items()}}
              for name, points in (("agree", AGREE), ("weighty", WEIGHTY))}  # fmt: skip
    items = [
        {"id": "background", "type": "multiple_choice", "text": stems[1], "choices": choices},
        *({"id": name, "type": "matrix", "scale": scale, "text": stems[places[0]],
           "rows": [{"id": f"{name}{place}", "text": rows[place]} for place in places]}
          for name, scale, places in (("trait", "agree", TRAITS), ("goal", "weighty", GOALS))),
        *({"id": f"wish{place}", "type": "long_text", "text": stems[place]} for place in WISHES),
    ]  # fmt: skip
    title = pair("Digitale Zwillinge", "Digital twins")
    tree = {"id": "twins", "version": "1.0", "languages": ["de", "en"], "title": title, "scales": scales}
    return dump(tree | {"pages": [{"id": "one", "items": items}]})


@pytest.mark.parametrize(("name", "language"), [("results_german.csv", 0), ("results_english.csv", 1)])
def test_one_survey_in_two_languages(public_file, build_text, name, language):
    """Read results_german.csv and results_english.csv of a survey about digital twins; licence CC BY 4.0."""
    german, _ = load(public_file(f"{TWINS}/results_german.csv"), ";")
    english, _ = load(public_file(f"{TWINS}/results_english.csv"), ";")
    questionnaire = build_text(draft_twins(german, english))
    header, rows = load(public_file(f"{TWINS}/{name}"), ";")
    responses = read_responses(public_file(f"{TWINS}/{name}"), questionnaire, platform="limesurvey")
    assert len(responses) == len(rows) == 96
    assert not (responses.problems["row"] > 0).any()
    for scale, thing, places in ((AGREE, "trait", TRAITS), (WEIGHTY, "goal", GOALS)):
        codes = {labels[language]: float(code) for code, labels in scale.items()}
        for place in places:
            expected = [codes[row[place]] if row[place] else np.nan for row in rows]
            np.testing.assert_array_equal(responses.data[f"{thing}{place}"], expected)
    for place in WISHES:
        assert responses.data[f"wish{place}"].notna().sum() == sum(bool(row[place]) for row in rows)
    for row, (_, ticks) in zip(rows, responses.data.iterrows(), strict=True):
        chosen = [*(row[place] in ("Ja", "Yes") for place in BACKGROUND[:-1]), bool(row[7])]
        told = [ticks[f"background__{place}"] for place in BACKGROUND]
        np.testing.assert_array_equal(told, chosen if any(chosen) else [np.nan] * 7)
        assert not row[7] or ticks["background__7__text"] == row[7]
    check_accounts(responses, header, rows, {0, *BACKGROUND, *TRAITS, *GOALS, *WISHES})


# -- one survey exported twice: codes, and codes and questions with labels ---------------------------------------------

ROWS = {"LikertTypePage1": 9, "LikertTypePage3": 10}
POINTS = ["Completely disagree", "Greatly disagree", "Moderately disagree", "Slightly disagree",
          "Neither agree nor disagree", "Slightly agree", "Moderately agree", "Greatly agree",
          "Completely agree"]  # fmt: skip
CODES = {code: number for number, code in enumerate(["D4", "D3", "D2", "D1", "N0", "A1", "A2", "A3", "A4"], 1)}
HELPED = ["Yes, the examples were good.", "Yes, the examples helped but could be improved.",
          "No, the examples did not help.", "No, the examples confused me more."]  # fmt: skip


def draft_grids():
    points = {number: {"en": f"{number}. {label}"} for number, label in enumerate(POINTS, 1)}
    blocks = [
        {"id": name, "type": "matrix", "scale": "nine", "text": {"en": "Please respond to each statement."},
         "rows": [{"id": f"{name}r{row}", "text": {"en": f"Statement {row} of {name}"}} for row in range(1, count + 1)]}
        for name, count in ROWS.items()
    ]  # fmt: skip
    helped = {"id": "Page6MC2", "type": "single_choice", "text": {"en": "Were the examples helpful?"},
              "choices": {code: {"en": label} for code, label in enumerate(HELPED, 1)}}  # fmt: skip
    tree = {"id": "grids", "version": "1.0", "languages": ["en"], "title": {"en": "Grid items"}}
    tree |= {"scales": {"nine": {"points": points}}, "pages": [{"id": "one", "items": [*blocks, helped]}]}
    return dump(tree)


def name_grids(questionnaire) -> Manifest:
    """Return the manifest with the survey's own codes."""
    own = name_fields(questionnaire)
    letters = {letter: code for code, letter in enumerate("ABCD", 1)}
    fields = [
        replace(field, codes=letters)
        if field.item == "Page6MC2"
        else replace(field, name=re.sub(r"\[\w+r(\d+)\]", r"[\1]", field.name), codes=CODES)
        for field in own.fields
    ]
    return replace(own, fields=tuple(fields))


def test_one_survey_as_codes_and_as_labels(public_file, build_text):
    """Read all-data-code.csv and all-data-text.csv of a survey with grid items; licence GPL-2 or GPL-3."""
    questionnaire = build_text(draft_grids())
    manifest = name_grids(questionnaire)
    paths = [public_file(f"{GRIDS}/all-data-{kind}.csv") for kind in ("code", "text")]
    coded, labelled = (read_responses(path, questionnaire, manifest=manifest) for path in paths)
    header, rows = load(paths[0], ",")
    for responses in (coded, labelled):
        assert "read as LimeSurvey" in responses.log[0].because
        assert not (responses.problems["row"] > 0).any(), responses.problems
        assert len(responses) == len(rows)
    assert_frame_equal(coded.data, labelled.data)
    assert_frame_equal(coded.paradata, labelled.paradata)
    answered = set()
    for name, count in ROWS.items():
        for row in range(1, count + 1):
            place = header.index(f"{name}[{row}]")
            answered.add(place)
            expected = [CODES[one[place]] if one[place] else np.nan for one in rows]
            np.testing.assert_array_equal(coded.data[f"{name}r{row}"], expected)
    assert coded.data["Page6MC2"].notna().sum() == sum(bool(row[header.index("Page6MC2")]) for row in rows)
    assert coded.paradata["complete"].tolist() == [bool(row[header.index("submitdate")]) for row in rows]
    assert coded.paradata["submitted"].isna().all(), "a survey without dates says 1980-01-01"
    assert coded.paradata["seconds"].sum() == pytest.approx(
        sum(float(row[header.index("interviewtime")]) for row in rows)
    )
    check_accounts(coded, header, rows, {*answered, header.index("Page6MC2"), header.index("submitdate")})
