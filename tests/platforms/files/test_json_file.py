from __future__ import annotations

import json

import pytest

from survey.errors import ReadError
from survey.platforms.files.json_file import is_json, read_json


def read(text: str | bytes):
    return read_json(text if isinstance(text, bytes) else text.encode(), "a.json", "0")


def rows(table) -> list[dict[str, str]]:
    return [
        {name: column[row] for name, column in zip(table.headings, table.columns, strict=True)}
        for row in range(len(table))
    ]


ANSWERS = [{"a": 1, "b": {"c": "x", "d": [1, "y"]}}, {"a": None, "e": True, "b": {"c": 2.0}}]
FLAT = [
    {"a": "1", "b.c": "x", "b.d": '[1, "y"]', "e": ""},
    {"a": "", "b.c": "2", "b.d": "", "e": "true"},
]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ANSWERS),
        "\n".join(map(json.dumps, ANSWERS)) + "\n",
        json.dumps({"Data": ANSWERS, "Total": 2}),
        b"\xef\xbb\xbf" + json.dumps(ANSWERS, indent=2).encode(),
    ],
    ids=["array", "lines", "wrapped", "marked"],
)
def test_objects_become_rows(text):
    assert rows(read(text)) == FLAT
    assert is_json(text if isinstance(text, bytes) else text.encode())


def test_one_object_is_one_respondent():
    assert rows(read('{"nps": 0}')) == [{"nps": "0"}]


def test_what_is_no_object_is_named():
    table = read('[{"a": 1}, 5, {}, "x"]')
    assert len(table) == 1
    assert [(one.rows, one.values) for one in table.findings] == [([2], ["5"]), ([3], [""]), ([4], ['"x"'])]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1', "is no JSON: .* in line 1"),
        ('{"a": 1}\n{"a": ', "line 2 is no JSON"),
        ("[]", "holds no answers"),
        ("[" * 100_000, "cannot be read as JSON|is no JSON"),
        ('{"a":' * 30 + "1" + "}" * 30, "more than 20 deep"),
        ('{"a": ' + "9" * 5000 + "}", "cannot be read as JSON"),
        (json.dumps({str(key): 1 for key in range(20_001)}), "20,001 different keys"),
    ],
)
def test_what_is_no_file_of_answers_is_refused(text, message):
    with pytest.raises(ReadError, match=message):
        read(text)


@pytest.mark.parametrize("start", [b"id,[x]\n", b"[id]\t1\n", b"[5, 6]"])
def test_tables_are_not_taken_for_json(start):
    assert not is_json(start)
