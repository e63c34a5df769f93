"""Files that FiveThirtyEight exported from SurveyMonkey Audience and published; every cell is accounted for."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from survey.platforms.read import read_responses

STAR_WARS = "fivethirtyeight+data/star-wars-survey/StarWars.csv"
REGIONS = ("fivethirtyeight+data/region-survey/MIDWEST.csv", "fivethirtyeight+data/region-survey/SOUTH.csv")
STEAK = "fivethirtyeight+data/steak-survey/steak-risk-survey.csv"
YES = ("Yes", "No")


def load(path, encoding="utf-8"):
    """Return the two heading rows, the first filled up, and the rows of answers."""
    with path.open(encoding=encoding, newline="") as file:
        rows = list(csv.reader(file))
    questions, question = [], ""
    for heading in rows[0]:
        question = heading.strip() or question
        questions.append(question)
    return questions, rows[1], rows[2:]


def count_filled(rows, places):
    return sum(bool(row[place].strip()) for row in rows for place in places)


def count_answers(responses, item):
    """Return how many answers an item has; of a multiple choice how many options were chosen."""
    data = responses.data[list(item.columns)]
    return int((data == 1).to_numpy().sum() if item.type == "multiple_choice" else data.notna().to_numpy().sum())


def check_labels(responses, item, cells):
    """Check how often each label was given."""
    label = {code: text["en"] for code, text in item.labels.items()}
    got = Counter(label[int(code)] for code in responses.data[item.id].dropna())
    assert got == Counter(cell.strip() for cell in cells if cell.strip())


def test_the_star_wars_survey(public_file, compose):
    """A published SurveyMonkey file: fivethirtyeight/data, star-wars-survey/StarWars.csv, CC BY 4.0.

    Two heading rows, the text of an option in its column, ranks in a matrix, and signs of MacRoman in a heading, which
    is why the question under it is not found and its answers are kept apart.
    """
    path = public_file(STAR_WARS)
    questions, parts, rows = load(path, "mac_roman")
    views = ["Very favorably", "Somewhat favorably", "Neither favorably nor unfavorably (neutral)"]
    views += ["Somewhat unfavorably", "Very unfavorably"]
    scales = {
        "rank": {"from": 1, "to": 6},
        "view": {
            "points": {at: {"en": label} for at, label in enumerate(views, start=1)},
            "special": {"not_applicable": {"code": 97, "label": {"en": "Unfamiliar (N/A)"}}},
        },
    }
    shooters = ["Han", "Greedo", "I don't understand this question"]
    asked = [
        ("seen", "single_choice", questions[1], YES),
        ("fan", "single_choice", questions[2], YES),
        ("films", "multiple_choice", questions[3], parts[3:9]),
        ("rank", "matrix", questions[9], parts[9:15]),
        ("view", "matrix", questions[15], parts[15:29]),
        ("shot", "single_choice", questions[29], shooters),
        ("familiar", "single_choice", questions[30], YES),
        ("universe", "single_choice", "Do you consider yourself to be a fan of the Expanded Universe?", YES),
        ("trek", "single_choice", questions[32], YES),
    ]
    asked += [
        (f"person{place}", "single_choice", questions[place], sorted({row[place] for row in rows} - {""}))
        for place in range(33, 38)
    ]
    questionnaire = compose(asked, scales)
    responses = read_responses(path, questionnaire, encoding="mac_roman")
    assert responses.log[0].because.endswith("read as SurveyMonkey")
    assert len(responses.data) == len(rows) == 1186
    assert responses.data.index.tolist() == [int(row[0]) for row in rows]
    assert not (responses.problems["row"] > 0).any()
    items = questionnaire.items
    places = {"seen": [1], "fan": [2], "films": range(3, 9), "shot": [29], "familiar": [30], "trek": [32]}
    places |= {f"rank{at}": [8 + at] for at in range(1, 7)} | {f"view{at}": [14 + at] for at in range(1, 15)}
    places |= {f"person{place}": [place] for place in range(33, 38)}
    for name, own in places.items():
        assert count_answers(responses, items[name]) == count_filled(rows, own)
    for name in ("seen", "shot", "view12", "person37"):
        check_labels(responses, items[name], [row[places[name][0]] for row in rows])
    assert responses.data["films__5"].sum() == sum(bool(row[7]) for row in rows) == 758
    assert responses.data["rank5"].dropna().tolist() == [int(row[13]) for row in rows if row[13]]
    assert responses.data["universe"].isna().all()
    assert questions[31].endswith("åÊ")
    assert responses.extra[questions[31]].dropna().tolist() == [row[31] for row in rows if row[31]]


@pytest.mark.parametrize("name", REGIONS)
def test_the_survey_of_regions(public_file, compose, name):
    """Published SurveyMonkey files: fivethirtyeight/data, region-survey/MIDWEST.csv and SOUTH.csv, CC BY 4.0.

    The expanded layout: a single choice has one column for each answer.
    """
    path = public_file(name)
    questions, parts, rows = load(path)
    asked = []
    for at, question in enumerate(dict.fromkeys(questions[1:])):
        labels = [part for own, part in zip(questions, parts, strict=True) if own == question]
        kind = "multiple_choice" if "select all" in question else "single_choice"
        asked.append((f"q{at}", "short_text", question, ()) if len(labels) == 1 else (f"q{at}", kind, question, labels))
    questionnaire = compose(asked)
    responses = read_responses(path, questionnaire)
    assert responses.log[0].because.endswith("read as SurveyMonkey")
    assert len(responses.data) == len(rows) > 2000
    assert responses.problems.empty
    assert responses.extra.empty
    for item, (_, kind, question, labels) in zip(questionnaire.items.values(), asked, strict=True):
        places = [place for place, own in enumerate(questions) if own == question]
        assert count_answers(responses, item) == count_filled(rows, places)
        for code, place in enumerate(places, start=1) if labels else ():
            given = responses.data[f"{item.id}__{code}" if kind == "multiple_choice" else item.id]
            wanted = 1 if kind == "multiple_choice" else code
            assert given.eq(wanted).tolist() == [bool(row[place].strip()) for row in rows]


def test_the_survey_about_steak(public_file, compose):
    """A published SurveyMonkey file: fivethirtyeight/data, steak-survey/steak-risk-survey.csv, CC BY 4.0.

    The condensed layout: ``Response`` under every question.
    """
    path = public_file(STEAK)
    questions, _, rows = load(path)
    asked = [
        (f"q{place}", "single_choice", question, sorted({row[place] for row in rows} - {""}))
        for place, question in enumerate(questions)
        if place
    ]
    questionnaire = compose(asked)
    responses = read_responses(path, questionnaire)
    assert len(responses.data) == len(rows) == 550
    assert responses.problems.empty
    for place, item in enumerate(questionnaire.items.values(), start=1):
        check_labels(responses, item, [row[place] for row in rows])
