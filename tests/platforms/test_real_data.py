"""Two published studies as their files are: every value is an answer."""

from __future__ import annotations

import csv

import pytest

from survey.platforms.read import read_responses
from survey.questionnaire.load import list_questionnaires, load_questionnaire


# The numbers of respondents and columns are those of data_dictionary.json beside the data.
@pytest.mark.parametrize(("name", "n_respondents", "n_columns"), [("mobi", 250, 24), ("csibank", 1707, 32)])
def test_a_published_study_is_read_without_a_problem(reference_dir, name, n_respondents, n_columns):
    if name not in list_questionnaires():
        pytest.skip(f"the questionnaire '{name}' is not here")
    questionnaire = load_questionnaire(name)
    path = reference_dir / "open" / "data" / f"{name}.csv"
    responses = read_responses(path, questionnaire)
    assert (len(responses), len(responses.data.columns)) == (n_respondents, n_columns)
    assert responses.problems.empty and responses.extra.empty
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    by_id = {name.casefold(): item for name, item in questionnaire.items.items()}
    for heading in rows[0]:
        item = by_id[heading.casefold()]
        labels = {label: code for code, texts in item.labels.items() for label in texts.values()}
        expected = [float(labels[row[heading]]) if row[heading] in labels else float(row[heading]) for row in rows]
        assert responses.data[item.id].tolist() == expected
