"""Published SPSS, Stata and Parquet files, read as answers; every count is taken from the file by another program."""

from __future__ import annotations

import csv
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from survey.platforms.files.source import read_table
from survey.platforms.read import read_responses
from survey.platforms.spss import write_responses

ANXIETY = "gillardjw+FactorAnalysis/SAQ"
HOUSEHOLD = "PovertyAction+high-frequency-checks/data/household_backcheck.dta"
COURSES = "nadirbslmh+python-de-cloud/survey.parquet"
STUDENTS = "JackStat+6003Data/survey.sav"
HOTEL = Path("/usr/share/pspp/examples/hotel.sav")  # of the Debian package pspp
FIXTURES = [
    *(f"Roche+pyreadstat/test_data/basic/{name}" for name in ("hebrews.sav", "ordered_category.sav", "sample.sav")),
    *(f"Roche+pyreadstat/test_data/basic/{name}" for name in ("sample.zsav", "sample_missing.sav", "sample.dta")),
    *(f"Roche+pyreadstat/test_data/{name}" for name in ("multiple_response/simple_alltypes.sav",)),
    "Roche+pyreadstat/test_data/missing_data/missing_test.dta",
    *(f"tidyverse+haven/tests/testthat/spss/{name}.sav" for name in ("umlauts", "labelled-num-na", "datetime")),
    *(f"tidyverse+haven/tests/testthat/stata/{name}.dta" for name in ("tagged-na-double", "tagged-na-int", "types")),
    f"{ANXIETY}.sav",
    STUDENTS,
    HOUSEHOLD,
]
AGREEMENT = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")


def build_scale(labels) -> str:
    points = "".join(f"      {code}: {{en: {label!r}}}\n" for code, label in labels.items())
    return f"languages: [en]\ntitle: {{en: A survey}}\nscales:\n  points:\n    points:\n{points}"


def count(column: pd.Series) -> Counter:
    return Counter(int(value) for value in column.dropna())


@pytest.mark.parametrize("turned", [False, True])
def test_an_anxiety_questionnaire_of_spss(public_file, build_text, turned):
    """The SPSS Anxiety Questionnaire of A. Field's textbook; GitHub gillardjw/FactorAnalysis, no licence named."""
    path = public_file(f"{ANXIETY}.sav")
    with public_file(f"{ANXIETY}.csv").open(newline="", encoding="utf-8-sig") as stream:
        rows = list(csv.reader(stream))
    _, meta = pyreadstat.read_sav(path, metadataonly=True)
    labels = dict(enumerate(AGREEMENT if turned else reversed(AGREEMENT), 1))
    items = "".join(
        f"      - {{id: s{place}, type: scale, scale: points, text: {{en: {text.strip()!r}}}}}\n"
        for place, text in enumerate(meta.column_labels)
    )
    anxiety = build_text(f"id: saq\nversion: '1'\n{build_scale(labels)}pages:\n  - id: p\n    items:\n{items}")
    read = read_responses(path, anxiety)
    assert len(read) == len(rows) - 1 == 2571
    for place, name in enumerate(anxiety.items):
        answers = [int(row[place]) for row in rows[1:]]
        assert read.data[name].tolist() == [6 - answer if turned else answer for answer in answers]
    assert not (read.problems["row"] > 0).any()
    told = read.problems["reason"].str.contains("codes of its own")
    assert told.sum() == (len(anxiety.items) if turned else 0)


HOUSEHOLDS = """
id: households
version: "1"
languages: [en]
title: {en: Households}
pages:
  - id: p
    items:
      - id: religion
        type: single_choice
        text: {en: "(E01A) What is the religion of the head of your household [<b>${ac_hhh_fn}</b>]"}
        choices: {1: {en: Christianity}, 2: {en: Islam}, 3: {en: African Traditional Religion},
                  4: {en: Other (specify)}}
      - id: fuel
        type: single_choice
        text: {en: "(H07) What is the main type of fuel your household usually uses for cooking?"}
        choices: {10: {en: None (no kitchen)}, 20: {en: Wood}, 30: {en: Charcoal}, 40: {en: Gas/kerosine},
                  50: {en: Stem/Straw}, 60: {en: Animal scraps}, 70: {en: Electricity}}
      - id: h_toilet
        type: single_choice
        text: {en: What kind of toilet is there?}
        choices: {1: {en: Flush toilet}, 2: {en: Pit latrine}, 3: {en: KVIP}, 4: {en: Pan/bucket}}
      - {id: h_rooms, type: number, min: 1, text: {en: How many rooms?}}
      - id: i_radio
        type: single_choice
        text: {en: Radio}
        choices: {1: {en: "Yes"}, 0: {en: "No"}}
        special: {dont_know: {code: 98, label: {en: "Don't Know"}}}
      - {id: j_land_size, type: number, text: {en: How much land?}}
      - {id: m_mon_inc, type: number, min: 0, text: {en: What income?}}
"""


