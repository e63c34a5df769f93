"""How a file was read, in the language of the report."""

from __future__ import annotations

import pytest

from survey.report.sections import respondents
from survey.responses import Step


@pytest.mark.parametrize(
    ("language", "described", "said"),
    [
        ("en", "a.csv: csv, utf-8-sig, ','", ("Answers read", "a.csv: csv, utf-8-sig, ','")),
        ("zh", "a.csv: csv, gb18030, ','", ("读入回答", "a.csv: csv, gb18030, ','")),
        (
            "zh",
            "a.xlsx: xlsx, sheet '一', read as wjx",
            ("读入回答", "a.xlsx: xlsx；工作表“一”；按 wjx 平台的格式读取"),
        ),
        ("en", "b.xlsx: xlsx, sheet 'Q1', read as wjx", ("Answers read", "b.xlsx: xlsx; sheet “Q1”; read as wjx")),
    ],
)
def test_answers_read_speaks_the_language(writer_of, language, described, said):
    step = Step("answers read", described, 5, 5)
    writer = writer_of(language)
    assert (respondents.name_step(writer, step), respondents.name_reason(writer, step)) == said
