from __future__ import annotations

import numpy as np
import pytest

from survey.platforms.coding.assemble import assemble_responses
from survey.platforms.files.column import Column
from survey.platforms.files.findings import name_one
from survey.platforms.files.table import Origin, Table
from survey.platforms.rewrite import Rewrite, split_rows

ORIGIN = Origin(file="a.csv", sha256="0", kind="csv")


def build(columns: dict[str, list[str]], wordings: tuple[str, ...] = ()) -> Table:
    size = len(next(iter(columns.values())))
    return Table(
        origin=ORIGIN,
        headings=tuple(columns),
        columns=tuple(map(Column.from_cells, columns.values())),
        rows=np.arange(2, size + 2),
        wordings=wordings,
    )


@pytest.fixture
def table() -> Table:
    return build(
        {
            "Q1": ["A5", "A9", ""],
            "Q2": ["hidden", "", "1"],
            "Who": ["x", "y", "z"],
            "Age": ["20", "30", "40"],
            "V9": ["3", "4", "5"],
            "Began": ["2026-11-22 10:00:00"] * 3,
            "Tool": ["web", "web", "app"],
            "sat_again": ["1", "2", "3"],
        },
        wordings=("", "", "", "", "How many stars?", "", "", ""),
    )


def test_columns_get_their_meaning(table, shop):
    rewrite = Rewrite(table)
    rewrite.answer(0, "sat", column=table.columns[0].map(lambda text: text.removeprefix("A") if text != "A9" else text))
    mask = table.columns[1].mark(lambda text: text == "hidden")
    rewrite.answer(1, "polite", column=table.columns[1].replace(mask, ""), hidden=mask)
    rewrite.identify(2)
    rewrite.protect(3)
    rewrite.tell(5, "started")
    rewrite.tell(6, "tool")
    rewrite.set_aside(7)
    rewrite.findings.append(name_one("", "odd"))
    responses = assemble_responses([rewrite.finish()], shop)
    assert responses.data.index.tolist() == ["x", "y", "z"]
    assert responses.data["sat"].fillna(-1).tolist() == [5, -1, -1]
    assert responses.data["stars"].tolist() == [3, 4, 5]
    assert responses.missing(["polite"])["polite"].tolist() == ["not_shown", "blank", ""]
    assert responses.hidden.to_dict("list") == {"polite": [True, False, False]}
    assert responses.personal.columns.tolist() == ["Age"]
    assert responses.paradata.columns.tolist() == ["started", "tool"]
    assert responses.extra.columns.tolist() == ["sat_again"]
    bad = responses.problems[responses.problems["row"] > 0]
    assert bad[["row", "column", "value"]].values.tolist() == [[3, "Q1", "A9"]]
    assert "odd" in responses.problems["reason"].tolist()


def test_what_the_platform_showed_counts_for_those_who_stay(table, shop):
    rewrite = Rewrite(table)
    for place, item in enumerate(["sat", "polite", "nps", "age"]):
        rewrite.answer(place, item, column=Column.repeat("", 3), hidden=np.array([True, False, True]))
    responses = assemble_responses([rewrite.finish()], shop).without([1], because="a test")
    assert responses.missing(["sat"])["sat"].tolist() == ["blank", "not_shown"]


def test_header_lines_are_taken_off(table):
    lines, rest = split_rows(table, 2)
    assert [line[2] for line in lines] == ["x", "y"]
    assert (len(rest), rest.rows.tolist(), list(rest.columns[0])) == (1, [4], [""])