def test_a_household_survey_of_stata(public_file, build_text):
    """Sample data of Innovations for Poverty Action, as SurveyCTO exports; PovertyAction/high-frequency-checks, MIT."""
    path = public_file(HOUSEHOLD)
    frame = pd.read_stata(path, convert_categoricals=False)
    read = read_responses(path, build_text(HOUSEHOLDS))
    assert len(read) == len(frame) == 185
    assert count(read.data["religion"]) == Counter(frame["e_hhh_relig"].tolist())
    assert count(read.data["fuel"]) == Counter(10 * code for code in frame["h_cook_fuel"])
    assert count(read.data["i_radio"]) == Counter(frame["i_radio"].tolist())
    rooms = frame["h_rooms"].astype(float)
    assert read.data["h_rooms"].tolist() == rooms.tolist()
    sizes = [float(str(size)) for size in frame["j_land_size"].dropna()]  # as typed: 1.2, not 1.2000000476837158
    assert read.data["j_land_size"].dropna().tolist() == sizes
    rows = read.problems[read.problems["row"] > 0]
    toilets = frame["h_toilet"]
    known = toilets[toilets.isin([1, 2, 3, 4])]
    assert count(read.data["h_toilet"]) == Counter(known.tolist())
    assert (rows["column"] == "h_toilet").sum() == len(toilets) - len(known)
    below = frame.index[frame["m_mon_inc"] < 0] + 1
    assert rows.loc[rows["column"] == "m_mon_inc", "row"].tolist() == below.tolist()
    used = {"e_hhh_relig", "h_cook_fuel", "h_toilet", "h_rooms", "i_radio", "j_land_size", "m_mon_inc"}
    kept = {*read.extra.columns, *read.paradata.columns, *read.personal.columns}
    renamed = {"duration", "starttime", "endtime"}
    assert set(frame.columns) - used - kept == renamed
    assert {"seconds", "started", "submitted"} == set(read.paradata.columns)


FEEDBACK = """
id: courses
version: "1"
languages: [en]
title: {en: Courses}
pages:
  - id: p
    items:
      - id: course
        type: single_choice
        text: {en: Course Title}
        choices: {1: {en: Introduction to Programming}, 2: {en: Web Development 101}, 3: {en: Machine Learning Basics},
                  4: {en: Data Science Fundamentals}, 5: {en: Graphic Design Principles}}
      - {id: mentor, type: recommend, text: {en: Mentor Satisfaction Score}}
      - {id: learning, type: recommend, text: {en: Learning Satisfaction Score}}
      - {id: reason, type: long_text, text: {en: Reason}}
"""


def test_a_feedback_survey_of_parquet(public_file, build_text):
    """An example of feedback to courses; GitHub nadirbslmh/python-de-cloud, no licence named."""
    path = public_file(COURSES)
    rows = pq.read_table(path).to_pylist()
    read = read_responses(path, build_text(FEEDBACK))
    assert len(read) == len(rows) == 20
    assert read.data["mentor"].tolist() == [row["Mentor Satisfaction Score"] for row in rows]
    assert read.data["learning"].tolist() == [row["Learning Satisfaction Score"] for row in rows]
    assert read.data["reason"].tolist() == [row["Reason"] for row in rows]
    assert read.data["course"].notna().all()
    assert {"Name", "Phone Number"} <= set(read.personal.columns)
    assert not (read.problems["row"] > 0).any()


PUPILS = """
id: students
version: "1"
languages: [en]
title: {en: Students}
pages:
  - id: p
    items:
      - {id: sex, type: single_choice, text: {en: Sex}, choices: {1: {en: Female}, 2: {en: Male}}}
      - {id: exer, type: single_choice, text: {en: Exercise}, choices: {0: {en: None}, 1: {en: Some}, 2: {en: Freq}}}
      - id: smoke
        type: single_choice
        text: {en: Smoking}
        choices: {0: {en: Never}, 1: {en: Occas}, 2: {en: Regul}, 3: {en: Heavy}}
      - {id: age, type: number, text: {en: Age}}
      - {id: pulse, type: number, integer: true, text: {en: Pulse}}
"""


def test_texts_that_say_na_are_named_and_not_taken_as_blank(public_file, build_text):
    """The students' survey of R's package MASS as an SPSS file; GitHub JackStat/6003Data, no licence named."""
    path = public_file(STUDENTS)
    frame, _ = pyreadstat.read_sav(path)
    read = read_responses(path, build_text(PUPILS))
    assert len(read) == len(frame) == 237
    rows = read.problems[read.problems["row"] > 0]
    for name, column, codes in (("sex", "Sex", {"Female": 1, "Male": 2}), ("exer", "Exer", {"Some": 1, "Freq": 2})):
        counts = Counter(frame[column])
        assert all(count(read.data[name])[code] == counts[text] for text, code in codes.items())
        assert (rows["column"] == column).sum() == counts["NA"]
    assert (rows["column"] == "Smoke").sum() == (frame["Smoke"] == "NA").sum() == 1
    assert read.data["age"].tolist() == pytest.approx(frame["Age"].tolist())
    assert read.data["pulse"].isna().sum() == frame["Pulse"].isna().sum()


def test_the_hotel_survey_of_pspp(build_text, tmp_path):
    """Guests of a hotel, an example that PSPP brings along (GPL-3+); written again and read again it is the same."""
    if not HOTEL.is_file():
        pytest.skip("the examples of the package pspp are not installed")
    frame, meta = pyreadstat.read_sav(HOTEL)
    labels = {1: "Strongly Disagree", 2: "Disagree", 3: "No Opinion", 4: "Agree", 5: "Strongly Agree"}
    items = "".join(
        f"      - {{id: h{place}, type: scale, scale: points, text: {{en: {text!r}}}}}\n"
        for place, text in enumerate(meta.column_labels)
    )
    hotel = build_text(f"id: hotel\nversion: '1'\n{build_scale(labels)}pages:\n  - id: p\n    items:\n{items}")
    read = read_responses(HOTEL, hotel)
    assert read.data.to_numpy().tolist() == frame.to_numpy().tolist()
    assert read.problems.empty
    again = read_responses(write_responses(read, tmp_path / "again.zsav"), hotel)
    assert again.data.equals(read.data)


@pytest.mark.parametrize("name", FIXTURES)
def test_files_are_the_same_to_pyreadstat(public_file, name):
    """Test files of Roche/pyreadstat (Apache-2.0) and tidyverse/haven (MIT), and the surveys above."""
    path = public_file(name)
    sav = not name.endswith(".dta")
    options = {"user_missing": True, "disable_datetime_conversion": True, "output_format": "dict"}
    values, meta = pyreadstat.read_sav(path, **options) if sav else pyreadstat.read_dta(path, **options)
    table = read_table(path)
    assert table.headings == tuple(meta.column_names)
    assert [table.word_column(place) for place in range(len(table.headings))] == [
        (label or "").strip() for label in meta.column_labels
    ]
    for place, heading in enumerate(table.headings):
        written = {
            _say(value, sav): label.strip() for value, label in meta.variable_value_labels.get(heading, {}).items()
        }
        assert dict(table.labels.get(place, {})) == written
        form = meta.original_variable_types[heading]
        if not any(sign in form.upper() for sign in ("DATE", "TIME", "QYR", "%D", "%TD", "%TC")):
            kind = meta.readstat_variable_types[heading]
            assert list(table.columns[place]) == [_say(value, sav, kind) for value in values[heading]]


def _say(value, sav: bool, kind: str = "double") -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str):
        return value.rstrip() if sav or kind == "string" else f".{value}"
    number = float(str(np.float32(value))) if kind == "float" else float(value)
    return str(int(number)) if number.is_integer() else repr(number)
